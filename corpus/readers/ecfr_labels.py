"""The nesting of paragraphs of the Code of Federal Regulations, found from their labels.

The order of labels is that of the Federal Register's Document Drafting Handbook: (a), (1), (i), (A), and with numbers in
italics (1), (i). The source says no more than the label, and "(i)" is the letter after (h) or the first of the small Roman
numbers. What decides is which series goes on: before this paragraph (is (h) the last letter?) and after it (does (ii)
follow, or (j)?).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.readers.ecfr_blocks import Block
from corpus.readers.numbers import roman, roman_value

_ONE = r"\((?:[a-z]{1,2}|[ivxl]{1,7}|\d{1,3}|[A-Z]{1,2})\)"
LABEL = re.compile(rf"\s*({_ONE}(?:\s*(?:[-–—]|through|and)\s*{_ONE}(?=\s*\[?Reserved))?)")
_FIRST_ROMAN = "i"
LETTER, DIGIT, ROMAN, CAPITAL, ITALIC_DIGIT, ITALIC_ROMAN = range(1, 7)


@dataclass(frozen=True, slots=True)
class Label:
    """A label as printed, the tokens in it (two for a range of reserved paragraphs), and whether its number is in italics."""

    text: str
    first: str
    last: str
    italic: bool = False

    @property
    def number(self) -> str:
        """The number of the pin: `a`, or `h-j` for a range."""
        return self.first if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(slots=True)
class Outline:
    """Where in a section the reader is: the open levels and the label last seen at each."""

    open: list[tuple[int, str, str]] = field(default_factory=list)

    def place(self, label: Label, ahead: Sequence[Label], colon: bool) -> list[str]:
        """The numbers of the paragraphs above a label. `ahead` are the labels to come, `colon` says whether the text
        before this one ends as if a list followed.
        """
        level = self._level(label, ahead, colon)
        while self.open and self.open[-1][0] >= level:
            self.open.pop()
        above = [number for _, _, number in self.open]
        self.open.append((level, label.last, label.number))
        return above

    def opens(self, label: Label) -> bool:
        """Whether a label can begin a series straight below the paragraph that is open, as in "(a) Scope. (1) This …"."""
        last = self.open[-1][0] if self.open else 0
        return {"1": last in (LETTER, CAPITAL), "i": last in (DIGIT, ITALIC_DIGIT), "A": last == ROMAN}.get(
            label.first, False
        )

    def _level(self, label: Label, ahead: Sequence[Label], colon: bool) -> int:
        token, at = label.first, {level: last for level, last, _ in self.open}
        if token.isdigit():
            return self._digit(token, label.italic, at)
        if token.isupper():
            return CAPITAL
        if label.italic and ITALIC_DIGIT in at:
            return ITALIC_ROMAN
        if ROMAN in at and LETTER in at and token != _FIRST_ROMAN and token == _next_letter(at.get(CAPITAL, "")):
            return CAPITAL  # the Code has small letters here and there where its order calls for capitals
        letter = token == _next_letter(at.get(LETTER, ""))
        deep = ITALIC_ROMAN if ITALIC_DIGIT in at and ROMAN in at and value(token) != value(at[ROMAN]) + 1 else ROMAN
        roman = value(token) == value(at.get(deep, "")) + 1
        if letter and roman:
            return self._which(token, ahead, colon, at, deep)
        if letter or roman:
            return LETTER if letter else deep
        return deep if value(token) and (len(token) > 1 or DIGIT in at) and not _is_later(token, at) else LETTER

    def _digit(self, token: str, italic: bool, at: dict[int, str]) -> int:
        goes_on = DIGIT in at and at[DIGIT].isdigit() and int(token) == int(at[DIGIT]) + 1
        if CAPITAL in at and (italic or not goes_on):
            return ITALIC_DIGIT
        return DIGIT

    def _which(self, token: str, ahead: Sequence[Label], colon: bool, at: dict[int, str], deep: int) -> int:
        """The level of a label that goes on with both series."""
        for one in ahead:
            if value(one.first) == value(token) + 1 and one.first != _next_letter(token):
                return deep
            if one.first == _next_letter(token):
                return LETTER
            if one.first == "1" and not one.italic and CAPITAL not in at:
                return LETTER
            if one.first == "A" or (one.first.isdigit() and DIGIT in at and one.first == str(int(at[DIGIT]) + 1)):
                return deep
            if one.first == _next_letter(at.get(LETTER, "")):
                return deep
        return deep if deep in at or colon else LETTER


def value(token: str) -> int:
    """The value of a small Roman number, written as it should be; 0 for what is none."""
    found = roman_value(token)
    return found if token and roman(found) == token else 0


def _next_letter(token: str) -> str:
    """The letter after: "" → a, a → b, z → aa, aa → bb."""
    if not token:
        return "a"
    if len(set(token)) > 1 or not token.isalpha():
        return ""
    return "a" * (len(token) + 1) if token[0] == "z" else chr(ord(token[0]) + 1) * len(token)


def _is_later(token: str, at: dict[int, str]) -> bool:
    """Whether a single letter comes after the open one, with letters left out between, and no Roman series is open."""
    return len(token) == 1 and ROMAN not in at and LETTER in at and len(at[LETTER]) == 1 and token > at[LETTER]


def read_label(text: str, italic: bool = False) -> tuple[Label, int] | None:
    """The label at the beginning of a text and where it ends; None if there is none."""
    found = LABEL.match(text)
    if not found:
        return None
    tokens = re.findall(r"\((\w+)\)", found.group(1))
    if not all(_is_number(token) for token in tokens):
        return None
    return Label(" ".join(found.group(1).split()), tokens[0], tokens[-1], italic), found.end()


def _is_number(token: str) -> bool:
    """Whether a word in brackets can be a label: not "(or)", "(if)"."""
    return len(token) == 1 or token.isdigit() or len(set(token)) == 1 or value(token) > 0 or token.isupper()


@dataclass(frozen=True, slots=True)
class Found:
    """A possible label in a paragraph: what stands before it since the last one (a heading), and where it ends."""

    label: Label
    before: str
    end: int


def labels_of(block: Block) -> list[Found]:
    """The possible labels at the beginning of a paragraph, one after the other ("(a)(1)") or with a heading in italics
    between ("(a) Scope. (1)"). Whether all but the first are labels depends on what is open.
    """
    raw = "".join(run.text for run in block.runs)
    styles = "".join((run.style or "-") * len(run.text) for run in block.runs)
    found: list[Found] = []
    at = 0
    while True:
        start = at if not found else _past_heading(raw, styles, at)
        seen = read_label(raw[start : start + 60])
        if seen is None:
            return found
        label, length = seen
        open_bracket = raw.index("(", start)
        italic = styles[open_bracket] != "i" and styles[open_bracket + 1] == "i"
        found.append(Found(Label(label.text, label.first, label.last, italic), raw[at:start], start + length))
        at = start + length


def _past_heading(raw: str, styles: str, at: int) -> int:
    """Where a heading in italics and the dash after it end; the same place if there is none."""
    end = at
    while end < len(raw) and (styles[end] == "i" or raw[end].isspace()):
        end += 1
    if not raw[at:end].strip():
        return at
    dash = re.compile(r"[.:]?\s*[—–-]?\s*").match(raw, end)
    return dash.end() if dash else end


def split_heading(block: Block, at: int) -> int:
    """Where the heading of a paragraph ends that begins at `at`: italics closed by a stop or a dash; `at` if it has none."""
    raw = "".join(run.text for run in block.runs)
    styles = "".join((run.style or "-") * len(run.text) for run in block.runs)
    end = at
    while end < len(raw) and (styles[end] == "i" or raw[end].isspace()):
        end += 1
    shown = raw[at:end].strip()
    if not shown:
        return at
    after = re.compile(r"[.:]|\s*[—–]").match(raw, end)
    if after:
        return after.end()
    return end if shown[-1] in ".:?—" else at


_STYLES = (
    ("(1)", r"\((\d{1,3})\)"),
    ("(A)", r"\(([A-Z])\)"),
    ("(i)", r"\(([ivxl]+)\)"),
    ("(a)", r"\(([a-z])\)"),
    ("1.", r"(\d{1,2})\.(?=\s)"),
    ("I.", r"([IVXL]+)\.(?=\s)"),
    ("A.", r"([A-Z])\.(?=\s)"),
    ("i.", r"([ivxl]+)\.(?=\s)"),
    ("a.", r"([a-z])\.(?=\s)"),
)
_PATTERNS = tuple((style, re.compile(rf"\s*{pattern}")) for style, pattern in _STYLES)


@dataclass(slots=True)
class Series:
    """Nesting where the order of labels is not fixed (appendices, notes): a label goes on with an open series, or begins
    one below it. What does neither is no label.
    """

    open: list[tuple[str, int, str]] = field(default_factory=list)

    def place(self, text: str) -> tuple[list[str], str, int] | None:
        """The numbers above, the number itself and where the label ends."""
        for goes_on in (True, False):
            for style, number, end in _readings(text):
                depth = next((n for n, one in enumerate(self.open) if one[0] == style), None)
                order = _order(style, number)
                if (
                    goes_on
                    and depth is not None
                    and self.open[depth][1] < order <= self.open[depth][1] + (3 if depth == 0 else 1)
                ):
                    del self.open[depth:]
                elif goes_on or depth is not None or order != 1:
                    continue
                above = [one[2] for one in self.open]
                self.open.append((style, order, number))
                return above, number, end
        return None


def _readings(text: str) -> Iterator[tuple[str, str, int]]:
    for style, pattern in _PATTERNS:
        found = pattern.match(text)
        if found and _order(style, found.group(1)):
            yield style, found.group(1), found.end()


def _order(style: str, number: str) -> int:
    if number.isdigit():
        return int(number)
    return value(number.lower()) if "i" in style.lower() else ord(number.lower()) - ord("a") + 1
