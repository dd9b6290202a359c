"""The page of a PDF source beside the answer, in a real browser: the words quoted are marked on it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from indexed_corpus import IndexedCorpus
from pdf_written import Set, column, pdf
from PIL import Image
from playwright.sync_api import Locator, expect
from served import Site, Visitor, serving

from assistant.ask import Pincite
from assistant.web.app import look, page
from assistant.web.page_picture import COLOUR
from assistant.web.texts import say
from corpus.library import read_library
from corpus.official import Origin, keep
from indexer.build import build_index

Come = Callable[..., Visitor]
KITES = "Kites specially made for strong and cold weather"
FIRST = [(71.0, "4A001 " + KITES + "."), (71.0, "4A002 Bats for games after dark.")]
SECOND = [(71.0, "4D001 Programs that steer the kites of 4A001.")]


@pytest.fixture(scope="module")
def listed(working: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A page over a small corpus, of which a list is held as the PDF that its ministry gave out."""
    corpus = IndexedCorpus(tmp_path_factory.mktemp("listed"))
    settings = corpus.settings()
    document = read_library(settings.digests, settings.catalogue).documents["demo-list"]
    head = Set(200, 800, "CATALOGUE OF TOYS")
    written = pdf([[head, *column(FIRST)], [head, *column(SECOND)]])
    keep(settings.home, document, written, Origin("toys.pdf"), "2025", accept=True)
    build_index(settings)
    with serving(page(Pincite(settings), settings), settings, look()) as served:
        yield served


def marked(picture: Locator) -> np.ndarray:
    """Which pixels of a picture on the screen have the colour of marks, about."""
    pixels = np.asarray(Image.open(io.BytesIO(picture.screenshot())).convert("RGB")).astype(int)
    return np.asarray((abs(pixels - COLOUR) < 24).all(axis=2))


def test_a_citation_of_a_pdf_shows_its_page_with_the_quoted_words_marked(visitor: Come, listed: Site) -> None:
    at = visitor(color_scheme="light").opens(f"{listed.url}/?q=What+does+4A001+of+the+Demo+list+cover%3F")
    at.locator("#answer sup .cite[data-pin='demo-list/itm_4A001']").first.click()
    picture = at.locator("#panel figure img")
    expect(picture).to_be_visible()
    expect(picture).to_have_attribute("alt", say("source.picture_of", n=1, place="Demo list, 4A001"))
    there = marked(picture)
    rows = np.flatnonzero(there.any(axis=1))
    assert there.sum() > 100
    assert rows.max() - rows.min() < len(there) / 15, "only the line quoted is marked"


def test_a_place_that_a_link_opens_shows_the_page_it_stands_on(visitor: Come, listed: Site) -> None:
    at = visitor(color_scheme="light").opens(f"{listed.url}/?show=demo-list/itm_4D001")
    expect(at.locator("#source-title")).to_have_text("Demo list, 4D001")
    expect(at.locator("#panel figure figcaption")).to_contain_text("2")
    expect(at.locator("#panel figure img")).to_be_visible()
