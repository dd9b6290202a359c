"""The places that a running text names, and the words that name none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.mentions import mentions, slug


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Does Article 5(2) oblige exporters, and what does 4D004 exclude?", ["Article 5(2)", "4D004"]),
        ("See Note 2 to 4E001 and Article 2(20).", ["Note 2 to 4E001", "Article 2(20)"]),
        ("Is point (d) of Article 2(2) an export?", ["point (d) of Article 2(2)"]),
        ("What is 15 CFR § 734.18(a)(5) about?", ["§ 734.18(a)(5)"]),
        ("Exception ACE stands in 740.22.", ["740.22"]),
        ("§ 9 Abs. 4 covers technical assistance.", ["§ 9 Abs. 4"]),
        ("Does section III or Box 1 define spyware?", ["section III", "Box 1"]),
        ("What does 8.b.iii commit states to?", ["8.b.iii"]),
        ("Does 5(2) apply?", ["5(2)"]),
        ("Compare Article 4, Article 5 and Article 9.", ["Article 4", "Article 5", "Article 9"]),
        ("Compare Articles 4, 5(1) and 9.", ["4", "5(1)", "9"]),
        ("eu-2021-821/art_5/par_1 and eu-annex-1/itm_4D004.", ["eu-2021-821/art_5/par_1", "eu-annex-1/itm_4D004"]),
        ("Does commitment 3 bind anybody?", ["commitment 3"]),
        ("Are the items in category 5 part 2 listed in Annex IV?", ["category 5 part 2", "Annex IV"]),
        ("What does recital 2 add to paragraph 3?", ["recital 2", "paragraph 3"]),
    ],
)
def test_places_are_found_in_the_order_of_the_text(text: str, written: list[str]) -> None:
    assert [mention.written for mention in mentions(text)] == written


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Is spyware controlled?",
        "Note the difference between the notes and the articles.",
        "At this point the exporter must tell the authority.",
        "Which sections apply to brokers, and is there a section on cloud services?",
        "Is there a category of items for schools?",
        "Does Windows 3.1 count, or version 10.2.5?",
        "The deal of 1.5 million euros was signed on 4.5.2024 at 12.30.",
        "The server at 192.168.0.1 answered in 100.5 ms.",
        "A 5G base station with 64 GB.",
        "Canadian Notice No. 1159 and Supplement No. 1.",
    ],
)
def test_a_text_that_names_no_place_has_no_mention(text: str) -> None:
    assert mentions(text) == []


@pytest.mark.parametrize(
    ("text", "signature"),
    [
        ("Article 5(1)", "art:5 x:1"),
        ("art. 5.1", "art:5 x:1"),
        ("Article 2, point 20", "art:2 x:20"),
        ("Art. 2 Nr. 20", "art:2 x:20"),
        ("Note to 4D004", "itm:4d004 note:1"),
        ("Technical Note 2 to 4A004", "itm:4a004 tnote:2"),
        ("point (d) of Article 2(2)", "art:2 x:2 x:d"),
        ("Category 5 Part 2", "cat:5p2"),
        ("definition of “intrusion software”", "def:intrusion-software"),
    ],
)
def test_the_first_signature_is_the_place_from_the_outside_in(text: str, signature: str) -> None:
    (mention,) = mentions(text)
    assert mention.signatures[0] == signature


def test_a_note_that_is_a_verb_leaves_the_place_before_it() -> None:
    (mention,) = mentions("What does Article 5 note about human rights?")
    assert "art:5" in mention.signatures


@given(st.text())
def test_a_mention_stands_where_it_says(text: str) -> None:
    for mention in mentions(text):
        assert mention.signatures
        assert text[mention.start : mention.end].strip() == mention.written


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Intrusion software", "intrusion-software"),
        ("  “Cyber incident”, response ", "cyber-incident-response"),
        ("", ""),
    ],
)
def test_a_slug_is_lower_case_words_joined_by_hyphens(words: str, expected: str) -> None:
    assert slug(words) == expected
