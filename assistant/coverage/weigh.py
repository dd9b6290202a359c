"""Weighs each element of a control text against a description: for, against, or unknown, with the words that say so.

What an element asks for and a description says in words that are known for it (`facts.yaml`) counts first. Of the rest, a
condition is spoken for where its provision comes nearer to a sentence of the description than most provisions of all lists
do and a part of the description says some of its words, or says them clearly; it is spoken against where a denial says them.
An exclusion is the narrower thing: its provision must be among the very nearest to the whole, and a part must say its words
clearly. Numbers are compared as numbers. The rest is unknown.
The thresholds were chosen on the development descriptions of `evals/covered`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assistant.coverage.description import Description, Part
from assistant.coverage.elements import Element, is_general
from assistant.coverage.facts import Listener, asked_for
from assistant.coverage.likeness import Ear
from assistant.coverage.quantities import Size, sizes
from assistant.view import View
from indexer.opened import Index

Verdict = Literal["for", "against", "unknown"]
Why = Literal["says", "denies", "measures", "differs", "stated", ""]

NEAR = 0.88  # share of the lists' provisions that come less near to a sentence than a condition's does
FAINT = 0.12  # likeness below which nothing is said, however near the provision is
SAYS = 0.185  # likeness from which a part says what an element says
DENIES = 0.12  # likeness from which a denial denies it,
CLOSE = 0.02  # if no affirmation is nearer by more than this
RELEASED = 0.97  # nearness to the whole description that an exclusion needs, beside what `SAYS` asks
CLEAR = 0.20  # likeness from which a standing may rest on it
_TURNED = re.compile(
    r"\b(?:no|not|without|avoid|defeat\w*|circumvent\w*|bypass\w*|weaken\w*|prevent\w*|other than|outside|limited to|only)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """An element and its verdict. `quote` are the description's words that it rests on; `why` is how: they say so, deny it,
    measure it, or say what the item is instead ("differs"); or somebody stated it when asked.
    """

    element: Element
    verdict: Verdict
    quote: str = ""
    why: Why = ""
    likeness: float = 0.0

    @property
    def is_clear(self) -> bool:
        """Whether the words are plain enough to rest a standing on; else they are a hint to be asked about."""
        return self.why == "measures" or self.why == "stated" or self.likeness >= CLEAR


class Scales:
    """A description made ready for weighing: each sentence encoded once, and how near each provision of the lists is."""

    def __init__(self, index: Index, seen: View, description: Description) -> None:
        self._index, self._description = index, description
        sentences = [index.late.question(sentence) for sentence in description.sentences]
        self._asked = [*sentences, *(index.late.question(window) for window in description.windows())]
        self._sentences = len(sentences)
        lists = [row for row in index.store.matching(kind=["list"], newest=["1"]) if seen.searched[row]]
        rows = list(index.store.places(lists))
        self._scores = index.late_each(self._asked, rows)
        self._row = {row: n for n, row in enumerate(rows)}
        self._ear = Ear(index, rows)
        self._listener = Listener(description)
        self._sizes = [(size, part) for part in description.parts for size in sizes(part.words)]

    def near(self, row: int) -> float:
        """The share of all provisions of the lists that come less near to some sentence than this one."""
        return float(self._shares(row)[: self._sentences].max(initial=0.0))

    def near_whole(self, row: int) -> float:
        """The same for the description as a whole (the best of its windows)."""
        return float(self._shares(row)[self._sentences :].max(initial=0.0))

    def is_described(self, row: int) -> bool:
        """Whether a provision is among the very nearest to the whole description."""
        return self.near_whole(row) >= RELEASED

    def nearest_sentence(self, row: int) -> str:
        """The sentence of the description that a provision comes nearest to."""
        return self._description.sentences[int(np.argmax(self._shares(row)[: self._sentences]))]

    def _shares(self, row: int) -> NDArray[np.float32]:
        if row not in self._row:
            self._row[row] = len(self._scores)
            self._scores = np.concatenate([self._scores, self._index.late_each(self._asked, [row])])
        return np.asarray((self._scores < self._scores[self._row[row]]).mean(axis=0), dtype=np.float32)

    def weigh(self, element: Element, instead: str) -> Weighed:
        """The verdict on one element. `instead` are the words that say what the item is and does."""
        if not self._description.parts:
            return Weighed(element, "unknown")
        measured = self._measured(element)
        if measured is not None:
            return measured
        fact = asked_for(element.words)
        if fact is not None and (heard := self._listener.heard(fact)).verdict != "unknown":
            [likeness] = self._ear.likeness(element.words, [heard.quote])
            return Weighed(
                element, heard.verdict, heard.quote, "says" if heard.verdict == "for" else "denies", likeness
            )
        if fact is not None and (fact.silent or (fact.all and element.role != "exclusion")):
            return Weighed(element, "unknown")  # no likeness stands in for words on a sale, or for all of several facts
        if element.role == "exclusion":
            return self._exclusion(element, instead)
        near = self.near(element.row) >= NEAR
        if not near and not element.needed:
            return Weighed(element, "unknown")
        said, denied = self._said(element)
        turned = bool(_TURNED.search(element.words))
        if element.role == "condition" and not turned and not is_general(element.words) and _denies(said, denied):
            return Weighed(element, "against", denied[1], "denies", denied[0])
        best = max(said, denied) if turned else said
        if best[0] >= (FAINT if near else SAYS):
            return Weighed(element, "for", best[1], "says", best[0])
        return Weighed(element, "unknown")

    def _exclusion(self, element: Element, instead: str) -> Weighed:
        if self.is_described(element.row):
            said, denied = self._said(element)
            turned = bool(_TURNED.search(element.words))
            best = max(said, denied) if turned else said
            if best[0] >= SAYS:
                return Weighed(element, "for", best[1], "says", best[0])
            if not turned and _denies(said, denied):
                return Weighed(element, "against", denied[1], "denies")
        return Weighed(element, "against", instead, "differs") if instead else Weighed(element, "unknown")

    def _said(self, element: Element) -> tuple[tuple[float, str], tuple[float, str]]:
        """The best likeness to an element among what the description affirms, and among what it denies, with the words."""
        parts = self._description.parts
        found = self._ear.likeness(element.words, [part.words for part in parts])
        pairs = [(likeness, part) for likeness, part in zip(found, parts, strict=True)]
        return _best(pairs, denies=False), _best(pairs, denies=True)

    def _measured(self, element: Element) -> Weighed | None:
        """The verdict of the numbers of an element; `None` if it has no limit of a kind that can be compared."""
        limits = [size for size in sizes(element.words) if size.relation != "="]
        verdicts: list[tuple[Verdict, str]] = []
        for kind in dict.fromkeys(limit.kind for limit in limits):
            bounds = [limit for limit in limits if limit.kind == kind]
            values = [(size, part) for size, part in self._sizes if size.kind == kind]
            verdicts.append(_compared(bounds, values, " or " in element.words))
        for wanted in ("against", "unknown", "for"):
            for verdict, quote in verdicts:
                if verdict == wanted:
                    return Weighed(element, verdict, quote, "measures" if quote else "")
        return None


def _denies(said: tuple[float, str], denied: tuple[float, str]) -> bool:
    return denied[0] >= max(DENIES, said[0] - CLOSE)


def _best(pairs: Sequence[tuple[float, Part]], denies: bool) -> tuple[float, str]:
    return max(((likeness, part.words) for likeness, part in pairs if part.denies == denies), default=(0.0, ""))


def _compared(bounds: Sequence[Size], values: Sequence[tuple[Size, Part]], either: bool) -> tuple[Verdict, str]:
    for value, part in values:
        if (any if either else all)(bound.admits(value) for bound in bounds):
            return "for", part.words
    return ("against", values[0][1].words) if values else ("unknown", "")
