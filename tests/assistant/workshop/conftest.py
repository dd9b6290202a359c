"""The material of the embedded corpus, made once."""

from __future__ import annotations

import pytest

from assistant.workshop.material import Material
from indexer.opened import Index


@pytest.fixture(scope="session")
def material(index: Index) -> Material:
    return Material(index)
