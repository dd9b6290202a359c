"""One request and its answer, within bounds of size and time. What is not an answer becomes a sentence for the user."""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib import metadata
from types import TracebackType
from typing import Any, Self

import httpx

from corpus.errors import CorpusError
from corpus.interstitial import declared_check

AGENT = "Pincite"
BY_HAND = "open the address in a browser and save the text from there"
PASSING = (408, 429)
_STEP = 2**16  # bytes unpacked at once: a bomb is noticed one step after the bound
_REFUSED = re.compile(
    r"(image|audio|video|font)/|text/(css|javascript)|application/(zip|gzip|x-(zip|gzip|tar|rar|7z|bzip|xz)|vnd\.rar|java)"
)
_ANSWERS = {
    401: "asks for a log-in; choose an address that is open to all",
    403: f"refuses access; {BY_HAND}",
    404: "is not found; look for the document's new address and correct the catalogue",
    410: "has been taken down; look for the document's new address and correct the catalogue",
    429: "refuses more requests for now; try again later",
}


def user_agent() -> str:
    """What Pincite calls itself: its name, its version and the repository's address if the package's metadata has one."""
    try:
        about = metadata.metadata("pincite")
    except metadata.PackageNotFoundError:
        return AGENT
    addresses = dict(entry.split(", ", 1) for entry in about.get_all("Project-URL") or () if ", " in entry)
    where = next((address for label, address in addresses.items() if label.lower() == "repository"), "")
    return f"{AGENT}/{about['Version']} ({f'+{where}' if where else 'official texts on export controls'})"


