"""Measures a comparison against a key: of the cells that the corpus can fill, how many are filled and right; which are wrong.

A key (`saas.yaml`) names for each cell the provisions that settle it and the facts, one of which a right statement states,
or says that nothing does. A cell is right if a statement in it quotes an accepted provision and states a fact, wrong if it is
filled and has no such statement. A statement beside the accepted provisions is counted too: it may be beside the point.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from assistant.ask import Pincite
from assistant.compare.compare import compare
from assistant.compare.comparison import Cell, Told
from corpus.yamls import SafeLoader
from evals.facts import is_stated

FOLDER = Path(__file__).parent
Verdict = Literal["right", "blank", "missed", "wrong"]


@dataclass(frozen=True, slots=True)
class Key:
    """What one cell should hold: nothing, or statements from accepted provisions with one of the facts."""

    row: str
    jurisdiction: str
    accepted: tuple[str, ...]
    facts: tuple[tuple[str, ...], ...]
    kind: str
    said: tuple[str, ...] = ()

    @property
    def is_fillable(self) -> bool:
        return bool(self.accepted)


@dataclass(frozen=True, slots=True)
class Judged:
    """A cell beside its key. `beside` are the pins of statements from provisions that the key does not accept."""

    key: Key
    verdict: Verdict
    pins: tuple[str, ...]
    beside: tuple[str, ...]
    is_of_kind: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """A comparison measured against its key; `ms` is how long it took, warm."""

    topic: str
    cells: tuple[Judged, ...]
    ms: float

    @property
    def figures(self) -> dict[str, float]:
        """The figures, as counts, shares (0 to 1) and milliseconds."""
        fillable = [one for one in self.cells if one.key.is_fillable]
        right = [one for one in fillable if one.verdict == "right"]
        statements = sum(len(one.pins) for one in self.cells)
        return {
            "cells": len(self.cells),
            "fillable": len(fillable),
            "right": len(right),
            "right_share": len(right) / max(1, len(fillable)),
            "missed": sum(one.verdict == "missed" for one in self.cells),
            "wrong": sum(one.verdict == "wrong" for one in self.cells),
            "blank_rightly": sum(one.verdict == "blank" for one in self.cells),
            "statements": statements,
            "beside": sum(len(one.beside) for one in self.cells),
            "kind_right": sum(one.is_of_kind for one in right) / max(1, len(right)),
            "ms": self.ms,
        }


def read_key(path: Path) -> tuple[str, tuple[str, ...], tuple[Key, ...]]:
    """The topic, the columns and the cells of a key."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=SafeLoader)
    columns = tuple(data["columns"])
    keys = tuple(_key(row["id"], code, row["cells"][code]) for row in data["rows"] for code in columns)
    return data.get("topic", path.stem), columns, keys


def _key(row: str, code: str, cell: dict[str, Any]) -> Key:
    facts = tuple(tuple(part.strip() for part in fact.split("|")) for fact in cell.get("facts", ()))
    said = cell.get("said", ())
    said = (said,) if isinstance(said, str) else tuple(said)
    return Key(row, code, tuple(cell.get("accepted", ())), facts, cell.get("kind", ""), said)


def measure(pincite: Pincite, path: Path) -> Measured:
    """Compare what a key asks for, twice, and measure the second."""
    topic, columns, keys = read_key(path)
    compare(pincite, topic, columns)
    made = compare(pincite, topic, columns)
    cells = {(row.id, cell.jurisdiction): cell for row in made.rows for cell in row.cells}
    return Measured(
        topic, tuple(judge(key, cells[key.row, key.jurisdiction]) for key in keys), made.timings_ms["total"]
    )


def judge(key: Key, cell: Cell) -> Judged:
    """One cell beside its key."""
    right = [told for told in cell.told if _is_right(key, told)]
    pins = tuple(told.statement.citations[0].pin for told in cell.told)
    known = {*key.accepted, *key.said}
    beside = tuple(pin for pin in pins if pin not in known)
    is_said = bool(pins) and not key.is_fillable and not beside
    verdict: Verdict = (
        "right" if right else "wrong" if pins and not is_said else "missed" if key.is_fillable else "blank"
    )
    return Judged(key, verdict, pins, beside, any(told.kind == key.kind for told in right))


def _is_right(key: Key, told: Told) -> bool:
    quotes = [c.quote for c in told.statement.citations if c.pin in key.accepted]
    return any(is_stated(fact, quotes) for fact in key.facts)
