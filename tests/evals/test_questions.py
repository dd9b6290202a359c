"""The question files are read whole, and what is wrong in them is told with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.library import Library
from corpus.pins import Pin
from corpus.provisions import Basis, Provision
from evals.questions import QUESTIONS, inspect_questions, read_questions

GOOD = """\
- id: off-001
  persona: official
  split: dev
  question: Who has to tell whom under Article 5(2)
    if a company knows of the use?
  pins:
    - eu-2021-821/art_5/par_2 | eu-2021-821/art_5
    - sipri-ccic-guide/sec_III/par_7
  facts:
    - notify | inform
    - 2021
- id: off-002
  persona: official
  split: test
  question: What is the weather in Rome?
  unanswerable: out-of-field
"""


def _provision(pin: str, text: str) -> Provision:
    return Provision(Pin.parse(pin), "Title", text, "2021-05-20", "digest", Basis("text", ("oj",)))


HELD = (
    _provision("eu-2021-821/art_5", "The catch-all for cyber-surveillance."),
    _provision("eu-2021-821/art_5/par_2", "An exporter who is aware must inform the authority."),
    _provision("sipri-ccic-guide/sec_III/par_7", "The EU rules changed in 2021."),
)


def _write(folder: Path, text: str) -> Path:
    (folder / "official.yaml").write_text(text, encoding="utf-8")
    return folder


def test_questions_keep_their_alternatives_places_and_lines(tmp_path: Path) -> None:
    first, second = read_questions(_write(tmp_path, GOOD), HELD)
    assert first.question == "Who has to tell whom under Article 5(2) if a company knows of the use?"
    assert [[str(pin) for pin in group] for group in first.pins] == [
        ["eu-2021-821/art_5/par_2", "eu-2021-821/art_5"],
        ["sipri-ccic-guide/sec_III/par_7"],
    ]
    assert first.facts == (("notify", "inform"), ("2021",))
    assert (first.line, second.line, second.unanswerable) == (1, 12, "out-of-field")
    assert first.is_answerable and not second.is_answerable


def test_a_provision_within_an_accepted_one_is_accepted_and_one_above_is_not(tmp_path: Path) -> None:
    first, _ = read_questions(_write(tmp_path, GOOD))
    assert first.accepts(Pin.parse("eu-2021-821/art_5/par_3"))
    assert not first.accepts(Pin.parse("sipri-ccic-guide/sec_III"))


def test_a_question_says_how_it_is_asked_and_needs_several_documents_if_none_has_all_its_places(tmp_path: Path) -> None:
    first, second = read_questions(
        _write(tmp_path, GOOD.replace("split: test", "split: test\n  style: as-typed\n  language: fr"))
    )
    assert (first.style, first.language, first.needs_several) == (None, "en", True)
    assert (second.style, second.language, second.needs_several) == ("as-typed", "fr", False)


FAULTS = [
    (
        "persona: official\n  split: dev",
        "persona: minister\n  split: dev",
        "official.yaml:1: off-001: persona “minister”",
    ),
    ("split: test", "split: train", "official.yaml:12: off-002: split “train” is not one of dev, test."),
    ("out-of-field", "too-hard", "official.yaml:12: off-002: unanswerable “too-hard” is not one of"),
    ("split: test", "split: test\n  style: rude", "official.yaml:12: off-002: style “rude” is not one of as-typed."),
    ("split: test", "split: test\n  language: la", "off-002: language “la” is not one of en, fr, de."),
    ("off-002", "off-001", "official.yaml:12: off-001: this id stands already in official.yaml:1."),
    ("  unanswerable: out-of-field\n", "", "official.yaml:12: off-002: needs at least one item in “pins”"),
    (
        "out-of-field\n",
        "out-of-field\n  facts: [rain]\n",
        "official.yaml:12: off-002: is unanswerable, so it has no place",
    ),
    ("    - notify | inform", "    - notify |", "official.yaml:1: off-001: “facts” has an empty alternative"),
    ("    - notify | inform\n    - 2021\n", "    notify\n", "official.yaml:1: off-001: “facts” is not a list of texts"),
    ("sec_III/par_7", "sec_III/par_99", "pin “sipri-ccic-guide/sec_III/par_99” leads to no provision."),
    ("sec_III/par_7", "section III", "pin “sipri-ccic-guide/section III”"),
    ("- 2021", "- '1999'", "off-001: no accepted provision states “1999”"),
    ("  split: test\n", "", "official.yaml:12: off-002: lacks “split”."),
    ("  split: test\n", "  split: test\n  hint: none\n", "official.yaml:12: off-002: “hint” is not a field"),
    ("  facts:\n", "  facts: [\n", "official.yaml:10: is not YAML"),
]


@pytest.mark.parametrize(("right", "wrong", "sentence"), FAULTS)
def test_a_fault_is_told_with_its_file_line_and_question(tmp_path: Path, right: str, wrong: str, sentence: str) -> None:
    assert right in GOOD
    _, faults = inspect_questions(_write(tmp_path, GOOD.replace(right, wrong)), HELD)
    assert len(faults) == 1 and sentence in str(faults[0])


def test_all_faults_are_raised_together(tmp_path: Path) -> None:
    text = GOOD.replace("split: dev", "split: train").replace("out-of-field", "too-hard")
    with pytest.raises(CorpusError) as raised:
        read_questions(_write(tmp_path, text))
    assert "train" in str(raised.value) and "too-hard" in str(raised.value)


def test_an_empty_folder_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="there is no question"):
        read_questions(tmp_path)


def test_the_question_set_of_the_package_has_no_fault(library: Library) -> None:
    questions, faults = inspect_questions(QUESTIONS, library.provisions())
    assert not faults, "\n".join(map(str, faults))
    assert {q.split for q in questions} == {"dev", "test"}
