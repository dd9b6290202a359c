"""Ranks provisions for a question: exact addresses first, then words, vectors and tokens fused, then what the best lead to.

Words and vectors each bring the provisions that they find best into a pool: BM25 over each provision with the text above
it, and the cosine similarity of whole texts. Late interaction compares the question with every provision in the pool. The
three scores are scaled to 0..1 (min-max) and added, and each provision gains from the better of the two beside it: what
stands together is about one thing. Words count the more, and tokens the less, the more of the question stands in the own
words of a provision: a paraphrase is found by meaning. The weights were chosen on the development questions of three corpora
together: our own, ObliQA's and descriptions for the US list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.filters import Filters
from assistant.question import Question
from assistant.view import View, view
from corpus.pins import Pin
from corpus.provisions import Document, Provision
from indexer.late import AskedTokens
from indexer.lexical import words as words_of
from indexer.minilm import Vectors
from indexer.opened import Index

POOL = 100  # provisions that words and vectors each put into the pool
NEAREST = 150  # chunks asked of the vectors; a provision has one or more
TELLING = 3  # of the provisions that words find best: those that tell whether a question is asked in their words
PARAPHRASED, REPEATED = 0.2, 0.7  # shares of a question, by the rarity of its words
LEADING = 5  # of the best provisions: those that lead to others
MEANT = 0.5  # weight of a term that the question stands for against one that it uses
INSIDE = 1.25  # a provision inside one that the question names counts this much more
SAME_PLACE = 1.25  # a provision of a jurisdiction or document that the question names counts this much more


@dataclass(frozen=True, slots=True)
class Fusion:
    """What each side counts where a question is asked in the provisions' own words; `shift` is what goes from words to tokens
    where it is not; and what the score of the better neighbour does.
    """

    words: float = 0.45
    vectors: float = 0.15
    tokens: float = 0.40
    shift: float = 0.30
    beside: float = 0.15


@dataclass(frozen=True, slots=True)
class Hit:
    """A provision found: its row, its score (the fused score; 1 is the most), its late interaction with the question, and
    why it is here.
    """

    row: int
    provision: Provision
    score: float
    tokens: float = 0.0
    why: str = "ranked"


@dataclass(frozen=True, slots=True)
class Ranking:
    """What was found for a question, best first, the question's token vectors, and what may answer it; and the cosine
    similarity of the text that comes nearest, whatever stands first.
    """

    hits: tuple[Hit, ...]
    asked: AskedTokens
    view: View
    nearest: float = 0.0


FUSION = Fusion()


@dataclass(frozen=True, slots=True)
class Encoded:
    """A question as the models read it, once for however many retrievals: its vector and its token vectors.

    `near` is the cosine similarity of the nearest provisions of all, by row, if it is not to be asked for each retrieval.
    """

    vector: Vectors
    tokens: AskedTokens
    near: dict[int, float] | None = None


def encode(index: Index, question: Question, near: int = 0) -> Encoded:
    """Read a question with both models, and ask at once for the nearest chunks, as many as `near`."""
    vector, tokens = index.embed([question.text])[0], index.late.question(question.text)
    return Encoded(vector, tokens, index.nearest(vector, min(near, index.manifest.chunks)) if near else None)


def retrieve(
    index: Index,
    question: Question,
    filters: Filters,
    most: int = 20,
    fusion: Fusion = FUSION,
    encoded: Encoded | None = None,
) -> Ranking:
    """The best provisions for a question, without heading-only ones; superseded editions only where their year is named."""
    read = encoded or encode(index, question)
    seen = view(index, filters, question.years)
    lexical = np.where(seen.searched, _words(index, question), np.float32(0))
    words = {int(row): float(lexical[row]) for row in best(lexical, POOL)}
    cosine = _nearest(index, read, seen, _where(filters, index.store.documents))
    asked = read.tokens
    pool = dict.fromkeys([*words, *cosine, *_rows(seen, (*question.named, *question.alike))])
    tokens = index.late_scores(asked, list(pool))
    shifted = fusion.shift * (1.0 - _own_words(index, question, seen, list(words)[:TELLING]))
    sides = (
        (fusion.words - shifted, scaled(words)),
        (fusion.vectors, scaled(cosine)),
        (fusion.tokens + shifted, scaled(tokens)),
    )
    places = index.store.places(list(pool))
    scores = {row: sum(weight * side.get(row, 0.0) for weight, side in sides) for row in places}
    ranked: list[tuple[float, int, str]] = []
    named, around = set(map(str, question.named)), set(map(str, (*question.named, *question.alike)))
    for row, (pin, document, place) in places.items():
        beside = [scores[n] for n in (row - 1, row + 1) if n in places and places[n][1] == document]
        score = (scores[row] + fusion.beside * max(beside, default=0.0)) / (1.0 + fusion.beside)
        if place in question.jurisdictions or document in question.documents:
            score *= SAME_PLACE
        ranked.append(_addressed(pin, named, around, score, row))
    ranked.sort(key=lambda one: (-one[0], one[1]))
    provisions = index.store.provisions([row for _, row, _ in ranked[: 2 * most]])
    hits = [Hit(row, provisions[row], score, tokens[row], why) for score, row, why in ranked[: 2 * most]]
    return Ranking(tuple(_once(index, seen, hits)[:most]), asked, seen, max(cosine.values(), default=0.0))


def _nearest(index: Index, read: Encoded, seen: View, where: dict[str, Any] | None) -> dict[int, float]:
    """The cosine similarity of the nearest provisions that are searched, by row.

    Chroma knows no layers: as many more are asked of it as there are texts that are quoted only.
    """
    allowed, searched = (int(np.count_nonzero(mask)) for mask in (seen.allowed, seen.searched))
    if not searched:
        return {}
    most = max(NEAREST, int(NEAREST * allowed / searched))
    found = read.near
    if found is None:
        found = index.nearest(read.vector, min(most, index.manifest.chunks), where)
    near = sorted(((row, cosine) for row, cosine in found.items() if seen.searched[row]), key=lambda pair: -pair[1])
    return dict(near[:POOL])


def _rows(seen: View, pins: Iterable[Pin]) -> list[int]:
    return [row for pin in pins if (row := seen.row(pin)) is not None]


def _words(index: Index, question: Question) -> NDArray[np.float32]:
    """BM25 of the question's own terms, and at half weight of the terms that they stand for."""
    scores = index.words(question.asked)
    new = [term for term in question.meant if term not in question.asked]
    return np.asarray(scores + MEANT * index.words(new) if new else scores, dtype=np.float32)


