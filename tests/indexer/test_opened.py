"""An open index: what it finds, and what it says where something is missing or broken."""

from __future__ import annotations

from collections.abc import Callable
from math import log
from pathlib import Path

import numpy as np
import pytest
from indexed_corpus import Copy, IndexedCorpus

from corpus.pins import Pin
from corpus.settings import Settings
from indexer import vectors
from indexer.build import build_index
from indexer.embedder import embedder
from indexer.late import LENGTH
from indexer.lexical import terms
from indexer.opened import Index
from indexer.places import DamagedIndex, NoIndex
from indexer.verify import verify_index

SPYWARE = "Do I need a licence to sell spyware abroad?"


def pin(index: Index, row: int) -> str:
    return str(index.store.provisions([row])[row].pin)


def best(index: Index, question: str) -> str:
    """The pin of the provision that the vectors find first."""
    found = index.nearest(index.embed([question])[0], 5)
    return pin(index, max(found, key=found.__getitem__))


class TestFound:
    @pytest.mark.parametrize(
        ("question", "expected"),
        [
            (SPYWARE, "demo-act/art_3/par_1"),
            ("equipment that jams mobile telephones", "demo-list/itm_5A001/pnt_f"),
            ("looking at human rights in the country of import", "demo-code/par_8/pnt_b"),
        ],
    )
    def test_by_meaning_is_the_provision_that_answers(self, question: str, expected: str, index: Index) -> None:
        assert best(index, question) == expected

    def test_similarity_is_the_cosine_of_a_provisions_best_chunk(self, index: Index) -> None:
        vector = index.embed([SPYWARE])[0]
        ids = [name for name, _ in index.store.chunk_keys()]
        held = vectors.read(index.folder / "chroma", {name: name for name in ids})
        expected: dict[int, float] = {}
        for name, row in index.store.rows_of_chunks(ids).items():
            expected[row] = max(expected.get(row, -1.0), float(held[name] @ vector))
        found = index.nearest(vector, len(ids))
        assert found == pytest.approx(expected, abs=1e-4)

    def test_by_meaning_can_be_limited_to_a_jurisdiction(self, index: Index) -> None:
        found = index.nearest(index.embed([SPYWARE])[0], 50, {"jurisdiction": "YY"})
        assert found.keys() == set(index.store.matching(jurisdiction=["YY"]))

    def test_by_words_is_the_entry_that_bears_the_code(self, index: Index) -> None:
        scores = index.words(terms("4D004"))
        assert len(scores) == index.store.count()
        assert pin(index, int(np.argmax(scores))).startswith("demo-list/itm_4D004")

    def test_by_late_interaction_is_scored_as_each_is_compared(self, index: Index) -> None:
        asked = index.late.question(SPYWARE)
        rows = index.store.matching()
        scores = index.late_scores(asked, rows)
        compared = {row: index.compare(asked, row) for row in rows}
        discounted = {row: one.score - LENGTH * log(one.similarity.shape[1]) for row, one in compared.items()}
        assert scores == pytest.approx(discounted, abs=1e-5)
        assert pin(index, max(scores, key=scores.__getitem__)) == "demo-act/art_3/par_1"

    def test_questions_are_embedded_by_the_model_that_the_index_was_built_with(self, copy: Copy) -> None:
        """Another model's vectors mean something else; until its own index is built, the old one answers with the old."""
        other = Settings(**{**copy.settings.model_dump(), "model": "/models/another"})
        index = Index(other)
        assert not index.is_current
        np.testing.assert_array_equal(index.embed([SPYWARE]), embedder("", few=True).embed([SPYWARE]))
        assert best(index, SPYWARE) == "demo-act/art_3/par_1"


