"""The kind of answer that a question expects, and sentences that give it or do not."""

from __future__ import annotations

import pytest

from assistant.expects import EXPECTATIONS, is_national, unmet

LACKING = [
    ("How many weeks does a licence take?", "The authority decides on each application.", "a length of time"),
    ("How long is a global licence valid?", "A global licence covers several end-users.", "a length of time"),
    ("What is the deadline for the report?", "The exporter reports to the authority.", "a length of time"),
    ("What fee does the authority take?", "The authority issues licences.", "a sum of money"),
    ("How much does a licence cost?", "The authority issues licences.", "a sum of money"),
    ("What is the penalty for a false declaration?", "The exporter signs the declaration.", "a penalty"),
    ("Can I go to jail for it?", "Exports of listed items need an authorisation.", "a penalty"),
    ("What percentage of requests is refused?", "Some requests are refused.", "a rate"),
    ("When was the code published?", "The code is a voluntary instrument.", "a date"),
    ("Which phone number do I call?", "The authority answers questions.", "a way to reach somebody"),
    ("What is the telephone number of the authority?", "The authority answers questions.", "a way to reach somebody"),
    ("How many governments joined?", "Governments joined the statement.", "a number"),
    ("How many licences were granted?", "Article 5 speaks of licences.", "a number"),
    (
        "How many licences were granted?",
        "Licences name the end-user, and the register has, so it is told, 12 columns.",
        "a number",
    ),
    ("How many criteria are there?", "Criterion 7 is about diversion.", "a number"),
]

GIVEN = [
    ("How many weeks does a licence take?", "The authority decides within six weeks."),
    ("How long is a global licence valid?", "It is valid for up to 2 years."),
    ("What is the deadline for the report?", "The report is due within thirty calendar days."),
    ("What fee does the authority take?", "The licence is free of charge."),
    ("How much does a licence cost?", "A licence costs 250 francs."),
    ("What is the penalty for a false declaration?", "A false declaration is an offence."),
    ("What percentage of requests is refused?", "It was 3 percent."),
    ("When was the code published?", "The code was published in April 2025."),
    ("When must the exporter notify?", "The exporter notifies before the export."),
    ("What is the telephone number of the authority?", "Write to licences@example.org."),
    ("How many governments joined?", "The statement names 17 governments."),
    ("How many countries joined?", "Twenty participants joined in 2023."),
    ("How many licences were granted?", "It granted 12 authorisations."),
    ("What does Article 5 require?", "It says nothing of the kind."),
]


@pytest.mark.parametrize(("question", "sentence", "kind"), LACKING)
def test_a_sentence_on_the_matter_that_does_not_give_what_is_asked_is_no_answer(
    question: str, sentence: str, kind: str
) -> None:
    assert unmet(question, [sentence]) == kind


@pytest.mark.parametrize(("question", "sentence"), GIVEN)
def test_a_sentence_that_gives_what_is_asked_is_enough(question: str, sentence: str) -> None:
    assert unmet(question, ["The matter is regulated elsewhere.", sentence]) is None


def test_two_kinds_asked_at_once_are_given_by_one_sentence_or_not_at_all() -> None:
    question = "What is the fine, and by which date is it paid?"
    apart = ["A fine may be imposed.", "The regulation entered into force in 2021."]
    assert unmet(question, apart) == "a penalty and a date"
    assert unmet(question, ["The fine is paid before the end of 2021."]) is None


def test_nothing_found_gives_nothing() -> None:
    assert unmet("How many governments joined?", []) == "a number"
    assert unmet("What does Article 5 require?", []) is None


def test_every_kind_has_a_name_of_its_own_that_fits_into_a_sentence() -> None:
    names = [expected.name for expected in EXPECTATIONS]
    assert len(set(names)) == len(names)
    assert all(name.startswith("a ") for name in names)


NATIONAL = [
    ("What is the maximum fine for exporters?", True),
    ("How many years in prison?", True),
    ("How many weeks does the office take to decide on it?", True),
    ("which application form is it", True),
    ("how to get an import permit", True),
    ("What does Article 5(2) require?", False),
    ("How many years must records be kept?", False),
    ("Is this finely tuned device an item?", False),
]


@pytest.mark.parametrize(("question", "national"), NATIONAL)
def test_some_matters_each_state_settles_for_itself(question: str, national: bool) -> None:
    assert is_national(question) == national
