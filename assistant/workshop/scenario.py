"""Discussion scenarios: a transfer, a destination and an end-user, mixed, with the provisions that a group should find."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from random import Random

import yaml

from assistant.answer import CorpusState, Frozen, Note, Statement
from assistant.cite import on_editions, said, state
from assistant.compose import compose
from assistant.filters import Filters
from assistant.question import understand
from assistant.retrieve import retrieve
from assistant.verify import verified
from assistant.workshop.leaning import stands_alone
from corpus.errors import UsageError
from corpus.yamls import SafeLoader
from indexer.opened import Index

_FILE = Path(__file__).with_name("scenario.yaml")
PLACES = 3  # provisions to find on each aspect
_ASPECTS = (
    ("transfers", "The transfer", "Is what leaves the country controlled, and by which entry or rule?"),
    (
        "destinations",
        "The destination",
        "What does the destination change: which licence, which check, which ground of refusal?",
    ),
    (
        "users",
        "The end-user",
        "What must be known of the end-user and the use, by whom, and what follows if it is not?",
    ),
)


class Part(Frozen):
    """One part of a scenario as the yaml holds it: what is told, and what is looked up for it."""

    text: str
    find: str


class Aspect(Frozen):
    """What is told of one aspect, what to discuss, and the statements to find; none where the corpus has none on it."""

    title: str
    told: str
    discuss: str
    statements: tuple[Statement, ...]


class Scenario(Frozen):
    """One case to discuss."""

    aspects: tuple[Aspect, ...]


class Scenarios(Frozen):
    """Cases to discuss, of one jurisdiction if one was given."""

    title: str
    seed: int
    scenarios: tuple[Scenario, ...]
    notes: tuple[Note, ...]
    corpus: CorpusState


def scenarios(index: Index, filters: Filters, number: int = 1, seed: int = 0) -> Scenarios:
    """So many mixes, each with another transfer, or as many as there are. Raises `UsageError` if none is asked for."""
    if number < 1:
        raise UsageError(f"{number} scenarios are none; ask for at least one, for example 3.")
    chance = Random(seed)
    shuffled = [chance.sample(parts()[name], len(parts()[name])) for name, _, _ in _ASPECTS]
    most = len(shuffled[0])
    chosen = [tuple(held[n % len(held)] for held in shuffled) for n in range(min(number, most))]
    known = {part: verified(tuple(_found(index, part, filters)), index.store) for mix in chosen for part in mix}
    made = tuple(
        Scenario(
            aspects=tuple(
                Aspect(title=title, told=part.text, discuss=discuss, statements=known[part])
                for (_, title, discuss), part in zip(_ASPECTS, mix, strict=True)
            )
        )
        for mix in chosen
    )
    notes = []
    if len(made) < number:
        notes.append(
            Note(code="fewer", text=f"{number:,} scenarios were asked for; there are {len(made)} transfers to mix.")
        )
    notes += on_editions(index, (c for statements in known.values() for one in statements for c in one.citations))
    title = "Discussion scenario" if len(made) == 1 else "Discussion scenarios"
    return Scenarios(title=title, seed=seed, scenarios=made, notes=tuple(notes), corpus=state(index))


@lru_cache(maxsize=1)
def parts() -> dict[str, tuple[Part, ...]]:
    """The parts of scenarios, by aspect."""
    data = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=SafeLoader)
    return {name: tuple(Part(**one) for one in data[name]) for name, _, _ in _ASPECTS}


def _found(index: Index, part: Part, filters: Filters) -> Iterator[Statement]:
    """What the corpus says on a part: of its nearest provisions, the first sentence that stands alone of those chosen."""
    question = understand(part.find, index.store.documents, index.store, filters.jurisdiction)
    ranking = retrieve(index, question, filters)
    places = 0
    for chosen in compose(index, question, ranking):
        alone = [one for one in chosen.sentences if stands_alone(one)]
        if alone and places < PLACES:
            places += 1
            yield said(index, ranking.view, chosen.hit, alone[0])
