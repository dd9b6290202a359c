"""Quizzes: every answer stands in its place, exactly one option is right, and the same seed gives the same quiz."""

from __future__ import annotations

import pytest

from assistant.filters import Filters
from assistant.workshop.material import Material
from assistant.workshop.questions import WRONG, Level
from assistant.workshop.quiz import LEVELS, quiz
from assistant.workshop.rivals import gives_away
from assistant.workshop.topic import Topic, read_topic
from corpus.errors import UsageError
from evals.workshop import is_readable, is_supported, is_the_only

ALL = Topic("", frozenset(), ())


def test_every_question_holds(material: Material) -> None:
    facts = {(str(fact.pin), fact.sentence): fact for fact in material.facts}
    made = quiz(material, ALL, 24, seed=5).questions
    assert len(made) == 24
    assert {one.kind for one in made} == {"choice", "true-false", "short"}
    assert len({one.pin for one in made}) == len(made)
    for one in made:
        assert is_supported(material.index, one), one
        assert is_the_only(material, facts[one.pin, one.explanation.text], one), one
        assert is_readable(one), one


def test_a_choice_has_one_right_option_and_no_word_of_another_in_its_stem(material: Material) -> None:
    for one in quiz(material, ALL, 12, ["choice"], seed=6).questions:
        texts = [option.text for option in one.options]
        assert len(set(texts)) == WRONG + 1 and texts.count(one.answer) == 1
        assert not any(gives_away(text, one.stem) for text in texts if text != one.answer)


def test_a_false_sentence_differs_from_the_provision_and_a_true_one_does_not(material: Material) -> None:
    made = quiz(material, ALL, 20, ["true-false"], seed=7).questions
    assert {one.answer for one in made} == {"True", "False"}
    for one in made:
        assert (one.stem == one.explanation.text) == (one.answer == "True")
        assert bool(one.swapped) == (one.answer == "False")


@pytest.mark.parametrize(("seed", "number"), [(1, 24), (2, 7), (3, 2)])
def test_true_and_false_are_dealt_evenly(seed: int, number: int, material: Material) -> None:
    judged = [one.answer for one in quiz(material, ALL, number, ["true-false"], seed=seed).questions]
    assert len(judged) == number
    assert abs(judged.count("True") - judged.count("False")) <= 1


def test_a_document_is_asked_for_once_and_is_no_law(material: Material) -> None:
    asked = [one for one in quiz(material, ALL, 100, ["choice"], seed=2).questions if one.asks == "document"]
    names = [one.pin.split("/")[0] for one in asked]
    assert names and len(set(names)) == len(names)
    assert not any(material.index.store.documents[name].binding for name in names)


def test_a_short_answer_has_no_second_place(material: Material) -> None:
    facts = {(str(fact.pin), fact.sentence): fact for fact in material.facts}
    for one in quiz(material, ALL, 30, ["short"], seed=4).questions:
        if one.asks in ("entry", "place"):
            assert not material.is_told_twice(facts[one.pin, one.explanation.text]), one


def test_the_same_seed_gives_the_same_quiz_and_another_another(material: Material) -> None:
    assert quiz(material, ALL, 6, seed=1) == quiz(material, ALL, 6, seed=1)
    assert quiz(material, ALL, 6, seed=1) != quiz(material, ALL, 6, seed=2)


@pytest.mark.parametrize("level", LEVELS)
def test_a_difficulty_is_kept(level: Level, material: Material) -> None:
    made = quiz(material, ALL, 5, level=level, seed=3).questions
    assert {one.difficulty for one in made} == {level}


def test_a_topic_limits_the_places(material: Material) -> None:
    made = quiz(material, read_topic(material.index, "PMP commitments", Filters()), 8, seed=1).questions
    documents = [one.pin.split("/")[0] for one in made]
    assert documents.count("pmp-code") >= 2
    assert not set(documents) & {"us-ccl", "eu-annex-1"}


def test_documents_limit_the_places(material: Material) -> None:
    topic = read_topic(material.index, "", Filters(document=("uk-eco-2008",)))
    assert {one.pin.split("/")[0] for one in quiz(material, topic, 8, seed=1).questions} == {"uk-eco-2008"}


def test_what_there_is_not_is_said(material: Material) -> None:
    topic = read_topic(material.index, "", Filters(document=("pmp-declaration",)))
    made = quiz(material, topic, 10_000)
    assert 0 < len(made.questions) < 200
    assert "10,000 questions were asked for" in made.notes[0].text


@pytest.mark.parametrize("number", [0, -3])
def test_no_questions_are_no_quiz(number: int, material: Material) -> None:
    with pytest.raises(UsageError, match="ask for at least one"):
        quiz(material, ALL, number)
