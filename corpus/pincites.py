"""Pincites: pins as people write them, printed.

A pincite names the document and the place: "Article 5(1) of Regulation (EU) 2021/821", "EU Annex I, 5A001.f.1",
"15 CFR § 734.18(a)(5)", "PMP code, para. 8.b.iii". Every pincite printed here is read back to the same pin by
`corpus.citations.resolve`.
"""

from __future__ import annotations

import re

from corpus.pins import Pin, Segment
from corpus.provisions import Document

CONTROL_CODE = re.compile(r"[0-9][A-E][0-9]{3}|[0-9]\.[A-E]\.[0-9]{1,3}|ML[0-9]{1,2}", re.IGNORECASE)

_WORDS = {
    "art": "Article {}",
    "rct": "recital {}",
    "anx": "Annex {}",
    "cpt": "Chapter {}",
    "cat": "Category {}",
    "box": "Box {}",
    "gp": "good practice {}",
    "cmt": "commitment {}",
    "fn": "footnote {}",
    "note": "Note {}",
    "tnote": "Technical Note {}",
    "nb": "N.B. {}",
}
_BRACKETS_AFTER = ("art", "§")


def pincite(pin: Pin, document: Document) -> str:
    """The full pincite of a provision; the document's short name for a pin of the whole document."""
    if not pin.segments:
        return document.short
    return document.cite.format(short=document.short, place=place(pin, document))


def place(pin: Pin, document: Document) -> str:
    """The place within its document: "Article 5(1)", "5A001.f.1", "section III, good practice 4"."""
    written, style = "", ""
    for segment in pin.segments:
        if segment.kind in ("par", "pnt"):
            step, style = _numbered(segment, style)
        else:
            step, style = _named(segment, document)
        written += step if step[0] in "(." or not written else f", {step}"
    return written


def _named(segment: Segment, document: Document) -> tuple[str, str]:
    """A segment with a name of its own, and the style in which numbers go on after it."""
    number = segment.number
    if segment.kind == "itm":
        return (number, "dots") if CONTROL_CODE.fullmatch(number) else (number.replace("-", " "), "itm")
    if segment.kind == "def":
        return f"definition of “{number.replace('-', ' ')}”", "def"
    if segment.kind == "sec":
        return f"{document.section} {number}", document.section
    return _WORDS[segment.kind].format(number), segment.kind


def _numbered(segment: Segment, style: str) -> tuple[str, str]:
    """A paragraph or point: in brackets under an article, after a dot under a list entry, else in words."""
    if style in (*_BRACKETS_AFTER, "brackets"):
        return f"({segment.number})", "brackets"
    if style == "dots":
        return f".{segment.number}", "dots"
    word = "para." if segment.kind == "par" else "point"
    return f"{word} {segment.number}", "dots"


def signature(pin: Pin) -> str:
    """What a place has in common however it is written: kinds with names of their own, and numbers in order.

    Paragraphs and points look alike in writing ("Article 2(20)", "Article 5(1)"), so both are `x` here.
    """
    return " ".join(f"{'x' if s.kind in ('par', 'pnt') else s.kind}:{s.number.casefold()}" for s in pin.segments)
