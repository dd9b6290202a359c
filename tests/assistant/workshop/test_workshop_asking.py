"""What may be asked of a fact of the embedded corpus."""

from __future__ import annotations

import pytest

from assistant.workshop.asking import Asks, Kind, possible
from assistant.workshop.facts import Fact
from assistant.workshop.material import Material


def _fact(material: Material, pin: str, words: str) -> Fact:
    return next(fact for fact in material.facts if str(fact.pin) == pin and words in fact.sentence)


@pytest.mark.parametrize(
    ("pin", "words", "kind", "asks"),
    [
        ("us-ccl/itm_4D004", "controls software", "choice", ("entry",)),
        ("eu-2021-821/art_27/par_3", "at least five years", "short", ("number", "place")),
        ("eu-annex-1/def_laser", "laser", "choice", ("term",)),
        ("eu-2021-821/art_2/pnt_7", "Providing nothing", "choice", ("place",)),
        ("eu-2021-821/art_2/pnt_7", "Providing nothing", "true-false", ()),  # “not brokering under”: true of any place
        ("uk-eco-2008/art_35/par_5", "up to ten years", "choice", ("number",)),  # names another article
        ("us-ccl/itm_5A991/pnt_b/pnt_1", "civil-use satellite", "short", ()),  # said by another entry too
        ("us-ccl/itm_5A991/pnt_b/pnt_1", "civil-use satellite", "true-false", ("entry",)),
        ("us-ccl/itm_5A001/pnt_j/pnt_1/pnt_c", "extracted data", "choice", ()),  # a part of a condition
        ("eu-2021-821/art_26/par_2", "the report to inform", "choice", ()),  # which report?
    ],
)
def test_a_fact_is_asked_for_what_it_tells(
    pin: str, words: str, kind: Kind, asks: tuple[Asks, ...], material: Material
) -> None:
    assert possible(material, _fact(material, pin, words), kind) == asks


@pytest.mark.parametrize(
    ("pin", "words", "named"),
    [
        ("ch-gkg/art_8/par_2", "easements", "the Swiss Goods Control Act (GKG)"),
        ("de-awg/sec_6", "Einzeleingriff", "the German AWG"),
        ("nl-services-act/art_9", "arms embargo", "the Dutch Strategic Services Act (May 2017)"),
        ("us-ccl/itm_4D004", "controls software", "the US Commerce Control List (CCL)"),
        ("eu-2008-944/rct_2", "special responsibility", "EU Common Position 2008/944/CFSP"),
    ],
)
def test_a_document_is_named_so_that_whose_it_is_is_known(pin: str, words: str, named: str, material: Material) -> None:
    assert material.named_in(_fact(material, pin, words)) == named
