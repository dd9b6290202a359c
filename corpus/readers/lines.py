"""Lines of a page or of plain text with their places, and the paragraphs that they make.

A place is what tells the parts of a printed list apart: where a label stands, where its text starts, how far the next
line is down. PDF gives it in points from the foot of the page; plain text in columns, with a line as the unit of height.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

SOFT = "\u00ad"
_ENDED = re.compile(r"(?:[.:!?…]|;(?:\s*(?:and|or))?)[\"'”’»)\]*]*\Z")
_PAUSED = re.compile(r"(?:[.;:,!?…]|\b(?:and|or))[\"'”’»)\]*]*\Z")
_WORD_BEFORE = re.compile(r"[^\W\d_]+-\Z")
_WORD_AFTER = re.compile(r"[a-zà-ÿ]+")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line as printed, without white space around it. `y` falls down the page. `stops` are the places within the line
    whose `x` is known: (offset in the text, x). `size` is the height of the type."""

    text: str
    page: int = 0
    x: float = 0.0
    y: float = 0.0
    size: float = 1.0
    italic: bool = False
    bold: bool = False
    stops: tuple[tuple[int, float], ...] = ()
    is_marked: bool = False  # it opens with a raised number in small type

    @property
    def slack(self) -> float:
        """How far two places may be apart and still be one."""
        return max(1.0, 0.3 * self.size)

    def at(self, offset: int) -> float | None:
        """The place of a character, if known."""
        return dict(self.stops).get(offset)


@dataclass(slots=True)
class Paragraph:
    """Lines put together. `label` is the printed label that it opens with, `parts` make the rest; `hang` is where its text
    stands (None while unknown)."""

    label: str
    parts: list[str]
    first: Line
    hang: float | None
    last: Line

    @property
    def text(self) -> str:
        return "".join(self.parts)

    @property
    def tail(self) -> str:
        """The end of the text, enough to see how it ends."""
        return self.parts[-1][-40:]

    def add(self, line: Line) -> None:
        """Take a line as more of the text."""
        gap, end = joint(self.tail, line.text)
        self.parts[-1] = self.parts[-1][: len(self.parts[-1]) - end]
        self.parts.append(gap + line.text)

    @property
    def page(self) -> int:
        return self.first.page

    @property
    def x(self) -> float:
        return self.first.x

    @property
    def whole(self) -> str:
        return f"{self.label} {self.text}".strip()


Opens = Callable[[Line], int | None]
"""The length of the label that a line opens with; 0 for an item without a label (a dash), None if it opens nothing; negative
for what is a label only if the paragraph before does not go on."""


def of_text(text: str) -> list[Line]:
    """The lines of plain text. A blank line is a gap; columns are places, a run of spaces is a tab stop."""
    found = []
    for n, raw in enumerate(text.expandtabs(8).splitlines()):
        if line := raw.strip():
            indent = len(raw) - len(raw.lstrip())
            stops = tuple((m.end(), float(indent + m.end())) for m in re.finditer(r" {2,}", line))
            found.append(Line(line, x=float(indent), y=-float(n), stops=((0, float(indent)), *stops)))
    return found


def is_ended(text: str) -> bool:
    """Whether a text could be the whole of a paragraph, by how it ends."""
    return bool(_ENDED.search(text.rstrip()))


def joint(before: str, after: str) -> tuple[str, int]:
    """What goes between two lines of running text, and how many characters of the first go: a soft hyphen at its end goes,
    a printed hyphen within a word stays without a space."""
    if before.endswith(SOFT):
        return "", 1
    is_word = before[-1:] == "-" and before[-2:-1].isalnum() and after[:1].isalnum()
    return ("" if is_word or not before else " "), 0


def mended(lines: Sequence[Line]) -> list[Line]:
    """Printed hyphens that only divide a word at the end of a line, made soft: the document writes the word elsewhere
    without the hyphen and never with it. What cannot be told stays as printed."""
    words = {w.lower() for line in lines for w in _WORDS.findall(line.text)}
    found = list(lines)
    for n, (line, after) in enumerate(pairwise(lines)):
        head, tail = _WORD_BEFORE.search(line.text), _WORD_AFTER.match(after.text)
        if head and tail:
            stem = head.group()[:-1].lower()
            if stem + tail.group() in words and f"{stem}-{tail.group()}" not in words:
                found[n] = replace(line, text=line.text[:-1] + SOFT)
    return found


def paragraphs(
    lines: Sequence[Line], opens: Opens, is_head: Callable[[Line], bool] = lambda _: False
) -> Iterator[Paragraph]:
    """Lines joined into paragraphs by their labels, gaps and indents, over page breaks too. A heading goes on only in bold
    type or capitals."""
    full = _full_lengths(lines)
    now: Paragraph | None = None
    for line in lines:
        length = opens(line)
        ends = now is not None and is_head(now.last) and not (line.bold or line.text.isupper())
        if now is not None and not ends and _goes_on(now, line, length, full.get(_column(now.last), 0)):
            now.add(line)
            if not _is_beside(now.last, line):
                now.hang = line.x if now.hang is None or now.last is now.first else now.hang
                now.last = line
            continue
        if now is not None:
            yield now
        now = _opened(line, abs(length or 0))
    if now is not None:
        yield now


def _opened(line: Line, length: int) -> Paragraph:
    label, rest = line.text[:length], line.text[length:]
    text = rest.lstrip()
    hang = line.at(length + len(rest) - len(text)) if length and text else None
    if not length:
        hang = line.at(2) if re.match(r"[-–—•]\s", line.text) else line.x
    return Paragraph(label, [text], line, hang, line)


def _goes_on(now: Paragraph, line: Line, label: int | None, full: int) -> bool:
    last, label = now.last, None if label is not None and label < 0 else label
    if _is_beside(last, line):
        return not label
    hang = now.hang if now.hang is not None else now.x
    fits = abs(line.x - hang) <= line.slack
    if now.hang is None:  # the label's line did not tell where the text starts: its next line does
        fits = line.x >= now.x - line.slack
    both_heads = line.bold and last.bold and not now.label
    if line.page != last.page:
        return label is None and not is_ended(now.tail) and fits and line.bold == last.bold
    if not 0 < last.y - line.y <= 1.45 * max(line.size, last.size):
        return False
    if label is not None:  # "described in paragraphs / 1. to 3. above" only looks like a label
        return label > 0 and fits and not _PAUSED.search(now.tail) and line.text[label:].lstrip()[:1].islower()
    if not is_ended(now.tail) and re.match(r"[\"“‘'(]?[a-zà-ÿ]", line.text):
        return True
    if abs(line.size - last.size) > 0.15 * last.size:
        return False
    if now.label and last is now.first and not is_ended(now.tail) and line.x > now.x + line.slack:
        return True  # the first line was set off further than the others
    if line.bold != last.bold and (line.bold or is_ended(now.tail)):
        return False
    if is_ended(now.tail) and len(last.text) < 0.75 * full:
        return False
    return fits or both_heads


def _is_beside(last: Line, line: Line) -> bool:
    """Whether a line stands in the same row: an index, a unit after it, the next cell of a table."""
    return line.page == last.page and abs(line.y - last.y) < 0.75 * last.size and line.x > last.x


def _column(line: Line) -> int:
    return round(line.x)


def _full_lengths(lines: Iterable[Line]) -> dict[int, int]:
    """How long a full line is that starts at a place: nine in ten are not longer."""
    lengths: dict[int, list[int]] = {}
    for line in lines:
        lengths.setdefault(_column(line), []).append(len(line.text))
    return {x: sorted(all_)[len(all_) * 9 // 10] for x, all_ in lengths.items()}
