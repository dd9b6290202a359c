"""The page as it is served: to several at once, each with what is theirs, and with nothing from elsewhere."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from served import Site, Visitor, echoing, serving

from assistant.web.serve import names
from assistant.web.sessions import Sessions
from corpus.settings import Settings

EU = "What does Article 5(2) of the dual-use regulation require?"
US = "What is the definition of intrusion software in the Wassenaar Arrangement?"


def test_two_at_once_are_kept_apart(site: Site, visitor: Callable[..., Visitor]) -> None:
    pages = [visitor().opens(site.url) for _ in range(2)]
    for page, question in zip(pages, (EU, US), strict=True):
        page.fill("#question textarea", question)
    for page in pages:
        page.click("#ask")
    shown = []
    for page in pages:
        page.wait_for_selector("#answer [data-pin]")
        shown.append(page.locator("#answer").inner_text())
    assert "Article 5(2)" in shown[0] and "Article 5(2)" not in shown[1]
    assert "intrusion software" in shown[1]


def test_what_a_visitor_said_is_remembered_for_that_visitor_alone(
    working: Path, visitor: Callable[..., Visitor]
) -> None:
    with serving(echoing(), Settings()) as small:
        pages = [visitor().opens(small.url) for _ in range(2)]
        for page, word in zip(pages * 2, ("anna", "bert", "again", "too"), strict=True):
            page.fill("#written textarea", word)
            page.click("#say")
            page.locator("#shown p", has_text=word).wait_for()
        assert [page.locator("#shown p").inner_text() for page in pages] == ["anna again", "bert too"]


def test_the_page_names_nothing_to_fetch_from_elsewhere(site: Site) -> None:
    fetched = re.findall(r'(?:<script|<link|<img|<iframe)[^>]*\b(?:src|href)="([^"]+)"', site.get("/").text)
    assert fetched
    assert [one for one in fetched if "//" in one] == []
    styles = site.get("/theme.css").text
    assert "@import" not in styles and "@font-face" not in styles
    assert all(one.startswith("data:") for one in re.findall(r"""url\(\s*["']?([^"')]+)""", styles))


def test_nothing_is_reported(site: Site) -> None:
    config = site.get("/config").json()
    assert config["analytics_enabled"] is False
    assert config["run_history"] is False
    assert config["footer_links"] == []
    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"


def test_the_queue_is_bounded(working: Path) -> None:
    page = echoing()
    with serving(page, Settings()):
        assert page._queue.max_size and page._queue.default_concurrency_limit
        assert page.state_holder.capacity < 1000
        assert page.api_open is False


def test_sessions_are_those_that_cost_little(working: Path) -> None:
    page = echoing()
    with serving(page, Settings()) as site:
        site.post("/gradio_api/call/echo", json={"data": ["hello"]})
        assert isinstance(page.state_holder, Sessions)


def test_names_are_read_as_people_write_them() -> None:
    assert names(Settings(web_names=" Pincite.example.org,,10.0.0.5 ")) == {"pincite.example.org", "10.0.0.5"}
    assert names(Settings()) == frozenset()
