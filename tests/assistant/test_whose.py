"""Whose law a question asks about, and in which country it is merely set."""

from __future__ import annotations

import pytest

from assistant.whose import countries, law_of, mentioned, placed_in, spelt

LAW = [
    ("What do Kenya's rules say about spyware?", ["Kenya"]),
    ("Does Brazil control intrusion software?", ["Brazil"]),
    ("What does the law of Kenya say?", ["Kenya"]),
    ("Is a licence needed under Indian law?", ["India"]),
    ("What are the Turkish export rules for surveillance?", ["Turkey"]),
    ("Can I ship it from Vietnam to Chad?", ["Vietnam"]),
    ("Which court in Mexico decides on it?", ["Mexico"]),
    ("How do Nigeria's and Ghana's rules differ?", ["Ghana", "Nigeria"]),
    ("May we sell spyware to a customer in Qatar?", []),
    ("The Saudi police want our tool. Is it controlled?", []),
    ("Is an export to Egypt allowed?", []),
    ("What does Article 5(2) require?", []),
]


@pytest.mark.parametrize(("question", "names"), LAW)
def test_a_country_is_asked_for_its_law_or_is_a_destination(question: str, names: list[str]) -> None:
    assert sorted(country for country, _ in law_of(question)) == names


PLACED = [
    ("What is the penalty in Kenya?", ["Kenya"]),
    ("Is a licence needed in the Philippines?", ["Philippines"]),
    ("Our customer in Qatar asks for an update. Is that an export?", []),
    ("Is access by an engineer in Hanoi an export?", []),
    ("Do we in Madrid need a licence?", []),
    ("What does Article 5(2) require?", []),
]


@pytest.mark.parametrize(("question", "names"), PLACED)
def test_a_question_is_set_in_a_country_unless_a_party_sits_there(question: str, names: list[str]) -> None:
    assert sorted(country for country, _ in placed_in(question)) == names


def test_a_law_comes_with_every_way_to_write_its_country() -> None:
    assert dict(law_of("What do Kenya's rules say?"))["Kenya"] == ("Kenya", "Nairobi", "Kenyan")


def test_every_country_has_a_name_and_no_name_is_two_countries() -> None:
    written = [name for names, adjectives in countries().values() for name in {*names, *adjectives}]
    assert [country for country, (names, _) in countries().items() if not names] == []
    assert sorted({name for name in written if written.count(name) > 1}) == []


MENTIONED = [
    ("What is the fine in Kenya for it?", ["Kenya"]),
    ("Which form does Israel want, and which one Cyprus?", ["Cyprus", "Israel"]),
    ("What is the fine for shipping to Oman?", []),
    ("What does the Saudi police pay for a licence?", []),
    ("What is the penalty for our customer in Qatar?", []),
]


@pytest.mark.parametrize(("question", "names"), MENTIONED)
def test_a_country_is_named_in_any_way_but_as_a_destination_or_a_party(question: str, names: list[str]) -> None:
    assert sorted(country for country, _ in mentioned(question)) == names


SPELT = [
    ("singapor fine for exporters", "Singapore fine for exporters"),
    ("kenyan licence", "Kenyan licence"),
    ("permit 4 imsi catcher brasil", "permit 4 imsi catcher Brasil"),
    ("who eats turkey or guinea fowl from china plates", "who eats turkey or guinea fowl from china plates"),
    ("the spying system is an item", "the spying system is an item"),
    ("In Singapore", "In Singapore"),
]


@pytest.mark.parametrize(("question", "written"), SPELT)
def test_countries_in_haste_are_read_as_they_are_written(question: str, written: str) -> None:
    assert spelt(question) == written
