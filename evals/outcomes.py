"""What a system under evaluation gave for a question: the same form for Pincite and for every baseline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from assistant.answer import Answer
from corpus.errors import PinError
from corpus.pins import Pin
from indexer.store import Store


@dataclass(frozen=True, slots=True)
class Cited:
    """A place cited in an edition, and the words quoted from it."""

    pin: str
    edition: str
    quote: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement with the places that it is said to rest on."""

    text: str
    citations: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer, or a refusal when `refused`. `ranked` are the pins of the evidence, best first, given either way."""

    refused: bool
    statements: tuple[Stated, ...]
    ranked: tuple[Pin, ...]

    @property
    def cited(self) -> tuple[str, ...]:
        """The distinct places cited, in order."""
        return tuple(dict.fromkeys(c.pin for s in self.statements for c in s.citations))


class System(Protocol):
    """Something that answers questions from the corpus."""

    name: str

    def answer(self, question: str) -> Outcome: ...


def outcome_of(answer: Answer) -> Outcome:
    """An answer by Pincite's contract as an outcome."""
    return Outcome(
        refused=answer.status == "abstained",
        statements=tuple(
            Stated(s.text, tuple(Cited(c.pin, c.edition, c.quote) for c in s.citations)) for s in answer.statements
        ),
        ranked=tuple(Pin.parse(evidence.pin) for evidence in answer.evidence),
    )


def cited_texts(outcome: Outcome, store: Store) -> dict[Cited, tuple[str, ...]]:
    """The texts of the provision that each citation names, none if it names no provision of the corpus."""
    found: dict[Cited, tuple[str, ...]] = {}
    for citation in (c for s in outcome.statements for c in s.citations):
        try:
            rows = store.rows(Pin.parse(citation.pin), citation.edition)
        except PinError:
            rows = []
        found[citation] = tuple(provision.text for provision in store.provisions(rows).values())
    return found
