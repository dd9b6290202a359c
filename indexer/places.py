"""Where indexes live, and which of them answers.

    <home>/indexes/v<schema>/<key>-<n>/    an index: manifest.json, provisions.sqlite, bm25/, chroma/, late/, chunks.npy
    <home>/indexes/v<schema>/<key>.ref     the folder that holds the index of this key
    <home>/indexes/v<schema>/last.ref      the folder built last; `last-on-server.ref` that whose vectors are on a server
    <home>/indexes/v<schema>/.building-*   one being built, or left behind by a build that was killed

The key is of the corpus' content, the model and whether the vectors are on a server, so two versions never share a folder.
A folder gets its name when it is whole, and a `.ref` file is replaced in one step: a build killed at any moment leaves the
old index answering.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.errors import PinciteError
from corpus.library import fingerprint
from corpus.settings import Settings
from indexer.embedder import model_name
from indexer.server import Server
from indexer.vectors import OnServer, Place

SCHEMA = 10
CHUNKS = "chunks.npy"  # the number of the first chunk of each row, then that of all


class NoIndex(PinciteError):
    """There is no index to answer from."""


class DamagedIndex(PinciteError):
    """An index is there and cannot be trusted."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was built from and holds. `corpus` is the fingerprint of the corpus' files, `built_at` UTC (ISO 8601).

    `vectors` names the server and collection that hold its vectors, and is empty where its own folder does.
    `sizes` are the bytes of the files whose size never changes once built, `sums` the sha256 (hex) of those that never
    change at all.
    """

    schema: int
    corpus: str
    model: str
    built_at: str
    documents: int
    provisions: int
    chunks: int
    sizes: dict[str, int]
    sums: dict[str, str]
    vectors: str = ""


def key_of(corpus: str, settings: Settings) -> str:
    """The name of the index of a corpus (by fingerprint) with these settings."""
    named = [str(SCHEMA), corpus, model_name(settings.model), *(["server"] if settings.chroma_url else [])]
    return hashlib.sha256("\n".join(named).encode()).hexdigest()[:16]


def last(settings: Settings) -> str:
    """The name of what was built last. An index on a server never stands in for one in a folder, nor the other way."""
    return "last-on-server" if settings.chroma_url else "last"


def shelf(settings: Settings) -> Path:
    return settings.home / "indexes" / f"v{SCHEMA}"


def index_folder(settings: Settings) -> tuple[Path, bool]:
    """The index to answer from, and whether it is of the corpus as it is now.

    That is the index of the present corpus if it was built, else the one built last. Raises `NoIndex`.
    """
    place = shelf(settings)
    key = key_of(fingerprint(settings.digests, settings.catalogue, settings.home), settings)
    for name in (key, last(settings)):
        folder = referred(place, name)
        if folder is not None:
            return folder, name == key
    where = " with its vectors on a Chroma server" if settings.chroma_url else ""
    raise NoIndex(
        f"There is no index in {settings.home}{where} yet. Build it with `pincite index build` (one to two minutes)."
    )


def place_of_vectors(settings: Settings, folder: Path, manifest: Manifest) -> Place:
    """Where the vectors of an index are: the collection that its manifest names, on the server that is set now, which other
    machines may know by another address.

    Raises `ServerError` if the setting is no address.
    """
    if not manifest.vectors:
        return folder / "chroma"
    kept = OnServer.parse(manifest.vectors)
    return OnServer(Server.parse(settings.chroma_url), kept.collection) if settings.chroma_url else kept


def built_last(settings: Settings) -> str:
    """The name of the folder built last, which tells cheaply whether an index was swapped in; empty if there is none."""
    try:
        return (shelf(settings) / f"{last(settings)}.ref").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def referred(place: Path, name: str) -> Path | None:
    """The folder that a `.ref` file names, if both are there."""
    try:
        folder = place / (place / f"{name}.ref").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    inside = folder.parent == place and folder.name != ".."
    return folder if inside and folder.is_dir() else None


def refer(place: Path, name: str, folder: Path) -> None:
    """Make `<name>.ref` name a folder, in one step."""
    fresh = place / f".{name}-{os.getpid()}"
    fresh.write_text(folder.name, encoding="utf-8")
    fresh.replace(place / f"{name}.ref")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an index whose files are all there. Raises `DamagedIndex` that names what is wrong."""
    try:
        manifest = Manifest(**json.loads((folder / "manifest.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise damaged(folder, f"its manifest cannot be read ({error})") from error
    for name, size in manifest.sizes.items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != size:
            raise damaged(folder, f"{name} is {'cut or changed' if path.is_file() else 'missing'}")
    return manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    (folder / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")


def damaged(folder: Path, why: str) -> DamagedIndex:
    return DamagedIndex(f"The index {folder} is damaged: {why}. Build it anew with `pincite index build --fresh`.")
