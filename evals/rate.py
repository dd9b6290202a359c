"""Compares a build from nothing with the bare embedding model: `python -m evals.rate REPEATS` prints the ratio of rates.

Both embed the same chunk texts with the same loaded model; the build also reads the corpus and writes every index.
"""

from __future__ import annotations

import sys
import time
from statistics import median

from corpus.library import read_library
from corpus.settings import Settings
from indexer.build import build_index
from indexer.chunks import chunks_of
from indexer.embedder import embedder, model_place


def rate(settings: Settings, repeats: int) -> float:
    """Median over `repeats` of the time of sentence-transformers' `encode` over the time of a build from nothing.

    They take turns, so that whatever else the machine does touches both.
    """
    from sentence_transformers import SentenceTransformer

    library = read_library(settings.digests, settings.catalogue, settings.home)
    texts = [c.text for e in library.editions for c in chunks_of(e, library.documents[e.document], 0)]
    bare = SentenceTransformer(model_place(settings.model), device="cpu")
    bare.encode(texts[:64], show_progress_bar=False)
    embedder(settings.model, few=False).embed(texts[:64])
    ratios = []
    for _ in range(repeats):
        alone = time.perf_counter()
        bare.encode(texts, show_progress_bar=False)
        build = time.perf_counter()
        build_index(settings, fresh=True)
        ratios.append((build - alone) / (time.perf_counter() - build))
    return median(ratios)


if __name__ == "__main__":
    print(f"{rate(Settings(), int(sys.argv[1])):.3f}")
