"""Mechanical checks of workshop questions: what can be found wrong with one without reading it as a person does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from assistant.answer import Frozen
from assistant.filters import Filters
from assistant.verify import holds
from assistant.workshop.facts import Fact
from assistant.workshop.material import Material
from assistant.workshop.questions import Question
from assistant.workshop.quiz import quiz
from assistant.workshop.rivals import shared
from assistant.workshop.topic import read_topic
from assistant.workshop.wording import BLANK
from corpus.pins import Pin
from indexer.opened import Index

SAME = 0.85  # the share of a sentence's words in a wrong option's provision from which that says the same
_LEFTOVER = re.compile(
    r"\b(?:this|these|those|such|it|they|here|above|below|following) (?:\w+ )?"
    r"(?:point|article|paragraph|section|entry|list)\b"
    r"|^\W*[a-z0-9]\)|\bsee point|:\s*[”?]|,\s*[”?]|\bboth a and b\b|\b[a-z] to [a-z]\b|\n|\s{2,}",
    re.IGNORECASE,
)


class Figures(Frozen):
    """Shares of the questions, from 0 to 1; `places` is the share of places that are asked about once, `true` that of true
    sentences among those to judge.
    """

    questions: int
    seed: int
    supported: float
    one_right: float
    readable: float
    places: float
    true: float
    kinds: dict[str, int]
    difficulties: dict[str, int]
    faults: tuple[str, ...]


def evaluate(index: Index, number: int = 200, seed: int = 0) -> Figures:
    """Make questions over the whole corpus and check each."""
    material = Material(index)
    made = quiz(material, read_topic(index, "", Filters()), number, seed=seed).questions
    by_sentence = {(str(fact.pin), fact.sentence): fact for fact in material.facts}
    facts = {one.stem: by_sentence[one.pin, one.explanation.text] for one in made}
    checks: dict[str, Callable[[Question], bool]] = {
        "supported": lambda one: is_supported(index, one),
        "one_right": lambda one: is_the_only(material, facts[one.stem], one),
        "readable": is_readable,
    }
    wrong = {name: [one for one in made if not check(one)] for name, check in checks.items()}
    share = {name: 1 - len(found) / len(made) for name, found in wrong.items()}
    faults = tuple(f"{name}: {one.pincite}: {one.stem}" for name, found in wrong.items() for one in found)
    return Figures(
        questions=len(made),
        seed=seed,
        **share,
        places=len({one.pin for one in made}) / len(made),
        true=_true(made),
        kinds=dict(Counter(f"{one.kind}, {one.asks}" for one in made).most_common()),
        difficulties=dict(Counter(one.difficulty for one in made).most_common()),
        faults=faults,
    )


def _true(made: Sequence[Question]) -> float:
    """The share of true sentences among those to judge; half if there are none."""
    judged = [one.answer == "True" for one in made if one.kind == "true-false"]
    return sum(judged) / len(judged) if judged else 0.5


def is_supported(index: Index, one: Question) -> bool:
    """Whether the citation holds, and the cited sentence has the words of the stem and the answer that are not its place.

    Of a false sentence all but the part that was swapped must stand there, and it must not stand there as it is.
    """
    cited = one.explanation.citations[0]
    if not holds(cited, index.store) or one.explanation.text not in " ".join(cited.quote.split()):
        return False
    text = one.explanation.text
    if one.kind == "true-false":
        return (one.stem == text) == (one.answer == "True") and shared(one.stem, text) >= 0.5
    told = _told(index, one)
    if one.asks in ("term", "number"):
        pieces = [piece.strip(' "') for piece in told.replace("a(n) ", "").split(BLANK)]
        return one.answer.casefold() in text.casefold() and all(p in text for p in pieces if p not in ("A(n)", ""))
    if one.asks in ("entry", "place") and one.answer not in one.pincite:
        return False
    return shared(told, text) >= 0.9


def is_the_only(material: Material, fact: Fact, one: Question) -> bool:
    """Whether no wrong option's provision says the same: neither its words, nor as a sibling, nor as what contains it."""
    pins = (
        [option.pin for option in one.options if option.text != one.answer] if one.kind == "choice" else [one.swapped]
    )
    texts = [option.text.casefold() for option in one.options]
    if len(set(texts)) != len(texts) or [option.text for option in one.options].count(one.answer) != bool(one.options):
        return False
    return not any(_says_it(material, fact, Pin.parse(pin)) for pin in pins if pin)


def _says_it(material: Material, fact: Fact, pin: Pin) -> bool:
    row = material.view.row(pin)
    if row is None:
        return True
    provision = material.provisions[row]
    families = {family.id for family in material.index.store.families(pin)}
    own = {family.id for family in material.index.store.families(fact.pin)}
    return bool(families & own) or shared(fact.rest, provision.text) >= SAME or pin == fact.pin


def is_readable(one: Question) -> bool:
    """Whether the stem and options are whole sentences or labels, of a length that can be read out, without leftovers."""
    words = one.stem.split()
    ends = one.stem.endswith(("?", ".", ".”"))
    begins = one.stem[0].isupper() or one.stem[0] in "“\"'"
    options = all(0 < len(option.text.split()) <= 14 for option in one.options)
    return 6 <= len(words) <= 60 and ends and begins and options and _LEFTOVER.search(one.stem) is None


def _told(index: Index, one: Question) -> str:
    """What the stem tells of the provision: what it quotes, or all but the words that ask for the place, among them whose law
    it is, which the provision need not say.
    """
    found = re.search(r"“(.+)”$", one.stem)
    short = re.escape(index.store.documents[Pin.parse(one.pin).document].short)
    return found[1] if found else re.sub(rf"^Which [\w ]+? of (?:(?:the )?(?:\w+ )?{short} )?", "", one.stem)


def lines(figures: Figures) -> Iterator[str]:
    """The figures as a person reads them."""
    yield f"{figures.questions} questions, seed {figures.seed}"
    yield f"{figures.supported:.1%} supported by the place cited"
    yield f"{figures.one_right:.1%} with exactly one right answer"
    yield f"{figures.readable:.1%} without leftovers, of readable length"
    yield f"{figures.places:.1%} of the places asked about once"
    yield f"{figures.true:.1%} of the sentences to judge are true"
    yield "kinds: " + "; ".join(f"{kind} {count}" for kind, count in figures.kinds.items())
    yield "difficulty: " + "; ".join(f"{level} {count}" for level, count in figures.difficulties.items())
    yield from figures.faults
