"""What the tests of fetching share: a page, an act, a redirect; what was fetched, and what was said instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from loopback_server import Answer

from corpus.catalogue import read_catalogue
from corpus.fetch import Fetched, Fetcher, FetchError, Policy, hosts

PAGE = "<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def page(title: str = "", body: str = "", head: str = "") -> bytes:
    return PAGE.format(title=title, head=head, body=body).encode()


WORDS = "The licence is granted by the competent authority of the place where the exporter is established. " * 40
ACT = page("Demonstration act", f"<h1>Demonstration act</h1><h2>Article 1</h2><p>{WORDS}</p>")
HTML = {"Content-Type": "text/html"}
FEW = "<p>We are sorry. Try again in a while, or write to the office.</p>"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"

Send = Callable[[bytes], object]
CATALOGUE = Policy(hosts(read_catalogue().values()))


def hop(location: str, status: int = 302) -> Answer:
    return Answer(status=status, headers={"Location": location})


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


def short(send: Send) -> None:
    send(HEAD + b"Content-Length: %d\r\n\r\n" % (len(ACT) + 1) + ACT)
