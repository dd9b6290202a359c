"""How sentences are parted into place and statement, and what their words for the place name."""

from __future__ import annotations

import pytest

from assistant.workshop.facts import names_a_part, names_a_place, names_itself
from assistant.workshop.material import Material


@pytest.mark.parametrize(
    ("pin", "form", "rest"),
    [
        ("pmp-code/par_8/pnt_b/pnt_ii", "says", "Supporting States commit to ensure that licensing decisions limit"),
        ("eu-2021-821/art_2/pnt_7", "says", "Providing nothing but ancillary services is not brokering"),
        ("us-ccl/itm_4D004", "does", 'controls software "specially designed" or modified to generate'),
        ("sipri-ccic-guide/sec_III/gp_7", "does", "is to review national policies on applying export controls"),
    ],
)
def test_a_fact_is_parted_into_its_place_and_what_it_says(pin: str, form: str, rest: str, material: Material) -> None:
    found = [fact for fact in material.facts if str(fact.pin) == pin]
    assert any(fact.form == form and fact.rest.startswith(rest) and names_itself(fact) for fact in found), found


def test_every_fact_is_a_verbatim_sentence_with_its_parts(material: Material) -> None:
    assert len(material.facts) > 500
    for fact in material.facts:
        assert fact.sentence in fact.provision.text
        assert fact.place in fact.sentence
        assert all(word in fact.sentence for word in fact.rest[1:].split())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("exports under Article 4(1)", True),
        ("equipment of 5A001", True),
        ("entry into force", False),
        ("four states", False),
    ],
)
def test_places_in_a_text_are_seen(text: str, named: bool) -> None:
    assert names_a_place(text) is named


@pytest.mark.parametrize(
    ("pin", "opening", "part"),
    [
        ("uk-eco-2008/art_11/par_2", "Article 11(2)(b)", True),
        ("ch-gkg/art_8/par_2", "Under Article 8(2)", False),
        ("nl-goods-decree/art_6a", "Article 6a(3)", False),
    ],
)
def test_a_part_of_a_provision_is_seen_but_an_article_answers_for_its_parts(
    pin: str, opening: str, part: bool, material: Material
) -> None:
    found = [fact for fact in material.facts if str(fact.pin) == pin and fact.sentence.startswith(opening)]
    assert found and all(names_a_part(fact) is part for fact in found)
