"""What a reader gives: pieces that belong to a provision or are furniture of a declared kind, and the units they make."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.readers.reading import FURNITURE, Piece, Reading, Role, Unit


def units(*pieces: Piece) -> list[Unit]:
    return Reading("written", pieces).units()


@pytest.mark.parametrize(
    "role, more",
    [
        ("text", {"locator": "art_1"}),
        ("number", {"locator": "art_1"}),
        ("title", {"locator": "art_1"}),
        *(("furniture", {"kind": kind}) for kind in FURNITURE),
    ],
)
def test_a_piece_has_its_place_or_its_kind(role: Role, more: dict[str, Any]) -> None:
    assert Piece(role, "words", **more).text == "words"


@pytest.mark.parametrize(
    "role, more",
    [
        ("furniture", {}),
        ("furniture", {"kind": "rubbish"}),
        ("furniture", {"kind": "act", "locator": "art_1"}),
        ("furniture", {"locator": "art_1"}),
        ("text", {"kind": "act"}),
        ("title", {"kind": "division"}),
    ],
)
def test_a_piece_without_its_place_or_kind_is_refused(role: Role, more: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="furniture has a declared kind and no locator"):
        Piece(role, "words", **more)


def test_the_pieces_of_a_provision_are_one_unit() -> None:
    assert units(
        Piece("furniture", "OFFICIAL JOURNAL", kind="masthead"),
        Piece("number", " Article 1 ", "art_1", page=3),
        Piece("title", "Kites", "art_1", page=3),
        Piece("title", "and strings", "art_1", page=4),
        Piece("text", "First.\nGoes on. ", "art_1", page=4),
        Piece("text", "  ", "art_1"),
        Piece("text", "Second.", "art_1"),
    ) == [Unit("art_1", "Article 1", "Kites and strings", "First.\nGoes on.\n\nSecond.", 3)]


def test_text_that_goes_on_after_a_provision_inside_is_joined() -> None:
    assert units(
        Piece("text", "It needs", "art_1"),
        Piece("text", "a licence;", "art_1/pnt_a"),
        Piece("furniture", "▼M1", kind="editorial"),
        Piece("text", "unless it is small.", "art_1"),
    ) == [
        Unit("art_1", "", "", "It needs\n\nunless it is small."),
        Unit("art_1/pnt_a", "", "", "a licence;"),
    ]


def test_furniture_alone_makes_no_unit() -> None:
    assert units(Piece("furniture", "Done at Kiteham", kind="closing")) == [] == units()


locators = st.sampled_from(["art_1", "art_1/par_1", "art_2"])
in_provisions = st.builds(Piece, st.sampled_from(["number", "title", "text"]), st.text("ab \n", max_size=6), locators)
loose = st.builds(Piece, st.just("furniture"), st.text("ab \n", max_size=6), kind=st.sampled_from(sorted(FURNITURE)))


@given(st.lists(st.one_of(in_provisions, loose)))
def test_units_hold_every_character_of_provisions_once_in_the_order_of_their_first_piece(pieces: list[Piece]) -> None:
    made = units(*pieces)
    own = [piece for piece in pieces if piece.locator]
    assert [unit.locator for unit in made] == list(dict.fromkeys(piece.locator for piece in own))
    for unit in made:
        for role, said in (("number", unit.label), ("title", unit.title), ("text", unit.text)):
            there = "".join(p.text for p in own if p.locator == unit.locator and p.role == role)
            assert "".join(said.split()) == "".join(there.split())
            assert said == said.strip()
