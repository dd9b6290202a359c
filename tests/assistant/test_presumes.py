"""What a question takes for granted, and whether the text found bears it out."""

from __future__ import annotations

import pytest

from assistant.presumes import about_text, unsaid_act, unsaid_instrument, unsaid_number

ACTS = [
    ("Why does Article 5 ban all spyware?", "Article 5 requires an authorisation.", "ban"),
    ("Which clause exempts universities?", "The list controls software.", "exempts"),
    ("Since when did the EU abolish licences?", "Licences are issued by the authority.", "abolish"),
    ("Why does Article 5 ban all spyware?", "Article 7 prohibits the transit of such items.", None),
    ("Which clause exempts universities?", "The controls do not apply to basic research.", None),
    ("Since when did the EU abolish licences?", "The regulation was repealed in 2021.", None),
    ("Does Article 5 ban all spyware?", "Article 5 requires an authorisation.", None),
    ("What does Article 5 require?", "Article 5 requires an authorisation.", None),
]


@pytest.mark.parametrize(("question", "said", "act"), ACTS)
def test_an_act_taken_for_granted_is_looked_for_in_the_text(question: str, said: str, act: str | None) -> None:
    assert unsaid_act(question, said) == act


INSTRUMENTS = [
    ("Do I need the QXZ licence?", "The authority issues licences.", "QXZ"),
    ("Is it listed under QXZ?", "The list has ten categories.", "QXZ"),
    ("What are the QXZ rules?", "The QXZ rules are strict.", None),
    ("What does the BIS licence cover?", "The licence covers software.", None),
    ("What is in the XIV list?", "The list has ten categories.", None),
    ("What does the regulation say?", "It says much.", None),
]


@pytest.mark.parametrize(("question", "said", "acronym"), INSTRUMENTS)
def test_an_instrument_that_the_text_does_not_name_is_told(question: str, said: str, acronym: str | None) -> None:
    assert unsaid_instrument(question, said) == acronym


NUMBERS = [
    ("What does criterion seven ask for?", "Criterion 2 is about human rights.", "criterion seven"),
    ("What does criterion seven ask for?", "Criterion VII is about diversion.", None),
    ("What does Directive 17 say?", "The directive is in force.", "Directive 17"),
    ("Does EU005 cover it?", "EU007 covers software.", "EU005"),
    ("Does EU007 cover it?", "EU 007 covers software.", None),
    ("What does the regulation say?", "It says much.", None),
]


@pytest.mark.parametrize(("question", "said", "number"), NUMBERS)
def test_a_numbered_instrument_that_the_text_does_not_name_is_told(
    question: str, said: str, number: str | None
) -> None:
    assert unsaid_number(question, said) == number


TITLES = ["FOC surveillance principles", "guiding principles"]
ABOUT = [
    ("What do the FOC surveillance principles say about export?", True),
    ("Which steps does the text of the guiding principles recommend?", True),
    ("Is spyware named next to the guiding principles?", False),
    ("What does Article 5 require?", False),
]


@pytest.mark.parametrize(("question", "about"), ABOUT)
def test_a_question_asks_what_a_document_says_or_merely_names_it(question: str, about: bool) -> None:
    assert about_text(question, TITLES) is about


def test_no_document_is_asked_about_where_there_is_none() -> None:
    assert not about_text("What do the principles say?", [])
