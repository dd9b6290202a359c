"""Runs Pincite and the baselines over the known questions and measures what they give."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

from assistant.answer import Frozen
from assistant.ask import Pincite
from corpus.settings import Settings
from evals.metrics import MEASURES, Case, mean
from evals.outcomes import Outcome, System, cited_texts, outcome_of
from evals.questions import Question
from indexer.opened import Index

PINCITE = "Pincite"
Progress = Callable[[str, int, int], None]
"""Called with the system at work, how many questions it has answered, and how many there are."""


class Figure(Frozen):
    """A measure of a system over a split: the mean over the `n` questions to which it applies, `None` if there is none."""

    system: str
    split: str
    measure: str
    value: float | None
    n: int


class Graded(Frozen):
    """How one question went for one system: what it cited, what is missing, and the score of every measure that applies.

    `groups` are the kinds of question that it is one of.
    """

    system: str
    id: str
    persona: str
    split: str
    question: str
    unanswerable: str | None
    groups: tuple[str, ...]
    refused: bool
    cited: tuple[str, ...]
    missing_pins: tuple[str, ...]
    missing_facts: tuple[str, ...]
    scores: dict[str, float]

    @property
    def went_wrong(self) -> bool:
        """Answered though the corpus has no answer, or not answered rightly though it has one."""
        return not self.refused if self.unanswerable else not self.scores["right-answer"]


class Measured(Frozen):
    """What was measured: when (UTC), over which corpus, the threshold of each baseline, and every figure."""

    made_at: str
    built_at: str
    documents: int
    provisions: int
    model: str
    thresholds: dict[str, float]
    figures: tuple[Figure, ...]

    def value(self, system: str, split: str, measure: str) -> Figure | None:
        """One figure; `None` if it was not measured."""
        wanted = (system, split, measure)
        return next((f for f in self.figures if (f.system, f.split, f.measure) == wanted), None)

    @property
    def systems(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(figure.system for figure in self.figures))

    @property
    def splits(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(figure.split for figure in self.figures))


class Report(Measured):
    """A run with every question's outcome."""

    graded: tuple[Graded, ...]


class PinciteSystem:
    """Pincite as it stands, with the refusal model that comes with the package."""

    name = PINCITE

    def __init__(self, pincite: Pincite) -> None:
        self._pincite = pincite

    def answer(self, question: str) -> Outcome:
        return outcome_of(self._pincite.ask(question))


def run(
    settings: Settings,
    questions: Iterable[Question],
    splits: Sequence[str] = ("test", "dev"),
    with_baselines: bool = True,
    progress: Progress | None = None,
) -> Report:
    """Answer the questions of the splits with every system and measure. Baselines are fitted on the dev split first."""
    say = progress or _silent
    questions = tuple(questions)
    asked = [question for question in questions if question.split in splits]
    pincite = Pincite(settings)
    systems: list[System] = [PinciteSystem(pincite)]
    thresholds: dict[str, float] = {}
    if with_baselines:
        from evals.baselines import baselines

        say("baselines", 0, 1)
        for baseline in baselines(settings, pincite.index):
            baseline.fit(question for question in questions if question.split == "dev")
            thresholds[baseline.name] = baseline.threshold
            systems.append(baseline)
        say("baselines", 1, 1)
    graded = [one for system in systems for one in _graded(system, asked, pincite.index, say)]
    return Report(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        built_at=pincite.index.manifest.built_at,
        documents=pincite.index.manifest.documents,
        provisions=pincite.index.manifest.provisions,
        model=pincite.index.manifest.model,
        thresholds=thresholds,
        figures=tuple(figures(graded, splits)),
        graded=tuple(graded),
    )


def _silent(system: str, done: int, of: int) -> None:
    """The progress of a run that nobody watches."""


def _graded(system: System, questions: Sequence[Question], index: Index, say: Progress) -> Iterable[Graded]:
    for done, question in enumerate(questions, 1):
        outcome = system.answer(question.question)
        yield grade(system.name, Case(question, outcome, cited_texts(outcome, index.store)))
        say(system.name, done, len(questions))


def grade(system: str, case: Case) -> Graded:
    """Measure one question."""
    scores = {measure.name: measure.score(case) for measure in MEASURES}
    return Graded(
        system=system,
        id=case.question.id,
        persona=case.question.persona,
        split=case.question.split,
        question=case.question.question,
        unanswerable=case.question.unanswerable,
        groups=groups(case.question),
        refused=case.outcome.refused,
        cited=case.outcome.cited,
        missing_pins=tuple(" | ".join(map(str, group)) for group in case.missing_pins),
        missing_facts=tuple(" | ".join(fact) for fact in case.missing_facts),
        scores={name: round(score, 6) for name, score in scores.items() if score is not None},
    )


_LANGUAGES = {"en": "in English", "fr": "in French", "de": "in German"}


def groups(question: Question) -> tuple[str, ...]:
    """The kinds of question that this one is of, in the words of the report."""
    if question.unanswerable:
        return (question.persona, f"no answer: {question.unanswerable}")
    return (
        question.persona,
        "has an answer: several documents" if question.needs_several else "has an answer: one document",
        "has an answer: as people type" if question.style else "has an answer: in whole sentences",
        f"has an answer: {_LANGUAGES[question.language]}",
    )


def figures(graded: Sequence[Graded], splits: Sequence[str]) -> Iterable[Figure]:
    """The mean of every measure, by system and split."""
    for system in dict.fromkeys(one.system for one in graded):
        for split in splits:
            of_it = [one for one in graded if (one.system, one.split) == (system, split)]
            for measure in MEASURES:
                value, n = mean(one.scores.get(measure.name) for one in of_it)
                rounded = None if value is None else round(value, 6)
                yield Figure(system=system, split=split, measure=measure.name, value=rounded, n=n)
