"""What the tests of `assistant` share: questions read without an index, and the command line run in this process."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from commands import Command, Done
from hypothesis import settings as hypothesis_settings

from assistant.ask import Pincite
from assistant.question import Question, understand
from corpus.citations import PinsInMemory
from corpus.library import Library
from corpus.settings import Settings
from evals.cli import main
from indexer.opened import Index

hypothesis_settings.register_profile("assistant", deadline=None, database=None, derandomize=True)
hypothesis_settings.load_profile("assistant")


@pytest.fixture(scope="session")
def read(library: Library) -> Callable[[str], Question]:
    """`understand` over the embedded corpus."""
    addresses = PinsInMemory(provision.pin for provision in library.provisions())
    return lambda text: understand(text, library.documents, addresses)


@pytest.fixture(scope="session")
def index(pincite: Pincite) -> Index:
    """The index of the embedded corpus, opened."""
    return pincite.index


@pytest.fixture
def command(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Done]:
    """The command `pincite` in this process, over the built index."""
    monkeypatch.setenv("PINCITE_HOME", str(settings.home))
    monkeypatch.setenv("COLUMNS", "200")
    return Command(main, monkeypatch, capsys)
