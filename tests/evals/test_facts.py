"""What counts as stating a fact."""

from __future__ import annotations

import pytest

from evals.facts import is_stated

STATED = [
    ("notify", "The exporter must NOTIFY the authority.", True),
    ("competent authority", "It goes to the competent\nauthority.", True),
    ("end user statement", "An “end-user statement” is needed.", True),
    ("end-user statement", "An end user statement is needed.", True),
    ("exporter's duty", "That is the exporter’s duty.", True),
    ("licence", "Licences are needed.", True),
    ("eu", "A European rule, neutral in tone.", False),
    ("lawful", "It was unlawful.", False),
    ("inform", "Information is shared.", False),
    ("27", "All 27 states; 1927 was earlier.", True),
    ("27", "In 1927.", False),
    ("5(1)", "Article 5(1) applies.", True),
    ("4.e.1.c", "Entry 4.E.1.c.", True),
    ("27,000", "Some 27,000 euros.", True),
    ("authorisation ... export", "An authorisation is required for the export.", True),
    ("export ... authorisation", "An authorisation is required for the export.", False),
]


@pytest.mark.parametrize(("alternative", "statement", "expected"), STATED)
def test_a_phrase_is_found_as_whole_words_whatever_the_case_and_punctuation(
    alternative: str, statement: str, expected: bool
) -> None:
    assert is_stated((alternative,), [statement]) is expected


def test_one_alternative_is_enough() -> None:
    assert is_stated(("notify", "inform"), ["They inform it."])


def test_the_parts_of_a_phrase_with_a_gap_stand_in_the_same_statement() -> None:
    assert not is_stated(("authorisation ... export",), ["An authorisation.", "For the export."])
