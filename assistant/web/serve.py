"""The page as a server: Gradio behind the guards, on this machine alone unless it is shared with a login."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

import gradio as gr
import uvicorn
from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from gradio.routes import App
from starlette.routing import Mount

from assistant.web.access import Login
from assistant.web.accounts import Accounts
from assistant.web.forget import Forgetting
from assistant.web.guard import Guard
from assistant.web.headers import SecurityHeaders
from assistant.web.rate import USER, Limited
from assistant.web.sessions import Sessions
from corpus.settings import Settings

AT_ONCE = 2  # answers made at a time
WAITING = 64  # questions that wait; more are told that the page is busy
SESSIONS = 300  # open pages whose state is kept
POLLED = (
    0.01  # seconds between looks into an empty queue; Gradio's own millisecond keeps a processor at work for nothing
)
_LOG = logging.getLogger("uvicorn.error")

# Where OpenTelemetry is set up on a machine, FastAPI would tell it each address asked for, and with it the questions.
_SILENT: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}


def application(page: gr.Blocks, look: Mapping[str, Any], settings: Settings) -> FastAPI:
    """The page as an ASGI application. `look` holds arguments of `gr.mount_gradio_app`: theme, styles, icon."""
    page.queue(max_size=WAITING, default_concurrency_limit=AT_ONCE, api_open=False)
    page._queue.sleep_when_free = POLLED
    page.state_session_capacity = SESSIONS
    # Gradio holds what visitors send against its rules on files only where it thinks that it was launched by itself.
    page.has_launched = True
    accounts = Accounts(Path(settings.auth_file)) if settings.auth_file else None
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, telemetry=_SILENT)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        auth_dependency=None if accounts is None else lambda request: request.scope.get(USER),
        app_kwargs={"telemetry": _SILENT},
        run_history=False,
        ssr_mode=False,
        mcp_server=False,
        enable_monitoring=False,
        pwa=False,
        show_error=False,
        max_file_size=1,
        **{"footer_links": [], **look},
    )
    # The application that Gradio mounted, which is not `page.app`.
    mounted = next(route.app for route in app.routes if isinstance(route, Mount) and isinstance(route.app, App))
    mounted.state_holder = Sessions(page)
    app.add_middleware(Forgetting, page=page)
    app.add_middleware(Limited, rate=settings.web_rate)
    if accounts is not None:
        app.add_middleware(Login, accounts=accounts)
    app.add_middleware(Guard, names=names(settings))
    app.add_middleware(SecurityHeaders)
    return app


def names(settings: Settings) -> frozenset[str]:
    """The names by which the page is reached, besides those of this machine."""
    return frozenset(name.strip().lower() for name in settings.web_names.split(",") if name.strip())


class Server(uvicorn.Server):
    """Serves one application over a socket that is bound already; `run` returns when it is told to end. `ready` is called
    when it answers.
    """

    def __init__(self, app: FastAPI, ready: Callable[[], None], is_behind_proxy: bool = False) -> None:
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            ws="none",
            # A proxy on this machine is believed about who asks, where the page has a name for others to reach it by.
            proxy_headers=is_behind_proxy,
            forwarded_allow_ips="127.0.0.1",
            timeout_graceful_shutdown=1,
        )
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        _LOG.disabled = False
        await super().startup(sockets)
        if self.started:
            self._ready()

    def handle_exit(self, _sig: int, _frame: FrameType | None) -> None:
        """End without raising the signal once more afterwards: what is left to be done is done then."""
        self.force_exit = self.should_exit
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Open pages hold a stream that ends with them, not with the server: that it is cut is no error.
        _LOG.disabled = True
        await super().shutdown(sockets)
