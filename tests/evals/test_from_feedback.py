"""Feedback that was reviewed becomes a known question which the reader of questions accepts."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from assistant.answer import CorpusState
from assistant.web.feedback import FILE, Feedback, Place, keep
from corpus.errors import PinciteError
from corpus.library import Library
from evals import questions
from evals.cli import app
from evals.from_feedback import Review, pair
from evals.questions import inspect_questions, read_questions

PLACE = "eu-2021-821/art_5/par_2"
STATE = CorpusState(built_at="2026-02-01T00:00:00+00:00", documents=2, provisions=3)


def said(verdict: str = "right", **more: Any) -> Feedback:
    given: dict[str, Any] = {
        "verdict": verdict,
        "question": "Whom do I tell when I know that a tracker will be used for repression?",
        "status": "answered",
        "cited": (Place(pin=PLACE, layer="digest", edition="2025-11-15"),),
        "corpus": STATE,
        "created_at": datetime(2026, 3, 1, tzinfo=UTC),
    }
    return Feedback(**{**given, **more})


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with three lines of feedback, the second of them damaged."""
    home = tmp_path / "home"
    monkeypatch.setenv("PINCITE_HOME", str(home))
    keep(home, said())
    with (home / FILE).open("a") as file:
        file.write("{damaged\n")
    keep(home, said("missing", question="What does a licence for a tracker cost in Bern?", status="abstained", cited=(),
                    comment="I need the fee."))  # fmt: skip
    return home


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["eval", "from-feedback", *words])


def test_without_a_line_all_are_listed_and_damaged_ones_told(home: Path) -> None:
    done = run("default")
    assert done.exit_code == 0
    first, cited, third = done.stdout.splitlines()
    assert first.split()[:4] == ["1", "2026-03-01", "right", "answered"]
    assert cited.split() == ["cited", PLACE]
    assert third.endswith("What does a licence for a tracker cost in Bern?  “I need the fee.”")
    assert f"{home / FILE}:2: the line is damaged" in done.stderr


def made(folder: Path, library: Library) -> list[questions.Question]:
    found, faults = inspect_questions(folder, library.provisions())
    assert faults == []
    return list(found)


def test_a_right_answer_keeps_its_places_and_gets_an_id_that_is_free(
    home: Path, library: Library, tmp_path: Path
) -> None:
    out = tmp_path / "new" / "reviewed.yaml"
    out.parent.mkdir()
    done = run("default", "--line", "1", "--persona", "exporter", "--fact", "notify | inform", "--out", str(out))
    assert (done.exit_code, done.stdout) == (0, f"Added to {out}.\n")
    (question,) = made(out.parent, library)
    assert question.id not in {known.id for known in read_questions()}
    assert (question.id[:4], question.persona, question.split) == ("exp-", "exporter", "dev")
    assert [str(pin) for group in question.pins for pin in group] == [PLACE]
    assert question.facts == (("notify", "inform"),)


def test_a_file_is_added_to_and_the_next_id_is_taken(home: Path, library: Library, tmp_path: Path) -> None:
    out = tmp_path / "new" / "reviewed.yaml"
    out.parent.mkdir()
    run("default", "--line", "1", "--persona", "official", "--fact", "notify | inform", "--out", str(out))
    done = run("default", "--line", "3", "--persona", "official", "--unanswerable", "not-in-corpus", "--out", str(out))
    assert done.exit_code == 0, done.exception
    first, second = made(out.parent, library)
    assert int(second.id[4:]) == int(first.id[4:]) + 1
    assert (second.unanswerable, second.pins) == ("not-in-corpus", ())


def test_without_facts_it_is_printed_for_the_reviewer_to_write_them(home: Path) -> None:
    done = run("default", "--line", "1", "--persona", "trainer")
    assert done.exit_code == 0
    assert f"  pins:\n    - {PLACE}\n  facts: []\n" in done.stdout
    assert "It has no facts yet" in done.stderr


