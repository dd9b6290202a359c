"""A provision's text with what is marked in it: the words that were quoted, the places that it names, its defined terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import shorten
from typing import Literal

from assistant.show import places_of
from corpus.citations import documents_named, resolve_mention
from corpus.defined import spellings
from corpus.mentions import mentions
from corpus.pins import Pin
from corpus.provisions import Provision
from indexer.opened import Index

SHOWN = 400  # characters of a definition that is shown over a term


@dataclass(frozen=True, slots=True)
class Link:
    """A span of a text that leads to a place: one that the text names, or the definition of a term. `about` says which."""

    start: int
    end: int
    pin: str
    why: Literal["place", "term"]
    about: str


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text: where it leads, if it does, and whether it was quoted. The parts of a text are the text."""

    text: str
    link: Link | None = None
    quoted: bool = False


def parts(text: str, links: Iterable[Link] = (), quote: str = "") -> tuple[Part, ...]:
    """A text cut where something begins or ends. Of links that overlap the first counts, of those the longest."""
    taken: list[Link] = []
    for one in sorted(links, key=lambda one: (one.start, -one.end)):
        if one.start >= (taken[-1].end if taken else 0):
            taken.append(one)
    start, end = span(text, quote)
    cuts = sorted({0, len(text), start, end, *(cut for one in taken for cut in (one.start, one.end))})
    pieces = []
    for left, right in pairwise(cuts):
        over = next((one for one in taken if one.start <= left < one.end), None)
        pieces.append(Part(text[left:right], over, start <= left < end))
    return tuple(pieces)


def span(text: str, quote: str) -> tuple[int, int]:
    """Where a quotation stands in a text, spaces and line breaks aside; (0, 0) if it does not."""
    words = quote.split()
    found = re.search(r"\s+".join(map(re.escape, words)), text) if words else None
    return found.span() if found else (0, 0)


def links(index: Index, provision: Provision) -> Iterator[Link]:
    """The places that a provision names and the terms that it uses.

    A place is linked where the provision is known to refer to it, or where its own document has it and no other document is
    named: a link that leads to the wrong act would be worse than none.
    """
    yield from _places(index, provision)
    yield from _terms(index, provision)


def _places(index: Index, provision: Provision) -> Iterator[Link]:
    documents, store = index.store.documents, index.store
    named, _ = documents_named(provision.text, documents)
    own = provision.pin.document
    others = [name for name in named if name != own]
    for mention in mentions(provision.text):
        meant = [resolve_mention(mention, (name,), documents, store).pin for name in (own, *others)]
        known = [pin for pin in meant if pin is not None and pin in provision.see]
        if not others and meant[0] is not None and meant[0].document == own:
            known = [meant[0]]
        if known and known[0] != provision.pin:
            about = places_of(index, known[:1])[0]
            yield Link(mention.start, mention.end, about.pin, "place", f"{about.pincite}: {about.title}")


def _terms(index: Index, provision: Provision) -> Iterator[Link]:
    rows = index.store.rows(provision.pin, provision.edition, provision.layer)
    for pin in index.store.uses(rows[0]) if rows else ():
        defined = _provision(index, pin)
        if defined is None:
            continue
        forms = sorted(spellings(defined.pin, defined.title), key=lambda form: (-len(form), form))
        about = shorten(defined.text, SHOWN, placeholder=" …")
        for match in re.finditer(rf"(?<![\w-])(?:{'|'.join(map(re.escape, forms))})(?![\w-])", provision.text, re.I):
            yield Link(match.start(), match.end(), str(pin), "term", about)


def _provision(index: Index, pin: Pin) -> Provision | None:
    rows: Sequence[int] = index.store.rows(pin)[:1]
    return index.store.provisions(rows)[rows[0]] if rows else None
