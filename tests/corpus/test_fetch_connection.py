"""Fetching over connections that fail, stall or give too much, and over TLS."""

from __future__ import annotations

import gzip
import shutil
import ssl
import subprocess
import time
import tracemalloc
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fetching import ACT, HEAD, HTML, Send, fetched, hop, refused, short
from loopback_server import ROBOTS, Answer, LoopbackServer, Raw, closed_port

from corpus.fetch import Policy

# --- the connection


def test_a_server_that_is_not_there_is_told_after_the_last_attempt(policy: Policy, waits: list[float]) -> None:
    host = f"127.0.0.1:{closed_port()}"
    assert "cannot be reached" in refused(replace(policy, hosts=frozenset({host}), seconds=60), f"http://{host}/act")
    assert len(waits) == 3


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
