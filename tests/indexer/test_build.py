"""Builds: incremental, the same as from nothing, one at a time, and whole or not at all."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from indexed_corpus import CODE, IndexedCorpus

from corpus.errors import CorpusError, PinciteError
from corpus.settings import Settings
from indexer import build, late, vectors
from indexer.build import KEPT, build_index
from indexer.lexical import terms
from indexer.opened import Index
from indexer.places import SCHEMA, NoIndex, index_folder, shelf
from indexer.verify import verify_index

REASONS = "It gives its reasons in writing."
ASKED = "within how many days does the authority give reasons when it refuses a licence"
QUESTIONS = [ASKED, "Do I need a permit to sell spyware abroad?", "4D004", "human rights of the importing country"]


@pytest.fixture
def indexed(corpus: IndexedCorpus, built: IndexedCorpus) -> IndexedCorpus:
    """The small corpus with its index, for a test to change."""
    shutil.copytree(built.settings().home, corpus.settings().home)
    return corpus


def give_days(corpus: IndexedCorpus, days: int, before: str = REASONS) -> str:
    """Change one sentence of Article 3(2)."""
    after = f"It gives its reasons within {days} days."
    corpus.change("demo-act.md", before, after)
    return after


def answer(settings: Settings) -> str:
    """The text of the provision that the index finds first for `ASKED`."""
    index = Index(settings)
    with closing(index.store):
        found = index.nearest(index.embed([ASKED])[0], 3)
        row = max(found, key=found.__getitem__)
        return index.store.provisions([row])[row].text


def on_shelf(settings: Settings) -> set[str]:
    return {path.name for path in shelf(settings).iterdir()}


def assert_tidy(settings: Settings) -> None:
    """Nothing but indexes, the references to them and the lock."""
    names = on_shelf(settings)
    folders = {path.name for path in shelf(settings).iterdir() if path.is_dir()}
    assert {name for name in names if name.startswith(".")} <= {".lock"}
    assert folders == {(shelf(settings) / name).read_text() for name in names if name.endswith(".ref")}


class Watch:
    """Follows a build: what was told of its progress, and how many texts went through the models."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int, int]] = []

    def __call__(self, what: str, done: int, of: int) -> None:
        self.told.append((what, done, of))

    def of(self, what: str) -> list[tuple[int, int]]:
        return [(done, of) for told, done, of in self.told if told == what]


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


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


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


class Stopped(BaseException):
    """Ends a build at once, as a signal does: nothing in the build handles it."""


@contextmanager
def stopping_after(step: str, times: int) -> Iterator[None]:
    """Ends the build right after a step of it was done for the given number of times."""
    done = getattr(build, step)
    left = [times]

    def and_stop(*given: Any, **named: Any) -> Any:
        result = done(*given, **named)
        left[0] -= 1
        if not left[0]:
            raise Stopped
        return result

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, step, and_stop)
        with pytest.raises(Stopped):
            yield


@pytest.mark.parametrize(
    ("step", "times", "replaced"),
    [
        ("read_library", 1, False),
        ("write_store", 1, False),
        ("_earlier", 1, False),
        ("_embed", 1, False),
        ("_sizes", 1, False),
        ("write_manifest", 1, False),
        ("refer", 1, True),
        ("refer", 2, True),
        ("_remove_older", 1, True),
    ],
)
def test_a_build_that_ends_after_any_step_leaves_a_whole_index_answering(
    step: str, times: int, replaced: bool, indexed: IndexedCorpus
) -> None:
    days = give_days(indexed, 30)
    with stopping_after(step, times):
        build_index(indexed.settings())
    assert Index(indexed.settings()).is_current is replaced
    assert (days if replaced else REASONS) in answer(indexed.settings())
    assert verify_index(indexed.settings()).startswith("The index is sound")
    build_index(indexed.settings())
    assert days in answer(indexed.settings())
    assert_tidy(indexed.settings())


def test_a_first_build_that_is_stopped_leaves_no_index_rather_than_half_of_one(corpus: IndexedCorpus) -> None:
    with stopping_after("write_store", 1):
        build_index(corpus.settings())
    with pytest.raises(NoIndex):
        Index(corpus.settings())


KILLS = 10
BUILD = """
import sys
from pathlib import Path
import chromadb, llama_index.core.schema, llama_index.vector_stores.chroma, onnxruntime, tokenizers
from corpus.settings import Settings
from indexer.build import build_index
home, digests, catalogue = map(Path, sys.argv[1:])
print("ready", flush=True)
sys.stdin.readline()
build_index(Settings(home=home, model="", digests=digests, catalogue=catalogue))
print("built", flush=True)
"""


class Builder:
    """A process that builds when told to, with everything imported before."""

    def __init__(self, settings: Settings, repository: Path) -> None:
        path = os.pathsep.join(filter(None, (str(repository), os.environ.get("PYTHONPATH"))))
        places = [str(settings.home), str(settings.digests), str(settings.catalogue)]
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", BUILD, *places],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": path},
        )

    def start(self) -> None:
        assert self._process.stdout and self._process.stdin
        assert self._process.stdout.readline() == "ready\n"
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def finish(self) -> None:
        assert self._process.stdout
        assert self._process.stdout.readline() == "built\n"

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.mark.slow
def test_a_build_killed_at_any_moment_leaves_a_whole_index_answering(indexed: IndexedCorpus, repository: Path) -> None:
    """Ten moments at random, spread over the time that a build takes; each build is of a corpus changed once more."""
    settings = indexed.settings()
    drawn = random.Random(2021_821)
    builders = [Builder(settings, repository) for _ in range(2)]
    try:
        after = give_days(indexed, 100)
        builders[0].start()
        began = time.monotonic()
        builders[0].finish()
        lasted = time.monotonic() - began
        answered, left = after, 0
        for n in range(KILLS):
            builders.append(Builder(settings, repository))
            after = give_days(indexed, n, after)
            builders[n + 1].start()
            time.sleep((n + drawn.random()) / KILLS * lasted)
            builders[n + 1].kill()
            left += any(name.startswith(".building-") for name in on_shelf(settings))
            answered = after if Index(settings).is_current else answered
            assert answered in answer(settings), f"after kill {n}"
            assert verify_index(settings).startswith("The index is sound"), f"after kill {n}"
        assert left, "no build was killed while it was at work, so nothing was tested"
        assert build_index(settings).manifest.corpus == indexed.library().fingerprint
        assert after in answer(settings)
        assert verify_index(settings).startswith("The index is sound")
        assert_tidy(settings)
    finally:
        for builder in builders:
            builder.kill()