def test_a_question_in_another_language_says_so(library: Library) -> None:
    asked = said(question="Wem muss ich es sagen, wenn ich von der Verwendung für die Repression weiß?")
    assert "  language: de\n" in pair(asked, Review("exporter"), library.provisions())


@pytest.mark.parametrize(
    "odd", ["yes", "- a: [b", "What: is this? #no", "“quotes” 'and' \"more\"", "a\nb", "{x: 1}", "1.5"]
)
def test_a_question_is_read_back_as_it_was_asked(odd: str, library: Library, tmp_path: Path) -> None:
    text = pair(said(question=odd), Review("official", facts=("notify | inform",)), library.provisions())
    (tmp_path / "made.yaml").write_text(text, encoding="utf-8")
    assert made(tmp_path, library)[0].question == " ".join(odd.split())


WRONG = [
    (["nowhere.jsonl"], "nowhere.jsonl cannot be read: No such file or directory."),
    (["default", "--persona", "trainer", "--fact", "x"], "Which line is reviewed? Name it with --line"),
    (["default", "--line", "2", "--persona", "trainer"], "has no feedback in line 2; there is some in: 1, 3."),
    (["default", "--line", "99", "--persona", "trainer"], "has no feedback in line 99; there is some in: 1, 3."),
    (["default", "--line", "1"], "Who asks? Say it with --persona official, exporter or trainer."),
    (
        ["default", "--line", "1", "--persona", "trainer", "--id", "off-001"],
        "The id off-001 is taken; leave --id out to get one that is free.",
    ),
    (
        ["default", "--line", "3", "--persona", "trainer"],
        "The answer was said to be missing: name the right places with --pin, or why there is no answer with --unanswerable.",
    ),
    (
        ["default", "--line", "1", "--persona", "trainer", "--pin", "eu-2021-821/art_999"],
        "eu-2021-821/art_999 is not in the corpus as it is; name a place that is with --pin.",
    ),
    (["default", "--line", "1", "--persona", "trainer", "--pin", "Article 5"], "--pin Article 5: “Article 5” is not"),
    (
        ["default", "--line", "1", "--persona", "trainer", "--pin", PLACE, "--unanswerable", "out-of-field"],
        "A question that the corpus does not answer has no place and no fact; leave --pin and --fact out.",
    ),
    (
        ["default", "--line", "1", "--persona", "trainer", "--fact", "the moon is cheese"],
        "no accepted provision states “the moon is cheese”; correct the fact or the pins.",
    ),
    (
        ["default", "--line", "1", "--persona", "trainer", "--out", str(questions.QUESTIONS / "exporter.yaml")],
        "is in the package, which is changed by hand only; name a file outside of it.",
    ),
]


@pytest.mark.parametrize(("words", "sentence"), WRONG)
def test_what_cannot_be_made_a_question_is_told_in_a_sentence(words: list[str], sentence: str, home: Path) -> None:
    before = {path: path.read_bytes() for path in questions.QUESTIONS.iterdir()}
    done = run(*words)
    assert isinstance(done.exception, PinciteError)
    assert done.exception.status == 2
    assert sentence in str(done.exception)
    assert {path: path.read_bytes() for path in questions.QUESTIONS.iterdir()} == before


def test_a_question_that_is_known_is_not_made_again(library: Library) -> None:
    known = read_questions()[0]
    with pytest.raises(PinciteError, match=f"This question is known already: {known.id} in "):
        pair(said(question=known.question.upper()), Review("trainer"), library.provisions())


@pytest.mark.parametrize("content", ["a: b\n", "- just text\n", "[", "\x00"])
def test_a_file_that_holds_something_else_is_left_as_it_is(content: str, home: Path, tmp_path: Path) -> None:
    out = tmp_path / "other.yaml"
    out.write_text(content)
    done = run("default", "--line", "1", "--persona", "trainer", "--out", str(out))
    assert f"{out} is no file of questions; name another." in str(done.exception)
    assert out.read_text() == content
