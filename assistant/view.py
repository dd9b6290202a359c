"""Which provisions may answer: of the editions in force on a date, within the filters, each pin seen once.

Where both layers hold a pin, the digest is searched and speaks in plain language, and the official text is quoted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from assistant.filters import Filters
from corpus.library import current_of
from corpus.pins import Pin
from corpus.provisions import Edition, Provision
from indexer.opened import Index
from indexer.store import Store


@dataclass(frozen=True, slots=True)
class View:
    """Masks over all rows: those that may answer, and of them those that a search looks at."""

    store: Store
    allowed: NDArray[np.bool_]
    searched: NDArray[np.bool_]

    def row(self, pin: Pin) -> int | None:
        """The row of a pin that is searched and composed from: the digest's where there is one with text."""
        return next((row for row in self.store.rows(pin) if self.allowed[row]), None)

    def official(self, restated: Provision) -> int | None:
        """The row of the official text that a provision restates: of its pin and edition, if it is held and not empty."""
        rows = [row for row in self.store.rows(restated.pin, restated.edition, layer="official") if self.allowed[row]]
        return next((row for row, p in self.store.provisions(rows).items() if p.text), None)

    def inside(self, pin: Pin) -> list[int]:
        """The rows right under a pin (or a document), one for each pin, in order."""
        known: dict[str, list[int]] = {}
        for row, name in self.store.children(pin):
            if self.allowed[row]:
                known.setdefault(name, []).append(row)
        return [found for name in known if (found := self.row(Pin.parse(name))) is not None]


@lru_cache(maxsize=64)
def view(index: Index, filters: Filters, years: tuple[str, ...] = ()) -> View:
    """The view of a question: editions in force on `filters.as_of` (now unless given), and any of a year that it names.

    An index does not change once it is open, so its views are kept.
    """
    allowed = np.zeros(index.manifest.provisions, dtype=bool)
    wanted = filters.wanted()
    if filters.as_of:
        for edition in in_force(index.store.editions(), filters.as_of):
            _allow(allowed, index.store, edition, wanted)
    else:
        allowed[index.store.matching(newest=["1"], **wanted)] = True
    for edition in index.store.editions():
        if not filters.as_of and edition.date[:4] in years and index.store.is_older(edition.document, edition.date):
            _allow(allowed, index.store, edition, wanted)
    searched = allowed.copy()
    searched[index.store.matching(quoted_only=["1"])] = False
    return View(index.store, allowed, searched)


def in_force(editions: Sequence[Edition], date: str) -> list[Edition]:
    """Of each document, the editions that answered on a date (2025-11-15, 2025-11 or 2025); none if all are later.

    An edition of which only the month or year is known counts from its first day; so a bare year asks for its end.
    """
    last = f"{date}~"  # sorts after every date that begins so
    ordered = sorted(editions, key=lambda e: e.document)
    return [
        edition
        for _, of in groupby(ordered, key=lambda e: e.document)
        for edition in current_of([e for e in of if e.date <= last])
    ]


def _allow(allowed: NDArray[np.bool_], store: Store, edition: Edition, wanted: dict[str, list[str]]) -> None:
    if edition.document in wanted.get("document", [edition.document]):
        of = {"document": [edition.document], "edition": [edition.date], "layer": [str(edition.layer)]}
        allowed[store.matching(**{**wanted, **of})] = True
