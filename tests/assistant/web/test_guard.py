"""What may reach the page, asked of a real server: by name, origin, route and content."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from anyio.from_thread import start_blocking_portal
from gradio.exceptions import InvalidPathError
from gradio.state_holder import SessionState
from served import CLIENT, Site, echoing, serving

from assistant.web.guard import LONGEST, holds_file
from assistant.web.serve import application
from corpus.settings import Settings

FILE = {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}


@pytest.fixture(scope="module")
def guarded(working: Path) -> Iterator[Site]:
    with serving(echoing(), Settings(web_names="pincite.example.org, 10.0.0.5")) as site:
        yield site


def said(site: Site, endpoint: str, *data: Any, **named: Any) -> str:
    """What an endpoint of Gradio's interface answers: the stream of its events."""
    started = site.post(f"/gradio_api/call/{endpoint}", json={"data": data}, **named)
    assert started.status_code == 200, started.text
    return site.get(f"/gradio_api/call/{endpoint}/{started.json()['event_id']}").text


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1:7860", "[::1]", "LOCALHOST:1", "pincite.example.org", "10.0.0.5:443"]
)
def test_it_is_served_under_its_own_names(guarded: Site, host: str) -> None:
    assert guarded.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["rebound.example", "localhost.example.org", "10.0.0.6", "", "[::1", "a@localhost", "127.0.0.1."]
)
def test_another_name_is_refused(guarded: Site, host: str) -> None:
    refused = guarded.get("/", headers={"Host": host})
    assert refused.status_code == 421
    assert "PINCITE_WEB_NAMES" in refused.json()["detail"]


def test_two_names_at_once_are_refused(guarded: Site) -> None:
    with socket.create_connection(("127.0.0.1", httpx.URL(guarded.url).port)) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: rebound.example\r\n\r\n")
        assert connection.recv(100).split()[1] in (b"400", b"421")


@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost:1", "http://127.0.0.1", "null", "file://"])
def test_another_page_cannot_use_this_one(guarded: Site, origin: str) -> None:
    for refused in (
        guarded.post("/gradio_api/call/echo", json={"data": ["x"]}, headers={"Origin": origin}),
        guarded.get("/gradio_api/info", headers={"Origin": origin}),
    ):
        assert refused.status_code == 403
        assert not any(name.startswith("access-control-") for name in refused.headers)


def test_the_page_itself_and_programs_can(guarded: Site) -> None:
    assert "complete" in said(guarded, "echo", "hello", headers={"Origin": guarded.url})
    told = guarded.get("/gradio_api/info", headers={"Origin": guarded.url})
    assert told.status_code == 200 and not any(name.startswith("access-control-") for name in told.headers)
    assert '"hello"' in said(guarded, "echo", "hello")


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/proxy=https://example.org/",
        "/gradio_api/upload_progress?upload_id=1",
        "/gradio_api/run-history/buckets",
        "/gradio_api/runs",
        "/gradio_api/vibe-code",
        "/gradio_api/dev/reload",
        "/gradio_api/deep_link?session_hash=1",
        "/gradio_api/custom_component/a/client/b/c",
        "/gradio_api/stream/a/b/1/playlist-file",
        "/monitoring",
        "/docs",
        "/openapi.json",
        "/assets",
    ],
)
def test_what_the_page_does_not_need_is_not_there(guarded: Site, path: str) -> None:
    refused = guarded.get(path)
    assert (refused.status_code, refused.json()["detail"]) == (404, "There is nothing here.")


@pytest.mark.parametrize(
    "path", ["upload", "vibe-edit", "process_recording", "component_server", "run-history/connect"]
)
def test_nothing_is_taken_but_questions(guarded: Site, path: str) -> None:
    assert guarded.post(f"/gradio_api/{path}", files={"files": b"x"}).status_code == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(guarded: Site, method: str) -> None:
    assert CLIENT.request(method, guarded.url).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "{working}/said.html",
        "{working}/../../etc/passwd",
        "{repository}/pyproject.toml",
        "pyproject.toml",
        ".gradio/cached_examples/../../pyproject.toml",
        "https://example.org/",
        "http://127.0.0.1:1/",
        "file:///etc/passwd",
        "%00",
    ],
)
def test_no_file_is_given_out(guarded: Site, working: Path, repository: Path, path: str) -> None:
    assert "said.html" in said(guarded, "filed", "Article 5(2)")
    refused = guarded.get(f"/gradio_api/file={path.format(working=working, repository=repository)}")
    assert (refused.status_code, refused.json()["detail"]) == (404, "There is nothing here.")


def test_a_request_that_names_a_file_is_refused(guarded: Site) -> None:
    refused = guarded.post("/gradio_api/call/filed", json={"data": [FILE]})
    assert (refused.status_code, refused.json()["detail"]) == (400, "This page takes no files.")


def test_gradio_itself_would_not_copy_it_either(working: Path) -> None:
    """The second wall: its rules on files hold although it is mounted and not launched."""
    page = echoing()
    application(page, {}, Settings())
    filed = next(function for function in page.fns.values() if function.api_name == "filed")
    with start_blocking_portal() as portal, pytest.raises(InvalidPathError, match="was not uploaded by a user"):
        portal.call(page.process_api, filed, [FILE], SessionState(page))


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b"data=1"])
def test_what_is_not_a_request_of_the_page_is_refused(guarded: Site, body: bytes) -> None:
    assert guarded.post("/gradio_api/call/echo", content=body).status_code == 400


def test_too_much_is_refused(guarded: Site) -> None:
    assert guarded.post("/gradio_api/call/echo", json={"data": ["x" * LONGEST]}).status_code == 413


@pytest.mark.parametrize(
    "value, is_file",
    [
        (FILE, True),
        ({"data": [["a", {"b": [FILE]}]]}, True),
        (json.loads('{"\\u0070ath": "/etc/passwd", "meta": {}}'), True),
        ({"data": ["path meta", {"path": "x"}, {"meta": 1}, None, 1.5]}, False),
    ],
)
def test_a_file_is_seen_wherever_it_is_named(value: object, is_file: bool) -> None:
    assert holds_file(value) is is_file
