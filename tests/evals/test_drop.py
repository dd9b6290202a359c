"""What was reached is not lost unnoticed: a run is held against the committed figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import PinciteError
from corpus.settings import Settings
from evals.drop import drops, read_baseline, save_baseline
from evals.questions import read_questions
from evals.run import Figure, Report, run


def _figure(
    value: float | None, measure: str = "right-answer", n: int = 20, split: str = "test", system: str = "Pincite"
) -> Figure:
    return Figure(system=system, split=split, measure=measure, value=value, n=n)


def _report(*figures: Figure) -> Report:
    about = {"made_at": "2026-01-02", "built_at": "2026-01-01", "documents": 1, "provisions": 1, "model": "mini"}
    return Report.model_validate({**about, "thresholds": {}, "figures": figures, "graded": ()})


COMPARED = [
    # before, now, sentence
    (_figure(0.80), _figure(0.80), None),
    (_figure(0.80), _figure(0.95), None),
    (_figure(0.80), _figure(0.75), None),
    (
        _figure(0.80),
        _figure(0.74),
        "right-answer on test fell from 0.800 to 0.740, more than one question of 20 (0.050).",
    ),
    (_figure(0.80, n=40), _figure(0.75), None),
    (_figure(0.0, "false-refusal"), _figure(0.1, "false-refusal"), "false-refusal on test rose from 0.000 to 0.100"),
    (_figure(0.1, "false-refusal"), _figure(0.0, "false-refusal"), None),
    (_figure(300.0, "answer-words"), _figure(900.0, "answer-words"), None),
    (_figure(0.80), _figure(None, n=0), "right-answer on test is no longer measured; it was 0.800."),
    (_figure(0.80, system="BM25 alone"), _figure(0.10, system="BM25 alone"), None),
    (_figure(0.80, split="dev"), _figure(0.10), None),
]


@pytest.mark.parametrize(("before", "now", "sentence"), COMPARED)
def test_a_drop_of_more_than_one_question_is_told(before: Figure, now: Figure, sentence: str | None) -> None:
    found = drops(_report(now), [before])
    assert (found == []) if sentence is None else (len(found) == 1 and sentence in found[0])


def test_saved_figures_come_back(tmp_path: Path) -> None:
    report = _report(_figure(0.8), _figure(0.7, split="dev"))
    save_baseline(report, tmp_path / "baseline.json")
    saved = read_baseline(tmp_path / "baseline.json")
    assert (saved.figures, saved.made_at, saved.built_at) == (report.figures, report.made_at, report.built_at)


def test_half_a_run_is_not_saved(tmp_path: Path) -> None:
    with pytest.raises(PinciteError, match="lacks the dev split"):
        save_baseline(_report(_figure(0.8)), tmp_path / "baseline.json")


def test_figures_that_are_not_there_or_not_figures_are_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PinciteError, match="--save-baseline"):
        read_baseline(tmp_path / "baseline.json")
    (tmp_path / "baseline.json").write_text('{"right-answer": 1}')
    with pytest.raises(PinciteError, match="is not a set of figures"):
        read_baseline(tmp_path / "baseline.json")


@pytest.mark.slow
def test_no_measure_on_the_real_corpus_fell_below_the_committed_figures(settings: Settings) -> None:
    """The guard of every change: answers the whole question set and compares with `evals/baseline.json`."""
    before = read_baseline().figures
    fallen = drops(run(settings, read_questions(), with_baselines=False), before)
    assert not fallen, "\n".join(fallen)
