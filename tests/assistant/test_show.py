"""A provision shown in its place, however it is written; and what is told where there is none."""

from __future__ import annotations

import pytest

from assistant.show import NoSuchPlace, show
from corpus.errors import PinciteError
from corpus.library import Library
from indexer.opened import Index

FORMS = [
    ("eu-2021-821/art_5/par_1", "eu-2021-821/art_5/par_1"),
    ("Article 5(1)", "eu-2021-821/art_5/par_1"),
    ("art 5.1 dual-use reg", "eu-2021-821/art_5/par_1"),
    ("Article 2(2)(d)", "eu-2021-821/art_2/pnt_2/pnt_d"),
    ("4D004", "eu-annex-1/itm_4D004"),
    ("Note to 4D004", "eu-annex-1/itm_4D004/note_1"),
    ("ECCN 4D004", "us-ccl/itm_4D004"),
    ("734.18(a)(5)", "us-ear/sec_734.18/par_a/par_5"),
    ("15 CFR § 734.18(a)(5)", "us-ear/sec_734.18/par_a/par_5"),
    ("PMP 8.b.iii", "pmp-code/par_8/pnt_b/pnt_iii"),
    ("SIPRI guide, section III, good practice 4", "sipri-ccic-guide/sec_III/gp_4"),
]


@pytest.mark.parametrize(("citation", "pin"), FORMS)
def test_a_citation_is_shown_however_it_is_written(citation: str, pin: str, index: Index, library: Library) -> None:
    shown = show(index, citation)
    provision = next(p for p in library.provisions() if str(p.pin) == pin)
    assert (shown.pin, shown.text, shown.title) == (pin, provision.text, provision.title)
    assert shown.url == library.documents[shown.document].url


def test_a_provision_is_shown_with_what_is_above_it_inside_it_and_referred_to(index: Index) -> None:
    shown = show(index, "Article 5")
    inside = [place.pin for place in shown.inside]
    assert inside[:3] == [f"eu-2021-821/art_5/par_{n}" for n in (1, 2, 3)]
    below = show(index, "Article 5(1)")
    assert [place.pin for place in below.above] == ["eu-2021-821/art_5"]
    assert "eu-2021-821/art_2/pnt_20" in [place.pin for place in below.see]
    assert "eu-2021-821/art_5/par_2" in [place.pin for place in below.cited_by]


def test_references_are_shown_from_both_ends(index: Index, library: Library) -> None:
    for provision in list(library.provisions())[::200]:
        for see in provision.see:
            if see.segments:
                assert str(provision.pin) in [place.pin for place in show(index, str(see)).cited_by]


def test_the_same_entry_of_another_list_is_shown_beside_it(index: Index) -> None:
    assert [place.pin for place in show(index, "4D004").others] == ["us-ccl/itm_4D004"]


def test_an_entry_is_shown_with_its_siblings_on_other_lists_and_how_they_differ(index: Index) -> None:
    (family,) = show(index, "4D004").siblings
    assert {"us-ccl/itm_4D004", "wa-list/itm_4.D.4"} <= {entry.pin for entry in family.entries}
    assert "eu-annex-1/itm_4D004" not in {entry.pin for entry in family.entries}
    assert any("ACE" in text and places for text, places in family.differences)


def test_a_point_of_an_entry_is_shown_with_the_siblings_of_the_nearest_above(index: Index) -> None:
    below = show(index, "5A001.j.1")
    assert below.siblings and below.siblings[0].title == show(index, "5A001.j").siblings[0].title


def test_the_terms_that_a_provision_uses_lead_to_their_definitions(index: Index) -> None:
    assert "eu-annex-1/def_intrusion-software" in [place.pin for place in show(index, "4D004").terms]
    assert show(index, "definition of intrusion software").pin not in [
        place.pin for place in show(index, "definition of intrusion software").terms
    ]


def test_a_provision_says_what_it_was_written_from(index: Index) -> None:
    assert show(index, "PMP 8.b.iii").basis.startswith("from a quotation: sipri-ccic-guide")
    assert show(index, "4D004").basis.startswith("written from the text: ")


def test_a_whole_document_is_shown_with_its_top_provisions_and_its_gaps(index: Index, library: Library) -> None:
    shown = show(index, "eu-2021-821")
    edition = library.newest("eu-2021-821")
    assert edition is not None
    assert (shown.held, shown.layer, shown.edition) == ("document", None, edition.date)
    assert [place.pin for place in shown.inside] == [str(p.pin) for p in edition.provisions if p.pin.parent is None]
    assert shown.missing == edition.missing != ""


def test_a_document_without_text_is_shown_as_a_pointer(index: Index) -> None:
    shown = show(index, "US threat assessment 2013")
    assert (shown.pin, shown.coverage, shown.edition, shown.inside) == (
        "us-threat-assessment-2013",
        "pointer",
        None,
        (),
    )
    assert shown.url.startswith("https://")


def test_a_provision_held_by_its_heading_says_so(index: Index, library: Library) -> None:
    heading = next(p for p in library.provisions() if p.held == "heading")
    assert show(index, str(heading.pin)).held == "heading"


def test_the_newest_edition_is_shown_unless_another_is_asked_for(index: Index) -> None:
    newest = show(index, "joint-statement-spyware/cmt_1")
    older = show(index, "joint-statement-spyware/cmt_1", "2023-03-30")
    assert newest.editions == older.editions == ("2024-03-18", "2023-03-30")
    assert (newest.edition, older.edition) == ("2024-03-18", "2023-03-30")
    assert newest.text != older.text
    assert older.coverage == "partial"


def test_a_document_is_shown_in_the_edition_asked_for(index: Index, library: Library) -> None:
    older = show(index, "joint-statement-spyware", "2023-03-30")
    edition = next(e for e in library.editions if (e.document, e.date) == ("joint-statement-spyware", "2023-03-30"))
    assert (older.edition, older.coverage, older.missing) == (edition.date, edition.coverage, edition.missing)
    assert [place.pin for place in older.inside] == [str(p.pin) for p in edition.provisions if p.pin.parent is None]


@pytest.mark.parametrize("citation", ["joint-statement-spyware/cmt_1", "joint-statement-spyware"])
def test_an_edition_that_is_not_held_is_told_with_those_that_are(citation: str, index: Index) -> None:
    with pytest.raises(PinciteError, match="not held in the edition 1999; held are: 2024-03-18, 2023-03-30"):
        show(index, citation, "1999")


NOWHERE = [
    ("Article 99 of Regulation (EU) 2021/821", "eu-2021-821"),
    ("4D999", "eu-annex-1"),
    ("15 CFR § 734.99", "us-ear"),
]


@pytest.mark.parametrize(("citation", "document"), NOWHERE)
def test_a_place_that_does_not_exist_is_told_with_the_nearest_that_do(
    citation: str, document: str, index: Index
) -> None:
    with pytest.raises(NoSuchPlace) as nowhere:
        show(index, citation)
    assert nowhere.value.status == 3
    assert nowhere.value.nearest
    assert {place.pin.split("/")[0] for place in nowhere.value.nearest} == {document}
    assert str(nowhere.value).startswith(f"“{citation}” leads to no provision of the corpus. The nearest are: ")
    for place in nowhere.value.nearest:
        assert place.pincite in str(nowhere.value)
        assert show(index, place.pin).pin == place.pin


@pytest.mark.parametrize("citation", ["", "🙂", "../../etc/passwd", "(((((", "'; drop table provision; --", "\udcff"])
def test_what_is_no_citation_leads_nowhere(citation: str, index: Index) -> None:
    with pytest.raises(NoSuchPlace):
        show(index, citation)
