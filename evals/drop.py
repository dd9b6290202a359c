"""Compares a run with the committed figures (`evals/baseline.json`): nothing that was reached may be lost unnoticed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from assistant.answer import Frozen
from corpus.errors import PinciteError
from evals.metrics import MEASURES
from evals.report import by_group
from evals.run import PINCITE, Figure, Measured, Report

FILE = Path(__file__).parent / "baseline.json"


class Share(Frozen):
    """Of one kind of question in the test half: how many there are, and the share that went right, by system."""

    kind: str
    n: int
    right: tuple[float | None, ...]


class Baseline(Measured):
    """The committed figures: those of a run over all questions, without what each question gave."""

    shares: tuple[Share, ...]

    @classmethod
    def of(cls, report: Report) -> Baseline:
        """What is kept of a run."""
        shares = tuple(
            Share(kind=kind, n=n, right=tuple(None if share is None else round(share, 6) for share in right))
            for kind, n, right in by_group(report)
        )
        return cls(**{**dict(report), "shares": shares})


def save_baseline(report: Report, path: Path = FILE) -> None:
    """Write what was measured in a run, of the baselines too, as what later runs are compared with.

    Raises `PinciteError` for a run that lacks a split: it would leave that split without a guard.
    """
    lacking = {"dev", "test"} - set(report.splits)
    if lacking:
        raise PinciteError(
            f"The run lacks the {' and '.join(sorted(lacking))} split; run all before you save its figures."
        )
    path.write_text(Baseline.of(report).model_dump_json(indent=1) + "\n", encoding="utf-8")


def read_baseline(path: Path = FILE) -> Baseline:
    """The committed figures. Raises `PinciteError` if there are none or they cannot be read."""
    try:
        return Baseline.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise PinciteError(
            f"There are no figures in {path}; save them with `pincite eval run --save-baseline`."
        ) from None
    except ValidationError as error:
        raise PinciteError(f"{path} is not a set of figures: {error.errors()[0]['msg']}.") from error


def drops(report: Report, before: Sequence[Figure]) -> list[str]:
    """A sentence for each of Pincite's measures that got worse by more than one question, on any split that was run."""
    better = {measure.name: measure.better for measure in MEASURES}
    found = []
    for was in before:
        if was.system != PINCITE or was.split not in report.splits or was.value is None:
            continue
        direction = better.get(was.measure, "neither")
        now = report.value(PINCITE, was.split, was.measure)
        if direction == "neither":
            continue
        if now is None or now.value is None:
            found.append(f"{was.measure} on {was.split} is no longer measured; it was {was.value:.3f}.")
            continue
        worse = now.value - was.value if direction == "lower" else was.value - now.value
        one_question = 1.0 / min(was.n, now.n)
        if worse > one_question + 1e-6:  # figures are rounded to six digits
            verb = "rose" if direction == "lower" else "fell"
            found.append(
                f"{was.measure} on {was.split} {verb} from {was.value:.3f} to {now.value:.3f}, "
                f"more than one question of {min(was.n, now.n)} ({one_question:.3f})."
            )
    return found
