"""Embedding by several processes, each on one thread: the model runs faster beside itself than on two threads."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Generator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import Thread

from corpus.errors import PinciteError
from indexer.embedder import FEW, embedder
from indexer.minilm import Vectors

MANY = 1_000  # texts from which on it is worth the seconds in which the processes start


def count(workers: int) -> int:
    """How many processes work: as many as are set, or as the processors that this one may use."""
    if workers:
        return workers
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def embedded(model: str, batches: Sequence[Sequence[str]], workers: int) -> Generator[Vectors, None, None]:
    """The embeddings of each batch of texts, in order, by so many processes, or by this one if there is little to do.

    Raises `PinciteError` if the model cannot be loaded or a process ends before its work does.
    """
    texts = sum(map(len, batches))
    if workers < 2 or texts < MANY:
        one = embedder(model, few=texts <= FEW)
        yield from map(one.embed, batches)
        return
    # A process that is forked while threads run may wait for ever for what they held.
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=_begin)
    try:
        yield from pool.map(_embed, [model] * len(batches), batches)
    except BrokenProcessPool:
        raise PinciteError(
            "A process that embeds texts ended before its work did; there may not be enough memory for several. "
            "Build with PINCITE_WORKERS=1."
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """Leave Ctrl-C to the process that began this one, end with it, and keep to one thread."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    import torch

    torch.set_num_threads(1)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


def _embed(model: str, texts: Sequence[str]) -> Vectors:
    return embedder(model, few=False).embed(texts)
