"""What a row of a comparison is about: a point, the question that finds it, and when a sentence speaks of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from indexer.lexical import words

Pattern = re.Pattern[str]
_ANNOUNCES = re.compile(
    r"\b(?:governs|deals with|contains|lists|(?:says|sets out) (?:who|what|which|how|when))\b", re.IGNORECASE
)


class Point(Protocol):
    """A point on which treatments differ. `asks` finds its provisions and names no jurisdiction; `least` is how well a
    sentence must fit it (`assistant.compare.cell`).
    """

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def asks(self) -> str: ...
    @property
    def least(self) -> float: ...

    def may_be_spoken_of(self, sentence: str) -> bool:
        """Whether a sentence says what it takes, whatever it stands under; for sorting out before what costs more."""
        ...

    def is_spoken_of(self, sentence: str, titles: str, /) -> bool:
        """Whether a sentence speaks of the point; `titles` are those that it stands under."""
        ...


@dataclass(frozen=True, slots=True)
class KnownPoint:
    """A point written down beforehand (`topics.yaml`).

    A sentence speaks of it if all patterns of one of `says` are found in it, one of `within` in it or in a title that it
    stands under (if there are any), and none of `unless` in it.
    """

    id: str
    title: str
    asks: str
    says: tuple[tuple[Pattern, ...], ...]
    within: tuple[Pattern, ...] = ()
    unless: tuple[Pattern, ...] = ()
    least: float = 0.75

    def may_be_spoken_of(self, sentence: str) -> bool:
        return any(all(part.search(sentence) for part in parts) for parts in self.says)

    def is_spoken_of(self, sentence: str, titles: str, /) -> bool:
        return (
            self.may_be_spoken_of(sentence)
            and (not self.within or any(part.search(f"{titles}\n{sentence}") for part in self.within))
            and not any(part.search(sentence) for part in self.unless)
        )


@dataclass(frozen=True, slots=True)
class FoundPoint:
    """A point found in a provision, whose title names it. `id` is its pin; empty for the topic itself.

    A sentence speaks of it if it names the topic, has enough of the `words` of the point, and says more than what a part of a
    text is about.
    """

    id: str
    title: str
    asks: str
    names: Callable[[str], bool]
    words: frozenset[str]
    least: float = 0.875
    share: float = 0.6

    def may_be_spoken_of(self, sentence: str) -> bool:
        enough = len(self.words.intersection(words(sentence))) >= self.share * len(self.words)
        return enough and not _ANNOUNCES.search(sentence) and self.names(sentence)

    def is_spoken_of(self, sentence: str, _titles: str, /) -> bool:
        # What a sentence stands under is not enough.
        return self.may_be_spoken_of(sentence)


_ANNOUNCES = re.compile(
    r"\b(?:governs|deals with|contains|lists|(?:says|sets out) (?:who|what|which|how|when))\b", re.IGNORECASE
)
