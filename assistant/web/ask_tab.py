"""The tab Ask: a question, what it is limited to, the answer with its places; follow-ups, and what the user thinks of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast, get_args

import gradio as gr

from assistant.answer import Answer, Citation, Statement
from assistant.follow import follow
from assistant.web import address
from assistant.web.draw import draw
from assistant.web.feedback import LONGEST_COMMENT, Feedback, Verdict, keep
from assistant.web.house import SCRIPT, House, Tab, fault
from assistant.web.texts import say
from corpus.catalogue import KINDS
from corpus.errors import PinciteError

LONGEST = 1000  # characters of a question that the box takes; `ask` has a bound of its own


@dataclass(frozen=True, slots=True)
class Asked:
    """What a session remembers: the question that the next one may lean on, and the answer that feedback is about."""

    question: str = ""
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Statements that rest on one place, under it."""

    citation: Citation
    statements: tuple[Statement, ...]


def ask_tab(house: House) -> Tab:
    """Build the tab."""
    documents = house.pincite.index.store.documents
    places = sorted({d.jurisdiction for d in documents.values()})
    remembered = gr.State(Asked())
    with gr.Row(elem_classes="ask-row", equal_height=True):
        question = gr.Textbox(
            label=say("ask.label"), placeholder=say("ask.placeholder"), lines=1, max_lines=6, max_length=LONGEST,
            elem_id="question", scale=5, submit_btn=False,
        )  # fmt: skip
        with gr.Column(scale=1, min_width=110):
            button = gr.Button(say("ask.button"), variant="primary", elem_id="ask")
            reset = gr.Button(say("ask.reset"), visible=False, elem_id="reset", size="sm")
    with gr.Accordion(say("filter.heading"), open=False, elem_id="limits"):
        with gr.Row():
            jurisdiction = gr.Dropdown(
                [(say.name("place", code), code) for code in places], multiselect=True,
                label=say("filter.jurisdiction"), info=say("filter.any"), elem_id="jurisdiction",
            )  # fmt: skip
            kind = gr.Dropdown(
                [(say.name("kind", name), name) for name in KINDS], multiselect=True, label=say("filter.kind"),
                info=say("filter.any"), elem_id="kind",
            )  # fmt: skip
        with gr.Row():
            document = gr.Dropdown(
                [(f"{d.short} ({d.jurisdiction})", d.id) for d in documents.values()], multiselect=True,
                label=say("filter.document"), info=say("filter.any"), elem_id="document",
            )  # fmt: skip
            as_of = gr.Textbox(label=say("filter.as_of"), info=say("filter.as_of_info"), elem_id="as-of", max_length=10)
        binding = gr.Checkbox(label=say("filter.binding"), elem_id="binding")
    answer = house.output("answer")
    examples = gr.HTML(draw("examples"), elem_id="examples", js_on_load=SCRIPT, apply_default_css=False, render=False)

    thought = gr.Accordion(say("feedback.heading"), open=False, visible=False, elem_id="feedback")
    with thought:
        verdict = gr.Radio(
            [(say(f"feedback.{name}"), name) for name in get_args(Verdict)],
            label=say("feedback.label"),
            elem_id="verdict",
        )
        comment = gr.Textbox(
            label=say("feedback.comment"),
            info=say("feedback.kept"),
            lines=3,
            max_length=LONGEST_COMMENT,
            elem_id="comment",
        )
        send = gr.Button(say("feedback.button"), elem_id="send", size="sm")
        thanks = gr.HTML(apply_default_css=False, elem_id="thanks")
    examples.render()

    limits = [jurisdiction, kind, document, binding, as_of]

    def asked(written: str, before: Asked, *limits: Any) -> tuple[Any, ...]:
        html, now = answered(house, written, before, *limits)
        has_one = now.answer is not None
        shows = (gr.update(visible=bool(now.question)), gr.update(visible=not now.question))
        return html, now, *shows, gr.update(visible=has_one, open=False), None, "", ""

    def thanked(verdict: str | None, comment: str, about: Asked) -> str:
        return draw("thanks", message=kept(house, verdict, comment, about))

    def of_example(event: gr.EventData) -> str:
        return str(event._data.get("ask") or "")[:LONGEST]

    outputs = [answer, remembered, reset, examples, thought, verdict, comment, thanks]
    for starts in (button.click, question.submit):
        starts(asked, [question, remembered, *limits], outputs, api_visibility="private", show_progress="minimal",
               show_progress_on=[answer])  # fmt: skip
    examples.click(of_example, None, question, api_visibility="private", show_progress="hidden").then(
        asked, [question, remembered, *limits], outputs, api_visibility="private", show_progress="minimal",
        show_progress_on=[answer],
    )  # fmt: skip
    new = ("", "", Asked(), gr.update(visible=False), gr.update(visible=True), gr.update(visible=False), None, "", "")
    reset.click(
        lambda: new, None, [question, *outputs], api_visibility="private", show_progress="hidden",
        js="() => { window.pincite.forget(); return []; }",
    )  # fmt: skip
    send.click(thanked, [verdict, comment, remembered], thanks, api_visibility="private", show_progress="hidden")

    def restore(given: Mapping[str, str]) -> list[Any]:
        if not given["q"]:
            return [gr.skip()] * (1 + len(limits) + len(outputs))
        chosen = [address.several(given[name]) for name in ("jurisdiction", "kind", "document")]
        only, date = given["binding"] == "yes", given["as_of"][:10]
        there = (places, KINDS, documents)
        known = [[value for value in values if value in held] for values, held in zip(chosen, there, strict=True)]
        return [given["q"], *known, only, date, *asked(given["q"], Asked(), *chosen, only, date)]

    return Tab("ask", [question, *limits, *outputs], restore)


