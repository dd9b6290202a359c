"""What the tests of `indexer` share: a small corpus, and its index, built once and copied for tests to damage."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from indexed_corpus import Copy, IndexedCorpus, chunks_of_all
from threadpoolctl import threadpool_limits

from corpus.library import Library
from evals.chroma import OwnChroma
from indexer.build import build_index
from indexer.chunks import Chunk
from indexer.embedder import model_place
from indexer.opened import Index
from indexer.places import index_folder

hypothesis_settings.register_profile("indexer", deadline=None, database=None, derandomize=True)
hypothesis_settings.load_profile("indexer")


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> Iterator[None]:
    """On a busy machine numpy's threads wait for each other: with two, these tests take five times as long."""
    with threadpool_limits(1, user_api="blas"):
        yield


@pytest.fixture
def corpus(tmp_path: Path) -> IndexedCorpus:
    """The small corpus, for a test to change. It has no index."""
    return IndexedCorpus(tmp_path / "corpus")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> IndexedCorpus:
    """The small corpus and its index, which tests copy and never open."""
    made = IndexedCorpus(tmp_path_factory.mktemp("built"))
    build_index(made.settings())
    return made


@pytest.fixture(scope="session")
def demo(built: IndexedCorpus) -> Library:
    """The documents and provisions of the small corpus."""
    return built.library()


@pytest.fixture(scope="session")
def chunks(demo: Library) -> list[Chunk]:
    """The chunks of the small corpus."""
    return chunks_of_all(demo)


@pytest.fixture
def copy(built: IndexedCorpus, tmp_path: Path) -> Copy:
    """A copy of the index of the small corpus."""
    home = tmp_path / "home"
    shutil.copytree(built.settings().home, home)
    settings = built.settings(home)
    return Copy(settings, index_folder(settings)[0])


@pytest.fixture
def indexed(corpus: IndexedCorpus, built: IndexedCorpus) -> IndexedCorpus:
    """The small corpus with its index, for a test to change."""
    shutil.copytree(built.settings().home, corpus.settings().home)
    return corpus


@pytest.fixture(scope="session")
def index(built: IndexedCorpus, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The index of the small corpus, open. Tests read it and never change it."""
    home = tmp_path_factory.mktemp("open") / "home"
    shutil.copytree(built.settings().home, home)
    opened = Index(built.settings(home))
    yield opened
    opened.store.close()


@pytest.fixture
def model_folder(tmp_path: Path) -> Callable[[dict[str, bytes | None]], Path]:
    """Makes a model folder: the packaged model with the files given instead of its own, or without those that are `None`."""

    def made(changed: dict[str, bytes | None]) -> Path:
        packaged = Path(model_place(""))
        folder = tmp_path / "model"
        for file in filter(Path.is_file, packaged.rglob("*")):
            name = file.relative_to(packaged).as_posix()
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            content = changed.get(name)
            if content is not None:
                place.write_bytes(content)
            elif name not in changed:
                place.symlink_to(file)
        return folder

    return made


@pytest.fixture(scope="session")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnChroma]:
    """A Chroma server. Tests write collections of their own and leave it running."""
    with OwnChroma(tmp_path_factory.mktemp("chroma")) as server:
        yield server
