"""Fetches official texts: from hosts of the catalogue only, by https, within bounds of size and time, as robots.txt allows.

What comes back is the text asked for or a `FetchError` that says why not: a page served in its place is not taken for it.
No cookies are kept. Nothing is sent but the request for the address, through the environment's proxy if it names one.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import Self

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from corpus.exchange import AGENT, BY_HAND, PASSING, Conditions, FetchError, PassingError, Policy, Reply, exchange, host
from corpus.interstitial import CHECK, interstitial
from corpus.provisions import Document
from corpus.robots import Robots, read_robots

__all__ = ["Conditions", "FetchError", "Fetched", "Fetcher", "Policy", "Unchanged", "hosts"]

_ROBOTS_BYTES = 2**20  # RFC 9309 asks for half of it at least
_ARCHIVE = (
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"BZh",
    b"\xfd7zXZ",
)


def hosts(documents: Iterable[Document]) -> frozenset[str]:
    """The hosts of the official addresses of documents: those that may be asked."""
    return frozenset(host(httpx.URL(document.url)) for document in documents)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A text as it came. `url` is where it was in the end; `retrieved_at` is in UTC (ISO 8601); `sha256` is of `data`."""

    data: bytes = field(repr=False)
    url: str
    retrieved_at: str
    sha256: str
    etag: str = ""
    last_modified: str = ""
    content_type: str = ""

    @property
    def conditions(self) -> Conditions:
        """Those on which to ask for a newer copy."""
        return Conditions(self.etag, self.last_modified)


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The copy held is still that of the server, which was asked at `checked_at` (UTC, ISO 8601)."""

    url: str
    checked_at: str


class Fetcher:
    """Fetches by one policy; a context manager, for it holds a client. Not to be shared between threads."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._robots: dict[str, Robots | str] = {}
        try:
            self._client = httpx.Client(
                # Only gzip is asked for: it is unpacked here in bounded steps.
                headers={"User-Agent": policy.agent, "Accept-Encoding": "gzip"},
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
                timeout=policy.seconds_to_read,
                # A connection of its own for each request, so that `exchange` sees it open and can cut it.
                limits=httpx.Limits(max_keepalive_connections=0),
                follow_redirects=False,
            )
        except (ImportError, OSError, ValueError) as error:
            raise FetchError(
                f"The proxy or certificates set in the environment cannot be used ({error}); correct them."
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def fetch(
        self, url: str, earlier: Conditions | None = None, wanted: Callable[[bytes], bool] | None = None
    ) -> Fetched | Unchanged:
        """The text at an address, or that it is unchanged since `earlier`. `wanted` tells by the bytes whether they are of
        the type looked for, such as `Reader.recognises`. Raises `FetchError`.
        """
        reply = self._follow(_parsed(url), earlier or Conditions(), self.policy.most_bytes, obey=True)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        if reply.status == 304:
            return Unchanged(str(reply.url), now)
        _examine(reply, wanted)
        said = reply.headers
        return Fetched(
            data=reply.data,
            url=str(reply.url),
            retrieved_at=now,
            sha256=hashlib.sha256(reply.data).hexdigest(),
            etag=said.get("etag", ""),
            last_modified=said.get("last-modified", ""),
            content_type=said.get("content-type", ""),
        )

    def _follow(self, url: httpx.URL, earlier: Conditions, most: int, *, obey: bool) -> Reply:
        """Go through redirects, each hop examined before it is asked."""
        self._admit(url)
        seen = [url]
        until = time.monotonic() + self.policy.seconds
        while True:
            if obey:
                self._obey(url)
            reply = self._patiently(url, earlier, most, until)
            if not 300 <= reply.status < 400 or reply.status == 304:
                return reply
            url = self._next(reply, seen)
            seen.append(url)

    def _next(self, reply: Reply, seen: list[httpx.URL]) -> httpx.URL:
        """Where a redirect leads, if it may be followed."""
        first, location = seen[0], reply.headers.get("location", "")
        if not location or reply.status not in (301, 302, 303, 307, 308):
            raise FetchError(
                f"{reply.url} answers {reply.status} and leads to no one address; {BY_HAND}.", reply.status
            )
        try:
            url = reply.url.join(location).copy_with(fragment=None)
        except (httpx.InvalidURL, ValueError) as error:
            raise FetchError(f"{reply.url} sends on to “{location[:200]}”, which is no address; {BY_HAND}.") from error
        if url.scheme not in self.policy.schemes:
            raise FetchError(f"{first} sends on to {url}, which is not {self._schemes}; {BY_HAND}.")
        if host(url) not in self.policy.hosts:
            raise FetchError(
                f"{first} sends on to another host, {url}, which is not of the catalogue; if that is the official address "
                "now, correct the catalogue."
            )
        if url in seen:
            raise FetchError(f"{first} sends on in a circle, perhaps for want of a cookie; {BY_HAND}.")
        if len(seen) > self.policy.redirects:
            raise FetchError(f"{first} sends on more than {self.policy.redirects} times; {BY_HAND}.")
        self._admit(url)
        return url

    def _admit(self, url: httpx.URL) -> None:
        if url.scheme not in self.policy.schemes:
            raise FetchError(f"{url} is not {self._schemes}; only such addresses are fetched.")
        if url.userinfo:
            raise FetchError(f"The address at {host(url)} has a name or password in it; leave it out.")
        if host(url) not in self.policy.hosts:
            raise FetchError(f"{host(url)} is not a host of the catalogue; enter the document there with its address.")

    @property
    def _schemes(self) -> str:
        return " or ".join(self.policy.schemes)

    def _obey(self, url: httpx.URL) -> None:
        """Raise `FetchError` if robots.txt does not allow an address. It is read once for each host."""
        site = f"{url.scheme}://{host(url)}"
        if site not in self._robots:
            self._robots[site] = self._ask_robots(httpx.URL(f"{site}/robots.txt"))
        rules = self._robots[site]
        if isinstance(rules, str):
            raise FetchError(f"{url} is not fetched, for what {site} allows robots is not known now: {rules}")
        if not rules.allows(url.raw_path.decode("ascii")):
            raise FetchError(f"{site}/robots.txt does not allow robots to fetch {url}; {BY_HAND}.")

    def _ask_robots(self, url: httpx.URL) -> Robots | str:
        """The rules, or why they are not known. A file that is not there allows all, as RFC 9309 has it."""
        try:
            reply = self._follow(url, Conditions(), min(_ROBOTS_BYTES, self.policy.most_bytes), obey=False)
        except FetchError as error:
            missing = 400 <= error.answer < 500 and error.answer not in (401, 403, *PASSING)
            return Robots() if missing else str(error)
        instead = interstitial(reply.data)
        if reply.status != 200 or instead == CHECK:
            return f"{url} shows {instead or 'nothing final'}; {BY_HAND}."
        return read_robots(reply.data, AGENT)

    def _patiently(self, url: httpx.URL, earlier: Conditions, most: int, until: float) -> Reply:
        """One hop, attempted again after faults that may pass, with longer and longer waits."""
        policy = self.policy

        def wait(state: RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            asked = error.wait if isinstance(error, PassingError) else None
            backing_off = 2.0 ** (state.attempt_number - 1) * random.uniform(1, 1.5)
            return max(asked or 0.0, min(policy.longest_wait, backing_off))

        out_of_attempts = stop_after_attempt(1 + policy.retries)
        attempts = Retrying(
            retry=retry_if_exception_type(PassingError),
            wait=wait,
            stop=lambda state: out_of_attempts(state) or time.monotonic() + state.upcoming_sleep >= until,
            sleep=policy.sleep,
            reraise=True,
        )
        return attempts(exchange, self._client, url, earlier, most, until, policy)


def _examine(reply: Reply, wanted: Callable[[bytes], bool] | None) -> None:
    """Raise `FetchError` if what came is not a text of the type looked for."""
    url, data = reply.url, reply.data
    if not data.strip(b"\xef\xbb\xbf\0 \t\r\n"):
        why = "a check for robots answers so too; " if reply.status == 202 else ""
        raise FetchError(f"{url} is empty (HTTP {reply.status}); {why}{BY_HAND}.", reply.status)
    if data.startswith(_ARCHIVE):
        raise FetchError(f"{url} is an archive or a picture, not a text; look for the address of the text itself.")
    instead = interstitial(data)
    if instead:
        raise FetchError(f"{url} shows {instead} in place of the text; {BY_HAND}.", reply.status)
    if reply.status not in (200, 203):
        raise FetchError(f"{url} answers {reply.status}, which is not yet the text; try again later.", reply.status)
    if wanted is not None and not wanted(data):
        kind = reply.headers.get("content-type", "")[:80] or "not named"
        raise FetchError(
            f"{url} is not of the type looked for (it calls itself {kind}); correct the catalogue's address."
        )


def _parsed(url: str) -> httpx.URL:
    try:
        return httpx.URL(url).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(f"“{url[:200]}” is no address ({error}); correct it in the catalogue.") from error
