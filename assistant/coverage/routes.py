"""The ways past the list (`routes.yaml`), each said by the corpus."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from assistant.answer import Statement
from assistant.cite import said
from assistant.coverage.result import Route
from assistant.retrieve import Hit
from assistant.view import View
from corpus.digests import Fault
from corpus.pins import Pin
from corpus.yamls import SafeLoader
from indexer.chunks import sentences
from indexer.opened import Index

_FILE = Path(__file__).parent / "routes.yaml"


@dataclass(frozen=True, slots=True)
class Way:
    """A route as the file has it: the places that tell it, and the question to be put."""

    id: str
    title: str
    pins: tuple[Pin, ...]
    question: str


@lru_cache(maxsize=1)
def ways() -> tuple[Way, ...]:
    """The routes that come with the package."""
    data = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=SafeLoader)
    return tuple(
        Way(one["id"], one["title"], tuple(map(Pin.parse, one["pins"])), one["question"]) for one in data["routes"]
    )


def routes(index: Index, seen: View) -> tuple[Route, ...]:
    """The routes of which the corpus says anything."""
    found = (
        Route(id=w.id, title=w.title, statements=tuple(_told(index, seen, w)), question=w.question) for w in ways()
    )
    return tuple(route for route in found if route.statements)


def _told(index: Index, seen: View, way: Way) -> Iterator[Statement]:
    for pin in way.pins:
        yield from first_sentence(index, seen, pin)


def first_sentence(index: Index, seen: View, pin: Pin) -> Iterator[Statement]:
    """The sentence that a provision begins with, cited; none if it is not held."""
    row = seen.row(pin)
    if row is None:
        return
    provision = index.store.provisions([row])[row]
    if provision.held == "text" and provision.text:
        yield said(index, seen, Hit(row, provision, 1.0), sentences(provision.text)[0])


def route_faults(known: Collection[Pin]) -> list[Fault]:
    """The places that the routes name and that the corpus does not have."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return [
        Fault(
            _FILE.name, next(n for n, line in enumerate(lines, 1) if str(pin) in line), f"{pin} leads to no provision."
        )
        for way in ways()
        for pin in way.pins
        if pin not in known
    ]
