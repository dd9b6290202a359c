"""Fetching over a real server on this machine: what is taken for a text, what is not and why, and what is asked."""

from __future__ import annotations

import gzip
import hashlib
import re
import shutil
import ssl
import subprocess
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import certifi
import pytest
from loopback_server import ROBOTS, Answer, LoopbackServer, Raw, closed_port

from corpus.catalogue import read_catalogue
from corpus.fetch import Conditions, Fetched, Fetcher, FetchError, Policy, Unchanged, hosts
from corpus.interstitial import interstitial
from corpus.robots import read_robots

PAGE = "<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def page(title: str = "", body: str = "", head: str = "") -> bytes:
    return PAGE.format(title=title, head=head, body=body).encode()


WORDS = "The licence is granted by the competent authority of the place where the exporter is established. " * 40
ACT = page("Demonstration act", f"<h1>Demonstration act</h1><h2>Article 1</h2><p>{WORDS}</p>")
HTML = {"Content-Type": "text/html"}


CATALOGUE = Policy(hosts(read_catalogue().values()))


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


def fetched(policy: Policy, url: str, *more: Any) -> Fetched:
    with Fetcher(policy) as fetcher:
        got = fetcher.fetch(url, *more)
    assert isinstance(got, Fetched)
    return got


def refused(policy: Policy, url: str, *more: Any) -> str:
    with pytest.raises(FetchError) as told, Fetcher(policy) as fetcher:
        fetcher.fetch(url, *more)
    sentence = str(told.value)
    assert sentence.endswith(".") and ("; " in sentence or "nothing was fetched" in sentence), sentence
    return sentence


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


def hop(location: str, status: int = 302) -> Answer:
    return Answer(status=status, headers={"Location": location})


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


# --- the connection


def test_a_server_that_is_not_there_is_told_after_the_last_attempt(policy: Policy, waits: list[float]) -> None:
    host = f"127.0.0.1:{closed_port()}"
    assert "cannot be reached" in refused(replace(policy, hosts=frozenset({host}), seconds=60), f"http://{host}/act")
    assert len(waits) == 3


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
Send = Callable[[bytes], object]


def silent(send: Send) -> None:
    time.sleep(1)


def trickling(send: Send) -> None:
    send(HEAD + b"Content-Length: 1000\r\n\r\n")
    for _ in range(100):
        send(b"a")
        time.sleep(0.03)


def trickling_headers(send: Send) -> None:
    send(HEAD)
    for number in range(100):
        send(b"X-%d: a\r\n" % number)
        time.sleep(0.03)


def endless(send: Send) -> None:
    send(HEAD + b"\r\n")
    while True:
        send(ACT * 20)


def endless_chunks(send: Send) -> None:
    send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        send(b"%x\r\n%b\r\n" % (len(ACT), ACT))


def short(send: Send) -> None:
    send(HEAD + b"Content-Length: %d\r\n\r\n" % (len(ACT) + 1) + ACT)


def short_chunks(send: Send) -> None:
    send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n" % (len(ACT), ACT))


def broken_chunk(send: Send) -> None:
    send(HEAD + b"Transfer-Encoding: chunked\r\n\r\nff\r\nhalf of it")


def short_gzip(send: Send) -> None:
    send(HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(ACT)[:-20])


def broken_gzip(send: Send) -> None:
    send(HEAD + b"Content-Encoding: gzip\r\n\r\n" + ACT)


def other_packing(send: Send) -> None:
    send(HEAD + b"Content-Encoding: br\r\n\r\n" + ACT)


def twice_packed(send: Send) -> None:
    send(HEAD + b"Content-Encoding: gzip, gzip\r\n\r\n" + gzip.compress(gzip.compress(ACT)))


def no_http(send: Send) -> None:
    send(b"220 mail.example.org ready\r\n")


