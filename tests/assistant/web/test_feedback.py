"""What readers say of answers is kept whole, once each, in plain text, for nobody else to read."""

from __future__ import annotations

import json
import multiprocessing
import stat
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, CorpusState
from assistant.ask import Pincite
from assistant.web.feedback import FILE, LONGEST_COMMENT, Feedback, Place, keep, read
from corpus.errors import PinciteError, UsageError

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
STATE = CorpusState(built_at="2026-02-01T00:00:00+00:00", documents=2, provisions=3)


def said(comment: str = "", **more: Any) -> Feedback:
    given: dict[str, Any] = {
        "verdict": "wrong",
        "comment": comment,
        "question": "What does Article 5(2) require?",
        "status": "answered",
        "cited": (Place(pin="eu-2021-821/art_5/par_2", layer="digest", edition="2025-11-15"),),
        "corpus": STATE,
        "created_at": NOON,
    }
    return Feedback(**{**given, **more})


def test_feedback_on_an_answer_names_its_places_their_editions_and_the_corpus(pincite: Pincite) -> None:
    answer = pincite.ask("What does Article 5(2) of the dual-use regulation require?", jurisdiction=["EU"])
    made = Feedback.on(answer, "right", "Yes.", NOON)
    cited = {(c.pin, c.layer, c.edition) for s in answer.statements for c in s.citations}
    assert {(place.pin, place.layer, place.edition) for place in made.cited} == cited
    assert "eu-2021-821/art_5/par_2" in made.pins
    assert (made.question, made.status, made.filters) == (answer.question, "answered", {"jurisdiction": ["EU"]})
    assert (made.corpus.built_at, made.created_at) == (pincite.index.manifest.built_at, NOON)


def test_what_is_kept_is_read_back_the_same_by_line(tmp_path: Path) -> None:
    first, second = said("one\nline and another"), said(verdict="right", filters={"kind": ["list"]})
    keep(tmp_path / "home", first)
    keep(tmp_path / "home", second)
    kept = read(tmp_path / "home" / FILE)
    assert (kept.lines, kept.faults) == ({1: first, 2: second}, ())


def test_only_the_user_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.touch(0o644)
    keep(tmp_path, said())
    assert {stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()} == {0o600}


CLEANED = [
    ("plain", "plain"),
    ("  two\r\nlines\tand a tab \r", "two\nlines\tand a tab"),
    ("a\x00b\x1b[31mred\x1b[0m", "ab[31mred[0m"),
    ("evil\u202etxt.exe zero\u200bwidth", "eviltxt.exe zerowidth"),
    ("half \ud800 a character", "half  a character"),
    ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ('{"verdict": "right"}\n{"verdict": "right"}', '{"verdict": "right"}\n{"verdict": "right"}'),
]


@pytest.mark.parametrize(("written", "text"), CLEANED)
def test_a_comment_is_plain_text_and_one_line_of_the_file(written: str, text: str, tmp_path: Path) -> None:
    keep(tmp_path, said(written))
    assert [one.comment for one in read(tmp_path / FILE).lines.values()] == [text]


@given(comment=st.text(st.characters(), max_size=200))
def test_any_comment_is_kept_and_read_back_as_it_was_cleaned(
    comment: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("home")
    keep(home, said(comment))
    kept = read(home / FILE)
    assert (kept.lines[1], kept.faults) == (said(comment), ())
    assert (home / FILE).read_bytes().count(b"\n") == 1


REFUSED: list[dict[str, Any]] = [
    {"verdict": "great"},
    {"comment": "x" * (LONGEST_COMMENT + 1)},
    {"question": ""},
    {"question": "x" * 4_001},
    {"status": "maybe"},
    {"cited": [Place(pin="a", layer="digest", edition="1")] * 101},
    {"filters": {"kind": ["x" * 201]}},
    {"created_at": datetime(2026, 3, 1)},
]


@pytest.mark.parametrize("more", REFUSED, ids=lambda more: next(iter(more)))
def test_what_is_no_feedback_or_too_long_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        said(**more)


def test_a_comment_that_is_too_long_is_told_in_a_sentence() -> None:
    answer = Answer(question="Why?", status="abstained", corpus=STATE)
    with pytest.raises(UsageError, match=r"The comment has 4,001 characters; write at most 4,000\."):
        Feedback.on(answer, "missing", "x" * 4_001)


def test_times_are_kept_in_utc() -> None:
    there = NOON.astimezone(timezone(timedelta(hours=9)))
    assert said(created_at=there).created_at.isoformat() == "2026-03-01T12:00:00+00:00"


DAMAGED = [
    ('{"verdict": "rig', "1: the line is damaged and left out (Invalid JSON"),
    ("\x00\x00", "1: the line is damaged and left out (Invalid JSON"),
    ('["a"]', "1: the line is damaged and left out ("),
    ('{"verdict": "right"}', "1: the line is damaged and left out (question: Field required, and 3 more)."),
]


@pytest.mark.parametrize(("line", "sentence"), DAMAGED)
def test_a_damaged_line_is_told_and_the_others_are_read(line: str, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_text(f"{line}\n\n{said().model_dump_json()}\n")
    kept = read(path)
    assert list(kept.lines) == [3]
    (fault,) = kept.faults
    assert fault.startswith(f"{path}:{sentence}")


def test_a_line_that_is_not_utf_8_is_damaged_alone(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"caf\xe9\n" + said().model_dump_json().encode() + b"\n")
    kept = read(tmp_path / FILE)
    assert (list(kept.lines), len(kept.faults)) == ([2], 1)


def test_a_line_after_one_that_was_cut_short_stands_by_itself(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"verdict": "rig')
    keep(tmp_path, said())
    assert list(read(tmp_path / FILE).lines) == [2]


def write(home: Path, number: int) -> None:
    for n in range(20):
        keep(home, said(f"{number}-{n} " + "x" * 3_000))


def test_lines_of_several_processes_are_all_kept_whole(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write, args=(tmp_path, number)) for number in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    kept = read(tmp_path / FILE)
    assert kept.faults == ()
    assert {one.comment.split()[0] for one in kept.lines.values()} == {f"{m}-{n}" for m in range(3) for n in range(20)}


def test_a_file_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(PinciteError, match=r"The feedback could not be kept in .*feedback\.jsonl: Is a directory\."):
        keep(tmp_path, said())


def test_a_file_that_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"feedback\.jsonl cannot be read: No such file or directory\."):
        read(tmp_path / FILE)


def test_a_line_is_json_that_other_programs_read(tmp_path: Path) -> None:
    keep(tmp_path, said("ü"))
    line = json.loads((tmp_path / FILE).read_text(encoding="utf-8"))
    assert (line["verdict"], line["comment"], line["cited"][0]["edition"]) == ("wrong", "ü", "2025-11-15")
