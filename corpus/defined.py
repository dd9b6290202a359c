"""Links from provisions to the definitions of the terms that they use.

A definition is a provision with a pin of kind `def`, or one right under a provision with the title “Definitions”; its term
is its title, or its number with spaces for hyphens. Definitions hold in their own document and in those that name it under
`terms` in the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from corpus.pins import Pin
from corpus.provisions import Document, Provision

_DEFINITIONS = re.compile(r"definitions?\b", re.IGNORECASE)
_LONGEST = 6  # words of a term; a longer title is a sentence


def definitions(provisions: Iterable[Provision]) -> dict[str, dict[str, Pin]]:
    """By document, each form of each term (lower case, one and many) and the pin of its definition."""
    found: dict[str, dict[str, Pin]] = {}
    lists: set[Pin] = set()
    for provision in provisions:
        pin = provision.pin
        last = pin.segments[-1]
        if _DEFINITIONS.match(provision.title):
            lists.add(pin)
        if provision.held != "text" or not (
            last.kind == "def" or (pin.parent in lists and last.kind in ("pnt", "par"))
        ):
            continue
        for form in spellings(pin, provision.title):
            found.setdefault(pin.document, {}).setdefault(form, pin)
    return found


def spellings(pin: Pin, title: str) -> list[str]:
    """The forms in which texts use the term of a definition, in lower case: as title and number have it, one and many."""
    last = pin.segments[-1]
    spelt = [_term(title), *([last.number.replace("-", " ")] if last.kind == "def" else [])]
    terms = [term.casefold() for term in spelt if 0 < len(term.split()) <= _LONGEST]
    return list(dict.fromkeys(form for term in terms for form in sorted(_forms(term))))


def links(provisions: Iterable[Provision], documents: Mapping[str, Document]) -> Iterator[tuple[Pin, ...]]:
    """For each provision the definitions of the terms in its text, in the order in which they first stand there.

    Of terms within one another the longest counts. A definition does not lead to itself or to what it is part of.
    """
    provisions = list(provisions)
    known = definitions(provisions)
    scopes = {name: _scope(known, (name, *document.terms)) for name, document in documents.items()}
    for provision in provisions:
        terms, pattern = scopes.get(provision.pin.document, ({}, None))
        used = [terms[m[0]] for m in pattern.finditer(provision.text.casefold())] if pattern else []
        yield tuple(
            pin for pin in dict.fromkeys(used) if not pin.is_within(provision.pin) and not provision.pin.is_within(pin)
        )


def _scope(
    known: Mapping[str, dict[str, Pin]], documents: Iterable[str]
) -> tuple[dict[str, Pin], re.Pattern[str] | None]:
    """The terms that hold in a document, its own before others', and what finds them."""
    terms: dict[str, Pin] = {}
    for document in documents:
        terms = {**known.get(document, {}), **terms}
    longest_first = sorted(terms, key=lambda form: (-len(form), form))
    return terms, re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)") if terms else None


def _term(title: str) -> str:
    """A title as a term: without what it adds in brackets or after a colon, without quotation marks."""
    return re.split(r"[(:]", title)[0].strip(" \"'“”‘’")


def _forms(term: str) -> set[str]:
    many = {f"{term}s", f"{term}es"} | ({f"{term[:-1]}ies"} if term.endswith("y") else set())
    one = {term[:-1]} if term.endswith("s") and not term.endswith("ss") else set()
    return {term} | many | one
