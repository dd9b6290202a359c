"""The tab Compare: how jurisdictions treat a topic, as a table whose every statement leads to its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import gradio as gr

from assistant.compare.compare import compare
from assistant.compare.comparison import Comparison
from assistant.compare.paper import paper
from assistant.web import address
from assistant.web.downloads import Kept, downloads
from assistant.web.draw import draw
from assistant.web.house import SCRIPT, House, Tab, fault
from assistant.web.texts import say

LONGEST = 200  # characters of a topic
USUAL = ("EU", "UK", "US", "DE", "CH")


def compare_tab(house: House) -> Tab:
    """Build the tab."""
    places = sorted({d.jurisdiction for d in house.pincite.index.store.documents.values()})
    with gr.Row(elem_classes="ask-row", equal_height=True):
        topic = gr.Textbox(
            label=say("compare.label"), placeholder=say("compare.placeholder"), max_length=LONGEST, elem_id="topic",
            scale=5,
        )  # fmt: skip
        button = gr.Button(say("compare.button"), variant="primary", elem_id="compare", scale=1, min_width=110)
    jurisdictions = gr.Dropdown(
        [(say.name("place", code), code) for code in places], value=_usual(places), multiselect=True,
        label=say("compare.jurisdictions"), info=say("compare.jurisdictions_info"), elem_id="jurisdictions",
    )  # fmt: skip
    examples = gr.HTML(
        draw("topics", jurisdictions=_usual(places)), elem_id="topics", js_on_load=SCRIPT, apply_default_css=False
    )
    files = downloads("comparison-files")
    output = house.output("comparison")

    def asked(topic: str, jurisdictions: Sequence[str]) -> list[Any]:
        html, kept = compared(house, topic, jurisdictions)
        return [html, *files.offer(kept)]

    def of_example(event: gr.EventData) -> str:
        return str(event._data.get("make") or "")[:LONGEST]

    inputs, outputs = [topic, jurisdictions], [output, *files.components]
    for starts in (button.click, topic.submit):
        starts(asked, inputs, outputs, api_visibility="private", show_progress="minimal", show_progress_on=[output])
    examples.click(of_example, None, topic, api_visibility="private", show_progress="hidden").then(
        asked, inputs, outputs, api_visibility="private", show_progress="minimal", show_progress_on=[output]
    )

    def restore(given: Mapping[str, str]) -> list[Any]:
        if given["tab"] != "compare" or not given["topic"]:
            return [gr.skip()] * 5
        wanted = address.several(given["jurisdictions"]) or _usual(places)
        return [given["topic"][:LONGEST], [code for code in wanted if code in places], *asked(given["topic"], wanted)]

    return Tab("compare", [*inputs, *outputs], restore)


def compared(house: House, topic: str, jurisdictions: Sequence[str]) -> tuple[str, Kept | None]:
    """The comparison's HTML, and what may be downloaded of it."""
    try:
        made = house.pincite.over(lambda index: compare(index, topic[: LONGEST + 1], jurisdictions))
        where = address.link(tab="compare", topic=made.topic, jurisdictions=made.jurisdictions)
        kept = Kept(f"pincite-comparison-{made.date}", paper(made), made)
        return drawn(made, where), kept if made.rows else None
    except Exception as error:
        return fault(error), None


def drawn(made: Comparison, where: str = "") -> str:
    """A comparison's HTML: the table, or that there is nothing to compare."""
    return draw("comparison", given=made, address=where)


def _usual(places: Sequence[str]) -> list[str]:
    return [code for code in USUAL if code in places]
