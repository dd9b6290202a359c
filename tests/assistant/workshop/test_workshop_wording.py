"""Terms in sentences: left out, exchanged, and which can stand in each other's place."""

from __future__ import annotations

import pytest

from assistant.workshop.wording import blanked, can_replace, exchanged, term_of


@pytest.mark.parametrize(
    ("title", "term"),
    [
        ("Laser", "laser"),
        ("Adjusted Peak Performance", "Adjusted Peak Performance"),
        ("Internal compliance programme (ICP)", "internal compliance programme"),
        ("APP", ""),
        ("In the public domain", ""),
        ("Subject to the EAR", ""),
        ("Allocated by the ITU", ""),
        ("Capability providers and access-as-a-service", ""),
        ("Regulation 428/2009", ""),
    ],
)
def test_a_title_is_a_term_where_a_noun_can_stand(title: str, term: str) -> None:
    assert term_of(title) == term


@pytest.mark.parametrize(
    ("sentence", "term", "masked"),
    [
        ('In the list, a "laser" is an item.', "laser", "In the list, a(n) _____ is an item."),
        ('"Software" (a term) means programs.', "software", "_____ means programs."),
        ("A licence is a UK licence.", "licence", None),
        ("The word is not there.", "laser", None),
        ('A "spacecraft" is a craft for space.', "spacecraft", None),
    ],
)
def test_a_term_is_left_out_where_it_stands_once(sentence: str, term: str, masked: str | None) -> None:
    assert blanked(sentence, term) == masked


@pytest.mark.parametrize(
    ("sentence", "term", "other", "told"),
    [
        ('A "laser" is an item.', "laser", "algorithm", 'An "algorithm" is an item.'),
        ('In it, an "algorithm" is an item.', "algorithm", "laser", 'In it, a "laser" is an item.'),
        ('In it, "software" is an item.', "software", "technology", 'In it, "technology" is an item.'),
    ],
)
def test_a_term_is_exchanged_with_its_article(sentence: str, term: str, other: str, told: str) -> None:
    assert exchanged(sentence, term, other) == told


@pytest.mark.parametrize(
    ("sentence", "term", "text", "other", "can"),
    [
        ('A "laser" is an item.', "laser", 'A "satellite" is a craft.', "satellite", True),
        ('A "laser" is an item.', "laser", '"Technology" is knowledge.', "technology", False),
        ('"Hard selectors" are data.', "hard selectors", '"Software" is a program.', "software", False),
        ('The act defines "software" as programs.', "software", 'A "laser" is an item.', "laser", True),
        ('"Software" is a program.', "software", 'The act defines "end user" as a body.', "end user", False),
        ('A "laser" is an item.', "laser", 'A "Local Oscillator" is an item.', "Local Oscillator", False),
    ],
)
def test_a_term_stands_where_its_own_definition_would_have_it(
    sentence: str, term: str, text: str, other: str, can: bool
) -> None:
    assert can_replace(sentence, term, text, other) is can
