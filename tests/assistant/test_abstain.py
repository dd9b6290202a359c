"""The decision to answer or not: a model whose signs are measured on real questions."""

from __future__ import annotations

import json
import math
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import assistant.abstain
from assistant.abstain import Model, Support, model, support
from assistant.ask import Pincite
from assistant.filters import Filters

SIGNS = [field.name for field in fields(Support)]
share = st.floats(0.0, 1.0)
supports = st.builds(Support, *[share] * len(SIGNS))
weights = st.lists(st.floats(-30.0, 30.0), min_size=len(SIGNS), max_size=len(SIGNS)).map(tuple)

INSIDE = [
    "What does Article 5(2) of the dual-use regulation require?",
    "What is intrusion software?",
    "What does the PMP code ask states to do about export licensing?",
]
OUTSIDE = [
    "How do I bake sourdough bread?",
    "Who won the football world cup in 1998?",
    "Which vaccine does my cat need before we travel?",
]


def test_the_file_has_a_weight_for_every_sign_and_for_no_other() -> None:
    data = json.loads((Path(assistant.abstain.__file__).parent / "abstention.json").read_text(encoding="utf-8"))
    assert sorted(data["weights"]) == sorted(SIGNS)
    assert model().weights == tuple(data["weights"][name] for name in SIGNS)
    assert 0.0 < model().threshold < 1.0


@given(supports, weights, st.floats(-40.0, 40.0))
def test_the_probability_is_one(signs: Support, chosen: tuple[float, ...], intercept: float) -> None:
    assert 0.0 <= Model(chosen, intercept, 0.5).probability(signs) <= 1.0


@given(supports, weights, st.sampled_from(SIGNS), share)
def test_more_of_a_sign_with_a_positive_weight_never_makes_an_answer_less_probable(
    signs: Support, chosen: tuple[float, ...], sign: str, more: float
) -> None:
    fitted = Model(chosen, -1.0, 0.5)
    stronger = replace(signs, **{sign: max(more, getattr(signs, sign))})
    if chosen[SIGNS.index(sign)] >= 0.0:
        assert fitted.probability(stronger) >= fitted.probability(signs)
    else:
        assert fitted.probability(stronger) <= fitted.probability(signs)


def test_without_weights_nothing_is_known() -> None:
    assert Model((0.0,) * len(SIGNS), 0.0, 0.5).probability(Support(*[1.0] * len(SIGNS))) == 0.5


@pytest.mark.parametrize("question", [*INSIDE, *OUTSIDE])
def test_signs_are_measured_between_about_0_and_1(question: str, pincite: Pincite) -> None:
    for value in pincite.find(question, Filters()).support.values():
        assert math.isfinite(value)
        assert -0.01 <= value <= 1.6


def test_nothing_found_is_no_support(pincite: Pincite) -> None:
    findings = pincite.find(INSIDE[0], Filters(jurisdiction=("DE",), kind=("code",)))
    measured = support(pincite.index, findings.question, findings.ranking, ())
    assert measured == findings.support
    assert not any(measured.values())


def test_a_question_of_another_field_is_near_to_nothing(pincite: Pincite) -> None:
    measured = pincite.find("Does sourdough rise at four degrees Fahrenheit?", Filters()).support
    assert measured.near < 0.4 < pincite.find(INSIDE[1], Filters()).support.near


def test_naming_a_place_that_exists_is_a_sign(pincite: Pincite) -> None:
    assert pincite.find(INSIDE[0], Filters()).support.named == 1.0
    assert pincite.find(INSIDE[2], Filters()).support.named == 0.0


@pytest.mark.parametrize("question", INSIDE)
def test_a_question_at_the_heart_of_the_corpus_is_answered(question: str, pincite: Pincite) -> None:
    assert pincite.ask(question).status == "answered"


@pytest.mark.parametrize("question", OUTSIDE)
def test_a_question_far_outside_the_corpus_is_not(question: str, pincite: Pincite) -> None:
    assert pincite.ask(question).status == "abstained"
