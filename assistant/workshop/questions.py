"""Questions made from facts: each form asks for one part of a sentence, and offers in its place that of other provisions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import Literal

from assistant.answer import Frozen, Statement
from assistant.cite import citation
from assistant.workshop.asking import Asks, Kind
from assistant.workshop.facts import Fact
from assistant.workshop.material import Material
from assistant.workshop.rivals import LOOKED_AT, Rival, at_level, gives_away
from assistant.workshop.wording import BLANK, blanked, can_replace, exchanged
from corpus.pincites import place

Level = Literal["easy", "medium", "hard"]
WEIGHED = 12  # terms whose meaning is compared for one question, those whose definitions are worded the most alike
PLAUSIBLE = 4  # of these, those nearest in meaning that may stand in a blank: nobody takes the rest for right
COMPARABLE = 5  # of the documents that do not say it, those nearest to saying it
MEANT = 0.28  # cosine similarity of two definitions from which one term may be an option beside the other
TAKEN = 0.4  # and from which it may be said in its place: a sentence alone shows sooner that it is absurd
WRONG = 3  # wrong options of a question
EASY, HARD = 0.865, 0.895  # how like the right place the wrong ones are, in the mean: thirds of what the corpus gives


class Option(Frozen):
    """What may be chosen, and the pin of the provision that it was taken from."""

    text: str
    pin: str


class Question(Frozen):
    """A question with its answer and the provision that decides it. `options` are in the order in which they are shown; of a
    short answer there are none. `answer` is the right option's text, “True”, “False”, or what to write; `accepted` are other
    ways to write it. `explanation` is the verbatim sentence. `swapped` is the pin that a false sentence took its part from.
    """

    kind: Kind
    asks: Asks
    difficulty: Level
    stem: str
    options: tuple[Option, ...]
    answer: str
    accepted: tuple[str, ...] = ()
    explanation: Statement
    pin: str
    pincite: str
    swapped: str = ""


def question(
    material: Material, fact: Fact, asks: Asks, kind: Kind, level: Level, chance: Random, is_true: bool = True
) -> Question | None:
    """A question about a fact, or none where the fact does not allow this form, or too few others are near it. `is_true` says
    what the answer of a true-false question is to be.
    """
    if asks == "document":
        rivals = material.documents_without(fact, chance)
    else:
        others = list(material.like(fact, asks))
        most = len(others) if asks == "term" else min(LOOKED_AT, len(others))
        rivals = material.rivals.untrue(fact, chance.sample(others, most))
    labels = {rival.row: _label(material, fact, rival, asks) for rival in rivals}
    right = _right(material, fact, asks)
    stem = _stem(material, fact, asks, right) if right else ""
    if not right or not stem:
        return None
    usable = [
        rival
        for rival in _distinct(rivals, labels, right, stem, asks)
        if _may_stand(material, fact, asks, kind, right, labels[rival.row], rival)
    ]
    if asks == "term":
        usable = material.near_in_meaning(fact, usable[:WEIGHED], TAKEN if kind == "true-false" else MEANT)[:PLAUSIBLE]
    elif asks == "document":
        usable = usable[:COMPARABLE]
    fewest = WRONG if kind == "choice" else 1
    if len(usable) < fewest:
        return None
    chosen = at_level(usable, level, fewest)
    made = _Making(material, fact, asks, kind, _difficulty(chosen))
    match kind:
        case "choice":
            return made.choice(stem, right, [(labels[one.row], one) for one in chosen], chance)
        case "true-false":
            return made.statement(labels[chosen[0].row], chosen[0], right, is_true)
        case "short":
            return made.short(stem, right)


class _Making:
    """Puts a question together once its parts are known."""

    def __init__(self, material: Material, fact: Fact, asks: Asks, kind: Kind, difficulty: Level) -> None:
        self._material, self._fact = material, fact
        index = material.index
        cited = citation(index, fact.provision, fact.sentence)
        self._asks: Asks = asks
        self._kind: Kind = kind
        self._difficulty: Level = difficulty
        self._explanation = Statement(text=fact.sentence, citations=(cited,))

    def choice(self, stem: str, right: str, wrong: Sequence[tuple[str, Rival]], chance: Random) -> Question:
        options = [Option(text=right, pin=str(self._fact.pin))]
        options += [Option(text=text, pin=str(rival.provision.pin)) for text, rival in wrong]
        chance.shuffle(options)
        return self._question(stem, right, tuple(options))

    def statement(self, other: str, rival: Rival, right: str, is_true: bool) -> Question | None:
        """A sentence to judge: the provision's own, or with one part of another in its place."""
        told = self._fact.sentence
        if not is_true:
            swapped = _swapped(self._material, self._fact, self._asks, right, other, rival)
            if swapped is None or swapped == told:
                return None
            told = swapped
        options = tuple(Option(text=text, pin=str(self._fact.pin)) for text in ("True", "False"))
        answer = "True" if is_true else "False"
        return self._question(told, answer, options, swapped="" if is_true else str(rival.provision.pin))

    def short(self, stem: str, right: str) -> Question:
        return self._question(stem, right, (), accepted=_accepted(self._material, self._fact, self._asks))

    def _question(
        self, stem: str, answer: str, options: tuple[Option, ...], swapped: str = "", accepted: tuple[str, ...] = ()
    ) -> Question:
        cited = self._explanation.citations[0]
        return Question(
            kind=self._kind, asks=self._asks, difficulty=self._difficulty, stem=stem, options=options, answer=answer,
            accepted=accepted, explanation=self._explanation, pin=cited.pin, pincite=cited.pincite, swapped=swapped,
        )  # fmt: skip