@dataclass(frozen=True, slots=True)
class Policy:
    """What may be fetched and how. Bytes are counted after decompression; all times are in seconds.

    A host stands for the usual port of the scheme; `host:port` names another. `seconds` is the time for one document with
    its redirects, repeated attempts and waits, `seconds_to_read` that for one sign of life. `longest_wait` bounds what a
    site may ask with `Retry-After`.
    """

    hosts: frozenset[str]
    schemes: tuple[str, ...] = ("https",)
    most_bytes: int = 64 * 2**20
    seconds: float = 120.0
    seconds_to_read: float = 20.0
    redirects: int = 5
    retries: int = 3
    longest_wait: float = 60.0
    agent: str = field(default_factory=user_agent)
    sleep: Callable[[float], None] = field(default=time.sleep, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Conditions:
    """What the server said of the copy held, so that it need not send the same again. Empty is unknown."""

    etag: str = ""
    last_modified: str = ""

    def headers(self) -> dict[str, str]:
        """The headers of a request on these conditions."""
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of status 2xx or 3xx; the names of its headers are in lower case, its data is unpacked."""

    url: httpx.URL
    status: int
    headers: Mapping[str, str]
    data: bytes = b""


class FetchError(CorpusError):
    """A text could not be fetched; the sentence says why and what to do. `answer` is the HTTP status, 0 if there is none."""

    def __init__(self, sentence: str, answer: int = 0) -> None:
        super().__init__(sentence)
        self.answer = answer


class PassingError(FetchError):
    """A fault that may pass by itself. `wait`: the seconds that the server asks to wait, if it does."""

    def __init__(self, sentence: str, answer: int = 0, wait: float | None = None) -> None:
        super().__init__(sentence, answer)
        self.wait = wait


def exchange(
    client: httpx.Client, url: httpx.URL, earlier: Conditions, most: int, until: float, policy: Policy
) -> Reply:
    """Ask once for an address, for `most` bytes and until a time of the monotonic clock. Raises `FetchError`."""
    begun = False
    with _Watch(until) as watch:
        try:
            extensions = {"trace": watch.see}
            with client.stream("GET", url, headers=earlier.headers(), extensions=extensions) as response:
                headers = {name.lower(): value for name, value in response.headers.items()}
                _judge(url, response.status_code, headers, earlier, policy)
                if response.status_code // 100 == 3:
                    return Reply(url, response.status_code, headers)
                begun = True
                return Reply(url, response.status_code, headers, _body(response, most, watch))
        except (httpx.HTTPError, _Broken) as error:
            raise _fault(url, error, policy, late=watch.late, begun=begun) from error
        except _TooMuch as error:
            raise FetchError(f"{url} has more than {most:,} bytes, which is not fetched; {BY_HAND}.") from error


def host(url: httpx.URL) -> str:
    """The host of an address, with its port if that is not the scheme's own."""
    return url.netloc.decode("ascii")


def _judge(url: httpx.URL, status: int, headers: Mapping[str, str], earlier: Conditions, policy: Policy) -> None:
    """Raise `FetchError` for an answer that is none, before its body is read."""
    instead = declared_check(headers)
    if instead:
        # Without its status, so that a check before robots.txt (405) does not look like a file that is not there.
        raise FetchError(f"{url} shows {instead} in place of the text; {BY_HAND}.")
    if status == 304 and not earlier.headers():
        raise FetchError(f"{url} says “unchanged” though no copy was named; try again later.", status)
    why = _ANSWERS.get(status, "cannot be served now; try again later" if status >= 500 else f"is refused; {BY_HAND}")
    if status in PASSING or status >= 500:
        wait = _seconds(headers.get("retry-after", ""))
        if wait is not None and wait > policy.longest_wait:
            raise FetchError(f"{url} {why}, in {wait:,.0f} seconds as it asks (HTTP {status}).", status)
        raise PassingError(f"{url} {why} (HTTP {status}).", status, wait)
    if status >= 400:
        raise FetchError(f"{url} {why} (HTTP {status}).", status)
    kind = headers.get("content-type", "").strip().lower()
    if status < 300 and _REFUSED.match(kind):
        raise FetchError(f"{url} is of type {kind[:80]}, not a text; look for the address of the text itself.", status)


def _fault(url: httpx.URL, error: Exception, policy: Policy, *, late: bool, begun: bool) -> FetchError:
    if late:
        return FetchError(f"{url} took more than {policy.seconds:g} seconds in all; try again later.")
    if isinstance(error, httpx.TimeoutException):
        return PassingError(f"{url} gave no sign for {policy.seconds_to_read:g} seconds; try again later.")
    if begun:
        return PassingError(f"{url} broke off before its end ({error}); try again later.")
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            why = cause.verify_message
            return FetchError(f"The certificate of {host(url)} does not hold ({why}); nothing was fetched from there.")
        if isinstance(cause, httpx.InvalidURL):
            return FetchError(f"{url} sends on to what is no address ({cause}); {BY_HAND}.")
        cause = cause.__cause__ or cause.__context__
    return PassingError(f"{url} cannot be reached ({error}); look at the network and try again.")


def _seconds(retry_after: str) -> float | None:
    """Seconds that a `Retry-After` asks to wait, as a number or a date; `None` if it is neither."""
    if re.fullmatch(r"\s*[0-9]{1,9}\s*", retry_after):
        return float(retry_after)
    try:
        then = parsedate_to_datetime(retry_after)
    except (ValueError, TypeError, IndexError):
        return None
    return max(0.0, (then.replace(tzinfo=then.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


class _Broken(Exception):
    """The body ends too early, its time is up, or it is packed in a way that cannot be read."""


class _TooMuch(Exception):
    """The body is larger than allowed."""


class _Watch:
    """Cuts the connection of a request at a time of the monotonic clock.

    The client's own limits are for one read each; a server that sends a byte now and then, in the headers even, would
    never meet them.
    """

    def __init__(self, until: float) -> None:
        self.late = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(max(0.0, until - time.monotonic()), self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()

    def see(self, _: str, info: Mapping[str, Any]) -> None:
        """Take note of the connection; httpx calls this (its extension `trace`) as it opens or secures one."""
        about = getattr(info.get("return_value"), "get_extra_info", None)
        if about is not None:
            self._socket = about("socket")
            if self.late:
                self._cut()

    def _cut(self) -> None:
        self.late = True
        if isinstance(self._socket, socket.socket):
            # Not the method of a TLS socket, which takes its TLS away from under the reading thread.
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def _body(response: httpx.Response, most: int, watch: _Watch) -> bytes:
    """The body unpacked, of `most` bytes at most."""
    length = response.headers.get("content-length", "")
    if re.fullmatch(r"[0-9]{1,18}", length) and int(length) > most:
        raise _TooMuch
    coding = response.headers.get("content-encoding", "").strip().lower()
    if coding in ("", "identity"):
        pieces: Iterable[bytes] = response.iter_raw()
    elif coding in ("gzip", "x-gzip"):
        pieces = _unpacked(response.iter_raw())
    else:
        raise _Broken(f"packed as “{coding[:40]}”, which was not asked for")
    found = bytearray()
    for piece in pieces:
        found += piece
        # What the system had taken in before the cut can still be read.
        if watch.late:
            raise _Broken("the time is up")
        if len(found) > most:
            raise _TooMuch
    return bytes(found)


def _unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """gzip undone, never more than a step at once. httpx would unpack all it has read, and miss a cut-off end."""
    begun, member = False, zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        for piece in pieces:
            rest = piece
            while rest:
                if member.eof:
                    member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
                begun = True
                yield member.decompress(rest, _STEP)
                rest = member.unused_data if member.eof else member.unconsumed_tail
    except zlib.error as error:
        raise _Broken(f"its gzip is broken: {error}") from error
    if begun and not member.eof:
        raise _Broken("its gzip ends too early")
