"""Measures how Pincite grows with its corpus: `pincite eval growth`.

Corpora of several sizes (`evals.made`) are indexed and asked by the product's own ways; beside each figure stands how it
grows from one size to the next, as the slope on logarithmic scales: 0 stays as it is, 1 grows as the corpus does.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from corpus.library import read_library
from corpus.settings import Settings
from evals.made import Made, fingerprint
from evals.questions import Question
from evals.speed import cold, memory, warm
from indexer.build import build_index
from indexer.opened import Index
from indexer.places import DamagedIndex, NoIndex, index_folder, read_manifest

PARTS = ("provisions.sqlite", "bm25", "chroma", "late")

Say = Callable[[str, int, int], None]


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
    """Build what is not built yet, each size in a folder of `home`, smallest first, and measure each.

    Times of builds are only of what is built now. Raises `UsageError` for a size that the corpus itself has reached.
    """
    sizes = sorted(set(sizes))
    asked = [question.question for question in questions]
    build_index(settings, progress=say)
    measured = [_measured(settings, size, home / str(size), asked, repeats, say) for size in sizes]
    names = dict.fromkeys(name for one in measured for name in one)
    return Grown(tuple(sizes), tuple(_figure(*name, sizes, [one.get(name) for one in measured]) for name in names))


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


def _measured(
    settings: Settings, size: int, home: Path, asked: Sequence[str], repeats: int, say: Say
) -> dict[tuple[str, str], float]:
    """Every figure of one size, by name and unit."""
    apart = settings.model_copy(update={"home": home})
    found = {("load average", ""): os.getloadavg()[0]}
    found |= _built(settings, apart, size, say)
    say(f"processes at {size:,}", 0, 0)
    timed = [cold(apart, repeats), memory(apart, asked)]
    say(f"warm answers at {size:,}", 0, 0)
    timed += warm(apart, asked, repeats)
    return found | {(one.name, one.unit): one.value for one in timed}


def _built(settings: Settings, apart: Settings, size: int, say: Say) -> dict[tuple[str, str], float]:
    """Milliseconds of each part of a build for each provision, if it is built now, and bytes on disk."""
    library = read_library(settings.digests, settings.catalogue, settings.home)
    with suppress(NoIndex, DamagedIndex):
        folder, _ = index_folder(apart)
        if read_manifest(folder).corpus == fingerprint(library, size):
            return _disk(folder, size)
    say(f"texts of {size:,} provisions", 0, 0)
    made = Made(library, Index(settings), size)
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


def _disk(folder: Path, size: int) -> dict[tuple[str, str], float]:
    return {(f"disk, {part}", "bytes a provision"): _bytes(folder / part) / size for part in PARTS}


def _bytes(path: Path) -> int:
    return sum(file.stat().st_size for file in ([path] if path.is_file() else path.rglob("*")) if file.is_file())
