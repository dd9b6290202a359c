"""Indexes whose vectors are on a Chroma server: built, searched, verified, removed, and what is said when it fails."""

from __future__ import annotations

from contextlib import closing
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from builds import ASKED, QUESTIONS, REASONS, answer, give_days, on_shelf
from indexed_corpus import IndexedCorpus
from test_killed_builds import stopping_after

from corpus.library import Library
from corpus.settings import Settings
from evals.chroma import OwnChroma
from indexer import vectors
from indexer.build import KEPT, build_index
from indexer.chunks import Chunk
from indexer.opened import Index
from indexer.places import NoIndex, index_folder, read_manifest, shelf
from indexer.server import NoCollection, Server, ServerError
from indexer.verify import verify_index


@pytest.fixture
def served(indexed: IndexedCorpus, chroma: OwnChroma) -> Settings:
    """The small corpus with an index in a folder, and settings that name the server."""
    return indexed.settings().model_copy(update={"chroma_url": chroma.url})


def names(chroma: OwnChroma) -> set[str]:
    with closing(Server.parse(chroma.url).client()) as base:
        return {collection.name for collection in base.list_collections()}


def collection(settings: Settings) -> str:
    manifest = read_manifest(index_folder(settings)[0])
    return vectors.OnServer.parse(manifest.vectors).collection


def lose(settings: Settings) -> None:
    with closing(Server.parse(settings.chroma_url).client()) as base:
        base.delete_collection(collection(settings))


class TestBuilt:
    def test_finds_what_an_index_in_a_folder_finds(self, served: Settings, indexed: IndexedCorpus) -> None:
        build_index(served)
        there, here = Index(served), Index(indexed.settings())
        for where in (None, {"jurisdiction": "YY"}):
            for question in QUESTIONS:
                asked = there.embed([question])[0]
                assert there.nearest(asked, 8, where) == pytest.approx(here.nearest(asked, 8, where), abs=1e-5)

    def test_keeps_all_but_the_vectors_in_its_folder_and_says_where_they_are(
        self, served: Settings, chroma: OwnChroma
    ) -> None:
        made = build_index(served)
        assert {path.name for path in made.folder.iterdir()} == {
            "manifest.json",
            "provisions.sqlite",
            "bm25",
            "chunks.npy",
            "late",
            "collection",
        }
        assert made.manifest.vectors == f"{chroma.url}#pincite-{made.folder.name}"
        assert f"pincite-{made.folder.name}" in names(chroma)

    def test_takes_over_what_an_index_in_a_folder_has(self, served: Settings) -> None:
        assert build_index(served).embedded == 0

    def test_takes_over_what_did_not_change_from_the_server(self, served: Settings, indexed: IndexedCorpus) -> None:
        first = build_index(served)
        days = give_days(indexed, 30)
        second = build_index(served)
        assert (second.embedded, second.unchanged) == (1, False)
        assert first.manifest.vectors != second.manifest.vectors
        assert days in answer(served)
        assert verify_index(served).startswith("The index is sound")

    def test_holds_the_same_vectors_as_one_built_from_nothing(self, served: Settings, indexed: IndexedCorpus) -> None:
        def held(made: Path) -> dict[str, list[float]]:
            kept = vectors.OnServer.parse(read_manifest(made).vectors)
            with closing(Index(served).store) as store:
                keys = {id: id for id, _ in store.chunk_keys()}
            return {id: np.round(row, 4).tolist() for id, row in vectors.read(kept, keys).items()}

        build_index(served)
        give_days(indexed, 30)
        upon = held(build_index(served).folder)
        assert upon == held(build_index(served, fresh=True).folder)

    def test_is_up_to_date_the_next_time(self, served: Settings) -> None:
        first = build_index(served)
        again = build_index(served)
        assert (again.unchanged, again.folder) == (True, first.folder)

    def test_is_not_taken_for_one_in_a_folder_nor_the_other_way(self, served: Settings, indexed: IndexedCorpus) -> None:
        with pytest.raises(NoIndex, match="with its vectors on a Chroma server"):
            Index(served)
        on_server = build_index(served).folder
        assert Index(indexed.settings()).folder != on_server
        assert not Index(indexed.settings()).manifest.vectors
        assert Index(served).folder == on_server


class TestRemoved:
    @pytest.mark.parametrize("step", ["_place_of_vectors", "_embed", "_sizes", "write_manifest"])
    def test_are_what_a_build_left_that_was_stopped(
        self, step: str, served: Settings, indexed: IndexedCorpus, chroma: OwnChroma
    ) -> None:
        build_index(served)
        before = names(chroma)
        days = give_days(indexed, 30)
        with stopping_after(step, 1):
            build_index(served)
        left = names(chroma) - before
        assert len(left) == (1 if step in ("_sizes", "write_manifest") else 0)
        assert REASONS in answer(served)
        build_index(served)
        assert not left & names(chroma)
        assert days in answer(served)
        assert not {name for name in on_shelf(served) if name.startswith(".building")}

    def test_are_the_collections_of_older_indexes_and_nobody_elses(
        self, served: Settings, indexed: IndexedCorpus, chroma: OwnChroma
    ) -> None:
        with closing(Server.parse(chroma.url).client()) as base:
            for foreign in ("pincite-of-another-home", "somebody-elses"):
                base.get_or_create_collection(foreign, embedding_function=None)
        before = names(chroma)
        after = REASONS
        for days in range(KEPT + 1):
            build_index(served)
            after = give_days(indexed, days, after)
        ours = {f"pincite-{path.name}" for path in shelf(served).iterdir() if (path / "collection").is_file()}
        assert names(chroma) == before | ours
        assert len(ours) == KEPT

    def test_stay_noted_until_their_server_answers(
        self, served: Settings, indexed: IndexedCorpus, tmp_path: Path
    ) -> None:
        """The collection of an index that is on another server, which is down just now."""
        with OwnChroma(tmp_path / "other") as other:
            elsewhere = served.model_copy(update={"chroma_url": other.url})
            first = build_index(elsewhere)
            other.kill()
            build_index(served, fresh=True)
            assert first.folder.is_dir()
            other.start()
            give_days(indexed, 3)
            build_index(served)
            assert not first.folder.is_dir()
            assert names(other) == set()


