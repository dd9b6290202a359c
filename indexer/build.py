"""Builds an index: chunks, embeddings, Chroma, the lexical index and the provisions, then swaps it in whole.

Embeddings of chunks whose text did not change are taken over from the index before.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from corpus.errors import CorpusError, PinciteError
from corpus.library import Library, fingerprint, read_library
from corpus.settings import Settings
from indexer import late, vectors, workers
from indexer.chunks import Chunk, chunks_of, lexical_fields
from indexer.embedder import model_name
from indexer.lexical import Fields, Lexical
from indexer.minilm import Vectors
from indexer.places import (
    CHUNKS,
    SCHEMA,
    DamagedIndex,
    Manifest,
    NoIndex,
    index_folder,
    key_of,
    last,
    place_of_vectors,
    read_manifest,
    refer,
    referred,
    shelf,
    write_manifest,
)
from indexer.server import Server, ServerError
from indexer.store import Store, write_store
from indexer.vectors import OnServer, Place

KEPT = 3  # indexes left on the shelf, newest first; older ones are removed after a build
COLLECTION = "collection"  # the file that names the collection of an index, written before the collection is made
BATCH = 128  # chunks embedded between two steps of the progress bar

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Built:
    """The outcome of a build: the index, how many chunks were embedded anew, and whether there was nothing to do."""

    folder: Path
    manifest: Manifest
    embedded: int
    unchanged: bool


def build_index(
    settings: Settings,
    fresh: bool = False,
    progress: Progress | None = None,
    library: Library | None = None,
    earlier: Earlier | None = None,
) -> Built:
    """Build the index of the corpus as it is, or find that it is there. `fresh` builds it anew from nothing; a `library` is
    indexed in place of the corpus that the settings name; what `earlier` knows is taken over, not what the index before does.

    Raises `CorpusError` with every fault of the corpus, `ServerError` if a Chroma server is set and does not answer, and
    `PinciteError` if another build runs.
    """
    say = progress or _silent
    place = shelf(settings)
    place.mkdir(parents=True, exist_ok=True)
    corpus = library.fingerprint if library else fingerprint(settings.digests, settings.catalogue, settings.home)
    key = key_of(corpus, settings)
    try:
        with FileLock(place / ".lock", timeout=0):
            _remove_left(place)
            there = referred(place, key)
            if there is not None and not fresh:
                with suppress(DamagedIndex):
                    manifest = read_manifest(there)
                    if vectors.is_whole(place_of_vectors(settings, there, manifest), manifest.chunks):
                        refer(place, last(settings), there)
                        return Built(there, manifest, 0, unchanged=True)
            library = library or read_library(settings.digests, settings.catalogue, settings.home)
            return _build(settings, library, key, Earlier() if fresh else earlier, say)
    except Timeout:
        raise PinciteError(f"Another build is at work in {place}. Wait for it to end, then try again.") from None


def _silent(_what: str, _done: int, _of: int) -> None:
    """No progress shown."""


def _remove_left(place: Path) -> None:
    """Remove what builds left behind that were killed."""
    for left in place.glob(".*-*"):
        if left.is_dir():
            _remove(left)
        else:
            left.unlink(missing_ok=True)


def _remove(folder: Path) -> None:
    """Remove an index or what is left of one, and its collection. Where that one's server does not answer, both stay for a
    later build to remove.
    """
    try:
        with suppress(FileNotFoundError):
            vectors.remove(OnServer.parse((folder / COLLECTION).read_text(encoding="utf-8")))
    except ServerError:
        return
    shutil.rmtree(folder, ignore_errors=True)


def _build(settings: Settings, library: Library, key: str, before: Earlier | None, say: Progress) -> Built:
    chunks = all_chunks(library)
    if not chunks:
        raise CorpusError(f"The corpus in {settings.digests} has no provision to index; add a digest.")
    place = shelf(settings)
    target = place / f"{key}-{time.time_ns()}"
    folder = place / f".building-{os.getpid()}"
    folder.mkdir()
    kept = _place_of_vectors(settings, folder, target.name)
    say("words", 0, 1)
    write_store(folder / "provisions.sqlite", library, chunks)
    Lexical.build(_lexical_texts(library)).save(folder / "bm25")
    say("words", 1, 1)
    np.save(folder / CHUNKS, np.searchsorted([chunk.row for chunk in chunks], range(chunks[-1].row + 2)))
    before = before or _earlier(settings, {chunk.key for chunk in chunks})
    rows = _embed(settings, chunks, before.known, say)
    vectors.write(kept, library, chunks, rows, lambda done: say("vectors", done, len(chunks)), before.chroma)
    late.write(
        folder / "late",
        chunks,
        before.late,
        before.tokens,
        lambda done: say("tokens", done, len(chunks)),
        workers.count(settings.workers),
    )
    manifest = Manifest(
        schema=SCHEMA,
        corpus=library.fingerprint,
        model=model_name(settings.model),
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        documents=len(library.documents),
        provisions=sum(1 for _ in library.provisions()),
        chunks=len(chunks),
        sizes=_sizes(folder),
        sums=_sums(folder),
        vectors=str(kept) if isinstance(kept, OnServer) else "",
    )
    write_manifest(folder, manifest)
    folder.replace(target)
    refer(place, key, target)
    refer(place, last(settings), target)
    _remove_older(place)
    return Built(target, manifest, sum(chunk.key not in before.known for chunk in chunks), unchanged=False)


def _place_of_vectors(settings: Settings, folder: Path, name: str) -> Place:
    """Where the vectors of a new index go. A server's collection is noted down first, so that it is removed with the folder
    even if the build ends here.
    """
    if not settings.chroma_url:
        return folder / "chroma"
    kept = OnServer(Server.parse(settings.chroma_url), f"pincite-{name}")
    kept.server.client().close()  # before the work is done, not after
    noted = folder / f"{COLLECTION}.new"
    noted.write_text(str(kept), encoding="utf-8")
    noted.rename(folder / COLLECTION)
    return kept


def all_chunks(library: Library) -> list[Chunk]:
    """The chunks of all editions, as an index numbers them."""
    chunks: list[Chunk] = []
    row = 0
    for edition in library.editions:
        chunks += chunks_of(edition, library.documents[edition.document], row)
        row += len(edition.provisions)
    return chunks


def _lexical_texts(library: Library) -> Iterable[Fields]:
    quoted_only, row = library.quoted_only(), count()
    for edition in library.editions:
        above = {p.pin: p for p in edition.provisions}
        for n, provision in enumerate(edition.provisions):
            if next(row) in quoted_only:
                yield ()
            else:
                beside = (*edition.provisions[max(0, n - 1) : n], *edition.provisions[n + 1 : n + 2])
                yield lexical_fields(provision, library.documents[edition.document], above, beside)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the index before has of these chunks: its folder of vectors if they are in one, embeddings by key, and the token
    vectors with their numbers by key.
    """

    chroma: Path | None = None
    known: Mapping[str, Vectors] = field(default_factory=dict)
    tokens: Mapping[str, int] = field(default_factory=dict)
    late: late.LateIndex | None = None


