"""Reasons not to answer: each kind with its code and a sentence that the reader can act on."""

from __future__ import annotations

import pytest

from assistant.answer import Note
from assistant.ask import Pincite
from assistant.filters import Filters
from assistant.reasons import reasons

REFUSED = [
    (
        "What does Article 99 of the dual-use regulation say?",
        "no-such-place",
        "“Article 99” is not in the corpus.",
    ),
    ("Is it listed in 4D999?", "no-such-place", "“4D999” is not in the corpus. The nearest are: EU Annex I, 4D"),
    (
        "What does the PSSA say about exports?",
        "text-not-held",
        "but not its text. It is at https://",
    ),
    (
        "What does Kenyan law require of spyware vendors?",
        "law-not-held",
        "Nothing in the corpus answers this for Kenya.",
    ),
    ("What is the penalty for it under the law of Peru?", "law-not-held", "for Peru."),
    ("What does the QXZ licence require of exporters?", "instrument-not-held", "for QXZ."),
    ("Which fee does BAFA charge for an export licence?", "kind-not-given", "asks for a sum of money"),
    ("How many licences for spyware did Greece refuse last year?", "kind-not-given", "asks for a number"),
    (
        "Which entry of the EU list abolishes penguins?",
        "premise-not-found",
        "takes for granted that a rule “abolishes”",
    ),
    ("What is the UK's position on whales?", "not-in-corpus", "The corpus does not answer this."),
    ("How does the UK treat chickens?", "not-in-corpus", "The corpus does not answer this."),
    ("How would you handle it?", "not-in-corpus", "names no matter"),
]

NOT_REFUSED = [
    "What does Article 5(2) of the dual-use regulation require?",
    "What is intrusion software?",
    "May spyware be sold to the police in Kenya?",
    "Which commitments are in the PMP code?",
    "Why does the SIPRI guide speak of catch-all controls?",
    "What is end-to-end encryption under 15 CFR 734.18?",
    "What does Article 3 of EU 2021/821 require?",
    "What does OSIC, Annex 1, point 5 say?",
    "What does Article 12B of the UK Export Control Order 2008 say?",
    "How does the UK treat SaaS?",
    "How does Germany handle SaaS?",
]


def told(pincite: Pincite, question: str) -> list[Note]:
    findings = pincite.find(question, Filters())
    return reasons(pincite.index, findings.question, findings.chosen)


@pytest.mark.parametrize(("question", "code", "sentence"), REFUSED)
def test_what_the_corpus_cannot_answer_is_refused_with_its_reason(
    question: str, code: str, sentence: str, pincite: Pincite
) -> None:
    notes = told(pincite, question)
    assert {note.code for note in notes} == {code}
    assert sentence in notes[0].text


@pytest.mark.parametrize("question", NOT_REFUSED)
def test_what_the_corpus_speaks_of_is_not_refused(question: str, pincite: Pincite) -> None:
    assert told(pincite, question) == []


def test_a_missing_place_beside_one_that_exists_is_no_reason(pincite: Pincite) -> None:
    assert told(pincite, "What do Article 5(2) and Article 99 of Regulation (EU) 2021/821 require?") == []


def test_each_missing_place_is_told(pincite: Pincite) -> None:
    notes = told(pincite, "What do Article 98 and Article 99 of Regulation (EU) 2021/821 require?")
    assert [note.text.split("”")[0] for note in notes] == ["“Article 98", "“Article 99"]


@pytest.mark.parametrize("question", ["the", "What is it?", "of the and"])
def test_a_question_without_a_word_of_content_is_not_answered(question: str, pincite: Pincite) -> None:
    assert told(pincite, question) or pincite.ask(question).status == "abstained"


def test_a_provision_of_which_only_the_heading_is_held_is_not_answered_from_another(pincite: Pincite) -> None:
    given = pincite.ask("What does Article 19 of Regulation (EU) 2021/821 say?")
    assert given.status == "abstained" or any("Article 19" in note.text for note in given.notes)
