"""Sessions that cost little to open.

For each session Gradio describes every component of the page anew, some forty milliseconds of work; a question of a program
is a session of its own. Here the page is described once, and each session begins with a copy.
"""

from __future__ import annotations

from copy import copy
from typing import Any

import gradio as gr
from gradio.state_holder import SessionState, StateHolder


class Sessions(StateHolder):
    """The sessions of a page that is whole: components added later would be lacking."""

    def __init__(self, page: gr.Blocks) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # Gradio's own
        self.set_blocks(page)
        self._first = SessionState(page)

    def __getitem__(self, session_id: str) -> SessionState:
        if session_id not in self.session_data:
            self.session_data[session_id] = self._opened()
        return super().__getitem__(session_id)

    def _opened(self) -> SessionState:
        made = copy(self._first)
        made.blocks_config = copy(self.blocks.default_config)
        made.config_values = {key: _own(config) for key, config in self._first.config_values.items()}
        made.state_data, made._state_ttl = {}, {}
        return made


def _own(config: dict[str, Any]) -> dict[str, Any]:
    """A description of its own for a session: Gradio writes what is shown into the properties."""
    return {**config, **({"props": dict(config["props"])} if "props" in config else {})}
