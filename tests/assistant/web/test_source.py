"""The source beside the answer: the provision in its place, the quotation marked, the way to the official text."""

from __future__ import annotations

import re

import pytest

from assistant.ask import Pincite
from assistant.show import NoSuchPlace
from assistant.web.source import drawn, source

QUOTE = "obliges an exporter to notify the competent authority when aware"


def test_a_provision_stands_in_its_place(pincite: Pincite) -> None:
    found = source(pincite.index, "eu-2021-821/art_5/par_2")
    assert found.above is not None and found.above.place.pin == "eu-2021-821/art_5"
    assert "eu-2021-821/art_5/par_1" in [one.place.pin for one in found.beside]
    assert found.shown.pin not in [one.place.pin for one in found.beside]


def test_what_was_quoted_is_marked(pincite: Pincite) -> None:
    html = drawn(source(pincite.index, "eu-2021-821/art_5/par_2", quote=QUOTE, layer="digest"))
    marked = re.sub(r"<[^>]+>", "", "".join(re.findall(r"<mark>(.*?)</mark>", html, re.DOTALL)))
    assert marked == QUOTE


def test_without_a_quotation_nothing_is_marked(pincite: Pincite) -> None:
    assert "<mark>" not in drawn(source(pincite.index, "4D004"))


@pytest.mark.parametrize("pin", ["eu-2021-821", "eu-annex-1/itm_4D004", "pmp-code", "us-ccl", "eu-annex-1/cat_4"])
def test_every_kind_of_place_is_drawn(pin: str, pincite: Pincite) -> None:
    found = source(pincite.index, pin)
    html = drawn(found)
    assert found.shown.pincite in html.replace("&amp;", "&")
    assert found.url in html.replace("&amp;", "&")


def test_the_entry_shows_its_siblings_and_definitions(pincite: Pincite) -> None:
    html = drawn(source(pincite.index, "eu-annex-1/itm_4D004"))
    assert 'data-pin="us-ccl/itm_4D004"' in html
    assert 'data-pin="eu-annex-1/def_intrusion-software"' in html


def test_a_place_that_is_not_there_gives_the_nearest(pincite: Pincite) -> None:
    with pytest.raises(NoSuchPlace) as told:
        source(pincite.index, "Article 999 of the dual-use regulation")
    assert told.value.nearest
