"""The tab Coverage: a description, the entries that may cover it, and the facts that decide, asked one at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.coverage.dialogue import Dialogue
from assistant.coverage.record import paper
from assistant.coverage.result import Coverage, ElementFound
from assistant.coverage.weigh import Verdict
from assistant.web import address
from assistant.web.downloads import Kept, downloads
from assistant.web.draw import draw
from assistant.web.house import SCRIPT, House, Tab, fault
from assistant.web.texts import say

LONGEST = 20_000  # characters that the box takes; what is too long for `cover` is told in its words
WORDS = 500  # characters of an answer in words of one's own


@dataclass(frozen=True, slots=True)
class Held:
    """What a session remembers: what was said so far, and the element that is asked for now."""

    dialogue: Dialogue | None = None
    element: ElementFound | None = None


def coverage_tab(house: House) -> Tab:
    """Build the tab."""
    description = gr.Textbox(
        label=say("item.label"), info=say("item.info"), lines=4, max_lines=12, max_length=LONGEST, elem_id="item"
    )
    button = gr.Button(say("item.button"), variant="primary", elem_id="cover")
    examples = gr.HTML(draw("items"), elem_id="items", js_on_load=SCRIPT, apply_default_css=False)
    held = gr.State(Held())
    with gr.Column(visible=False, elem_id="asking") as asking:
        fact = house.output("fact-asked")
        words = gr.Textbox(label=say("item.words"), info=say("item.words_info"), max_length=WORDS, elem_id="words")
        with gr.Row():
            replies: dict[Verdict, gr.Button] = {
                "for": gr.Button(say("item.yes"), elem_id="yes", min_width=80),
                "against": gr.Button(say("item.no"), elem_id="no", min_width=80),
                "unknown": gr.Button(say("item.unknown"), elem_id="unknown", min_width=80),
            }
    answered = gr.HTML("", elem_id="answered", js_on_load=SCRIPT, apply_default_css=False)
    files = downloads("coverage-files")
    output = house.output("coverage")
    outputs = [output, held, fact, asking, words, answered, examples, *files.components]

    def shown(dialogue: Dialogue, before: Held) -> list[Any]:
        """What is shown of a dialogue; after a fault, what was there before but for the sentence that tells it."""
        try:
            result = house.pincite.over(dialogue.covered)
        except Exception as error:
            return [fault(error), before, *[gr.skip()] * (len(outputs) - 2)]
        element = dialogue.next(result)
        asked = draw("fact", element=element) if element else ""
        said = draw("answered", replies=dialogue.replies) if dialogue.replies else ""
        kept = Kept(f"pincite-coverage-{result.date}", paper(result), result)
        now = Held(dialogue, element)
        is_asked, is_first = gr.update(visible=element is not None), gr.update(visible=False)
        return [drawn(result, _where(dialogue)), now, asked, is_asked, "", said, is_first, *files.offer(kept)]

    def described(text: str, before: Held) -> list[Any]:
        return shown(Dialogue(text), before)

    def replied(verdict: Verdict) -> Callable[[Held, str], list[Any]]:
        def reply(before: Held, words: str) -> list[Any]:
            if before.dialogue is None or before.element is None:
                return [draw("fault", message=say("item.gone"), nearest=()), *[gr.skip()] * (len(outputs) - 1)]
            return shown(before.dialogue.replied(before.element, verdict, words[:WORDS]), before)

        return reply

    def undone(before: Held, event: gr.EventData) -> list[Any]:
        number = str(event._data.get("undo"))
        if before.dialogue is None or not number.isdigit():
            return [gr.skip()] * len(outputs)
        return shown(before.dialogue.without(int(number)), before)

    def of_example(event: gr.EventData) -> str:
        return str(event._data.get("make") or "")[:LONGEST]

    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    told: dict[str, Any] = {"api_visibility": "private", "show_progress": "minimal", "show_progress_on": [output]}
    button.click(described, [description, held], outputs, **told)
    examples.click(of_example, None, description, **quiet).then(described, [description, held], outputs, **told)
    for verdict, one in replies.items():
        to_fact = one.click(replied(verdict), [held, words], outputs, **told)
        to_fact.then(None, None, None, js="() => window.pincite.focus('fact', 'yes')", **quiet)
    answered.click(undone, held, outputs, **told).then(
        None, None, None, js="() => window.pincite.focus('fact')", **quiet
    )

    def restore(given: Mapping[str, str]) -> list[Any]:
        if given["tab"] != "coverage" or not given["item"]:
            return [gr.skip()] * (len(outputs) + 1)
        return [given["item"], *described(given["item"], Held())]

    return Tab("coverage", [description, *outputs], restore)


def drawn(result: Coverage, where: str = "") -> str:
    """The HTML of what the lists ask of an item, and what the description says of it."""
    return draw("coverage", given=result, address=where)


def _where(dialogue: Dialogue) -> str:
    """The address of a description; what was answered is no part of it."""
    return address.link(tab="coverage", item=" ".join(dialogue.description.split()))
