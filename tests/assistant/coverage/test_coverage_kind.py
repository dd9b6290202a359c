"""What is handed over is goods, software or technology; the entries of that kind name those of the others."""

from __future__ import annotations

import pytest

from assistant.coverage.description import read_description
from assistant.coverage.kind import Kind, is_of, kin, kind_of
from corpus.pins import Pin
from indexer.opened import Index


def _entry(code: str) -> Pin:
    return Pin.of("eu-annex-1", f"itm_{code}")


@pytest.mark.parametrize(
    ("description", "kind"),
    [
        ("Drawings and a handbook for a receiver that finds phones.", "technology"),
        ("The box is old. We send the partner design documents of it.", "technology"),
        ("A five-day course for engineers on writing programs.", "technology"),
        ("A program for receivers that finds phones nearby.", "software"),
        ("A receiver with a program that finds phones nearby.", "goods"),
        ("Something that finds whatever is wanted by anybody.", None),
    ],
)  # fmt: skip
def test_a_description_names_the_kind_of_thing(description: str, kind: Kind | None) -> None:
    assert kind_of(read_description(description)) == kind


@pytest.mark.parametrize(
    ("code", "kind", "found"),
    [
        ("5A001", "technology", ["5E001"]),
        ("5A003", "technology", ["5E002"]),
        ("4D004", "technology", ["4E001"]),
        ("5A001", "software", ["5D001"]),
        ("4E001", "technology", []),
    ],
)  # fmt: skip
def test_entries_of_a_kind_name_the_entries_that_they_are_for(
    index: Index, code: str, kind: Kind, found: list[str]
) -> None:
    assert kin(index, _entry(code), kind) == [_entry(one) for one in found]


@pytest.mark.parametrize(("code", "kind"), [("4A005", "goods"), ("5B002", "goods"), ("4D004", "software")])
def test_the_letter_of_an_entry_says_its_kind(code: str, kind: Kind) -> None:
    assert is_of(kind, _entry(code))
    assert not is_of("technology", _entry(code))
