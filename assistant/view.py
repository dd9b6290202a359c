"""Which provisions may answer: of the editions in force on a date, within the filters, each pin seen once.

Where both layers hold a pin, the digest is searched and speaks in plain language, and the official text is quoted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from assistant.filters import Filters
from corpus.library import current_of
from corpus.pins import Pin
from corpus.provisions import Edition, Provision
from indexer.opened import Index
from indexer.store import Span, Store

REMEMBERED = 64  # views of an index kept ready: each has two bytes for every provision


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


_Masks = tuple[NDArray[np.bool_], NDArray[np.bool_]]
_KNOWN: WeakKeyDictionary[Store, dict[tuple[Filters, tuple[Span, ...]], _Masks]] = WeakKeyDictionary()


def view(index: Index, filters: Filters, years: Sequence[str] = ()) -> View:
    """The view of a question: editions in force on `filters.as_of` (now unless given), and any of a year that it names."""
    store = index.store
    older = () if filters.as_of else tuple(span for span in store.older if span.date[:4] in years)
    known = _KNOWN.setdefault(store, {})
    masks = known.get((filters, older))
    if masks is None:
        masks = _masks(store, filters, older)
        if len(known) >= REMEMBERED:
            known.clear()
        known[filters, older] = masks
    return View(store, *masks)


def _masks(store: Store, filters: Filters, older: Iterable[Span]) -> _Masks:
    """What may answer and what is searched, as arrays that nothing can change: many questions share them."""
    allowed = np.zeros(store.count(), dtype=bool)
    for span in (*_answering(store, filters.as_of), *older):
        allowed[span.rows] = filters.want(store.documents[span.document])
    searched = allowed.copy()
    searched[store.quoted_only] = False
    allowed.setflags(write=False)
    searched.setflags(write=False)
    return allowed, searched


def _answering(store: Store, as_of: str) -> Iterable[Span]:
    if not as_of:
        return (span for span in store.spans if span.newest)
    there = {(e.document, e.date, e.layer) for e in in_force(store.editions(), as_of)}
    return (span for span in store.spans if (span.document, span.date, span.layer) in there)


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
