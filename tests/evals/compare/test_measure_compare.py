"""A comparison beside its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer import Citation, Statement
from assistant.ask import Pincite
from assistant.compare.comparison import Cell, Kind, Told
from corpus.library import Library
from corpus.pins import Pin
from evals.compare.measure import FOLDER, Key, Measured, judge, measure, read_key
from evals.facts import is_stated

KEYS = sorted(FOLDER.glob("*.yaml"))
ASKED = Key("server", "UK", ("act/art_1", "act/art_2"), (("place of the server",), ("no matter where",)), "law")
NOTHING = Key("server", "UK", (), (), "", ("act/art_9",))


def told(pin: str, quote: str, kind: Kind = "law") -> Told:
    citation = Citation(pin=pin, pincite=pin, quote=quote, layer="digest", edition="2024", url="https://example.org/")
    return Told(kind=kind, is_reported=False, statement=Statement(text=quote, citations=(citation,)))


RIGHT = told("act/art_1", "The place of the server decides.")
BESIDE = told("act/art_3", "The place of the server decides.")
JUDGED = [
    (ASKED, (RIGHT,), "right", ()),
    (ASKED, (RIGHT, BESIDE), "right", ("act/art_3",)),
    (ASKED, (BESIDE,), "wrong", ("act/art_3",)),
    (ASKED, (told("act/art_1", "A server is a machine."),), "wrong", ()),
    (ASKED, (), "missed", ()),
    (NOTHING, (), "blank", ()),
    (NOTHING, (told("act/art_9", "Nothing is said."),), "blank", ()),
    (NOTHING, (RIGHT,), "wrong", ("act/art_1",)),
]


@pytest.mark.parametrize(("key", "statements", "verdict", "beside"), JUDGED)
def test_a_cell_is_judged_by_its_pins_and_facts(
    key: Key, statements: tuple[Told, ...], verdict: str, beside: tuple[str, ...]
) -> None:
    judged = judge(key, Cell(jurisdiction="UK", told=statements))
    assert (judged.verdict, judged.beside) == (verdict, beside)


def test_the_force_counts_where_the_cell_is_right() -> None:
    cells = [
        judge(ASKED, Cell(jurisdiction="UK", told=(RIGHT.model_copy(update={"kind": kind}),)))
        for kind in ("law", "guidance")
    ]
    assert Measured("t", tuple(cells), 1.0).figures["kind_right"] == 0.5


@pytest.mark.parametrize("path", KEYS, ids=lambda path: path.stem)
def test_every_place_of_a_key_exists_and_every_fact_stands_in_one(library: Library, path: Path) -> None:
    texts = {str(provision.pin): provision.text for provision in library.provisions()}
    for key in read_key(path)[2]:
        assert [pin for pin in (*key.accepted, *key.said) if pin not in texts] == []
        held = [texts[pin] for pin in key.accepted]
        assert [fact for fact in key.facts if not is_stated(fact, held)] == []
        assert bool(key.facts) == key.is_fillable


@pytest.mark.parametrize("path", KEYS, ids=lambda path: path.stem)
def test_most_cells_are_right_and_none_is_wrong(pincite: Pincite, path: Path) -> None:
    figures = measure(pincite, path).figures
    assert figures["right_share"] >= 0.7
    assert figures["wrong"] == 0


def test_pins_of_a_key_are_written_as_pins_are_printed() -> None:
    for path in KEYS:
        assert all(str(Pin.parse(pin)) == pin for key in read_key(path)[2] for pin in key.accepted)
