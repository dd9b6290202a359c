"""What every answer of the server tells the browser: take nothing from elsewhere, run no script but the page's own."""

from __future__ import annotations

import re
import secrets

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.refuse import refusal
from assistant.web.texts import say

# Gradio compiles its components' templates in the browser and sets styles from its scripts, hence the two `unsafe`.
_PAGE = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'self'; object-src 'none'"
)
_OTHER = "default-src 'none'; frame-ancestors 'none'; sandbox"
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_NAMED_BY_CONTENT = "/assets/"  # a new version of Gradio gives new names
_SCRIPT = re.compile(rb"<script(?=[\s>])")


class SecurityHeaders:
    """Adds the headers to every answer, and the nonce to the scripts of an HTML page. Other answers pass piece by piece."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(scope["path"], send)
        try:
            await self._app(scope, receive, answer)
        except Exception:
            if not answer.has_started:
                await refusal(500, say("fault.unforeseen"))(scope, receive, answer)
            raise


class _Answer:
    """The `send` of one answer."""

    def __init__(self, path: str, send: Send) -> None:
        self._path, self._send = path, send
        self._page: Message | None = None  # the start of an HTML page, held until its scripts are known
        self._html = b""
        self.has_started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.has_started = True
            headers = MutableHeaders(scope=message)
            self._add(headers, message["status"])
            if headers.get("content-type", "").startswith("text/html"):
                self._page = message
                return
            headers.setdefault("Content-Security-Policy", _OTHER)
        elif self._page is not None:
            self._html += message.get("body", b"")
            if message.get("more_body"):
                return
            message = {**message, "body": self._with_nonce(self._page)}
            await self._send(self._page)
        await self._send(message)

    def _add(self, headers: MutableHeaders, status: int) -> None:
        for name in [name for name in headers if name.startswith("access-control-")]:
            del headers[name]
        for name, value in _ALWAYS.items():
            headers.setdefault(name, value)
        is_fixed = status == 200 and self._path.startswith(_NAMED_BY_CONTENT)
        headers["Cache-Control"] = "private, max-age=31536000, immutable" if is_fixed else "no-store"

    def _with_nonce(self, start: Message) -> bytes:
        """The page with the nonce on each script that it came with. What users write is no script there: it comes as JSON in
        which no `<` is left.
        """
        nonce = secrets.token_urlsafe(16)
        headers = MutableHeaders(scope=start)
        headers.setdefault("Content-Security-Policy", _PAGE.format(nonce=nonce))
        html = _SCRIPT.sub(f'<script nonce="{nonce}"'.encode(), self._html)
        headers["Content-Length"] = str(len(html))
        return html
