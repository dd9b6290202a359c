"""How much of what an element says a part of a description says: token by token, against what chance would give.

The token vectors are those of `indexer.late`. Any two texts share some likeness, and long ones more; so of each token's best
match is taken away what it reaches by chance in a text as long: a quantile over tokens spread evenly over the lists. A part
says an element in other words, and seldom all of it, so the better half of the element's tokens counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from indexer.late import Floats
from indexer.lexical import STOPWORDS
from indexer.opened import Index

SPREAD = 3_000  # tokens of the lists that stand for chance


@dataclass(frozen=True, slots=True)
class Said:
    """The token vectors of the words of a text that mean something, shape (n, d)."""

    vectors: Floats


class Ear:
    """Compares short texts by the tokens of one index."""

    def __init__(self, index: Index, rows: list[int]) -> None:
        self._index = index
        self._chance = index.late_spread(rows, SPREAD)
        self._said: dict[str, Said] = {}

    def said(self, text: str) -> Said:
        """The tokens of a text, its little words left out."""
        if text not in self._said:
            asked = self._index.late.question(text)
            kept = [n for n, piece in enumerate(asked.pieces) if _means(piece)]
            self._said[text] = Said(asked.vectors[kept])
        return self._said[text]

    def likeness(self, element: str, parts: list[str]) -> list[float]:
        """How much of an element each part says: the mean of the better half of its tokens' matches, above chance."""
        own = self.said(element).vectors
        if not len(own):
            return [0.0] * len(parts)
        by_chance = np.sort(own @ self._chance.T, axis=1)
        return [_above(own, self.said(part).vectors, by_chance) for part in parts]


def _above(own: Floats, other: Floats, by_chance: NDArray[np.float32]) -> float:
    if not len(other):
        return 0.0
    quantile = by_chance[:, int((1.0 - 1.0 / max(2, len(other))) * (by_chance.shape[1] - 1))]
    above = np.sort((own @ other.T).max(axis=1) - quantile)
    return float(above[len(above) // 2 :].mean())


@lru_cache(maxsize=4096)
def _means(piece: str) -> bool:
    return bool(re.search(r"\w", piece)) and piece not in STOPWORDS and not piece.startswith("[")
