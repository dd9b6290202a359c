"""Fits the model by which Pincite decides to answer or to refuse, on the development questions and on no other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

import assistant
from assistant.abstain import Model, Support, model
from assistant.ask import Findings, Pincite
from assistant.filters import Filters
from corpus.errors import PinciteError
from corpus.settings import Settings
from evals.questions import Question
from evals.refusal import threshold

FILE = Path(assistant.__file__).parent / "abstention.json"
MOST_FALSE = 0.02  # share of answerable questions that this model may refuse; the checks before it refuse some too
DIGITS = 6  # of the figures written, so that a last bit that differs between machines changes nothing


@dataclass(frozen=True, slots=True)
class Fitted:
    """The model, and how many development questions of each kind it was fitted on."""

    model: Model
    answerable: int
    unanswerable: int


def calibrate(settings: Settings, questions: Iterable[Question]) -> Model:
    """Fit the model on the development questions, write it to `abstention.json`, and use it from now on."""
    pincite = Pincite(settings)
    development = [question for question in questions if question.split == "dev"]
    known = [(_find(pincite, question).support, question.is_answerable) for question in development]
    fitted = fit([support for support, _ in known], [answerable for _, answerable in known])
    write(fitted, FILE)
    return fitted.model


def fit(supports: Sequence[Support], answerable: Sequence[bool]) -> Fitted:
    """A logistic regression over the signs of support, both kinds of question weighing the same, L2 with C = 1.

    The threshold is drawn by `evals.refusal` on leave-one-out predictions: each question's probability comes from a model
    that has not seen it. Raises `PinciteError` if one kind of question is too rare.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import LeaveOneOut, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    kinds = [sum(answerable), len(answerable) - sum(answerable)]
    if min(kinds) < 2:
        raise PinciteError(
            f"There are {kinds[0]} answerable and {kinds[1]} unanswerable development questions; two of each are needed."
        )
    signs, known = np.array([support.values() for support in supports]), np.array(answerable, dtype=int)
    line = make_pipeline(StandardScaler(), LogisticRegression(C=1.0, class_weight="balanced", max_iter=1_000))
    unseen = cross_val_predict(line, signs, known, cv=LeaveOneOut(), method="predict_proba")[:, 1]
    line.fit(signs, known)
    scaler, regression = line[0], line[1]
    weights = regression.coef_[0] / scaler.scale_
    intercept = float(regression.intercept_[0] - weights @ scaler.mean_)
    border = max(0.0, threshold([round(float(p), DIGITS) for p in unseen], answerable, MOST_FALSE))
    worded = np.median(
        [s.asks / s.tokens for s, is_known in zip(supports, answerable, strict=True) if is_known and s.tokens]
    )
    figures = (round(float(figure), DIGITS) for figure in (intercept, border, worded))
    fitted = Model(tuple(round(float(w), DIGITS) for w in weights), *figures)
    return Fitted(fitted, *kinds)


def write(fitted: Fitted, path: Path) -> None:
    """Write a model where `assistant.abstain` reads it."""
    names = [field.name for field in fields(Support)]
    data = {
        "weights": dict(zip(names, fitted.model.weights, strict=True)),
        "intercept": fitted.model.intercept,
        "threshold": fitted.model.threshold,
        "worded": fitted.model.worded,
        "fitted": {
            "questions": fitted.answerable + fitted.unanswerable,
            "answerable": fitted.answerable,
            "unanswerable": fitted.unanswerable,
        },
    }
    path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    model.cache_clear()


def _find(pincite: Pincite, question: Question) -> Findings:
    return pincite.find(question.question, Filters())
