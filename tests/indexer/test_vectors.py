"""The vectors in Chroma: written, taken over, read back, filtered, and readable by any llama-index application."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from chromadb.errors import InternalError
from llama_index.core.vector_stores.types import FilterOperator, MetadataFilter, MetadataFilters, VectorStoreQuery
from llama_index.vector_stores.chroma import ChromaVectorStore

from corpus.library import Library
from indexer import vectors
from indexer.chunks import Chunk
from indexer.minilm import Vectors


@pytest.fixture(scope="module")
def rows(chunks: list[Chunk]) -> Vectors:
    """Unit vectors at random, one for each chunk."""
    drawn = np.random.default_rng(821).normal(size=(len(chunks), 384)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def folder(demo: Library, chunks: list[Chunk], rows: Vectors, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("written") / "chroma"
    vectors.write(made, demo, chunks, rows, lambda done: None)
    return made


def test_what_was_written_is_read_back(folder: Path, chunks: list[Chunk], rows: Vectors) -> None:
    found = vectors.read(folder, {chunk.id: chunk.id for chunk in chunks})
    assert set(found) == {chunk.id for chunk in chunks}
    np.testing.assert_allclose(np.stack([found[chunk.id] for chunk in chunks]), rows, atol=1e-6)


def test_whoever_reads_leaves_the_files_as_they_are(folder: Path, chunks: list[Chunk], rows: Vectors) -> None:
    """Several processes may read one folder at once."""

    def files() -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in folder.glob("*/*")}

    before = files()
    with closing(vectors.client(folder)) as base:
        vectors.collection_of(folder, base).query(query_embeddings=rows[:1], n_results=5)
    assert before and files() == before


def test_vectors_are_named_by_what_the_reader_maps_their_ids_to(folder: Path, chunks: list[Chunk]) -> None:
    assert list(vectors.read(folder, {chunks[2].id: "a key"})) == ["a key"]


def test_chunks_that_are_not_there_are_left_out(folder: Path, chunks: list[Chunk]) -> None:
    assert list(vectors.read(folder, {"unheard": "unheard", chunks[0].id: "known"})) == ["known"]
    assert vectors.read(folder, {}) == {}


def test_what_is_more_than_a_page_is_written_and_read_in_pages(
    demo: Library, chunks: list[Chunk], rows: Vectors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "PAGE", 7)
    told: list[int] = []
    vectors.write(tmp_path / "chroma", demo, chunks, rows, told.append)
    assert told == [*range(7, len(chunks), 7), len(chunks)]
    assert len(vectors.read(tmp_path / "chroma", {chunk.id: chunk.id for chunk in chunks})) == len(chunks)


def test_each_vector_says_its_provision_and_what_it_can_be_filtered_by(folder: Path, chunks: list[Chunk]) -> None:
    with closing(vectors.client(folder)) as base:
        got = base.get_collection(vectors.COLLECTION, embedding_function=None).get(
            ids=["demo-act/art_3/par_1@2024-05-01.digest#0", "demo-act/art_3/par_1@2019-02.digest#0"]
        )
    said = dict(zip(got["ids"], got["metadatas"], strict=True))
    wanted = {"pin": "demo-act/art_3/par_1", "document": "demo-act", "jurisdiction": "XX", "kind": "regulation"}
    for name, edition, newest in (("2024-05-01", "2024-05-01", True), ("2019-02", "2019-02", False)):
        data = said[f"demo-act/art_3/par_1@{name}.digest#0"]
        expected = {**wanted, "edition": edition, "newest": newest}
        assert {key: data[key] for key in expected} == expected


def test_a_llama_index_application_can_search_them(folder: Path, chunks: list[Chunk], rows: Vectors) -> None:
    with closing(vectors.client(folder)) as base:
        store = ChromaVectorStore(chroma_collection=base.get_collection(vectors.COLLECTION, embedding_function=None))
        result = store.query(VectorStoreQuery(query_embedding=rows[4].tolist(), similarity_top_k=1))
        assert result.ids == [chunks[4].id]
        assert result.nodes is not None
        assert result.nodes[0].get_content() == chunks[4].text
        filters = MetadataFilters(
            filters=[MetadataFilter(key="document", value="demo-code", operator=FilterOperator.EQ)]
        )
        result = store.query(VectorStoreQuery(query_embedding=rows[4].tolist(), similarity_top_k=3, filters=filters))
        assert result.ids and all(name.startswith("demo-code/") for name in result.ids)


def test_nothing_is_sent_about_their_use(folder: Path) -> None:
    with closing(vectors.client(folder)) as base:
        assert base.get_settings().anonymized_telemetry is False


def test_a_folder_without_vectors_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(vectors.UnreadableError):
        vectors.read(tmp_path, {"id": "key"})


def test_garbage_is_unreadable_however_often_it_is_tried(tmp_path: Path) -> None:
    """Chroma's second failure on a folder is another than its first."""
    (tmp_path / "chroma.sqlite3").write_bytes(b"garbage " * 1_000)
    for _ in range(2):
        with pytest.raises(vectors.UnreadableError):
            vectors.read(tmp_path, {"id": "key"})


