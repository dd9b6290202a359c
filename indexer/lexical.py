"""The lexical index: BM25 over stemmed words and word pairs of texts whose fields count differently, through bm25s.

BM25 and its weighted fields, which bm25s does not have: Robertson and Zaragoza, 2009, sections 3.5 and 3.6 (one length for
all fields). bm25s, which keeps and sums the scores: Lù, 2024.
"""

from __future__ import annotations

import hashlib
import math
import re
from array import array
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
Fields = Sequence[tuple[str, float]]
"""A text in parts, each with what a word in it counts."""

K1, B = 1.2, 0.75

_ROWS = "rows.npy"  # the rows that have a text, then the number of all
_TERMS = "terms.npy"  # the hash of every term in order, and its number beside it
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

    Terms are kept as hashes of 64 bits in order, so that a vocabulary of millions is searched where it lies in the file
    instead of being read whole. Two terms of ten million share a hash with a chance of one in 370,000.
    """

    def __init__(
        self, engine: Any, hashes: NDArray[np.uint64], numbers: NDArray[np.uint64], rows: NDArray[np.int64], count: int
    ) -> None:
        self._engine, self._hashes, self._numbers, self._rows, self._count = engine, hashes, numbers, rows, count

    @classmethod
    def build(cls, texts: Iterable[Fields]) -> Lexical:
        known: dict[str, int] = {}
        rows: list[int] = []
        found, counts, sizes = (
            array("i"),
            array("f"),
            array("i"),
        )  # as the words of a large corpus would not fit in lists
        count = 0
        for row, fields in enumerate(texts):
            count = row + 1
            said: dict[int, float] = {}
            for text, weight in fields:
                for term in terms(text):
                    number = known.setdefault(term, len(known))
                    said[number] = said.get(number, 0.0) + weight
            if said:
                rows.append(row)
                found.extend(said)
                counts.extend(said.values())
                sizes.append(len(said))
        engine = bm25s.BM25(k1=K1, b=B, method="lucene")
        engine.scores = _scores(np.asarray(found), np.asarray(counts), np.asarray(sizes), len(known))
        engine.nonoccurrence_array = None  # of other kinds of BM25
        engine.vocab_dict = {}  # kept as hashes instead
        hashes = np.array([_hash(term) for term in known], dtype=np.uint64)
        order = np.argsort(hashes)
        return cls(engine, hashes[order], order.astype(np.uint64), np.array(rows, dtype=np.int64), count)

    @classmethod
    def load(cls, folder: Path) -> Lexical:
        rows = np.load(folder / _ROWS, mmap_mode="r")
        hashes, numbers = np.load(folder / _TERMS, mmap_mode="r")
        return cls(bm25s.BM25.load(folder, mmap=True, load_vocab=False), hashes, numbers, rows[:-1], int(rows[-1]))

    def save(self, folder: Path) -> None:
        self._engine.save(folder, show_progress=False)
        (folder / "vocab.index.json").unlink()
        np.save(folder / _ROWS, np.append(self._rows, self._count))
        np.save(folder / _TERMS, np.stack([self._hashes, self._numbers]))

    def rarity(self, term: str) -> float:
        """The idf of a term, of Lucene: 0 if all texts have it, most if none has."""
        number, n = self._number(term), len(self._rows)
        held = 0 if number is None else int(np.diff(self._engine.scores["indptr"][number : number + 2])[0])
        return math.log(1 + (n - held + 0.5) / (held + 0.5))

    def scores(self, asked: Sequence[str]) -> Scores:
        """The BM25 score of every row for the terms asked, shape (n,)."""
        known = [number for term in asked if (number := self._number(term)) is not None]
        scores = self._engine.get_scores_from_ids(known) if len(self._rows) else np.zeros(0, dtype=np.float32)
        if len(self._rows) == self._count:
            return np.asarray(scores, dtype=np.float32)
        found = np.zeros(self._count, dtype=np.float32)
        found[self._rows] = scores
        return found

    def _number(self, term: str) -> int | None:
        """The number of a term; None if no text has it."""
        wanted = _hash(term)
        place = int(np.searchsorted(self._hashes, np.uint64(wanted)))
        return int(self._numbers[place]) if place < len(self._hashes) and self._hashes[place] == wanted else None


def _scores(
    found: NDArray[np.int32], counts: Scores, sizes: NDArray[np.int32], vocabulary: int
) -> dict[str, NDArray[Any] | int]:
    """The score of each term in each text, by columns as bm25s keeps them: terms and weighted counts, text after text."""
    texts = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    lengths = np.bincount(texts, counts)
    held = np.bincount(found, minlength=vocabulary)
    idf = np.log(1 + (len(sizes) - held + 0.5) / (held + 0.5))
    norm = K1 * (1 - B + B * lengths / lengths.mean()) if len(lengths) else lengths
    order = np.argsort(found, kind="stable")
    texts, found, counts = texts[order], found[order], counts[order]
    data = (idf[found] * counts / (counts + norm[texts])).astype(np.float32)
    starts = np.concatenate([[0], np.cumsum(held)])
    return {"data": data, "indices": texts, "indptr": starts, "num_docs": len(sizes)}


def _hash(term: str) -> int:
    return int.from_bytes(hashlib.blake2b(term.encode(), digest_size=8).digest(), "little")