def _earlier(settings: Settings, keys: set[str]) -> Earlier:
    try:
        folder = _before(settings)
        manifest = read_manifest(folder)
        if manifest.model != model_name(settings.model):
            return Earlier()
        store = Store(folder / "provisions.sqlite")
        chunks = list(store.chunk_keys())
        store.close()
        kept = place_of_vectors(settings, folder, manifest)
        known = vectors.read(kept, {id: key for id, key in chunks if key in keys})
        chroma = kept if isinstance(kept, Path) else None
        tokens = {key: n for n, (_, key) in enumerate(chunks) if key in keys}
        if len(tokens) < len(keys) / 2:  # the principal axes of a corpus that is mostly another would not fit
            return Earlier(chroma, known)
        return Earlier(chroma, known, tokens, late.LateIndex(folder / "late"))
    except (NoIndex, DamagedIndex, OSError, ValueError, sqlite3.Error, vectors.UnreadableError, ServerError):
        return Earlier()


def _before(settings: Settings) -> Path:
    """The index before; the first one with its vectors on a server follows upon one in a folder, if there is one."""
    try:
        return index_folder(settings)[0]
    except NoIndex:
        return index_folder(settings.model_copy(update={"chroma_url": ""}))[0]


def _embed(settings: Settings, chunks: Sequence[Chunk], known: Mapping[str, Vectors], say: Progress) -> Vectors:
    """The embeddings of all chunks in order, shape (len(chunks), dimension)."""
    missing = [n for n, chunk in enumerate(chunks) if chunk.key not in known]
    missing.sort(key=lambda n: len(chunks[n].text))  # like lengths together: less padding
    found: dict[str, Vectors] = {}
    if missing:
        batches = [missing[start : start + BATCH] for start in range(0, len(missing), BATCH)]
        texts = [[chunks[n].text for n in batch] for batch in batches]
        done = 0
        with closing(workers.embedded(settings.model, texts, workers.count(settings.workers))) as rows:
            for batch, embedded in zip(batches, rows, strict=True):
                found.update((chunks[n].key, row) for n, row in zip(batch, embedded, strict=True))
                done += len(batch)
                say("embeddings", done, len(missing))
    return np.stack([found[chunk.key] if chunk.key in found else known[chunk.key] for chunk in chunks])


def _sizes(folder: Path) -> dict[str, int]:
    """The files whose size never changes again. Chroma's own database does: it notes when it was opened."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "chroma.sqlite3")
    return {path.relative_to(folder).as_posix(): path.stat().st_size for path in sorted(files)}


def _sums(folder: Path) -> dict[str, str]:
    """The sha256 of the files that never change again. Chroma's do: it enters what it had only noted down."""
    return {name: _sum(folder / name) for name in _sizes(folder) if not name.startswith("chroma/")}


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remove_older(place: Path) -> None:
    """Keep the newest indexes that a `.ref` names; the rest, and references to nothing, go."""
    named = {ref: referred(place, ref.stem) for ref in place.glob("*.ref")}
    newest = sorted({f for f in named.values() if f}, key=lambda f: f.stat().st_mtime, reverse=True)[:KEPT]
    for ref, folder in named.items():
        if folder not in newest:
            ref.unlink(missing_ok=True)
    for folder in place.iterdir():
        if folder.is_dir() and folder not in newest:
            _remove(folder)
