"""Pins: parsed and printed without loss, refused with a sentence, and knowing what they are inside of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import PinError
from corpus.pins import KINDS, Pin, Segment

documents = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,3}", fullmatch=True)
numbers = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9.\-]{0,6}[A-Za-z0-9])?", fullmatch=True)
segments = st.builds(Segment, st.sampled_from(sorted(KINDS)), numbers)
pins = st.builds(Pin, documents, st.lists(segments, max_size=5).map(tuple))


@given(pins)
def test_parsing_a_printed_pin_gives_the_pin(pin: Pin) -> None:
    assert Pin.parse(str(pin)) == pin


@given(pins)
def test_printing_a_parsed_pin_gives_the_text(pin: Pin) -> None:
    text = str(pin)
    assert str(Pin.parse(text)) == text


@given(st.text())
def test_a_text_is_either_refused_or_printed_back_unchanged(text: str) -> None:
    try:
        pin = Pin.parse(text)
    except PinError:
        return
    assert str(pin) == text


@given(pins.filter(lambda pin: pin.segments))
def test_document_and_locator_make_the_pin(pin: Pin) -> None:
    assert Pin.of(pin.document, pin.locator) == pin


@pytest.mark.parametrize(
    ("text", "document", "steps"),
    [
        ("eu-2021-821", "eu-2021-821", []),
        ("eu-2021-821/art_5/par_1", "eu-2021-821", [("art", "5"), ("par", "1")]),
        ("eu-2021-821/art_2/pnt_2/pnt_d", "eu-2021-821", [("art", "2"), ("pnt", "2"), ("pnt", "d")]),
        ("eu-annex-1/itm_5A001/pnt_f/pnt_1", "eu-annex-1", [("itm", "5A001"), ("pnt", "f"), ("pnt", "1")]),
        ("wa-list/itm_4.E.1/pnt_c", "wa-list", [("itm", "4.E.1"), ("pnt", "c")]),
        ("us-ear/sec_734.18/par_a/par_5", "us-ear", [("sec", "734.18"), ("par", "a"), ("par", "5")]),
        ("eu-annex-1/def_intrusion-software", "eu-annex-1", [("def", "intrusion-software")]),
        ("us-bis-cloud/sec_2009-01-13/par_1", "us-bis-cloud", [("sec", "2009-01-13"), ("par", "1")]),
    ],
)
def test_a_pin_is_read_into_its_document_and_steps(text: str, document: str, steps: list[tuple[str, str]]) -> None:
    assert Pin.parse(text) == Pin(document, tuple(Segment(kind, number) for kind, number in steps))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not a document id"),
        ("/art_5", "not a document id"),
        ("EU-2021-821/art_5", "“EU-2021-821” is not a document id"),
        ("eu 2021/art_5", "not a document id"),
        ("eu--2021/art_5", "not a document id"),
        ("art_5/par_1", "“art_5” is not a document id"),
        ("../../etc/passwd", "“..” in “../../etc/passwd” is not a step"),
        ("eu-2021-821\n", "not a document id"),
        ("eu-2021-821/", "“” in “eu-2021-821/” is not a step"),
        ("eu-2021-821/art5", "“art5” in “eu-2021-821/art5” is not a step"),
        ("eu-2021-821/art_5//par_1", "not a step"),
        ("eu-2021-821/artikel_5", "“artikel” is not a kind of provision"),
        ("eu-2021-821/ART_5", "“ART” is not a kind of provision"),
        ("eu-2021-821/art_", "“” is not a number"),
        ("eu-2021-821/art_5(1)", "“5(1)” is not a number"),
        ("eu-2021-821/art_5 ", "“5 ” is not a number"),
        ("eu-2021-821/art_5\n", "is not a number"),
        ("eu-2021-821/art_.5", "“.5” is not a number"),
        ("eu-2021-821/art_5-", "“5-” is not a number"),
        ("eu-2021-821/art_5_1", "“5_1” is not a number"),
        ("eu-2021-821/art_ﬁ", "is not a number"),
    ],
)
def test_what_is_no_pin_is_refused_with_the_part_at_fault(text: str, words: str) -> None:
    with pytest.raises(PinError) as refused:
        Pin.parse(text)
    assert words in str(refused.value)
    assert refused.value.status == 2


def test_a_refused_kind_is_told_which_kinds_there_are() -> None:
    with pytest.raises(PinError) as refused:
        Pin.parse("eu-2021-821/clause_5")
    assert all(kind in str(refused.value) for kind in KINDS)


def test_ancestors_are_the_provisions_above_outermost_first() -> None:
    pin = Pin.parse("us-ear/sec_734.18/par_a/par_5")
    assert [str(above) for above in pin.ancestors] == ["us-ear/sec_734.18", "us-ear/sec_734.18/par_a"]


@given(pins)
def test_the_parent_is_the_last_ancestor(pin: Pin) -> None:
    assert pin.parent == (pin.ancestors[-1] if pin.ancestors else None)


@given(pins)
def test_a_pin_is_within_itself_its_ancestors_and_its_document(pin: Pin) -> None:
    assert all(pin.is_within(above) for above in (pin, *pin.ancestors, Pin(pin.document)))
    assert not any(above.is_within(pin) for above in pin.ancestors)


@pytest.mark.parametrize(
    ("inner", "outer", "within"),
    [
        ("eu-2021-821/art_5/par_1", "eu-2021-821/art_5", True),
        ("eu-2021-821/art_5", "eu-2021-821/art_5/par_1", False),
        ("eu-2021-821/art_50", "eu-2021-821/art_5", False),
        ("uk-eco-2008/art_5/par_1", "eu-2021-821/art_5", False),
        ("eu-2021-821/art_5", "eu-2021-821", True),
        ("eu-2021-821/par_5", "eu-2021-821/art_5", False),
    ],
)
def test_being_within_goes_by_whole_steps_of_one_document(inner: str, outer: str, within: bool) -> None:
    assert Pin.parse(inner).is_within(Pin.parse(outer)) is within
