"""The tab Workshop: what is made is shown with its places, answers folded away unless trainers read it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import gradio as gr
import pytest
from hostile import HOSTILE, is_harmless
from lxml.html import fromstring

from assistant.ask import Pincite
from assistant.web import address
from assistant.web.house import House
from assistant.web.workshop_tab import drawn, made, workshop_tab
from assistant.workshop.make import MAKES, Asked, make
from corpus.settings import Settings

Shown = Callable[..., str]


@pytest.fixture(scope="module")
def house(pincite: Pincite, settings: Settings) -> House:
    return House(pincite, settings, gr.HTML())


@pytest.fixture(scope="module")
def shown(house: House) -> Shown:
    """`shown("quiz", number=3)` is the HTML of what the tab makes."""

    def draw(what: str, **named: Any) -> str:
        usual = {"topic": "", "document": [], "jurisdiction": [], "number": 3, "difficulty": "", "kinds": [], "seed": 0}
        return made(house, what, **{**usual, "reader": "both", **named})[0]

    return draw


@pytest.mark.parametrize("what", MAKES)
def test_every_statement_is_there_with_its_places(pincite: Pincite, what: str) -> None:
    given = make(pincite.index, Asked(what, "cloud transfers" if what == "handout" else "", number=4))
    tree = fromstring(drawn(given))
    text = " ".join(tree.text_content().split())
    dumped = given.result.model_dump()
    statements = list(told(dumped))
    assert statements
    assert all(" ".join(one["text"].split()) in text for one in statements)
    assert {c["pin"] for one in statements for c in one["citations"]} == set(tree.xpath("//@data-pin"))


def told(value: Any) -> list[dict[str, Any]]:
    """The statements in what a model holds."""
    if isinstance(value, dict):
        return [value] if {"text", "citations"} <= set(value) else [s for one in value.values() for s in told(one)]
    return [s for one in value for s in told(one)] if isinstance(value, tuple | list) else []


@pytest.mark.parametrize(("reader", "is_open"), [("participants", False), ("both", False), ("trainers", True)])
@pytest.mark.parametrize("what", ["quiz", "cards", "scenario"])
def test_answers_are_folded_away_unless_trainers_read_it(shown: Shown, what: str, reader: str, is_open: bool) -> None:
    folded = fromstring(shown(what, reader=reader)).xpath("//details[not(ancestor::*[@class='notes'])]")
    assert folded and {one.get("open") is not None for one in folded} == {is_open}


def test_the_same_seed_shows_the_same(shown: Shown) -> None:
    assert shown("quiz", seed=3) == shown("quiz", seed=3) != shown("quiz", seed=4)


@pytest.mark.parametrize(
    ("what", "named", "sentence"),
    [
        ("quiz", {"number": None}, "“” is not a whole number"),
        ("quiz", {"number": 1.5}, "“1.5” is not a whole number"),
        ("quiz", {"number": "ten"}, "“ten” is not a whole number"),
        ("quiz", {"number": float("inf")}, "“inf” is not a whole number"),
        ("quiz", {"number": 0}, "A quiz of 0 questions is none"),
        ("quiz", {"seed": -1}, "“-1” is not a whole number"),
        ("quiz", {"difficulty": "wild"}, "“wild” is not a difficulty"),
        ("quiz", {"topic": "cheese making"}, "The corpus has nothing on “cheese making”"),
        ("cards", {"kinds": ["choice"]}, "“choice” is not a kind of card"),
        ("handout", {}, "A handout needs a topic"),
        ("poster", {}, "“poster” is not a kind of material"),
    ],
)
def test_wrong_input_is_told_in_a_sentence(shown: Shown, what: str, named: dict[str, Any], sentence: str) -> None:
    drawn = shown(what, **named)
    assert sentence in drawn and 'class="fault"' in drawn


@pytest.mark.parametrize("topic", HOSTILE)
@pytest.mark.parametrize("what", ["quiz", "handout"])
def test_hostile_words_do_nothing(shown: Shown, what: str, topic: str) -> None:
    assert is_harmless(shown(what, topic=topic))


@pytest.mark.parametrize(
    ("what", "named"),
    [
        (
            "quiz",
            {"topic": "PMP commitments", "difficulty": "hard", "kinds": ["choice"], "seed": 5, "reader": "trainers"},
        ),
        ("cards", {"jurisdiction": ["EU", "UK"], "number": 5}),
        ("handout", {"topic": "cloud transfers"}),
        ("scenario", {"number": 2, "seed": 7}),
    ],
)
def test_an_address_brings_the_material_back(house: House, shown: Shown, what: str, named: dict[str, Any]) -> None:
    with gr.Blocks():
        tab = workshop_tab(house)
    first = shown(what, **named)
    written = html.unescape(re.findall(r'data-address="\?([^"]+)"', first)[0])
    values = tab.restore(address.read(dict(parse_qsl(written))))
    assert values[0] == what and values[9] == first
    assert len(values) == len(tab.components) == len(tab.restore(address.read({})))
