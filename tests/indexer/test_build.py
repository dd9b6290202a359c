"""Builds: of what changed alone, and the same as from nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from builds import QUESTIONS, REASONS, Watch, answer, assert_tidy, contents, give_days
from indexed_corpus import CODE, IndexedCorpus

from corpus.errors import CorpusError
from corpus.settings import Settings
from indexer import late, vectors
from indexer.build import build_index
from indexer.lexical import terms
from indexer.opened import Index
from indexer.places import index_folder
from indexer.verify import verify_index


class TestFirst:
    def test_holds_every_provision_tells_its_progress_and_is_sound(self, corpus: IndexedCorpus) -> None:
        watch = Watch()
        made = build_index(corpus.settings(), progress=watch)
        chunks = made.manifest.chunks
        assert (made.unchanged, made.embedded) == (False, chunks)
        assert made.manifest.provisions == sum(1 for _ in corpus.library().provisions())
        assert watch.of("words") == [(0, 1), (1, 1)]
        assert watch.of("embeddings")[-1] == watch.of("vectors")[-1] == (chunks, chunks)
        assert watch.of("tokens") == [(n, chunks) for n in range(1, chunks + 1)]
        assert index_folder(corpus.settings()) == (made.folder, True)
        assert verify_index(corpus.settings()).startswith("The index is sound")
        assert_tidy(corpus.settings())

    def test_of_a_corpus_without_provisions_is_refused(self, corpus: IndexedCorpus) -> None:
        for digest in corpus.digests.iterdir():
            digest.unlink()
        pointer = corpus.catalogue.read_text(encoding="utf-8").partition("  - {id: demo-leaflet")
        corpus.catalogue.write_text(f"documents:\n{''.join(pointer[1:])}", encoding="utf-8")
        with pytest.raises(CorpusError, match="has no provision to index; add a digest"):
            build_index(corpus.settings())


class TestUnchanged:
    def test_does_nothing(self, indexed: IndexedCorpus) -> None:
        before = contents(indexed.settings().home)
        watch = Watch()
        again = build_index(indexed.settings(), progress=watch)
        assert (again.unchanged, again.embedded, watch.told) == (True, 0, [])
        assert again.folder == index_folder(indexed.settings())[0]
        assert contents(indexed.settings().home) == before

    def test_also_after_a_change_was_taken_back(self, indexed: IndexedCorpus) -> None:
        first = build_index(indexed.settings())
        after = give_days(indexed, 30)
        second = build_index(indexed.settings())
        indexed.change("demo-act.md", after, REASONS)
        third = build_index(indexed.settings())
        assert third.unchanged
        assert third.folder == first.folder != second.folder
        assert REASONS in answer(indexed.settings())

    def test_is_built_anew_when_asked(self, indexed: IndexedCorpus) -> None:
        before = index_folder(indexed.settings())[0]
        anew = build_index(indexed.settings(), fresh=True)
        assert anew.embedded == anew.manifest.chunks
        assert anew.folder != before
        assert not before.exists()
        assert index_folder(indexed.settings()) == (anew.folder, True)


class TestChanged:
    def test_one_provision_is_all_that_is_embedded_and_encoded_again(
        self, indexed: IndexedCorpus, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        encoded: list[str] = []
        encode = late.TokenEncoder.encode

        def noted(self: late.TokenEncoder, text: str) -> Any:
            encoded.append(text)
            return encode(self, text)

        monkeypatch.setattr(late.TokenEncoder, "encode", noted)
        days = give_days(indexed, 30)
        watch = Watch()
        made = build_index(indexed.settings(), progress=watch)
        assert made.embedded == 1
        assert watch.of("embeddings") == [(1, 1)]
        assert len(encoded) == 1 and days in encoded[0]
        assert days in answer(indexed.settings())
        assert_tidy(indexed.settings())

    def test_a_title_embeds_what_stands_below_it_too(self, indexed: IndexedCorpus) -> None:
        """Article 3, its paragraph 1 with the wordings of askers beside it, and paragraph 2."""
        indexed.change("demo-act.md", "## art_3: Licences", "## art_3: Permits")
        assert build_index(indexed.settings()).embedded == 3

    def test_chunks_that_stayed_keep_their_vectors(self, indexed: IndexedCorpus) -> None:
        before = build_index(indexed.settings()).folder
        give_days(indexed, 30)
        after = build_index(indexed.settings()).folder
        ids = {c: c for c in held_ids(indexed.settings())}
        old, new = vectors.read(before / "chroma", ids), vectors.read(after / "chroma", ids)
        moved = [name for name in ids if not np.allclose(old[name], new[name], atol=1e-6)]
        assert moved == ["demo-act/art_3/par_2@2024-05-01.digest#0"]

    def test_answers_are_those_of_an_index_built_from_nothing(self, indexed: IndexedCorpus, tmp_path: Path) -> None:
        give_days(indexed, 30)
        indexed.change(
            "demo-list.md", "## itm_5A001/pnt_f: Interception of mobile telephones", "## itm_5A001/pnt_g: Jammers"
        )
        (indexed.digests / "demo-act@2019-02.md").unlink()
        grown, anew = indexed.settings(), indexed.settings(tmp_path / "anew")
        assert 0 < build_index(grown).embedded < build_index(anew).embedded
        one, other = Index(grown), Index(anew)
        rows = one.store.matching()
        assert one.store.provisions(rows) == other.store.provisions(other.store.matching())
        for question in QUESTIONS:
            np.testing.assert_array_equal(one.words(terms(question)), other.words(terms(question)))
            vector = one.embed([question])[0]
            assert one.nearest(vector, 50) == pytest.approx(other.nearest(vector, 50), abs=1e-6)
            scores, same = (i.late_scores(i.late.question(question), rows) for i in (one, other))
            assert scores == pytest.approx(same, abs=0.02)
            assert max(scores, key=scores.__getitem__) == max(same, key=same.__getitem__)

    def test_a_removed_document_is_found_no_more(self, indexed: IndexedCorpus) -> None:
        (indexed.digests / "demo-act@2019-02.md").unlink()
        made = build_index(indexed.settings())
        assert made.embedded == 0
        assert not any("@2019-02" in name for name in held_ids(indexed.settings()))
        assert verify_index(indexed.settings()).startswith("The index is sound")

    def test_another_model_embeds_all_again_and_the_old_ones_index_stays(
        self, indexed: IndexedCorpus, model_folder: Callable[[dict[str, bytes | None]], Path]
    ) -> None:
        other = indexed.settings(model=str(model_folder({})))
        made = build_index(other)
        assert made.embedded == made.manifest.chunks
        assert made.manifest.model == other.model
        assert index_folder(indexed.settings())[0] != made.folder
        assert build_index(indexed.settings()).unchanged

    def test_a_corpus_that_is_mostly_another_gets_principal_axes_of_its_own(
        self, indexed: IndexedCorpus, tmp_path: Path
    ) -> None:
        (indexed.digests / "demo-act.md").unlink()
        (indexed.digests / "demo-act@2019-02.md").unlink()
        text = CODE.replace("demo-act/art_3/par_1", "demo-code/par_1")
        for old, new in (
            ("voluntary", "optional"),
            ("export controls", "border checks"),
            ("before they decide", "first"),
        ):
            text = text.replace(old, new)
        (indexed.digests / "demo-code.md").write_text(text, encoding="utf-8")
        (indexed.digests / "demo-list.md").unlink()
        catalogue = indexed.catalogue.read_text(encoding="utf-8")
        entries = [f"  - {{id: {entry}" for entry in catalogue.split("  - {id: ")[1:] if entry.startswith("demo-code")]
        indexed.catalogue.write_text("documents:\n" + "".join(entries), encoding="utf-8")
        grown = build_index(indexed.settings()).folder
        anew = build_index(indexed.settings(tmp_path / "anew")).folder
        np.testing.assert_allclose(np.load(grown / "late" / "axes.npy"), np.load(anew / "late" / "axes.npy"), atol=1e-4)

    @pytest.mark.parametrize("name", ["manifest.json", "provisions.sqlite", "chroma/chroma.sqlite3", "late/starts.npy"])
    def test_from_a_damaged_index_nothing_is_taken_over(self, name: str, indexed: IndexedCorpus) -> None:
        damaged = index_folder(indexed.settings())[0] / name
        damaged.write_bytes(b"\xff" * damaged.stat().st_size)
        give_days(indexed, 30)
        made = build_index(indexed.settings())
        assert made.embedded == made.manifest.chunks
        assert verify_index(indexed.settings()).startswith("The index is sound")

    def test_an_index_with_a_file_missing_is_built_again_without_being_asked(self, indexed: IndexedCorpus) -> None:
        (index_folder(indexed.settings())[0] / "late" / "tokens.int8").unlink()
        assert not build_index(indexed.settings()).unchanged
        assert verify_index(indexed.settings()).startswith("The index is sound")


def held_ids(settings: Settings) -> list[str]:
    with closing(Index(settings).store) as store:
        return [name for name, _ in store.chunk_keys()]
