"""An index opened for questions: words, vectors and provisions, each loaded when first asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import Any, Self, TypeVar, overload
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

from corpus.errors import PinciteError
from corpus.settings import Settings
from indexer import vectors
from indexer.embedder import PACKAGED, embedder
from indexer.late import AskedTokens, Compared, LateIndex
from indexer.lexical import Lexical
from indexer.minilm import Vectors
from indexer.places import CHUNKS, Manifest, damaged, index_folder, place_of_vectors, read_manifest
from indexer.store import Store
from indexer.vectors import OnServer

T = TypeVar("T")


class once(cached_property[T]):
    """A property that is loaded when first asked for, and once however many threads ask."""

    _loading = RLock()

    @overload
    def __get__(self, instance: None, owner: type[Any] | None = None) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type[Any] | None = None) -> T: ...

    def __get__(self, instance: object | None, owner: type[Any] | None = None) -> Self | T:
        with self._loading:
            return super().__get__(instance, owner)


class Index:
    """The index of a corpus, safe to use from several threads. `is_current` says whether it is of the corpus' files as they
    were when it was opened.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.folder, self.is_current = index_folder(settings)
        self.manifest: Manifest = read_manifest(self.folder)
        with _told(self.folder, "its provisions cannot be read"):
            self.store = Store(self.folder / "provisions.sqlite")
            if self.store.count() != self.manifest.provisions:
                raise damaged(self.folder, "it lacks provisions that its manifest counts")

    @once
    def lexical(self) -> Lexical:
        with _told(self.folder, "its word index cannot be read"):
            return Lexical.load(self.folder / "bm25")

    @once
    def _collection(self) -> Any:
        place = self._vectors
        with _told(self.folder, "its vectors cannot be read"), vectors.told(place):
            base = vectors.client(place)
            finalize(self, base.close).atexit = False  # once the last question that was asked of this index is answered
            collection = vectors.collection_of(place, base)
            if collection.count() != self.manifest.chunks:
                if isinstance(place, OnServer):
                    raise place.server.lacks(place.collection)
                raise damaged(self.folder, "it lacks vectors that its manifest counts")
            return collection

    @once
    def _vectors(self) -> vectors.Place:
        return place_of_vectors(self.settings, self.folder, self.manifest)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embeddings of questions by the model that the index was built with, unit rows, shape (len(texts), dimension)."""
        built_with = "" if self.manifest.model == PACKAGED else self.manifest.model
        return embedder(built_with, few=True).embed(texts)

    def nearest(self, vector: Vectors, most: int, where: dict[str, Any] | None = None) -> dict[int, float]:
        """The cosine similarity of the `most` nearest chunks, by row; the best chunk counts for its provision."""
        collection = self._collection
        with _told(self.folder, "its vectors cannot be searched"), vectors.told(self._vectors):
            found = collection.query(
                query_embeddings=vector.reshape(1, -1), n_results=most, where=where, include=["distances"]
            )
            ids, distances = found["ids"][0], found["distances"][0]
            rows = self.store.rows_of_chunks(ids)
            best: dict[int, float] = {}
            for name, distance in zip(ids, distances, strict=True):
                row = rows[name]
                best[row] = max(best.get(row, -1.0), 1.0 - float(distance))
        return best

    @once
    def late(self) -> LateIndex:
        with _told(self.folder, "its token vectors cannot be read"):
            return LateIndex(self.folder / "late")

    @once
    def _first_chunks(self) -> NDArray[np.int64]:
        with _told(self.folder, "its list of chunks cannot be read"):
            return np.asarray(np.load(self.folder / CHUNKS, mmap_mode="r"))

    def _chunks_of(self, row: int) -> range:
        """The numbers of the chunks of a row."""
        return range(int(self._first_chunks[row]), int(self._first_chunks[row + 1]))

    def compare(self, asked: AskedTokens, row: int) -> Compared:
        """How well a provision answers each token of a question."""
        return self.late.compare(asked, self._chunks_of(row))

    def likeness(self, row: int, sentence: int, other: int) -> dict[int, float]:
        """How well each sentence of another provision says what one sentence of this says, by the sentence's number."""
        return self.late.likeness(self._chunks_of(row), sentence, self._chunks_of(other))

    def late_scores(self, asked: AskedTokens, rows: Sequence[int]) -> dict[int, float]:
        """How well each of many provisions answers a question, by row."""
        return dict(zip(rows, map(float, self.late_each([asked], rows)[:, 0]), strict=True))

    def late_each(self, asked: Sequence[AskedTokens], rows: Sequence[int]) -> NDArray[np.float32]:
        """How well each of many provisions answers each of several questions, shape (len(rows), len(asked))."""
        return self.late.each(asked, [self._chunks_of(row) for row in rows])

    def late_spread(self, rows: Sequence[int], most: int) -> NDArray[np.float32]:
        """Token vectors spread evenly over the texts of some rows, at most `most`, shape (n, d)."""
        return self.late.spread([chunk for row in rows for chunk in self._chunks_of(row)], most)

    def words(self, asked: Iterable[str]) -> NDArray[np.float32]:
        """The BM25 score of every row for the terms asked."""
        with _told(self.folder, "its word index cannot be searched"):
            return self.lexical.scores(list(asked))


class _told:
    """Turns whatever a library raises on a broken file into a sentence about the index."""

    def __init__(self, folder: Path, what: str) -> None:
        self._folder, self._what = folder, what

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is None or isinstance(error, (PinciteError, KeyboardInterrupt, SystemExit, MemoryError)):
            return
        raise damaged(self._folder, f"{self._what} ({str(error).splitlines()[0] if str(error) else kind})") from error
