"""The commands of the workshop: files for a room, each group of readers its own, and wrong input told in a sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import Done

Run = Callable[..., Done]


def test_participants_get_no_answers_and_trainers_do(command: Run, tmp_path: Path) -> None:
    texts = {}
    for reader in ("participants", "trainers", "both"):
        done = command("workshop", "quiz", "-n", "5", "--for", reader, "--out", str(tmp_path / f"{reader}.md"))
        assert done.status == 0, done.err
        texts[reader] = (tmp_path / f"{reader}.md").read_text(encoding="utf-8")
    assert "Answer:" in texts["trainers"] and "## Places" in texts["trainers"] and "## Places" in texts["both"]
    assert "## Places" not in texts["participants"] and "restated by" not in texts["participants"]


def test_json_is_the_quiz(command: Run) -> None:
    made = command("workshop", "quiz", "-n", "3", "--json", "--kind", "choice").json()
    assert [one["kind"] for one in made["questions"]] == ["choice"] * 3
    assert all(one["explanation"]["citations"] for one in made["questions"])


def test_cards_have_a_front_and_a_cited_back(command: Run) -> None:
    made = command("workshop", "cards", "-n", "6", "--kind", "term,commitment", "--json").json()
    assert len(made["cards"]) == 6
    assert {card["kind"] for card in made["cards"]} <= {"term", "commitment"}
    assert all(card["back"]["citations"] for card in made["cards"])


def test_a_handout_tells_guides_commitments_law_and_lists_apart(command: Run) -> None:
    made = command("workshop", "handout", "intrusion", "software", "--json").json()
    assert [s["title"] for s in made["sections"]][-1] == "What the lists say"
    assert all(one["citations"] for section in made["sections"] for one in section["statements"])


def test_a_scenario_has_three_aspects_with_places(command: Run, tmp_path: Path) -> None:
    made = command("workshop", "scenario", "-n", "2", "--json").json()
    assert len(made["scenarios"]) == 2
    assert all(len(one["aspects"]) == 3 for one in made["scenarios"])
    assert made["scenarios"][0]["aspects"][0]["statements"]
    assert command("workshop", "scenario", "-n", "9999", "--out", str(tmp_path / "s.docx")).err.startswith(
        "9,999 scenarios"
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("quiz", "-n", "0"), "ask for at least one"),
        (("quiz", "--topic", "cheese making"), "nothing on “cheese making”"),
        (("quiz", "--document", "no such act"), "“no such act” is not a document"),
        (("quiz", "--kind", "essay"), "“essay” is not a kind of question"),
        (("quiz", "--difficulty", "brutal"), "“brutal” is not a difficulty"),
        (("quiz", "--for", "cats"), "“cats” is not a group of readers"),
        (("cards", "-n", "0"), "ask for at least one"),
        (("handout", "cheese", "making"), "nothing on “cheese making”"),
        (("scenario", "-n", "0"), "ask for at least one"),
        (("quiz", "-n", "2", "--out", "quiz.pdf"), "names no format"),
    ],
)
def test_wrong_input_is_told_in_a_sentence(words: tuple[str, ...], told: str, command: Run) -> None:
    done = command("workshop", *words)
    assert done.status == 2
    assert told in done.err and len(done.err.strip().splitlines()) == 1


def test_the_same_seed_gives_the_same_file(command: Run, tmp_path: Path) -> None:
    for name in ("a.docx", "b.docx"):
        command("workshop", "quiz", "-n", "3", "--seed", "4", "--out", str(tmp_path / name))
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_json_files_hold_the_result(command: Run, tmp_path: Path) -> None:
    command("workshop", "cards", "-n", "2", "--out", str(tmp_path / "c.json"))
    assert len(json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))["cards"]) == 2
