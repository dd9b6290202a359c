"""What is held of each document: layers, editions, how whole and how old."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from layered_corpus import LayeredCorpus

from assistant.holdings import Holding, _days, holdings

TODAY = date(2025, 6, 1)


def listed(corpus: LayeredCorpus, today: date = TODAY) -> dict[str, Holding]:
    return {one.id: one for one in holdings(corpus.library(), corpus.home, today)}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> LayeredCorpus:
    made = LayeredCorpus(tmp_path_factory.mktemp("layered") / "corpus")
    made.add_all()
    return made


@pytest.fixture(scope="module")
def held(corpus: LayeredCorpus) -> dict[str, Holding]:
    return listed(corpus)


BOTH, LAW, OURS = ("official", "digest"), ("official",), ("digest",)
HELD = [
    # layers, edition, editions, coverage, places in either layer, days old on 1 June 2025
    ("demo-act", BOTH, "2024-05-01", ("2024-05-01", "2019-02"), "complete", 9, 396),
    ("demo-list", LAW, "2025-03", ("2025-03", "2023"), "complete", 1, 92),
    ("demo-leaflet", LAW, "2022", ("2022",), "complete", 1, 1247),
    ("demo-code", BOTH, "2024-02", ("2024-02", "2023-11"), "partial", 3, 486),
    ("demo-notice", BOTH, "2021", ("2021",), "partial", 2, 1612),
    ("demo-paper", (), "2020", (), "pointer", 0, None),
]


@pytest.mark.parametrize(("name", "layers", "edition", "editions", "coverage", "places", "age"), HELD)
def test_a_document_says_its_layers_editions_coverage_places_and_age(
    name: str, layers: tuple[str, ...], edition: str, editions: tuple[str, ...], coverage: str, places: int,
    age: int | None, held: dict[str, Holding],
) -> None:  # fmt: skip
    one = held[name]
    assert (one.layers, one.edition, one.editions) == (layers, edition, editions)
    assert (one.coverage, one.provisions, one.age) == (coverage, places, age)


def test_every_document_of_the_catalogue_is_listed_in_its_order(held: dict[str, Holding]) -> None:
    assert list(held) == [name for name, *_ in HELD]


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("demo-act", ""),
        ("demo-code", "The annexes."),
        ("demo-notice", "1 provisions stand twice, as art_1-2."),
        ("demo-paper", ""),
    ],
)
def test_what_is_missing_is_that_of_the_text_that_answers_first(
    name: str, missing: str, held: dict[str, Holding]
) -> None:
    assert held[name].missing == missing


def test_an_official_text_says_the_day_on_which_it_was_got_and_a_digest_none(corpus: LayeredCorpus) -> None:
    day = json.loads((corpus.home / "official/demo-act/2024-05-01/provenance.json").read_text())["retrieved_at"][:10]
    assert {n: one.checked for n, one in listed(corpus).items()} == {
        **dict.fromkeys(("demo-act", "demo-list", "demo-leaflet", "demo-code", "demo-notice"), day),
        "demo-paper": "",
    }


def test_without_official_texts_the_digests_are_what_is_held(tmp_path: Path) -> None:
    found = listed(LayeredCorpus(tmp_path / "corpus"))
    assert [one.layers for one in found.values()] == [OURS, OURS, (), OURS, OURS, ()]
    assert (found["demo-list"].edition, found["demo-list"].newest) == ("2023", "2025-03")
    assert (found["demo-act"].coverage, found["demo-act"].missing) == ("partial", "The text of Article 5.")
    assert {one.checked for one in found.values()} == {""}


def test_what_the_catalogue_knows_is_given_as_it_is(corpus: LayeredCorpus, held: dict[str, Holding]) -> None:
    for name, document in corpus.library().documents.items():
        for what in ("title", "short", "kind", "jurisdiction", "issuer", "binding", "url", "licence", "newest", "note"):
            assert getattr(held[name], what) == getattr(document, what)


@pytest.mark.parametrize(
    ("edition", "age"),
    [
        ("2025-06-01", 0),
        ("2025-05-31", 1),
        ("2025-06", 0),
        ("2025-05", 31),
        ("2025", 151),
        ("2025-06-02", -1),
        ("2025-02-30", None),
    ],
)
def test_age_is_counted_from_the_first_day_that_a_date_can_mean(edition: str, age: int | None) -> None:
    assert _days(edition, TODAY) == age


@given(day=st.dates(date(1990, 1, 1), date(2090, 1, 1)), today=st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_a_vaguer_date_is_never_younger(day: date, today: date) -> None:
    exact, month, year = (_days(day.isoformat()[:length], today) for length in (10, 7, 4))
    assert exact is not None and month is not None and year is not None
    assert exact == (today - day).days
    assert exact <= month <= exact + 30
    assert month <= year <= exact + 365
