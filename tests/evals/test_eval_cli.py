"""`pincite eval` on the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evals import questions
from evals.cli import app
from evals.speed import Timed

HEAVY = (
    "torch",
    "sentence_transformers",
    "llama_index",
    "chromadb",
    "sklearn",
    "matplotlib",
    "ir_measures",
    "jinja2",
    "gradio",
)


def test_the_command_line_starts_without_what_only_evaluation_needs(repository: Path) -> None:
    code = f"import sys, evals.cli; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_question_set_is_counted_and_without_fault() -> None:
    result = CliRunner().invoke(app, ["eval", "questions"])
    assert result.exit_code == 0
    assert "test  trainer   answerable" in result.stdout
    assert result.stdout.splitlines()[-1].endswith(" 0 faults.")


def test_a_faulty_question_set_ends_with_status_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "official.yaml").write_text("- id: off-001\n  persona: official\n  split: dev\n  question: Why?\n")
    monkeypatch.setattr(questions, "QUESTIONS", tmp_path)
    result = CliRunner().invoke(app, ["eval", "questions"])
    assert result.exit_code == 1
    assert "official.yaml:1: off-001: needs at least one item in “pins”" in result.stdout


BUDGETS = [
    (Timed("cold", 2.4, "s", 2.5), True),
    (Timed("cold", 2.6, "s", 2.5), False),
    (Timed("rate", 0.95, "×", 0.9, at_least=True), True),
    (Timed("rate", 0.85, "×", 0.9, at_least=True), False),
    (Timed("p50", 99.0, "ms", None), True),
]


@pytest.mark.parametrize(("timed", "within"), BUDGETS)
def test_a_budget_is_a_most_or_a_least(timed: Timed, within: bool) -> None:
    assert timed.is_within is within
