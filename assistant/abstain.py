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
from indexer.late import ASKS
from indexer.lexical import words
from indexer.opened import Index

_FILE = Path(__file__).parent / "abstention.json"


@dataclass(frozen=True, slots=True)
class Support:
    """Signs that the provisions chosen answer the question, each about 0 to 1.

    `score`: the fused score of the best provision, before what naming it adds. `tokens`: its late interaction with the
    question. `asks`: the best late interaction with the wordings in which people ask for a chosen provision. `near`: the
    cosine similarity of the nearest text of all, low for a question of another field. `named`: the question names a place
    that exists.
    """

    score: float
    tokens: float
    asks: float
    near: float
    named: float

    def values(self) -> list[float]:
        return [getattr(self, field.name) for field in fields(self)]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the signs, in the order of `Support`, and the probability from which an answer is given.

    `worded` is how well, against its text, the wordings of a provision usually fit a question that it answers: official texts
    come without wordings, and are judged as if they had such.
    """

    weights: tuple[float, ...]
    intercept: float
    threshold: float
    worded: float = 1.0

    def probability(self, support: Support) -> float:
        """The probability that the question is answered."""
        total = self.intercept + sum(w * v for w, v in zip(self.weights, support.values(), strict=True))
        return 1.0 / (1.0 + math.exp(-total))


@lru_cache(maxsize=1)
def model() -> Model:
    """The fitted model that comes with the package."""
    data = json.loads(_FILE.read_text(encoding="utf-8"))
    return Model(
        tuple(data["weights"].get(field.name, 0.0) for field in fields(Support)),
        data["intercept"],
        data["threshold"],
        data["worded"],
    )


def support(index: Index, question: Question, ranking: Ranking, chosen: Sequence[Chosen]) -> Support:
    """Measure the signs of support for a question."""
    if not chosen:
        return Support(0.0, 0.0, 0.0, 0.0, 0.0)
    tokens = max(hit.tokens for hit in ranking.hits)
    asks = max((index.compare(ranking.asked, one.hit.row).to(ASKS) for one in chosen), default=0.0)
    best = max(hit.score - (hit.why == "named") for hit in ranking.hits)
    return Support(
        score=best,
        tokens=tokens,
        asks=asks or model().worded * tokens,
        near=ranking.nearest,
        named=float(bool(question.named)),
    )


def spoken_words(index: Index, chosen: Chosen) -> set[str]:
    """The words of a provision, of its title and those above it, of how people ask for it, and of its document's names."""
    provision = chosen.hit.provision
    document = index.store.documents[provision.pin.document]
    rows = [row for above in provision.pin.ancestors for row in index.store.rows(above)[:1]]
    titles = [above.title for above in index.store.provisions(rows).values()]
    names = [document.title, document.short, document.jurisdiction, document.kind, document.issuer, *document.aliases]
    place = provision.pin.locator.replace("_", " ")
    return set(words(" . ".join([provision.title, provision.text, place, *provision.asks, *titles, *names])))
