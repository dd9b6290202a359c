"""What a description says of a fact is heard in exporters' words, with what denies it; silence is no statement."""

from __future__ import annotations

import pytest

from assistant.coverage.description import read_description
from assistant.coverage.facts import Listener, asked_for, facts


@pytest.mark.parametrize(
    ("fact", "description", "verdict"),
    [
        ("billing", "Telephone companies print monthly invoices with it.", "for"),
        ("billing", "It was written for advertisers and sorts an audience.", "against"),
        ("billing", "It shows the weather to pilots and sailors.", "unknown"),
        ("off-the-air-content", "It records no calls and lists the handsets around.", "against"),
        ("extraction-from-device", "The program copies no files from the machine.", "against"),
        ("monitoring-tools", "The agent works so that scanners do not notice it.", "for"),
        ("generating", "It builds an agent that virus scanners do not recognise.", "for"),
        ("bearing", "It takes the bearing of transmitters which do not answer.", "for"),
        ("past-the-lock", "The tool does not break the screen lock of the phone.", "against"),
        ("retail-sale", "Anyone can buy it on our website at the price shown.", "for"),
        ("retail-sale", "It is sold to banks through a tender every year.", "against"),
        ("retail-sale", "It encrypts the disks of the computers in an office.", "unknown"),
        ("public-domain", "The paper was published and anybody may copy it.", "for"),
        ("public-domain", "The paper is a trade secret of our company.", "against"),
        ("technology-of-intrusion-software", "We teach how spyware is made and how it hides.", "for"),
        ("technology-of-intrusion-software", "We teach how to knead dough by hand in a bakery.", "unknown"),
    ],
)  # fmt: skip
def test_a_description_says_of_a_fact(fact: str, description: str, verdict: str) -> None:
    heard = Listener(read_description(description)).heard(facts()[fact])
    assert heard.verdict == verdict
    assert heard.quote in description


@pytest.mark.parametrize(
    ("words", "fact"),
    [
        ("for billing purposes", "billing"),
        ("the extracted data is indexed", "indexed"),
        ('"technology" for the "development" of "intrusion software"', "technology-of-intrusion-software"),
        ("the item is designed to 'extract raw data' from a computing or communications device", "raw-data"),
        ("software specially designed or modified for mediation devices", "mediation"),
        ("a maximum range of 300 km", None),
    ],
)  # fmt: skip
def test_an_element_asks_for_a_fact(words: str, fact: str | None) -> None:
    asked = asked_for(words)
    assert (asked and asked.id) == fact


def test_every_fact_that_another_names_is_known_and_every_fact_can_be_heard() -> None:
    named = {name for fact in facts().values() for name in (*fact.all, *fact.any, *fact.unless)}
    assert named <= set(facts())
    assert [fact.id for fact in facts().values() if not (fact.says or fact.all or fact.any)] == []


def test_words_of_the_lists_are_found_for_words_of_exporters() -> None:
    assert "jail-breaking or rooting" in Listener(read_description("People gain full rights on their phones.")).terms()
    assert Listener(read_description("A mixer kneads dough for bakeries every day.")).terms() == []
