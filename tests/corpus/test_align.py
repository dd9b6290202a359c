"""Unnumbered places of an official text get the words that its digest names them by."""

from __future__ import annotations

import pytest

from corpus.align import align
from corpus.pins import Pin
from corpus.provisions import Basis, Edition, Layer, Provision


def edition(layer: Layer, *locators: str) -> Edition:
    provisions = tuple(
        Provision(Pin.of("demo", locator), locator, "Text.", "2025", layer, Basis("text", ("a",)))
        for locator in locators
    )
    return Edition("demo", "2025", layer, "complete", "", "", {}, provisions)


@pytest.mark.parametrize(
    ("theirs", "ours", "becomes"),
    [
        (["box_1/itm_spyware-and-such"], ["box_1/itm_spyware"], ["box_1/itm_spyware"]),
        (
            ["box_1/itm_long-words", "box_1/itm_long-words/par_1", "box_1/itm_other-words"],
            ["box_1/itm_long", "box_1/itm_other"],
            ["box_1/itm_long", "box_1/itm_long/par_1", "box_1/itm_other"],
        ),
        (["sec_aim-of-it/par_1", "sec_aim-of-it"], ["sec_aim"], ["sec_aim/par_1", "sec_aim"]),
        (["sec_one-a", "sec_one-a/itm_two-b"], ["sec_one", "sec_one/itm_two"], ["sec_one", "sec_one/itm_two"]),
    ],
    ids=["one", "two and what is inside", "whatever stands first", "one inside a renamed one"],
)  # fmt: skip
def test_as_many_unnumbered_places_are_the_same_ones_in_order(
    theirs: list[str], ours: list[str], becomes: list[str]
) -> None:
    aligned = align(edition("official", *theirs), edition("digest", *ours))
    assert [p.pin.locator for p in aligned.provisions] == becomes


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (["itm_one-thing", "itm_another-thing"], ["itm_one"]),
        (["art_1", "art_2"], ["art_3", "art_4"]),
        (["itm_4D004", "itm_5A001"], ["itm_4D001", "itm_4D002"]),
        (["pnt_iii", "pnt_xii"], ["pnt_vii", "pnt_viii"]),
        (["sec_aims"], ["itm_aims-of-it"]),
        (["box_1/itm_spyware-all"], ["box_2/itm_spyware"]),
    ],
    ids=["another count", "articles", "entries", "Roman numbers", "another kind", "another place"],
)
def test_all_else_keeps_its_pin(theirs: list[str], ours: list[str]) -> None:
    text = edition("official", *theirs)
    assert align(text, edition("digest", *ours)) is text
