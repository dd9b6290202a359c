"""The catalogue: what an entry must say, and how each mistake in it is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from small_corpus import SmallCorpus

from corpus.catalogue import KINDS, read_catalogue
from corpus.errors import CorpusError
from corpus.pins import Pin


def test_documents_keep_the_order_of_the_catalogue(small: SmallCorpus) -> None:
    assert list(read_catalogue(small.catalogue)) == ["demo-act", "demo-guide"]


def test_an_entry_is_read_as_written(small: SmallCorpus) -> None:
    document = read_catalogue(small.catalogue)["demo-act"]
    assert (document.short, document.kind, document.jurisdiction) == ("Demo act", "regulation", "XX")
    assert (document.binding, document.newest, document.coverage) == (True, "2024-05-01", None)
    assert (document.aliases, document.language, document.primary) == ((), ("en",), False)


def test_one_name_or_language_is_a_list_of_one(small: SmallCorpus) -> None:
    small.change_catalogue("short: Demo act,", "short: Demo act, aliases: DA 2024, language: [en, de],")
    document = read_catalogue(small.catalogue)["demo-act"]
    assert document.aliases == ("DA 2024",)
    assert document.language == ("en", "de")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("short: Demo act, ", "", "demo-act lacks short"),
        ("id: demo-act, ", "", "an entry without id lacks id"),
        ("binding: true, ", "", "demo-act lacks binding"),
        ("binding: true, url: https://example.org/act, ", "", "demo-act lacks binding, url"),
        ("short: Demo act,", "short: Demo act, colour: red,", "demo-act has colour, which no entry has"),
        ("kind: regulation", "kind: rumour", "demo-act is of kind “rumour”; the kinds are regulation, list"),
        (
            "https://example.org/act",
            "http://example.org/act",
            "demo-act needs an official address that begins with https",
        ),
        ("id: demo-guide", "id: demo-act", "“demo-act” stands twice"),
        ("short: Demo guide", "short: demo ACT", "“demo ACT” names both demo-act and demo-guide"),
        ("short: Demo guide", "aliases: [Demo act], short: Demo guide", "“Demo act” names both"),
    ],
)
def test_a_mistake_in_an_entry_is_told_with_its_id(old: str, new: str, words: str, small: SmallCorpus) -> None:
    small.change_catalogue(old, new)
    with pytest.raises(CorpusError, match=re.escape(words)):
        read_catalogue(small.catalogue)


@pytest.mark.parametrize(
    "text", ["", "documents:", "documents: 5", "documents: [", "other: []", "- a", "documents: [demo]"]
)
def test_a_catalogue_that_is_none_is_refused_by_name(text: str, tmp_path: Path) -> None:
    path = tmp_path / "catalogue.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match=re.escape(str(path))):
        read_catalogue(path)


def test_a_catalogue_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"nowhere\.yaml cannot be read"):
        read_catalogue(tmp_path / "nowhere.yaml")


def test_every_entry_of_the_embedded_catalogue_can_be_cited() -> None:
    for name, document in read_catalogue().items():
        assert str(Pin.parse(name)) == name
        assert "{place}" in document.cite and "{short}" in document.cite
        assert document.kind in KINDS
        assert re.fullmatch(r"undated|\d{4}(-\d{2}(-\d{2})?)?", document.newest), f"{name}: {document.newest}"


def test_an_unnamed_document_means_the_eu_regulation_or_its_list() -> None:
    assert [name for name, document in read_catalogue().items() if document.primary] == ["eu-2021-821", "eu-annex-1"]
