"""A provision's text with its marks: the text stays as it is, and a mark leads where the text says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ask import Pincite
from assistant.web.marked import Link, Part, links, parts, span
from corpus.pins import Pin

SPANS = st.tuples(st.integers(0, 40), st.integers(0, 12)).map(lambda at: Link(at[0], at[0] + at[1], "x", "place", "y"))


@given(st.text(max_size=40), st.lists(SPANS, max_size=6), st.text(max_size=8))
def test_the_parts_of_a_text_are_the_text(text: str, over: list[Link], quote: str) -> None:
    inside = [one for one in over if one.end <= len(text)]
    assert "".join(part.text for part in parts(text, inside, quote)) == text


@given(st.text("ab \n", max_size=30), st.integers(0, 30), st.integers(1, 30))
def test_what_was_quoted_is_marked_and_nothing_else(text: str, start: int, size: int) -> None:
    quote = " ".join(text[start : start + size].split())
    marked = "".join(part.text for part in parts(text, (), quote) if part.quoted)
    assert " ".join(marked.split()) == quote


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("one two\nthree", "two three", (4, 13)),
        ("one two", "four", (0, 0)),
        ("one two", "", (0, 0)),
        ("a (b) [c]", "(b) [c]", (2, 9)),
    ],
)
def test_a_quotation_is_found_across_lines(text: str, quote: str, found: tuple[int, int]) -> None:
    assert span(text, quote) == found


def test_links_that_overlap_give_the_first_and_of_those_the_longest() -> None:
    long, short, late = (Link(0, 6, "a", "term", ""), Link(0, 3, "b", "term", ""), Link(4, 8, "c", "place", ""))
    assert parts("abcdefgh", [late, short, long]) == (Part("abcdef", long), Part("gh"))


@pytest.mark.parametrize(
    ("pin", "words", "leads"),
    [
        ("eu-2021-821/art_5/par_2", "Article 5(1)", "eu-2021-821/art_5/par_1"),
        ("eu-2021-821/art_5/par_2", "Annex I", "eu-2021-821/anx_I"),
        ("eu-2021-821/art_5/par_2", "cyber-surveillance items", "eu-2021-821/art_2/pnt_20"),
        ("eu-annex-1/itm_4D004", "intrusion software", "eu-annex-1/def_intrusion-software"),
    ],
)
def test_places_and_terms_lead_to_their_provisions(pin: str, words: str, leads: str, pincite: Pincite) -> None:
    index = pincite.index
    provision = index.store.provisions(index.store.rows(Pin.parse(pin))[:1]).popitem()[1]
    found = {provision.text[one.start : one.end]: one.pin for one in links(index, provision)}
    assert found[words] == leads


def test_every_link_of_the_corpus_leads_to_a_place_that_is_held(pincite: Pincite) -> None:
    index = pincite.index
    rows = index.store.matching(document=["eu-2021-821"])
    for provision in index.store.provisions(rows).values():
        for one in links(index, provision):
            assert index.store.exists(Pin.parse(one.pin)), (provision.pin, one)
            assert Pin.parse(one.pin) != provision.pin


def test_a_term_within_a_compound_is_not_that_term(pincite: Pincite) -> None:
    """“use” is defined; the “use” of “dual-use” is another word."""
    index = pincite.index
    provision = index.store.provisions(index.store.rows(Pin.parse("eu-annex-1/itm_4D004"))[:1]).popitem()[1]
    assert "dual-use" in provision.text
    assert not any(provision.text[one.start - 1] == "-" for one in links(index, provision) if one.start)
