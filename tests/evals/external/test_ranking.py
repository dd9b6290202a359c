"""Systems are measured on one index: whether what they find is what was wanted, and each part of Pincite can be left out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from ir_measures import R, Success

from assistant.ask import Pincite
from corpus.pins import Pin
from evals.cli import main
from evals.external.ranking import Asked, Reading, measure, rankers, without

A, B, C = (Pin.parse(f"act/art_{n}") for n in (1, 2, 3))
ASKED = [Asked("1", "first", frozenset({A})), Asked("2", "second", frozenset({B, C}))]
RANKED = {"first": [B, A], "second": [C, A]}


def test_figures_are_means_over_the_questions() -> None:
    reading = Reading(str, {"R@2": R @ 2, "hit@1": Success @ 1})
    seen: list[int] = []
    found = measure("one", lambda text: RANKED[text], ASKED, [reading], seen.append)
    assert found.figures == {"R@2": 0.75, "hit@1": 0.5}
    assert seen == [1, 2] and found.ms >= 0


def test_places_may_count_as_what_they_are_in() -> None:
    reading = Reading(lambda pin: pin.document, {"entry-R@1": R @ 1})
    found = measure("one", lambda text: RANKED[text], ASKED, [reading], lambda n: None)
    assert found.figures == {"entry-R@1": 1.0}


def test_every_system_ranks_and_the_parts_can_be_left_out(pincite: Pincite) -> None:
    systems = rankers(pincite.index, 5) | without(pincite.index, 5)
    assert len(systems) == 9
    for name, rank in systems.items():
        found = rank("What is intrusion software?")
        assert 0 < len(found) <= 5, name
    best = systems["Pincite"]("Which entry controls software for intrusion software, 4D004?")[0]
    assert best == Pin.parse("eu-annex-1/itm_4D004")


TABLE = (
    "derived_ecn_no,ecn_number,parent_ecn,description_en\n1,7X001,,Probes for deep water\n2,7X002,,Lamps that float\n"
)


@pytest.mark.parametrize("ablate", [False, True])
def test_a_benchmark_runs_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ablate: bool
) -> None:
    data, questions = tmp_path / "table.csv", tmp_path / "questions.csv"
    data.write_text(TABLE, encoding="utf-8")
    questions.write_text(
        "query_text,true_ecn\nA probe for the deep sea,7X001\nA floating lamp,7X002\n", encoding="utf-8"
    )
    monkeypatch.setenv("PINCITE_HOME", str(tmp_path / "home"))
    words = ["eval", "external", "eccn", "--data", str(data), "--questions", str(questions), "--json"]
    _run(main, [*words, "--ablate"] if ablate else words, monkeypatch)
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["metrics"]["R@1"] == 1.0 and told["metrics"]["entry-R@10"] == 1.0
    assert ("without tokens" in told["baselines"]) == ablate and "plain fusion" in told["baselines"]
    assert told["questions"] == 2
    assert (tmp_path / "home" / "external" / "eccn").is_dir()


def _run(command: Callable[[], None], words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["pincite", *words])
    try:
        command()
    except SystemExit as end:
        assert not end.code
