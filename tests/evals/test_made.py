"""Made corpora: of the size asked for, put together from real sentences, indexed and answered like any other."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from indexed_corpus import IndexedCorpus

from assistant.ask import Pincite
from corpus.errors import UsageError
from corpus.pins import Pin
from evals.growth import Figure, Grown, measure_growth, table
from evals.made import ARTICLES, PARAGRAPHS, Made, Sentences
from evals.questions import Question
from indexer.build import all_chunks, build_index
from indexer.chunks import sentences
from indexer.late import ASKS
from indexer.opened import Index

SIZE = 300


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> IndexedCorpus:
    """The small corpus with its index."""
    corpus = IndexedCorpus(tmp_path_factory.mktemp("small"))
    build_index(corpus.settings())
    return corpus


@pytest.fixture(scope="module")
def of(small: IndexedCorpus) -> Iterator[Sentences]:
    index = Index(small.settings())
    yield Sentences(small.library(), index)
    index.store.close()


@pytest.fixture(scope="module")
def made(of: Sentences) -> Made:
    return Made(of, SIZE)


@pytest.fixture(scope="module")
def answering(made: Made, small: IndexedCorpus) -> Iterator[Pincite]:
    """An assistant over the index of the made corpus."""
    settings = small.settings(small.folder / "made")
    build_index(settings, library=made.library, earlier=made.known())
    pincite = Pincite(settings)
    yield pincite
    pincite.index.store.close()


class TestCorpus:
    def test_has_as_many_provisions_as_asked_for_and_the_librarys_own_first(self, made: Made, of: Sentences) -> None:
        provisions = list(made.library.provisions())
        own = list(of.library.provisions())
        assert len(provisions) == SIZE
        assert provisions[: len(own)] == own

    def test_is_the_same_for_a_seed_and_another_for_another(self, made: Made, of: Sentences) -> None:
        again, other = Made(of, SIZE).library, Made(of, SIZE, seed=1).library
        assert (again.editions, again.fingerprint) == (made.library.editions, made.library.fingerprint)
        assert other.fingerprint != again.fingerprint
        assert [p.text for p in other.provisions()] != [p.text for p in again.provisions()]

    def test_consists_of_whole_sentences_of_different_provisions(self, made: Made, of: Sentences) -> None:
        row = {sentence.text: sentence.row for sentence in of.all}
        for provision in list(made.library.provisions())[of.chunks[-1].row + 1 :]:
            said = sentences(provision.text)
            assert 2 <= len(said) == len({row[sentence] for sentence in said}) <= 4

    def test_has_articles_and_paragraphs(self, made: Made) -> None:
        pins = [str(p.pin) for p in made.library.provisions() if p.pin.document == "made-1"]
        assert pins[:5] == ["made-1/art_1", *(f"made-1/art_1/par_{n}" for n in range(1, 4)), "made-1/art_2"]
        assert len(pins) == ARTICLES * (1 + PARAGRAPHS)

    def test_is_larger_than_the_library(self, of: Sentences) -> None:
        with pytest.raises(UsageError, match="ask for more"):
            Made(of, sum(1 for _ in of.library.provisions()))


class TestKnown:
    def test_leaves_nothing_to_encode_and_is_of_unit_length(self, made: Made) -> None:
        known = made.known().known
        keys = [chunk.key for chunk in all_chunks(made.library)]
        assert list(known) == list(dict.fromkeys(keys))
        assert [np.linalg.norm(known[key]) for key in keys] == pytest.approx([1.0] * len(keys), abs=1e-5)

    def test_embeddings_lie_near_those_of_their_sentences(self, made: Made, of: Sentences) -> None:
        known, rows = made.known().known, {s.text: row for s, row in zip(of.all, of.rows, strict=True)}
        for chunk in all_chunks(made.library)[len(of.chunks) :]:
            mean = np.mean([rows[sentence] for sentence in chunk.sentences], axis=0)
            assert known[chunk.key] @ mean / np.linalg.norm(mean) > 0.99

    def test_tokens_are_those_of_the_sentences_under_their_new_numbers(self, made: Made, of: Sentences) -> None:
        earlier = made.known()
        assert earlier.late is not None
        where = {sentence.text: sentence for sentence in of.all}
        for chunk in all_chunks(made.library)[len(of.chunks) :]:
            tokens = earlier.late.rows(earlier.tokens[chunk.key])
            assert ASKS not in tokens.sentences
            for number, text in enumerate(chunk.sentences, chunk.first):
                own = of.index.late.rows(where[text].chunk)
                expected = own.vectors[own.sentences == where[text].number]
                np.testing.assert_array_equal(tokens.vectors[tokens.sentences == number], expected)


class TestAnswers:
    @pytest.mark.parametrize("place", ["made-1/art_1", "made-2/art_7/par_2", "made-3/art_12"])
    def test_cite_the_made_provision_that_a_question_names(self, place: str, answering: Pincite) -> None:
        pin = Pin.parse(place)
        (row,) = answering.index.store.rows(pin)
        provision = answering.index.store.provisions([row])[row]
        document = answering.index.store.documents[pin.document]
        steps = [segment.number for segment in pin.segments]
        asked = f"What does Article {steps[0]}{''.join(f'({n})' for n in steps[1:])} of {document.short} require?"
        cited = [citation for s in answering.ask(asked).statements for citation in s.citations if citation.pin == place]
        assert cited
        assert all(citation.quote in provision.text and citation.edition == provision.edition for citation in cited)

    def test_cite_the_librarys_own_provision_that_a_question_names(self, answering: Pincite) -> None:
        answer = answering.ask("What does Article 3(2) of the Demo act say of a refusal?")
        assert answer.statements[0].citations[0].pin == "demo-act/art_3/par_2"

    def test_quote_verbatim_wherever_they_come_from(self, answering: Pincite) -> None:
        store = answering.index.store
        for asked in (
            "which systems need a licence to be exported",
            "who answers for compliance",
            "human rights record",
        ):
            for hit in answering.ask(asked).statements:
                for citation in hit.citations:
                    rows = store.rows(Pin.parse(citation.pin), citation.edition, citation.layer)
                    assert any(citation.quote in p.text for p in store.provisions(rows).values())


def silent(what: str, done: int, of: int) -> None:
    """The progress of a measurement that nobody watches."""


@pytest.mark.sweep
def test_growth_is_measured_at_each_size_and_told_as_slopes(small: IndexedCorpus, tmp_path: Path) -> None:
    asked = [Question("q-1", "official", "dev", "Do I need a licence to export surveillance systems?")]
    grown = measure_growth(small.settings(), asked, [400, 100], tmp_path, 1, silent)
    assert grown.provisions == (100, 400)
    figures = {figure.name: figure for figure in grown.figures}
    for name in ("warm answer, p95", "cold ask, process start to answer", "build, whole", "disk, chroma", "disk, late"):
        less, more = figures[name].values
        assert less is not None and more is not None
        assert figures[name].slopes == pytest.approx([math.log(more / less) / math.log(4)])
    again = measure_growth(small.settings(), asked, [100], tmp_path, 1, silent)
    assert "build, whole" not in {figure.name for figure in again.figures}


def test_a_table_says_between_two_sizes_how_each_figure_grows() -> None:
    figures = (Figure("answer", "ms", (20.0, 40.0), (0.301,)), Figure("build", "ms", (None, 1234.5), (None,)))
    assert table(Grown((1_000, 10_000), figures)).splitlines() == [
        "| | 1,000 | grows | 10,000 |",
        "|---|---:|---:|---:|",
        "| answer, ms | 20 | 0.30 | 40 |",
        "| build, ms | – | – | 1,234 |",
    ]
