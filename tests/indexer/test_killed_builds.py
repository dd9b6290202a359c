"""Builds that end before they are done: whole or not at all."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from builds import REASONS, answer, assert_tidy, give_days, on_shelf
from indexed_corpus import IndexedCorpus

from corpus.settings import Settings
from indexer import build
from indexer.build import build_index
from indexer.opened import Index
from indexer.places import NoIndex
from indexer.verify import verify_index


class Stopped(BaseException):
    """Ends a build at once, as a signal does: nothing in the build handles it."""


@contextmanager
def stopping_after(step: str, times: int) -> Iterator[None]:
    """Ends the build right after a step of it was done for the given number of times."""
    done = getattr(build, step)
    left = [times]

    def and_stop(*given: Any, **named: Any) -> Any:
        result = done(*given, **named)
        left[0] -= 1
        if not left[0]:
            raise Stopped
        return result

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, step, and_stop)
        with pytest.raises(Stopped):
            yield


@pytest.mark.parametrize(
    ("step", "times", "replaced"),
    [
        ("read_library", 1, False),
        ("write_store", 1, False),
        ("_earlier", 1, False),
        ("_embed", 1, False),
        ("_sizes", 1, False),
        ("write_manifest", 1, False),
        ("refer", 1, True),
        ("refer", 2, True),
        ("_remove_older", 1, True),
    ],
)
def test_a_build_that_ends_after_any_step_leaves_a_whole_index_answering(
    step: str, times: int, replaced: bool, indexed: IndexedCorpus
) -> None:
    days = give_days(indexed, 30)
    with stopping_after(step, times):
        build_index(indexed.settings())
    assert Index(indexed.settings()).is_current is replaced
    assert (days if replaced else REASONS) in answer(indexed.settings())
    assert verify_index(indexed.settings()).startswith("The index is sound")
    build_index(indexed.settings())
    assert days in answer(indexed.settings())
    assert_tidy(indexed.settings())


def test_a_first_build_that_is_stopped_leaves_no_index_rather_than_half_of_one(corpus: IndexedCorpus) -> None:
    with stopping_after("write_store", 1):
        build_index(corpus.settings())
    with pytest.raises(NoIndex):
        Index(corpus.settings())


KILLS = 10
BUILD = """
import sys
from pathlib import Path
import chromadb, llama_index.core.schema, llama_index.vector_stores.chroma, onnxruntime, tokenizers
from corpus.settings import Settings
from indexer.build import build_index
home, digests, catalogue = map(Path, sys.argv[1:])
print("ready", flush=True)
sys.stdin.readline()
build_index(Settings(home=home, model="", digests=digests, catalogue=catalogue))
print("built", flush=True)
"""


class Builder:
    """A process that builds when told to, with everything imported before."""

    def __init__(self, settings: Settings, repository: Path) -> None:
        path = os.pathsep.join(filter(None, (str(repository), os.environ.get("PYTHONPATH"))))
        places = [str(settings.home), str(settings.digests), str(settings.catalogue)]
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", BUILD, *places],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": path},
        )

    def start(self) -> None:
        assert self._process.stdout and self._process.stdin
        assert self._process.stdout.readline() == "ready\n"
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def finish(self) -> None:
        assert self._process.stdout
        assert self._process.stdout.readline() == "built\n"

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.mark.sweep
def test_a_build_killed_at_any_moment_leaves_a_whole_index_answering(indexed: IndexedCorpus, repository: Path) -> None:
    """Ten moments at random, spread over the time that a build takes; each build is of a corpus changed once more."""
    settings = indexed.settings()
    drawn = random.Random(2021_821)
    builders = [Builder(settings, repository) for _ in range(2)]
    try:
        after = give_days(indexed, 100)
        builders[0].start()
        began = time.monotonic()
        builders[0].finish()
        lasted = time.monotonic() - began
        answered, left = after, 0
        for n in range(KILLS):
            builders.append(Builder(settings, repository))
            after = give_days(indexed, n, after)
            builders[n + 1].start()
            time.sleep((n + drawn.random()) / KILLS * lasted)
            builders[n + 1].kill()
            left += any(name.startswith(".building-") for name in on_shelf(settings))
            answered = after if Index(settings).is_current else answered
            assert answered in answer(settings), f"after kill {n}"
            assert verify_index(settings).startswith("The index is sound"), f"after kill {n}"
        assert left, "no build was killed while it was at work, so nothing was tested"
        assert build_index(settings).manifest.corpus == indexed.library().fingerprint
        assert after in answer(settings)
        assert verify_index(settings).startswith("The index is sound")
        assert_tidy(settings)
    finally:
        for builder in builders:
            builder.kill()
