"""Makes workshop material from what was asked for in words: the command line, the page and programs all go through here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, TypeVar, get_args

from assistant.filters import Filters, read_filters
from assistant.paper import Paper
from assistant.workshop.cards import CARD_KINDS, Cards, cards
from assistant.workshop.handout import Handout, handout
from assistant.workshop.material import Material
from assistant.workshop.pages import READERS, Reader, cards_paper, handout_paper, quiz_paper, scenario_paper
from assistant.workshop.quiz import KINDS, LEVELS, Quiz, quiz
from assistant.workshop.scenario import Scenarios, scenarios
from assistant.workshop.topic import read_topic
from corpus.errors import UsageError
from indexer.opened import Index

Make = Literal["quiz", "cards", "handout", "scenario"]
MAKES: tuple[Make, ...] = get_args(Make)
NUMBERS: dict[Make, int] = {"quiz": 10, "cards": 24, "scenario": 1}  # how many are made unless a number is given

T = TypeVar("T", bound=str)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be made, as a user writes it. Empty means: of everything, as many as usual, of all kinds, mixed."""

    make: str
    topic: str = ""
    documents: Sequence[str] = ()
    jurisdictions: Sequence[str] = ()
    number: int | None = None
    difficulty: str = ""
    kinds: Sequence[str] = ()
    seed: int = 0
    reader: str = "both"


@dataclass(frozen=True, slots=True)
class Made:
    """Material, and the paper that it is handed out as."""

    make: Make
    reader: Reader
    result: Quiz | Cards | Handout | Scenarios
    paper: Paper


def make(index: Index, asked: Asked) -> Made:
    """The material asked for. Raises `UsageError` for a word that is not known, or if the corpus has nothing on the topic."""
    kind, reader = _one(asked.make, MAKES, "kind of material"), _one(asked.reader, READERS, "group of readers")
    filters = read_filters(index.store.documents, asked.jurisdictions, (), asked.documents)
    number = NUMBERS.get(kind, 0) if asked.number is None else asked.number
    today = date.today().isoformat()
    match kind:
        case "quiz":
            kinds = _several(asked.kinds, KINDS, "kind of question")
            level = _one(asked.difficulty, LEVELS, "difficulty") if asked.difficulty else None
            topic = read_topic(index, asked.topic, filters)
            made = quiz(material(index), topic, number, kinds, level, asked.seed)
            return Made(kind, reader, made, quiz_paper(made, today, reader))
        case "cards":
            sorts = _several(asked.kinds, CARD_KINDS, "kind of card")
            topic = read_topic(index, asked.topic, filters)
            dealt = cards(material(index), topic, number, sorts, asked.seed)
            return Made(kind, reader, dealt, cards_paper(dealt, today, reader))
        case "handout":
            handed = _handout(index, asked.topic, filters)
            return Made(kind, reader, handed, handout_paper(handed, today, reader))
        case "scenario":
            told = scenarios(index, filters, number, asked.seed)
            return Made(kind, reader, told, scenario_paper(told, today, reader))


@lru_cache(maxsize=1)
def material(index: Index) -> Material:
    """The material of an index: reading it takes half a second, and a page makes many things of it."""
    return Material(index)


def _handout(index: Index, topic: str, filters: Filters) -> Handout:
    words = " ".join(topic.split())
    if not words:
        raise UsageError("A handout needs a topic, for example “cloud transfers”.")
    read_topic(index, words, filters)
    return handout(index, words, filters)


def _one(written: str, known: Sequence[T], what: str) -> T:
    for one in known:
        if one == written.strip().lower():
            return one
    raise UsageError(f"“{written}” is not a {what}; there are {', '.join(known)}.")


def _several(written: Sequence[str], known: Sequence[T], what: str) -> Sequence[T]:
    parts = [part for value in written for part in value.split(",") if part.strip()]
    return [_one(part, known, what) for part in parts] or known
