"""The lexical index: BM25 over stemmed words and word pairs, through bm25s.

BM25: Robertson and Zaragoza, 2009. bm25s: Lù, 2024.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

Scores = NDArray[np.float32]

_ROWS = "rows.npy"  # the rows that have a text, then the number of all
_WORD = re.compile(r"[^\W_]+(?:[.\-/][^\W_]+)*")
STOPWORDS = frozenset(
    """a about an and any are as at be been but by can could do does for from had has have how i if in into is it its may
    me my no of on or our shall should so such than that the their them then there these they this those to under up us
    was we were what when where which while who whom why will with would you your""".split()
)
_stemmer = Stemmer.Stemmer("english")


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    return str(_stemmer.stemWord(word))


def words(text: str) -> list[str]:
    """Stemmed words of a text without stop words. Addresses stay whole and in parts: 5A001.f gives 5a001.f and 5a001."""
    found: list[str] = []
    for match in _WORD.finditer(text.lower()):
        word = match.group()
        if word in STOPWORDS:
            continue
        parts = re.split(r"[.\-/]", word)
        if len(parts) > 1:
            found += [_stem(part) for part in parts if part not in STOPWORDS and (len(part) > 1 or part.isdigit())]
            if any(c.isdigit() for c in word) or all(len(part) == 1 for part in parts):
                found.append(word)
        else:
            found.append(_stem(word))
    return found


def terms(text: str) -> list[str]:
    """What is indexed and asked for: words, and pairs of words that stand together."""
    single = words(text)
    return single + [f"{a} {b}" for a, b in pairwise(single)]


class Lexical:
    """A BM25 index over rows 0..n-1. `rows` are those that have a text: the others count for nothing, also not in how rare
    a term is or how long texts usually are.
    """

    def __init__(self, engine: Any, rows: NDArray[np.int64], count: int) -> None:
        self._engine, self._rows, self._count = engine, rows, count

    @classmethod
    def build(cls, texts: Iterable[str]) -> Lexical:
        found = [terms(text) if text else [] for text in texts]
        rows = np.array([row for row, said in enumerate(found) if said], dtype=np.int64)
        engine = bm25s.BM25(k1=1.2, b=0.75, method="lucene")
        engine.index([found[row] for row in rows] or [["∅"]], show_progress=False)
        return cls(engine, rows, len(found))

    @classmethod
    def load(cls, folder: Path) -> Lexical:
        rows = np.load(folder / _ROWS)
        return cls(bm25s.BM25.load(folder, mmap=True), rows[:-1], int(rows[-1]))

    def save(self, folder: Path) -> None:
        self._engine.save(folder, show_progress=False)
        np.save(folder / _ROWS, np.append(self._rows, self._count))

    def scores(self, asked: Sequence[str]) -> Scores:
        """The BM25 score of every row for the terms asked, shape (n,)."""
        found = np.zeros(self._count, dtype=np.float32)
        known = [term for term in asked if term in self._engine.vocab_dict]
        if known and len(self._rows):
            found[self._rows] = self._engine.get_scores(known)
        return found