@pytest.mark.parametrize(
    ("write", "words", "attempts"),
    [
        (silent, "gave no sign for 0.15 seconds", 2),
        (trickling, "took more than 0.5 seconds in all", 1),
        (trickling_headers, "took more than 0.5 seconds in all", 1),
        (endless, "more than 1,048,576 bytes", 1),
        (endless_chunks, "more than 1,048,576 bytes", 1),
        (short, "broke off before its end", 2),
        (short_chunks, "broke off before its end", 2),
        (broken_chunk, "broke off before its end", 2),
        (short_gzip, "its gzip ends too early", 2),
        (broken_gzip, "its gzip is broken", 2),
        (other_packing, "packed as “br”", 2),
        (twice_packed, "packed as “gzip, gzip”", 2),
        (no_http, "cannot be reached", 2),
    ],
)
def test_a_body_that_does_not_come_whole_is_no_text(
    write: Callable[[Send], None], words: str, attempts: int, server: LoopbackServer, policy: Policy
) -> None:
    server.answers["/act"] = Raw(write)
    slow = write in (trickling, trickling_headers)
    bounded = replace(
        policy,
        most_bytes=2**20,
        retries=1,
        seconds=0.5 if slow else 8.0,
        seconds_to_read=0.15 if write is silent else 2.0,
    )
    began = time.monotonic()
    assert words in refused(bounded, f"{server.url}/act")
    assert time.monotonic() - began < 2
    assert len(server.paths()) == attempts


def test_a_connection_that_opens_after_its_time_is_cut(server: LoopbackServer, policy: Policy) -> None:
    server.answers[ROBOTS] = Raw(silent)
    began = time.monotonic()
    assert "took more than 0 seconds" in refused(replace(policy, seconds=0.0), f"{server.url}/act")
    assert time.monotonic() - began < 0.5


def test_a_body_that_came_whole_at_the_second_attempt_is_taken(server: LoopbackServer, policy: Policy) -> None:
    server.answers["/act"] = [Raw(short), Raw(no_http), Answer(ACT)]
    assert fetched(policy, f"{server.url}/act").data == ACT


def test_a_body_said_to_be_too_large_is_not_read(server: LoopbackServer, policy: Policy) -> None:
    server.answers["/act"] = Raw(lambda send: send(HEAD + b"Content-Length: 99999999999\r\n\r\n"))
    assert "more than 67,108,864 bytes" in refused(policy, f"{server.url}/act")


def test_a_body_of_just_the_size_allowed_is_taken(server: LoopbackServer, policy: Policy) -> None:
    server.answers["/act"] = Answer(gzip.compress(ACT), headers={**HTML, "Content-Encoding": "gzip"})
    assert fetched(replace(policy, most_bytes=len(ACT)), f"{server.url}/act").data == ACT
    assert "more than" in refused(replace(policy, most_bytes=len(ACT) - 1), f"{server.url}/act")


