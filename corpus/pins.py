"""Pins: the canonical address of a provision, parsed and printed.

    <document-id>/<kind>_<number>/<kind>_<number>/…

`eu-2021-821/art_5/par_1` is Article 5(1) of Regulation (EU) 2021/821; `eu-annex-1/itm_5A001/pnt_f/pnt_1` is entry
5A001.f.1 of the EU list. The number is written as the document writes it. The kinds follow the subdivision vocabulary of
the European Legislation Identifier (ELI, Council conclusions 2012/C 325/02) where it has one; control-list entries,
definitions, notes, boxes, good practices and commitments have kinds of our own. `Pin.parse` and `str` are inverse.

How people write pins ("Article 5(1)", "para. 8.b.iii") is in `corpus.pincites`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.errors import PinError

KINDS: dict[str, str] = {
    "cpt": "chapter",
    "sec": "section",
    "art": "article",
    "par": "paragraph",
    "pnt": "point",
    "rct": "recital",
    "anx": "annex",
    "cat": "category",
    "itm": "entry",
    "def": "definition",
    "note": "note",
    "tnote": "technical note",
    "nb": "nota bene",
    "box": "box",
    "gp": "good practice",
    "cmt": "commitment",
    "fn": "footnote",
}

_DOCUMENT = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_NUMBER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.\-]*[A-Za-z0-9])?\Z")


@dataclass(frozen=True, slots=True, order=True)
class Segment:
    """One step of a locator: a kind from `KINDS` and the number as the document writes it."""

    kind: str
    number: str

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise PinError(f"“{self.kind}” is not a kind of provision; the kinds are {', '.join(KINDS)}.")
        if not _NUMBER.match(self.number):
            raise PinError(
                f"“{self.number}” is not a number of a provision; use letters, digits, dots and hyphens (par_1, pnt_iii)."
            )

    def __str__(self) -> str:
        return f"{self.kind}_{self.number}"


@dataclass(frozen=True, slots=True, order=True)
class Pin:
    """The address of a provision, or of a whole document when `segments` is empty."""

    document: str
    segments: tuple[Segment, ...] = ()

    def __post_init__(self) -> None:
        if not _DOCUMENT.match(self.document):
            raise PinError(f"“{self.document}” is not a document id; an id looks like eu-2021-821.")

    @classmethod
    def parse(cls, text: str) -> Pin:
        """Read the canonical form. Raises `PinError` with the part at fault."""
        document, *steps = text.split("/")
        return cls(document, tuple(_segment(step, text) for step in steps))

    @classmethod
    def of(cls, document: str, locator: str) -> Pin:
        """The pin of a locator (`art_5/par_1`) within a document."""
        return cls.parse(f"{document}/{locator}")

    def __str__(self) -> str:
        return "/".join((self.document, *map(str, self.segments)))

    @property
    def locator(self) -> str:
        return "/".join(map(str, self.segments))

    @property
    def parent(self) -> Pin | None:
        """The provision above; `None` for a provision at the top and for a document."""
        return Pin(self.document, self.segments[:-1]) if len(self.segments) > 1 else None

    @property
    def ancestors(self) -> tuple[Pin, ...]:
        """The provisions above, outermost first, without the document itself."""
        return tuple(Pin(self.document, self.segments[:n]) for n in range(1, len(self.segments)))

    def is_within(self, other: Pin) -> bool:
        """Whether this is `other` or a provision inside it."""
        return self.document == other.document and self.segments[: len(other.segments)] == other.segments


def _segment(step: str, whole: str) -> Segment:
    kind, mark, number = step.partition("_")
    if not mark:
        raise PinError(f"“{step}” in “{whole}” is not a step of a pin; a step is a kind, “_” and a number: art_5.")
    return Segment(kind, number)
