"""What a job made, as files to keep. They are made when they are asked for and leave none on this machine."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
from pydantic import BaseModel

from assistant.export.choose import content
from assistant.paper import Paper, Table
from assistant.web.draw import draw
from assistant.web.house import SCRIPT
from assistant.web.texts import say
from corpus.errors import PinciteError

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown",
    "csv": "text/csv",
    "json": "application/json",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """What a session may download: what a job made, as a paper and as it is, and the stem of its files' name."""

    name: str
    paper: Paper
    result: BaseModel


@dataclass(frozen=True, slots=True)
class Downloads:
    """The buttons of a tab. `components` are its outputs, for which `offer` gives the values."""

    components: tuple[gr.components.Component, ...]

    def offer(self, kept: Kept | None) -> tuple[str, Kept | None]:
        """The buttons for what was made; none where nothing was."""
        if kept is None:
            return "", None
        has_table = any(isinstance(block, Table) for block in kept.paper.blocks)
        return draw("downloads", forms=[form for form in TYPES if form != "csv" or has_table]), kept


def downloads(name: str) -> Downloads:
    """Build the buttons of a tab where it is being built. `name` is their id in the page."""
    buttons = gr.HTML("", elem_id=name, js_on_load=SCRIPT, apply_default_css=False)
    kept, file = gr.State(None), gr.JSON(visible=False)

    def asked(kept: Kept | None, event: gr.EventData) -> dict[str, str] | None:
        if kept is None:
            gr.Warning(say("download.gone"))
            return None
        try:
            return made(kept, str(event._data.get("save")))
        except PinciteError as error:
            gr.Warning(str(error))
            return None

    buttons.click(asked, kept, file, api_visibility="private", show_progress="hidden").then(
        None, file, None, js="(file) => window.pincite.save(file)", api_visibility="private", show_progress="hidden"
    )
    return Downloads((buttons, kept))


def made(kept: Kept, form: str) -> dict[str, Any]:
    """A file as the browser takes it: its name, its type, and its bytes in base 64. Raises `UsageError` for another form."""
    written = content(kept.paper, Path(f"{kept.name}.{form}"), kept.result)
    return {"name": f"{kept.name}.{form}", "type": TYPES[form], "data": base64.b64encode(written).decode("ascii")}
