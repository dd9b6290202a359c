"""The library: the embedded corpus is whole, ordered, and known by its bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_corpus import ACT, SmallCorpus

from corpus.catalogue import CATALOGUE
from corpus.errors import CorpusError
from corpus.library import DIGESTS, Library, fingerprint, inspect_library, read_library
from corpus.pins import Pin

DESIGNED = """eu-2021-821 eu-annex-1 eu-2024-2659 eu-2008-944 wa-list pmp-code pmp-declaration sipri-ccic-guide
    joint-statement-spyware echri-code us-ear us-ccl uk-eco-2008 uk-technology-guidance uk-428-2009 uk-end-use de-awv de-itt
    ch-osic ch-gkv ch-seco-itt nl-cloud us-bis-cloud jp-meti-cloud ca-notice-1159 au-defence-supply fr-sbdu ungp""".split()


def test_the_embedded_corpus_has_no_fault() -> None:
    _, faults = inspect_library()
    assert [str(fault) for fault in faults] == []


@pytest.mark.parametrize("name", DESIGNED)
def test_every_document_of_the_design_is_in_the_catalogue(name: str, library: Library) -> None:
    assert name in library.documents


def test_every_document_with_a_digest_says_what_it_covers(library: Library) -> None:
    held = {edition.document for edition in library.editions}
    for name, document in library.documents.items():
        assert (document.coverage in ("complete", "partial")) if name in held else document.coverage == "pointer"


def test_documents_stand_in_the_order_of_the_catalogue(library: Library) -> None:
    order = list(library.documents)
    places = [order.index(edition.document) for edition in library.editions]
    assert places == sorted(places)


def test_editions_of_a_document_stand_newest_first(small: SmallCorpus) -> None:
    for date in ("2019", "2022-07", "2020-01-01"):
        small.write(ACT.replace("2024-05-01", date), f"demo-act@{date}.md")
    library = read_library(small.digests, small.catalogue)
    assert [edition.date for edition in library.editions] == ["2024-05-01", "2022-07", "2020-01-01", "2019"]
    newest = library.newest("demo-act")
    assert newest is not None and newest.date == "2024-05-01"


def test_coverage_shown_is_that_of_the_newest_edition(small: SmallCorpus) -> None:
    older = ACT.replace("2024-05-01", "2020").replace("coverage: partial", "coverage: complete")
    small.write(older, "demo-act@2020.md")
    assert read_library(small.digests, small.catalogue).documents["demo-act"].coverage == "partial"


def test_a_document_without_text_has_no_newest_edition(small: SmallCorpus) -> None:
    assert read_library(small.digests, small.catalogue).newest("demo-guide") is None


def test_the_joint_statement_is_held_in_two_editions(library: Library) -> None:
    held = [edition for edition in library.editions if edition.document == "joint-statement-spyware"]
    assert len(held) == 2
    assert held[0].date > held[1].date == "2023-03-30"
    assert library.newest("joint-statement-spyware") == held[0]


def test_provisions_stand_in_the_document_s_order_below_what_they_are_inside_of(library: Library) -> None:
    for edition in library.editions:
        seen: set[Pin] = set()
        for provision in edition.provisions:
            assert provision.pin.document == edition.document
            assert set(provision.pin.ancestors) <= seen
            seen.add(provision.pin)


def test_no_provision_is_without_text_basis_and_edition(library: Library) -> None:
    for provision in library.provisions():
        assert provision.text and provision.title and provision.basis.sources and provision.edition


@pytest.mark.parametrize("what", ["digest", "catalogue", "added", "renamed", "removed"])
def test_the_fingerprint_changes_with_any_change(what: str, small: SmallCorpus) -> None:
    before = fingerprint(small.digests, small.catalogue)
    digest = small.digests / "demo-act.md"
    if what == "digest":
        small.change("A second paragraph", "a second paragraph")
    elif what == "catalogue":
        small.change_catalogue("Parliament", "Council")
    elif what == "added":
        small.write(ACT, "demo-act@2020.md")
    elif what == "renamed":
        digest.rename(small.digests / "demo-act@2024-05-01.md")
    else:
        digest.unlink()
    assert fingerprint(small.digests, small.catalogue) != before


def test_the_fingerprint_stays_when_the_bytes_stay(small: SmallCorpus, tmp_path: Path) -> None:
    before = fingerprint(small.digests, small.catalogue)
    small.write(ACT)
    (small.digests / "README.txt").write_text("not a digest", encoding="utf-8")
    assert fingerprint(small.digests, small.catalogue) == before
    (tmp_path / "elsewhere").mkdir()
    assert fingerprint(SmallCorpus(tmp_path / "elsewhere").digests, small.catalogue) == before


def test_the_library_carries_the_fingerprint_of_its_files(library: Library) -> None:
    assert library.fingerprint == fingerprint(DIGESTS, CATALOGUE)


def test_reading_a_faulty_corpus_is_refused_with_every_fault(small: SmallCorpus) -> None:
    small.write(ACT.replace("## art_1:", "## clause_1:").replace("basis: quoted, demo-guide", "basis: quoted"))
    with pytest.raises(CorpusError) as refused:
        read_library(small.digests, small.catalogue)
    assert "demo-act.md:11: " in str(refused.value)
    assert "demo-act.md:22: " in str(refused.value)


def test_a_folder_that_is_not_there_is_refused_by_name(small: SmallCorpus, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"There is no folder of digests at .*nowhere"):
        read_library(tmp_path / "nowhere", small.catalogue)


def test_a_document_with_text_is_not_called_a_pointer(small: SmallCorpus) -> None:
    small.change_catalogue("short: Demo act,", "short: Demo act, coverage: pointer,")
    assert small.faults() == ["catalogue.yaml:1: demo-act has a digest, which says its coverage; remove it here."]


def test_a_document_without_text_is_called_a_pointer(small: SmallCorpus) -> None:
    small.change_catalogue(",\n     coverage: pointer", "")
    assert small.faults() == ["catalogue.yaml:1: demo-guide has no digest; its coverage is pointer."]
