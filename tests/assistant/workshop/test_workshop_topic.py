"""Topics: words that the corpus knows, and what is said of others."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from assistant.filters import Filters
from assistant.workshop.material import Material
from assistant.workshop.topic import Topic, read_topic
from corpus.errors import UsageError


@pytest.mark.parametrize("topic", ["cheese making", "zzqx vvkw", "gaussian mixture quilting", "the"])
def test_a_topic_that_the_corpus_does_not_know_is_refused(topic: str, material: Material) -> None:
    with pytest.raises(UsageError, match=f"nothing on “{topic}”; "):
        read_topic(material.index, topic, Filters())


@pytest.mark.parametrize(
    ("written", "meant"), [("intrussion sofware", "intrusion software"), ("sofware", "software"), ("zzqx vvkw", "")]
)
def test_the_nearest_topics_are_named(written: str, meant: str, material: Material) -> None:
    with pytest.raises(UsageError, match=rf"the nearest topics are: .*\b{meant}"):
        read_topic(material.index, written, Filters())


@pytest.mark.parametrize("topic", ["cloud transfers", "SaaS", "IMSI catchers", "Article 5", "spyware zzqx"])
def test_a_topic_with_a_word_of_the_corpus_or_the_glossary_is_read(topic: str, material: Material) -> None:
    assert read_topic(material.index, topic, Filters()).hits


def test_without_words_no_document_fills_a_quiz_and_each_fact_comes_once(material: Material) -> None:
    ordered = Topic("", frozenset(), ()).order(material.facts, Random(1))
    first = Counter(fact.pin.document for fact in ordered[:60])
    assert len(first) >= 15 and max(first.values()) <= 12
    assert sorted(ordered, key=lambda fact: (fact.row, fact.number)) == sorted(
        material.facts, key=lambda fact: (fact.row, fact.number)
    )
