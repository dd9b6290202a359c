"""Takes a GOV.UK page apart into blocks of text in their order: headings, paragraphs, list items, rows, and furniture.

The class names are those of GOV.UK's publishing components (components.publishing.service.gov.uk) and of Govspeak, its
dialect of Markdown (github.com/alphagov/govspeak). Only what is inside `govspeak` in `main` is the document; the rest of
the page is furniture of some kind. Every run of text is in one block, whatever element it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from corpus.readers.markup import Element, tag

Kind: TypeAlias = Literal["heading", "paragraph", "item", "row", "note", "furniture"]

_SKIPPED = frozenset("script style head noscript template".split())  # what `plain_text` leaves out
_BLOCKS = frozenset(
    "address article aside blockquote body button caption dd details div dl dt fieldset figcaption figure footer form h1 h2 "
    "h3 h4 h5 h6 header hr html label legend li main nav ol option p pre section select summary table tbody td tfoot th "
    "thead tr ul".split()
)
_BODY = frozenset(("govspeak", "gem-c-govspeak", "govuk-govspeak"))
_MAIN_KINDS = (  # beginnings of class names in `main` outside the document
    ("contents", ("gem-c-contents-list", "contents-list", "part-navigation")),
    ("editorial", ("gem-c-notice", "govuk-notification-banner", "gem-c-published-dates", "app-c-published-dates")),
    ("act", ("gem-c-title", "gem-c-heading", "gem-c-lead-paragraph", "gem-c-inverse-header", "publication-header")),
)
_HEADING = re.compile(r"h([1-6])\Z")
_SPACE = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text. `level` is a heading's, `depth` counts the lists around, `is_lawful` marks Govspeak's legislative
    lists, whose items begin with their numbers; `note` is a footnote's number; `furniture` its kind.
    """

    kind: Kind
    text: str
    level: int = 0
    depth: int = 0
    is_lawful: bool = False
    note: str = ""
    furniture: str = ""


def blocks(root: Element) -> list[Block]:
    """The blocks of a page, or of a piece of one without `main`."""
    has_main = any(_is_main(one) for one in root.iter() if isinstance(one.tag, str))
    return list(_Page(root, "masthead" if has_main else "main").blocks())


@dataclass(frozen=True, slots=True)
class _Place:
    """Where text stands: `area` is "document", "main" or a kind of furniture."""

    area: str
    block: Block
    in_row: bool = False


class _Page:
    def __init__(self, root: Element, area: str) -> None:
        self._root = root
        self._start = _Place(area, Block("furniture", "", furniture="masthead"))
        self._text: list[str] = []

    def blocks(self) -> Iterator[Block]:
        """Walks with a stack of its own, for pages nest deeper than Python calls may; a string is text yet to come."""
        stack: list[tuple[Element | str | None, _Place]] = [(self._root, self._start)]
        while stack:
            one, place = stack.pop()
            if one is None:
                yield from self._close(place)
            elif isinstance(one, str):
                self._text.append(one)
            elif isinstance(one.tag, str) and tag(one) not in _SKIPPED:
                name = tag(one)
                inner = _enter(one, name, place)
                parts = (name in _BLOCKS or inner is not place) and not place.in_row
                if parts:
                    yield from self._close(place)
                elif name in _BLOCKS or name == "br":
                    self._text.append("\t" if name in ("td", "th") and self._text else " ")
                stack.extend([(None, inner)] if parts else [])
                for child in reversed(one):
                    stack.append((child.tail or "", inner))
                    stack.append((child, inner))
                stack.append((one.text or "", inner))

    def _close(self, place: _Place) -> Iterator[Block]:
        cells = "".join(_SPACE.sub(" ", part) if part != "\t" else part for part in self._text).split("\t")
        text = "\t".join(cell.strip(" ") for cell in cells).strip("\t")
        self._text.clear()
        if text.strip():
            yield replace(place.block, text=_SPACE.sub(" ", text) if place.block.kind != "row" else text)


def _enter(one: Element, name: str, place: _Place) -> _Place:
    """The place inside an element; the same object if it changes nothing."""
    if place.in_row:
        return place
    classes = one.get("class", "").split()
    if place.area == "document":
        return _within(one, name, classes, place)
    if place.area == "masthead" and not _is_main(one):
        return place
    area = "main" if place.area == "masthead" else place.area
    if area == "main":
        if _BODY.intersection(classes):
            return _Place("document", Block("paragraph", ""))
        found = next((kind for kind, heads in _MAIN_KINDS if any(c.startswith(heads) for c in classes)), "")
        area = found or ("act" if name == "h1" else "editorial" if "update" in one.get("id", "") else area)
    return place if area == place.area else _Place(area, Block("furniture", "", furniture=_furniture(area)))


def _within(one: Element, name: str, classes: list[str], place: _Place) -> _Place:
    """What an element of the document changes."""
    block = place.block
    heading = _HEADING.match(name)
    if "footnotes" in classes or one.get("role") == "doc-endnotes":
        return replace(place, block=Block("note", ""))
    if "reversefootnote" in classes or one.get("role") == "doc-backlink":
        return _Place("masthead", Block("furniture", "", furniture="masthead"))
    if any(c.startswith("gem-c-contents-list") for c in classes):
        return _Place("contents", Block("furniture", "", furniture="contents"))
    if block.kind == "note":
        return replace(place, block=replace(block, note=_note(one))) if name == "li" and not block.note else place
    if heading and block.depth == 0:
        return replace(place, block=Block("heading", "", level=int(heading[1])))
    if name in ("ol", "ul", "dl"):
        lawful = block.is_lawful or "legislative-list" in classes
        return replace(place, block=replace(block, kind="item", depth=block.depth + 1, is_lawful=lawful))
    if name == "tr":
        return replace(place, block=replace(block, kind="row"), in_row=True)
    if name in ("caption", "figcaption", "address", "pre") and block.kind == "paragraph":
        return replace(place, block=replace(block, kind="item"))
    return place


def _furniture(area: str) -> str:
    return "masthead" if area == "main" else area


def _is_main(one: Element) -> bool:
    return tag(one) == "main" or one.get("role") == "main"


def _note(item: Element) -> str:
    """The number of a footnote, from an id such as "fn:3"; "0" if it has none."""
    found = re.search(r"[0-9]+", item.get("id", ""))
    return found[0] if found else "0"