def everything(folder: Path) -> dict[str, tuple[str, dict[str, object], list[float]]]:
    """What a folder holds: text, filters and vector (rounded) by id."""
    with closing(vectors.client(folder)) as base:
        got = base.get_collection(vectors.COLLECTION, embedding_function=None).get(
            include=["documents", "metadatas", "embeddings"]
        )
    told = zip(got["documents"], got["metadatas"], np.round(got["embeddings"], 5).tolist(), strict=True)
    return dict(zip(got["ids"], told, strict=True))


class TestTakenOver:
    """An index written upon an earlier one holds what one written from nothing holds."""

    @pytest.mark.parametrize(
        "kept",
        [slice(None), slice(0, -1), slice(1, None), slice(0, 5)],
        ids=["all of it", "all but the last", "all but the first", "little of it"],
    )
    def test_whatever_of_the_earlier_one_is_still_there(
        self, kept: slice, demo: Library, chunks: list[Chunk], rows: Vectors, folder: Path, tmp_path: Path
    ) -> None:
        """Both ways: chunks that went, and chunks that came."""
        fewer = tmp_path / "fewer"
        vectors.write(fewer, demo, chunks[kept], rows[kept], lambda done: None, earlier=folder)
        assert set(everything(fewer)) == {chunk.id for chunk in chunks[kept]}
        again = tmp_path / "again"
        vectors.write(again, demo, chunks, rows, lambda done: None, earlier=fewer)
        assert everything(again) == everything(folder)

    def test_a_text_or_a_filter_that_changed_is_the_new_one(
        self, demo: Library, chunks: list[Chunk], rows: Vectors, folder: Path, tmp_path: Path
    ) -> None:
        changed = [replace(chunks[0], path="Another path"), *chunks[1:]]
        made = tmp_path / "made"
        vectors.write(made, demo, changed, np.roll(rows, 1, axis=0), lambda done: None, earlier=folder)
        held = everything(made)
        assert held[chunks[0].id][0] == changed[0].text
        np.testing.assert_allclose(held[chunks[0].id][2], rows[-1], atol=1e-4)
        assert everything(folder)[chunks[0].id][0] == chunks[0].text

    def test_a_search_finds_what_came_and_not_what_went(
        self, demo: Library, chunks: list[Chunk], rows: Vectors, folder: Path, tmp_path: Path
    ) -> None:
        made = tmp_path / "made"
        vectors.write(made, demo, chunks[1:], rows[1:], lambda done: None, earlier=folder)
        with closing(vectors.client(made)) as base:
            collection = base.get_collection(vectors.COLLECTION, embedding_function=None)
            found = collection.query(query_embeddings=rows[:1], n_results=len(chunks) - 1)["ids"][0]
        assert sorted(found) == sorted(chunk.id for chunk in chunks[1:])

    def test_a_damaged_earlier_one_is_left_alone_and_all_is_written_anew(
        self, demo: Library, chunks: list[Chunk], rows: Vectors, folder: Path, tmp_path: Path
    ) -> None:
        for damaged in (tmp_path / "nothing", tmp_path / "garbage"):
            damaged.mkdir()
        (tmp_path / "garbage" / vectors.DATABASE).write_bytes(b"garbage " * 1_000)
        for damaged in ("nothing", "garbage", "absent"):
            made = tmp_path / f"from {damaged}"
            vectors.write(made, demo, chunks, rows, lambda done: None, earlier=tmp_path / damaged)
            assert everything(made) == everything(folder)


class TestLocked:
    """Chroma's housekeeping may hold its database for a moment."""

    def test_a_change_that_meets_a_locked_database_is_made_when_it_is_free(self) -> None:
        times: list[bool] = []

        def change() -> None:
            times.append(len(times) < 2)
            if times[-1]:
                raise InternalError("error returned from database: (code: 5) database is locked")

        vectors._unless_locked(change)
        assert times == [True, True, False]

    def test_another_fault_is_not_tried_again(self) -> None:
        times: list[int] = []

        def change() -> None:
            times.append(1)
            raise InternalError("the disk is full")

        with pytest.raises(InternalError, match="disk is full"):
            vectors._unless_locked(change)
        assert times == [1]
