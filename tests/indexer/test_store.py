"""The provisions in SQLite: read as they were written, found by row, pin, document, reference and written place."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.citations import resolve
from corpus.library import Library, read_library
from corpus.pincites import signature
from corpus.pins import Pin
from indexer.chunks import Chunk
from indexer.store import Store, write_store


@pytest.fixture(scope="module")
def path(demo: Library, chunks: list[Chunk], tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("store") / "provisions.sqlite"
    write_store(made, demo, chunks)
    return made


@pytest.fixture(scope="module")
def store(path: Path) -> Iterator[Store]:
    with closing(Store(path)) as opened:
        yield opened


def pins(store: Store, rows: list[int]) -> list[str]:
    found = store.provisions(rows)
    return [f"{found[row].pin}@{found[row].edition}" for row in rows]


class TestRows:
    def test_are_the_provisions_in_order_as_they_were_read(self, store: Store, demo: Library) -> None:
        """All but the wordings of askers, which are searched and never shown."""
        expected = {row: replace(p, asks=()) for row, p in enumerate(demo.provisions())}
        assert store.provisions(list(expected)) == expected
        assert store.count() == len(expected)

    def test_are_the_provisions_of_the_embedded_corpus_too(self, tmp_path: Path) -> None:
        embedded = read_library()
        write_store(tmp_path / "provisions.sqlite", embedded, [])
        with closing(Store(tmp_path / "provisions.sqlite")) as store:
            expected = {row: replace(p, asks=()) for row, p in enumerate(embedded.provisions())}
            assert store.provisions(list(expected)) == expected
            assert store.documents == embedded.documents
            assert [replace(e, provisions=()) for e in embedded.editions] == store.editions()

    def test_that_do_not_exist_are_left_out(self, store: Store) -> None:
        assert set(store.provisions([0, 9_999, -1])) == {0}
        assert store.provisions([]) == {}

    def test_of_a_pin_stand_newest_edition_first(self, store: Store) -> None:
        rows = store.rows(Pin.parse("demo-act/art_3/par_1"))
        assert pins(store, rows) == ["demo-act/art_3/par_1@2024-05-01", "demo-act/art_3/par_1@2019-02"]

    def test_of_a_pin_in_one_edition_are_asked_by_its_date(self, store: Store) -> None:
        rows = store.rows(Pin.parse("demo-act/art_3/par_1"), "2019-02")
        assert pins(store, rows) == ["demo-act/art_3/par_1@2019-02"]
        assert store.rows(Pin.parse("demo-act/art_3/par_1"), "2020") == []

    def test_of_a_pin_that_is_not_there_are_none(self, store: Store) -> None:
        assert store.rows(Pin.parse("demo-act/art_99")) == []
        assert not store.exists(Pin.parse("demo-act/art_99"))
        assert store.exists(Pin.parse("demo-act/art_3"))

    def test_say_their_place_unless_only_a_heading_is_held(self, store: Store) -> None:
        rows = store.rows(Pin.parse("demo-list/itm_4D004")) + store.rows(Pin.parse("demo-act/art_5"))
        assert store.places(rows) == {rows[0]: ("demo-list/itm_4D004", "demo-list", "YY")}

    def test_are_found_by_the_ids_of_chunks(self, store: Store, chunks: list[Chunk]) -> None:
        assert store.rows_of_chunks([c.id for c in chunks]) == {c.id: c.row for c in chunks}
        assert store.rows_of_chunks(["unheard"]) == {}
        assert list(store.chunk_keys()) == [(c.id, c.key) for c in chunks]


class TestChildren:
    def test_of_a_provision_are_those_right_under_it_in_order(self, store: Store) -> None:
        rows = [row for row, _ in store.children(Pin.parse("demo-act/art_3"))]
        newest = ["demo-act/art_3/par_1@2024-05-01", "demo-act/art_3/par_2@2024-05-01"]
        assert pins(store, rows) == [*newest, "demo-act/art_3/par_1@2019-02"]

    def test_of_a_document_are_its_top_provisions_in_every_edition(self, store: Store) -> None:
        rows = [row for row, _ in store.children(Pin("demo-act"))]
        assert pins(store, rows) == [*(f"demo-act/art_{n}@2024-05-01" for n in range(1, 6)), "demo-act/art_3@2019-02"]

    def test_of_a_leaf_are_none(self, store: Store) -> None:
        assert store.children(Pin.parse("demo-act/art_3/par_2")) == []


class TestMatching:
    @pytest.mark.parametrize(
        ("wanted", "documents"),
        [
            ({"document": ["demo-code"]}, {"demo-code"}),
            ({"document": ["demo-code", "demo-list"]}, {"demo-code", "demo-list"}),
            ({"jurisdiction": ["XX"]}, {"demo-act", "demo-code"}),
            ({"jurisdiction": ["XX"], "kind": ["regulation"]}, {"demo-act"}),
            ({"jurisdiction": ["YY"], "kind": ["regulation"]}, set()),
            ({}, {"demo-act", "demo-code", "demo-list"}),
        ],
    )
    def test_is_by_all_columns_given_and_any_value_of_each(
        self, wanted: dict[str, list[str]], documents: set[str], store: Store, demo: Library
    ) -> None:
        expected = [row for row, p in enumerate(demo.provisions()) if p.pin.document in documents]
        assert store.matching(**wanted) == expected

    def test_can_leave_out_editions_that_are_not_the_newest(self, store: Store) -> None:
        newest = store.provisions(store.matching(document=["demo-act"], newest=["1"]))
        assert {p.edition for p in newest.values()} == {"2024-05-01"}
        older = store.provisions(store.matching(newest=["0"]))
        assert {p.edition for p in older.values()} == {"2019-02"}

    def test_takes_values_as_data(self, store: Store) -> None:
        assert store.matching(document=["' or 1=1 --"]) == []


class TestReferences:
    def test_to_a_pin_are_the_provisions_whose_text_refers_to_it(self, store: Store) -> None:
        rows = store.referring(Pin.parse("demo-act/art_3/par_1"))
        assert pins(store, rows) == ["demo-code/par_8@2023-11"]

    def test_to_a_document_are_found(self, store: Store) -> None:
        assert pins(store, store.referring(Pin("demo-list"))) == ["demo-act/art_3@2024-05-01"]

    def test_are_of_that_very_pin(self, store: Store) -> None:
        rows = store.referring(Pin.parse("demo-list/itm_4D004"))
        assert pins(store, rows) == ["demo-act/art_3/par_1@2024-05-01"]
        assert store.referring(Pin.parse("demo-list/itm_5A001")) == []


class TestEditions:
    def test_are_held_newest_first_with_what_they_cover(self, store: Store, demo: Library) -> None:
        assert store.editions() == [replace(edition, provisions=()) for edition in demo.editions]

    def test_of_some_documents_are_asked_by_their_ids(self, store: Store, demo: Library) -> None:
        wanted = [replace(e, provisions=()) for e in demo.editions if e.document in ("demo-act", "demo-code")]
        assert store.editions(["demo-code", "demo-act", "unheard"]) == wanted
        assert store.editions([]) == []

    def test_have_rows_that_stand_together(self, store: Store, demo: Library) -> None:
        assert [(s.document, s.date, s.layer) for s in store.spans] == [
            (e.document, e.date, e.layer) for e in demo.editions
        ]
        rows = store.matching()
        for span, edition in zip(store.spans, demo.editions, strict=True):
            held = store.provisions(rows[span.rows]).values()
            assert [(p.pin, p.edition) for p in held] == [(p.pin, edition.date) for p in edition.provisions]

    def test_are_older_if_nothing_of_their_date_is_newest(self, store: Store) -> None:
        assert [(span.document, span.date) for span in store.older] == [("demo-act", "2019-02")]

    def test_documents_stand_in_the_catalogues_order_with_all_that_it_says(self, store: Store, demo: Library) -> None:
        assert list(store.documents.items()) == list(demo.documents.items())


class TestAddresses:
    def test_are_found_by_their_signature(self, store: Store) -> None:
        pin = Pin.parse("demo-act/art_3/par_1")
        assert store.with_signature(signature(pin)) == [pin]
        assert store.with_signature(signature(pin), ["demo-list", "demo-act"]) == [pin]
        assert store.with_signature(signature(pin), ["demo-list"]) == store.with_signature(signature(pin), []) == []
        assert store.with_signature("art:99") == []

    def test_of_a_document_stand_once_and_in_order(self, store: Store, demo: Library) -> None:
        newest = demo.newest("demo-act")
        assert newest is not None
        assert store.within("demo-act") == [p.pin for p in newest.provisions]
        assert store.within("demo-leaflet") == []

    @pytest.mark.parametrize(
        ("text", "pin"),
        [
            ("Article 3(1) of the Demo act", "demo-act/art_3/par_1"),
            ("Demo list, 5A001.f", "demo-list/itm_5A001/pnt_f"),
            ("Demo code, para. 8.b", "demo-code/par_8/pnt_b"),
        ],
    )
    def test_serve_to_resolve_what_people_write(self, text: str, pin: str, store: Store) -> None:
        assert resolve(text, store.documents, store).pin == Pin.parse(pin)


class TestFile:
    def test_is_never_changed_by_reading(self, demo: Library, chunks: list[Chunk], tmp_path: Path) -> None:
        path = tmp_path / "provisions.sqlite"
        write_store(path, demo, chunks)
        before = path.read_bytes()
        with closing(Store(path)) as store:
            store.provisions(store.matching())
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                store._db.execute("delete from provision")
        assert path.read_bytes() == before
        assert [file.name for file in tmp_path.iterdir()] == ["provisions.sqlite"]

    def test_is_not_made_where_there_is_none(self, tmp_path: Path) -> None:
        with pytest.raises(sqlite3.OperationalError):
            Store(tmp_path / "provisions.sqlite")
        assert list(tmp_path.iterdir()) == []

    def test_may_lie_in_a_folder_of_any_name(self, demo: Library, tmp_path: Path) -> None:
        folder = tmp_path / "Données 100 % #1? mode=rw & ü"
        folder.mkdir()
        write_store(folder / "provisions.sqlite", demo, [])
        with closing(Store(folder / "provisions.sqlite")) as store:
            assert store.count() == sum(1 for _ in demo.provisions())

    def test_can_be_read_by_many_threads_at_once(self, store: Store) -> None:
        rows = store.matching()
        expected = store.provisions(rows)
        with ThreadPoolExecutor(8) as pool:
            assert all(found == expected for found in pool.map(lambda _: store.provisions(rows), range(200)))

    def test_says_whether_it_is_sound(self, store: Store) -> None:
        assert store.is_sound()
