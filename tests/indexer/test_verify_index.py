"""The verification of an index: a sound one is said to be sound, and each kind of damage is found and named."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from indexed_corpus import Copy, IndexedCorpus

from indexer import vectors
from indexer.build import build_index
from indexer.places import DamagedIndex, NoIndex, read_manifest
from indexer.verify import verify_index


def fault(copy: Copy) -> str:
    """What the verification says is wrong."""
    with pytest.raises(DamagedIndex) as raised:
        verify_index(copy.settings)
    sentence = str(raised.value)
    assert str(copy.folder) in sentence
    assert sentence.endswith("Build it anew with `pincite index build --fresh`.")
    return sentence.partition(" is damaged: ")[2]


def test_a_sound_index_is_said_to_be_sound_with_what_it_holds(copy: Copy) -> None:
    manifest = read_manifest(copy.folder)
    assert verify_index(copy.settings) == (
        f"The index is sound: {manifest.provisions} provisions, {manifest.chunks} chunks, "
        "each with its vector and its words."
    )


def test_the_index_of_an_older_corpus_can_be_verified(copy: Copy, corpus: IndexedCorpus) -> None:
    corpus.change("demo-code.md", "binds nobody", "binds no State")
    assert verify_index(corpus.settings(copy.settings.home)).startswith("The index is sound")


def test_no_index_is_said(corpus: IndexedCorpus) -> None:
    with pytest.raises(NoIndex, match="Build it with `pincite index build`"):
        verify_index(corpus.settings())


class TestVectors:
    def test_that_were_deleted_are_counted(self, copy: Copy) -> None:
        base = vectors.client(copy.folder / "chroma")
        base.get_collection(vectors.COLLECTION, embedding_function=None).delete(
            ids=["demo-code/par_1@2023-11.digest#0", "demo-code/par_8@2023-11.digest#0"]
        )
        base.close()
        assert fault(copy).startswith("2 chunks have no vector, the first is demo-code/par_1@2023-11.digest#0.")

    def test_that_are_not_of_unit_length_are_found(self, copy: Copy) -> None:
        base = vectors.client(copy.folder / "chroma")
        base.get_collection(vectors.COLLECTION, embedding_function=None).update(
            ids=["demo-code/par_1@2023-11.digest#0"], embeddings=np.full((1, 384), 0.5)
        )
        base.close()
        assert fault(copy).startswith("some vectors are not of unit length.")

    def test_whose_collection_is_gone_are_found(self, copy: Copy) -> None:
        base = vectors.client(copy.folder / "chroma")
        base.delete_collection(vectors.COLLECTION)
        base.close()
        assert fault(copy)

    def test_whose_database_is_gone_are_found(self, copy: Copy) -> None:
        (copy.folder / "chroma" / "chroma.sqlite3").unlink()
        assert "provisions" in fault(copy)

    def test_whose_database_is_garbage_are_found(self, copy: Copy) -> None:
        copy.garble("chroma/chroma.sqlite3")
        assert "not a database" in fault(copy)

    def test_whose_folder_is_gone_are_found(self, copy: Copy) -> None:
        shutil.rmtree(copy.folder / "chroma")
        assert fault(copy).startswith("chroma/")


class TestTokens:
    def test_that_were_cut_are_found(self, copy: Copy) -> None:
        copy.cut("late/tokens.int8")
        assert fault(copy).startswith("late/tokens.int8 is cut or changed.")

    @pytest.mark.parametrize("name", ["tokens.int8", "starts.npy", "sentences.npy", "axes.npy"])
    def test_with_one_bit_turned_are_found(self, name: str, copy: Copy) -> None:
        turn(copy.folder / "late" / name)
        assert fault(copy).startswith(f"late/{name} is not as it was written.")


class TestWords:
    def test_of_another_corpus_are_found(self, copy: Copy, corpus: IndexedCorpus) -> None:
        (corpus.digests / "demo-code.md").unlink()
        corpus.catalogue.write_text(
            corpus.catalogue.read_text(encoding="utf-8").partition("  - {id: demo-code")[0], encoding="utf-8"
        )
        swap_words(copy, build_index(corpus.settings(copy.settings.home)).folder)
        assert fault(copy).startswith("bm25/")

    def test_that_count_other_provisions_are_found_even_if_the_manifest_fits_them(
        self, copy: Copy, corpus: IndexedCorpus
    ) -> None:
        """The parts are compared with each other as well as with the manifest."""
        with (corpus.digests / "demo-code.md").open("a", encoding="utf-8") as digest:
            digest.write("\n## par_9: Fees\nbasis: text, conference\n\nThere is no fee.\n")
        other = build_index(corpus.settings(copy.settings.home)).folder
        swap_words(copy, other)
        ours, theirs = (json.loads((f / "manifest.json").read_text(encoding="utf-8")) for f in (copy.folder, other))
        for part in ("sizes", "sums"):
            ours[part] |= {name: value for name, value in theirs[part].items() if name.startswith("bm25/")}
        (copy.folder / "manifest.json").write_text(json.dumps(ours), encoding="utf-8")
        assert fault(copy).startswith("its word index counts other provisions than its database.")

    def test_with_one_bit_turned_are_found(self, copy: Copy) -> None:
        for path in sorted((copy.folder / "bm25").iterdir()):
            whole = path.read_bytes()
            turn(path)
            assert f"bm25/{path.name} is not as it was written" in fault(copy)
            path.write_bytes(whole)


class TestProvisions:
    @pytest.mark.parametrize("part", ["provision", "by_signature", "chunk", "edition"])
    def test_with_a_corrupt_page_are_found(self, part: str, copy: Copy) -> None:
        corrupt_a_page(copy.folder / "provisions.sqlite", part)
        assert fault(copy)

    @pytest.mark.parametrize("part", ["provision", "by_signature", "chunk", "edition"])
    def test_with_a_corrupt_page_are_found_even_if_the_manifest_fits_them(self, part: str, copy: Copy) -> None:
        corrupt_a_page(copy.folder / "provisions.sqlite", part)
        without_sums(copy)
        assert fault(copy)

    def test_with_an_empty_text_are_found(self, copy: Copy) -> None:
        edit(copy, "update provision set text = ' ' where pin = 'demo-code/par_1'")
        assert fault(copy).startswith("demo-code/par_1 is empty.")

    def test_that_are_fewer_than_were_written_are_found(self, copy: Copy) -> None:
        edit(copy, "delete from provision where pin = 'demo-code/par_1'")
        assert fault(copy).startswith("it lacks provisions that its manifest counts.")


def test_a_damaged_index_is_sound_after_it_was_built_anew(copy: Copy) -> None:
    copy.garble("chroma/chroma.sqlite3")
    fault(copy)
    build_index(copy.settings, fresh=True)
    assert verify_index(copy.settings).startswith("The index is sound")


def swap_words(copy: Copy, other: Path) -> None:
    """Put another index's words in the place of an index's own."""
    shutil.rmtree(copy.folder / "bm25")
    shutil.copytree(other / "bm25", copy.folder / "bm25")


def turn(path: Path) -> None:
    """Turn one bit of the last byte of a file."""
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(bytes(content))


def corrupt_a_page(path: Path, part: str) -> None:
    """Overwrite the page on which a table or an index of the database begins."""
    with closing(sqlite3.connect(path)) as db:
        size = db.execute("pragma page_size").fetchone()[0]
        page = db.execute("select rootpage from sqlite_schema where name = ?", [part]).fetchone()[0]
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)


def edit(copy: Copy, statement: str) -> None:
    """Change the provisions and leave the manifest fitting the file."""
    with closing(sqlite3.connect(copy.folder / "provisions.sqlite")) as db:
        assert db.execute(statement).rowcount == 1
        db.commit()
    without_sums(copy)


def without_sums(copy: Copy) -> None:
    path = copy.folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), "sums": {}}), encoding="utf-8")
