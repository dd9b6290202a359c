"""What a sentence needs of its neighbours."""

from __future__ import annotations

import pytest

from assistant.workshop.leaning import leans, stands_alone, unintroduced


@pytest.mark.parametrize(
    "sentence",
    [
        "Under Article 5(2) of the EU dual-use regulation, an exporter must inform the competent authority at once.",
        'ECCN 4D004 on the US CCL controls software "specially designed" to generate or deliver "intrusion software".',
    ],
)
def test_a_whole_sentence_stands_alone(sentence: str) -> None:
    assert stands_alone(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Too short to ask about.",
        "- Article 8(3)(b) of the EU dual-use regulation, which is an item of a list: information in the public domain.",
        "Article 8(3) of the EU dual-use regulation exempts technical assistance in any of the following cases:",
        "Article 8(3) of the EU dual-use regulation exempts technical assistance (but the bracket is never closed.",
        "According to the copy at hand, Article 8(3) of the EU dual-use regulation breaks off in the middle there.",
        "and this goes on from a sentence before, so that nobody would know what it is about at all.",
    ],
)
def test_a_sentence_that_leans_on_something_does_not(sentence: str) -> None:
    assert not stands_alone(sentence)


@pytest.mark.parametrize(
    "told",
    [
        "The Federal Council decides if no agreement is reached, on a proposal of the department.",
        "Misuse has happened throughout the world, in democracies and elsewhere.",
        "defines brokering services by two activities that concern dual-use items",
        "threatens imprisonment of not less than two years in the cases of section 17(1)",
        "requires a written request for certification to the Director-General of Customs",
        "As of May 2022, the items may go to any government end user.",
    ],
)
def test_what_is_told_leans_on_its_neighbours(told: str) -> None:
    assert leans(told)


@pytest.mark.parametrize(
    ("told", "things"),
    [
        ("requires the report to inform on authorisations", ["report"]),
        ("requires the stored data to stay available", ["stored data"]),
        ("The EU data do not show which state issued licences", ["EU data do not show"]),
        ("charges the WBF with adapting an annex", ["WBF"]),
        ("conclusions on the common position on 16 September 2019", ["common position"]),
        ("guidelines for the annual report, including on types of items", ["annual report"]),
        ("requires registers, records and documents to be kept", []),
        ("the competent authority may refuse a licence", []),
        ("the development, production or use of any goods", []),
        ("a licence may be revoked if the licence was obtained by deceit", []),
        ("outside the Wassenaar and EU dual-use lists", []),
        ("the report that Article 26 asks for", []),
        ("a project lasts as long as the project's purpose needs", []),
    ],
)
def test_things_that_nobody_has_introduced_are_found(told: str, things: list[str]) -> None:
    assert [thing.split()[0] for thing in unintroduced(told)] == [thing.split()[0] for thing in things]
