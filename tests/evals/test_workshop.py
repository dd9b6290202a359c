"""The mechanical checks of workshop questions find nothing in those that are made, and something in what is spoilt."""

from __future__ import annotations

import pytest

from assistant.ask import Pincite
from assistant.filters import Filters
from assistant.workshop.material import Material
from assistant.workshop.quiz import quiz
from assistant.workshop.topic import read_topic
from evals.workshop import evaluate, is_readable, is_supported, lines


@pytest.mark.parametrize("seed", [8, 9])
def test_questions_pass_every_check(seed: int, pincite: Pincite) -> None:
    figures = evaluate(pincite.index, 40, seed)
    assert (figures.questions, figures.supported, figures.one_right, figures.readable, figures.places) == (
        40,
        1,
        1,
        1,
        1,
    )
    assert figures.faults == ()
    assert 0.4 <= figures.true <= 0.6
    assert any("of the sentences to judge are true" in line for line in lines(figures))


def test_a_spoilt_question_is_found(pincite: Pincite) -> None:
    material = Material(pincite.index)
    for one in quiz(material, read_topic(pincite.index, "", Filters()), 12, seed=3).questions:
        assert not is_supported(
            pincite.index, one.model_copy(update={"stem": "Cheese is made of milk by many people?"})
        )
        assert not is_readable(one.model_copy(update={"stem": f"{one.stem} see point"}))
