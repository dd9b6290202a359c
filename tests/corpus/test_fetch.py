"""Fetching over a real server on this machine: what comes back, what is asked, redirects, refusals."""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from fetching import ACT, CATALOGUE, HTML, fetched, hop, refused
from loopback_server import ROBOTS, Answer, LoopbackServer

from corpus.fetch import Conditions, Fetcher, Policy, Unchanged

# --- what comes back


def test_a_text_comes_with_where_when_and_what(server: LoopbackServer, policy: Policy) -> None:
    said = {**HTML, "ETag": '"v1"', "Last-Modified": "Wed, 01 May 2024 00:00:00 GMT"}
    server.answers["/act"] = Answer(ACT, headers=said)
    got = fetched(policy, f"{server.url}/act#art_1")
    assert (got.data, got.url, got.content_type) == (ACT, f"{server.url}/act", "text/html")
    assert got.sha256 == hashlib.sha256(ACT).hexdigest()
    assert got.conditions == Conditions('"v1"', "Wed, 01 May 2024 00:00:00 GMT")
    at = datetime.fromisoformat(got.retrieved_at)
    assert at.utcoffset() == timedelta(0) and abs(datetime.now(UTC) - at) < timedelta(seconds=60)


@pytest.mark.parametrize(
    "packed", [gzip.compress(ACT), gzip.compress(ACT[:500]) + gzip.compress(ACT[500:])], ids=["one", "two members"]
)
def test_a_packed_text_is_unpacked(packed: bytes, server: LoopbackServer, policy: Policy) -> None:
    server.answers["/act"] = Answer(packed, headers={**HTML, "Content-Encoding": "gzip"})
    assert fetched(policy, f"{server.url}/act").data == ACT
    assert server.requests[-1].headers["accept-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("earlier", "sent"),
    [
        (Conditions(etag='"v1"'), {"if-none-match": '"v1"'}),
        (
            Conditions(last_modified="Wed, 01 May 2024 00:00:00 GMT"),
            {"if-modified-since": "Wed, 01 May 2024 00:00:00 GMT"},
        ),
        (Conditions('W/"v1"', "then"), {"if-none-match": 'W/"v1"', "if-modified-since": "then"}),
    ],
)
def test_a_copy_that_is_still_good_is_not_sent_again(
    earlier: Conditions, sent: dict[str, str], server: LoopbackServer, policy: Policy
) -> None:
    server.answers["/act"] = Answer(status=304)
    with Fetcher(policy) as fetcher:
        got = fetcher.fetch(f"{server.url}/act", earlier)
    assert isinstance(got, Unchanged) and got.url == f"{server.url}/act"
    asked = server.requests[-1].headers
    assert {name: asked[name] for name in asked if name.startswith("if-")} == sent
    assert not [name for name in server.requests[0].headers if name.startswith("if-")], "robots.txt was asked so too"


def test_unchanged_without_a_copy_is_a_fault(server: LoopbackServer, policy: Policy) -> None:
    server.answers["/act"] = Answer(status=304)
    assert "no copy was named" in refused(policy, f"{server.url}/act")


def test_a_request_says_who_asks_and_nothing_else(server: LoopbackServer, policy: Policy) -> None:
    server.answers |= {"/act": Answer(ACT, headers={**HTML, "Set-Cookie": "seen=1; Path=/"}), "/more": Answer(ACT)}
    with Fetcher(policy) as fetcher:
        fetcher.fetch(f"{server.url}/act")
        fetcher.fetch(f"{server.url}/more")
    assert [request.path for request in server.requests] == [ROBOTS, "/act", "/more"]
    assert len({request.port for request in server.requests}) == 3, "a connection was kept, which cannot be watched"
    for request in server.requests:
        assert re.match(r"Pincite/\d", request.headers["user-agent"])
        assert set(request.headers) == {"host", "user-agent", "accept", "accept-encoding", "connection"}


