"""Answers a question: understand, retrieve, compose, decide, verify."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TypeVar

from assistant.abstain import Support, model, support
from assistant.answer import Answer, Evidence, Note, Statement
from assistant.cite import behind, on_editions, restated, said, state
from assistant.compose import Chosen, compose
from assistant.filters import Filters, read_filters
from assistant.question import Question, understand
from assistant.reasons import missing_place, reasons
from assistant.retrieve import Hit, Ranking, expand, retrieve
from assistant.verify import verified
from assistant.view import in_force
from corpus.pincites import pincite
from corpus.pins import Pin
from corpus.settings import Settings
from indexer.opened import Index
from indexer.places import DamagedIndex, built_last, damaged
from indexer.server import ServerError

EVIDENCE = 10  # provisions shown as evidence

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Findings:
    """What stands behind an answer; evaluation and calibration read it."""

    question: Question
    ranking: Ranking
    chosen: tuple[Chosen, ...]
    support: Support
    probability: float


class Pincite:
    """An assistant over the newest index, safe to use from several threads. Opening is cheap; what a question needs is
    loaded when first used. An index that is swapped in answers from the next question on.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings or Settings()
        self._swapping = Lock()
        self._over = self._open()

    @property
    def index(self) -> Index:
        """The index that answers now."""
        return self._newest().index

    def ask(
        self,
        question: str,
        jurisdiction: Sequence[str] = (),
        kind: Sequence[str] = (),
        document: Sequence[str] = (),
        as_of: str = "",
        binding: bool = False,
    ) -> Answer:
        """Answer a question, each statement cited, or abstain and say why. `as_of` chooses the editions in force on a date,
        `binding` leaves binding law only.

        Raises `UsageError` for an empty or overlong question or an unknown filter, `DamagedIndex` if the index is, and
        `ServerError` if its vectors are on a Chroma server that does not answer.
        """
        return self._asked(lambda over: over.ask(question, jurisdiction, kind, document, as_of, binding))

    def find(self, question: str, filters: Filters) -> Findings:
        """Everything up to the decision whether to answer."""
        return self._asked(lambda over: over.find(question, filters))

    def over(self, job: Callable[[Index], T]) -> T:
        """What a job makes of the newest index; made again where that was removed meanwhile for a newer one."""
        return self._asked(lambda opened: job(opened.index))

    def _asked(self, ask: Callable[[OverIndex], T]) -> T:
        """What is asked of the newest index; asked again where that was removed meanwhile for a newer one."""
        while True:
            over = self._newest()
            try:
                return ask(over)
            except (DamagedIndex, ServerError, sqlite3.Error) as error:
                if self._newest() is not over:
                    continue
                if isinstance(error, sqlite3.Error):
                    raise damaged(over.index.folder, f"its provisions cannot be read ({error})") from error
                raise

    def _newest(self) -> OverIndex:
        over = self._over
        if built_last(self._settings) != over.seen:
            with self._swapping:
                if built_last(self._settings) != self._over.seen:
                    self._over = self._open()
            over = self._over
        return over

    def _open(self) -> OverIndex:
        """Open the newest index, anew if it is swapped for a newer one at that moment."""
        while True:
            seen = built_last(self._settings)
            try:
                return OverIndex(Index(self._settings), seen)
            except DamagedIndex:
                if built_last(self._settings) == seen:
                    raise


