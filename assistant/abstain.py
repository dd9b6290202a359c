"""Decides whether what was found answers the question, or whether Pincite says that the corpus does not.

A logistic model over a few signs of support, fitted on the development half of the question set by
`pincite eval calibrate`, which writes `abstention.json`. Nothing in it is set by hand.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from assistant.compose import Chosen
from assistant.question import Question
from assistant.retrieve import Ranking
from corpus.pins import Pin
from indexer.lexical import words
from indexer.opened import Index

_FILE = Path(__file__).parent / "abstention.json"


@dataclass(frozen=True, slots=True)
class Support:
    """Signs that the provisions chosen answer the question, each about 0 to 1.

    `cosine`: similarity of the nearest provision. `together`: share of the question's words, weighted by how rare they
    are, that the chosen provisions say. `alone`: the same for the best one of them. `sentence`: the same for the best
    sentence with its title. `strength`: the best BM25 score against the most that the question's words could give.
    `named`: the question names a place that exists.
    """

    cosine: float
    together: float
    alone: float
    sentence: float
    strength: float
    named: float

    def values(self) -> list[float]:
        return [getattr(self, field.name) for field in fields(self)]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the signs, in the order of `Support`, and the probability from which an answer is given."""

    weights: tuple[float, ...]
    intercept: float
    threshold: float

    def probability(self, support: Support) -> float:
        """The probability that the question is answered."""
        total = self.intercept + sum(w * v for w, v in zip(self.weights, support.values(), strict=True))
        return 1.0 / (1.0 + math.exp(-total))


@lru_cache(maxsize=1)
def model() -> Model:
    """The fitted model that comes with the package."""
    data = json.loads(_FILE.read_text(encoding="utf-8"))
    return Model(tuple(data["weights"][field.name] for field in fields(Support)), data["intercept"], data["threshold"])


def support(index: Index, question: Question, ranking: Ranking, chosen: Sequence[Chosen]) -> Support:
    """Measure the signs of support for a question."""
    weights = {word: index.lexical.weight(word) for word in question.words}
    total = sum(weights.values()) or 1.0
    stands_for = question.stands_for

    def share(said: set[str]) -> float:
        heard = (w for word, w in weights.items() if word in said or stands_for.get(word, said | {""}) <= said)
        return sum(heard) / total

    contexts = [_context(index, c) for c in chosen]
    texts = [c | set(words(one.hit.provision.text)) for c, one in zip(contexts, chosen, strict=True)]
    lines = [c | set(words(s)) for c, one in zip(contexts, chosen, strict=True) for s in one.sentences]
    return Support(
        cosine=max((h.cosine for h in ranking.hits), default=0.0),
        together=share(set().union(*texts)),
        alone=max(map(share, texts), default=0.0),
        sentence=max(map(share, lines), default=0.0),
        strength=min(1.0, max((h.words for h in ranking.hits), default=0.0) / (6.0 * total)),
        named=float(bool(question.named)),
    )


def _context(index: Index, chosen: Chosen) -> set[str]:
    """The words of a provision's title, of the titles above it, and of its document's names."""
    pin: Pin = chosen.hit.provision.pin
    document = index.store.documents[pin.document]
    rows = [row for above in pin.ancestors for row in index.store.rows(above)[:1]]
    titles = [p.title for p in index.store.provisions(rows).values()]
    names = [document.title, document.short, document.jurisdiction, document.kind, document.issuer, *document.aliases]
    return set(words(" . ".join([chosen.hit.provision.title, pin.locator.replace("_", " "), *titles, *names])))
