"""Every measure, as a table of what was asked, what was given, and the score."""

from __future__ import annotations

from math import log2

import pytest
from samples import ARTICLE_5_2, TEXT, answer, case, question, refusal

from evals.metrics import MEASURES, Case, Measure, mean

BY_NAME = {measure.name: measure for measure in MEASURES}
ASKED = question()
TWO = question(ARTICLE_5_2, "eu-annex-1/itm_4D004 | wa-list/itm_4.D.4", facts=("notify", "2021"))
UNANSWERABLE = question(unanswerable="not-in-corpus")
GUIDE = "sipri-ccic-guide/sec_III"
LIST = "wa-list/itm_4.D.4"

SCORES = [
    # A right answer needs all its places and all its facts.
    ("right-answer", case(ASKED, answer(ARTICLE_5_2)), 1.0),
    ("right-answer", case(ASKED, answer(ARTICLE_5_2, text="Nothing of the kind.")), 0.0),
    ("right-answer", case(ASKED, answer(GUIDE)), 0.0),
    ("right-answer", case(TWO, answer(ARTICLE_5_2, LIST, text=TEXT + " Since 2021.")), 1.0),
    ("right-answer", case(ASKED, refusal(ARTICLE_5_2)), 0.0),
    ("right-answer", case(UNANSWERABLE, refusal()), None),
    # Facts and places.
    ("fact-recall", case(TWO, answer(ARTICLE_5_2)), 0.5),
    ("fact-recall", case(ASKED, refusal()), 0.0),
    ("pin-recall", case(TWO, answer(ARTICLE_5_2)), 0.5),
    ("pin-recall", case(question("eu-2021-821/art_5"), answer(ARTICLE_5_2)), 1.0),
    ("pin-recall", case(ASKED, answer("eu-2021-821/art_5")), 0.0),
    ("pin-recall", case(ASKED, answer("eu-2021-821/art_5/par_20")), 0.0),
    ("pin-precision", case(ASKED, answer(ARTICLE_5_2, GUIDE, GUIDE)), 0.5),
    ("pin-precision", case(ASKED, refusal()), None),
    ("pin-precision", case(UNANSWERABLE, answer(GUIDE)), None),
    # A question that needs several documents.
    ("documents-cited", case(TWO, answer(ARTICLE_5_2, LIST)), 1.0),
    ("documents-cited", case(TWO, answer("eu-2021-821/art_9", "eu-annex-1/itm_5A001")), 1.0),
    ("documents-cited", case(TWO, answer(ARTICLE_5_2)), 0.0),
    ("documents-cited", case(TWO, refusal(ARTICLE_5_2, LIST)), 0.0),
    ("documents-cited", case(ASKED, answer(ARTICLE_5_2)), None),
    ("documents-cited", case(UNANSWERABLE, answer(GUIDE)), None),
    # Refusals.
    ("refusal-recall", case(UNANSWERABLE, refusal()), 1.0),
    ("refusal-recall", case(UNANSWERABLE, answer(GUIDE)), 0.0),
    ("refusal-recall", case(ASKED, refusal()), None),
    ("refusal-precision", case(ASKED, refusal()), 0.0),
    ("refusal-precision", case(UNANSWERABLE, refusal()), 1.0),
    ("refusal-precision", case(UNANSWERABLE, answer(GUIDE)), None),
    ("false-refusal", case(ASKED, refusal()), 1.0),
    ("false-refusal", case(ASKED, answer(GUIDE)), 0.0),
    ("false-refusal", case(UNANSWERABLE, refusal()), None),
    # Quotations and citations.
    ("quote-fidelity", case(ASKED, answer(ARTICLE_5_2, quote="obliges an exporter")), 1.0),
    ("quote-fidelity", case(ASKED, answer(ARTICLE_5_2, quote="obliges every exporter")), 0.0),
    ("quote-fidelity", case(ASKED, answer(ARTICLE_5_2, quote=" ")), 0.0),
    ("quote-fidelity", case(UNANSWERABLE, answer(GUIDE, quote="notify")), 1.0),
    ("quote-fidelity", case(ASKED, refusal()), None),
    ("pins-resolve", case(ASKED, answer(ARTICLE_5_2)), 1.0),
    ("pins-resolve", case(ASKED, answer(ARTICLE_5_2), exists=False), 0.0),
    # The ranking of the evidence, which a refusal gives too.
    ("nDCG@10", case(ASKED, answer(ARTICLE_5_2)), 1.0),
    ("nDCG@10", case(ASKED, refusal(GUIDE, ARTICLE_5_2)), 1 / log2(3)),
    ("nDCG@10", case(TWO, answer(ARTICLE_5_2)), 1 / (1 + 1 / log2(3))),
    ("nDCG@10", case(UNANSWERABLE, refusal(GUIDE)), None),
    ("R@10", case(TWO, answer(GUIDE, LIST)), 0.5),
    ("R@10", case(question("eu-annex-1/itm_4D004 | wa-list/itm_4.D.4"), answer(LIST)), 1.0),
    ("R@10", case(ASKED, answer(*(f"ungp/par_{n}" for n in range(10)), ARTICLE_5_2)), 0.0),
    ("RR", case(ASKED, answer(GUIDE, LIST, ARTICLE_5_2)), 1 / 3),
    ("RR", case(ASKED, answer(GUIDE)), 0.0),
    ("RR", case(ASKED, refusal()), 0.0),
    ("P@5", case(question("eu-2021-821/art_5"), answer(ARTICLE_5_2, GUIDE, "eu-2021-821/art_5")), 0.4),
    ("P@5", case(ASKED, answer(GUIDE)), 0.0),
    ("answer-words", case(ASKED, answer(ARTICLE_5_2, GUIDE)), 20.0),
    ("answer-words", case(ASKED, refusal()), None),
]


@pytest.mark.parametrize(("name", "given", "expected"), SCORES)
def test_a_measure_scores_a_case(name: str, given: Case, expected: float | None) -> None:
    score = BY_NAME[name].score(given)
    assert score == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_every_measure_is_explained_tested_and_within_its_range(measure: Measure) -> None:
    known = BY_NAME[measure.name]
    scores = [known.score(given) for _, given, _ in SCORES]
    assert known.about
    assert any(name == known.name for name, _, _ in SCORES)
    assert all(known.least <= score <= known.most for score in scores if score is not None)


def test_a_place_found_twice_counts_once() -> None:
    twice = case(TWO, answer("eu-2021-821/art_5/par_2", "eu-2021-821/art_5/par_2/pnt_a", LIST))
    once = case(TWO, answer("eu-2021-821/art_5/par_2", GUIDE, LIST))
    assert BY_NAME["nDCG@10"].score(twice) == pytest.approx(BY_NAME["nDCG@10"].score(once))


def test_what_is_not_an_address_lowers_precision_and_fails_nothing() -> None:
    given = case(ASKED, answer(ARTICLE_5_2))
    broken = answer(ARTICLE_5_2).statements + answer("Article 5", ranked=()).statements
    mixed = case(ASKED, type(given.outcome)(False, broken, ()), exists=True)
    assert BY_NAME["pin-precision"].score(mixed) == 0.5


def test_the_mean_is_over_the_questions_to_which_a_measure_applies() -> None:
    assert mean([1.0, None, 0.0]) == (0.5, 2)
    assert mean([None]) == (None, 0)
