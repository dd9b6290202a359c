"""A Chroma server of one's own, on a free port of the loopback address, that can be killed and started again."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from corpus.errors import PinciteError
from indexer.server import Server, ServerError

STARTS_WITHIN = 60.0  # seconds


class OwnChroma:
    """`chroma run` over a folder, from the start of the context to its end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = int(free.getsockname()[1])
        self.url = f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> OwnChroma:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        """Start it, and wait until it answers. Raises `PinciteError` with what it said if it does not."""
        self._folder.mkdir(parents=True, exist_ok=True)
        where = ["--path", str(self._folder), "--host", "127.0.0.1", "--port", str(self._port)]
        code = "import sys; from chromadb.cli.cli import app; sys.argv[0] = 'chroma'; app()"
        log = self._folder / "server.log"  # a pipe that nobody reads would hold the server up once it is full
        with log.open("wb") as out:
            self._process = subprocess.Popen(
                [sys.executable, "-c", code, "run", *where],
                stdout=out,
                stderr=subprocess.STDOUT,
                env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
            )
        until = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                Server.parse(self.url).client().close()
                return
            except ServerError:
                if self._process.poll() is not None or time.monotonic() > until:
                    self.kill()
                    said = log.read_text(encoding="utf-8", errors="replace").strip()[-500:]
                    raise PinciteError(f"`chroma run` did not start: {said}") from None
                time.sleep(0.05)

    def kill(self) -> None:
        """End it at once, as a machine does that fails."""
        self._process.kill()
        self._process.wait()