class TestAge:
    def test_is_current_while_the_corpus_stays_as_it_was_indexed(self, copy: Copy, corpus: IndexedCorpus) -> None:
        settings = corpus.settings(copy.settings.home)
        assert Index(settings).is_current
        corpus.change("demo-code.md", "binds nobody", "binds no State")
        assert not Index(settings).is_current
        corpus.change("demo-code.md", "binds no State", "binds nobody")
        assert Index(settings).is_current

    def test_an_open_index_goes_on_answering_when_a_newer_one_is_built(self, copy: Copy, corpus: IndexedCorpus) -> None:
        settings = corpus.settings(copy.settings.home)
        old = Index(settings)
        corpus.change("demo-code.md", "binds nobody", "binds no State")
        build_index(settings)
        row = old.store.rows(Pin.parse("demo-code/par_1"))[0]
        assert best(old, "is the code voluntary") == best(Index(settings), "is the code voluntary") == "demo-code/par_1"
        assert "binds nobody" in old.store.provisions([row])[row].text
        assert "binds no State" in Index(settings).store.provisions([row])[row].text

    def test_an_open_index_goes_on_answering_when_it_is_verified(self, copy: Copy) -> None:
        index = Index(copy.settings)
        assert best(index, SPYWARE) == "demo-act/art_3/par_1"
        verify_index(copy.settings)
        assert best(index, "equipment that jams telephones") == "demo-list/itm_5A001/pnt_f"

    def test_files_do_not_change_their_size_by_being_used(self, copy: Copy) -> None:
        for _ in range(2):
            index = Index(copy.settings)
            best(index, SPYWARE)
            index.words(terms(SPYWARE))
            index.late_scores(index.late.question(SPYWARE), [0])


def told(copy: Copy, what: Callable[[Index], object] = lambda index: None) -> str:
    """What an index says of its damage, when it is opened or when something is asked of it."""
    with pytest.raises(DamagedIndex) as raised:
        what(Index(copy.settings))
    sentence = str(raised.value)
    start, end = f"The index {copy.folder} is damaged: ", ". Build it anew with `pincite index build --fresh`."
    assert sentence.startswith(start) and sentence.endswith(end) and "\n" not in sentence
    return sentence.removeprefix(start).removesuffix(end)


def search(index: Index) -> object:
    return index.nearest(index.embed([SPYWARE])[0], 3)


class TestMissing:
    def test_no_index_at_all_is_said_with_what_to_do(self, corpus: IndexedCorpus) -> None:
        with pytest.raises(NoIndex, match=r"There is no index in .* yet\. Build it with `pincite index build`"):
            Index(corpus.settings())

    def test_a_home_that_is_a_file_holds_no_index(self, corpus: IndexedCorpus, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(NoIndex):
            Index(corpus.settings(tmp_path / "file"))

    def test_a_missing_manifest_is_said_when_the_index_is_opened(self, copy: Copy) -> None:
        (copy.folder / "manifest.json").unlink()
        assert told(copy).startswith("its manifest cannot be read")

    def test_a_missing_file_is_named_when_the_index_is_opened(self, copy: Copy) -> None:
        (copy.folder / "provisions.sqlite").unlink()
        assert told(copy) == "provisions.sqlite is missing"

    def test_missing_vectors_are_said_when_they_are_searched(self, copy: Copy) -> None:
        (copy.folder / "chroma" / "chroma.sqlite3").unlink()
        assert told(copy, search).startswith("its vectors cannot be read")

    def test_lost_vectors_are_said_when_they_are_searched(self, copy: Copy) -> None:
        base = vectors.client(copy.folder / "chroma")
        base.get_collection(vectors.COLLECTION, embedding_function=None).delete(where={"document": "demo-code"})
        base.close()
        assert told(copy, search) == "it lacks vectors that its manifest counts"


class TestBroken:
    @pytest.mark.parametrize("name", ["provisions.sqlite", "late/tokens.int8", "bm25/terms.npy"])
    def test_a_cut_file_is_named_when_the_index_is_opened(self, name: str, copy: Copy) -> None:
        copy.cut(name)
        assert told(copy) == f"{name} is cut or changed"

    def test_garbage_instead_of_provisions_is_said_when_the_index_is_opened(self, copy: Copy) -> None:
        copy.garble("provisions.sqlite")
        assert told(copy) == "its provisions cannot be read (file is not a database)"

    @pytest.mark.parametrize(
        ("name", "what", "why"),
        [
            ("chroma/chroma.sqlite3", search, "its vectors cannot be read"),
            ("late/starts.npy", lambda index: index.late, "its token vectors cannot be read"),
            ("late/axes.npy", lambda index: index.late, "its token vectors cannot be read"),
            ("bm25/terms.npy", lambda index: index.words(["licenc"]), "its word index cannot be read"),
            ("bm25/data.csc.index.npy", lambda index: index.words(["licenc"]), "its word index cannot be read"),
        ],
    )
    def test_garbage_is_said_when_it_is_first_asked(
        self, name: str, what: Callable[[Index], object], why: str, copy: Copy
    ) -> None:
        copy.garble(name)
        assert told(copy, what).startswith(why)

    def test_what_is_not_broken_still_answers(self, copy: Copy) -> None:
        copy.garble("chroma/chroma.sqlite3")
        assert Index(copy.settings).words(terms("4D004")).any()
