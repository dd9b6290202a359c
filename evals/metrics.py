"""The measures. Each knows its name, what it tells, and which way is better, and scores one question at a time.

A figure is the mean over the questions to which a measure applies; elsewhere its score is `None`.

The ranking measures are those of ir-measures (MacAvaney, Macdonald and Ounis, 2022), over the required places: alternatives
of one place are one relevant document, found where the first of them, or a provision within one, stands in the ranking.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import ir_measures

from corpus.errors import PinError
from corpus.pins import Pin
from evals.facts import is_stated
from evals.outcomes import Cited, Outcome
from evals.questions import Question


@dataclass(frozen=True, slots=True)
class Case:
    """A question, what a system gave for it, and the texts of the provisions that it cites (none where there is none)."""

    question: Question
    outcome: Outcome
    texts: Mapping[Cited, tuple[str, ...]]

    @property
    def citations(self) -> list[Cited]:
        return [citation for statement in self.outcome.statements for citation in statement.citations]

    @property
    def missing_pins(self) -> tuple[tuple[Pin, ...], ...]:
        """The required places that no citation is of."""
        cited = list(_parsed(self.outcome.cited))
        return tuple(g for g in self.question.pins if not any(pin.is_within(a) for pin in cited for a in g))

    @property
    def missing_facts(self) -> tuple[tuple[str, ...], ...]:
        """The required facts that no statement states."""
        said = [statement.text for statement in self.outcome.statements]
        return tuple(fact for fact in self.question.facts if not is_stated(fact, said))


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: `score` of one case is within `least` and `most`, or `None` where the measure does not apply."""

    name: str
    about: str
    score: Callable[[Case], float | None]
    better: Literal["higher", "lower", "neither"] = "higher"
    least: float = 0.0
    most: float = 1.0


def mean(scores: Iterable[float | None]) -> tuple[float | None, int]:
    """The mean over the scores that there are, and their number."""
    known = [score for score in scores if score is not None]
    return (sum(known) / len(known) if known else None), len(known)


def _parsed(pins: Iterable[str]) -> Iterable[Pin]:
    for pin in pins:
        try:
            yield Pin.parse(pin)
        except PinError:
            continue  # `pins-resolve` counts it


def _ranking(measure: ir_measures.Measure) -> Callable[[Case], float | None]:
    def score(case: Case) -> float | None:
        if not case.question.is_answerable:
            return None
        ranked, relevant = _places(case)
        return _measured(measure, ranked, relevant)

    return score


def _places(case: Case) -> tuple[list[str], list[str]]:
    """The ranking with each required place put where it is first found, and the required places."""
    open_places = {f"place {n}": group for n, group in enumerate(case.question.pins)}
    relevant, ranked = list(open_places), list[str]()
    for pin in case.outcome.ranked:
        found = [place for place, group in open_places.items() if any(pin.is_within(a) for a in group)]
        for place in found:
            del open_places[place]
        ranked += found or [str(pin)]
    return list(dict.fromkeys(ranked)), relevant


def _measured(measure: ir_measures.Measure, ranked: list[str], relevant: list[str]) -> float:
    run = {"question": {name: -float(place) for place, name in enumerate(ranked)}}
    qrels = {"question": dict.fromkeys(relevant, 1)}
    return float(next(m.value for m in ir_measures.iter_calc([measure], qrels, run)))


def _precision_at_5(case: Case) -> float | None:
    """Here every accepted provision counts, not only the first of a place."""
    if not case.question.is_answerable:
        return None
    ranked = list(dict.fromkeys(map(str, case.outcome.ranked)))
    accepted = [str(pin) for pin in case.outcome.ranked if case.question.accepts(pin)]
    return _measured(ir_measures.P @ 5, ranked, accepted or ["none"])


def _pin_recall(case: Case) -> float | None:
    if not case.question.is_answerable:
        return None
    return 1.0 - len(case.missing_pins) / len(case.question.pins)


def _pin_precision(case: Case) -> float | None:
    cited = case.outcome.cited
    if not case.question.is_answerable or not cited:
        return None
    return sum(map(case.question.accepts, _parsed(cited))) / len(cited)


def _fact_recall(case: Case) -> float | None:
    if not case.question.is_answerable:
        return None
    return 1.0 - len(case.missing_facts) / len(case.question.facts)


def _right_answer(case: Case) -> float | None:
    if not case.question.is_answerable:
        return None
    return float(not case.outcome.refused and not case.missing_pins and not case.missing_facts)


def _documents_cited(case: Case) -> float | None:
    if not case.question.needs_several:
        return None
    cited = {pin.document for pin in _parsed(case.outcome.cited)}
    return float(all(any(pin.document in cited for pin in group) for group in case.question.pins))


def _refusal_precision(case: Case) -> float | None:
    return float(not case.question.is_answerable) if case.outcome.refused else None


def _refusal_recall(case: Case) -> float | None:
    return None if case.question.is_answerable else float(case.outcome.refused)


def _false_refusal(case: Case) -> float | None:
    return float(case.outcome.refused) if case.question.is_answerable else None


def _quote_fidelity(case: Case) -> float | None:
    quotes = case.citations
    if not quotes:
        return None
    return sum(bool(c.quote.strip()) and any(c.quote in t for t in case.texts.get(c, ())) for c in quotes) / len(quotes)


def _pins_resolve(case: Case) -> float | None:
    cited = case.citations
    return sum(bool(case.texts.get(c)) for c in cited) / len(cited) if cited else None


def _words(case: Case) -> float | None:
    return None if case.outcome.refused else float(sum(len(s.text.split()) for s in case.outcome.statements))


MEASURES: tuple[Measure, ...] = (
    Measure(
        "right-answer", "answerable questions whose required places are all cited and facts all stated", _right_answer
    ),
    Measure("fact-recall", "share of the required facts that the statements state", _fact_recall),
    Measure("pin-recall", "share of the required places that are cited", _pin_recall),
    Measure(
        "pin-precision", "share of the provisions cited that are accepted, or within an accepted one", _pin_precision
    ),
    Measure(
        "documents-cited",
        "questions that need several documents whose answer cites one for each of their places",
        _documents_cited,
    ),
    Measure("refusal-recall", "unanswerable questions that are refused", _refusal_recall),
    Measure("refusal-precision", "refusals that are of unanswerable questions", _refusal_precision),
    Measure("false-refusal", "answerable questions that are refused", _false_refusal, better="lower"),
    Measure(
        "quote-fidelity", "share of the quotations that stand word for word in the provision cited", _quote_fidelity
    ),
    Measure("pins-resolve", "share of the citations that lead to a provision in the edition named", _pins_resolve),
    Measure(
        "nDCG@10", "how high the required places stand in the evidence, to rank 10", _ranking(ir_measures.nDCG @ 10)
    ),
    Measure("R@10", "share of the required places among the first 10 of the evidence", _ranking(ir_measures.R @ 10)),
    Measure("RR", "one over the rank of the first required place in the evidence", _ranking(ir_measures.RR)),
    Measure("P@5", "share of the first 5 of the evidence that are accepted", _precision_at_5),
    Measure("answer-words", "length of an answer in words", _words, better="neither", most=float("inf")),
)
