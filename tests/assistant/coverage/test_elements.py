"""Control texts fall into conditions, exclusions and meanings, each a verbatim span of its provision."""

from __future__ import annotations

import pytest

from assistant.coverage.elements import asks_for_all, branches, elements
from assistant.filters import Filters
from assistant.view import view
from corpus.library import Library
from corpus.pins import Pin
from indexer.opened import Index

ANNEX = "eu-annex-1"


@pytest.mark.parametrize(
    ("pin", "role", "words"),
    [
        ("itm_4D004", "condition", "for commanding and controlling"),
        ("itm_4D004", "condition", '"software" that is "specially designed or modified"'),
        ("def_intrusion-software/pnt_a", "definition", "by modifying system or user data"),
        ("itm_5A001/pnt_j/note_1/pnt_a", "exclusion", "systems or equipment specially designed for a marketing purpose"),
        ("itm_5A004/pnt_b/note_2/pnt_b", "exclusion", "items limited to logical data extraction"),
        ("itm_5A004/pnt_b", "exclusion", "Items that 4A005 or 5A004.a already specifies"),
        ("itm_5A001/pnt_j/pnt_1/pnt_c", "condition", "the extracted data is indexed"),
    ],
)  # fmt: skip
def test_a_provision_has_this_element(library: Library, pin: str, role: str, words: str) -> None:
    provision = next(p for p in library.provisions() if p.pin == Pin.of(ANNEX, pin))
    assert (role, words) in [(one.role, one.words) for one in elements(0, provision, True)]


def test_every_element_is_a_verbatim_span(library: Library) -> None:
    lists = [p for p in library.provisions() if library.documents[p.pin.document].kind == "list" and p.held == "text"]
    found = [one for provision in lists for one in elements(0, provision, True)]
    assert len(found) > len(lists) / 2
    assert [one.words for one in found if one.words not in one.provision.text] == []


def test_ways_that_one_sentence_offers_are_alternatives(library: Library) -> None:
    provision = next(p for p in library.provisions() if p.pin == Pin.of(ANNEX, "itm_4D004"))
    groups = {one.words: one.group for one in elements(0, provision, True)}
    assert (
        groups["for generating"]
        == groups["for commanding and controlling"]
        == groups['for delivering "intrusion software"']
    )


@pytest.mark.parametrize(
    ("text", "all_asked"),
    [
        ("that meet both point 1 and point 2", True),
        ("performs all of a, b and c", True),
        ("any one of the three", False),
        ("", False),
    ],
)
def test_a_text_says_whether_it_asks_for_all(text: str, all_asked: bool) -> None:
    assert asks_for_all(text) is all_asked


def test_only_the_way_to_the_best_point_is_needed(index: Index) -> None:
    seen = view(index, Filters())
    best = Pin.of(ANNEX, "itm_5A001/pnt_f/pnt_2")
    listed, _ = branches(index, seen, Pin.of(ANNEX, "itm_5A001"), [best], lambda row: False)
    needed = {one.provision.pin for one in listed if one.needed and one.role == "condition"}
    assert best in needed
    assert Pin.of(ANNEX, "itm_5A001/pnt_f/pnt_1") not in needed
    assert Pin.of(ANNEX, "itm_5A001/pnt_f/note_1/pnt_b") in {
        one.provision.pin for one in listed if one.role == "exclusion"
    }
