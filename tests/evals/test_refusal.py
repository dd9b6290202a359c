"""Where the line between answering and refusing is drawn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.refusal import threshold

LINES = [
    # scores, answerable, share of false refusals allowed, line
    ([0.1, 0.2, 0.6, 0.8], [False, False, True, True], 0.0, 0.4),
    ([0.1, 0.5, 0.4, 0.8], [False, False, True, True], 0.0, 0.25),
    ([0.1, 0.5, 0.4, 0.8], [False, False, True, True], 0.5, 0.65),
    ([0.5, 0.6, 0.9], [True, True, False], 0.04, -0.5),
    ([0.5, 0.5, 0.9], [True, False, True], 0.0, -0.5),
]


@pytest.mark.parametrize(("scores", "answerable", "most_false", "expected"), LINES)
def test_the_line_lies_midway_and_refuses_the_most_it_may(
    scores: list[float], answerable: list[bool], most_false: float, expected: float
) -> None:
    assert threshold(scores, answerable, most_false) == pytest.approx(expected)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1), st.floats(0, 0.5))
def test_no_line_refuses_more_answerable_questions_than_allowed(known: list[tuple[float, bool]], most: float) -> None:
    line = threshold([score for score, _ in known], [answerable for _, answerable in known], most)
    refused = sum(answerable and score < line for score, answerable in known)
    assert refused <= most * sum(answerable for _, answerable in known) + 1e-9
