"""Login to a shared page. Without it nothing is served but the form: no page, no interface, no file."""

from __future__ import annotations

import hashlib
import logging
import secrets
import time
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from anyio import Lock
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.web.accounts import Accounts, AccountsError
from assistant.web.draw import templates
from assistant.web.rate import USER, Rate, address
from assistant.web.refuse import refusal
from assistant.web.texts import say

COOKIE = "pincite-login"
HOURS = 12  # after which one logs in again
_FORM_POLICY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'",
    # With `no-referrer`, as elsewhere, browsers would not say where the form came from, and it would be refused.
    "Referrer-Policy": "same-origin",
}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who has logged in: by which account as it was then, and until when (monotonic seconds)."""

    name: str
    kept: str
    until: float


class Login:
    """Serves `/login` and `/logout`, and lets only those through who have logged in; a request's scope then names them.

    Sessions end with the server, with their time, and when their account is changed or removed.
    """

    def __init__(self, app: ASGIApp, accounts: Accounts) -> None:
        self._app, self._accounts = app, accounts
        self._sessions: dict[str, Session] = {}  # by the hash of the cookie
        # Slow enough against guessing; by name too, for those who guess from many addresses.
        self._one = Lock()  # one password at a time: many at once would outrun the count, and keep the processors busy
        self._failures = {"address": Rate("10/10 minutes"), "name": Rate("50/10 minutes")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            session = self._session(request)
            answer = await self._answer(request, session)
        except AccountsError as error:
            log.error("%s", error)
            answer = refusal(503, say("login.broken"))
        if answer is not None:
            await answer(scope, receive, send)
        elif session is not None:
            await self._app({**scope, USER: session.name}, receive, send)

    async def _answer(self, request: Request, session: Session | None) -> Response | None:
        """What answers in place of the page; none for who has logged in and asks for something else."""
        path, is_post = request.url.path, request.method == "POST"
        if path == "/login":
            return await self._login(request) if is_post else _form(request, session.name if session else "")
        if path == "/logout":
            self._sessions.pop(_hashed(request), None)
            gone = RedirectResponse("/login", 303)
            gone.delete_cookie(COOKIE, httponly=True, samesite="lax")
            return gone
        if session is not None:
            return None
        if path == "/" and not is_post:
            asked = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(f"/login?{urlencode({'next': f'/{asked}'})}", 303)
        return refusal(401, say("login.needed"))

    async def _login(self, request: Request) -> Response:
        written = parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)
        name, password = (written.get(field, [""])[0] for field in ("username", "password"))
        counted = {"address": address(request.scope), "name": name}
        async with self._one:
            if any(rate.is_used_up(counted[what]) for what, rate in self._failures.items()):
                return _form(request, message=say("login.too_many"), status=429)
            if not await run_sync(self._accounts.accepts, name, password):
                for what, rate in self._failures.items():
                    rate.count(counted[what])
                return _form(request, message=say("login.wrong"), status=401)
        return self._opened(request, name)

    def _opened(self, request: Request, name: str) -> Response:
        now = time.monotonic()
        self._sessions = {key: session for key, session in self._sessions.items() if session.until > now}
        token = secrets.token_urlsafe(32)
        kept = self._accounts.hashes()[name]
        self._sessions[_hash(token)] = Session(name, kept, now + HOURS * 3600)
        is_page = "text/html" in request.headers.get("accept", "")  # else one of Gradio's clients, which wants no page
        answer = RedirectResponse(_next(request), 303) if is_page else JSONResponse({"success": True})
        secure = request.url.scheme == "https"
        answer.set_cookie(COOKIE, token, max_age=HOURS * 3600, httponly=True, samesite="lax", secure=secure)
        return answer

    def _session(self, request: Request) -> Session | None:
        session = self._sessions.get(_hashed(request))
        if session is None or session.until <= time.monotonic():
            return None
        return session if self._accounts.hashes().get(session.name) == session.kept else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _hashed(request: Request) -> str:
    return _hash(request.cookies.get(COOKIE, ""))


def _next(request: Request) -> str:
    """Where to go after login: a view of the page, never elsewhere."""
    wanted = request.query_params.get("next", "")
    return wanted if wanted.startswith("/?") else "/"


def _form(request: Request, name: str = "", message: str = "", status: int = 200) -> Response:
    """The form to log in; for who has, the one to log out."""
    shown = (
        templates()
        .get_template("login.html.j2")
        .render(name=name, message=message, next=urlencode({"next": _next(request)}))
    )
    return HTMLResponse(shown, status, _FORM_POLICY)
