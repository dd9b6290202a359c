"""Holds a reading against the text of its source, both ways: nothing gone, nothing invented, nothing skipped or repeated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.readers.numbers import roman_value
from corpus.readers.reading import Reading, Unit

ANCHOR = 24  # characters that must agree before two texts that came apart count as together again
TOLERATED = 0.1  # share of provisions that may be repeated or empty
REACH = 20_000  # characters looked ahead for where they come together


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found. Counts are of characters other than white space.

    `gone` are runs of the source in no piece, `phantom` runs of pieces that the source does not have, in order; `skipped`,
    `repeated` and `empty` are locators. `furniture` counts what is in no provision, by its declared kind.
    """

    source: int
    provisions: int
    gone: tuple[str, ...]
    phantom: tuple[str, ...]
    skipped: tuple[str, ...]
    repeated: tuple[str, ...]
    empty: tuple[str, ...]
    furniture: dict[str, int] = field(default_factory=dict)

    @property
    def is_sound(self) -> bool:
        """Whether nothing is gone or invented, and hardly anything repeated or empty.

        Acts repeal provisions, so numbers may be skipped; some begin a second list in one paragraph or head a part twice,
        which is told, while many such places mean that a reader took the document for what it is not.
        """
        return not (self.gone or self.phantom) and self.is_well_numbered

    @property
    def is_well_numbered(self) -> bool:
        return len(self.repeated) + len(self.empty) <= TOLERATED * self.provisions


def audit(plain: str, reading: Reading) -> Audit:
    """Compare a reading with the plain text of its source."""
    units = reading.units()
    known = {unit.locator for unit in units}
    gone, phantom = differences(plain, "".join(piece.text for piece in reading.pieces))
    kinds: Counter[str] = Counter()
    for piece in reading.pieces:
        if piece.role == "furniture":
            kinds[piece.kind] += len(_tight(piece.text))
    return Audit(
        source=len(_tight(plain)),
        provisions=len(units),
        gone=tuple(gone),
        phantom=tuple(phantom),
        skipped=tuple(_skipped(units)),
        repeated=tuple(u.locator for u in units if _is_again(u, known)),
        empty=tuple(_empty(units)),
        furniture=dict(kinds),
    )


def differences(source: str, read: str) -> tuple[list[str], list[str]]:
    """Runs of `source` that `read` lacks, and of `read` that `source` lacks, white space left out of both.

    The texts are walked side by side; where they part, they are joined again at the nearest place where `ANCHOR`
    characters agree, so that the time is near linear in their length.
    """
    left, right = _tight(source), _tight(read)
    gone: list[str] = []
    phantom: list[str] = []
    i = j = 0
    while i < len(left) and j < len(right):
        same = _common(left, right, i, j)
        i, j = i + same, j + same
        if i >= len(left) or j >= len(right):
            break
        step = _rejoin(left, right, i, j)
        if step is None:
            break
        if step[0]:
            gone.append(left[i : i + step[0]])
        if step[1]:
            phantom.append(right[j : j + step[1]])
        i, j = i + step[0], j + step[1]
    return gone + [left[i:]] * (i < len(left)), phantom + [right[j:]] * (j < len(right))


def _common(left: str, right: str, i: int, j: int) -> int:
    """How many characters agree from here, doubling the stride while they do."""
    start, stride = i, 1024
    while left[i : i + stride] == right[j : j + stride] and i < len(left) and j < len(right):
        taken = min(stride, len(left) - i, len(right) - j)
        i, j = i + taken, j + taken
    while i < len(left) and j < len(right) and left[i] == right[j]:
        i, j = i + 1, j + 1
    return i - start


def _rejoin(left: str, right: str, i: int, j: int) -> tuple[int, int] | None:
    """How far to go on each side until they agree again; the fewest characters in all."""
    best: tuple[int, int] | None = None
    for skip in range(min(REACH, len(right) - j)):
        if best is not None and skip >= sum(best):
            break
        key = right[j + skip : j + skip + ANCHOR]
        limit = REACH if best is None else sum(best) - skip
        if len(key) == ANCHOR:
            at = left.find(key, i, i + limit + ANCHOR)
        else:  # so few are the last ones of both or agree by chance
            end = len(left) - len(key)
            at = end if i <= end <= i + limit and left.endswith(key) else -1
        if at >= 0 and (best is None or at - i + skip < sum(best)):
            best = (at - i, skip)
    return best


def _tight(text: str) -> str:
    return "".join(text.replace("\u00ad", "").replace("\u200b", "").split())


def _skipped(units: Sequence[Unit]) -> Iterator[str]:
    """Numbered places missing between two of one kind in one provision, by their would-be locator."""
    for above, kind, numbers in _families(units):
        for before, after in pairwise(numbers):
            a, b = _order(before, numbers), _order(after, numbers)
            if a is not None and b is not None and b > a + 1:
                yield f"{above}{kind}_{before} … {kind}_{after}"


def _families(units: Sequence[Unit]) -> Iterator[tuple[str, str, list[str]]]:
    found: dict[tuple[str, str], list[str]] = {}
    for unit in units:
        above, slash, last = unit.locator.rpartition("/")
        kind, _, number = last.partition("_")
        if kind in ("art", "par", "pnt", "rct"):
            found.setdefault((above + slash, kind), []).append(number)
    for (above, kind), numbers in found.items():
        yield above, kind, numbers


def _order(number: str, family: Sequence[str]) -> int | None:
    """The place of a number in its series: 7, g, vii. Numbers put in later (5a) have none."""
    if number.isdigit():
        return int(number)
    if "i" in family and all(one.islower() and roman_value(one) for one in family):
        return roman_value(number)
    return ord(number) - ord("a") + 1 if len(number) == 1 and "a" <= number <= "z" else None


def _is_again(unit: Unit, known: Set[str]) -> bool:
    base = re.sub(r"-\d+\Z", "", unit.locator)
    return base != unit.locator and base in known


def _empty(units: Sequence[Unit]) -> Iterable[str]:
    """Provisions without a text, a title or a provision inside them."""
    above = {unit.locator.rpartition("/")[0] for unit in units}
    return [u.locator for u in units if not u.text and not u.title and u.locator not in above]
