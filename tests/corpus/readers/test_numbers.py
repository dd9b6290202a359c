"""Numbers of labels, slugs of terms, and a locator of its own for each provision."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.pins import Pin
from corpus.readers.numbers import Locators, number, roman, roman_value, slug


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("(a)", "a"),
        ("1.", "1"),
        ("1)", "1"),
        ("(iii)", "iii"),
        ("Article 5", "5"),
        ("Article 5a", "5a"),
        ("Artikel 10 a", "a"),
        ("§ 734.13", "734.13"),
        ("ANNEX IV", "IV"),
        ("Supplement No. 2", "2"),
        ("5A001.a.1", "5A001.a.1"),
        ("(12)\u00a0", "12"),
        ("No. 5-", "5"),
        ("2-2", "2-2"),
        ("4A\u20111", "4A-1"),
        ("4A\u20101", "4A-1"),
        ("5\u00ad6", "56"),
        ("２", "2"),
        ("Ⅳ", "IV"),
        ("—", ""),
        ("", ""),
        ("日本", ""),
    ],
)
def test_the_number_of_a_label(label: str, expected: str) -> None:
    assert number(label) == expected


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("Intrusion software", "intrusion-software"),
        ("“Cyber-surveillance items”", "cyber-surveillance-items"),
        ("Übergang", "ubergang"),
        ("Données", "donnees"),
        ("Category 5, Part 2", "category-5-part-2"),
        ("  --  ", ""),
        ("日本", ""),
    ],
)
def test_the_slug_of_a_term(term: str, expected: str) -> None:
    assert slug(term) == expected


@given(st.text())
def test_a_number_and_a_slug_can_stand_in_a_pin_or_are_empty(text: str) -> None:
    for made in (number(text), slug(text)):
        assert not made or Pin.of("demo-act", f"def_{made}").locator == f"def_{made}"
    assert slug(slug(text)) == slug(text) and number(number(text)) == number(text)


@pytest.mark.parametrize(
    ("asked", "given_out"),
    [
        (["1", "2"], ["1", "2"]),
        (["1", "1", "1"], ["1", "1-2", "1-3"]),
        (["2", "2", "2-2"], ["2", "2-2", "2-2-2"]),
        (["2-2", "2", "2"], ["2-2", "2", "2-3"]),
        (["2", "2-2", "2", "2"], ["2", "2-2", "2-3", "2-4"]),
        (["a", "A"], ["a", "A"]),
    ],
    ids=[
        "apart",
        "three times",
        "one that looks like a second",
        "one before it",
        "one between",
        "upper and lower case",
    ],
)
def test_a_number_that_stands_twice_is_told_apart(asked: list[str], given_out: list[str]) -> None:
    locators = Locators()
    assert [locators.at("art_1", "pnt", one) for one in asked] == [f"art_1/pnt_{one}" for one in given_out]


def test_a_number_stands_once_in_each_place_and_kind() -> None:
    locators = Locators()
    asked = [("", "art", "1"), ("", "rct", "1"), ("art_1", "par", "1"), ("art_2", "par", "1")]
    assert [locators.at(*one) for one in asked] == ["art_1", "rct_1", "art_1/par_1", "art_2/par_1"]


numbers = st.from_regex(re.compile(r"[12a](-[1-4]){0,2}", re.ASCII), fullmatch=True)


@given(st.lists(st.tuples(st.sampled_from(["", "art_1", "art_1-2"]), st.sampled_from(["par", "pnt"]), numbers)))
def test_no_two_provisions_have_one_locator(asked: list[tuple[str, str, str]]) -> None:
    locators = Locators()
    given_out = [locators.at(*one) for one in asked]
    assert len(set(given_out)) == len(given_out)
    for (above, kind, label), locator in zip(asked, given_out, strict=True):
        assert locator.startswith(f"{above}/{kind}_{label}" if above else f"{kind}_{label}")
        Pin.of("demo-act", locator)
    first = dict(reversed(list(zip(asked, given_out, strict=True))))
    for (above, kind, label), locator in first.items():
        if not re.search(r"-\d", label):
            assert locator == (f"{above}/{kind}_{label}" if above else f"{kind}_{label}"), (
                "the first has its own number"
            )


@given(st.integers(1, 399))
def test_a_roman_numeral_is_read_as_it_is_written(value: int) -> None:
    assert roman_value(roman(value)) == roman_value(roman(value).upper()) == value


@pytest.mark.parametrize("text", ["", "a", "ib", "1", "i1", "dm"])
def test_what_is_no_roman_numeral_is_worth_nothing(text: str) -> None:
    assert roman_value(text) == 0
