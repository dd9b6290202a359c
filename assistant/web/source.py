"""The source beside the answer: a provision in its place in its document, what was quoted marked, and where it leads."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote as percent

from assistant.filters import Filters
from assistant.show import Place, Shown, places_of, show
from assistant.view import view
from assistant.web.draw import draw
from assistant.web.marked import Part, links, parts, span
from assistant.web.page_picture import picture, source_file
from corpus.pincites import place as place_in
from corpus.pins import Pin
from corpus.provisions import Layer, Provision
from indexer.opened import Index

INSIDE = 60  # provisions right under the one shown, with their texts
WORDS = 8  # of a quotation, at either end, by which a browser finds it in the official source


@dataclass(frozen=True, slots=True)
class Within:
    """A provision near the one shown: its place, the part of its pincite that its document does not say, its text."""

    place: Place
    number: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A provision as the panel shows it. `parts` are its text, `plain` Pincite's restatement where that is beside it."""

    shown: Shown
    document: str
    jurisdiction: str
    is_quoted: bool
    parts: tuple[Part, ...]
    plain: tuple[Part, ...]
    is_plain_quoted: bool
    above: Within | None
    inside: tuple[Within, ...]
    beside: tuple[Within, ...]
    url: str


def source(
    index: Index, citation: str, edition: str = "", quote: str = "", layer: Layer | None = None, as_of: str = ""
) -> Source:
    """The provision that a citation means, in the edition asked for, or the one in force `as_of`, or the newest.

    `quote` and `layer` are those of a citation. Raises `NoSuchPlace` with the nearest places for a citation that leads
    nowhere, and `PinciteError` for an edition that is not held.
    """
    shown = show(index, citation, edition or None, as_of)
    pin = Pin.parse(shown.pin)
    document = index.store.documents[pin.document]
    whole, plain = _layers(index, shown)
    text = parts(shown.text, links(index, whole) if whole else (), "" if layer == "digest" and plain else quote)
    restated = parts(plain.text, links(index, plain), quote if layer == "digest" else "") if plain else ()
    rows = view(index, Filters(as_of=as_of)).inside(pin.parent or Pin(pin.document)) if pin.segments else []
    near = [one for one in _provisions(index, rows) if one.pin != pin]
    parent = index.store.rows(pin.parent, shown.edition) if pin.parent and pin.parent.segments else []
    return Source(
        shown=shown,
        document=document.short,
        jurisdiction=document.jurisdiction,
        is_quoted=any(part.quoted for part in text),
        parts=text,
        plain=restated,
        is_plain_quoted=any(part.quoted for part in restated),
        above=next((_within(index, one, with_links=True) for one in _provisions(index, parent[:1])), None),
        inside=tuple(_within(index, one, with_links=True) for one in _inside(index, shown)),
        beside=tuple(_within(index, one) for one in near),
        url=official(shown, quote),
    )


def drawn(source: Source, quote: str = "", has_pages: bool = False, picture: str = "") -> str:
    """The panel's HTML. `picture` is the address of a picture, `has_pages` says that there could be one."""
    return draw("source", source=source, shown=source.shown, quote=quote, has_pages=has_pages, picture=picture)


def pages_of(home: Path, source: Source) -> Path | None:
    """The PDF file that a provision was read from, if it is held."""
    shown = source.shown
    return source_file(home, shown.document, shown.edition or "") if shown.page and shown.layer == "official" else None


def page_shown(file: Path, page: int, quote: str) -> str:
    """The picture of a page, with the words quoted marked, as an address that holds it."""
    return f"data:image/png;base64,{b64encode(picture(file, page, quote).png).decode()}"


def official(shown: Shown, quote: str) -> str:
    """The address of the official source, at the words quoted where that text is held: a fragment of text (WICG), or a
    page of a PDF (RFC 8118).
    """
    if shown.page:
        return f"{shown.url}#page={shown.page}"
    start, end = span(shown.text, quote)
    words = shown.text[start:end].split()
    if shown.layer != "official" or not words:
        return shown.url
    ends = [" ".join(words)] if len(words) <= 2 * WORDS else [" ".join(words[:WORDS]), " ".join(words[-WORDS:])]
    return f"{shown.url}#:~:text={','.join(percent(one, safe='').replace('-', '%2D') for one in ends)}"


def _layers(index: Index, shown: Shown) -> tuple[Provision | None, Provision | None]:
    """The provision whose text is shown, and the one that restates it."""
    if shown.layer is None:
        return None, None
    found = _provisions(index, index.store.rows(Pin.parse(shown.pin), shown.edition))
    whole = next((one for one in found if one.layer == shown.layer), None)
    return whole, next((one for one in found if one.layer == "digest" and shown.plain), None)


def _inside(index: Index, shown: Shown) -> list[Provision]:
    pins = [Pin.parse(one.pin) for one in shown.inside[:INSIDE]]
    of_pin = [index.store.rows(pin, shown.edition) or index.store.rows(pin) for pin in pins]
    found = [_provisions(index, rows) for rows in of_pin if rows]
    return [next((one for one in of if one.layer == shown.layer and one.text), of[0]) for of in found]


def _within(index: Index, provision: Provision, with_links: bool = False) -> Within:
    document = index.store.documents[provision.pin.document]
    return Within(
        place=places_of(index, [provision.pin])[0],
        number=place_in(provision.pin, document),
        parts=parts(provision.text, links(index, provision)) if with_links else (),
    )


def _provisions(index: Index, rows: Sequence[int]) -> list[Provision]:
    found = index.store.provisions(rows)
    return [found[row] for row in rows]
