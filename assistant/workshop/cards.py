"""Flash cards: a term and its definition, an entry and what it covers, a commitment or good practice and its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Literal, get_args

from assistant.answer import CorpusState, Frozen, Note, Statement
from assistant.cite import citation, on_editions, state
from assistant.verify import verified
from assistant.workshop.facts import Fact
from assistant.workshop.material import Material
from assistant.workshop.topic import Topic
from corpus.errors import UsageError

MOST = 300
CardKind = Literal["term", "entry", "commitment"]
CARD_KINDS: tuple[CardKind, ...] = get_args(CardKind)


class Card(Frozen):
    """What stands on the front, and the statement on the back."""

    kind: CardKind
    front: str
    back: Statement


class Cards(Frozen):
    """A set of cards, on a topic if one was given."""

    title: str
    topic: str
    seed: int
    cards: tuple[Card, ...]
    notes: tuple[Note, ...]
    corpus: CorpusState


def cards(
    material: Material, topic: Topic, number: int = 24, kinds: Sequence[CardKind] = CARD_KINDS, seed: int = 0
) -> Cards:
    """So many cards, one for a provision, or as many as there are. Raises `UsageError` if there are none."""
    if number < 1:
        raise UsageError(f"A set of {number} cards is none; ask for at least one, for example 24.")
    found: dict[str, Card] = {}
    for card in _cards(material, topic.order(material.facts, Random(seed)), kinds):
        if verified((card.back,), material.index.store):
            found.setdefault(card.front.casefold(), card)
        if len(found) == min(number, MOST):
            break
    if not found:
        raise UsageError(f"The corpus gives no such cards{topic.on()}; widen the topic or the kinds.")
    notes = list(topic.notes)
    if len(found) < number:
        notes.append(Note(code="fewer", text=f"{number:,} cards were asked for; there are {len(found)}."))
    notes += on_editions(material.index, (c for card in found.values() for c in card.back.citations))
    return Cards(
        title=f"Flash cards{topic.on()}", topic=topic.written, seed=seed, cards=tuple(found.values()),
        notes=tuple(notes), corpus=state(material.index),
    )  # fmt: skip


def _cards(material: Material, facts: Sequence[Fact], kinds: Sequence[CardKind]) -> Iterator[Card]:
    for fact in facts:
        for kind in kinds:
            if front := _front(material, fact, kind):
                cited = citation(material.index, fact.provision, fact.sentence)
                yield Card(kind=kind, front=front, back=Statement(text=fact.sentence, citations=(cited,)))
                break


def _front(material: Material, fact: Fact, kind: CardKind) -> str:
    """What a fact's card asks; empty if it is no card of that kind."""
    begins = fact.provision.text.startswith(fact.sentence)
    match kind:
        case "term":
            term = material.term(fact)
            return f"{term} ({material.titled(fact.pin.document)})" if term and begins else ""
        case "entry":
            covers = fact.rest.startswith(("controls ", "covers "))
            return (
                f"{material.pincite(fact.pin)}: what does it cover?" if material.is_entry(fact.pin) and covers else ""
            )
        case "commitment":
            is_one = fact.pin.segments[-1].kind in ("cmt", "gp") or " commit to " in fact.sentence
            return f"{fact.provision.title}: whose words, and where?" if is_one and begins else ""
