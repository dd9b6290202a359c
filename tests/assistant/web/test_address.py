"""The page's address: what it shows can be handed on, and nothing else comes in."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.web.address import LONGEST, NAMES, link, read, several


@given(
    st.dictionaries(st.sampled_from([n for n in NAMES if n != "tab"]), st.text(min_size=1, max_size=60).map(str.strip))
)
def test_what_is_written_is_read_back(values: dict[str, str]) -> None:
    found = read(dict(parse_qsl(link(**values)[1:])))
    assert {name: value for name, value in found.items() if value and name != "tab"} == {
        name: value for name, value in values.items() if value
    }


@pytest.mark.parametrize(
    ("given", "tab"),
    [
        ({}, "ask"),
        ({"q": "x"}, "ask"),
        ({"tree": "eu-annex-1"}, "browse"),
        ({"topic": "SaaS"}, "compare"),
        ({"item": "A console"}, "coverage"),
        ({"make": "quiz"}, "workshop"),
        ({"tab": "evidence", "q": "x"}, "evidence"),
        ({"tab": "../../etc"}, "ask"),
    ],
)
def test_an_address_leads_to_a_tab(given: dict[str, str], tab: str) -> None:
    assert read(given)["tab"] == tab


def test_what_is_unknown_or_overlong_is_left_out() -> None:
    found = read({"q": "x" * (LONGEST + 1), "evil": "1", "topic": " SaaS "})
    assert (found["q"], found["topic"]) == ("", "SaaS")
    assert set(found) == set(NAMES)


def test_values_are_written_in_one_order_and_empty_ones_left_out() -> None:
    assert (
        link(as_of="", q="a b&c", jurisdiction=["EU", "UK"], binding=True)
        == "?q=a+b%26c&jurisdiction=EU%2CUK&binding=yes"
    )
    assert several(" EU, UK,,") == ["EU", "UK"]
