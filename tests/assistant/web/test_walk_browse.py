"""The tab Browse in a real browser: from the catalogue to an entry and its definition; axe-core on it, Ask, Evidence."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from served import Site, Visitor, inaccessible

Come = Callable[..., Visitor]
TABS = (
    "q=Which+software+does+entry+4D004+cover%3F&show=eu-annex-1/itm_4D004",
    "q=How+do+I+bake+bread%3F",
    "tab=browse",
    "tab=browse&tree=eu-annex-1",
    "tab=evidence",
)


def opened(visitor: Come, site: Site, address: str, **options: object) -> Page:
    """A page, when what the address asks for is drawn."""
    at = visitor(**options).opens(f"{site.url}/?{address}")
    name = address.split("&")[0].removeprefix("tab=") if address.startswith("tab=") else "ask"
    expect(at.locator(f"[role=tab][data-tab-id={name}][aria-selected=true]")).to_be_visible()
    expect(at.locator("#work article:visible").first).to_be_visible()
    expect(at.locator(".pending")).to_have_count(0)  # what is being drawn is faint until it is there
    return at


def test_from_the_catalogue_to_4d004_and_its_definition(visitor: Come, site: Site) -> None:
    at = visitor().opens(site.url)
    at.locator("[role=tab][data-tab-id=browse]").click()
    expect(at.locator("#browse .catalogue")).to_contain_text("European Union")
    at.locator("#browse a[data-tree=eu-annex-1]").click()
    at.locator("#browse a[data-pin='eu-annex-1/itm_4D004']").click()
    expect(at.locator("#source-title")).to_have_text("EU Annex I, 4D004")
    expect(at.locator("#panel .siblings")).to_contain_text("US CCL 4D004")
    at.locator("#panel .text.main a.term", has_text="intrusion software").first.click()
    expect(at.locator("#source-title")).to_contain_text("definition of “intrusion software”")


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("Art. 5(2) dual-use regulation", "Article 5(2) of Regulation (EU) 2021/821"),
        ("4D004", "EU Annex I, 4D004"),
        ("eu-2021-821/art_2/pnt_20", "Article 2(20) of Regulation (EU) 2021/821"),
    ],
)
def test_the_search_understands_citations(written: str, place: str, visitor: Come, site: Site) -> None:
    at = opened(visitor, site, "tab=browse")
    at.locator("#find input, #find textarea").fill(written)
    at.locator("#look").click()
    expect(at.locator("#browse .found")).to_contain_text(place)
    expect(at.locator("#source-title")).to_have_text(place)


def test_what_is_no_place_gives_words_and_terms(visitor: Come, site: Site) -> None:
    at = opened(visitor, site, "tab=browse&find=CCIC")
    expect(at.locator("#browse .found")).to_contain_text("commercial cyber intrusion capabilit")
    expect(at.locator("#browse .found .near a")).not_to_have_count(0)


def test_a_place_that_does_not_exist_is_told(visitor: Come, site: Site) -> None:
    at = opened(visitor, site, "tab=browse&tree=eu-2021-821/art_999")
    expect(at.locator("#browse article.fault")).to_contain_text("leads to no document and no provision")
    at = visitor().opens(f"{site.url}/?show=Article+999+of+the+dual-use+regulation")
    expect(at.locator("#panel article.fault")).to_contain_text("leads to no provision")


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.sweep)])
@pytest.mark.parametrize("address", TABS)
def test_nobody_is_shut_out(address: str, scheme: str, visitor: Come, site: Site) -> None:
    at = opened(visitor, site, address, color_scheme=scheme, bypass_csp=True)
    for more in at.locator("#work .label-wrap:visible").all():
        more.click()
    assert inaccessible(at) == []


@pytest.mark.sweep
@pytest.mark.parametrize("address", TABS)
def test_every_tab_fits_a_narrow_screen(address: str, visitor: Come, site: Site) -> None:
    at = opened(visitor, site, address, viewport={"width": 360, "height": 740})
    assert at.evaluate("document.documentElement.scrollWidth") <= 360


def test_what_is_proven_is_told_with_its_weaknesses_first(visitor: Come, site: Site) -> None:
    at = opened(visitor, site, "tab=evidence")
    expect(at.locator("#evidence")).to_contain_text("What to know first")
