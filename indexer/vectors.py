"""The vectors of an index in Chroma, as any application that uses Chroma, by itself or through llama-index, can read them.

They are in a folder of the index, or in a collection of a Chroma server.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from corpus.library import Library
from indexer.chunks import Chunk
from indexer.minilm import Vectors
from indexer.server import NoCollection, Server


class UnreadableError(Exception):
    """Chroma cannot read what it wrote; the index is damaged."""


COLLECTION = "provisions"
DATABASE = "chroma.sqlite3"
TAKEN_OVER = 0.9  # share of the chunks that must be as they were for an earlier folder to be worth taking over
PAGE = 5_000  # rows read, written or deleted at a time: Chroma refuses more than about 32,000 in one call
SYNCED = (
    1_000  # rows after which Chroma writes its graph to disk; what comes after is put in again whenever it is opened
)
FLUSHES = 20  # times at most that a first build writes the graph: each writes the names of all rows anew
PAUSES = (0.1, 0.5, 2.0)  # seconds before what met a locked database is tried again
LOOKED_AT = 600  # chunks looked at in a search; with Chroma's 100, two graphs of the same vectors answered differently

_opening = Lock()  # Chroma's clients of one folder share what it opens, and are counted without a lock


@dataclass(frozen=True, slots=True)
class OnServer:
    """A collection of a Chroma server."""

    server: Server
    collection: str

    def __str__(self) -> str:
        return f"{self.server}#{self.collection}"

    @classmethod
    def parse(cls, written: str) -> OnServer:
        """The inverse of `str`. Raises `ServerError`."""
        server, _, collection = written.rpartition("#")
        return cls(Server.parse(server), collection)


Place = Path | OnServer


def client(place: Place) -> Any:
    """A Chroma client, without telemetry. Raises `UnreadableError` on a folder, `ServerError` on a server."""
    if isinstance(place, OnServer):
        return place.server.client()
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb
    from chromadb.config import Settings

    try:
        with _opening:
            return chromadb.PersistentClient(str(place), settings=Settings(anonymized_telemetry=False))
    except Exception as error:  # on a broken file it raises what its parts raise, down to AttributeError
        raise UnreadableError(str(error)) from error


def collection_of(place: Place, base: Any) -> Any:
    """The collection that holds an index's vectors."""
    name = place.collection if isinstance(place, OnServer) else COLLECTION
    with told(place):
        return base.get_collection(name, embedding_function=None)


def told(place: Place) -> Any:
    """Within it, whatever a server raises is a `ServerError`; what is raised over a folder passes."""
    return place.server.told(place.collection) if isinstance(place, OnServer) else nullcontext()


@contextmanager
def _read(place: Place) -> Iterator[Any]:
    """The collection of an index, for as long as it is read. Raises `UnreadableError` or `ServerError`."""
    from chromadb.errors import ChromaError

    base = client(place)
    try:
        with told(place):
            yield collection_of(place, base)
    except ChromaError as error:
        raise UnreadableError(str(error)) from error
    finally:
        base.close()


def is_whole(place: Place, chunks: int) -> bool:
    """Whether a server holds the vectors of so many chunks; what a folder holds is seen when it is opened.

    Raises `ServerError` if the server cannot say.
    """
    if not isinstance(place, OnServer):
        return True
    with suppress(NoCollection), _read(place) as collection:
        return bool(collection.count() == chunks)
    return False


def remove(place: OnServer) -> None:
    """Remove a collection from its server, if it is there. Raises `ServerError`."""
    with closing(client(place)) as base, suppress(NoCollection), told(place):
        base.delete_collection(place.collection)


def write(
    place: Place,
    library: Library,
    chunks: Sequence[Chunk],
    rows: Vectors,
    say: Callable[[int], None],
    earlier: Path | None = None,
) -> None:
    """Write the embeddings of all chunks, shape (len(chunks), dimension), with what they can be filtered by.

    Into a folder, what the folder of an earlier index holds alike is taken over, unless most of it differs.
    """
    said = list(_said(library, chunks))
    there = _take_over(place, earlier) if isinstance(place, Path) and earlier is not None else {}
    same = {c.id for c, filters in zip(chunks, said, strict=True) if there.get(c.id) == (c.text, filters)}
    if isinstance(place, Path) and there and len(same) < TAKEN_OVER * len(chunks):
        shutil.rmtree(place)
        there, same = {}, set()
    base = client(place)
    try:
        new = [n for n, chunk in enumerate(chunks) if chunk.id not in same]
        flushes = min(FLUSHES, max(1, len(new) // SYNCED))
        with told(place):
            name = place.collection if isinstance(place, OnServer) else COLLECTION
            # A graph that was never written to disk Chroma writes whenever it is opened, while others may be reading.
            graph = {"space": "cosine", "ef_search": LOOKED_AT, "sync_threshold": max(2, len(new) // flushes)}
            collection = base.get_or_create_collection(name, configuration={"hnsw": graph}, embedding_function=None)
            gone = [id for id in there if id not in same]
            for start in range(0, len(gone), PAGE):
                collection.delete(ids=gone[start : start + PAGE])
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
            usual = {"hnsw": {"ef_search": LOOKED_AT, "sync_threshold": SYNCED}}
            _unless_locked(lambda: collection.modify(configuration=usual))
    finally:
        base.close()


def _unless_locked(change: Callable[[], None]) -> None:
    """Make a change again where Chroma's own housekeeping of what was written held the database at that moment."""
    from chromadb.errors import InternalError

    for pause in PAUSES:
        try:
            return change()
        except InternalError as error:
            if "database is locked" not in str(error):
                raise
            time.sleep(pause)
    change()


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
    folder.mkdir()
    try:
        with closing(sqlite3.connect(earlier / DATABASE)) as old, closing(sqlite3.connect(folder / DATABASE)) as copy:
            old.backup(copy)
        for part in earlier.iterdir():
            if part.is_dir():
                shutil.copytree(part, folder / part.name)
        with _read(folder) as collection:
            there: dict[str, tuple[str, dict[str, Any]]] = {}
            for start in range(0, collection.count(), PAGE):
                got = collection.get(limit=PAGE, offset=start, include=["documents", "metadatas"])
                there |= dict(zip(got["ids"], zip(got["documents"], got["metadatas"], strict=True), strict=True))
            return there
    except (OSError, sqlite3.Error, UnreadableError):
        shutil.rmtree(folder, ignore_errors=True)
        return {}


def read(place: Place, keys: Mapping[str, str]) -> dict[str, Vectors]:
    """The embeddings of the chunks asked, by the key that each chunk's id maps to. Missing ones are left out."""
    found: dict[str, Vectors] = {}
    with _read(place) as collection:
        ids = list(keys)
        for page in (ids[start : start + PAGE] for start in range(0, len(ids), PAGE)):
            got = collection.get(ids=page, include=["embeddings"])
            for name, row in zip(got["ids"], got["embeddings"], strict=True):
                found[keys[name]] = np.asarray(row, dtype=np.float32)
    return found
