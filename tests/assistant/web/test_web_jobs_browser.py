"""The job tabs in a browser: from a click to a result, its places, its files, and the address that brings it back."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect
from served import Site, Visitor, inaccessible

Come = Callable[..., Visitor]
PHONE = {"viewport": {"width": 360, "height": 740}}
LONG = 60_000  # milliseconds that a job may take on a busy machine
SHOWN = {
    "?tab=compare&topic=SaaS&jurisdictions=EU,UK,US": "table.points",
    "?tab=coverage&item=A+hidden+program+takes+messages+from+a+phone+and+avoids+virus+scanners.": ".coverage .candidate",
    "?tab=workshop&make=quiz&topic=PMP+commitments&number=4&seed=3": ".quiz > li",
    "?tab=workshop&make=cards&number=4": ".deck > li",
    "?tab=workshop&make=scenario": ".scenario",
}


def opened(visitor: Visitor, site: Site, address: str) -> Page:
    """The page at an address, when it shows what that is for."""
    page = visitor.opens(f"{site.url}/{address}")
    page.locator(SHOWN[address]).first.wait_for(timeout=LONG)
    return page


def downloaded(page: Page, form: str) -> bytes:
    with page.expect_download(timeout=LONG) as started:
        page.click(f"[data-save={form}]")
    assert started.value.suggested_filename.endswith(f".{form}")
    return Path(started.value.path()).read_bytes()


def test_a_topic_becomes_a_table_and_its_places_open_beside_it(site: Site, visitor: Come) -> None:
    page = visitor().opens(f"{site.url}/?tab=compare")
    page.locator("#topics a").first.click()
    page.locator("table.points").wait_for(timeout=LONG)
    assert "tab=compare" in page.url and "topic=" in page.url
    cited = page.locator("table.points a.cite").first
    quoted = cited.get_attribute("data-quote") or "?"
    cited.click()
    expect(page.locator("#panel mark").first).to_be_visible(timeout=LONG)
    assert " ".join("".join(page.locator("#panel mark").all_text_contents()).split()) == " ".join(quoted.split())


@pytest.mark.parametrize("form", ["docx", "md", "csv", "json"])
def test_a_comparison_is_kept_as_a_file(site: Site, visitor: Come, form: str) -> None:
    page = opened(visitor(), site, "?tab=compare&topic=SaaS&jurisdictions=EU,UK,US")
    stated = page.locator("table.points td p").first.inner_text()
    cited = page.locator("table.points a.cite").first.inner_text()
    file = downloaded(page, form)
    if form == "docx":
        word = Document(io.BytesIO(file))
        text = "\n".join(cell.text for row in word.tables[0].rows for cell in row.cells)
        assert any(cited in paragraph.text for paragraph in word.paragraphs)
    else:
        text = file.decode("utf-8-sig")
        assert cited in text.replace("\\", "")
    words = " ".join(stated.split()[1:6])
    assert words in text
    if form == "json":
        assert json.loads(text)["jurisdictions"] == ["EU", "UK", "US"]


def test_the_dialogue_asks_takes_answers_and_gives_them_back(site: Site, visitor: Come) -> None:
    page = visitor().opens(f"{site.url}/?tab=coverage")
    page.locator("#items a").first.click()
    fact = page.locator(".fact q").first
    fact.wait_for(timeout=LONG)
    first = fact.inner_text()
    page.click("#yes")
    expect(page.locator(".answered li")).to_have_count(1, timeout=LONG)
    expect(fact).not_to_have_text(first)
    assert first in page.locator(".answered li").inner_text()
    expect(page.locator("#fact")).to_be_focused(timeout=LONG)
    page.fill("#words textarea", "It was made for the police only")
    page.click("#unknown")
    expect(page.locator(".answered li")).to_have_count(2, timeout=LONG)
    expect(page.locator("#words textarea")).to_have_value("")
    assert "made for the police only" in json.loads(downloaded(page, "json"))["description"]
    for left in (1, 0):
        page.click(f"[data-undo='{left}']")
        expect(page.locator(".answered li")).to_have_count(left, timeout=LONG)
    expect(fact).to_have_text(first, timeout=LONG)
    assert json.loads(downloaded(page, "json"))["stated"] == []


def test_material_is_made_and_kept(site: Site, visitor: Come) -> None:
    page = visitor().opens(f"{site.url}/?tab=workshop")
    page.get_by_label("Flash cards").check()
    expect(page.locator("#number input")).to_have_value("24", timeout=LONG)
    page.fill("#number input", "4")
    page.click("#make-it")
    expect(page.locator(".deck > li")).to_have_count(4, timeout=LONG)
    assert "make=cards" in page.url and "number=4" in page.url
    page.locator(".deck summary").first.click()
    page.locator(".deck a.cite").first.click()
    expect(page.locator("#source-title")).to_be_visible(timeout=LONG)
    assert len(json.loads(downloaded(page, "json"))["cards"]) == 4
    page.reload()
    expect(page.locator(".deck > li")).to_have_count(4, timeout=LONG)


@pytest.mark.parametrize(
    ("address", "button", "told"),
    [
        ("?tab=compare", "#compare", "The topic is empty."),
        ("?tab=coverage", "#cover", "The description is empty."),
    ],
)
def test_wrong_input_shows_a_sentence(site: Site, visitor: Come, address: str, button: str, told: str) -> None:
    page = visitor().opens(f"{site.url}/{address}")
    page.click(button)
    expect(page.get_by_role("alert").filter(has_text=told)).to_be_visible(timeout=LONG)
    expect(page.get_by_test_id("toast-body")).to_have_count(0)


@pytest.mark.sweep
@pytest.mark.parametrize("address", SHOWN)
def test_nothing_runs_over_the_edge_of_a_phone(site: Site, visitor: Come, address: str) -> None:
    page = opened(visitor(**PHONE), site, address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.sweep)])
@pytest.mark.parametrize("address", SHOWN)
def test_it_can_be_read_and_used_by_everyone(site: Site, visitor: Come, address: str, scheme: str) -> None:
    page = opened(visitor(color_scheme=scheme), site, address)
    for one in page.locator("details").all():
        one.evaluate("one => { one.open = true; }")
    assert inaccessible(page) == []


def test_hostile_words_do_nothing(site: Site, visitor: Come) -> None:
    page = visitor().opens(f"{site.url}/?tab=compare")
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    page.fill("#topic textarea", "cloud {{7*7}} ${alert(1)} <img src=x onerror=alert(1)>")
    page.click("#compare")
    page.locator("table.points").wait_for(timeout=LONG)
    assert page.locator(".comparison img").count() == 0
