"""The shelf of indexes: a refused build leaves the old index, builds go one at a time, old indexes go."""

from __future__ import annotations

import shutil

import pytest
from builds import REASONS, answer, assert_tidy, contents, give_days, on_shelf
from indexed_corpus import IndexedCorpus

from corpus.errors import CorpusError, PinciteError
from indexer.build import KEPT, build_index
from indexer.opened import Index
from indexer.places import SCHEMA, index_folder, shelf


class TestRefused:
    def test_faults_of_the_corpus_are_all_told_and_the_old_index_answers(self, indexed: IndexedCorpus) -> None:
        before = on_shelf(indexed.settings())
        indexed.change("demo-act.md", "see: demo-list\n", "see: demo-act/art_77\n")
        indexed.change("demo-code.md", "## par_8/pnt_b:", "## par_9/pnt_b:")
        with pytest.raises(CorpusError) as told:
            build_index(indexed.settings())
        assert "demo-act.md:" in str(told.value) and "demo-act/art_77 leads nowhere" in str(told.value)
        assert "demo-code.md:" in str(told.value) and "par_9/pnt_b stands before any heading" in str(told.value)
        assert on_shelf(indexed.settings()) - {".lock"} == before - {".lock"}
        assert not Index(indexed.settings()).is_current
        assert REASONS in answer(indexed.settings())

    def test_a_corpus_mended_after_a_refusal_is_built(self, indexed: IndexedCorpus) -> None:
        indexed.change("demo-act.md", "see: demo-list\n", "see: demo-act/art_77\n")
        with pytest.raises(CorpusError):
            build_index(indexed.settings())
        indexed.change("demo-act.md", "see: demo-act/art_77\n", "see: demo-list/itm_5A001\n")
        assert not build_index(indexed.settings()).unchanged

    def test_a_model_that_cannot_be_loaded_leaves_the_old_index_answering(self, indexed: IndexedCorpus) -> None:
        with pytest.raises(PinciteError, match=r"“no-such-model” cannot be loaded"):
            build_index(indexed.settings(model="no-such-model"))
        assert REASONS in answer(indexed.settings())
        assert build_index(indexed.settings()).unchanged
        assert_tidy(indexed.settings())

    def test_a_second_build_at_the_same_time_is_told_to_wait(self, indexed: IndexedCorpus) -> None:
        told: list[str] = []

        def second(what: str, done: int, of: int) -> None:
            with pytest.raises(PinciteError) as refused:
                build_index(indexed.settings())
            told.append(str(refused.value))

        days = give_days(indexed, 30)
        build_index(indexed.settings(), progress=second)
        place = shelf(indexed.settings())
        assert set(told) == {f"Another build is at work in {place}. Wait for it to end, then try again."}
        assert days in answer(indexed.settings())
        assert build_index(indexed.settings()).unchanged


class TestOnTheShelf:
    def test_another_versions_indexes_are_not_touched(self, indexed: IndexedCorpus) -> None:
        others = indexed.settings().home / "indexes" / f"v{SCHEMA + 1}"
        shutil.copytree(shelf(indexed.settings()), others)
        (others / ".building-1").mkdir()
        (others / ".building-1" / "provisions.sqlite").write_bytes(b"half")
        before = contents(others)
        give_days(indexed, 30)
        build_index(indexed.settings())
        assert contents(others) == before

    def test_the_newest_indexes_are_kept_and_older_ones_go(self, indexed: IndexedCorpus) -> None:
        made = [index_folder(indexed.settings())[0]]
        before = REASONS
        for days in range(KEPT + 1):
            before = give_days(indexed, days, before)
            made.append(build_index(indexed.settings()).folder)
        assert [folder.is_dir() for folder in made] == [False] * (len(made) - KEPT) + [True] * KEPT
        assert_tidy(indexed.settings())
        assert before in answer(indexed.settings())

    def test_what_killed_builds_left_goes_even_if_there_is_nothing_to_build(self, indexed: IndexedCorpus) -> None:
        place = shelf(indexed.settings())
        (place / ".building-1").mkdir()
        (place / ".building-1" / "provisions.sqlite").write_bytes(b"half")
        (place / ".last-1").write_text("half", encoding="utf-8")
        assert build_index(indexed.settings()).unchanged
        assert_tidy(indexed.settings())
