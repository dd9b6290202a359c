"""The baselines answer the same questions in the same form as Pincite."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from samples import question

from assistant.ask import Pincite
from corpus.library import Library
from corpus.pins import Pin
from corpus.settings import Settings
from evals.baselines import Baseline, LlamaIndexSearch, Piece, Search, VectorSearch, WordSearch
from evals.outcomes import cited_texts

ASKED = "Which exporter of cyber-surveillance items must notify the authority under Article 5(2) of the dual-use regulation?"


class Fixed:
    """A search with one piece, whose score is told by the question."""

    def __init__(self, scores: dict[str, float]) -> None:
        self.scores = scores

    def find(self, question: str, most: int) -> Sequence[Piece]:
        return [Piece(self.scores[question], Pin.parse("ungp/par_1"), "2011", "Text.")]


def test_a_baseline_refuses_under_the_threshold_fitted_on_known_questions() -> None:
    known = [question(id=f"a{n}") for n in range(3)] + [
        question(id=f"u{n}", unanswerable="out-of-field") for n in range(2)
    ]
    scores = dict(zip((q.question for q in known), (0.9, 0.8, 0.6, 0.4, 0.2), strict=True))
    baseline = Baseline("fixed", Fixed(scores))
    assert not baseline.answer(known[4].question).refused
    baseline.fit(known)
    assert baseline.threshold == pytest.approx(0.5)
    assert [baseline.answer(q.question).refused for q in known] == [False, False, False, True, True]
    assert baseline.answer(known[4].question).ranked, "a refusal still shows the nearest evidence"


@pytest.mark.parametrize("search", [WordSearch, VectorSearch])
def test_words_or_vectors_alone_state_whole_provisions_that_they_cite(search: type, pincite: Pincite) -> None:
    made: Search = search(pincite.index)
    outcome = Baseline(search.__name__, made).answer(ASKED)
    texts = cited_texts(outcome, pincite.index.store)
    assert len(outcome.statements) == 5 and len(outcome.ranked) == 10
    assert "eu-2021-821/art_5/par_2" in map(str, outcome.ranked)
    for statement in outcome.statements:
        (citation,) = statement.citations
        assert texts[citation] == (statement.text,)


@pytest.mark.slow
def test_plain_llama_index_cites_the_provision_in_which_a_chunk_starts(library: Library, settings: Settings) -> None:
    held = tuple(e for e in library.editions if e.document in ("pmp-code", "uk-end-use"))
    small = Library({e.document: library.documents[e.document] for e in held}, held, library.fingerprint)
    pieces = LlamaIndexSearch(small, settings.model).find("What do states that endorse the code commit to?", 3)
    texts = {p.pin: f"{p.title}\n{p.text}" for p in small.provisions()}
    assert len(pieces) == 3 and pieces[0].score >= pieces[-1].score
    for piece in pieces:
        assert piece.text[:40] in " ".join((texts[piece.pin], *_after(piece.pin, small)))


def _after(pin: Pin, library: Library) -> list[str]:
    """The heading of the provision after a pin: a chunk may start in the blank line before it."""
    provisions = list(library.provisions())
    place = next(n for n, p in enumerate(provisions) if p.pin == pin)
    return [f"{p.title}\n{p.text}" for p in provisions[place + 1 : place + 2]]
