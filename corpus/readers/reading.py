"""What a reader gives: the text of a source in pieces, in the order of the source, each with its place in the document.

Every character of the source's text is in one piece: in a provision, or as furniture of a kind that `FURNITURE` declares.
So `corpus.readers.audit` can hold a reading against the source, both ways.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from corpus.errors import CorpusError

Role = Literal["number", "title", "text", "furniture"]

FURNITURE: dict[str, str] = {
    "masthead": "The journal's or site's own lines: name, number, date, language, page heads and feet, navigation.",
    "act": "The act's own title, its number and what it says about itself before the first provision.",
    "preamble": "Who adopts the act and on what basis: citations, the words around the recitals, the enacting formula.",
    "division": "Headings of titles, chapters, sections and the like that stand above provisions.",
    "contents": "Tables of contents.",
    "closing": "Formulas at the end: place, date, signatures, addressees.",
    "editorial": "What the publisher added: amendment marks, correction notes, source lines, disclaimers, editors' notes.",
    "correlation": "Tables that relate the act's provisions to those of other acts.",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the source's text. `locator` is the provision that it belongs to; furniture has none, but a `kind` of
    `FURNITURE`. A `number` is the label as the source writes it: "Article 5", "(a)". `page` counts from 1; 0 is no page.

    A `text` piece is one paragraph; blank lines part the paragraphs of a provision, a newline within a piece is kept.
    """

    role: Role
    text: str
    locator: str = ""
    kind: str = ""
    page: int = 0

    def __post_init__(self) -> None:
        if (self.role == "furniture") != (self.kind in FURNITURE and not self.locator):
            raise ValueError(f"furniture has a declared kind and no locator, a provision's piece a locator: {self}")


@dataclass(frozen=True, slots=True)
class Unit:
    """A provision as read: its locator (`art_5/par_1`), its label, title and own text without that of units inside it."""

    locator: str
    label: str
    title: str
    text: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """A source as read. `format` names the reader; `language` is its ISO 639-1 code and `edition` the date of the text
    (2025-11-15, 2025-11 or 2025), both empty if the source does not say. `identifiers` are such as celex, eli.
    """

    format: str
    pieces: tuple[Piece, ...]
    title: str = ""
    language: str = ""
    edition: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)

    def units(self) -> list[Unit]:
        """The provisions in order of their first piece. Text of a provision that goes on after one inside it is joined."""
        return list(_units(self.pieces))


def _units(pieces: Sequence[Piece]) -> Iterator[Unit]:
    gathered: dict[str, list[Piece]] = {}
    for piece in pieces:
        if piece.locator:
            gathered.setdefault(piece.locator, []).append(piece)
    for locator, own in gathered.items():
        parts = {
            role: [p.text.strip() for p in own if p.role == role and p.text.strip()] for role in ("number", "title")
        }
        text = "\n\n".join(p.text.strip() for p in own if p.role == "text" and p.text.strip())
        yield Unit(locator, " ".join(parts["number"]), " ".join(parts["title"]), text, own[0].page)


class Reader(Protocol):
    """One format. `recognises` looks at the bytes, never at a name, and is quick. The others raise `UnreadableSource`.

    `plain` is the whole text of the source by the plainest way of the library that parses it, independent of `read`:
    what the audit holds a reading against.
    """

    name: str

    def recognises(self, data: bytes) -> bool: ...

    def read(self, data: bytes) -> Reading: ...

    def plain(self, data: bytes) -> str: ...


class UnreadableSource(CorpusError):
    """A source cannot be read as a document; the sentence says why and what to do."""
