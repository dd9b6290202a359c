"""What may reach the page: requests of the page itself, under its own name, without files.

Gradio serves more than the page needs: it gives out files, fetches addresses for whoever asks, takes uploads, keeps runs on
a hub, and lets pages of other ports read answers. Here only what the page and its interface use is let through.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.refuse import refusal
from assistant.web.texts import say

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
LONGEST = 1 << 20  # bytes of a request's body

_HOST = re.compile(r"(?:(?P<name>[a-z0-9._-]+)|\[(?P<address>[0-9a-f:.]+)\])(?::\d+)?")

# Requests that make the server work, and so count.
WORK = re.compile(r"/gradio_api/(queue/join|(run|api|call|call/v2)/[^/]+/?)")
_POST = re.compile(rf"{WORK.pattern}|/gradio_api/(cancel|reset/?)|/login|/logout")
_GET = re.compile(
    r"/(login|favicon\.ico|manifest\.json|robots\.txt|theme\.css|config/?|(assets|static)/.*)?"
    r"|/gradio_api/(info/?|openapi\.json|startup-events|app_id/?|theme\.css|queue/(data|status)|heartbeat/[^/]+"
    r"|call/(v2/)?[^/]+/[^/]+)"
)
# From these Gradio would make up the page's own address.
_FORWARDED = frozenset({b"x-forwarded-host", b"x-forwarded-proto", b"x-gradio-server"})


class Guard:
    """Lets through what the page itself asks. `names` are the hosts by which it may be addressed besides this machine's."""

    def __init__(self, app: ASGIApp, names: Iterable[str]) -> None:
        self._app = app
        self._names = LOOPBACK | {name.lower() for name in names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        refused = self._refused(scope)
        if refused is None and scope["method"] == "POST":
            body = await _body(receive)
            refused = _of_body(scope["path"], body)
            receive = _again(body, receive)
        if refused is not None:
            await refused(scope, receive, send)
            return
        kept = [(name, value) for name, value in scope["headers"] if name not in _FORWARDED]
        await self._app({**scope, "headers": kept}, receive, send)

    def _refused(self, scope: Scope) -> JSONResponse | None:
        headers, path = Headers(scope=scope), scope["path"]
        hosts = headers.getlist("host")
        if len(hosts) != 1 or _name(hosts[0]) not in self._names:
            return refusal(421, say("refused.host"))
        if any(urlsplit(origin).netloc != hosts[0] for origin in headers.getlist("origin")):
            return refusal(403, say("refused.origin"))
        routes = {"GET": _GET, "HEAD": _GET, "POST": _POST}.get(scope["method"])
        if routes is None or not routes.fullmatch(path):
            return refusal(404, say("refused.route"))
        return None


def _name(host: str) -> str:
    """The name in a `Host` header, without its port; empty if it is none."""
    found = _HOST.fullmatch(host.lower())
    return found["name"] or found["address"] if found else ""


def _of_body(path: str, body: bytes | None) -> JSONResponse | None:
    if body is None:
        return refusal(413, say("refused.long"))
    if not path.startswith("/gradio_api/"):
        return None
    try:
        is_file = holds_file(json.loads(body))
    except (ValueError, RecursionError):
        return refusal(400, say("refused.body"))
    return refusal(400, say("refused.upload")) if is_file else None


def holds_file(value: object) -> bool:
    """Whether a request names a file. Gradio would copy it from this machine, or fetch it, to where it can be downloaded."""
    if isinstance(value, dict):
        return ("path" in value and "meta" in value) or any(holds_file(one) for one in value.values())
    return isinstance(value, list) and any(holds_file(one) for one in value)


async def _body(receive: Receive) -> bytes | None:
    """The body of a request; none if it is too long."""
    body: bytes = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))  # none where the client has gone
        if len(body) > LONGEST:
            return None
        if not message.get("more_body"):
            return body


def _again(body: bytes | None, receive: Receive) -> Receive:
    """The body once more, and what comes after it: that the client has gone."""
    left = [body or b""]

    async def given() -> Message:
        return {"type": "http.request", "body": left.pop()} if left else await receive()

    return given