# --- addresses


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://eur-lex.europa.eu/act", "is not https"),
        ("ftp://eur-lex.europa.eu/act", "is not https"),
        ("file:///etc/passwd", "is not https"),
        ("eur-lex.europa.eu/act", "is not https"),
        ("https://example.org/act", "example.org is not a host of the catalogue"),
        ("https://eur-lex.europa.eu.example.org/act", "is not a host of the catalogue"),
        ("https://eur-lex.europa.eu:8443/act", "eur-lex.europa.eu:8443 is not a host of the catalogue"),
        ("https://127.0.0.1/act", "127.0.0.1 is not a host"),
        ("https://eur-lex.europa.eu@example.org/act", "has a name or password in it"),
        ("https://me:secret@eur-lex.europa.eu/act", "has a name or password in it"),
        ("https://[::1/act", "is no address"),
        ("https://eur-lex.europa.eu:port/act", "is no address"),
    ],
)
def test_an_address_that_is_not_asked(url: str, words: str, server: LoopbackServer) -> None:
    sentence = refused(CATALOGUE, url)
    assert words in sentence and "secret" not in sentence
    assert server.requests == []


def test_the_hosts_are_those_of_the_catalogue() -> None:
    assert {"eur-lex.europa.eu", "www.ecfr.gov"} <= CATALOGUE.hosts
    assert not [name for name in CATALOGUE.hosts if "/" in name or ":" in name or name != name.lower()]


# --- redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_on_the_same_host_is_followed(status: int, server: LoopbackServer, policy: Policy) -> None:
    server.answers |= {"/old": hop("new?a=1#art_1", status), "/new?a=1": Answer(ACT)}
    assert fetched(policy, f"{server.url}/old").url == f"{server.url}/new?a=1"


def test_a_redirect_to_another_host_of_the_catalogue_is_followed(server: LoopbackServer, policy: Policy) -> None:
    other = f"localhost:{server.host.split(':')[1]}"
    server.answers |= {"/old": hop(f"http://{other}/new"), "/new": Answer(ACT)}
    both = replace(policy, hosts=policy.hosts | {other})
    assert fetched(both, f"{server.url}/old").url == f"http://{other}/new"


@pytest.mark.parametrize(
    ("answers", "words", "asked"),
    [
        ({"/a": hop("http://localhost:{port}/b")}, "another host, http://localhost", ["/a"]),
        ({"/a": hop("//example.org/b")}, "another host, http://example.org/b", ["/a"]),
        ({"/a": hop("/b"), "/b": hop("http://127.0.0.1:1/c")}, "another host, http://127.0.0.1:1/c", ["/a", "/b"]),
        ({"/a": hop("https://127.0.0.1:{port}/b")}, "which is not http", ["/a"]),
        ({"/a": hop("file:///etc/passwd")}, "which is not http", ["/a"]),
        ({"/a": hop("http://me@127.0.0.1:{port}/b")}, "name or password", ["/a"]),
        ({"/a": hop("http://[::1/b")}, "is no address", ["/a"]),
        ({"/a": hop("http://example.org:a/b")}, "is no address", ["/a"]),
        ({"/a": hop("/a")}, "in a circle", ["/a"]),
        ({"/a": hop("/b"), "/b": hop("/a")}, "in a circle", ["/a", "/b"]),
        ({f"/{n}": hop(f"/{n + 1}") for n in range(9)}, "more than 5 times", [f"/{n}" for n in range(6)]),
        ({"/a": Answer(status=302, headers={})}, "leads to no one address", ["/a"]),
        ({"/a": Answer(b"choose", status=300)}, "leads to no one address", ["/a"]),
    ],
)
def test_a_redirect_that_is_not_followed(
    answers: dict[str, Answer], words: str, asked: list[str], server: LoopbackServer, policy: Policy
) -> None:
    port = server.host.split(":")[1]
    for path, answer in answers.items():
        to = {name: value.replace("{port}", port) for name, value in answer.headers.items()}
        server.answers[path] = replace(answer, headers=to)
    assert words in refused(policy, server.url + asked[0])
    assert server.paths() == asked


