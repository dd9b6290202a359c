"""The tab Coverage: never a clearance, each element with its words and its place; the dialogue that a terminal has too."""

from __future__ import annotations

from itertools import pairwise

import gradio as gr
import pytest
from hostile import HOSTILE, is_harmless
from lxml.html import fromstring

from assistant.ask import Pincite
from assistant.coverage.cover import cover
from assistant.coverage.dialogue import MOST, Dialogue
from assistant.coverage.result import CAUTION, Coverage
from assistant.web import address
from assistant.web.coverage_tab import Held, coverage_tab, drawn
from assistant.web.draw import draw
from assistant.web.house import House
from assistant.web.texts import say
from corpus.settings import Settings

CONSOLE = say("item.example.a")
BAKERY = (
    "A mixer kneads dough for bakeries. It has a steel bowl, a timer and a lid, and it is washed by hand after work."
)


@pytest.fixture(scope="module")
def house(pincite: Pincite, settings: Settings) -> House:
    return House(pincite, settings, gr.HTML())


@pytest.fixture(scope="module")
def console(pincite: Pincite) -> Coverage:
    return cover(pincite.index, CONSOLE)


@pytest.mark.parametrize("text", [CONSOLE, say("item.example.b"), BAKERY])
def test_it_never_clears_an_item(pincite: Pincite, text: str) -> None:
    shown = fromstring(drawn(cover(pincite.index, text))).text_content()
    assert CAUTION in shown
    assert "is not controlled" not in shown.replace(CAUTION, "")
    assert say("item.routes") in shown and say("item.questions") in shown


def test_every_element_is_there_with_its_verdict_words_and_place(console: Coverage) -> None:
    tree = fromstring(drawn(console))
    sections = tree.xpath("//section[@class='candidate']")
    for candidate, section in zip(console.candidates, sections, strict=True):
        items = section.xpath(".//details//ul[@class='checklist']/li")
        shown = sorted((li.xpath("string(.//*[@class='words'])"), li.get("class")) for li in items)
        assert shown == sorted((one.words, one.verdict) for one in candidate.elements)
        quoted = [q.text_content() for li in items for q in li.xpath(".//*[@class='said']/q")]
        assert sorted(quoted) == sorted(one.quote for one in candidate.elements if one.quote)
        pins = {a.get("data-pin") for li in items for a in li.iter("a")}
        assert pins == {one.citation.pin for one in candidate.elements}


def test_headings_go_down_one_step_at_a_time(console: Coverage) -> None:
    levels = [int(one.tag[1]) for one in fromstring(drawn(console)).iter("h2", "h3", "h4")]
    assert levels[0] == 2
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_where_nothing_is_near_that_is_said(pincite: Pincite) -> None:
    shown = drawn(cover(pincite.index, BAKERY))
    assert say("item.status.nothing-near") in shown and "candidate" not in shown


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_do_nothing(pincite: Pincite, text: str) -> None:
    held = Dialogue(f"{CONSOLE} {text}")
    result = held.covered(pincite.index)
    element = held.next(result)
    assert element is not None
    answered = draw("answered", replies=held.replied(element, "unknown", text).replies)
    assert is_harmless(drawn(result) + draw("fact", element=element) + answered)


def test_a_dialogue_asks_each_fact_once_and_comes_to_an_end(pincite: Pincite) -> None:
    held, asked = Dialogue(CONSOLE), []
    while (element := held.next(held.covered(pincite.index))) is not None:
        asked.append((element.citation.pin, element.words))
        held = held.replied(element, "for" if len(asked) % 2 else "against")
    assert len(asked) == len(set(asked)) and 0 < len(asked) <= MOST


def test_what_was_answered_can_be_taken_back(pincite: Pincite, console: Coverage) -> None:
    held = Dialogue(CONSOLE)
    first = held.next(console)
    assert first is not None
    answered = held.replied(first, "for")
    assert answered.covered(pincite.index).stated
    assert answered.without(0) == held
    assert answered.without(7) == answered


def test_own_words_are_weighed_with_the_description(pincite: Pincite, console: Coverage) -> None:
    held = Dialogue(CONSOLE)
    first = held.next(console)
    assert first is not None
    result = held.replied(first, "unknown", "It was made for the police only").covered(pincite.index)
    assert result.stated == () and result.description.endswith("It was made for the police only.")


def test_an_address_brings_the_description_back(house: House) -> None:
    with gr.Blocks():
        tab = coverage_tab(house)
    text, shown, held, fact, *_ = tab.restore(address.read({"tab": "coverage", "item": CONSOLE}))
    assert text == CONSOLE and "Entries that may cover" in shown
    assert isinstance(held, Held) and held.element is not None and held.element.citation.pincite in fact
    assert len(tab.components) == len(tab.restore(address.read({"tab": "coverage", "item": CONSOLE})))
    assert len(tab.components) == len(tab.restore(address.read({})))


def test_what_cannot_be_read_is_told_in_a_sentence(house: House) -> None:
    with gr.Blocks():
        tab = coverage_tab(house)
    _, shown, *_ = tab.restore(address.read({"tab": "coverage", "item": "spyware"}))
    assert "is too little to compare" in shown and 'class="fault"' in shown