def _own_words(index: Index, question: Question, seen: View, rows: Sequence[int]) -> float:
    """Whether a question is asked in the own words of one of these provisions, with those above it: 0 if hardly anything of
    it stands there (`PARAPHRASED`), 1 if most does (`REPEATED`). Rare words are more of a question than common ones.
    """
    asked = {word: index.lexical.rarity(word) for word in set(words_of(question.text))}
    provisions = index.store.provisions(rows)
    above = {pin: row for p in provisions.values() for pin in p.pin.ancestors if (row := seen.row(pin)) is not None}
    texts = {row: f"{p.title} {p.text}" for row, p in index.store.provisions(list(above.values())).items()}
    there = 0.0
    for provision in provisions.values():
        context = (texts[above[pin]] for pin in provision.pin.ancestors if pin in above)
        said = set(words_of(" ".join((provision.title, provision.text, *context))))
        there = max(there, sum(rarity for word, rarity in asked.items() if word in said))
    share = there / (sum(asked.values()) or 1.0)
    return min(1.0, max(0.0, (share - PARAPHRASED) / (REPEATED - PARAPHRASED)))


def scaled(scores: dict[int, float]) -> dict[int, float]:
    """Scores brought to 0..1 (min-max); 1 where all are equal."""
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    return {row: (score - low) / (high - low) if high > low else 1.0 for row, score in scores.items()}


def _where(filters: Filters, documents: Mapping[str, Document]) -> dict[str, Any] | None:
    """The filters as Chroma reads them. It knows no binding law: the documents that fit are named instead, so that all the
    nearest that it gives may answer.
    """
    if filters.binding:
        return {"document": {"$in": [name for name, document in documents.items() if filters.want(document)]}}
    clauses: list[dict[str, Any]] = [{name: {"$in": values}} for name, values in filters.wanted().items()]
    return {"$and": clauses} if len(clauses) > 1 else clauses[0] if clauses else None


def best(scores: NDArray[np.float32], most: int) -> NDArray[np.int64]:
    """The rows of the highest scores above 0, best first, the earlier of equal ones first."""
    least = np.partition(scores, -most)[-most] if most < len(scores) else 0.0
    rows = np.flatnonzero(scores >= least) if least > 0 else np.flatnonzero(scores > 0)
    return rows[np.argsort(-scores[rows], kind="stable")[:most]]


def _addressed(pin: str, named: set[str], around: set[str], score: float, row: int) -> tuple[float, int, str]:
    """A provision that the question names comes first; what is inside it, or named by the same words elsewhere, gains."""
    if pin in named:
        return score + 1.0, row, "named"
    if any(above in around for above in accumulate(pin.split("/"), "{}/{}".format)):
        return score * INSIDE, row, "inside"
    return score, row, "ranked"


def expand(index: Index, hits: Sequence[Hit], seen: View, most: int = 8) -> list[Hit]:
    """What the best provisions lead to: cross-references, definitions of the terms that they use, the notes that limit them.

    Of these, what may answer the question (`Ranking.view`) and is not among the hits.
    """
    known = {row for hit in hits for row in index.store.rows(hit.provision.pin)}
    wanted: Counter[int] = Counter()
    score: dict[int, float] = {}
    for hit in hits[:LEADING]:
        leads_to = (*hit.provision.see, *index.store.uses(hit.row))
        for row in (*_rows(seen, leads_to), *seen.inside(hit.provision.pin)):
            if row not in known:
                wanted[row] += 1
                score[row] = max(score.get(row, 0.0), hit.score * 0.5)
    rows = sorted(wanted, key=lambda row: (-score[row] * wanted[row], row))[:most]
    provisions = index.store.provisions(rows)
    return [Hit(row, provisions[row], score[row], why="led to") for row in rows if provisions[row].held == "text"]


def _once(index: Index, seen: View, hits: Iterable[Hit]) -> list[Hit]:
    """Each pin once, by the row that the view prefers, with the score of its best; older editions stand for themselves."""
    best: dict[Pin, Hit] = {}
    for hit in hits:
        best.setdefault(hit.provision.pin, hit)
    preferred = {pin: row for pin, hit in best.items() if (row := seen.row(pin)) is not None and row != hit.row}
    provisions = index.store.provisions(list(preferred.values()))

    def stands_for(pin: Pin, hit: Hit) -> bool:
        other = provisions[preferred[pin]]
        together = other.edition == hit.provision.edition or not seen.searched[preferred[pin]]
        return together and other.layer != hit.provision.layer

    return [
        replace(hit, row=preferred[pin], provision=provisions[preferred[pin]])
        if pin in preferred and stands_for(pin, hit)
        else hit
        for pin, hit in best.items()
    ]
