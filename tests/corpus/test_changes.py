"""What changed between two texts: each provision that came, went or says something else, and the words that did."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.changes import Change, changes
from corpus.pins import Pin
from corpus.provisions import Basis, Provision


def provision(locator: str, text: str, title: str = "") -> Provision:
    pin = Pin.of("demo-act", locator)
    return Provision(pin, title, text, edition="2024", layer="official", basis=Basis("text", ("official",)))


def text_of(said: dict[str, str]) -> list[Provision]:
    return [provision(locator, text) for locator, text in said.items()]


def told(before: dict[str, str], after: dict[str, str]) -> list[tuple[str, str]]:
    return [(change.kind, change.locator) for change in changes(text_of(before), text_of(after))]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {}, []),
        ({"art_1": "A."}, {"art_1": "A."}, []),
        ({"art_1": "A."}, {"art_1": "B."}, [("changed", "art_1")]),
        ({}, {"art_1": "A."}, [("added", "art_1")]),
        ({"art_1": "A."}, {}, [("removed", "art_1")]),
        ({"art_1": "A."}, {"art_2": "A."}, [("removed", "art_1"), ("added", "art_2")]),
        ({"art_1": "A b\n\nc."}, {"art_1": " A\nb c.  "}, []),
        ({"art_1": "A b."}, {"art_1": "Ab."}, [("changed", "art_1")]),
        ({"art_1": ""}, {}, [("removed", "art_1")]),
        ({}, {"art_1": ""}, [("added", "art_1")]),
        ({"art_1": "A.", "art_2": "B."}, {"art_2": "B.", "art_1": "A."}, []),
    ],
    ids=[
        "nothing", "the same", "another text", "a new provision", "a provision gone", "a provision renumbered",
        "white space alone", "a space less", "an empty one gone", "an empty one come", "another order",
    ],
)  # fmt: skip
def test_what_is_a_change(before: dict[str, str], after: dict[str, str], expected: list[tuple[str, str]]) -> None:
    assert told(before, after) == expected


def test_changes_stand_in_the_order_of_the_later_text_and_what_went_where_it_stood() -> None:
    before = {"rct_1": "R", "art_1": "A", "art_2": "B", "art_2/par_1": "C", "art_3": "D", "art_9": "Z"}
    after = {"art_0": "N", "art_1": "A", "art_3": "d", "art_4": "E"}
    assert told(before, after) == [
        ("removed", "rct_1"),
        ("added", "art_0"),
        ("removed", "art_2"),
        ("removed", "art_2/par_1"),
        ("changed", "art_3"),
        ("removed", "art_9"),
        ("added", "art_4"),
    ]


def test_a_title_counts_and_stands_before_the_text() -> None:
    (change,) = changes([provision("art_1", "A.", "Old title")], [provision("art_1", "A.", "New title")])
    assert change == Change("changed", "art_1", "Old title\nA.", "New title\nA.")


def test_what_came_has_no_before_and_what_went_no_after() -> None:
    gone, come = changes(text_of({"art_1": "A."}), text_of({"art_2": "B."}))
    assert (gone.before, gone.after, come.before, come.after) == ("A.", "", "", "B.")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("A licence is needed.", "A licence is not needed.", ["=A licence is", "+ not", "= needed."]),
        ("one two three", "one three", ["=one", "- two", "= three"]),
        ("one two", "one three", ["=one", "- two", "+ three"]),
        ("", "all new", ["+all new"]),
        ("all gone", "", ["-all gone"]),
        ("one\ntwo three", "one two\n\nthree four", ["=one two\n\nthree", "+ four"]),
        ("", "", []),
    ],
    ids=["a word in", "a word out", "a word for another", "all new", "all gone", "lines broken anew", "nothing"],
)
def test_the_words_that_changed(before: str, after: str, expected: list[str]) -> None:
    assert [what + words for what, words in Change("changed", "art_1", before, after).words()] == expected


# --- what holds of any two texts

LOCATORS = [f"art_{n}" for n in range(1, 5)] + ["art_2/par_1", "art_2/par_2", "rct_1"]
said = st.dictionaries(st.sampled_from(LOCATORS), st.text("ab .\n", max_size=12), max_size=len(LOCATORS))
ordered = said.flatmap(lambda one: st.permutations(list(one.items()))).map(dict)
words = st.lists(st.sampled_from(["a", "b", "licence", "the"]), max_size=12).map(" ".join)


def tight(text: str) -> str:
    return " ".join(text.split())


def applied(before: dict[str, str], found: Sequence[Change]) -> dict[str, str]:
    """The earlier text with the changes made to it."""
    now = dict(before)
    for change in found:
        if change.kind == "removed":
            del now[change.locator]
        else:
            assert (change.locator in now) == (change.kind == "changed")
            now[change.locator] = change.after
    return now


@given(ordered)
def test_a_text_has_no_changes_against_itself(one: dict[str, str]) -> None:
    assert changes(text_of(one), text_of(one)) == []


@given(ordered, ordered)
def test_the_changes_make_the_later_text_of_the_earlier(before: dict[str, str], after: dict[str, str]) -> None:
    found = changes(text_of(before), text_of(after))
    now = applied(before, found)
    assert {k: tight(v) for k, v in now.items()} == {k: tight(v) for k, v in after.items()}


@given(ordered, ordered)
def test_every_provision_of_both_is_told_once_or_the_same(before: dict[str, str], after: dict[str, str]) -> None:
    found = changes(text_of(before), text_of(after))
    places = [change.locator for change in found]
    assert len(set(places)) == len(places)
    same = {k for k in before.keys() & after.keys() if tight(before[k]) == tight(after[k])}
    assert set(places) | same == before.keys() | after.keys() and not same & set(places)
    kinds = {k: {c.locator for c in found if c.kind == k} for k in ("added", "removed", "changed")}
    assert kinds["added"] == after.keys() - before.keys()
    assert kinds["removed"] == before.keys() - after.keys()
    assert kinds["changed"] == before.keys() & after.keys() - same


@given(ordered, ordered)
def test_the_other_way_round_what_came_went(before: dict[str, str], after: dict[str, str]) -> None:
    there = {(c.locator, c.before, c.after) for c in changes(text_of(before), text_of(after))}
    back = {(c.locator, c.after, c.before) for c in changes(text_of(after), text_of(before))}
    assert there == back


@given(words, words)
def test_words_that_stayed_and_went_are_the_earlier_text_and_those_that_stayed_and_came_the_later(
    before: str, after: str
) -> None:
    runs = list(Change("changed", "art_1", before, after).words())
    assert tight(" ".join(text for what, text in runs if what in "=-")) == before
    assert "".join(text for what, text in runs if what in "=+").strip() == after
    assert all(text for _, text in runs)
    if before == after:
        assert {what for what, _ in runs} <= {"="}
