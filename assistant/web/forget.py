"""A question of a program stands alone, and is forgotten once it has its answer.

Gradio opens a session for every question of a program, as for a page in a browser, and keeps it until others push it out: a
few hundred questions of a program would push out the pages that people have open. A program may name the session, but
Gradio's streams of answers take what comes next in the session, whichever question it answers: of two questions of one
session one may be given the other's answer, and the other may wait for ever. So the name is left out: nothing that programs
may ask here remembers anything.
"""

from __future__ import annotations

import json
import re

import gradio as gr
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_QUESTION = re.compile(r"/gradio_api/call/[^/]+/?")
_ANSWER = re.compile(r"/gradio_api/call/(?:v2/)?[^/]+/(?P<event>[^/]+)")


class Forgetting:
    """Gives each question of a program a session of its own, and closes it when the answer has been fetched. Takes bodies
    whole, as `Guard` gives them.
    """

    def __init__(self, app: ASGIApp, page: gr.Blocks) -> None:
        self._app, self._page = app, page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_question = scope["method"] == "POST" and _QUESTION.fullmatch(scope["path"])
        await self._app(scope, _unnamed(receive) if is_question else receive, send)
        found = _ANSWER.fullmatch(scope["path"]) if scope["method"] == "GET" else None
        if found is not None:
            session = found["event"]  # Gradio names the session of a question without one after the question
            self._page.state_holder.session_data.pop(session, None)
            self._page.state_holder.time_last_used.pop(session, None)
            self._page._queue.pending_messages_per_session.pop(session, None)
            self._page._queue.pending_event_ids_session.pop(session, None)


def _unnamed(receive: Receive) -> Receive:
    """A question's body without the name of a session."""

    async def given() -> Message:
        message = await receive()
        if body := message.get("body"):
            asked = json.loads(body)
            if isinstance(asked, dict):
                return {**message, "body": json.dumps({**asked, "session_hash": None}).encode()}
        return message

    return given
