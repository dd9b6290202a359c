"""Measures `assistant.coverage` against the key: right entry among the first, ordinary items, elements, time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from assistant.coverage.cover import cover
from assistant.coverage.result import Coverage, ElementFound
from corpus.pins import Pin
from evals.covered.key import Described, KeyElement
from indexer.opened import Index

FIRST = 3  # candidates among which a right entry must be
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found for one description: whether a right entry is among the first (`None` if there is none), whether it was
    presented as covered though it is ordinary, elements right and asked, those that were wrong, and the time in ms.
    """

    id: str
    found: bool | None
    overstated: bool
    right: int
    asked: int
    wrong: tuple[str, ...]
    ms: float


@dataclass(frozen=True, slots=True)
class Covered:
    """The figures of a run."""

    descriptions: int
    with_entry: int
    found: int
    ordinary: int
    overstated: int
    elements: int
    elements_right: int
    median_ms: float
    missed: tuple[str, ...]
    wrong: tuple[str, ...]


def measure(index: Index, key: Sequence[Described], progress: Callable[[str, int, int], None]) -> Covered:
    """Run every description of a key and add up."""
    outcomes = []
    for n, one in enumerate(key, 1):
        progress("covered", n, len(key))
        outcomes.append(judge(one, cover(index, one.description)))
    placed = [outcome for outcome in outcomes if outcome.found is not None]
    return Covered(
        descriptions=len(outcomes),
        with_entry=len(placed),
        found=sum(bool(outcome.found) for outcome in placed),
        ordinary=sum(is_ordinary(one) for one in key),
        overstated=sum(outcome.overstated for outcome in outcomes),
        elements=sum(outcome.asked for outcome in outcomes),
        elements_right=sum(outcome.right for outcome in outcomes),
        median_ms=round(median(outcome.ms for outcome in outcomes), 1) if outcomes else 0.0,
        missed=tuple(outcome.id for outcome in placed if not outcome.found),
        wrong=tuple(line for outcome in outcomes for line in outcome.wrong),
    )


def is_ordinary(one: Described) -> bool:
    """Whether no entry is right for an item."""
    return not one.entries


def judge(one: Described, result: Coverage) -> Outcome:
    """What a result is worth beside the key."""
    codes = [Pin.parse(candidate.pin).segments[-1].number for candidate in result.candidates[:FIRST]]
    shown = [element for candidate in result.candidates for element in candidate.elements]
    wrong = [
        f"{one.id}: {asked.pin} “{asked.element}” is {asked.verdict}, given as {given}"
        for asked in one.elements
        if (given := _verdict(asked, shown)) != asked.verdict
    ]
    return Outcome(
        id=one.id,
        found=any(code in codes for code in one.entries) if one.entries else None,
        overstated=is_ordinary(one) and any(c.standing == "met" and not c.deciding for c in result.candidates),
        right=len(one.elements) - len(wrong),
        asked=len(one.elements),
        wrong=tuple(wrong),
        ms=result.timings_ms["total"],
    )


def _verdict(asked: KeyElement, shown: Iterable[ElementFound]) -> str:
    """The verdict on the element of the same place whose words overlap most with the key's; "not given" without one."""
    wanted = _words(asked.element)
    overlap = {
        n: (len(wanted & words) / len(wanted | words), element.verdict)
        for n, element in enumerate(shown)
        if element.citation.pin == asked.pin and wanted & (words := _words(element.words))
    }
    return max(overlap.values(), key=lambda pair: pair[0])[1] if overlap else "not given"


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
