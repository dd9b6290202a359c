"""The refusal model is fitted on development questions only, the same way every time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from samples import question

import assistant.abstain
from assistant.abstain import Support
from corpus.errors import PinciteError
from corpus.settings import Settings
from evals import calibrate
from evals.questions import Question

GOOD = [Support(0.5 + n / 50, 0.9, 0.7 + n / 100, 0.6 + n / 40, float(n % 3 == 0)) for n in range(12)]
POOR = [Support(0.3 + n / 50, 0.4 + n / 30, 0.3, 0.2 + n / 40, 0.0) for n in range(8)]
KNOWN = [True] * len(GOOD) + [False] * len(POOR)


def test_what_is_supported_better_is_more_probably_answered() -> None:
    model = calibrate.fit(GOOD + POOR, KNOWN).model
    assert min(map(model.probability, GOOD)) >= model.threshold > max(map(model.probability, POOR))


def test_the_same_questions_give_the_same_model() -> None:
    assert calibrate.fit(GOOD + POOR, KNOWN) == calibrate.fit(GOOD + POOR, KNOWN)


def test_one_kind_of_question_alone_is_refused() -> None:
    with pytest.raises(PinciteError, match="12 answerable and 0 unanswerable"):
        calibrate.fit(GOOD, KNOWN[: len(GOOD)])


def test_what_is_written_is_what_the_assistant_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fitted = calibrate.fit(GOOD + POOR, KNOWN)
    path = tmp_path / "abstention.json"
    calibrate.write(fitted, path)
    monkeypatch.setattr(assistant.abstain, "_FILE", path)
    assert assistant.abstain.model() == fitted.model
    assert json.loads(path.read_text())["fitted"] == {"questions": 20, "answerable": 12, "unanswerable": 8}
    assistant.abstain.model.cache_clear()


def test_test_questions_do_not_change_the_model(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calibrate, "FILE", tmp_path / "abstention.json")
    dev = [
        _asked("What does Article 5(2) of the dual-use regulation oblige an exporter to do?"),
        _asked("Which good practices does the guide give for end-user certificates?"),
        _asked("Is intrusion software controlled under 4D004?"),
        _asked("What is the weather in Rome tomorrow?", "out-of-field"),
        _asked("How long do I boil an egg?", "out-of-field"),
    ]
    test = [
        _asked("Who won the football match?", split="test"),
        _asked("What is 4E001?", "not-in-corpus", split="test"),
    ]
    try:
        assert calibrate.calibrate(settings, dev) == calibrate.calibrate(settings, dev + test)
    finally:
        assistant.abstain.model.cache_clear()


def _asked(text: str, unanswerable: str | None = None, split: str = "dev") -> Question:
    made = question(unanswerable=unanswerable, split=split)
    return Question(text, made.persona, split, text, made.pins, made.facts, unanswerable)
