"""What the tests of `corpus` share: the addresses of the embedded corpus, and a small corpus to break."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import certifi
import pytest
from hypothesis import settings
from loopback_server import LoopbackServer
from small_corpus import SmallCorpus

from corpus.citations import PinsInMemory, Resolution, resolve
from corpus.fetch import Policy
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


@pytest.fixture(scope="session")
def one_authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with one certificate in place of the usual hundred, which take longer to read than most tests to run."""
    first, end, _ = Path(certifi.where()).read_text(encoding="utf-8").partition("-----END CERTIFICATE-----\n")
    path = tmp_path_factory.mktemp("tls") / "authority.pem"
    path.write_text(first + end, encoding="utf-8")
    return path


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, one_authority: Path) -> Iterator[LoopbackServer]:
    monkeypatch.setenv("SSL_CERT_FILE", str(one_authority))
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with LoopbackServer() as running:
        yield running


@pytest.fixture
def waits() -> list[float]:
    """The seconds that the fetcher meant to sleep; it never does."""
    return []


@pytest.fixture
def policy(server: LoopbackServer, waits: list[float]) -> Policy:
    return Policy(frozenset({server.host}), ("http",), seconds=8.0, seconds_to_read=2.0, sleep=waits.append)
