"""Verification: a statement is shown only if each of its citations holds, to the character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Citation, Statement
from assistant.verify import holds, verified
from corpus.library import Library, read_library
from corpus.provisions import Provision
from indexer.opened import Index

PIN = "joint-statement-spyware/cmt_1"
NEW, OLD = "2024-03-18", "2023-03-30"


def cited(pin: str, quote: str, edition: str, layer: str = "digest") -> Citation:
    return Citation(pin=pin, pincite=pin, quote=quote, layer=layer, edition=edition, url="https://example.org")


def stated(*citations: Citation) -> Statement:
    return Statement(text="A statement.", citations=citations)


@pytest.fixture(scope="module")
def texts(library: Library) -> dict[str, str]:
    """The text of the first commitment of the joint statement, by edition."""
    return {p.edition: p.text for p in library.provisions() if str(p.pin) == PIN}


@pytest.fixture(scope="module")
def good(texts: dict[str, str]) -> Citation:
    return cited(PIN, texts[NEW][:60], NEW)


def test_a_verbatim_quotation_of_a_place_that_exists_holds(good: Citation, index: Index) -> None:
    assert holds(good, index.store)
    assert verified((stated(good),), index.store) == (stated(good),)


def test_an_older_edition_is_quoted_as_that_edition(texts: dict[str, str], index: Index) -> None:
    assert holds(cited(PIN, texts[OLD], OLD), index.store)
    assert not holds(cited(PIN, texts[OLD], NEW), index.store)


CHANGES = [
    ("one character changed", {"quote": "X"}),
    ("another letter case", {"quote": "SWAPPED"}),
    ("another space", {"quote": "SPACED"}),
    ("a pin that does not resolve", {"pin": "joint-statement-spyware/cmt_99"}),
    ("another place", {"pin": "joint-statement-spyware/cmt_2"}),
    ("a document that does not exist", {"pin": "no-such-document/cmt_1"}),
    ("no pin at all", {"pin": "Commitment 1 of the joint statement"}),
    ("the wrong edition", {"edition": OLD}),
    ("an edition that does not exist", {"edition": "1999-01-01"}),
    ("the wrong layer", {"layer": "official"}),
    ("an empty quotation", {"quote": ""}),
    ("a blank quotation", {"quote": " "}),
]


@pytest.mark.parametrize(("_what", "change"), CHANGES, ids=[what for what, _ in CHANGES])
def test_a_statement_with_a_citation_that_does_not_hold_is_dropped(
    _what: str, change: dict[str, str], good: Citation, index: Index
) -> None:
    changed = {
        "X": good.quote[:10] + ("x" if good.quote[10] != "x" else "y") + good.quote[11:],
        "SWAPPED": good.quote.swapcase(),
        "SPACED": good.quote.replace(" ", "  ", 1),
    }
    bad = good.model_copy(update={name: changed.get(value, value) for name, value in change.items()})
    assert verified((stated(good), stated(bad), stated(good, bad)), index.store) == (stated(good),)


def test_a_statement_without_a_citation_is_dropped(index: Index) -> None:
    assert verified((stated(),), index.store) == ()


PROVISIONS = [p for p in read_library().provisions() if p.held == "text"]


@st.composite
def citations(draw: st.DrawFn) -> Citation:
    """A span of some provision, more often than not with a fault."""
    said: Provision = draw(st.sampled_from(PROVISIONS))
    named: Provision = draw(st.one_of(st.just(said), st.sampled_from(PROVISIONS)))
    start = draw(st.integers(0, len(said.text) - 1))
    quote = said.text[start : start + draw(st.integers(0, 200))]
    at = draw(st.integers(0, len(quote)))
    changed = draw(
        st.one_of(st.just(quote), st.characters().map(lambda c: quote[:at] + c + quote[at + 1 :]), st.text())
    )
    edition = draw(st.sampled_from([named.edition, named.edition, said.edition, OLD]))
    layer = draw(st.sampled_from(["digest", "digest", "official"]))
    return cited(str(named.pin), changed, edition, layer)


@given(drawn=st.lists(st.lists(citations(), max_size=3), max_size=4))
def test_no_statement_is_shown_whose_quotation_is_not_in_the_store(drawn: list[list[Citation]], index: Index) -> None:
    statements = tuple(stated(*some) for some in drawn)
    shown = verified(statements, index.store)
    held = {(str(p.pin), p.edition, p.layer): p.text for p in PROVISIONS}
    true = [
        s
        for s in statements
        if s.citations
        and all(c.quote.strip() and c.quote in held.get((c.pin, c.edition, c.layer), "") for c in s.citations)
    ]
    assert list(shown) == true


def test_a_page_is_written_where_the_source_has_pages() -> None:
    given = Citation(
        pin="a/art_1", pincite="A", quote="Q.", layer="official", edition="2025", url="https://example.org", page=7
    )
    assert given.model_dump()["page"] == 7
    assert "page" not in given.model_copy(update={"page": 0}).model_dump()
    assert Citation.model_validate_json(given.model_dump_json()) == given