class TestFailing:
    def test_a_wrong_address_is_said_before_anything_is_built(self, served: Settings) -> None:
        wrong = served.model_copy(update={"chroma_url": "localhost:8000"})
        with pytest.raises(ServerError, match="PINCITE_CHROMA_URL"):
            build_index(wrong)

    def test_a_server_that_is_down_ends_a_build_before_the_work(self, served: Settings, tmp_path: Path) -> None:
        with OwnChroma(tmp_path / "other") as other:
            other.kill()
            with pytest.raises(ServerError, match="cannot be reached"):
                build_index(served.model_copy(update={"chroma_url": other.url}))

    def test_a_server_that_went_is_said_and_the_same_index_answers_when_it_is_back(
        self, served: Settings, tmp_path: Path
    ) -> None:
        with OwnChroma(tmp_path / "own") as own:
            settings = served.model_copy(update={"chroma_url": own.url})
            build_index(settings)
            opened, unopened = Index(settings), Index(settings)
            asked = opened.embed([ASKED])[0]
            found = opened.nearest(asked, 3)
            own.kill()
            for index in (opened, unopened):
                with pytest.raises(ServerError, match="cannot be reached"):
                    index.nearest(asked, 3)
            with pytest.raises(ServerError, match="cannot be reached"):
                verify_index(settings)
            with pytest.raises(ServerError, match="cannot be reached"):
                build_index(settings)
            own.start()
            for index in (opened, unopened):
                assert index.nearest(asked, 3) == found
            assert build_index(settings).unchanged

    def test_a_lost_collection_is_said_and_written_anew_by_the_next_build(self, served: Settings) -> None:
        build_index(served)
        opened = Index(served)
        asked = opened.embed([ASKED])[0]
        opened.nearest(asked, 3)
        lose(served)
        for ask in (lambda: opened.nearest(asked, 3), lambda: Index(served).nearest(asked, 3)):
            with pytest.raises(NoCollection, match="Write them anew with `pincite index build`"):
                ask()
        with pytest.raises(NoCollection):
            verify_index(served)
        assert not build_index(served).unchanged
        assert REASONS in answer(served)
        assert verify_index(served).startswith("The index is sound")

    def test_a_collection_that_lost_vectors_is_said_and_written_anew(self, served: Settings) -> None:
        build_index(served)
        with closing(Server.parse(served.chroma_url).client()) as base:
            base.get_collection(collection(served), embedding_function=None).delete(where={"document": "demo-code"})
        with pytest.raises(NoCollection):
            answer(served)
        assert not build_index(served).unchanged
        assert REASONS in answer(served)


MANY = 35_000  # more than Chroma takes or gives in one call


@pytest.mark.sweep
class TestMany:
    """More chunks than Chroma's 32,766 go in, come out, are taken over and go, by pages."""

    @pytest.fixture(scope="class")
    def many(self, chunks: list[Chunk]) -> list[Chunk]:
        return [Chunk(f"{n}", chunks[n % len(chunks)].row, *[f"Chunk {n}"] * 2, (), 0) for n in range(MANY)]

    @pytest.fixture(scope="class")
    def rows(self) -> vectors.Vectors:
        return np.random.default_rng(2021).normal(size=(MANY, 3)).astype(np.float32)

    def place(self, where: str, folder: Path, chroma: OwnChroma) -> vectors.Place:
        return vectors.OnServer(Server.parse(chroma.url), "many") if where == "on a server" else folder / "many"

    @pytest.mark.parametrize("where", ["in a folder", "on a server"])
    def test_are_written_and_read(
        self, where: str, demo: Library, many: list[Chunk], rows: vectors.Vectors, chroma: OwnChroma, tmp_path: Path
    ) -> None:
        place = self.place(where, tmp_path, chroma)
        told: list[int] = []
        vectors.write(place, demo, many, rows, told.append)
        assert told == sorted(set(told)) and told[-1] == MANY
        assert max(later - sooner for sooner, later in pairwise([0, *told])) <= vectors.PAGE
        found = vectors.read(place, {chunk.id: chunk.id for chunk in many})
        np.testing.assert_allclose(np.stack([found[chunk.id] for chunk in many]), rows, atol=1e-6)
        assert vectors.is_whole(place, MANY)
        if isinstance(place, vectors.OnServer):
            vectors.remove(place)
            assert not vectors.is_whole(place, MANY)
            return
        fewer = tmp_path / "fewer"
        vectors.write(fewer, demo, many[-20:], rows[-20:], told.append, earlier=place)
        assert told[-1] == 20
        assert set(vectors.read(fewer, {chunk.id: chunk.id for chunk in many})) == {chunk.id for chunk in many[-20:]}
