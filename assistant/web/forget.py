"""What a program asked is forgotten once it has its answer.

Gradio opens a session for every question of a program, as for a page in a browser, and keeps it until others push it out: a
few hundred questions of a program would push out the pages that people have open.
"""

from __future__ import annotations

import re

import gradio as gr
from starlette.types import ASGIApp, Receive, Scope, Send

_ANSWER = re.compile(r"/gradio_api/call/(?:v2/)?[^/]+/(?P<event>[^/]+)")


class Forgetting:
    """Closes the session of a question when its answer has been fetched. One that the program named itself stays."""

    def __init__(self, app: ASGIApp, page: gr.Blocks) -> None:
        self._app, self._page = app, page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)
        found = _ANSWER.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if found is not None:
            session = found["event"]  # Gradio names the session of a question without one after the question
            self._page.state_holder.session_data.pop(session, None)
            self._page.state_holder.time_last_used.pop(session, None)
            self._page._queue.pending_messages_per_session.pop(session, None)
            self._page._queue.pending_event_ids_session.pop(session, None)
