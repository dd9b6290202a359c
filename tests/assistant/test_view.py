"""Which provisions may answer: by date, filters and named years; and which of two layers stands for a pin."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from layered_corpus import LayeredCorpus

from assistant.filters import Filters
from assistant.view import View, in_force, view
from corpus.pins import Pin
from corpus.provisions import Coverage, Edition, Layer, Provision
from indexer.build import build_index
from indexer.opened import Index


def edition(date: str, layer: Layer = "digest", coverage: Coverage = "complete", document: str = "demo") -> Edition:
    return Edition(document, date, layer, coverage, covers="", missing="", sources={}, provisions=())


def dates(editions: Sequence[Edition]) -> list[str]:
    return [f"{e.date} {e.layer}" for e in editions]


class TestInForce:
    HELD = ("2025-11-15", "2025-03", "2024", "2019-06-01")

    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            ("2026", "2025-11-15"),
            ("2025-11-15", "2025-11-15"),
            ("2025-11-14", "2025-03"),
            ("2025-11", "2025-11-15"),
            ("2025", "2025-11-15"),
            ("2025-10", "2025-03"),
            ("2025-03-01", "2025-03"),
            ("2025-03", "2025-03"),
            ("2025-02-28", "2024"),
            ("2024", "2024"),
            ("2024-01-01", "2024"),
            ("2023-12-31", "2019-06-01"),
            ("2019", "2019-06-01"),
            ("2019-06", "2019-06-01"),
            ("2019-05-31", None),
            ("2018", None),
        ],
    )
    def test_an_edition_counts_from_its_first_day_and_a_date_lasts_to_its_end(
        self, asked: str, expected: str | None
    ) -> None:
        assert dates(in_force([edition(d) for d in self.HELD], asked)) == ([f"{expected} digest"] if expected else [])

    def test_both_layers_of_one_date_are_in_force_together(self) -> None:
        held = [edition("2024", "official"), edition("2024"), edition("2020", "official")]
        assert dates(in_force(held, "2025")) == ["2024 official", "2024 digest"]

    def test_a_partial_official_text_has_an_older_digest_beside_it_and_a_complete_one_has_not(self) -> None:
        held = [edition("2024", "official", "partial"), edition("2022"), edition("2020")]
        assert dates(in_force(held, "2024-02")) == ["2024 official", "2022 digest"]
        held[0] = edition("2024", "official", "complete")
        assert dates(in_force(held, "2024-02")) == ["2024 official"]

    def test_a_digest_later_than_the_date_is_not_put_beside_a_partial_text(self) -> None:
        held = [edition("2026"), edition("2024", "official", "partial"), edition("2021")]
        assert dates(in_force(held, "2025")) == ["2024 official", "2021 digest"]

    def test_each_document_is_chosen_for_by_itself_wherever_its_editions_stand(self) -> None:
        held = [edition("2024", document="b"), edition("2022", document="a"), edition("2020", document="b")]
        assert [(e.document, e.date) for e in in_force(held, "2023")] == [("a", "2022"), ("b", "2020")]

    PARTS = st.tuples(st.integers(2018, 2022), st.integers(1, 12), st.integers(1, 28), st.sampled_from([4, 7, 10]))
    DATES = PARTS.map(lambda p: f"{p[0]}-{p[1]:02}-{p[2]:02}"[: p[3]])

    @given(held=st.lists(st.tuples(st.sampled_from("ab"), DATES), unique=True, max_size=8), asked=DATES)
    def test_the_latest_that_had_begun_by_the_end_of_the_date_is_in_force(
        self, held: list[tuple[str, str]], asked: str
    ) -> None:
        def first(date: str) -> str:
            return date + "-01-01"[len(date) - 4 :]

        year, month = int(asked[:4]), int(asked[5:7] or 12)
        end = asked if len(asked) == 10 else f"{year}-{month:02}-{calendar.monthrange(year, month)[1]}"
        editions = [edition(date, document=name) for name, date in sorted(held, key=lambda h: h[1], reverse=True)]
        found = {e.document: e.date for e in in_force(editions, asked)}
        for name, own in groupby(sorted(held), key=lambda h: h[0]):
            begun = [first(date) for _, date in own if first(date) <= end]
            assert (first(found[name]) if name in found else None) == max(begun, default=None)


@pytest.fixture(scope="module")
def layered(tmp_path_factory: pytest.TempPathFactory) -> Index:
    corpus = LayeredCorpus(tmp_path_factory.mktemp("layered") / "corpus")
    corpus.add_all()
    build_index(corpus.settings)
    return Index(corpus.settings)


Seen = Callable[..., View]


@pytest.fixture
def seen(layered: Index) -> Seen:
    return lambda *years, **limits: view(layered, Filters(**limits), years)


NOW = {
    "demo-act 2024-05-01 official", "demo-act 2024-05-01 digest", "demo-list 2025-03 official",
    "demo-leaflet 2022 official", "demo-code 2024-02 official", "demo-code 2023-11 digest",
    "demo-notice 2021 official", "demo-notice 2021 digest",
}  # fmt: skip
AS_OF = [
    ("2026", NOW),
    ("2025-02", NOW - {"demo-list 2025-03 official"} | {"demo-list 2023 digest"}),
    ("2024-01", {"demo-act 2019-02 digest", "demo-list 2023 digest", "demo-leaflet 2022 official",
                 "demo-code 2023-11 digest", "demo-notice 2021 official", "demo-notice 2021 digest"}),
    ("2019-02", {"demo-act 2019-02 digest"}),
    ("2019-01-31", set()),
]  # fmt: skip


def provisions(seen: View, mask: np.ndarray) -> list[Provision]:
    return list(seen.store.provisions([int(row) for row in np.flatnonzero(mask)]).values())


def editions(seen: View) -> set[str]:
    return {f"{p.pin.document} {p.edition} {p.layer}" for p in provisions(seen, seen.allowed)}


def at(seen: View, row: int | None) -> str:
    """A row as its locator, edition and layer."""
    if row is None:
        return "none"
    found = seen.store.provisions([row])[row]
    return f"{found.pin.locator} {found.edition} {found.layer}"


def held(seen: View, pin: str, edition: str, layer: Layer = "digest") -> Provision:
    (row,) = seen.store.rows(Pin.parse(pin), edition, layer)
    return seen.store.provisions([row])[row]


class TestView:
    def test_without_a_date_the_editions_that_are_current_answer(self, seen: Seen) -> None:
        assert editions(seen()) == NOW

    @pytest.mark.parametrize(("asked", "expected"), AS_OF, ids=[asked for asked, _ in AS_OF])
    def test_with_a_date_the_editions_in_force_on_it_answer(self, asked: str, expected: set[str], seen: Seen) -> None:
        assert editions(seen(as_of=asked)) == expected

    @pytest.mark.parametrize(
        ("limits", "expected"),
        [
            ({"document": ("demo-list",)}, {"demo-list 2025-03 official"}),
            ({"document": ("demo-list",), "as_of": "2024"}, {"demo-list 2023 digest"}),
            ({"document": ("demo-list",), "as_of": "2020"}, set()),
            ({"kind": ("guidance",), "jurisdiction": ("UK",)}, {"demo-leaflet 2022 official"}),
            ({"jurisdiction": ("UK",), "as_of": "2024"}, {"demo-list 2023 digest", "demo-leaflet 2022 official"}),
            ({"kind": ("code", "list"), "as_of": "2023"}, {"demo-list 2023 digest", "demo-code 2023-11 digest"}),
            ({"kind": ("treaty",)}, set()),
            ({"binding": True}, {
                "demo-act 2024-05-01 official", "demo-act 2024-05-01 digest", "demo-list 2025-03 official"
            }),
            ({"binding": True, "as_of": "2020"}, {"demo-act 2019-02 digest"}),
            ({"binding": True, "kind": ("code", "guidance")}, set()),
        ],
    )  # fmt: skip
    def test_filters_hold_with_a_date_and_without(self, limits: dict[str, str], expected: set[str], seen: Seen) -> None:
        assert editions(seen(**limits)) == expected

    @pytest.mark.parametrize(
        ("year", "limits", "more"),
        [
            ("2019", {}, {"demo-act 2019-02 digest"}),
            ("2023", {}, {"demo-list 2023 digest"}),
            ("2024", {}, set()),
            ("1999", {}, set()),
            ("2019", {"document": ("demo-act",)}, {"demo-act 2019-02 digest"}),
            ("2019", {"document": ("demo-list",)}, set()),
            ("2019", {"jurisdiction": ("UK",)}, set()),
        ],
    )
    def test_a_year_that_is_named_adds_the_older_editions_of_that_year(
        self, year: str, limits: dict[str, str], more: set[str], seen: Seen
    ) -> None:
        assert editions(seen(year, **limits)) - editions(seen(**limits)) == more

    def test_a_date_that_is_asked_for_overrules_a_year_that_is_named(self, seen: Seen) -> None:
        assert editions(seen("2019", as_of="2026")) == NOW

    def test_official_texts_that_a_digest_restates_are_allowed_but_not_searched(self, seen: Seen) -> None:
        unsearched = provisions(seen(), seen().allowed & ~seen().searched)
        assert {str(p.pin) for p in unsearched} == {
            *(f"demo-act/{place}" for place in ("art_1", "art_3", "art_3/par_1", "art_3/par_2", "art_4")),
            "demo-code/par_1",
            "demo-notice/art_1",
        }
        assert {p.layer for p in unsearched} == {"official"}
        assert not (seen().searched & ~seen().allowed).any()

    def test_what_only_the_official_text_says_is_searched(self, seen: Seen) -> None:
        searched = {f"{p.pin} {p.layer}" for p in provisions(seen(), seen().searched)}
        assert searched >= {
            "demo-act/art_5 official",  # of which the digest has the heading alone
            "demo-act/art_6 official",
            "demo-leaflet/art_1 official",
            "demo-list/itm_4D004 official",  # whose digest is of an older edition
        }


class TestRow:
    @pytest.mark.parametrize(
        ("pin", "limits", "expected"),
        [
            ("demo-act/art_3/par_1", {}, "art_3/par_1 2024-05-01 digest"),
            ("demo-act/art_3", {}, "art_3 2024-05-01 digest"),
            ("demo-act/art_5", {}, "art_5 2024-05-01 official"),
            ("demo-act/art_6", {}, "art_6 2024-05-01 official"),
            ("demo-act/art_2/def_exporter", {}, "art_2/def_exporter 2024-05-01 digest"),
            ("demo-list/itm_4D004", {}, "itm_4D004 2025-03 official"),
            ("demo-list/itm_4D004", {"as_of": "2024"}, "itm_4D004 2023 digest"),
            ("demo-act/art_3/par_1", {"as_of": "2020"}, "art_3/par_1 2019-02 digest"),
            ("demo-act/art_4", {"as_of": "2020"}, "none"),
            ("demo-code/par_1", {}, "par_1 2024-02 official"),
            ("demo-code/par_2", {}, "par_2 2023-11 digest"),
            ("demo-code/par_1", {"jurisdiction": ("UK",)}, "none"),
            ("demo-code/par_99", {}, "none"),
        ],
    )
    def test_of_one_edition_the_digest_with_text_stands_for_a_pin_else_the_newer(
        self, pin: str, limits: dict[str, str], expected: str, seen: Seen
    ) -> None:
        now = seen(**limits)
        assert at(now, now.row(Pin.parse(pin))) == expected


class TestOfficial:
    @pytest.mark.parametrize(
        ("pin", "edition", "expected"),
        [
            ("demo-act/art_3/par_1", "2024-05-01", "art_3/par_1 2024-05-01 official"),
            ("demo-notice/art_1", "2021", "art_1 2021 official"),
            ("demo-act/art_3", "2024-05-01", "none"),  # its official text is a heading and no words
            ("demo-act/art_2", "2024-05-01", "none"),  # not in the official text
            ("demo-act/art_3/par_1", "2019-02", "none"),  # an older digest is not quoted from a later text
            ("demo-code/par_1", "2023-11", "none"),
        ],
    )
    def test_a_restatement_is_quoted_from_the_official_text_of_its_own_edition(
        self, pin: str, edition: str, expected: str, seen: Seen
    ) -> None:
        now = seen("2019")
        assert at(now, now.official(held(now, pin, edition))) == expected

    def test_an_official_text_outside_the_filters_is_not_quoted(self, seen: Seen) -> None:
        now = seen(jurisdiction=("UK",))
        assert now.official(held(now, "demo-act/art_4", "2024-05-01")) is None


class TestInside:
    @pytest.mark.parametrize(
        ("pin", "limits", "expected"),
        [
            ("demo-act/art_3", {}, ["art_3/par_1 2024-05-01 digest", "art_3/par_2 2024-05-01 digest"]),
            ("demo-act/art_3", {"as_of": "2020"}, ["art_3/par_1 2019-02 digest"]),
            ("demo-act", {"as_of": "2020"}, ["art_3 2019-02 digest"]),
            ("demo-act/art_2", {}, ["art_2/def_exporter 2024-05-01 digest"]),
            ("demo-code", {}, ["par_1 2024-02 official", "par_3 2024-02 official", "par_2 2023-11 digest"]),
            ("demo-act/art_6", {}, []),
            ("demo-act/art_3", {"jurisdiction": ("UK",)}, []),
        ],
    )
    def test_each_pin_stands_once_by_the_row_that_stands_for_it(
        self, pin: str, limits: dict[str, str], expected: list[str], seen: Seen
    ) -> None:
        now = seen(**limits)
        assert [at(now, row) for row in now.inside(Pin.parse(pin))] == expected

    def test_what_is_in_one_layer_alone_is_there_too(self, seen: Seen) -> None:
        now = seen()
        found = [at(now, row).split(" ")[0] for row in now.inside(Pin.parse("demo-act"))]
        assert sorted(found) == ["art_1", "art_2", "art_3", "art_4", "art_5", "art_6"]
