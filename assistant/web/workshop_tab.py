"""The tab Workshop: quizzes, cards, handouts and scenarios, shown with their places and handed out as files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import gradio as gr

from assistant.web import address
from assistant.web.downloads import Kept, downloads
from assistant.web.draw import draw
from assistant.web.house import House, Tab, fault
from assistant.web.texts import say
from assistant.workshop.cards import CARD_KINDS
from assistant.workshop.make import MAKES, NUMBERS, Asked, Made, make
from assistant.workshop.pages import READERS
from assistant.workshop.quiz import KINDS, LEVELS
from corpus.errors import UsageError

LONGEST = 200  # characters of a topic
MOST = 999_999  # the highest seed


def workshop_tab(house: House) -> Tab:
    """Build the tab."""
    documents = house.pincite.index.store.documents
    places = sorted({d.jurisdiction for d in documents.values()})
    kind = gr.Radio(
        [(say(f"make.{name}"), name) for name in MAKES], value="quiz", label=say("workshop.make"), elem_id="make"
    )
    with gr.Row(elem_classes="ask-row"):
        topic = gr.Textbox(
            label=say("workshop.topic"), info=say("workshop.topic_info"), max_length=LONGEST, elem_id="subject", scale=4
        )
        number = gr.Number(NUMBERS["quiz"], label=say("workshop.number"), elem_id="number", scale=1, min_width=110)
    reader = gr.Radio(
        [(say(f"reader.{name}"), name) for name in READERS], value="both", label=say("workshop.reader"),
        info=say("workshop.reader_info"), elem_id="reader",
    )  # fmt: skip
    with gr.Accordion(say("workshop.more"), open=False, elem_id="more"):
        with gr.Row():
            document = gr.Dropdown(
                [(f"{d.short} ({d.jurisdiction})", d.id) for d in documents.values()], multiselect=True,
                label=say("workshop.documents"), info=say("workshop.all"), elem_id="of-document",
            )  # fmt: skip
            jurisdiction = gr.Dropdown(
                [(say.name("place", code), code) for code in places], multiselect=True,
                label=say("workshop.jurisdictions"), info=say("workshop.all"), elem_id="of-jurisdiction",
            )  # fmt: skip
        difficulty = gr.Radio(
            [(say(f"difficulty.{name or 'any'}"), name) for name in ("", *LEVELS)], value="",
            label=say("workshop.difficulty"), elem_id="difficulty",
        )  # fmt: skip
        kinds = gr.CheckboxGroup(**_kinds("quiz"), elem_id="kinds")
        seed = gr.Number(0, label=say("workshop.seed"), info=say("workshop.seed_info"), elem_id="seed")
    button = gr.Button(say("workshop.button"), variant="primary", elem_id="make-it")
    files = downloads("workshop-files")
    output = house.output("material")
    inputs = [kind, topic, document, jurisdiction, number, difficulty, kinds, seed, reader]
    outputs = [output, *files.components]

    def asked(*written: Any) -> list[Any]:
        html, kept = made(house, *written)
        return [html, *files.offer(kept)]

    for starts in (button.click, topic.submit):
        starts(asked, inputs, outputs, api_visibility="private", show_progress="minimal", show_progress_on=[output])
    kind.input(
        fitting, kind, [topic, number, difficulty, kinds, seed], api_visibility="private", show_progress="hidden"
    )

    def restore(given: Mapping[str, str]) -> list[Any]:
        if given["tab"] != "workshop" or not given["make"]:
            return [gr.skip()] * (len(inputs) + len(outputs))
        what = given["make"] if given["make"] in MAKES else "quiz"
        of, within, sorts = (address.several(given[name]) for name in ("document", "jurisdiction", "kinds"))
        usual = str(_usual(what))
        written = (
            given["make"], given["topic"], of, within, given["number"] or usual, given["difficulty"], sorts,
            given["seed"] or "0", given["reader"] or "both",
        )  # fmt: skip
        topic, number, difficulty, kinds, seed = fitting(what)
        return [
            what,
            topic | {"value": given["topic"][:LONGEST]},
            [one for one in of if one in documents],
            [one for one in within if one in places],
            number | {"value": _shown(written[4])},
            difficulty | {"value": given["difficulty"] if given["difficulty"] in LEVELS else ""},
            kinds | {"value": [one for one in sorts if one in _sorts(what)]},
            seed | {"value": _shown(written[7])},
            written[8] if written[8] in READERS else "both",
            *asked(*written),
        ]

    return Tab("workshop", [*inputs, *outputs], restore)


def fitting(what: str) -> list[dict[str, Any]]:
    """What of topic, number, difficulty, kinds and seed a kind of material has."""
    return [
        gr.update(visible=what != "scenario"),
        gr.update(visible=what in NUMBERS, value=_usual(what)),
        gr.update(visible=what == "quiz"),
        gr.update(visible=bool(_sorts(what)), **_kinds(what)),
        gr.update(visible=what != "handout"),
    ]


def made(
    house: House,
    what: str,
    topic: str,
    document: Sequence[str],
    jurisdiction: Sequence[str],
    number: float | str | None,
    difficulty: str,
    kinds: Sequence[str],
    seed: float | str | None,
    reader: str,
) -> tuple[str, Kept | None]:
    """The material's HTML, and what may be downloaded of it."""
    try:
        asked = Asked(
            what, topic if what != "scenario" else "", document, jurisdiction,
            _whole(number) if what in NUMBERS else None, difficulty if what == "quiz" else "", kinds,
            _whole(seed) if what != "handout" else 0, reader,
        )  # fmt: skip
        given = house.pincite.over(lambda index: make(index, asked))
        return drawn(given, _where(asked)), Kept(f"pincite-{what}-{given.paper.date}", given.paper, given.result)
    except Exception as error:
        return fault(error), None


def drawn(made: Made, where: str = "") -> str:
    """The HTML of workshop material: the answers folded away, unless trainers read it."""
    return draw("workshop", made=made, address=where)


def _where(asked: Asked) -> str:
    return address.link(
        tab="workshop", make=asked.make, topic=asked.topic, document=asked.documents, jurisdiction=asked.jurisdictions,
        number="" if asked.number is None else asked.number, difficulty=asked.difficulty, kinds=asked.kinds,
        seed=asked.seed or "", reader=asked.reader,
    )  # fmt: skip


def _usual(what: str) -> int:
    return next((number for name, number in NUMBERS.items() if name == what), 0)


def _sorts(what: str) -> Sequence[str]:
    return {"quiz": KINDS, "cards": CARD_KINDS}.get(what, ())


def _kinds(what: str) -> dict[str, Any]:
    names = [(say(f"question.{name}") if what == "quiz" else say(f"card.{name}"), name) for name in _sorts(what)]
    label = say("workshop.kinds") if what == "quiz" else say("workshop.cards")
    return {"choices": names, "value": [], "label": label}


def _whole(written: float | str | None) -> int:
    """A whole number as it was written. Raises `UsageError` if it is none, or too high."""
    try:
        number = int(float(written if written not in (None, "") else "nothing"))
        if number == float(written or 0) and 0 <= number <= MOST:
            return number
    except (ValueError, OverflowError):
        pass
    raise UsageError(say("workshop.whole", value="" if written is None else written, most=f"{MOST:,}"))


def _shown(written: str) -> float | None:
    return int(written) if written.isdecimal() and int(written) <= MOST else None
