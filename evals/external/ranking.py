"""Pincite's ranking and three plain ones over one index, on the same questions: how good, and how fast."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

import ir_measures
import numpy as np

from assistant.filters import Filters
from assistant.question import understand
from assistant.retrieve import FUSION, Fusion, best, retrieve, scaled
from corpus.pins import Pin
from indexer.lexical import terms
from indexer.opened import Index

POOL = 100  # provisions that each side brings to the plain fusion

Ranker = Callable[[str], Sequence[Pin]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the pins of the provisions that answer it."""

    id: str
    text: str
    pins: frozenset[Pin]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a ranking: what a provision counts as, and the measures over these by the names they are told by."""

    label: Callable[[Pin], str]
    measures: Mapping[str, ir_measures.Measure]


@dataclass(frozen=True, slots=True)
class Measured:
    """A system's figures over all questions, and the median time of one, in ms."""

    system: str
    figures: dict[str, float]
    ms: float


def rankers(index: Index, depth: int) -> dict[str, Ranker]:
    """Pincite as it answers, and BM25, vectors, and both fused (min-max, equal weights) over the same provisions."""
    held = np.zeros(index.store.count(), dtype=bool)
    held[index.store.matching(held=["text"])] = True

    def words(question: str) -> dict[int, float]:
        scores = np.where(held, index.words(terms(question)), np.float32(0))
        return {int(row): float(scores[row]) for row in best(scores, POOL)}

    def vectors(question: str) -> dict[int, float]:
        found = index.nearest(index.embed([question])[0], min(2 * POOL, index.manifest.chunks))
        return {row: score for row, score in found.items() if held[row]}

    def fused(question: str) -> dict[int, float]:
        sides = [scaled(words(question)), scaled(vectors(question))]
        return {row: sum(side.get(row, 0.0) for side in sides) for row in set().union(*sides)}

    def ranked(scores: Callable[[str], Mapping[int, float]]) -> Ranker:
        def rank(question: str) -> Sequence[Pin]:
            found = scores(question)
            first = sorted(found, key=lambda row: (-found[row], row))[:depth]
            provisions = index.store.provisions(first)
            return [provisions[row].pin for row in first]

        return rank

    return {
        "Pincite": _pincite(index, depth, FUSION),
        "BM25 alone": ranked(words),
        "vectors alone": ranked(vectors),
        "plain fusion": ranked(fused),
    }


def without(index: Index, depth: int) -> dict[str, Ranker]:
    """Pincite without each of its parts."""
    parts = {
        "words": {"words": 0.0, "shift": 0.0},
        "vectors": {"vectors": 0.0},
        "tokens": {"tokens": 0.0, "shift": 0.0},
        "shift from words to tokens": {"shift": 0.0},
        "neighbours": {"beside": 0.0},
    }
    return {f"without {name}": _pincite(index, depth, replace(FUSION, **off)) for name, off in parts.items()}


def _pincite(index: Index, depth: int, fusion: Fusion) -> Ranker:
    def rank(question: str) -> Sequence[Pin]:
        asked = understand(question, index.store.documents, index.store)
        return [hit.provision.pin for hit in retrieve(index, asked, Filters(), depth, fusion).hits]

    return rank


def measure(
    system: str, rank: Ranker, questions: Sequence[Asked], readings: Sequence[Reading], done: Callable[[int], None]
) -> Measured:
    """Rank for each question and take the mean of every measure over all of them."""
    times: list[float] = []
    rankings: dict[str, Sequence[Pin]] = {}
    for n, question in enumerate(questions, 1):
        start = time.perf_counter()
        rankings[question.id] = rank(question.text)
        times.append((time.perf_counter() - start) * 1_000)
        done(n)
    figures: dict[str, float] = {}
    for reading in readings:
        wanted = {q.id: {reading.label(pin): 1 for pin in q.pins} for q in questions}
        run = {
            name: {label: -float(place) for place, label in enumerate(dict.fromkeys(map(reading.label, pins)))}
            for name, pins in rankings.items()
        }
        found = ir_measures.calc_aggregate(list(reading.measures.values()), wanted, run)
        figures |= {name: round(float(found[m]), 4) for name, m in reading.measures.items()}
    return Measured(system, figures, round(median(times), 1))
