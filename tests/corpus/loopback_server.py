"""A web server on this machine for the tests of fetching: each path answers as a test tells it, honestly or not."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

ROBOTS = "/robots.txt"


@dataclass(frozen=True)
class Answer:
    """An answer with its length, as servers give it."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})

    def send(self, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(self.status)
        for name, value in {"Content-Length": str(len(self.body)), **self.headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(self.body)


@dataclass(frozen=True)
class Raw:
    """Whatever a test writes to the wire, until it returns or the other side hangs up."""

    write: Callable[[Callable[[bytes], object]], object]

    def send(self, handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.flush()
        self.write(handler.connection.sendall)


@dataclass(frozen=True)
class Request:
    """What was asked; the names of the headers are in lower case. `port` is the client's: one for each connection."""

    path: str
    headers: Mapping[str, str]
    port: int


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what many of the tests are about."""


class LoopbackServer:
    """Serves `answers` by path on 127.0.0.1: one answer for all requests, or a list whose last one stays. Else 404."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.answers: dict[str, Answer | Raw | list[Answer | Raw]] = {}
        self.requests: list[Request] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                outer.requests.append(Request(self.path, headers, self.client_address[1]))
                answer = outer.answer(self.path)
                self.close_connection = isinstance(answer, Raw)
                answer.send(self)

            def log_message(self, format: str, *args: object) -> None:
                """Tests read `requests`."""

        self._server = _Server(("127.0.0.1", 0), Handler)
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.host = f"127.0.0.1:{self._server.server_port}"
        self.url = f"{'https' if tls else 'http'}://{self.host}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def answer(self, path: str) -> Answer | Raw:
        given = self.answers.get(path, Answer(b"not here", 404))
        if isinstance(given, list):
            return given.pop(0) if len(given) > 1 else given[0]
        return given

    def paths(self) -> list[str]:
        """What was asked for, in order, but for robots.txt."""
        return [request.path for request in self.requests if request.path != ROBOTS]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def closed_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