def test_as_many_redirects_as_allowed_are_followed(server: LoopbackServer, policy: Policy) -> None:
    server.answers |= {f"/{n}": hop(f"/{n + 1}") for n in range(5)} | {"/5": Answer(ACT)}
    assert fetched(policy, f"{server.url}/0").data == ACT


# --- refusals and faults of the server


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "is refused"),
        (401, "log-in"),
        (403, "refuses access"),
        (404, "is not found; look for"),
        (410, "taken down"),
        (451, "is refused"),
    ],
)
def test_a_refusal_is_told_and_not_asked_again(status: int, words: str, server: LoopbackServer, policy: Policy) -> None:
    server.answers["/act"] = Answer(ACT, status)
    sentence = refused(policy, f"{server.url}/act")
    assert words in sentence and f"(HTTP {status})" in sentence and f"{server.url}/act" in sentence
    assert server.paths() == ["/act"]


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_fault_that_may_pass_is_waited_out(
    status: int, server: LoopbackServer, policy: Policy, waits: list[float]
) -> None:
    fault = Answer(b"no", status)
    server.answers["/act"] = [fault, fault, fault, Answer(ACT)]
    assert fetched(replace(policy, seconds=60), f"{server.url}/act").data == ACT
    assert [low <= wait <= 1.5 * low for wait, low in zip(waits, (1, 2, 4), strict=True)] == [True] * 3


def test_a_fault_that_does_not_pass_is_told_after_the_last_attempt(
    server: LoopbackServer, policy: Policy, waits: list[float]
) -> None:
    server.answers["/act"] = Answer(b"no", 500)
    assert "(HTTP 500)" in refused(replace(policy, seconds=60), f"{server.url}/act")
    assert (len(server.paths()), len(waits)) == (4, 3)


@pytest.mark.parametrize(
    ("asked", "low", "high"),
    [
        ("7", 7, 7),
        ("0", 1, 1.5),
        ("soon", 1, 1.5),
        ("-5", 1, 1.5),
        (timedelta(seconds=40), 20, 40),
        (timedelta(days=-1), 1, 1.5),
    ],
)
def test_retry_after_is_honoured(
    asked: str | timedelta, low: float, high: float, server: LoopbackServer, policy: Policy, waits: list[float]
) -> None:
    """In seconds, or as a date from now."""
    written = asked if isinstance(asked, str) else format_datetime(datetime.now(UTC) + asked, usegmt=True)
    server.answers["/act"] = [Answer(status=429, headers={"Retry-After": written}), Answer(ACT)]
    assert fetched(replace(policy, seconds=90), f"{server.url}/act").data == ACT
    assert len(waits) == 1 and low <= waits[0] <= high


def test_a_wait_beyond_the_bound_is_not_begun(server: LoopbackServer, policy: Policy, waits: list[float]) -> None:
    server.answers["/act"] = Answer(status=503, headers={"Retry-After": "86400"})
    assert "in 86,400 seconds as it asks" in refused(policy, f"{server.url}/act")
    assert (server.paths(), waits) == (["/act"], [])


def test_a_wait_beyond_the_time_for_the_document_is_not_begun(
    server: LoopbackServer, policy: Policy, waits: list[float]
) -> None:
    server.answers["/act"] = Answer(status=503, headers={"Retry-After": "30"})
    assert "(HTTP 503)" in refused(replace(policy, seconds=5), f"{server.url}/act")
    assert (server.paths(), waits) == (["/act"], [])


# --- the environment


def test_a_proxy_of_the_environment_is_used_or_told(
    server: LoopbackServer, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answers |= {"http://act.example.org/act": Answer(ACT)}
    monkeypatch.setenv("http_proxy", server.url)
    assert fetched(replace(policy, hosts=frozenset({"act.example.org"})), "http://act.example.org/act").data == ACT
    monkeypatch.setenv("http_proxy", "gopher://127.0.0.1:70")
    assert "proxy or certificates set in the environment" in refused(policy, f"{server.url}/act")
