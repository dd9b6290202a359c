"""What the tests of `corpus` share: the addresses of the embedded corpus, and a small corpus to break."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from small_corpus import SmallCorpus

from corpus.citations import PinsInMemory, Resolution, resolve
from corpus.library import Library

settings.register_profile("corpus", deadline=None, database=None, derandomize=True)
settings.load_profile("corpus")


@pytest.fixture
def small(tmp_path: Path) -> SmallCorpus:
    """The small corpus, without a fault."""
    return SmallCorpus(tmp_path)


@pytest.fixture(scope="session")
def addresses(library: Library) -> PinsInMemory:
    """Every pin of the embedded corpus."""
    return PinsInMemory(provision.pin for provision in library.provisions())


@pytest.fixture(scope="session")
def read(library: Library, addresses: PinsInMemory) -> Iterator[Callable[[str], Resolution]]:
    """`resolve` over the embedded corpus."""
    yield lambda text: resolve(text, library.documents, addresses)
