"""Filters as users write them: commas, names of documents, and what to do when there is no such thing."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.filters import Filters, read_filters
from corpus.errors import UsageError
from corpus.library import Library

READ = [
    ({"jurisdiction": ["EU,UK"]}, Filters(jurisdiction=("EU", "UK"))),
    ({"jurisdiction": ["eu", " us , ch "]}, Filters(jurisdiction=("EU", "US", "CH"))),
    ({"kind": ["List, guidance"]}, Filters(kind=("list", "guidance"))),
    ({"document": ["eu-annex-1"]}, Filters(document=("eu-annex-1",))),
    ({"document": ["PMP code,EAR"]}, Filters(document=("pmp-code", "us-ear"))),
    ({"document": ["the SIPRI good practice guide"]}, Filters(document=("sipri-ccic-guide",))),
    ({"jurisdiction": ["DE"], "kind": ["regulation"]}, Filters(jurisdiction=("DE",), kind=("regulation",))),
    ({"binding": True}, Filters(binding=True)),
    ({"binding": True, "as_of": "2025", "kind": ["list"]}, Filters(kind=("list",), as_of="2025", binding=True)),
    ({"jurisdiction": [" , "]}, Filters()),
    ({}, Filters()),
]


@pytest.mark.parametrize(("written", "filters"), READ)
def test_filters_are_read_as_people_write_them(written: dict[str, Any], filters: Filters, library: Library) -> None:
    assert read_filters(library.documents, **written) == filters


UNKNOWN = [
    ({"jurisdiction": ["Narnia"]}, "“NARNIA” is not a jurisdiction of the corpus; there are AU, CA, CH, "),
    ({"jurisdiction": ["EU,ZZ"]}, "“ZZ” is not a jurisdiction of the corpus; there are "),
    (
        {"kind": ["poem"]},
        "“poem” is not a kind of document of the corpus; there are regulation, list, guidance, code, ",
    ),
    (
        {"document": ["the phone book"]},
        "“the phone book” is not a document of the corpus; `pincite corpus list` shows ",
    ),
]


@pytest.mark.parametrize(("written", "sentence"), UNKNOWN)
def test_an_unknown_value_is_told_what_there_is(written: dict[str, list[str]], sentence: str, library: Library) -> None:
    with pytest.raises(UsageError) as error:
        read_filters(library.documents, **written)
    assert str(error.value).startswith(sentence)
    assert error.value.status == 2


def test_a_name_that_means_two_documents_is_not_guessed(library: Library) -> None:
    with pytest.raises(UsageError):
        read_filters(library.documents, document=["PMP code and PMP declaration"])


def test_only_the_filters_set_are_wanted() -> None:
    assert Filters(kind=("list",)).wanted() == {"kind": ["list"]}
    assert Filters().wanted() == {}


SHOWN = [
    (Filters(), {}),
    (Filters(kind=("list",), as_of="2025"), {"kind": ["list"], "as_of": ["2025"]}),
    (Filters(jurisdiction=("EU",), binding=True), {"jurisdiction": ["EU"], "binding": ["true"]}),
]


@pytest.mark.parametrize(("filters", "shown"), SHOWN)
def test_an_answer_says_the_filters_that_are_set(filters: Filters, shown: dict[str, list[str]]) -> None:
    assert filters.shown() == shown


WANTED = [
    (Filters(), {"eu-2021-821", "eu-annex-1", "wa-list", "uk-end-use"}),
    (Filters(binding=True), {"eu-2021-821", "eu-annex-1"}),
    (Filters(binding=True, kind=("list",)), {"eu-annex-1"}),
    (Filters(binding=True, jurisdiction=("WA", "UK")), set()),
    (Filters(kind=("guidance", "list")), {"eu-annex-1", "wa-list", "uk-end-use"}),
]


@pytest.mark.parametrize(("filters", "wanted"), WANTED, ids=map(str, range(len(WANTED))))
def test_a_document_is_wanted_if_every_filter_fits(filters: Filters, wanted: set[str], library: Library) -> None:
    asked = ("eu-2021-821", "eu-annex-1", "wa-list", "uk-end-use")
    assert {name for name in asked if filters.want(library.documents[name])} == wanted
