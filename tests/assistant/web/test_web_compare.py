"""The tab Compare: a real table, each statement with its force and its places, blanks that say what they are."""

from __future__ import annotations

import html
import re

import gradio as gr
import pytest
from hostile import HOSTILE, is_harmless
from lxml.html import fromstring

from assistant.ask import Pincite
from assistant.compare.compare import compare
from assistant.compare.comparison import Comparison
from assistant.web import address
from assistant.web.compare_tab import compare_tab, compared, drawn
from assistant.web.house import House
from corpus.settings import Settings

CODES = ("EU", "UK", "US", "DE", "CH")


@pytest.fixture(scope="module")
def house(pincite: Pincite, settings: Settings) -> House:
    return House(pincite, settings, gr.HTML())


@pytest.fixture(scope="module")
def cloud(pincite: Pincite) -> Comparison:
    return compare(pincite, "SaaS", [*CODES, "JP"])


def test_it_is_a_table_whose_heads_name_points_and_jurisdictions(cloud: Comparison) -> None:
    [table] = fromstring(drawn(cloud)).iter("table")
    assert table.find("caption") is not None
    columns = [th.text_content() for th in table.iterfind("thead/tr/th[@scope='col']")]
    assert columns[1:3] == ["European Union", "United Kingdom"] and len(columns) == len(cloud.jurisdictions) + 1
    points = [th.text_content() for th in table.iterfind("tbody/tr/th[@scope='row']")]
    assert points == [row.title for row in cloud.rows]


def test_every_statement_is_there_with_its_force_and_its_places(cloud: Comparison) -> None:
    [table] = fromstring(drawn(cloud)).iter("table")
    for row, tr in zip(cloud.rows, table.iterfind("tbody/tr"), strict=True):
        for cell, td in zip(row.cells, tr.iterfind("td"), strict=True):
            told = " ".join(td.text_content().split())
            assert all(f"{one.kind}" in told and one.statement.text in told for one in cell.told)
            pins = [a.get("data-pin") for a in td.iter("a") if a.get("data-pin")]
            spoken = [one.statement for one in cell.told] or list(cell.silence)
            assert pins == [c.pin for one in spoken for c in one.citations]


def test_a_blank_says_so_and_names_what_is_not_held(cloud: Comparison) -> None:
    html = drawn(cloud)
    cells = [cell for row in cloud.rows for cell in row.cells if not cell.told]
    assert cells and html.count("Nothing in the corpus</p>") == len(cells)
    assert all(f'href="{p.url}"' in html.replace("&amp;", "&") for cell in cells for p in cell.pointers)


@pytest.mark.parametrize(
    ("topic", "codes", "told"),
    [
        ("", CODES, "The topic is empty."),
        ("SaaS", ["EU"], "needs two jurisdictions or more"),
        ("SaaS", [], "needs two jurisdictions or more"),
        ("SaaS", ["EU", "XX"], "“XX” is not a jurisdiction of the corpus"),
    ],
)
def test_wrong_input_is_told_in_a_sentence(house: House, topic: str, codes: list[str], told: str) -> None:
    drawn, kept = compared(house, topic, codes)
    assert told in drawn and 'class="fault"' in drawn and kept is None


def test_a_topic_that_nothing_speaks_of_is_told_without_a_table(house: House) -> None:
    drawn, kept = compared(house, "kneading dough for bakeries", CODES)
    assert "The corpus has nothing to compare here" in drawn and "<table" not in drawn and kept is None


@pytest.mark.parametrize("topic", HOSTILE)
def test_hostile_words_do_nothing(house: House, topic: str) -> None:
    drawn, _ = compared(house, topic, CODES)
    assert is_harmless(drawn) and 'class="fault"' not in drawn


def test_an_address_brings_the_comparison_back(house: House) -> None:
    with gr.Blocks():
        tab = compare_tab(house)
    first, _ = compared(house, "brokering", ["EU", "UK", "US"])
    written = html.unescape(re.findall(r'data-address="\?([^"]+)"', first)[0])
    given = address.read(dict(pair.split("=", 1) for pair in written.replace("%2C", ",").split("&")))
    topic, codes, again, *_ = tab.restore(given)
    assert (topic, codes, again) == ("brokering", ["EU", "UK", "US"], first)
    assert len(tab.restore(given)) == len(tab.components) == len(tab.restore(address.read({})))
