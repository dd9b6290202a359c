"""Finds the provisions that citations mean, as people write them.

"art 5.1 dual-use reg", "Article 5(1)", "4D004", "Note to 4D004", "734.18(a)(5)", "PMP 8.b.iii" and canonical pins all
resolve. What is ambiguous gives the candidates, what does not exist gives the nearest that does. How the places are read
from a text is in `corpus.mentions`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from rapidfuzz import fuzz, process

from corpus.errors import PinError
from corpus.mentions import Mention as Mention
from corpus.mentions import mentions as mentions
from corpus.mentions import read_alone
from corpus.pincites import pincite, signature
from corpus.pins import Pin
from corpus.provisions import Document

_DEEP = ("gp", "cmt", "fn", "def", "sec")  # often written without what they are inside of
_OWN = ("gp", "cmt", "def")  # of these, those that are so even where no document is named
_CFR = re.compile(r"sec:7[0-9]{2}\.")
_WORD = re.compile(r"\w+")
_BARE = re.compile(r"(?:principle\s+)?([0-9]+[a-z]?)", re.IGNORECASE)


class Addresses(Protocol):
    """Where the existing pins are looked up; in memory here, in the index's database in `indexer`."""

    def with_signature(self, signature: str, documents: Sequence[str] | None = None) -> Sequence[Pin]: ...

    def within(self, document: str) -> Sequence[Pin]: ...

    def exists(self, pin: Pin) -> bool: ...


class PinsInMemory:
    """`Addresses` over pins at hand."""

    def __init__(self, pins: Iterable[Pin]) -> None:
        self._documents: dict[str, list[Pin]] = {}
        self._signatures: dict[str, list[Pin]] = {}
        for pin in dict.fromkeys(pins):
            self._documents.setdefault(pin.document, []).append(pin)
            self._signatures.setdefault(signature(pin), []).append(pin)

    def with_signature(self, signature: str, documents: Sequence[str] | None = None) -> Sequence[Pin]:
        found = self._signatures.get(signature, [])
        return found if documents is None else [pin for pin in found if pin.document in documents]

    def within(self, document: str) -> Sequence[Pin]:
        return self._documents.get(document, [])

    def exists(self, pin: Pin) -> bool:
        return pin in self._documents.get(pin.document, [])


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a citation means: the pin, other candidates, or, when nothing fits, the nearest that exist."""

    written: str
    pin: Pin | None
    others: tuple[Pin, ...] = ()
    nearest: tuple[Pin, ...] = ()


def resolve(text: str, documents: dict[str, Document], addresses: Addresses) -> Resolution:
    """The provision that a citation on its own means. Never raises: what cannot be read gives the nearest."""
    text = " ".join(text.split())
    try:
        pin = Pin.parse(text)
    except PinError:
        pin = None
    if pin and (addresses.exists(pin) or (not pin.segments and pin.document in documents)):
        return Resolution(text, pin)
    named, rest = documents_named(text, documents)
    if named and not re.search(r"[0-9a-z]", rest, re.IGNORECASE):
        unnamed = {name: document for name, document in documents.items() if name not in named}
        printed = resolve(text, unnamed, addresses).pin  # "Annex I of Regulation (EU) 2021/821" also names a list
        if printed and printed.segments and pincite(printed, documents[printed.document]) == text:
            return Resolution(text, printed, tuple(map(Pin, named)))
        return Resolution(text, Pin(named[0]), tuple(map(Pin, named[1:])))
    if bare := _BARE.fullmatch(rest.strip(" ,")):  # "AWV 9": a place of whatever kind the document named has
        written = [f"{kind}:{bare[1].casefold()}" for kind in ("art", "sec", "x", "itm")]
        if had := tuple(each for each in written if _belongs(each, named, addresses)):
            return resolve_mention(Mention(had, text, 0, len(text)), named, documents, addresses)
    found = resolve_mention(replace(read_alone(rest), written=text), named, documents, addresses)
    if found.pin is None:  # "Articles 4 and 5", "Article 2(20) and Article 5(1)"
        several = [resolve_mention(each, named, documents, addresses).pin for each in mentions(rest)]
        if len(several) > 1 and all(several):
            found = Resolution(text, several[0], tuple(pin for pin in several[1:] if pin))
    return found if named else _of_jurisdiction(found, rest, documents)


def _of_jurisdiction(found: Resolution, text: str, documents: dict[str, Document]) -> Resolution:
    """Of the candidates, those of the jurisdiction that the citation names: "US 4D004"; an ECCN is the US list's."""
    known = {document.jurisdiction for document in documents.values()}
    wanted = {"US" if code == "ECCN" else code for code in re.findall(r"\b[A-Z]+\b", text)} & known
    if not wanted or found.pin is None:
        return found
    pins = (found.pin, *found.others)
    fitting = tuple(pin for pin in pins if documents[pin.document].jurisdiction in wanted)
    if not fitting:
        return Resolution(found.written, None, nearest=pins)
    return Resolution(found.written, fitting[0], fitting[1:])