def bomb(size: int) -> bytes:
    packer = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    return b"".join([*(packer.compress(bytes(2**20)) for _ in range(size // 2**20)), packer.flush()])


def test_a_gzip_bomb_is_noticed_while_it_is_unpacked(server: LoopbackServer, policy: Policy) -> None:
    """60 MB in 60 kB: one read of the client, which it would unpack at once."""
    server.answers["/act"] = Answer(bomb(60 * 2**20), headers={**HTML, "Content-Encoding": "gzip"})
    tracemalloc.start()
    try:
        sentence = refused(replace(policy, most_bytes=2**20), f"{server.url}/act")
        highest = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "more than 1,048,576 bytes" in sentence
    assert highest < 8 * 2**20, f"{highest:,} bytes were held"


# --- TLS


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that nobody signed, and its key."""
    if not shutil.which("openssl"):
        pytest.skip("openssl, which makes the certificate, is not installed")
    held, key = tmp_path / "held.pem", tmp_path / "key.pem"
    names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    command = ["openssl", "req", *kind, *names, "-keyout", str(key), "-out", str(held)]
    subprocess.run(command, check=True, capture_output=True)
    return held, key


def test_a_certificate_is_checked_and_https_is_not_left(
    certificate: tuple[Path, Path], server: LoopbackServer, monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(*certificate)
    with LoopbackServer(tls) as secure:
        policy = Policy(frozenset({secure.host}), sleep=waits.append)
        secure.answers |= {"/act": Answer(ACT), "/a": hop(f"http://{secure.host}/act"), "/slow": Raw(trickling)}
        assert "certificate of 127.0.0.1" in refused(policy, f"{secure.url}/act").lower()
        assert (secure.requests, waits) == ([], [])
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
        assert fetched(policy, f"{secure.url}/act").data == ACT
        assert "which is not https" in refused(policy, f"{secure.url}/a")
        assert "more than 0.5 seconds" in refused(replace(policy, seconds=0.5), f"{secure.url}/slow")


# --- what is taken for the text


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(b""), "is empty"),
        (Answer(b"\xef\xbb\xbf \r\n\t"), "is empty"),
        (Answer(b"", 202), "a check for robots answers so too"),
        (Answer(b"", 204), "is empty (HTTP 204)"),
        (Answer(ACT, 202), "answers 202, which is not yet the text"),
        (Answer(ACT, 206), "answers 206"),
        (Answer(b"\x89PNG\r\n", headers={"Content-Type": "image/png"}), "is of type image/png"),
        (Answer(b"PK\x03\x04", headers={"Content-Type": "Application/ZIP"}), "is of type application/zip"),
        (Answer(b"a{}", headers={"Content-Type": "text/css"}), "is of type text/css"),
        (Answer(b"PK\x03\x04 and so on"), "is an archive or a picture"),
        (Answer(b"\x89PNG\r\n\x1a\n", headers={}), "is an archive or a picture"),
        (Answer(b"%PDF-1.7 and so on", headers={}), "is not of the type looked for (it calls itself not named)"),
        (Answer(b'{"a": 1}'), "is not of the type looked for (it calls itself text/html; charset=utf-8)"),
        (Answer(b"wait", 202, {"X-Amzn-Waf-Action": "challenge"}), "shows a check for robots"),
        (Answer(b"wait", 405, {"x-amzn-waf-action": "captcha"}), "shows a check for robots"),
        (Answer(b"wait", 503, {"cf-mitigated": "challenge"}), "shows a check for robots"),
        (Answer(page("Just a moment...")), "shows a check for robots in place of the text"),
    ],
)
def test_an_answer_that_is_not_the_text(answer: Answer, words: str, server: LoopbackServer, policy: Policy) -> None:
    server.answers["/act"] = answer
    assert words in refused(policy, f"{server.url}/act", None, lambda data: b"<html" in data)
    assert server.paths() == ["/act"]


def test_the_type_is_told_by_the_bytes(server: LoopbackServer, policy: Policy) -> None:
    server.answers["/act"] = Answer(b"%PDF-1.7 and so on", headers={"Content-Type": "application/octet-stream"})
    assert fetched(policy, f"{server.url}/act", None, lambda data: data.startswith(b"%PDF")).data.startswith(b"%PDF")


SCRIPT = "<script>go()</script>"
FEW = "<p>We are sorry. Try again in a while, or write to the office.</p>"
SHORT_PAGE = f"<p>{WORDS[:900]}</p>"
NAVIGATION = f"<nav>{WORDS}</nav><footer>{WORDS}</footer>"
RECAPTCHA = '<script src="https://www.google.com/recaptcha/api.js"></script><div class="g-recaptcha"></div>'
BANNER = '<div id="cookie-banner"><h2>Cookies on this site</h2><p>We use cookies. Accept all cookies?</p></div>'

INTERSTITIALS = [
    # checks for robots
    ("a check for robots", page("Just a moment...", "<noscript>Enable JavaScript and cookies to continue</noscript>")),
    ("a check for robots", page("", FEW, "<script>window._cf_chl_opt={cvId:'3'}</script>")),
    ("a check for robots", page("", '<div id="challenge-container"></div>', "<script>window.gokuProps = {}</script>")),
    ("a check for robots", page("", "", '<script src="https://a.b.token.awswaf.com/a/challenge.js"></script>')),
    ("a check for robots", page("europa.eu", f"<p>Please verify that you are not a bot.</p>{RECAPTCHA}")),
    (
        "a check for robots",
        page("Zugriff", '<div class="h-captcha"></div><script src="https://hcaptcha.com/1/api.js">'),
    ),
    ("a check for robots", page("One step", f'<div class="cf-turnstile"></div>{FEW}')),
    ("a check for robots", page("Security check | Office", SHORT_PAGE)),
    ("a check for robots", page("Office", f"<h1>Are you a robot?</h1>{SHORT_PAGE}")),
    ("a check for robots", page("Captcha", f"<p>{WORDS}</p>")),
    ("a check for robots", page("", '<iframe id="main-iframe" src="/_Incapsula_Resource?a=1">Request</iframe>')),
    # refusals
    ("a refusal of access", page("Access Denied", "<p>You don't have permission to access this. Reference #18</p>")),
    ("a refusal of access", page("Request Rejected", "The requested URL was rejected. Your support ID is 1.")),
    # consent
    ("a request for consent to cookies", page("Before you continue", f"<p>{WORDS}</p>")),
    ("a request for consent to cookies", page("Office", f"<h1>We value your privacy</h1>{SHORT_PAGE}")),
    ("a request for consent to cookies", page("Office", BANNER)),
    ("a request for consent to cookies", page("Cookie-Einstellungen – Amt", FEW)),
    (
        "a request for consent to cookies",
        page("", "", '<meta http-equiv="Refresh" content="0; URL=/consent?back=/act">'),
    ),
    # scripts
    ("a page that needs JavaScript", page("Fedlex", f"<app-root></app-root>{SCRIPT}")),
    ("a page that needs JavaScript", page("Office", f"<noscript>Please enable JavaScript.</noscript>{SCRIPT}")),
    ("a page that needs JavaScript", page("Office", f"<noscript>{FEW * 3} Use another browser.</noscript>{SCRIPT}")),
    ("a page that needs JavaScript", page("Office", f'<div id="root">Loading…</div>{SCRIPT}')),
    # log-in
    ("a log-in page", page("Office", f'<form><input name="u"><input TYPE="Password" name="p"></form>{SHORT_PAGE}')),
    ("a log-in page", page("Sign in to your account | Office", NAVIGATION)),
    ("a log-in page", page("", "", "<meta http-equiv=refresh content=\"0;url='https://example.org/sso/login'\">")),
    # maintenance
    ("a notice of maintenance", page("Scheduled maintenance", FEW)),
    ("a notice of maintenance", page("Office", "<p>This site is temporarily unavailable.</p>")),
    ("a notice of maintenance", page("Wartungsarbeiten", FEW)),
    ("a notice of maintenance", page("Office", f"<h1>Site en maintenance en cours</h1>{FEW}")),
    # not found
    ("a “not found” page", page("Page not found - Office", NAVIGATION + FEW)),
    ("a “not found” page", page("Office", f"<h1>404</h1><div>{WORDS}</div>")),
    ("a “not found” page", page("Office", f"<h1>Sorry, page not found</h1><div>{WORDS}</div>")),
    ("a “not found” page", page("EUR-Lex", f"{NAVIGATION}<p>The requested document does not exist.</p>")),
    ("a “not found” page", page("Seite nicht gefunden", FEW)),
    ("a “not found” page", page("Erreur 404", FEW)),
    # others
    ("a page that only sends on to another", page("", "", '<meta http-equiv="refresh" content="0;url=/new">')),
    ("a page without text", b"<!DOCTYPE html>"),
]

LAW = "Article 5 Captcha challenges and cookies: a provider that asks users to verify that they are human, or for consent, "
TEXTS = [
    ACT,
    page("Act on captchas", f"<h1>Act on captchas</h1><h2>Article 5 CAPTCHA</h2><p>{LAW * 30}</p>"),
    page("Act on access", f"<h1>Act</h1><h2>Consent</h2><h2>Access denied</h2><h2>Log in</h2><p>{LAW * 30}</p>"),
    page("Act", f"<h1>Act</h1><p>{WORDS}</p>{RECAPTCHA}"),
    page(
        "Act",
        f"<h1>Act</h1><p>{WORDS}</p>{BANNER}<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>",
    ),
    page("Act", f"<h1>Act</h1><p>{WORDS}</p><form><input type=password></form>"),
    page("Act", f"<h1>Act</h1><p>{WORDS}</p>", '<meta http-equiv="refresh" content="1800">'),
    page("Act", f"<h1>Act</h1><p>{WORDS}</p>", '<meta http-equiv="refresh" content="1800; url=/act?consent=0">'),
    page(
        "Short guidance",
        f"{BANNER}<h1>Short guidance</h1>{SHORT_PAGE}<noscript>Enable JavaScript</noscript>{RECAPTCHA}",
    ),
    page("§ 12", f"{BANNER}<h1>§ 12 Anmeldung</h1><p>{'Die Ausfuhr ist beim Amt anzumelden. ' * 5}</p>"),
    page("Section 3", f"<h1>Security check of persons</h1><p>{WORDS[:400]}</p>"),
    page("Part 404", f"<h1>Part 404 Records not found</h1><p>{WORDS[:400]}</p>"),
    page("Frame", f'<div class="has-cookie-banner">{BANNER}<h1>Act</h1><p>{WORDS}</p></div>'),
    page("Act", "<h1>Act</h1><p>Captcha.</p>"),
    page("Act", f"<h1>Not found</h1><h1>Act</h1><p>{WORDS}</p>"),
    page("Notice", f"<h1>Notice</h1><p>{WORDS[:350]}</p><p>We use cookies. The map requires JavaScript.</p>{SCRIPT}"),
    b"Just a moment: this is plain text.",
    b"%PDF-1.7 Access denied",
    b'<?xml version="1.0"?><ACT><TITLE>Captcha</TITLE><P>Not found</P></ACT>',
    b"<akomaNtoso><act><meta/><body><title>Not found</title></body></act></akomaNtoso>",
]


@pytest.mark.parametrize(("what", "data"), INTERSTITIALS)
def test_a_page_in_place_of_the_text_is_named(what: str, data: bytes) -> None:
    assert interstitial(data) == what


@pytest.mark.parametrize("data", TEXTS)
def test_a_text_that_only_speaks_of_such_things_is_a_text(data: bytes) -> None:
    assert interstitial(data) == ""


def test_a_page_in_place_of_the_text_is_refused_and_an_act_on_captchas_is_not(
    server: LoopbackServer, policy: Policy
) -> None:
    server.answers |= {"/captcha": Answer(INTERSTITIALS[4][1]), "/consent": Answer(INTERSTITIALS[13][1])}
    server.answers["/act"] = Answer(TEXTS[1])
    assert "shows a check for robots in place of the text" in refused(policy, f"{server.url}/captcha")
    assert "shows a request for consent to cookies" in refused(policy, f"{server.url}/consent")
    assert fetched(policy, f"{server.url}/act").data == TEXTS[1]


# --- robots.txt


@pytest.mark.parametrize(
    ("robots", "words"),
    [
        (Answer(b"User-agent: *\nDisallow: /private", headers={}), ""),
        (Answer(b"", headers={}), ""),
        (Answer(status=404), ""),
        (Answer(status=410), ""),
        (hop("/robots"), ""),
        (Answer(page("Page not found", FEW)), ""),
        (Answer(b"User-agent: *\nDisallow: /act", headers={}), "robots.txt does not allow"),
        (
            Answer(b"User-agent: *\nDisallow:\n\nUser-agent: pincite\nDisallow: /", headers={}),
            "robots.txt does not allow",
        ),
        (Answer(status=403), "is not known now"),
        (Answer(status=500), "is not known now"),
        (Answer(status=503, headers={"Retry-After": "999"}), "is not known now"),
        (Answer(status=429), "is not known now"),
        (Answer(status=405, headers={"x-amzn-waf-action": "captcha"}), "shows a check for robots"),
        (Answer(page("Just a moment...")), "shows a check for robots"),
        (Answer(b"", 202), "is not known now"),
        (Answer(b"#" * (2**20 + 1), headers={}), "is not known now"),
        (hop("http://example.org/robots.txt"), "is not known now"),
        (Raw(short), "is not known now"),
    ],
)
def test_robots_txt_is_obeyed(robots: Answer | Raw, words: str, server: LoopbackServer, policy: Policy) -> None:
    server.answers |= {ROBOTS: robots, "/act": Answer(ACT), "/robots": Answer(b"User-agent: *\nAllow: /", headers={})}
    if words:
        assert words in refused(policy, f"{server.url}/act")
        assert server.paths() == []
    else:
        assert fetched(policy, f"{server.url}/act").data == ACT


def test_robots_txt_is_read_once_and_holds_for_redirects(server: LoopbackServer, policy: Policy) -> None:
    server.answers |= {
        ROBOTS: Answer(b"User-agent: *\nDisallow: /private", headers={}),
        "/act": Answer(ACT),
        "/moved": hop("/private/act"),
        "/private/act": Answer(ACT),
    }
    with Fetcher(policy) as fetcher:
        fetcher.fetch(f"{server.url}/act")
        for path in ("/private/act", "/moved"):
            with pytest.raises(FetchError, match="does not allow robots to fetch"):
                fetcher.fetch(server.url + path)
    assert [request.path for request in server.requests] == [ROBOTS, "/act", "/moved"]


def test_a_robots_txt_that_fails_is_asked_for_once(server: LoopbackServer, policy: Policy) -> None:
    server.answers |= {ROBOTS: Answer(status=500), "/act": Answer(ACT)}
    with Fetcher(replace(policy, retries=0)) as fetcher:
        for _ in range(2):
            with pytest.raises(FetchError, match="not known now"):
                fetcher.fetch(f"{server.url}/act")
    assert [request.path for request in server.requests] == [ROBOTS]


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("Disallow: /", "/act", False),
        ("Disallow:", "/act", True),
        ("Disallow: /a", "/act", False),
        ("Disallow: /b", "/act", True),
        ("Allow: /\nDisallow: /act", "/act", False),
        ("Disallow: /\nAllow: /act", "/act/1", True),
        ("Allow: /act\nDisallow: /act", "/act", True),
        ("Disallow: /*.pdf$", "/a/b.pdf", False),
        ("Disallow: /*.pdf$", "/a/b.pdf?x=1", True),
        ("Disallow: /*/TXT/*uri=", "/legal/EN/TXT/?uri=CELEX:1", False),
        ("Disallow: /*/TXT/*uri=", "/legal/EN/ALL/?uri=CELEX:1", True),
        ("Disallow: /act$", "/act", False),
        ("Disallow: /act$", "/acts", True),
        ("Disallow: /*ab*ab$", "/ab", True),
        ("Disallow: /*a", "/bcd", True),
        ("Disallow: /%61ct", "/act", False),
        ("Disallow: /für", "/f%c3%bcr", False),
        ("Disallow: /a%2fb", "/a/b", True),
        ("disallow : /act # not this", "/act", False),
        ("Crawl-delay: 5\nDisallow: /act", "/act", False),
        ("Disallow /act", "/act", True),
        ("Disallow: /" + "*a" * 2000 + "$", "/" + "a" * 1999 + "b", True),
    ],
)
def test_the_longest_rule_that_fits_decides(rules: str, path: str, allowed: bool) -> None:
    assert read_robots(f"User-agent: *\n{rules}\n".encode(), "Pincite").allows(path) is allowed


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("Disallow: /", True),
        ("User-agent: other\nDisallow: /", True),
        ("User-agent: other\nUser-agent: PINCITE/2\nDisallow: /", False),
        ("User-agent: pincitebot\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Pincite\nAllow: /", True),
        ("User-agent: Pincite\nAllow: /x\n\nUser-agent: a\nDisallow:\n\nUser-agent: Pincite\nDisallow: /act", False),
        ("\ufeffUser-agent: *\r\nDisallow: /\r\n", False),
        ("User-agent: *\n\n# why\n\nDisallow: /act", False),
        ("User-agent: Pincite\nSitemap: https://example.org/s\n\nUser-agent: *\nDisallow: /", False),
    ],
)
def test_the_group_for_us_decides_else_that_for_all(text: str, allowed: bool) -> None:
    assert read_robots(text.encode(), "Pincite").allows("/act") is allowed


# --- the environment


def test_a_proxy_of_the_environment_is_used_or_told(
    server: LoopbackServer, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answers |= {"http://act.example.org/act": Answer(ACT)}
    monkeypatch.setenv("http_proxy", server.url)
    assert fetched(replace(policy, hosts=frozenset({"act.example.org"})), "http://act.example.org/act").data == ACT
    monkeypatch.setenv("http_proxy", "gopher://127.0.0.1:70")
    assert "proxy or certificates set in the environment" in refused(policy, f"{server.url}/act")
