"""The contract of an answer: the same for the command line, Python, and every other interface."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer

from corpus.provisions import Layer

Status = Literal["answered", "partial", "abstained"]
EXIT = {"answered": 0, "partial": 0, "abstained": 3}


class Frozen(BaseModel):
    """What the interfaces hand out: it does not change, and is written as JSON by `model_dump_json`."""

    model_config = ConfigDict(frozen=True)


class Citation(Frozen):
    """The place that a statement rests on. `quote` is a verbatim span of the provision's text in that layer.

    `page` is that of the source, from 1; 0, and left out of what is written, if it has no pages.
    """

    pin: str
    pincite: str
    quote: str
    layer: Layer
    edition: str
    url: str
    page: int = 0

    @model_serializer(mode="wrap")
    def _written(self, write: SerializerFunctionWrapHandler) -> dict[str, object]:
        fields: dict[str, object] = write(self)
        return {name: value for name, value in fields.items() if name != "page" or value}


class Statement(Frozen):
    """One sentence of an answer, with at least one citation."""

    text: str
    citations: tuple[Citation, ...]


class Evidence(Frozen):
    """A provision retrieved for the question; `score` is between 0 and 1, comparable within one answer."""

    pin: str
    pincite: str
    score: float
    text: str
    layer: Layer
    document: str


class Note(Frozen):
    """Something that the reader must know about the answer; `code` is stable for programs."""

    code: str
    text: str


class CorpusState(Frozen):
    """Which corpus answered: when its index was built (UTC), and how many documents and provisions it has."""

    built_at: str
    documents: int
    provisions: int


class Answer(Frozen):
    """An answer, or an abstention with the nearest provisions as evidence."""

    question: str
    status: Status
    statements: tuple[Statement, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    notes: tuple[Note, ...] = ()
    filters: dict[str, list[str]] = {}
    corpus: CorpusState
    timings_ms: dict[str, float] = {}
