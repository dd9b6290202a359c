"""Ranks provisions for a question: exact addresses first, then words and vectors fused, then what the best lead to.

The fusion is the design's, measured on ObliQA: BM25 over each provision with the text above it, and cosine similarity,
each scaled to 0..1 (min-max), the vectors weighted a quarter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.filters import Filters
from assistant.question import Question
from corpus.pins import Pin
from corpus.provisions import Provision
from indexer.minilm import Vectors
from indexer.opened import Index

POOL = 100  # provisions that each side puts into the fusion
VECTORS = 0.25  # weight of the vectors; the words have the rest
MEANT = 0.5  # weight of a term that the question stands for against one that it uses
SAME_PLACE = 1.25  # a provision of a jurisdiction or document that the question names counts this much more


@dataclass(frozen=True, slots=True)
class Hit:
    """A provision found: its row, its score (1 is the best of the fused ranking), and why it is here."""

    row: int
    provision: Provision
    score: float
    cosine: float
    why: str = "ranked"


@dataclass(frozen=True, slots=True)
class Ranking:
    """What was found for a question, best first, with the question's embedding."""

    hits: tuple[Hit, ...]
    vector: Vectors
    best_words: float
    best_cosine: float


def retrieve(index: Index, question: Question, filters: Filters, most: int = 20) -> Ranking:
    """The best provisions for a question. Heading-only provisions and superseded editions are left out unless named."""
    vector = index.embed([question.text])[0]
    allowed = _allowed(index, question, filters)
    lexical = np.where(allowed, _words(index, question), 0.0).astype(np.float32)
    where = _where(filters)
    cosine = {
        row: c for row, c in index.nearest(vector, min(POOL * 2, index.manifest.chunks), where).items() if allowed[row]
    }
    fused = _fuse(lexical, cosine)
    provisions = index.store.provisions(list(fused))
    for row, provision in provisions.items():
        document = index.store.documents[provision.pin.document]
        if document.jurisdiction in question.jurisdictions or document.id in question.documents:
            fused[row] *= SAME_PLACE
    top = max(fused.values(), default=0.0) or 1.0
    hits = [Hit(row, provisions[row], fused[row] / top, cosine.get(row, 0.0)) for row in fused]
    hits.sort(key=lambda hit: (-hit.score, hit.row))
    hits = _addressed(index, question, hits, allowed) + hits
    hits = [hit for hit in _once(hits) if hit.provision.held == "text"]
    return Ranking(
        hits=tuple(hits[:most]),
        vector=vector,
        best_words=float(lexical.max(initial=0.0)),
        best_cosine=max(cosine.values(), default=0.0),
    )


def _words(index: Index, question: Question) -> NDArray[np.float32]:
    """BM25 of the question's own terms, and at half weight of the terms that they stand for."""
    scores = index.words(question.asked)
    new = [term for term in question.meant if term not in question.asked]
    return np.asarray(scores + MEANT * index.words(new) if new else scores, dtype=np.float32)


def _fuse(lexical: NDArray[np.float32], cosine: dict[int, float]) -> dict[int, float]:
    """Min-max fusion of the best of both sides; a provision that one side did not find has that side's least."""
    best = [int(row) for row in np.argsort(-lexical, kind="stable")[:POOL] if lexical[row] > 0]
    rows = dict.fromkeys([*best, *cosine])
    side_words = _scaled({row: float(lexical[row]) for row in best})
    side_vectors = _scaled(cosine)
    return {row: (1 - VECTORS) * side_words.get(row, 0.0) + VECTORS * side_vectors.get(row, 0.0) for row in rows}


def _scaled(scores: dict[int, float]) -> dict[int, float]:
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    return {row: (score - low) / (high - low) if high > low else 1.0 for row, score in scores.items()}


def _allowed(index: Index, question: Question, filters: Filters) -> NDArray[np.bool_]:
    """Which rows may answer: those of the filters, of the newest edition or of one whose year the question names."""
    rows = index.store.matching(newest=["1"], **filters.wanted())
    allowed = np.zeros(index.manifest.provisions, dtype=bool)
    allowed[rows] = True
    named = [e for e in index.store.editions() if e.date[:4] in question.years]
    for edition in named:
        if index.store.is_older(edition.document, edition.date):
            allowed[index.store.matching(document=[edition.document], edition=[edition.date])] = True
    return allowed


def _where(filters: Filters) -> dict[str, Any] | None:
    clauses: list[dict[str, Any]] = [{name: {"$in": values}} for name, values in filters.wanted().items()]
    return {"$and": clauses} if len(clauses) > 1 else clauses[0] if clauses else None


def _addressed(index: Index, question: Question, ranked: list[Hit], allowed: NDArray[np.bool_]) -> list[Hit]:
    """The provisions that the question names, each with those inside it that the ranking found, or that it holds."""
    found: list[Hit] = []
    for pin in question.named:
        for row in index.store.rows(pin)[:1]:
            if not allowed[row]:
                continue
            own = index.store.provisions([row])[row]
            inside = [h for h in ranked if h.provision.pin.is_within(pin) and h.provision.pin != pin][:4]
            if not inside:
                children = index.store.provisions(index.store.children(pin)[:4])
                inside = [Hit(r, p, 0.5, 0.0) for r, p in children.items() if allowed[r]]
            cosine = next((h.cosine for h in ranked if h.row == row), 0.0)
            found.append(Hit(row, own, 1.0, cosine, "named"))
            found += [replace(hit, score=max(hit.score, 0.7), why="inside") for hit in inside]
    return found


def expand(index: Index, hits: Iterable[Hit], most: int = 8) -> list[Hit]:
    """What the best provisions lead to: definitions and cross-references that they name, and the notes that limit them."""
    hits = list(hits)
    known = {hit.row for hit in hits}
    wanted: Counter[int] = Counter()
    score: dict[int, float] = {}
    for hit in hits:
        linked = [row for pin in hit.provision.see for row in index.store.rows(pin)[:1]]
        for row in (*linked, *index.store.children(hit.provision.pin)):
            if row not in known:
                wanted[row] += 1
                score[row] = max(score.get(row, 0.0), hit.score * 0.5)
    rows = sorted(wanted, key=lambda row: (-score[row] * wanted[row], row))[:most]
    provisions = index.store.provisions(rows)
    return [Hit(row, provisions[row], score[row], 0.0, "led to") for row in rows if provisions[row].held == "text"]


def _once(hits: Iterable[Hit]) -> list[Hit]:
    seen: dict[Pin, Hit] = {}
    for hit in hits:
        seen.setdefault(hit.provision.pin, hit)
    return list(seen.values())
