"""Small acts in the layouts of EUR-Lex, and what is expected of every reading of them."""

from __future__ import annotations

from pathlib import Path

from corpus.readers.audit import audit
from corpus.readers.reading import Reader, Reading

SOURCES = Path(__file__).resolve().parents[3].parent / "shared" / "sources"


def read_whole(reader: Reader, data: bytes) -> Reading:
    """The reading of a page, after checking that it has all of its text and nothing else."""
    assert reader.recognises(data)
    reading = reader.read(data)
    found = audit(reader.plain(data), reading)
    assert (found.gone, found.phantom) == ((), ())
    seen: set[str] = set()
    for unit in reading.units():
        above = unit.locator.rpartition("/")[0]
        assert not above or above in seen, f"{unit.locator} stands before what it is in"
        seen.add(unit.locator)
    return reading


def units(reading: Reading) -> dict[str, str]:
    """Label, title and text of each provision, parted by bars; what is empty is left out."""
    return {u.locator: " | ".join(filter(None, (u.label, u.title, u.text))) for u in reading.units()}


def furniture(reading: Reading, kind: str) -> list[str]:
    return [piece.text for piece in reading.pieces if piece.kind == kind]


def item(label: str, content: str) -> str:
    """A list item as the Official Journal lays it out."""
    return (
        f'<table><tbody><tr><td><p class="oj-normal">{label}</p></td>'
        f'<td><p class="oj-normal">{content}</p></td></tr></tbody></table>'
    )


def grid(label: str, content: str) -> str:
    """A list item as consolidated texts lay it out."""
    return (
        f'<div class="grid-container grid-list"><div class="list grid-list-column-1"><span>{label} </span></div>'
        f'<div class="grid-list-column-2"><p class="norm">{content}</p></div></div>'
    )
