"""The address of a Chroma server, and what is said where no such server answers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.chroma import OwnChroma
from indexer import server
from indexer.server import Server, ServerError

HEARTBEAT = b'{"nanosecond heartbeat": 1}'


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("http://127.0.0.1:8000", Server("http://127.0.0.1:8000", "default_tenant", "default_database")),
        (" http://127.0.0.1:8000/ ", Server("http://127.0.0.1:8000", "default_tenant", "default_database")),
        ("https://law.example", Server("https://law.example", "default_tenant", "default_database")),
        ("http://[::1]:8000", Server("http://[::1]:8000", "default_tenant", "default_database")),
        ("https://law.example/chroma", Server("https://law.example/chroma", "default_tenant", "default_database")),
        ("http://law.example:81?tenant=one", Server("http://law.example:81", "one", "default_database")),
        ("http://law.example?database=b&tenant=a", Server("http://law.example", "a", "b")),
    ],
)
def test_an_address_is_read(written: str, expected: Server) -> None:
    assert Server.parse(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "127.0.0.1:8000",
        "localhost",
        "ftp://127.0.0.1",
        "http://",
        "http://host:port",
        "http://host:0",
        "http://host:99999",
        "http://name:secret@host",
        "http://host#part",
        "http://host?tenants=one",
        "http://host?tenant",
        "http://[::1",
    ],
)
def test_what_is_no_address_is_said_with_how_one_is_written(written: str) -> None:
    with pytest.raises(ServerError, match=r"no address of a Chroma server\. Write it as http:"):
        Server.parse(written)


@given(st.text(min_size=1), st.text(min_size=1), st.sampled_from(["http://a:1", "https://b.example/chroma"]))
def test_an_address_is_written_as_it_is_read(tenant: str, database: str, address: str) -> None:
    one = Server(address, tenant, database)
    assert Server.parse(str(one)) == one


@contextmanager
def service(body: Callable[[str], tuple[int, bytes]], log_in: str = "") -> Iterator[str]:
    """The address of a web service that answers each request, by its path, with a status and a body; if there is a log-in,
    only those that bear it.
    """

    class Handler(BaseHTTPRequestHandler):
        def _give(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            is_let_in = not log_in or self.headers.get("Authorization") == log_in
            status, given = body(self.path) if is_let_in else (401, b"who are you?")
            self.send_response(status)
            self.send_header("Content-Length", str(len(given)))
            self.end_headers()
            self.wfile.write(given)

        do_GET = do_POST = _give

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    answering = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=answering.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{answering.server_port}"
    finally:
        answering.shutdown()
        answering.server_close()


def said(address: str) -> str:
    """The sentence on a server that cannot be used."""
    with pytest.raises(ServerError) as raised:
        Server.parse(address).client()
    assert raised.value.status == 1
    assert "\n" not in str(raised.value) and str(raised.value).endswith(".")
    return str(raised.value)


def test_a_server_that_is_down_is_said_to_be_out_of_reach() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    assert said(address).startswith(f"The Chroma server at {address} cannot be reached")


def test_a_server_that_takes_a_question_and_does_not_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "REACHED_WITHIN", 0.2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        assert "does not answer in time" in said(f"http://127.0.0.1:{silent.getsockname()[1]}")


@pytest.mark.parametrize(
    ("heartbeat", "expected"),
    [
        ((404, b"<html>not here</html>"), "is not a Chroma server (HTTP 404)"),
        ((200, b'{"status": "up"}'), "is not a Chroma server (HTTP 200)"),
        ((200, b"<html>Welcome</html>"), "does not speak as a Chroma server does"),
        ((200, b"\xff\xfe"), "does not speak as a Chroma server does"),
        ((200, b"null"), "does not speak as a Chroma server does"),
        ((401, b"who are you?"), "does not let Pincite in. Set CHROMA_CLIENT_AUTH_PROVIDER"),
    ],
)
def test_another_service_is_said_to_be_one(heartbeat: tuple[int, bytes], expected: str) -> None:
    with service(lambda path: heartbeat) as address:
        assert expected in said(address)


@pytest.mark.parametrize("rest", [(200, b"nonsense"), (200, b"[]"), (500, b"down\nfor ever"), (200, b'{"a": {}}')])
def test_a_service_that_only_seems_to_be_one_is_said_not_to_speak_as_one(rest: tuple[int, bytes]) -> None:
    with service(lambda path: (200, HEARTBEAT) if path.endswith("heartbeat") else rest) as address:
        assert "does not speak as a Chroma server does" in said(address)


@pytest.mark.parametrize(("credentials", "is_let_in"), [("secret", True), ("guessed", False)])
def test_a_log_in_is_given_as_chroma_is_told_to(
    credentials: str, is_let_in: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMA_CLIENT_AUTH_PROVIDER", "chromadb.auth.token_authn.TokenAuthClientProvider")
    monkeypatch.setenv("CHROMA_CLIENT_AUTH_CREDENTIALS", credentials)

    def body(path: str) -> tuple[int, bytes]:
        if path.endswith("identity"):
            return 200, b'{"user_id": "", "tenant": "default_tenant", "databases": ["default_database"]}'
        return (
            200,
            b'{"id": "00000000-0000-0000-0000-000000000000", "name": "default_database", "tenant": "default_tenant"}',
        )

    with service(body, log_in="Bearer secret") as address:
        if is_let_in:
            assert Server.parse(address).client().database == "default_database"
        else:
            assert "does not let Pincite in" in said(address)


@pytest.mark.parametrize("named", ["tenant=nobody", "database=nothing"])
def test_a_tenant_or_database_that_is_not_there_is_named(named: str, chroma: OwnChroma) -> None:
    assert f"“{named.partition('=')[2]}”" in said(f"{chroma.url}?{named}")


def test_nothing_is_sent_about_its_use(chroma: OwnChroma) -> None:
    assert Server.parse(chroma.url).client().get_settings().anonymized_telemetry is False
