"""How much work one visitor may ask of the server in a time."""

from __future__ import annotations

import math
import time

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.web.guard import WORK
from assistant.web.refuse import refusal
from assistant.web.texts import say


class Rate:
    """A number of times in a moving window, for each visitor apart: `120/minute`. Kept in memory."""

    def __init__(self, rate: str) -> None:
        self._rate = parse(rate)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def count(self, *who: str) -> bool:
        """Count one time more. Gives whether it was within the rate; what was not is not counted."""
        return self._limiter.hit(self._rate, *who)

    def is_used_up(self, *who: str) -> bool:
        return not self._limiter.test(self._rate, *who)

    def wait(self, *who: str) -> int:
        """Seconds until there is room again, at least one."""
        return max(1, math.ceil(self._limiter.get_window_stats(self._rate, *who).reset_time - time.time()))


class Limited:
    """Refuses requests that start work when a visitor has made too many: by the name of who is logged in, else by address."""

    def __init__(self, app: ASGIApp, rate: str) -> None:
        self._app, self._rate = app, Rate(rate)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "POST" and WORK.fullmatch(scope["path"]):
            who = visitor(scope)
            if not self._rate.count(*who):
                seconds = self._rate.wait(*who)
                refused = refusal(429, say("refused.rate", seconds=seconds), {"Retry-After": str(seconds)})
                await refused(scope, receive, send)
                return
        await self._app(scope, receive, send)


def visitor(scope: Scope) -> tuple[str, str]:
    """Who asks: the name that is logged in, else the address."""
    name = scope.get(USER)
    return ("name", name) if name else ("address", address(scope))


def address(scope: Scope) -> str:
    """The address of who asks; empty where the server does not know."""
    return scope["client"][0] if scope.get("client") else ""


USER = "pincite.user"  # where a request's scope holds the name that is logged in
