"""Numbered passages become a tree of provisions, headings as headings; questions name passages that exist."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import UsageError
from corpus.pins import Pin
from evals.external.obliqa import Passages, read_passages, read_questions

PASSAGES = [
    ("1", "DUTIES"),
    ("1.1", "Application"),
    ("1.1.1", ""),
    ("1.1.1.(1)", "The rules apply to every keeper of a register."),
    ("1.1.1.(2)", "A keeper must:\n(a)\tname an officer; and\n(b)\ttell the office."),
    ("1.1.1.Guidance.1.", "The office expects a name."),
    ("Part 2.Chapter 3.7.(1)", "A keeper may appeal."),
    ("1.1.1.(2)", "The same number again."),
]


def _entry(number: str, text: str) -> dict[str, Any]:
    return {"ID": number, "DocumentID": 3, "PassageID": number, "Passage": text}


@pytest.fixture
def passages(tmp_path: Path) -> Passages:
    (tmp_path / "3.json").write_text(json.dumps([_entry(*one) for one in PASSAGES]), encoding="utf-8")
    return read_passages(tmp_path)


PLACES = [
    ("1", "sec_1", "DUTIES", "", "heading"),
    ("1.1", "sec_1/sec_1.1", "Application", "", "heading"),
    ("1.1.1.(1)", "sec_1/sec_1.1/sec_1.1.1/par_1", "", "The rules apply to every keeper of a register.", "text"),
    ("1.1.1.Guidance.1.", "sec_1/sec_1.1/sec_1.1.1/sec_1.1.1.Guidance.1", "", "The office expects a name.", "text"),
    ("Part 2.Chapter 3.7.(1)", "par_1", "", "A keeper may appeal.", "text"),
]


@pytest.mark.parametrize(("number", "locator", "title", "text", "held"), PLACES)
def test_a_passage_stands_under_the_one_whose_number_it_begins_with(
    passages: Passages, number: str, locator: str, title: str, text: str, held: str
) -> None:
    pin = passages.pins[3, number]
    provision = next(p for p in passages.library.provisions() if p.pin == pin)
    assert (pin.locator, provision.title, provision.text, provision.held) == (locator, title, text, held)


def test_every_passage_is_there_once_in_order(passages: Passages) -> None:
    provisions = list(passages.library.provisions())
    assert len(provisions) == len(PASSAGES) == len({p.pin for p in provisions})
    assert str(provisions[-1].pin).endswith("/par_2-2")


def test_a_question_wants_its_passages(passages: Passages, tmp_path: Path) -> None:
    file = tmp_path / "questions.json"
    wanted = [{"DocumentID": 3, "PassageID": number, "Passage": ""} for number in ("1.1.1.(1)", "1.1.1.(2)")]
    file.write_text(json.dumps([{"QuestionID": "q", "Question": "To whom?", "Passages": wanted}]), encoding="utf-8")
    (asked,) = read_questions(file, passages.pins)
    locators = ("par_1", "par_2")
    assert asked.pins == {Pin.of("obliqa-3", f"sec_1/sec_1.1/sec_1.1.1/{locator}") for locator in locators}


BROKEN = [
    ("{", "cannot be read as JSON"),
    ('{"a": 1}', "is not a list of entries with DocumentID, PassageID, Passage"),
    ('[{"DocumentID": 1}]', "is not a list of entries with DocumentID, PassageID, Passage"),
]


@pytest.mark.parametrize(("text", "sentence"), BROKEN)
def test_a_file_of_another_form_is_told(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "1.json").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=sentence):
        read_passages(tmp_path)


def test_a_folder_without_passages_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"has no \.json file with passages"):
        read_passages(tmp_path)


def test_a_question_about_a_passage_that_is_not_there_is_told(passages: Passages, tmp_path: Path) -> None:
    file = tmp_path / "questions.json"
    wanted = [{"DocumentID": 3, "PassageID": "9.9", "Passage": ""}]
    file.write_text(json.dumps([{"QuestionID": "q", "Question": "What?", "Passages": wanted}]), encoding="utf-8")
    with pytest.raises(UsageError, match="q names a passage that is in no document"):
        read_questions(file, passages.pins)
