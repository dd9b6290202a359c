"""The tab Browse: what is covered and how old it is, a document as a tree, and a search that understands pincites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from textwrap import shorten
from typing import Any

import gradio as gr

from assistant.filters import Filters
from assistant.holdings import Holding, holdings
from assistant.question import understand
from assistant.retrieve import retrieve
from assistant.show import Explained, Place, explained, places_of
from assistant.view import View, view
from assistant.web import address
from assistant.web.draw import draw
from assistant.web.house import House, Tab, told
from assistant.web.marked import Part, parts
from assistant.web.texts import say
from corpus.citations import resolve
from corpus.errors import UsageError
from corpus.library import read_library
from corpus.pins import Pin
from corpus.settings import Settings
from indexer.opened import Index

LONGEST = 300  # characters of what is looked for
FOUND = 10  # provisions found by their words
SHOWN = 240  # characters of each
NODES = 400  # nodes of a tree that are drawn at once; deeper ones open on a click
DEPTH = 3


@dataclass(frozen=True, slots=True)
class Node:
    """A provision in a tree: its place, its number in its document, how many are right under it, and those that are drawn."""

    place: Place
    number: str
    size: int
    inside: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was looked for leads to: places that it cites, others it may cite, a term explained, provisions that say it."""

    places: tuple[Place, ...]
    nearest: tuple[Place, ...]
    terms: tuple[Explained, ...]
    said: tuple[tuple[Place, tuple[Part, ...]], ...]


def browse_tab(house: House) -> Tab:
    """Build the tab."""
    with gr.Row(elem_classes="ask-row", equal_height=True):
        wanted = gr.Textbox(
            label=say("browse.label"), placeholder=say("browse.placeholder"), max_length=LONGEST, elem_id="find",
            scale=5, submit_btn=False,
        )  # fmt: skip
        button = gr.Button(say("browse.button"), elem_id="look", scale=1, min_width=110)
    shown = house.output("browse", opens=False)

    def looked(written: str) -> tuple[str, Any]:
        """What is found; where it is one place, that opens beside."""
        html = told(lambda: searched(house, written) if written.strip() else catalogue(house))()
        pin = the_place(house, written)
        return html, house.safe_source(pin) if pin else gr.skip()

    def clicked(event: gr.EventData) -> tuple[Any, Any]:
        tree, pin = str(event._data.get("tree") or ""), str(event._data.get("pin") or "")
        if tree.strip("-"):
            return told(lambda: tree_of(house, tree))(), gr.skip()
        if pin:
            return gr.skip(), house.safe_source(pin)
        return told(lambda: catalogue(house))(), gr.skip()

    for starts in (button.click, wanted.submit):
        starts(looked, wanted, [shown, house.panel], api_visibility="private", show_progress="minimal",
               show_progress_on=[shown])  # fmt: skip
    shown.click(clicked, None, [shown, house.panel], api_visibility="private", show_progress="minimal", queue=False,
                show_progress_on=[shown])  # fmt: skip

    def restore(given: Mapping[str, str]) -> list[Any]:
        if given["tab"] != "browse":
            return [gr.skip(), gr.skip()]
        if given["tree"]:
            return ["", told(lambda: tree_of(house, given["tree"]))()]
        return [given["find"], looked(given["find"])[0]]

    def opened(there: str, request: gr.Request) -> Any:
        """The catalogue, unless something is shown, or will be when the address is taken up."""
        given = address.read(dict(request.query_params))
        return gr.skip() if there or given["tree"] or given["find"] else told(lambda: catalogue(house))()

    return Tab("browse", [wanted, shown], restore, (opened, shown))


