"""What the jobs hand out, before it has a format: headings, lines with citations, lists, tables.

A job makes a `Paper`; one exporter per format in `assistant/export/` draws it. Texts are texts: an exporter puts them in
as such, whatever marks of its format they hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.answer import Citation, CorpusState, Note


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence or more, with the citations that it rests on. `tag` is a word before it that says what it is: "law"."""

    text: str
    citations: tuple[Citation, ...] = ()
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading under the title: level 1 or 2."""

    text: str
    level: Literal[1, 2] = 1


@dataclass(frozen=True, slots=True)
class Items:
    """A list: with bullets, numbers, letters (options of a question) or boxes to tick."""

    lines: tuple[Line, ...]
    style: Literal["bullet", "number", "letter", "box"] = "bullet"


@dataclass(frozen=True, slots=True)
class Table:
    """A table. A cell is lines; `rows` are as long as `head`, and the first cell of each names it."""

    head: tuple[str, ...]
    rows: tuple[tuple[tuple[Line, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page, where the format has pages."""


Block = Line | Heading | Items | Table | PageBreak


@dataclass(frozen=True, slots=True)
class Paper:
    """A document to hand out. Every exporter ends it with the numbered places that its lines cite, the notes, which corpus
    it was made from, `date` (ISO 8601), and that it is not legal advice.
    """

    title: str
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    corpus: CorpusState
    date: str
