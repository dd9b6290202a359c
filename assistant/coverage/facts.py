"""The facts that control texts ask for, and what a description says of each, in exporters' own words (`facts.yaml`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from assistant.coverage.description import NO, Description, Part
from corpus.yamls import SafeLoader

_FILE = Path(__file__).parent / "facts.yaml"
_GAP = r"(?:[^\w;:]+\w+){0,5}?"  # "…": up to five words of the same clause or the next
_MADE_FOR = re.compile(
    r"\b(?:made|built|written|wrote|developed|designed|created|meant|intended|specially|only|used?|purpose)\b",
    re.IGNORECASE,
)
_ON_IT = re.compile(r"\b(?:that|which|who|whose|where)\b")
Said = Literal["for", "against", "unknown"]


class Fact(BaseModel):
    """A fact: how control texts ask for it and how descriptions say it. See the head of `facts.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    asks: tuple[str, ...]
    says: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    purpose: bool = False
    silent: bool = False
    term: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a description says of a fact, and in which words."""

    verdict: Said
    quote: str = ""


_NOTHING = Heard("unknown")


@lru_cache(maxsize=1)
def facts() -> dict[str, Fact]:
    """Every fact by its id, in the order of the file."""
    read = (Fact.model_validate(one) for one in yaml.load(_FILE.read_text(encoding="utf-8"), Loader=SafeLoader))
    return {fact.id: fact for fact in read}


def asked_for(words: str) -> Fact | None:
    """The fact that an element of a control text asks for."""
    return next((fact for fact in facts().values() if fact.asks and _asks(fact.id).search(words)), None)


class Listener:
    """Hears facts in one description."""

    def __init__(self, description: Description) -> None:
        self._sentences = description.sentences
        self._parts: dict[int, list[tuple[int, Part]]] = {}
        at: dict[int, int] = {}
        for part in description.parts:
            start = description.sentences[part.sentence].find(part.words, at.get(part.sentence, 0))
            at[part.sentence] = start + len(part.words)
            self._parts.setdefault(part.sentence, []).append((start, part))
        self._heard: dict[str, Heard] = {}

    def heard(self, fact: Fact) -> Heard:
        """What the description says of a fact."""
        if fact.id not in self._heard:
            self._heard[fact.id] = _NOTHING  # a fact that leads back to itself says nothing more
            self._heard[fact.id] = self._hear(fact)
        return self._heard[fact.id]

    def terms(self) -> list[str]:
        """Words of the control texts for what the description says."""
        said = (fact for fact in facts().values() if fact.term and self.heard(fact).verdict == "for")
        return [fact.term for fact in said]

    def _hear(self, fact: Fact) -> Heard:
        for words, _ in self._found(fact.instead, denied=False):
            return Heard("against", words)
        for words, _ in self._found(fact.says, denied=False):
            return Heard("for", words)
        if fact.all:
            return _together([self.heard(facts()[one]) for one in fact.all], self._unless(fact))
        one_of = [self.heard(facts()[one]) for one in fact.any]
        for verdict in ("for", "against"):
            for heard in one_of:
                if heard.verdict == verdict:
                    return heard
        for words, _ in self._found(fact.says, denied=True):
            return Heard("against", words)
        return self._made_for_else(fact) if fact.purpose else _NOTHING

    def _unless(self, fact: Fact) -> Heard | None:
        return next((h for one in fact.unless if (h := self.heard(facts()[one])).verdict == "for"), None)

    def _made_for_else(self, fact: Fact) -> Heard:
        """Made for one purpose, an item was not made for another."""
        for other in facts().values():
            if other.purpose and other.id != fact.id:
                for words, sentence in self._found(other.says, denied=False):
                    if _MADE_FOR.search(self._sentences[sentence]):
                        return Heard("against", words)
        return _NOTHING

    def _found(self, phrases: Iterable[str], denied: bool) -> Iterator[tuple[str, int]]:
        """The parts that say a phrase, and their sentence; `denied` chooses those that deny it. A "not" inside the phrase is
        no denial of it.
        """
        for phrase in phrases:
            pattern, negative = _pattern(phrase)
            for number, sentence in enumerate(self._sentences):
                for match in pattern.finditer(sentence):
                    over = [
                        (start, part)
                        for start, part in self._parts.get(number, ())
                        if start < match.end() and match.start() < start + len(part.words)
                    ]
                    if over and denied != (negative or not any(_denies(part, match, start) for start, part in over)):
                        yield over[0][1].words, number


def _denies(part: Part, match: re.Match[str], start: int) -> bool:
    """Whether a part denies what it says there: not by a "not" in a clause on it ("an agent that scanners do not
    recognise").
    """
    if not part.denies:
        return False
    end = max(0, match.end() - start)
    first = NO.search(part.words)
    return not (first and first.start() >= end and _ON_IT.search(part.words[end : first.start()]))


def _together(heard: list[Heard], otherwise: Heard | None) -> Heard:
    verdicts = [one.verdict for one in heard]
    if "against" in verdicts:
        return heard[verdicts.index("against")]
    if otherwise is not None:
        return Heard("against", otherwise.quote)
    return _NOTHING if "unknown" in verdicts else heard[-1]


@lru_cache(maxsize=512)
def _asks(name: str) -> re.Pattern[str]:
    return re.compile("|".join(facts()[name].asks), re.IGNORECASE)


@lru_cache(maxsize=2048)
def _pattern(phrase: str) -> tuple[re.Pattern[str], bool]:
    """A phrase as a regular expression ("*" the rest of a word, "…" up to five words between), and whether it has a "not" of
    its own.
    """
    written = re.sub(r"\s*…\s*(?=$|\))", "", " ".join(phrase.split()))
    written = written.replace(" * ", r" \w+ ").replace("*", r"[\w\-]*")
    written = re.sub(r"\s*…\s*", lambda _: _GAP + r"[^\w;:]+", written)
    pattern = re.compile(rf"(?<![\w\-])(?:{written.replace(' ', '[^A-Za-z0-9;:]+')})(?!\w)", re.IGNORECASE)
    return pattern, bool(NO.search(phrase.replace("|", " ")))
