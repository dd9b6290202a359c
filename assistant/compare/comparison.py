"""What a comparison is: rows of points, a cell for each jurisdiction, each statement cited or nothing."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assistant.answer import CorpusState, Frozen, Note, Statement

Kind = Literal["law", "guidance", "commentary"]
KINDS: tuple[Kind, ...] = ("law", "guidance", "commentary")


class Told(Frozen):
    """A statement on a point, and its force: binding law, guidance or another official text, or commentary.

    `is_reported`: the text of the law or guidance is known only from what others report of it.
    """

    kind: Kind
    is_reported: bool
    statement: Statement


class Pointer(Frozen):
    """A text that may answer and is not held: a document of which only its entry in the catalogue is known, or the part of a
    document that its edition lacks.
    """

    document: str
    title: str
    url: str
    lacks: str = ""


class Cell(Frozen):
    """How one jurisdiction treats a point. Where `told` is empty the corpus has nothing on it: `silence` are statements that
    say so, `pointers` the texts that would answer.
    """

    jurisdiction: str
    told: tuple[Told, ...] = ()
    silence: tuple[Statement, ...] = ()
    pointers: tuple[Pointer, ...] = ()


class Row(Frozen):
    """A point on which treatments differ, with a cell for each jurisdiction, in their order. `named_by` is the pin of the
    provision whose words name the point; empty where it was known beforehand.
    """

    id: str
    title: str
    cells: tuple[Cell, ...]
    named_by: str = ""


class Comparison(Frozen):
    """How jurisdictions treat a topic, point by point; or an abstention with a note on why. `date` is its day (ISO 8601)."""

    topic: str
    title: str
    status: Literal["answered", "abstained"]
    jurisdictions: tuple[str, ...]
    rows: tuple[Row, ...] = ()
    notes: tuple[Note, ...] = ()
    corpus: CorpusState
    date: str
    timings_ms: dict[str, float] = Field(default_factory=dict)
