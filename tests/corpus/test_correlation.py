"""Entries that correspond, read from a file whose faults are told with their line, and checked against the corpus."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_corpus import SmallCorpus

from corpus.correlation import Family, correlation_of, inspect_families, read_families
from corpus.errors import CorpusError
from corpus.library import DIGESTS, Library, fingerprint
from corpus.pins import Pin

GOOD = """\
families:
  - id: systems
    title: Surveillance systems
    entries:
      - {pin: demo-act/art_1, relation: same}
      - {pin: demo-act/art_2, relation: wider}
    differences:
      - pins: [demo-act/art_2]
        text: 'Article 2 asks for
          a licence.'
        basis: [demo-act/art_2/par_1]
"""
KNOWN = {Pin.parse(f"demo-act/{locator}") for locator in ("art_1", "art_2", "art_2/par_1")}


def _write(folder: Path, text: str) -> Path:
    path = folder / "correlation.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_family_has_its_members_and_its_differences(tmp_path: Path) -> None:
    (family,) = read_families(_write(tmp_path, GOOD))
    assert (family.id, family.title) == ("systems", "Surveillance systems")
    assert [(str(m.pin), m.relation) for m in family.members] == [
        ("demo-act/art_1", "same"),
        ("demo-act/art_2", "wider"),
    ]
    assert family.differences[0].text == "Article 2 asks for a licence."
    assert family.differences[0].basis == (Pin.parse("demo-act/art_2/par_1"),)


def test_a_corpus_without_correlation_has_no_families(tmp_path: Path) -> None:
    assert inspect_families(tmp_path / "correlation.yaml", KNOWN) == ((), [])


FAULTS = [
    ("relation: wider", "relation: bigger", "correlation.yaml:2: systems: relation “bigger” is not one of same,"),
    (
        "demo-act/art_2, relation",
        "demo-act/art_9, relation",
        "correlation.yaml:2: systems: pin demo-act/art_9 leads to no",
    ),
    ("demo-act/art_2/par_1", "demo-act/art_2/par_7", "pin demo-act/art_2/par_7 leads to no provision."),
    ("demo-act/art_2/par_1", "demo-act/Article 2", "“Article 2” in “demo-act/Article 2” is not a step of a pin"),
    ("      - {pin: demo-act/art_2, relation: wider}\n", "", "systems: needs two entries or more."),
    ("[demo-act/art_2/par_1]", "[]", "the difference “Article 2 asks for a licence.…” names no basis."),
    ("    title: Surveillance systems\n", "", "correlation.yaml:2: systems: lacks “title”."),
    ("entries:\n", "entries: 3\n    more:\n", "systems: is not a family"),
    ("families:", "families: [", "correlation.yaml:2: cannot be read as a list of families"),
    ("families:", "groups:", "correlation.yaml:1: cannot be read as a list of families"),
]


@pytest.mark.parametrize(("right", "wrong", "sentence"), FAULTS)
def test_a_fault_is_told_with_its_place(tmp_path: Path, right: str, wrong: str, sentence: str) -> None:
    assert right in GOOD
    _, faults = inspect_families(_write(tmp_path, GOOD.replace(right, wrong)), KNOWN)
    assert len(faults) == 1 and sentence in str(faults[0])


def test_a_family_stands_once(tmp_path: Path) -> None:
    _, faults = inspect_families(_write(tmp_path, GOOD + GOOD.removeprefix("families:\n")), KNOWN)
    assert [str(fault) for fault in faults] == ["correlation.yaml:12: systems: stands twice."]


def test_faults_of_form_stop_the_reading(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"correlation\.yaml:2: systems: lacks “title”"):
        read_families(_write(tmp_path, GOOD.replace("    title: Surveillance systems\n", "")))


def test_the_correlation_beside_the_digests_is_part_of_the_corpus(tmp_path: Path) -> None:
    small = SmallCorpus(tmp_path)
    before = fingerprint(small.digests, small.catalogue)
    _write(tmp_path, GOOD.replace("demo-act/art_2, relation", "demo-act/art_9, relation"))
    assert small.faults() == ["correlation.yaml:2: systems: pin demo-act/art_9 leads to no provision."]
    assert fingerprint(small.digests, small.catalogue) != before


def test_the_packaged_families_span_the_lists(library: Library) -> None:
    families: tuple[Family, ...] = read_families(correlation_of(DIGESTS))
    assert families == library.families
    of = {str(member.pin): family for family in families for member in family.members}
    documents = {member.pin.document for member in of["eu-annex-1/itm_4D004"].members}
    assert {"wa-list", "us-ccl", "ch-osic"} <= documents
