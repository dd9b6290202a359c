"""The audit: what of a source is in no piece, what a reader made up, and which numbers are skipped, repeated or empty."""

from __future__ import annotations

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.readers.audit import REACH, TOLERATED, Audit, audit, differences
from corpus.readers.reading import Piece, Reading


def prose(length: int, seed: int) -> str:
    """Words made up at random, with white space, of about this length; hardly a run of 24 characters stands twice."""
    drawn = random.Random(seed)
    made: list[str] = []
    while length > 0:
        made.append("".join(drawn.choices(string.ascii_lowercase, k=drawn.randint(2, 9))))
        length -= len(made[-1]) + 1
    return " ".join(made)


def tight(text: str) -> str:
    return "".join(text.split())


TEXT = prose(9_000, 1)
FOREIGN = st.text("0123456789ÄÖÜ", min_size=1, max_size=300)
LETTERS = st.text(string.ascii_lowercase, min_size=1, max_size=60)
places = st.integers(0, len(TEXT))


# --- nothing gone, nothing invented


@given(places, st.text(" \n\t\u00ad\u200b\u00a0", max_size=5))
def test_white_space_and_what_is_not_seen_do_not_count(at: int, space: str) -> None:
    assert differences(TEXT, TEXT[:at] + space + TEXT[at:]) == ([], [])


@given(places, FOREIGN)
def test_a_run_put_in_is_told_as_that_run(at: int, run: str) -> None:
    assert differences(TEXT, TEXT[:at] + run + TEXT[at:]) == ([], [run])


@given(places, FOREIGN)
def test_a_run_left_out_is_told_as_that_run(at: int, run: str) -> None:
    assert differences(TEXT[:at] + run + TEXT[at:], TEXT) == ([run], [])


@given(places, st.integers(1, 4_000))
def test_any_run_of_the_text_left_out_is_told_as_one_of_its_length(at: int, length: int) -> None:
    """Where the run begins as what follows it does, it is told shifted: which of the two was left out cannot be known."""
    left = tight(TEXT)
    at = min(at, len(left))
    run, rest = left[at : at + length], left[:at] + left[at + length :]
    told, phantom = differences(TEXT, rest)
    assert phantom == [] and [len(one) for one in told] == [len(run)] * bool(run)
    start = next((n for n, (a, b) in enumerate(zip(left, rest, strict=False)) if a != b), len(rest))
    assert start >= at and "".join(told) == left[start : start + len(run)]


@given(st.integers(0, 3_000), st.integers(4_500, 8_900), FOREIGN, FOREIGN)
def test_two_runs_are_told_in_order_each_on_its_side(first: int, second: int, one: str, two: str) -> None:
    source = TEXT[:first] + one + TEXT[first:]
    read = TEXT[:second] + two + TEXT[second:]
    assert differences(source, read) == ([one], [two])


@given(places, st.text("0123456789", min_size=1, max_size=40), st.text("ÄÖÜ", min_size=1, max_size=40))
def test_a_run_read_as_another_is_gone_and_made_up(at: int, gone: str, made_up: str) -> None:
    assert differences(TEXT[:at] + gone + TEXT[at:], TEXT[:at] + made_up + TEXT[at:]) == ([gone], [made_up])


@given(st.text("ab ", max_size=80), st.text("ab ", max_size=80))
def test_both_texts_can_be_made_of_what_is_told(source: str, read: str) -> None:
    gone, phantom = differences(source, read)
    assert len(tight(source)) - sum(map(len, gone)) == len(tight(read)) - sum(map(len, phantom))
    assert (gone, phantom) == ([], []) or tight(source) != tight(read)
    assert ((gone, phantom) != ([], [])) == (tight(source) != tight(read))
    assert all(run in tight(source) for run in gone) and all(run in tight(read) for run in phantom)


@pytest.mark.parametrize(
    ("source", "read", "expected"),
    [
        ("", "", ([], [])),
        ("abc", "", (["abc"], [])),
        ("", "abc", ([], ["abc"])),
        ("a b c", "abc", ([], [])),
        ("abc", "abd", (["c"], ["d"])),
    ],
)
def test_short_texts(source: str, read: str, expected: tuple[list[str], list[str]]) -> None:
    assert differences(source, read) == expected


def test_a_run_longer_than_what_is_looked_ahead_takes_all_that_follows_with_it() -> None:
    run = "Ä" * (REACH + 100)
    gone, phantom = differences(TEXT[:100] + run + TEXT[100:], TEXT)
    assert (gone, phantom) == ([tight(run + TEXT[100:])], [tight(TEXT[100:])])


LONG = 200_000


