"""What is proven, as a part of a page: how often Pincite is right, beside three simpler systems, and on what.

The figures are of this installation where `pincite eval run` was run in it, else those that come with the package. None is
written here: what was not measured and kept is not shown. The weak ones come first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from corpus.errors import PinciteError
from corpus.library import read_library
from corpus.settings import Settings
from evals.coverage import HEADINGS, Covered, coverage
from evals.drop import Baseline, read_baseline
from evals.metrics import MEASURES, Measure
from evals.questions import Question, read_questions
from evals.report import Row, rows, template, written
from evals.run import PINCITE, Report
from indexer.places import index_folder, read_manifest

FILE = Path("reports") / "evaluation.json"
"""Where a run is kept in the home of an installation."""

POOR = 0.5  # a kind of question of which fewer go right is named among what to know first
STEP = 5  # percent between the widths of bars: classes w0, w5 … w100

_WEAK = {  # what a figure means where it is bad; `bad` is the share that went wrong, in a hundred
    "refusal-recall": "Of {n} questions that the corpus cannot answer, Pincite answers {bad} in a hundred all the same.",
    "pin-precision": "Of the places that it cites, {bad} in a hundred are not among those that the key accepts.",
    "documents-cited": "Of {n} questions that need several documents, {bad} in a hundred are answered without one of them.",
    "right-answer": "Of {n} questions that the corpus answers, {bad} in a hundred are answered in part, wrongly, or not.",
    "false-refusal": "Of {n} questions that the corpus answers, {bad} in a hundred are refused.",
}
NOT_KEPT = (  # measured by commands that keep no figures
    ("pincite eval compare", "comparisons of jurisdictions, beside keys"),
    ("pincite eval covered", "whether the right entry is found for an item described"),
    ("pincite eval workshop", "questions for trainers, checked mechanically"),
    ("pincite eval readers", "what is lost or invented where official texts are read"),
    ("pincite eval external", "benchmarks that others made"),
    ("pincite eval speed", "time and memory"),
    ("pincite eval load", "many clients at once"),
    ("pincite eval growth", "how it grows with its corpus"),
    ("pincite eval web", "this page: until it can be used, many users at once"),
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is shown. `own` tells figures of this installation; `fault` why its own could not be read."""

    measured: Baseline
    own: bool
    fault: str
    built_at: str
    questions: tuple[tuple[str, str, int, int], ...]
    covered: tuple[Covered, ...]

    @property
    def is_of_this_index(self) -> bool:
        return self.built_at in ("", self.measured.built_at)

    @property
    def rows(self) -> list[Row]:
        return rows(self.measured)

    @property
    def weak(self) -> list[str]:
        """A sentence for each figure that a reader must know before relying on an answer."""
        better = {measure.name: measure.better for measure in MEASURES}
        found = []
        for name, sentence in _WEAK.items():
            figure = self.measured.value(PINCITE, max(self.measured.splits), name)
            if figure and figure.value is not None:
                bad = figure.value if better[name] == "lower" else 1.0 - figure.value
                found.append(sentence.format(n=figure.n, bad=round(100 * bad)))
        ours = self.measured.systems.index(PINCITE) if PINCITE in self.measured.systems else 0
        poor = [(kind.right[ours], kind) for kind in self.measured.shares]
        found += [
            f"Of {kind.n} questions of the kind “{kind.kind}”, {round(100 * right)} in a hundred go right."
            for right, kind in sorted(poor, key=lambda pair: (pair[0] is None, pair[0]))
            if right is not None and right < POOR
        ]
        return found

    @property
    def beaten(self) -> list[tuple[Measure, str, str, str]]:
        """The measures at which a simpler system does better: the measure, the system, its figure and Pincite's."""
        found = []
        for row in self.rows:
            first = row.figures[0]
            if row.best is None or first is None or first.value in (None, row.best):
                continue
            best = next(n for n, figure in enumerate(row.figures) if figure is not None and figure.value == row.best)
            found.append((row.measure, self.measured.systems[best], written(row.figures[best]), written(first)))
        return found


def keep_report(home: Path, report: Report) -> None:
    """Keep a run as what this installation shows. It replaces the one before in one step."""
    path = home / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(report.model_dump_json(indent=1) + "\n", encoding="utf-8")
    beside.replace(path)


def evidence(settings: Settings | None = None) -> str:
    """What is proven, as HTML without styles, scripts or addresses. Raises `PinciteError` if there are no figures at all."""
    return drawn(read_evidence(settings or Settings()))


def read_evidence(settings: Settings) -> Evidence:
    """The figures of this installation, else those of the package; and what the corpus has of each document."""
    own, fault = _own(settings.home / FILE)
    library = read_library(settings.digests, settings.catalogue, settings.home)
    questions = read_questions()
    try:
        built_at = read_manifest(index_folder(settings)[0]).built_at
    except PinciteError:
        built_at = ""
    return Evidence(
        measured=Baseline.of(own) if own else read_baseline(),
        own=own is not None,
        fault=fault,
        built_at=built_at,
        questions=_counted(questions),
        covered=tuple(coverage(settings, library, questions, datetime.now(UTC).date())),
    )


def _own(path: Path) -> tuple[Report | None, str]:
    if not path.exists():
        return None, ""
    try:
        return Report.model_validate_json(path.read_bytes()), ""
    except (OSError, ValidationError):
        return None, f"The figures of this installation in {path} cannot be read; run `pincite eval run` again."


def _counted(questions: Sequence[Question]) -> tuple[tuple[str, str, int, int], ...]:
    """Of each persona and kind of question: how many are in the test half, and in all."""
    kinds = [(q.persona, f"no answer: {q.unanswerable}" if q.unanswerable else "has an answer") for q in questions]
    everywhere = Counter(kinds)
    tested = Counter(kind for kind, q in zip(kinds, questions, strict=True) if q.split == "test")
    return tuple((*kind, tested[kind], everywhere[kind]) for kind in sorted(everywhere))


def drawn(shown: Evidence) -> str:
    """The HTML; every value is escaped."""
    made = template("evidence.html.j2", share=_share, width=_width, day=lambda when: when[:10])
    return made.render(shown=shown, measured=shown.measured, headings=HEADINGS, not_kept=NOT_KEPT)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _width(value: float | None) -> int:
    """The width of a bar in percent, in steps: a class is all that may be said of it."""
    return 0 if value is None else STEP * round(100 * min(1.0, max(0.0, value)) / STEP)
