"""No question leaves the machine."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any, NoReturn

import pytest
from commands import process

from assistant.ask import Pincite
from assistant.show import show
from corpus.settings import Settings
from indexer import embedder, late


def test_an_answer_needs_no_network(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[Any] = []

    def refuse(*address: Any, **_: Any) -> NoReturn:
        tried.append(address)
        raise OSError("no network in this test")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    embedder.embedder.cache_clear()
    late._encoder.cache_clear()
    pincite = Pincite(settings)
    assert pincite.ask("What does Article 5(2) of the dual-use regulation require?").status == "answered"
    assert show(pincite.index, "4D004").pin == "eu-annex-1/itm_4D004"
    assert tried == []


def test_what_is_not_python_reports_nothing_either(settings: Settings, tmp_path: Path) -> None:
    """onnxruntime keeps the number of its session with whoever it reports to in a file, as soon as it is loaded."""
    done = process(
        settings.home, "ask", "What does Article 5(2) of the dual-use regulation require?", TMPDIR=str(tmp_path)
    )
    assert done.status == 0
    assert [path.name for path in tmp_path.rglob(".ses")] == []