class OverIndex:
    """What answers from one index, which is the same from the first step of a question to the last. `seen` is what was built
    last when it was opened.
    """

    def __init__(self, index: Index, seen: str) -> None:
        self.index, self.seen = index, seen

    def ask(
        self,
        question: str,
        jurisdiction: Sequence[str],
        kind: Sequence[str],
        document: Sequence[str],
        as_of: str,
        binding: bool,
    ) -> Answer:
        """As `Pincite.ask`."""
        filters = read_filters(self.index.store.documents, jurisdiction, kind, document, as_of, binding)
        timings: dict[str, float] = {}
        with _timed(timings, "total"):
            findings = self.find(question, filters, timings)
            with _timed(timings, "compose"):
                given = self._answer(findings, filters)
        return given.model_copy(update={"timings_ms": timings})

    def find(self, question: str, filters: Filters, timings: dict[str, float] | None = None) -> Findings:
        """Everything up to the decision whether to answer."""
        timings = {} if timings is None else timings
        with _timed(timings, "understand"):
            asked = understand(question, self.index.store.documents, self.index.store, filters.jurisdiction)
        with _timed(timings, "retrieve"):
            ranking = retrieve(self.index, asked, filters)
        with _timed(timings, "decide"):
            chosen = tuple(compose(self.index, asked, ranking))
            found = support(self.index, asked, ranking, chosen)
        return Findings(asked, ranking, chosen, found, model().probability(found))

    def _answer(self, findings: Findings, filters: Filters) -> Answer:
        reasons = self._reasons(findings, filters)
        statements = () if reasons else self._statements(findings)
        notes = [*reasons, *self._notes(findings, statements)]
        hits = list(findings.ranking.hits[:EVIDENCE])
        hits += expand(self.index, hits, findings.ranking.view)
        status = "abstained" if not statements else "partial" if findings.question.missing else "answered"
        return Answer(
            question=findings.question.written,
            status=status,
            statements=statements,
            evidence=tuple(sorted((self._evidence(hit, findings) for hit in hits), key=lambda one: -one.score)),
            notes=tuple(notes),
            filters=filters.shown(),
            corpus=state(self.index),
        )

    def _reasons(self, findings: Findings, filters: Filters) -> list[Note]:
        """Why no answer is given; empty if one is."""
        question = findings.question
        later = self._not_yet(question, filters)
        if later:
            return later
        if not findings.chosen:
            if filters.wanted() or filters.binding:
                return [
                    Note(code="filters-leave-nothing", text="Nothing in the corpus fits these filters; widen them.")
                ]
            return [Note(code="nothing-found", text="Nothing in the corpus speaks of this.")]
        told = reasons(self.index, question, findings.chosen)
        if not told and findings.probability < model().threshold:
            spoken = f" The question seems to be in {question.language}; ask in English." if question.language else ""
            told = [Note(code="not-in-corpus", text=f"The corpus does not answer this.{spoken}")]
        return told

    def _notes(self, findings: Findings, statements: Sequence[Statement]) -> Iterator[Note]:
        """What the reader of an answer must know about the texts that it rests on."""
        yield from behind(self.index)
        if findings.question.text != findings.question.written:
            yield Note(
                code="put-into-english", text=f"The question was read word by word as “{findings.question.text}”."
            )
        if not statements:
            return
        yield from (missing_place(self.index, found) for found in findings.question.missing)
        citations = [citation for s in statements for citation in s.citations]
        rests_on = {Pin.parse(citation.pin).document for citation in citations}
        yield from restated(statements)
        yield from on_editions(self.index, citations)
        for code in findings.question.jurisdictions:
            if not any(self.index.store.documents[name].jurisdiction == code for name in rests_on):
                yield Note(code="jurisdiction-not-answered", text=f"Nothing in the corpus answers this for {code}.")

    def _not_yet(self, question: Question, filters: Filters) -> list[Note]:
        """A refusal where a date is asked for of which no edition of the documents meant is held."""
        if not filters.as_of:
            return []
        editions = self.index.store.editions()
        there = {edition.document for edition in in_force(editions, filters.as_of)}
        meant = [name for name in filters.document or question.documents if name not in there]
        notes = []
        for name in meant if len(meant) == len(filters.document or question.documents) else ():
            dates = ", ".join(dict.fromkeys(e.date for e in editions if e.document == name)) or "none"
            short = self.index.store.documents[name].short
            text = f"No edition of {short} is held that was in force on {filters.as_of}; held are: {dates}."
            notes.append(Note(code="edition-not-held", text=text))
        if not there:
            notes.append(Note(code="edition-not-held", text=f"No text is held that was in force on {filters.as_of}."))
        return notes

    def _statements(self, findings: Findings) -> tuple[Statement, ...]:
        seen = findings.ranking.view
        made = (said(self.index, seen, one.hit, sentence) for one in findings.chosen for sentence in one.sentences)
        return verified(tuple(made), self.index.store)

    def _evidence(self, hit: Hit, findings: Findings) -> Evidence:
        official = findings.ranking.view.official(hit.provision) if hit.provision.layer == "digest" else None
        provision = hit.provision if official is None else self.index.store.provisions([official])[official]
        return Evidence(
            pin=str(provision.pin),
            pincite=pincite(provision.pin, self.index.store.documents[provision.pin.document]),
            score=round(min(1.0, hit.score), 4),
            text=provision.text,
            layer=provision.layer,
            document=provision.pin.document,
        )


@contextmanager
def _timed(timings: dict[str, float], name: str) -> Iterator[None]:
    start = time.perf_counter()
    try:
        yield
    finally:
        timings[name] = round((time.perf_counter() - start) * 1000, 2)
