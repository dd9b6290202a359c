"""What the jobs hand out, before it has a format: headings, lines with citations, lists, tables.

A job makes a `Paper`; one exporter per format in `assistant/export/` draws it. Texts are texts: an exporter puts them in
as such, whatever marks of its format they hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.answer import Citation, CorpusState, Note

# Control characters, those that turn the direction of writing, and what XML and UTF-8 have no place for.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


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
    """The heading or line that follows starts on a new page, where the format has pages."""


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

    def lines(self) -> Iterator[Line]:
        """Every line of the paper in reading order, those of lists and tables too."""
        for block in self.blocks:
            match block:
                case Line():
                    yield block
                case Items():
                    yield from block.lines
                case Table():
                    yield from (line for row in block.rows for cell in row for line in cell)


def one_line(text: str) -> str:
    """A text as one line of plain characters."""
    return " ".join(CONTROL.sub("", text).split())