def _label(material: Material, fact: Fact, rival: Rival, asks: Asks) -> str:
    document = material.index.store.documents[rival.provision.pin.document]
    match asks:
        case "term":
            return material.terms[rival.provision.pin]
        case "number":
            return material.number_of(rival.row, fact)
        case "document":
            return material.titled(document.id)
        case "entry" | "place":
            return place(rival.provision.pin, document)


def _right(material: Material, fact: Fact, asks: Asks) -> str:
    document = material.index.store.documents[fact.pin.document]
    match asks:
        case "term":
            return material.term(fact)
        case "number":
            found = material.number(fact.sentence)
            return found[0] if found else ""
        case "document":
            return material.titled(document.id)
        case "entry" | "place":
            return place(fact.pin, document)


def _stem(material: Material, fact: Fact, asks: Asks, right: str) -> str:
    """What is asked; empty if the sentence without its answer still holds it."""
    match asks:
        case "term":
            masked = blanked(fact.sentence, right)
            return "" if masked is None else f"Which term is left out? “{masked}”"
        case "number":
            masked = material.with_number(fact.sentence, BLANK)
            return "" if gives_away(right, masked) else f"Which number is left out? “{masked}”"
        case "document":
            told = fact.rest.removeprefix("says that ")
            return f"Which of these documents says this? “{told[0].upper()}{told[1:]}.”"
        case "entry" | "place":
            what = material.called(fact.pin)
            of = f"of {material.named_in(fact)}"
            if fact.form == "does":
                return "" if re.match(r"names \w+ing\b", fact.rest) else f"Which {what} {of} {fact.rest}?"
            return f"Which {what} {of} says this? “{fact.rest}.”"


def _may_stand(material: Material, fact: Fact, asks: Asks, kind: Kind, right: str, other: str, rival: Rival) -> bool:
    """Whether a part of another provision reads well beside or in place of a fact's own: a term used as its own
    is; in a sentence to judge a place of the same kind.
    """
    if asks == "term":
        return can_replace(fact.sentence, right, rival.provision.text, other)
    if kind == "true-false" and asks in ("entry", "place"):
        theirs = material.words_for(rival.row)
        return theirs is not None and _first(theirs) == _first(fact.place)
    return True


def _first(words: str) -> str:
    """The first word of a place, without an article."""
    return re.sub(r"^(?:the|a) ", "", words, flags=re.IGNORECASE).split()[0].casefold()


def _swapped(material: Material, fact: Fact, asks: Asks, right: str, other: str, rival: Rival) -> str | None:
    """The sentence with a part of another provision in place of its own."""
    match asks:
        case "term":
            return exchanged(fact.sentence, right, other)
        case "number":
            return material.with_number(fact.sentence, other)
        case "entry" | "place":
            theirs = material.words_for(rival.row)
            if theirs is None:
                return None
            first = theirs[0].upper() if fact.place[0].isupper() or theirs.startswith("ECCN") else theirs[0].lower()
            return fact.sentence.replace(fact.place, first + theirs[1:], 1)
        case "document":
            return None


def _accepted(material: Material, fact: Fact, asks: Asks) -> tuple[str, ...]:
    if asks in ("entry", "place"):
        return (material.pincite(fact.pin),)
    return ()


def _distinct(rivals: Iterable[Rival], labels: Mapping[int, str], right: str, stem: str, asks: Asks) -> Iterator[Rival]:
    """Rivals whose labels differ from the right one and from each other, and do not stand in the stem; a term or a document
    must not be a part of another either.
    """
    taken = {right.casefold()}
    for rival in rivals:
        label = labels[rival.row]
        folded = label.casefold()
        is_taken = folded in taken
        if asks in ("term", "document"):
            is_taken = any(folded in known or known in folded for known in taken)
        if label and not is_taken and not gives_away(label, stem):
            taken.add(folded)
            yield rival


def _difficulty(chosen: Sequence[Rival]) -> Level:
    mean = sum(one.alike for one in chosen) / len(chosen)
    return "easy" if mean < EASY else "medium" if mean < HARD else "hard"
