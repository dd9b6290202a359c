"""Composition: short provisions whole, long ones by their best sentences, lists with their lead-in, entries defined."""

from __future__ import annotations

import pytest

from assistant.ask import Pincite
from assistant.compose import COMPOUND, LISTED, PLACES, SENTENCES, WHOLE, Chosen
from assistant.filters import Filters
from indexer.chunks import sentences

QUESTIONS = [
    "What does Article 5(2) of the dual-use regulation require?",
    "What does entry 4D004 control?",
    "What must Member States take into account under Article 15(1) of the dual-use regulation?",
    "What is an end-user certificate?",
    "How do the EU, UK and US treat giving a foreign customer SaaS access to controlled software?",
    "Which technical assistance needs a licence under section 52a AWV?",
]


def chosen(pincite: Pincite, question: str, filters: Filters | None = None) -> list[Chosen]:
    return list(pincite.find(question, filters or Filters()).chosen)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_sentence_is_a_verbatim_span_and_they_keep_the_order_of_the_text(question: str, pincite: Pincite) -> None:
    for one in chosen(pincite, question):
        text = one.hit.provision.text
        places = [text.find(sentence) for sentence in one.sentences]
        assert one.sentences
        assert -1 not in places
        assert places == sorted(places)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_best_provision_is_given_whole_if_it_is_short(question: str, pincite: Pincite) -> None:
    best = chosen(pincite, question)[0]
    parts = sentences(best.hit.provision.text)
    assert list(best.sentences) == parts if len(parts) <= WHOLE else len(best.sentences) == WHOLE


@pytest.mark.parametrize("question", QUESTIONS)
def test_of_the_others_only_a_few_sentences_are_given(question: str, pincite: Pincite) -> None:
    others = [one for one in chosen(pincite, question)[1:] if one.hit.why != "defines"]
    assert [one for one in others if len(one.sentences) > SENTENCES] == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_provision_is_given_twice_and_not_more_than_a_reader_takes_in(question: str, pincite: Pincite) -> None:
    given = chosen(pincite, question)
    assert len({one.hit.provision.pin for one in given}) == len(given)
    assert len([one for one in given if one.hit.why not in ("listed", "defines")]) <= PLACES


def test_a_list_is_given_with_the_words_that_lead_it_in(pincite: Pincite) -> None:
    given = chosen(pincite, "What must be taken into account under Article 15(1) of the dual-use regulation?")
    assert [str(one.hit.provision.pin) for one in given[:5]] == [
        "eu-2021-821/art_15/par_1",
        *(f"eu-2021-821/art_15/par_1/pnt_{letter}" for letter in "abcd"),
    ]


def test_a_list_too_long_to_be_read_is_left_to_the_provision_that_leads_it_in(pincite: Pincite) -> None:
    given = chosen(pincite, "Which terms does Article 2 of the dual-use regulation define?")
    children = pincite.index.store.children(given[0].hit.provision.pin)
    assert str(given[0].hit.provision.pin) == "eu-2021-821/art_2"
    assert len(children) > LISTED
    assert [one for one in given if one.hit.why == "listed"] == []


def test_the_term_of_an_entry_that_the_question_is_about_is_defined(pincite: Pincite) -> None:
    given = chosen(pincite, "Which intrusion software does entry 4D004 control?")
    defined = [str(one.hit.provision.pin) for one in given if one.hit.why == "defines"]
    assert str(given[0].hit.provision.pin) == "eu-annex-1/itm_4D004"
    assert defined == ["eu-annex-1/def_intrusion-software"]


def test_a_provision_that_is_no_entry_gets_no_definition(pincite: Pincite) -> None:
    given = chosen(pincite, "What does Article 5(2) of the dual-use regulation require?")
    assert [one for one in given if one.hit.why == "defines"] == []


def test_the_best_of_each_jurisdiction_named_is_given(pincite: Pincite) -> None:
    given = chosen(pincite, "How do the EU, UK and US treat giving a foreign customer SaaS access to software?")
    places = {pincite.index.store.documents[one.hit.provision.pin.document].jurisdiction for one in given}
    assert {"EU", "UK", "US"} <= places


def test_the_best_of_each_document_named_is_given(pincite: Pincite) -> None:
    given = chosen(pincite, "What do the PMP code and the ECHRI code say on building capacity in other countries?")
    assert {"pmp-code", "echri-code"} <= {one.hit.provision.pin.document for one in given}


def test_an_answer_to_several_parts_rests_on_more_places(pincite: Pincite) -> None:
    simple = chosen(pincite, "Which entry covers software for intrusion software?")
    compound = chosen(
        pincite, "Which entry covers software for intrusion software, and which licence exception is there?"
    )
    places = [len({one.hit.row for one in given if one.hit.why == "ranked"}) for given in (simple, compound)]
    assert places[0] <= PLACES < COMPOUND and places[1] <= COMPOUND


def test_a_definition_outside_the_filters_is_not_given(pincite: Pincite) -> None:
    question = "Which intrusion software does US CCL 4D004 control?"
    defined = [str(one.hit.provision.pin) for one in chosen(pincite, question) if one.hit.why == "defines"]
    limited = chosen(pincite, question, Filters(document=("us-ccl",)))
    assert defined == ["us-ear/sec_772.1/def_intrusion-software"]
    assert {one.hit.provision.pin.document for one in limited} == {"us-ccl"}


def test_nothing_found_gives_nothing(pincite: Pincite) -> None:
    assert chosen(pincite, QUESTIONS[0], Filters(jurisdiction=("DE",), kind=("code",))) == []
