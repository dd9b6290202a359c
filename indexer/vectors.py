"""The vectors of an index in Chroma, written through llama-index so that any llama-index application can read them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpus.library import Library
from indexer.chunks import Chunk
from indexer.minilm import Vectors


class UnreadableError(Exception):
    """Chroma cannot read what it wrote; the index is damaged."""


COLLECTION = "provisions"
PAGE = 5_000  # rows read or written at a time: Chroma refuses more than about 32,000 in one call


def client(folder: Path) -> Any:
    """A Chroma client on a folder, without telemetry. Raises `UnreadableError`."""
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb
    from chromadb.config import Settings

    try:
        return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    except Exception as error:  # on a broken file it raises what its parts raise, down to AttributeError
        raise UnreadableError(str(error)) from error


def write(folder: Path, library: Library, chunks: Sequence[Chunk], rows: Vectors, say: Callable[[int], None]) -> None:
    """Write the embeddings of all chunks, shape (len(chunks), dimension), with what they can be filtered by."""
    from llama_index.core.schema import BaseNode, TextNode
    from llama_index.vector_stores.chroma import ChromaVectorStore

    provisions = list(library.provisions())
    newest = {id(p) for name in library.documents if (e := library.newest(name)) for p in e.provisions}
    base = client(folder)
    try:
        collection = base.create_collection(COLLECTION, metadata={"hnsw:space": "cosine"}, embedding_function=None)
        store = ChromaVectorStore(chroma_collection=collection)
        for start in range(0, len(chunks), PAGE):
            nodes: list[BaseNode] = []
            for n in range(start, min(start + PAGE, len(chunks))):
                chunk, provision = chunks[n], provisions[chunks[n].row]
                document = library.documents[provision.pin.document]
                nodes.append(
                    TextNode(
                        id_=chunk.id,
                        text=chunk.text,
                        embedding=rows[n].tolist(),
                        metadata={
                            "row": chunk.row,
                            "pin": str(provision.pin),
                            "document": document.id,
                            "jurisdiction": document.jurisdiction,
                            "kind": document.kind,
                            "edition": provision.edition,
                            "newest": id(provision) in newest,
                        },
                    )
                )
            store.add(nodes)
            say(start + len(nodes))
    finally:
        base.close()


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
