"""When a sentence speaks of a point."""

from __future__ import annotations

import re

import pytest

from assistant.compare.points import FoundPoint, KnownPoint
from assistant.compare.topics import topic_of, topics
from assistant.glossary import glossary


def known(id: str, topic: str = "SaaS") -> KnownPoint:
    found = topic_of(topic)
    assert found is not None
    return next(point for point in found.points if point.id == id)


SPOKEN = [
    ("exporter", "The exporter is the person who decides to transmit software abroad.", True),
    ("exporter", "The exporter keeps records for five years.", False),
    ("trigger", "Transmission of software to a place abroad is an export.", True),
    ("trigger", "Technology in the public domain needs no licence for its transfer.", False),
    ("access", "Giving a non-resident the use of a program is providing it, even without download.", True),
    ("access", "Spyware gives remote access to a computer system abroad.", False),
    ("server", "Where the server stands does not decide.", True),
    ("server", "The server has a name.", False),
    ("encryption", "Sending encrypted technology is no export if nobody has the keys.", True),
    ("encryption", "Entry 5A002 covers items for data confidentiality by encryption and their export.", False),
    ("transfer", "Uploading technology to a server abroad is an export.", True),
    ("assistance", "Whoever gives technical assistance abroad needs to ask; a licence is required.", True),
    ("assistance", "Giving technical assistance without a licence is a crime.", False),
    ("guidance", "The ministry published a leaflet on the cloud.", True),
]


@pytest.mark.parametrize(("point", "sentence", "speaks"), SPOKEN)
def test_a_sentence_speaks_of_a_known_point(point: str, sentence: str, speaks: bool) -> None:
    assert known(point).is_spoken_of(sentence, "") is speaks


def test_what_a_sentence_stands_under_may_tell_what_it_is_about() -> None:
    point = KnownPoint("p", "P", "Which?", ((re.compile("allowed"),),), within=(re.compile("cloud"),))
    assert not point.is_spoken_of("This is allowed.", "Storage")
    assert point.is_spoken_of("This is allowed.", "Storage in the cloud")


FOUND = [
    ("Brokering of military goods is forbidden.", True),
    ("Brokering is forbidden.", False),
    ("Military goods are listed.", False),
    ("Article 10 governs brokering of military goods.", False),
]


@pytest.mark.parametrize(("sentence", "speaks"), FOUND)
def test_a_sentence_speaks_of_a_found_point_if_it_names_the_topic_and_says_the_words_of_the_point(
    sentence: str, speaks: bool
) -> None:
    def names(text: str) -> bool:
        return "brokering" in text.casefold()

    point = FoundPoint(
        "act/art_1", "Military goods", "brokering: Military goods", names, frozenset({"militari", "good"})
    )
    assert point.is_spoken_of(sentence, "Brokering of military goods") is speaks


NAMED = [("SaaS", "cloud"), ("cloud and SaaS", "cloud"), ("Technical Assistance", "assistance"), ("brokering", None)]


@pytest.mark.parametrize(("written", "topic"), NAMED)
def test_a_topic_is_recognised_by_its_wordings(written: str, topic: str | None) -> None:
    found = topic_of(written)
    assert (found.id if found else None) == topic


def test_a_wording_inside_another_word_names_no_topic() -> None:
    assert topic_of("clouded judgment") is None


def test_no_question_of_a_point_names_a_jurisdiction() -> None:
    assert [point.id for topic in topics() for point in topic.points if glossary().places(point.asks)] == []


def test_points_of_a_topic_have_names_of_their_own() -> None:
    for topic in topics():
        assert (
            len({point.id for point in topic.points})
            == len({point.title for point in topic.points})
            == len(topic.points)
        )
