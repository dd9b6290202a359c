"""Quizzes: questions on a topic or on documents, each answer at another place, the same for the same seed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest
from random import Random
from typing import get_args

from assistant.answer import Citation, CorpusState, Frozen, Note
from assistant.cite import on_editions, state
from assistant.verify import holds
from assistant.workshop.asking import Asks, Kind, possible
from assistant.workshop.facts import Fact
from assistant.workshop.material import Material
from assistant.workshop.questions import Level, Question, question
from assistant.workshop.topic import Topic
from corpus.errors import UsageError

MOST = 200  # questions of one quiz
KINDS: tuple[Kind, ...] = get_args(Kind)
LEVELS: tuple[Level, ...] = get_args(Level)
_ROUND: dict[Kind, tuple[Asks, ...]] = {  # what one round asks for, as often as it stands here
    "choice": ("term", "entry", "place", "number", "place", "entry", "place", "document"),
    "true-false": ("place", "entry", "term", "place", "number", "entry"),
    "short": ("place", "entry", "term", "place", "number", "entry"),
}


class Quiz(Frozen):
    """Questions in the order in which they are asked, on a topic if one was given."""

    title: str
    topic: str
    seed: int
    questions: tuple[Question, ...]
    notes: tuple[Note, ...]
    corpus: CorpusState


def quiz(
    material: Material,
    topic: Topic,
    number: int = 10,
    kinds: Sequence[Kind] = KINDS,
    level: Level | None = None,
    seed: int = 0,
) -> Quiz:
    """So many questions, or as many as there are; the notes then say so. Raises `UsageError` for none asked for."""
    if number < 1:
        raise UsageError(f"A quiz of {number} questions is none; ask for at least one, for example 10.")
    wanted = min(number, MOST)
    chance = Random(seed)
    made = tuple(islice(_Rounds(material, topic, kinds, level, chance), wanted))
    if not made:
        raise UsageError(
            f"The corpus gives no such question{topic.on()}; widen the topic, the kinds or the difficulty."
        )
    notes = list(topic.notes)
    if len(made) < number:
        why = (
            f"at most {MOST} are made at once" if number > MOST and len(made) == MOST else "there are no more that hold"
        )
        notes.append(Note(code="fewer", text=f"{number:,} questions were asked for; these are {len(made)}: {why}."))
    notes += on_editions(material.index, (c for one in made for c in one.explanation.citations))
    title = f"Quiz{topic.on()}"
    return Quiz(
        title=title, topic=topic.written, seed=seed, questions=made, notes=tuple(notes), corpus=state(material.index)
    )


class _Rounds:
    """Makes questions in rounds, each kind and form in turn, each fact used once, until no fact is left."""

    def __init__(
        self, material: Material, topic: Topic, kinds: Sequence[Kind], level: Level | None, chance: Random
    ) -> None:
        self._material, self._level, self._chance = material, level, chance
        self._turns = [[(kind, asks) for asks in _ROUND[kind]] for kind in dict.fromkeys(kinds)]
        self._waiting: dict[tuple[Kind, Asks], deque[Fact]] = {turn: deque() for turns in self._turns for turn in turns}
        for fact in topic.order(material.facts, chance):
            for kind in kinds:
                for asks in possible(material, fact, kind):
                    self._waiting[kind, asks].append(fact)
        self._used: set[tuple[int, int]] = set()
        self._places: set[str] = set()
        self._answers: set[tuple[str, str]] = set()
        self._truths = self._deal()

    def __iter__(self) -> Iterator[Question]:
        while any(self._waiting.values()):
            for turns in self._turns:
                self._chance.shuffle(turns)
            for turn in (one for together in zip_longest(*self._turns) for one in together if one is not None):
                if (made := self._next(*turn)) is not None:
                    yield made

    def _next(self, kind: Kind, asks: Asks) -> Question | None:
        """The next question of a kind and form; none when its facts are used up."""
        waiting = self._waiting[kind, asks]
        while waiting:
            fact = waiting.popleft()
            if (fact.row, fact.number) in self._used:
                continue
            level: Level = self._chance.choice(LEVELS) if self._level is None else self._level
            made = question(self._material, fact, asks, kind, level, self._chance, self._truths[-1])
            if made is None or self._level not in (None, made.difficulty) or not self._is_new(made):
                continue
            self._used.add((fact.row, fact.number))
            if kind == "true-false":
                self._truths.pop()
                self._truths = self._truths or self._deal()
            return made
        return None

    def _deal(self) -> list[bool]:
        """One true sentence to come and one false, in an order that nobody can count on: also a short quiz is even."""
        return self._chance.sample([True, False], 2)

    def _is_new(self, made: Question) -> bool:
        """Whether neither the place nor, but for sentences to judge, the right words were asked for before."""
        answer = (made.asks, made.answer.casefold())
        is_known = made.kind != "true-false" and answer in self._answers
        if is_known or made.pin in self._places or not all(map(self._holds, made.explanation.citations)):
            return False
        self._places.add(made.pin)
        self._answers.add(answer)
        return True

    def _holds(self, cited: Citation) -> bool:
        return holds(cited, self._material.index.store)
