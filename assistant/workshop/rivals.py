"""What may stand beside the right answer: another provision of the same kind, of which the sentence is not true."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from assistant.workshop.facts import Fact
from corpus.pins import Pin
from corpus.provisions import Provision
from indexer.lexical import terms
from indexer.opened import Index

ALIKE = 0.95  # a provision whose nearest sentence is at least as like says the same, perhaps in other words
SHARED = 0.60  # as does one that has this share of the sentence's words and pairs of words
LOOKED_AT = 24  # provisions compared for one question

_LEVELS = {"easy": 0.0, "medium": 0.5, "hard": 1.0}


@dataclass(frozen=True, slots=True)
class Rival:
    """Another provision, and how like the sentence asked about its nearest sentence is, from 0 to 1."""

    row: int
    provision: Provision
    alike: float


class Rivals:
    """Compares facts with other provisions of one index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._terms: dict[str, frozenset[str]] = {}
        self._families: dict[Pin, frozenset[str]] = {}

    def untrue(self, fact: Fact, others: Iterable[tuple[int, Provision]]) -> list[Rival]:
        """Of other provisions, those of which a fact is not true, the most alike first."""
        found = [self._rival(fact, row, provision) for row, provision in others]
        return sorted((one for one in found if one is not None), key=lambda one: (-one.alike, one.row))

    def _rival(self, fact: Fact, row: int, provision: Provision) -> Rival | None:
        pin, other = fact.pin, provision.pin
        if pin == other or pin.is_within(other) or other.is_within(pin):
            return None
        if other in fact.provision.see or pin in provision.see or self._siblings(pin) & self._siblings(other):
            return None
        if self.says_as_much(fact, provision):
            return None
        alike = self.alike(fact, row)
        return Rival(row, provision, alike) if alike < ALIKE else None

    def says_as_much(self, fact: Fact, provision: Provision) -> bool:
        """Whether a provision has so many of a fact's words that it may say the same."""
        return _share(self._terms_of(fact.rest), self._terms_of(provision.text)) >= SHARED

    def _terms_of(self, text: str) -> frozenset[str]:
        if text not in self._terms:
            self._terms[text] = frozenset(terms(text))
        return self._terms[text]

    def alike(self, fact: Fact, row: int) -> float:
        """How like a fact the nearest sentence of a provision is (`LateIndex.likeness`)."""
        try:
            found = self._index.likeness(fact.row, fact.number, row)
        except (KeyError, ValueError):  # a provision, or a sentence of it, that has no token vectors
            return 1.0
        return max((float(value) for value in found.values() if np.isfinite(value)), default=1.0)

    def _siblings(self, pin: Pin) -> frozenset[str]:
        """The families of corresponding entries that a pin, or what it is part of, belongs to."""
        if pin not in self._families:
            chain = (pin, *pin.ancestors)
            self._families[pin] = frozenset(family.id for at in chain for family in self._index.store.families(at))
        return self._families[pin]


def shared(sentence: str, text: str) -> float:
    """The share of a sentence's words that a text has, by stem and without stop words."""
    return _share(frozenset(terms(sentence)), frozenset(terms(text)))


def _share(asked: frozenset[str], had: frozenset[str]) -> float:
    return len(asked & had) / len(asked) if asked else 1.0


def at_level(rivals: list[Rival], level: str, most: int) -> list[Rival]:
    """So many rivals as alike as a difficulty asks: hard the most alike, easy the least."""
    start = round((1 - _LEVELS[level]) * max(0, len(rivals) - most))
    return rivals[start : start + most]


def gives_away(option: str, stem: str) -> bool:
    """Whether an option's own words stand in the stem, so that it is found, or ruled out, by reading."""
    return re.search(rf"(?<!\w){re.escape(option)}(?:e?s)?(?!\w)", stem, re.IGNORECASE) is not None
