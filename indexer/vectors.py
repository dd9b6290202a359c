"""The vectors of an index in Chroma, as any application that uses Chroma, by itself or through llama-index, can read them."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from corpus.library import Library
from indexer.chunks import Chunk
from indexer.minilm import Vectors


class UnreadableError(Exception):
    """Chroma cannot read what it wrote; the index is damaged."""


COLLECTION = "provisions"
DATABASE = "chroma.sqlite3"
TAKEN_OVER = 0.9  # share of the chunks that must be as they were for an earlier folder to be worth taking over
PAGE = 5_000  # rows read or written at a time: Chroma refuses more than about 32,000 in one call
SYNCED = (
    1_000  # rows after which Chroma writes its graph to disk; what comes after is put in again whenever it is opened
)
LOOKED_AT = 400  # candidates kept in a search: of the 150 nearest chunks 99.7 % are found, at Chroma's own 100 96 %
FLUSHES = 20  # times at most that a first build writes the graph: each writes the names of all rows anew


def client(folder: Path) -> Any:
    """A Chroma client on a folder, without telemetry. Raises `UnreadableError`."""
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb
    from chromadb.config import Settings

    try:
        return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    except Exception as error:  # on a broken file it raises what its parts raise, down to AttributeError
        raise UnreadableError(str(error)) from error


def write(
    folder: Path,
    library: Library,
    chunks: Sequence[Chunk],
    rows: Vectors,
    say: Callable[[int], None],
    earlier: Path | None = None,
) -> None:
    """Write the embeddings of all chunks, shape (len(chunks), dimension), with what they can be filtered by.

    What the folder of an earlier index holds alike is taken over, unless most of it differs.
    """
    said = list(_said(library, chunks))
    there = _take_over(folder, earlier) if earlier is not None else {}
    same = {c.id for c, filters in zip(chunks, said, strict=True) if there.get(c.id) == (c.text, filters)}
    if there and len(same) < TAKEN_OVER * len(chunks):
        shutil.rmtree(folder)
        there, same = {}, set()
    base = client(folder)
    try:
        new = [n for n, chunk in enumerate(chunks) if chunk.id not in same]
        flushes = min(FLUSHES, max(1, len(new) // SYNCED))
        synced = max(100, len(new) // flushes)
        collection = base.get_or_create_collection(
            COLLECTION,
            configuration={"hnsw": {"space": "cosine", "ef_search": LOOKED_AT, "sync_threshold": synced}},
            embedding_function=None,
        )
        gone = [name for name in there if name not in same]
        if gone:
            collection.delete(ids=gone)
        done = len(same)
        if same:
            say(done)
        for page in _pages(new, flushes):
            collection.add(
                ids=[chunks[n].id for n in page],
                embeddings=rows[page],
                documents=[chunks[n].text for n in page],
                metadatas=[said[n] for n in page],
            )
            done += len(page)
            say(done)
        collection.modify(configuration={"hnsw": {"sync_threshold": SYNCED}})
    finally:
        base.close()


def _pages(new: Sequence[int], flushes: int) -> Iterator[Sequence[int]]:
    """The numbers in pages, of which one ends where Chroma writes its graph to disk; so does the last."""
    for part in np.array_split(np.asarray(new, dtype=np.int64), flushes):
        yield from (part[start : start + PAGE].tolist() for start in range(0, len(part), PAGE))


def _said(library: Library, chunks: Sequence[Chunk]) -> Iterator[dict[str, Any]]:
    """What each chunk can be filtered by."""
    provisions = list(library.provisions())
    newest = {id(p) for e in library.answering() for p in e.provisions}
    for chunk in chunks:
        provision = provisions[chunk.row]
        document = library.documents[provision.pin.document]
        yield {
            "pin": str(provision.pin),
            "document": document.id,
            "jurisdiction": document.jurisdiction,
            "kind": document.kind,
            "edition": provision.edition,
            "newest": id(provision) in newest,
        }


def _take_over(folder: Path, earlier: Path) -> dict[str, tuple[str, dict[str, Any]]]:
    """Copy an earlier folder, which others may be reading, and say what it holds: text and filters by id."""
    from chromadb.errors import ChromaError

    folder.mkdir()
    try:
        with closing(sqlite3.connect(earlier / DATABASE)) as old, closing(sqlite3.connect(folder / DATABASE)) as copy:
            old.backup(copy)
        for part in earlier.iterdir():
            if part.is_dir():
                shutil.copytree(part, folder / part.name)
        base = client(folder)
        try:
            collection = base.get_collection(COLLECTION, embedding_function=None)
            there: dict[str, tuple[str, dict[str, Any]]] = {}
            for start in range(0, collection.count(), PAGE):
                got = collection.get(limit=PAGE, offset=start, include=["documents", "metadatas"])
                there |= dict(zip(got["ids"], zip(got["documents"], got["metadatas"], strict=True), strict=True))
            return there
        finally:
            base.close()
    except (ChromaError, OSError, sqlite3.Error, UnreadableError):
        shutil.rmtree(folder, ignore_errors=True)
        return {}


def read(folder: Path, keys: Mapping[str, str]) -> dict[str, Vectors]:
    """The embeddings of the chunks asked, by the key that each chunk's id maps to. Missing ones are left out."""
    from chromadb.errors import ChromaError

    base = client(folder)
    try:
        collection = base.get_collection(COLLECTION, embedding_function=None)
        ids = list(keys)
        found: dict[str, Vectors] = {}
        for start in range(0, len(ids), PAGE):
            got = collection.get(ids=ids[start : start + PAGE], include=["embeddings"])
            for name, row in zip(got["ids"], got["embeddings"], strict=True):
                found[keys[name]] = np.asarray(row, dtype=np.float32)
        return found
    except ChromaError as error:
        raise UnreadableError(str(error)) from error
    finally:
        base.close()
