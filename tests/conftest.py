"""What tests share: the embedded corpus, its index built once, and an assistant over it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from filelock import FileLock

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")

from assistant.ask import Pincite
from corpus.library import Library, read_library
from corpus.settings import Settings
from indexer.build import build_index


@pytest.fixture(scope="session")
def library() -> Library:
    """The embedded corpus."""
    return read_library()


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a temporary home whose index of the embedded corpus is built. Tests read it and never change it."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent  # one index for all processes of a run
    made = Settings(home=base / "home")
    with FileLock(base / "home.lock"):
        build_index(made)
    return made


@pytest.fixture(scope="session")
def pincite(settings: Settings) -> Pincite:
    """An assistant over the embedded corpus."""
    return Pincite(settings)


@pytest.fixture
def repository() -> Path:
    """The root of the repository."""
    return Path(__file__).parent.parent
