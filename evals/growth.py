"""Measures how Pincite grows with its corpus: `pincite eval growth`.

Corpora of several sizes (`evals.made`) are indexed and asked by the product's own ways; beside each figure stands how it
grows from one size to the next, as the slope on logarithmic scales: 0 stays as it is, 1 grows as the corpus does.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path

from corpus.library import read_library
from corpus.settings import Settings
from evals.made import Made, Sentences, fingerprint
from evals.questions import Question
from evals.speed import Timed, cold, memory, warm
from indexer.build import build_index
from indexer.opened import Index
from indexer.places import DamagedIndex, NoIndex, index_folder, read_manifest

PARTS = ("provisions.sqlite", "bm25", "chroma", "late")

Say = Callable[[str, int, int], None]
Found = dict[tuple[str, str], float]
"""Figures by name and unit."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure at every size, `None` where it was not measured, and how it grows between one size and the next."""

    name: str
    unit: str
    values: tuple[float | None, ...]
    slopes: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Grown:
    """All figures, by size."""

    provisions: tuple[int, ...]
    figures: tuple[Figure, ...]


def measure_growth(
    settings: Settings, questions: Iterable[Question], sizes: Sequence[int], home: Path, repeats: int, say: Say
) -> Grown:
    """Build what is not built yet, each size in a folder of `home`, and measure each. `say` must be a function of a module.

    Times of builds are only of what is built now. Raises `UsageError` for a size that the corpus itself has reached.
    """
    sizes = sorted(set(sizes))
    asked = [question.question for question in questions]
    homes = [settings.model_copy(update={"home": home / str(size)}) for size in sizes]
    # In a process of its own: a child's peak is never told lower than its parent's, and a build needs more than an answer.
    with ProcessPoolExecutor(1, get_context("spawn")) as apart:
        measured = apart.submit(build_sizes, settings, sizes, homes, say).result()
    for size, there, found in zip(sizes, homes, measured, strict=True):
        say(f"processes at {size:,}", 0, 0)
        found |= _named([cold(there, repeats), memory(there, asked)])
    for size, there, found in zip(sizes, homes, measured, strict=True):
        say(f"warm answers at {size:,}", 0, 0)
        found |= _named(warm(there, asked, repeats)) | {("load average after answers", ""): os.getloadavg()[0]}
    names = dict.fromkeys(name for one in measured for name in one)
    return Grown(tuple(sizes), tuple(_figure(*name, sizes, [one.get(name) for one in measured]) for name in names))


def build_sizes(settings: Settings, sizes: Sequence[int], homes: Sequence[Settings], say: Say) -> list[Found]:
    """Build what is not built yet, and say what it took and takes."""
    build_index(settings, progress=say)
    of = Sentences(read_library(settings.digests, settings.catalogue, settings.home), Index(settings))
    return [_built(of, there, size, say) for size, there in zip(sizes, homes, strict=True)]


def _named(timed: Iterable[Timed]) -> Found:
    return {(one.name, one.unit): one.value for one in timed}


def table(grown: Grown) -> str:
    """The figures as a Markdown table: between two sizes how each grows."""
    heads = [f"{size:,}" for size in grown.provisions]
    lines = [
        f"| | {' | grows | '.join(heads)} |",
        f"|---|{'---:|' * (2 * len(heads) - 1)}",
    ]
    for figure in grown.figures:
        cells = [_written(figure.values[0], ",.3g" if (figure.values[0] or 0) < 100 else ",.0f")]
        for value, slope in zip(figure.values[1:], figure.slopes, strict=True):
            cells += [_written(slope, ".2f"), _written(value, ",.3g" if (value or 0) < 100 else ",.0f")]
        lines.append(f"| {figure.name}, {figure.unit} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _written(value: float | None, form: str) -> str:
    return "–" if value is None else format(value, form)


def _figure(name: str, unit: str, sizes: Sequence[int], values: Sequence[float | None]) -> Figure:
    points = list(zip(sizes, values, strict=True))
    return Figure(name, unit, tuple(values), tuple(_slope(*one, *other) for one, other in pairwise(points)))


def _slope(size: int, value: float | None, larger: int, then: float | None) -> float | None:
    if not value or not then:
        return None
    return math.log(then / value) / math.log(larger / size)


def _built(of: Sentences, apart: Settings, size: int, say: Say) -> Found:
    """Milliseconds of each part of a build for each provision, if it is built now, and bytes on disk."""
    with suppress(NoIndex, DamagedIndex):
        folder, _ = index_folder(apart)
        if read_manifest(folder).corpus == fingerprint(of.library, size):
            return _disk(folder, size)
    say(f"texts of {size:,} provisions", 0, 0)
    made = Made(of, size)
    known = made.known()
    spent = dict[str, float]()
    at = time.perf_counter()

    def told(what: str, done: int, of: int) -> None:
        nonlocal at
        spent[what] = spent.get(what, 0.0) + time.perf_counter() - at
        at = time.perf_counter()
        say(what, done, of)

    began = at
    folder = build_index(apart, progress=told, library=made.library, earlier=known).folder
    spent = {"whole": time.perf_counter() - began, **spent}
    return {(f"build, {what}", "ms a provision"): s * 1000 / size for what, s in spent.items()} | _disk(folder, size)


def _disk(folder: Path, size: int) -> Found:
    return {(f"disk, {part}", "bytes a provision"): _bytes(folder / part) / size for part in PARTS}


def _bytes(path: Path) -> int:
    return sum(file.stat().st_size for file in ([path] if path.is_file() else path.rglob("*")) if file.is_file())
