"""The tab Ask in a real browser, as somebody new uses it: ask, open a citation, see the words quoted; and more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from indexed_corpus import IndexedCorpus
from playwright.sync_api import Page, expect
from served import Site, Visitor, serving

from assistant.ask import Pincite
from assistant.web.app import look, page
from assistant.web.feedback import FILE, read
from assistant.web.texts import say
from corpus.settings import Settings
from indexer.build import build_index

Come = Callable[..., Visitor]
QUESTION = "What does Article 5(2) of the dual-use regulation require?"
ANSWER = "#answer article.answered"
ACT = "document.title='owned'"
HOSTILE = f'<script>{ACT}</script><img src=x onerror="{ACT}"> ${{{ACT}}} {{{{7*7}}}}'


def ask(at: Page, question: str) -> None:
    at.locator("#question textarea").fill(question)
    at.locator("#ask").click()


@pytest.fixture
def at(visitor: Come, site: Site) -> Page:
    """The page as it is opened first."""
    opened = visitor().opens(site.url)
    expect(opened.locator("#ask")).to_be_visible()
    return opened


def test_a_citation_opens_the_provision_with_the_quoted_words_marked(at: Page) -> None:
    ask(at, QUESTION)
    expect(at.locator(ANSWER)).to_be_visible()
    citation = at.locator("#answer sup .cite").first
    quote = citation.get_attribute("data-quote")
    citation.click()
    expect(at.locator("#source-title")).to_have_text("Article 5(2) of Regulation (EU) 2021/821")
    assert "".join(at.locator("#panel mark").all_inner_texts()) == quote
    expect(at.locator("#panel .crumbs")).to_contain_text("Article 5 of Regulation (EU) 2021/821")
    expect(at.locator("#panel .beside")).to_contain_text("Article 5(1)")
    expect(at.locator("#panel .badges")).to_contain_text("edition 2025-11-15")
    assert (at.locator("#panel .out a").get_attribute("href") or "").startswith("https://eur-lex.europa.eu/")
    expect(at.locator("#source-title")).to_be_focused()


def test_a_term_tells_its_definition_and_leads_to_it(at: Page) -> None:
    ask(at, QUESTION)
    at.locator("#answer sup .cite").first.click()
    term = at.locator("#panel .text.main a.term", has_text="cyber-surveillance items").first
    assert "covert surveillance" in (term.get_attribute("title") or "")
    term.click()
    expect(at.locator("#source-title")).to_have_text("Article 2(20) of Regulation (EU) 2021/821")


def test_an_abstention_looks_different_and_offers_what_is_nearest(at: Page) -> None:
    ask(at, "How do I bake a sourdough bread?")
    refused = at.locator("#answer article.abstained")
    expect(refused).to_contain_text("The corpus does not answer this")
    expect(at.locator(ANSWER)).to_have_count(0)
    near = refused.locator(".near a.place").first
    pincite = near.inner_text()
    near.click()
    expect(at.locator("#source-title")).to_have_text(pincite)


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ("jurisdiction=COE&kind=list", "Nothing in the corpus fits these filters"),
        ("as_of=1990", "No text is held that was in force on 1990"),
        ("as_of=yesterday", "is not a date"),
    ],
)
def test_limits_that_leave_nothing_are_told(limits: str, told: str, visitor: Come, site: Site) -> None:
    at = visitor().opens(f"{site.url}/?q=What+is+intrusion+software%3F&{limits}")
    expect(at.locator("#answer article")).to_contain_text(told)


def test_limits_are_chosen_in_the_page_and_shown_with_the_answer(at: Page) -> None:
    at.locator("#limits button").first.click()
    at.locator("#jurisdiction input").click()
    at.get_by_role("option", name="United States").click()
    at.keyboard.press("Escape")
    at.locator("#as-of input, #as-of textarea").fill("2026")
    ask(at, "Which software does entry 4D004 cover?")
    expect(at.locator("#answer .limits")).to_contain_text("Jurisdictions: US")
    expect(at.locator("#answer .limits")).to_contain_text("As of a date: 2026")
    assert "jurisdiction=US" in at.url and "as_of=2026" in at.url
    pins = [one.get_attribute("data-pin") for one in at.locator("#answer .cite").all()]
    assert pins and all((pin or "").startswith(("us-", "bis-")) for pin in pins)


def test_a_follow_up_shows_what_it_was_read_with_and_can_be_forgotten(at: Page) -> None:
    ask(at, QUESTION)
    expect(at.locator(ANSWER)).to_be_visible()
    ask(at, "And paragraph 1?")
    expect(at.locator("#answer .context")).to_contain_text(QUESTION)
    expect(at.locator("#told[role=status]")).to_have_text("What the corpus says")
    expect(at.locator("#answer .from h3").first).to_have_text("Article 5(1) of Regulation (EU) 2021/821")
    at.locator("#reset").click()
    expect(at.locator("#answer article")).to_have_count(0)
    expect(at.locator("#examples")).to_be_visible()
    assert "q=" not in at.url


def test_an_example_is_asked_when_it_is_chosen(at: Page) -> None:
    example = at.locator("#examples a").nth(2)
    words = example.inner_text()
    example.click()
    expect(at.locator("#answer article")).to_be_visible()
    expect(at.locator("#question textarea")).to_have_value(words)


def test_a_link_gives_the_same_answer_and_source_to_somebody_else(at: Page, visitor: Come) -> None:
    ask(at, QUESTION)
    at.locator("#answer sup .cite").first.click()
    expect(at.locator("#source-title")).to_be_visible()
    expect(at).to_have_url(re.compile("show="))
    other = visitor().opens(at.url)
    expect(other.locator(ANSWER)).to_be_visible()
    assert other.locator("#answer .said").all_inner_texts() == at.locator("#answer .said").all_inner_texts()
    expect(other.locator("#source-title")).to_have_text(at.locator("#source-title").inner_text())


def test_two_users_at_once_keep_apart(visitor: Come, site: Site) -> None:
    one, two = visitor().opens(site.url), visitor().opens(site.url)
    ask(one, QUESTION)
    expect(one.locator(ANSWER)).to_be_visible()
    ask(two, "And paragraph 1?")
    expect(two.locator("#answer article")).to_be_visible()
    expect(two.locator("#answer .context")).to_have_count(0)
    ask(one, "And paragraph 1?")
    expect(one.locator("#answer .context")).to_contain_text(QUESTION)


def test_markup_in_a_question_does_nothing(at: Page) -> None:
    ask(at, f"Is {HOSTILE} controlled by 4D004?")
    expect(at.locator("#answer article")).to_be_visible()
    at.locator("#answer a.place").first.click()
    expect(at.locator("#source-title")).to_be_visible()
    expect(at).to_have_title(say("page.title"))
    assert at.locator("#answer img, #answer script").count() == 0


@pytest.fixture(scope="module")
def hostile(working: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Settings]]:
    """A page over a small corpus of which one text tries to act."""
    corpus = IndexedCorpus(tmp_path_factory.mktemp("hostile"))
    corpus.change("demo-act.md", "act governs the export", f"act {HOSTILE} governs the export")
    settings = corpus.settings()
    build_index(settings)
    with serving(page(Pincite(settings), settings), settings, look()) as served:
        yield served, settings


def test_markup_in_a_document_does_nothing(visitor: Come, hostile: tuple[Site, Settings]) -> None:
    at = visitor().opens(f"{hostile[0].url}/?q=surveillance+systems")
    expect(at.locator("#answer article")).to_contain_text("<script>")
    at.locator("#answer a.place[data-pin='demo-act/art_1']").first.click()
    expect(at.locator("#panel article.source")).to_contain_text("<script>")
    expect(at).to_have_title(say("page.title"))
    assert "49" not in at.locator("#panel article.source").inner_text()
    assert at.locator("#panel img, #panel script, #answer img, #answer script").count() == 0


def test_what_a_reader_thinks_is_kept(visitor: Come, hostile: tuple[Site, Settings]) -> None:
    site, settings = hostile
    at = visitor().opens(f"{site.url}/?q=What+does+Article+1+of+the+Demo+act+govern%3F")
    expect(at.locator("#answer article")).to_be_visible()
    at.locator("#feedback button").first.click()
    at.locator("#send").click()
    expect(at.locator("#thanks")).to_contain_text("Choose right, wrong or missing first")
    at.locator("#verdict").get_by_label("Wrong").check()
    at.locator("#comment textarea").fill("It misses <b>Article 2</b>.")
    at.locator("#send").click()
    expect(at.locator("#thanks")).to_contain_text("Kept")
    (kept,) = read(settings.home / FILE).lines.values()
    assert (kept.verdict, kept.comment) == ("wrong", "It misses <b>Article 2</b>.")
    assert kept.question == "What does Article 1 of the Demo act govern?"


def test_it_fits_a_narrow_screen(visitor: Come, site: Site) -> None:
    at = visitor(viewport={"width": 360, "height": 740}).opens(site.url)
    ask(at, QUESTION)
    expect(at.locator(ANSWER)).to_be_visible()
    at.locator("#answer sup .cite").first.click()
    expect(at.locator("#source-title")).to_be_in_viewport()
    assert at.evaluate("document.documentElement.scrollWidth") <= 360
    at.locator("#panel .back").click()
    expect(at.locator("#answer sup .cite").first).to_be_focused()
    expect(at.locator("#answer sup .cite").first).to_be_in_viewport()


def test_it_is_used_with_the_keyboard_alone(at: Page) -> None:
    at.locator("#question textarea").focus()
    at.keyboard.type(QUESTION)
    at.keyboard.press("Enter")
    expect(at.locator(ANSWER)).to_be_visible()
    at.locator("#answer sup .cite").first.focus()
    at.keyboard.press("Enter")
    expect(at.locator("#source-title")).to_be_focused()
