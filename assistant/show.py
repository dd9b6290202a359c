"""Shows one provision in its place: what is above it, what is inside it, and what it refers to."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from corpus.citations import Resolution, resolve
from corpus.errors import PinciteError
from corpus.pincites import pincite
from corpus.pins import Pin
from corpus.provisions import Layer
from indexer.opened import Index


class Place(BaseModel):
    """A pin with how it is written and its title."""

    model_config = ConfigDict(frozen=True)
    pin: str
    pincite: str
    title: str


class Shown(BaseModel):
    """A provision in its place. `text` is empty for a whole document; `editions` are the dates held, newest first."""

    model_config = ConfigDict(frozen=True)
    pin: str
    pincite: str
    title: str
    text: str
    held: str
    layer: Layer | None
    edition: str | None
    editions: tuple[str, ...]
    basis: str
    url: str
    document: str
    binding: bool
    coverage: str
    covers: str
    missing: str
    above: tuple[Place, ...]
    inside: tuple[Place, ...]
    see: tuple[Place, ...]
    cited_by: tuple[Place, ...]
    others: tuple[Place, ...]


class NoSuchPlace(PinciteError):
    """A citation that leads to no provision of the corpus; `nearest` are the closest that exist."""

    status = 3

    def __init__(self, message: str, nearest: tuple[Place, ...]) -> None:
        super().__init__(message)
        self.nearest = nearest


def show(index: Index, citation: str, edition: str | None = None) -> Shown:
    """The provision that a citation means, written in any way. Raises `NoSuchPlace` with the nearest that exist."""
    found = resolve(citation, index.store.documents, index.store)
    if found.pin is None:
        raise _nowhere(index, found)
    pin = found.pin
    document = index.store.documents[pin.document]
    editions = [e for e in index.store.editions() if e.document == pin.document]
    asked = [e for e in editions if edition in (None, e.date)]
    if not asked and edition is not None:
        held = ", ".join(e.date for e in editions) or "none"
        raise PinciteError(f"{document.short} is not held in the edition {edition}; held are: {held}.")
    others = _places(index, found.others)
    if not pin.segments:
        shown = asked[0] if asked else None
        return Shown(
            pin=str(pin), pincite=document.short, title=document.title, text=document.note, held="document", layer=None,
            edition=shown.date if shown else None, editions=tuple(e.date for e in editions), basis="",
            url=document.url, document=document.id, binding=document.binding,
            coverage=(shown.coverage if shown else document.coverage) or "",
            covers=shown.covers if shown else "", missing=shown.missing if shown else "",
            above=(), inside=_inside(index, pin, edition), see=(), cited_by=(), others=others,
        )  # fmt: skip
    rows = index.store.rows(pin, edition)
    if not rows:
        raise PinciteError(f"{pincite(pin, document)} is not held in the edition {edition}.")
    provision = index.store.provisions(rows[:1])[rows[0]]
    held_in = next(e for e in editions if e.date == provision.edition)
    return Shown(
        pin=str(pin), pincite=pincite(pin, document), title=provision.title, text=provision.text, held=provision.held,
        layer=provision.layer, edition=provision.edition, editions=tuple(e.date for e in editions),
        basis=_basis(provision.basis.kind, [held_in.sources.get(s, s) for s in provision.basis.sources]),
        url=document.url, document=document.id, binding=document.binding, coverage=held_in.coverage,
        covers=held_in.covers, missing=held_in.missing,
        above=_places(index, pin.ancestors), inside=_inside(index, pin, edition),
        see=_places(index, provision.see), cited_by=_rows(index, index.store.referring(pin)), others=others,
    )  # fmt: skip


def _basis(kind: str, sources: list[str]) -> str:
    how = {"text": "written from the text", "quoted": "from a quotation", "commentary": "from commentary"}[kind]
    return f"{how}: {'; '.join(sources)}"


def _nowhere(index: Index, found: Resolution) -> NoSuchPlace:
    nearest = _places(index, found.nearest)
    hint = f" The nearest are: {'; '.join(place.pincite for place in nearest)}." if nearest else ""
    return NoSuchPlace(f"“{found.written}” leads to no provision of the corpus.{hint}", nearest)


def _places(index: Index, pins: Iterable[Pin]) -> tuple[Place, ...]:
    places = []
    for pin in pins:
        document = index.store.documents[pin.document]
        rows = index.store.rows(pin)
        title = index.store.provisions(rows[:1])[rows[0]].title if rows else document.title
        places.append(Place(pin=str(pin), pincite=pincite(pin, document), title=title))
    return tuple(places)


def _inside(index: Index, pin: Pin, edition: str | None) -> tuple[Place, ...]:
    """What is right under a pin or a document; in the newest edition unless another is asked for."""
    if edition is None:
        return _rows(index, index.store.children(pin))
    rows = index.store.matching(document=[pin.document], edition=[edition])
    found = index.store.provisions(rows)
    above = pin if pin.segments else None
    return _places(index, [found[row].pin for row in rows if found[row].pin.parent == above])


def _rows(index: Index, rows: list[int]) -> tuple[Place, ...]:
    found = index.store.provisions(rows)
    return _places(index, [found[row].pin for row in rows])