def catalogue(house: House) -> str:
    """Every document, by jurisdiction: what is held of it, of which date, how old."""
    held = _held(house.pincite.index, house.settings)
    by_place = {say.name("place", code): list(of) for code, of in groupby(held, key=lambda one: one.jurisdiction)}
    counts = {
        name: sum((one.coverage or "none") == name for one in held) for name in ("complete", "partial", "pointer")
    }
    return draw("catalogue", by_place=dict(sorted(by_place.items())), counts=counts, address=address.link(tab="browse"))


# Reading the corpus takes a second; it is that of an index, which does not change.
_known: dict[str, list[Holding]] = {}


def _held(index: Index, settings: Settings) -> list[Holding]:
    key = f"{index.folder} {datetime.now(UTC).date()}"
    if key not in _known:
        library = read_library(settings.digests, settings.catalogue, settings.home)
        found = sorted(holdings(library, settings.home, datetime.now(UTC).date()), key=lambda one: one.jurisdiction)
        _known.clear()
        _known[key] = found
    return _known[key]


def tree_of(house: House, pin: str) -> str:
    """A document, or what is inside a provision, as a tree. Raises `UsageError` for a place that does not exist."""

    def drawn(index: Index) -> str:
        top = Pin.parse(pin)
        if top.document not in index.store.documents or (top.segments and not index.store.exists(top)):
            raise UsageError(f"“{pin}” leads to no document and no provision of the corpus.")
        seen = view(index, Filters())
        above = [Pin(top.document), *top.ancestors] if top.segments else []
        return draw(
            "tree", document=index.store.documents[top.document], pin=str(top), place=places_of(index, [top])[0],
            above=places_of(index, above), nodes=tree(index, seen, top), address=address.link(tab="browse", tree=str(top)),
        )  # fmt: skip

    return house.pincite.over(drawn)


def tree(index: Index, seen: View, top: Pin) -> tuple[Node, ...]:
    """What is under a pin, level by level, until enough is drawn."""
    under: dict[Pin, list[Pin]] = {}
    level, drawn = [top], 0
    for _ in range(DEPTH):
        for pin in level:
            rows = seen.inside(pin)
            found = index.store.provisions(rows)
            under[pin] = [found[row].pin for row in rows]
        drawn += sum(len(under[pin]) for pin in level)
        level = [child for pin in level for child in under[pin]]
        if drawn + len(level) > NODES:
            break

    def nodes(pin: Pin) -> Iterator[Node]:
        for child, at in zip(under.get(pin, ()), places_of(index, under.get(pin, ())), strict=True):
            size = len(under[child]) if child in under else len(seen.inside(child))
            yield Node(at, at.pincite, size, tuple(nodes(child)))

    return tuple(nodes(top))


def the_place(house: House, written: str) -> str:
    """The pin of the one place that a text cites; empty where it is none."""
    if not written.strip():
        return ""
    index = house.pincite.index
    found = resolve(written[:LONGEST], index.store.documents, index.store)
    return str(found.pin) if found.pin is not None else ""


def searched(house: House, written: str) -> str:
    """Places that the text cites, a term that it is, provisions that say it."""
    where = address.link(tab="browse", find=written)
    found = house.pincite.over(lambda index: search(index, written[:LONGEST]))
    return draw("found", written=written, found=found, address=where)


def search(index: Index, written: str) -> Found:
    """What a text that somebody looks for leads to."""
    cited = resolve(written, index.store.documents, index.store)
    pins = [cited.pin, *cited.others] if cited.pin is not None else []
    hits = retrieve(index, understand(written, index.store.documents, index.store), Filters(), FOUND).hits
    about = places_of(index, [hit.provision.pin for hit in hits])
    said = tuple(
        (at, parts(shorten(hit.provision.text, SHOWN, placeholder=" …"))) for at, hit in zip(about, hits, strict=True)
    )
    return Found(places_of(index, pins), places_of(index, cited.nearest), tuple(_terms(index, written)), said)


def _terms(index: Index, written: str) -> list[Explained]:
    try:
        return explained(index, written.strip())
    except UsageError:  # not a term of the glossary
        return []