@pytest.mark.parametrize(
    ("source", "read"),
    [
        (prose(LONG, 2), prose(LONG, 3)),
        (prose(LONG, 2), prose(LONG, 2)[::-1]),
        ("a" * LONG, "b" * LONG),
        ("ab" * (LONG // 2), ("ab" * 13 + "c") * (LONG // 27)),
        ("a" * LONG, "a" * (LONG - 1)),
        (prose(LONG, 2), ""),
    ],
    ids=["other words", "backwards", "other letters", "alike and again not", "one letter less", "nothing"],
)
def test_long_texts_that_have_nothing_in_common_come_to_an_end(source: str, read: str) -> None:
    gone, phantom = differences(source, read)
    assert len(tight(source)) - sum(map(len, gone)) == len(tight(read)) - sum(map(len, phantom))
    assert gone or phantom


def test_many_provisions_that_stand_twice_come_to_an_end() -> None:
    pieces = [Piece("text", "x", f"art_{n}{again}") for n in range(10_000) for again in ("", "-2")]
    assert len(audit("x" * len(pieces), Reading("written", tuple(pieces))).repeated) == 10_000


# --- what stands where


def of(*locators: str, text: str = "x") -> Audit:
    pieces = tuple(Piece("text", text, locator) for locator in locators)
    return audit(text * len(locators), Reading("written", pieces))


def numbered(kind: str, *numbers: str) -> list[str]:
    return [f"{kind}_{number}" for number in numbers]


@pytest.mark.parametrize(
    ("locators", "skipped"),
    [
        (numbered("art", "1", "2", "3"), []),
        (numbered("art", "1", "3"), ["art_1 … art_3"]),
        (numbered("art", "1", "2", "2a", "3"), []),
        (numbered("art", "9", "10", "12"), ["art_10 … art_12"]),
        (["art_1/par_1", "art_1/par_4"], ["art_1/par_1 … par_4"]),
        (["art_1/par_1", "art_2/par_2"], []),
        (["rct_1", "art_2"], []),
        (numbered("pnt", "a", "b", "d"), ["pnt_b … pnt_d"]),
        (numbered("pnt", "i", "ii", "iii", "iv", "v"), []),
        (numbered("pnt", "i", "ii", "iv"), ["pnt_ii … pnt_iv"]),
        (numbered("pnt", "viii", "ix", "x", "xi"), []),
        (numbered("pnt", "h", "i", "j"), []),
        (numbered("pnt", "h", "j"), ["pnt_h … pnt_j"]),
        (numbered("art", "3", "2", "1"), []),
        (numbered("cpt", "1", "5"), []),
        (numbered("itm", "4A001", "4A005"), []),
    ],
)
def test_numbers_that_are_skipped(locators: list[str], skipped: list[str]) -> None:
    assert list(of(*locators).skipped) == skipped
    assert of(*locators).is_sound, "acts repeal provisions"


@pytest.mark.parametrize(
    ("locators", "repeated"),
    [
        (["art_1", "art_1-2"], ["art_1-2"]),
        (["art_1", "art_1-2", "art_1-3"], ["art_1-2", "art_1-3"]),
        (["art_1-2"], []),
        (["art_1", "art_1-a"], []),
        (["art_1/par_1", "art_1/par_1-2", "art_2/par_1"], ["art_1/par_1-2"]),
        (["art_1-2", "art_1-2/par_1"], []),
        (["sec_a", "art_1", "sec_a-1"], ["sec_a-1"]),
    ],
)
def test_numbers_that_stand_twice(locators: list[str], repeated: list[str]) -> None:
    assert list(of(*locators).repeated) == repeated


def test_provisions_without_anything_are_empty() -> None:
    pieces = (
        Piece("number", "Article 1", "art_1"),
        Piece("number", "Article 2", "art_2"),
        Piece("text", "Words.", "art_2/par_1"),
        Piece("number", "Article 3", "art_3"),
        Piece("title", "Kites", "art_3"),
        Piece("text", " ", "art_4"),
    )
    found = audit("Article1Article2Words.Article3Kites", Reading("written", pieces))
    assert found.empty == ("art_1", "art_4")


def test_a_tenth_of_the_provisions_may_be_repeated_or_empty() -> None:
    nine = [f"art_{n}" for n in range(1, 10)]
    assert TOLERATED == 0.1
    assert of(*nine, "art_1-2").is_sound
    assert not of(*nine[:-1], "art_1-2").is_sound
    assert not of(*nine, "art_1-2", "art_1-3").is_sound


@pytest.mark.parametrize(
    ("source", "is_sound"), [("x y", True), ("x y z", False), ("x", False)], ids=["whole", "gone", "made up"]
)
def test_a_reading_is_sound_if_it_is_the_source(source: str, is_sound: bool) -> None:
    reading = Reading("written", (Piece("text", "x", "art_1"), Piece("furniture", "y", kind="closing")))
    found = audit(source, reading)
    assert found.is_sound is is_sound and found.is_well_numbered


def test_an_audit_counts_what_there_is() -> None:
    pieces = (
        Piece("furniture", "L 9 / 1", kind="masthead"),
        Piece("text", "Kites fly.", "art_1"),
        Piece("furniture", "Done.", kind="closing"),
        Piece("furniture", "L 9 / 2", kind="masthead"),
    )
    found = audit("L9/1 Kites fly. Done. L9/2", Reading("written", pieces))
    assert (found.source, found.provisions, found.furniture) == (22, 1, {"masthead": 8, "closing": 5})


def test_a_text_without_provisions_is_not_faulted_for_its_numbers() -> None:
    assert audit("", Reading("written", ())).is_sound
