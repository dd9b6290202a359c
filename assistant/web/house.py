"""What the tabs of the page share: the assistant, the panel with the source, and how clicks and faults are dealt with."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ParamSpec

import gradio as gr
from gradio.blocks import Block

from assistant.ask import Pincite
from assistant.show import NoSuchPlace
from assistant.web.draw import draw
from assistant.web.source import drawn, page_shown, pages_of, source
from assistant.web.texts import say
from corpus.errors import PinciteError
from corpus.provisions import Layer
from corpus.settings import Settings

P = ParamSpec("P")
WANTED = ("pin", "edition", "quote", "layer", "picture")  # what a link says of the place that it opens

SCRIPT = Path(__file__).with_name("page.js").read_text(encoding="utf-8")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab: how it takes up an address. `restore` gives the new values of `components`, for the values of an address.
    `opened` is what it shows when it is chosen, given what it shows already, and the component that does.
    """

    name: str
    components: Sequence[Block]
    restore: Callable[[Mapping[str, str]], Sequence[Any]]
    opened: tuple[Callable[..., Any], gr.HTML] | None = None


@dataclass(slots=True)
class House:
    """The page as it is put together."""

    pincite: Pincite
    settings: Settings
    panel: gr.HTML
    evidence: Callable[[], str] | None = None
    tabs: list[Tab] = field(default_factory=list)

    def output(self, name: str, value: str = "", opens: bool = True) -> gr.HTML:
        """An output, whose places open in the panel unless it deals with clicks itself. `name` is its id in the page."""
        made = gr.HTML(value, elem_id=name, js_on_load=SCRIPT, apply_default_css=False)
        if opens:
            self.opens(made)
        return made

    def opens(self, output: gr.HTML) -> None:
        """Let the places of an output open in the panel."""
        output.click(self._opened, None, self.panel, api_visibility="private", show_progress="minimal", queue=False)

    def source(self, pin: str, edition: str = "", quote: str = "", layer: str = "", picture: str = "") -> str:
        """The panel's HTML for a place; with `picture`, the page of its source too, if that is a PDF file."""
        kind: Layer | None = "digest" if layer == "digest" else "official" if layer == "official" else None
        found = self.pincite.over(lambda index: source(index, pin, edition, quote, kind))
        file = pages_of(self.settings.home, found)
        shown = page_shown(file, found.shown.page, quote) if file and picture else ""
        return drawn(found, quote, has_pages=file is not None, picture=shown)

    def safe_source(self, *wanted: str) -> str:
        """The panel's HTML for a place, or for what is wrong with it."""
        return told(self.source)(*wanted)

    def _opened(self, event: gr.EventData) -> str:
        return self.safe_source(*(str(event._data.get(name) or "") for name in WANTED))


def told(draws: Callable[P, str]) -> Callable[P, str]:
    """What draws HTML, so that a fault of Pincite's is shown as its sentence, and any other as one that says nothing."""

    @functools.wraps(draws)
    def safe(*given: P.args, **named: P.kwargs) -> str:
        try:
            return draws(*given, **named)
        except Exception as error:
            return fault(error)

    return safe


def fault(error: Exception) -> str:
    """A fault as HTML. What was not foreseen is logged, without what the user wrote, and not shown."""
    if isinstance(error, NoSuchPlace):
        return draw("fault", message=str(error), nearest=error.nearest)
    if isinstance(error, PinciteError):
        return draw("fault", message=str(error), nearest=())
    log.exception("A part of the page failed")
    return draw("fault", message=say("fault.unforeseen"), nearest=())
