"""Small questions and outcomes that the tests of this folder write their tables with."""

from __future__ import annotations

from corpus.pins import Pin
from evals.metrics import Case
from evals.outcomes import Cited, Outcome, Stated
from evals.questions import Question

ARTICLE_5_2 = "eu-2021-821/art_5/par_2"
TEXT = "Article 5(2) obliges an exporter to notify the competent authority."


def question(
    *pins: str,
    facts: tuple[str, ...] = ("notify | inform",),
    unanswerable: str | None = None,
    split: str = "dev",
    id: str = "q-1",
) -> Question:
    """A question that asks for these places (` | ` between alternatives) and facts, or one without an answer."""
    if unanswerable:
        return Question(id, "official", split, f"What of {id}?", unanswerable=unanswerable)
    groups = tuple(tuple(Pin.parse(pin) for pin in group.split(" | ")) for group in pins or (ARTICLE_5_2,))
    return Question(id, "official", split, f"What of {id}?", groups, tuple(tuple(fact.split(" | ")) for fact in facts))


def answer(*cited: str, text: str = TEXT, quote: str | None = None, ranked: tuple[str, ...] | None = None) -> Outcome:
    """An answer of one statement for each place cited; its evidence is the same places unless `ranked`."""
    said = tuple(Stated(text, (Cited(pin, "2021-05-20", text if quote is None else quote),)) for pin in cited)
    return Outcome(False, said, tuple(Pin.parse(pin) for pin in (cited if ranked is None else ranked)))


def refusal(*ranked: str) -> Outcome:
    """A refusal with the nearest places as evidence."""
    return Outcome(True, (), tuple(Pin.parse(pin) for pin in ranked))


def case(asked: Question, outcome: Outcome, exists: bool = True) -> Case:
    """The case in which every place cited has the text `TEXT`, or does not exist."""
    citations = [c for s in outcome.statements for c in s.citations]
    return Case(asked, outcome, dict.fromkeys(citations, (TEXT,) if exists else ()))