def answered(
    house: House,
    written: str,
    before: Asked,
    jurisdiction: list[str],
    kind: list[str],
    document: list[str],
    binding: bool,
    as_of: str,
) -> tuple[str, Asked]:
    """The answer's HTML, and what is remembered. A question that leans on the one before is read together with it."""
    try:
        followed = house.pincite.over(lambda index: follow(before.question, written, index.store))
        given = house.pincite.ask(followed.asked, jurisdiction, kind, document, as_of or "", binding=binding)
    except Exception as error:
        return fault(error), before
    where = address.link(
        q=followed.asked, jurisdiction=jurisdiction, kind=kind, document=document, binding=binding, as_of=as_of or ""
    )
    return drawn(given, where, followed.context), Asked(followed.asked, given)


def kept(house: House, verdict: str | None, comment: str, about: Asked) -> str:
    """Keep what a reader thinks of an answer, and say so; or say why it is not kept."""
    if about.answer is None:
        return say("feedback.nothing")
    if verdict not in get_args(Verdict):
        return say("feedback.choose")
    try:
        keep(house.settings.home, Feedback.on(about.answer, cast("Verdict", verdict), comment or ""))
    except PinciteError as error:
        return str(error)
    return say("feedback.thanks")


def drawn(given: Answer, where: str = "", context: str = "") -> str:
    """An answer's HTML: statements under their places, numbered as the list of places is. An abstention looks different."""
    places: dict[str, Citation] = {}
    for statement in given.statements:
        for citation in statement.citations:
            places.setdefault(citation.pin, citation)
    numbers = {pin: n for n, pin in enumerate(places, 1)}
    groups = tuple(_groups(given))
    return draw("answer", given=given, groups=groups, places=places, numbers=numbers, address=where, context=context)


def _groups(given: Answer) -> Iterator[Group]:
    by_place: dict[str, list[Statement]] = {}
    for statement in given.statements:
        by_place.setdefault(statement.citations[0].pin, []).append(statement)
    for statements in by_place.values():
        yield Group(statements[0].citations[0], tuple(statements))
