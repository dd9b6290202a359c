"""Verifies an index: reads all of it and compares its parts with each other."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing

import numpy as np

from corpus.settings import Settings
from indexer import vectors
from indexer.chunks import sentences
from indexer.opened import Index
from indexer.places import damaged, place_of_vectors


def verify_index(settings: Settings) -> str:
    """A sentence that says the index is sound. Raises `DamagedIndex` that names the first fault."""
    index = Index(settings)
    folder = index.folder
    try:
        for name, sum in index.manifest.sums.items():
            with (folder / name).open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != sum:
                    raise damaged(folder, f"{name} is not as it was written")
        with closing(index.store):
            if not index.store.is_sound():
                raise damaged(folder, "its database is corrupt")
            keys = dict(index.store.chunk_keys())
            rows = index.store.matching()
            if len(rows) != index.manifest.provisions:
                raise damaged(folder, "it lacks provisions that its manifest counts")
            texts = index.store.provisions(rows) if len(rows) <= 30_000 else {}
            for provision in texts.values():
                if provision.layer == "digest" and not sentences(provision.text):
                    raise damaged(folder, f"{provision.pin} is empty")
        if len(index.lexical.scores([])) != len(rows):
            raise damaged(folder, "its word index counts other provisions than its database")
        found = vectors.read(place_of_vectors(settings, folder, index.manifest), {id: id for id in keys})
    except (sqlite3.Error, ValueError, KeyError, OSError, vectors.UnreadableError) as error:
        raise damaged(folder, str(error)) from error
    lacking = [id for id in keys if id not in found]
    if lacking:
        raise damaged(folder, f"{len(lacking)} chunks have no vector, the first is {lacking[0]}")
    lengths = np.linalg.norm(np.stack(list(found.values())), axis=1) if found else np.ones(1)
    if not np.all(np.abs(lengths - 1.0) < 1e-3):
        raise damaged(folder, "some vectors are not of unit length")
    return f"The index is sound: {len(rows)} provisions, {len(keys)} chunks, each with its vector and its words."
