"""An assistant that stays open: it answers from what is built meanwhile, and several threads ask it at once."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from layered_corpus import LayeredCorpus

from assistant.answer import Answer
from assistant.ask import Pincite
from assistant.show import show
from evals.chroma import OwnChroma
from indexer.build import build_index
from indexer.minilm import Vectors
from indexer.opened import Index
from indexer.places import DamagedIndex, shelf

VOLUNTARY = "Is the code of conduct voluntary?"
QUESTIONS = [
    VOLUNTARY,
    "Which software does entry 4D004 cover?",
    "Is showing a jamming device at a trade fair abroad an export?",
    "What does Article 4 of the Demo act say on contracts and invoices?",
    "Who is the mayor of Springfield?",
]
THREADS = 4


class Edited:
    """A corpus one sentence of which says which time it was indexed."""

    def __init__(self, folder: Path, url: str = "") -> None:
        corpus = LayeredCorpus(folder)
        self.settings = corpus.settings.model_copy(update={"chroma_url": url})
        self._digest = corpus.digests / "demo-code.md"
        self._sentence = "The code is voluntary and binds nobody."
        self.built = -1
        self.build()

    def build(self) -> None:
        edited = f"The code is voluntary and binds nobody in its version {self.built + 1}."
        text = self._digest.read_text(encoding="utf-8")
        assert text.count(self._sentence) == 1
        self._digest.write_text(text.replace(self._sentence, edited), encoding="utf-8")
        self._sentence = edited
        build_index(self.settings)
        self.built += 1


def version(answer: Answer) -> int:
    (found,) = {s.text.rpartition(" ")[2] for s in answer.statements if "binds nobody" in s.text}
    return int(found.rstrip("."))


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnChroma]:
    with OwnChroma(tmp_path_factory.mktemp("chroma")) as server:
        yield server


@pytest.fixture(params=["in a folder", pytest.param("on a server", marks=pytest.mark.sweep)])
def edited(request: pytest.FixtureRequest, tmp_path: Path, chroma: OwnChroma) -> Edited:
    return Edited(tmp_path / "corpus", chroma.url if request.param == "on a server" else "")


def alike(answer: Answer) -> dict[str, object]:
    """An answer without what differs from one time to the next."""
    return answer.model_dump(exclude={"timings_ms"})


class TestSwapped:
    def test_a_newer_index_answers_from_the_next_question_on(self, edited: Edited) -> None:
        pincite = Pincite(edited.settings)
        assert version(pincite.ask(VOLUNTARY)) == 0
        edited.build()
        assert version(pincite.ask(VOLUNTARY)) == 1
        assert show(pincite.index, "Demo code par. 1").text.endswith("version 1.")

    def test_an_index_is_opened_once_until_there_is_a_newer_one(self, edited: Edited) -> None:
        pincite = Pincite(edited.settings)
        before = pincite.index
        build_index(edited.settings)
        pincite.ask(VOLUNTARY)
        assert pincite.index is before

    def test_a_question_under_way_is_answered_when_its_index_is_removed(
        self, edited: Edited, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The next one is swapped in and the old one removed just before its vectors are asked for the first time."""
        pincite = Pincite(edited.settings)
        searched, removed = Index.nearest, threading.Event()

        def nearest(index: Index, vector: Vectors, most: int, where: dict[str, Any] | None = None) -> dict[int, float]:
            if not removed.is_set():
                removed.set()
                edited.build()
                build_index(edited.settings, fresh=True)
                build_index(edited.settings, fresh=True)
                shutil.rmtree(index.folder, ignore_errors=True)
            return searched(index, vector, most, where)

        monkeypatch.setattr(Index, "nearest", nearest)
        assert version(pincite.ask(VOLUNTARY)) == 1
        assert removed.is_set()

    def test_an_index_that_went_and_has_no_successor_is_said_to_be_damaged(self, edited: Edited) -> None:
        pincite = Pincite(edited.settings)
        folder = pincite.index.folder
        shutil.rmtree(folder)
        with pytest.raises(DamagedIndex):
            pincite.ask(VOLUNTARY)


class TestThreads:
    def test_are_answered_as_one_is(self, edited: Edited) -> None:
        alone = Pincite(edited.settings)
        expected = {question: alike(alone.ask(question)) for question in QUESTIONS}
        shared, together = Pincite(edited.settings), threading.Barrier(THREADS)

        def ask(thread: int) -> list[tuple[str, dict[str, object]]]:
            together.wait()
            asked = [QUESTIONS[(thread + n) % len(QUESTIONS)] for n in range(4 * len(QUESTIONS))]
            return [(question, alike(shared.ask(question))) for question in asked]

        with ThreadPoolExecutor(THREADS) as pool:
            for told in pool.map(ask, range(THREADS)):
                assert told == [(question, expected[question]) for question, _ in told]

    @pytest.mark.slow
    def test_are_answered_from_the_newest_index_while_others_are_swapped_in(self, edited: Edited) -> None:
        """Never from one older than the newest when the question was put, and never not at all."""
        pincite, done = Pincite(edited.settings), threading.Event()

        def ask() -> list[tuple[int, int]]:
            found = []
            while not done.wait(0.05):
                newest = edited.built
                found.append((newest, version(pincite.ask(VOLUNTARY))))
            return found

        with ThreadPoolExecutor(THREADS) as pool:
            asking = [pool.submit(ask) for _ in range(THREADS)]
            try:
                for _ in range(3):
                    edited.build()
                build_index(edited.settings, fresh=True)
            finally:
                done.set()
            found = [pair for thread in asking for pair in thread.result()]
        assert all(newest <= answered <= newest + 1 for newest, answered in found)
        assert {answered for _, answered in found} >= {1, 2, 3}
        assert len([path for path in shelf(edited.settings).iterdir() if path.is_dir()]) <= 3