def resolve_mention(
    mention: Mention, named: Sequence[str], documents: dict[str, Document], addresses: Addresses
) -> Resolution:
    """The provision that a mention means, given the documents named around it.

    A document named wins over one that is not. A place of a kind that no document named has is looked for in all;
    there the catalogue's primary document wins, and the others that have such a place are the candidates.
    """
    order = {name: n for n, name in enumerate(documents)}
    elsewhere = not any(_belongs(_canonical(written)[0], named, addresses) for written in mention.signatures)
    for written in mention.signatures:
        wanted, of = _canonical(written)
        within = [*addresses.with_signature(wanted, of or named)] or _ending(wanted, named, _DEEP, addresses)
        if not within and elsewhere and not of:
            fitting = [pin for pin in addresses.with_signature(wanted) if pin.document in order]
            within = sorted(fitting, key=lambda pin: (not documents[pin.document].primary, order[pin.document]))
        if within:
            return Resolution(mention.written, within[0], tuple(within[1:]))
    deep = [] if named else [pin for s in mention.signatures for pin in _ending(s, tuple(documents), _OWN, addresses)]
    if deep:
        return Resolution(mention.written, deep[0], tuple(deep[1:]))
    return Resolution(mention.written, None, nearest=_nearest(mention, named, documents, addresses))


class Documents(dict[str, Document]):
    """Documents by id whose names are put in order once, for a text to be read for thousands of them. Never changed."""

    @cached_property
    def names(self) -> dict[str, list[tuple[int, str, str, str]]]:
        return _names(self)


def _names(documents: Mapping[str, Document]) -> dict[str, list[tuple[int, str, str, str]]]:
    """By the first word of each name: the place of its document, the document's id, the name, and the name in lower case."""
    found: dict[str, list[tuple[int, str, str, str]]] = {}
    for place, (name, document) in enumerate(documents.items()):
        for alias in {name, document.short, document.title, *document.aliases}:
            like = alias.casefold()
            first = _WORD.match(like)
            found.setdefault(first[0] if first else "", []).append((place, name, alias, like))
    return found


def documents_named(text: str, documents: dict[str, Document]) -> tuple[tuple[str, ...], str]:
    """The ids of the documents that a text names, in order, and the text with their names blanked out.

    Short names in capitals (EAR, CCL) are read only in capitals: an ear is no regulation.
    """
    spans: list[tuple[int, int, str]] = []
    folded = text.casefold()
    names = documents.names if isinstance(documents, Documents) else _names(documents)
    words = {*_WORD.findall(folded), ""}
    for _, name, alias, like in sorted(each for word in words for each in names.get(word, ())):
        if like in folded:
            capitals = len(alias) <= 5 and alias.isupper()
            pattern = rf"(?<![\w/-])(?:of\s+)?(?:the\s+)?{re.escape(alias)}(?![\w/]|-\d)"
            found = re.finditer(pattern, text, 0 if capitals else re.IGNORECASE)
            spans += [(match.start(), match.end(), name) for match in found]
    kept: list[tuple[int, int, str]] = []
    for start, end, name in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= s or start >= e for s, e, _ in kept):
            kept.append((start, end, name))
            text = text[:start] + " " * (end - start) + text[end:]
    return tuple(dict.fromkeys(name for _, _, name in sorted(kept))), text


def _belongs(wanted: str, named: Sequence[str], addresses: Addresses) -> bool:
    """Whether a document named has places of this kind, so that the place is missing there rather than elsewhere.

    "734.18" is of a kind of its own: the AWV has sections, and none of the Code of Federal Regulations.
    """
    like = _CFR if _CFR.match(wanted) else re.compile(f"{wanted.split(':')[0]}:")
    return any(like.match(signature(pin)) for name in named for pin in addresses.within(name))


def _canonical(written: str) -> tuple[str, tuple[str, ...]]:
    """A signature in which a canonical pin stands as itself, with its document; any other as it is, with none."""
    head, _, rest = written.partition(" ")
    if not head.startswith("pin:"):
        return written, ()
    try:
        pin = Pin.parse(head.removeprefix("pin:"))
    except PinError:
        return written, ()
    return f"{signature(pin)} {rest}".strip(), (pin.document,)


def _ending(wanted: str, named: Sequence[str], kinds: Sequence[str], addresses: Addresses) -> list[Pin]:
    """The pins whose place ends as wanted: "good practice 4" without its section."""
    if wanted.split(":")[0] not in kinds:
        return []
    return [pin for name in named for pin in addresses.within(name) if f" {signature(pin)}".endswith(f" {wanted}")]


def _nearest(
    mention: Mention, named: Sequence[str], documents: dict[str, Document], addresses: Addresses, most: int = 5
) -> tuple[Pin, ...]:
    """Existing pins close to a place that does not exist: those above it first, then those written alike."""
    wanted, of = _canonical(mention.signatures[0]) if mention.signatures else (mention.written.casefold(), ())
    named = [name for name in of or named if addresses.within(name)]
    steps = wanted.split(" ")
    above = [pin for n in range(len(steps) - 1, 0, -1) for pin in addresses.with_signature(" ".join(steps[:n]))]
    primary = [name for name, document in documents.items() if document.primary]
    pool = {pin: signature(pin) for name in (named or primary) for pin in addresses.within(name)}
    alike = process.extract(wanted, pool, scorer=fuzz.ratio, limit=most, score_cutoff=60)
    ranked = [pin for pin in above if not named or pin.document in named] + [pin for _, _, pin in alike]
    return tuple(dict.fromkeys(ranked))[:most]
