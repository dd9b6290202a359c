"""Which sentences can be asked about, and how they are parted into place and statement."""

from __future__ import annotations

import pytest

from assistant.workshop.facts import names_a_place, names_itself, stands_alone
from assistant.workshop.material import Material


@pytest.mark.parametrize(
    "sentence",
    [
        "Under Article 5(2) of the EU dual-use regulation, an exporter must inform the competent authority at once.",
        'ECCN 4D004 on the US CCL controls software "specially designed" to generate or deliver "intrusion software".',
    ],
)
def test_a_whole_sentence_stands_alone(sentence: str) -> None:
    assert stands_alone(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Too short to ask about.",
        "- Article 8(3)(b) of the EU dual-use regulation, which is an item of a list: information in the public domain.",
        "Article 8(3) of the EU dual-use regulation exempts technical assistance in any of the following cases:",
        "Article 8(3) of the EU dual-use regulation exempts technical assistance (but the bracket is never closed.",
        "According to the copy at hand, Article 8(3) of the EU dual-use regulation breaks off in the middle there.",
        "and this goes on from a sentence before, so that nobody would know what it is about at all.",
    ],
)
def test_a_sentence_that_leans_on_something_does_not(sentence: str) -> None:
    assert not stands_alone(sentence)


@pytest.mark.parametrize(
    ("pin", "form", "rest"),
    [
        ("pmp-code/par_8/pnt_b/pnt_ii", "says", "Supporting States commit to ensure that licensing decisions limit"),
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
        assert fact.rest[1:] in fact.sentence


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
