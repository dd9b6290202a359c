"""`show` where official texts are held: the official text of the edition chosen, and what restates it."""

from __future__ import annotations

import pytest
from layered_corpus import LayeredCorpus

from assistant.ask import Pincite
from assistant.show import NoSuchPlace, Shown, show
from corpus.errors import PinciteError
from indexer.build import build_index


@pytest.fixture(scope="module")
def layered(tmp_path_factory: pytest.TempPathFactory) -> Pincite:
    corpus = LayeredCorpus(tmp_path_factory.mktemp("layered") / "corpus")
    corpus.add_all()
    build_index(corpus.settings)
    return Pincite(corpus.settings)


@pytest.mark.parametrize(
    ("citation", "chosen", "layer", "edition", "text", "plain"),
    [
        ("demo-act/art_3/par_1", {}, "official", "2024-05-01", "No person", "You need a licence"),
        ("Article 4 of the Demo act", {}, "official", "2024-05-01", "Every exporter", "An exporter asks"),
        ("demo-act/art_5", {}, "official", "2024-05-01", "Whoever contravenes", ""),
        ("demo-act/art_6", {}, "official", "2024-05-01", "This act shall enter", ""),
        ("demo-act/art_3", {}, "digest", "2024-05-01", "Article 3 deals", ""),
        ("demo-act/art_2", {}, "digest", "2024-05-01", "The act defines", ""),
        ("demo-act/art_3/par_1", {"as_of": "2020"}, "digest", "2019-02", "In those days", ""),
        ("demo-act/art_3/par_1", {"edition": "2019-02"}, "digest", "2019-02", "In those days", ""),
        ("demo-act/art_3/par_1", {"edition": "2024-05-01", "as_of": "2020"}, "official", "2024-05-01", "No", "You"),
        ("4D004", {}, "official", "2025-03", "Software specially designed", ""),
        ("4D004", {"as_of": "2025-02-28"}, "digest", "2023", "Entry 4D004", ""),
        ("demo-leaflet/art_1", {}, "official", "2022", "Uploading a blueprint", ""),
        ("demo-code/par_1", {}, "official", "2024-02", "The present code", ""),
        ("demo-code/par_2", {}, "digest", "2023-11", "States vet", ""),
        ("demo-notice/art_1", {}, "official", "2021", "The presentation", "Showing a jamming"),
    ],
)  # fmt: skip
def test_the_official_text_is_shown_and_the_restatement_of_the_same_edition_beside_it(
    citation: str, chosen: dict[str, str], layer: str, edition: str, text: str, plain: str, layered: Pincite
) -> None:
    shown = show(layered.index, citation, **chosen)
    assert (shown.layer, shown.edition) == (layer, edition)
    assert shown.text.startswith(text)
    assert shown.plain.startswith(plain) and bool(shown.plain) == bool(plain)


def test_an_official_text_says_where_it_came_from_and_what_it_lacks(layered: Pincite) -> None:
    shown = show(layered.index, "demo-code/par_3")
    assert shown.basis.startswith("written from the text: file:///text.md, markdown, sha256 ")
    assert (shown.coverage, shown.missing) == ("partial", "The annexes.")
    assert shown.covers.startswith("The text as published, retrieved on ")


def test_each_date_and_each_place_around_stands_once(layered: Pincite) -> None:
    def pins(shown: Shown) -> dict[str, list[str]]:
        return {name: [p.pin for p in getattr(shown, name)] for name in ("above", "inside", "see", "cited_by")}

    assert show(layered.index, "demo-act/art_3").editions == ("2024-05-01", "2019-02")
    assert pins(show(layered.index, "demo-act/art_3"))["inside"] == ["demo-act/art_3/par_1", "demo-act/art_3/par_2"]
    below = pins(show(layered.index, "demo-act/art_3/par_1"))
    assert below["above"] == ["demo-act/art_3"]
    assert below["see"] == ["demo-list/itm_4D004"]
    assert sorted(below["cited_by"]) == ["demo-act/art_3/par_2", "demo-act/art_4"]


def test_a_document_that_had_no_digest_is_shown_with_its_official_text(layered: Pincite) -> None:
    shown = show(layered.index, "demo-leaflet")
    assert (shown.coverage, shown.edition) == ("complete", "2022")
    assert [place.pin for place in shown.inside] == ["demo-leaflet/art_1"]


@pytest.mark.parametrize("citation", ["demo-act", "demo-act/art_3/par_1"])
def test_before_any_edition_nothing_is_shown_and_the_dates_held_are_told(citation: str, layered: Pincite) -> None:
    with pytest.raises(PinciteError) as refused:
        show(layered.index, citation, as_of="2018")
    assert (
        str(refused.value) == "No edition of Demo act is held that was in force on 2018; held are: 2024-05-01, 2019-02."
    )


def test_a_provision_that_the_edition_of_a_date_lacks_is_not_shown_from_another(layered: Pincite) -> None:
    with pytest.raises(PinciteError, match=r"Article 4 .*is not held in the edition 2019-02"):
        show(layered.index, "demo-act/art_4", as_of="2020")


def test_a_place_of_no_edition_leads_nowhere(layered: Pincite) -> None:
    with pytest.raises(NoSuchPlace):
        show(layered.index, "demo-leaflet/art_9")
