"""Labels of points as EU acts print them: their number, how they are written, which follows which; and quotation marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.readers.numbers import number, roman_value

INLINE = re.compile(
    r"(?:\(\s?(?:\d{1,3}\s?[a-z]{0,2}|[a-z]{1,5}|[A-Z]{1,4})\s?\)|\d{1,3}[a-z]{0,2}\.(?=\(|\s)|\d+(?:\.\d+)+[a-z]?\.?(?=\s)|"
    r"[a-z]{1,2}\)(?=\s)|[ivx]+\)(?=\s)|\d{1,3}\)(?=\s))\s*(?=\S)"
)
NOTE = re.compile(r"\(?\s*\*{0,3}\s*\d{0,3}\s*\)\s*|\*+\d*\s+|\d{1,3}\s+")
QUOTES = "‘“„«'\"`"
DASH = re.compile(r"[—–―‐\-−•·○●■◦▪]\s")
_NAMED = re.compile(
    r"(?P<word>Part|Section|Chapter|Title|Schedule|Appendix|Module|Class|Teil|Abschnitt|Kapitel|Anlage|Partie|Titre|Appendice)"
    r"\s+(?P<number>[IVXLC]+|\d+[a-z]?|[A-Z])\b[.:)]?",
    re.IGNORECASE,
)
_HEADED = re.compile(r"(?P<word>)\(?(?P<number>[A-Z]|[IVXLC]+|\d+(?:\.\d+)*[a-z]?)(?:[.)]+|(?=\s*\Z))(?=\s|\Z)")
_CLOSED = re.compile(r"[’”“\"'`»][.;,:)\s]*\Z")


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading in an annex. `series` is equal for headings of one rank: part, A, I, 1, 1.1."""

    label: str
    number: str
    series: str
    title: str

    @property
    def is_letter(self) -> bool:
        return self.series.startswith("A ")


def heading(text: str) -> Heading | None:
    """The number at the head of a heading: “Part II Title”, “B. Title”, “2.1 Title”; none in a heading without."""
    found = _NAMED.match(text) or _HEADED.match(text)
    if found is None:
        return None
    written, word = found.group("number"), found.group("word").casefold()
    return Heading(
        found.group().strip(),
        label_number(written),
        word or f"{shape(written)} {written.count('.')}",
        text[found.end() :].strip(),
    )


def label_number(label: str) -> str:
    """The number in a label; empty for dashes, bullets and asterisks."""
    return number(re.sub(r"(?<=\d)\s(?=[a-z])", "", label))


def shape(label: str) -> str:
    """How a label is written: "(1)", "1.", "decimal", "(a)", "(A)"; Roman numerals are letters here."""
    found = number(label)
    if re.match(r"\d+\.\d", found):
        return "decimal"
    core = "1" if found[:1].isdigit() else "A" if found[:1].isupper() else "a"
    return core + "".join(c for c in label.strip() if c in "().")


def is_first(label: str) -> bool:
    return number(label) in ("1", "a", "i", "A", "I", "aa")


def follows(before: str, label: str, exactly: bool = True) -> bool:
    """Whether a label is the next in the series of another: (a) → (b), (iii) → (iv), 9. → 10.

    Unless `exactly`, 1) and 2. are one series.
    """
    if not before or (exactly and shape(before) != shape(label)):
        return False
    a, b = number(before), number(label)
    if a.isdigit() and b.isdigit():
        return int(b) == int(a) + 1
    if b.startswith(a) and a != b and b[len(a) :].isalpha() and a.isdigit():
        return True
    if roman_value(a) and roman_value(b) == roman_value(a) + 1 and not (len(a) == len(b) == 1 and a not in "ivx"):
        return True
    if (a, b) in (("z", "aa"), ("Z", "AA")):
        return True
    return len(a) == len(b) and a[:-1] == b[:-1] and ord(b[-1]) == ord(a[-1]) + 1


def unclosed(text: str) -> bool:
    """Whether a text opens a quotation that it does not close."""
    return _balance(text) > 0


def ends_quote(text: str, mark: str) -> bool:
    """Whether a text closes a quotation that an earlier one opened with `mark`."""
    found = _CLOSED.search(text)
    if found is None:
        return False
    if mark in ("'", "`", '"'):
        return found.group()[0] in ('"' if mark == '"' else "'`’")
    return found.group()[0] in "’”“»" and _balance(text) < 0


def _balance(text: str) -> int:
    closing = sum(len(re.findall(rf"{mark}(?![^\W\d_])", text)) for mark in "’”»") + text.count("“") * ("„" in text)
    opening = sum(text.count(mark) for mark in "‘„«") + text.count("“") * ("„" not in text)
    return opening - closing
