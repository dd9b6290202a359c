"""Ranks the entries of control lists for a description: provisions are retrieved, and each speaks for its entry.

A hit in another list speaks for the EU entry that corresponds to it (`corpus/correlation.yaml`), so that what the US list
says in plainer words counts for both. What exporters call otherwise is looked for in the words of the lists too; and where
know-how is handed over, the entry on technology for the goods and software that come nearest is a candidate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from assistant.coverage.description import Description
from assistant.coverage.facts import Listener
from assistant.coverage.kind import Kind, is_of, kin, kind_of
from assistant.filters import Filters
from assistant.question import understand
from assistant.retrieve import Hit, retrieve
from assistant.view import View, view
from corpus.pins import Pin
from indexer.opened import Index

FIRST = "EU"  # the jurisdiction whose list is looked at first
LISTS = Filters(kind=("list",))
DEPTH = 100  # provisions ranked for each window of a description
FURTHER = 0.6  # what the two provisions after an entry's best count together, against the best
FLOOR = 0.35  # cosine similarity below which no entry is near; every development description with an entry was above it
TELLING = 24  # provisions up to which those that use a term are told by its definition: "software" is used by hundreds
MOST = 5  # candidates that are given
SUBJECTS = 2  # entries, the best first, for which a description of know-how or software may be
KIN: dict[Kind, float] = {
    "technology": 1.0,
    "software": 0.9,
}  # score of an entry for a kind, beside those that it names
SHARE = 0.5  # of the best score: an entry below it is no candidate


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list, how well it fits (comparable within one description), and its provisions found, best first."""

    pin: Pin
    score: float
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The entries of the first list, those of others to which none of it corresponds, how near the nearest text is (cosine
    similarity), and which provisions were looked at.
    """

    entries: tuple[Entry, ...]
    others: tuple[Entry, ...]
    nearest: float
    view: View


def candidates(index: Index, description: Description) -> Found:
    """The entries that a description may fall under, best first; none where nothing comes near."""
    hits: dict[int, Hit] = {}
    nearest = 0.0
    terms = "; ".join(dict.fromkeys(Listener(description).terms()))
    for window in description.windows():
        asked = understand(f"{window} {terms}".rstrip(), index.store.documents, index.store)
        # Customers and years that a description names are no wish for the law of that place or the edition of that year.
        ranking = retrieve(index, replace(asked, jurisdictions=(), documents=(), years=()), LISTS, most=DEPTH)
        nearest = max(nearest, ranking.nearest)
        for hit in ranking.hits:
            if hit.row not in hits or hits[hit.row].score < hit.score:
                hits[hit.row] = hit
    seen = view(index, Filters())
    if nearest < FLOOR:
        return Found((), (), nearest, seen)
    of: dict[Pin, list[Hit]] = defaultdict(list)
    for hit in sorted(hits.values(), key=lambda one: (-one.score, one.row)):
        for entry in entries_of(index, hit.provision.pin):
            of[entry].append(hit)
    scored = {pin: _scored(pin, found) for pin, found in of.items()}
    kind = kind_of(description)
    if kind in KIN:
        scored |= _kin(index, scored, kind)
    ranked = sorted(scored.values(), key=lambda one: (-one.score, kind is None or not is_of(kind, one.pin), one.pin))
    least = SHARE * ranked[0].score if ranked else 0.0
    kept = [one for one in ranked if one.score >= least and index.store.rows(one.pin)]
    first = [one for one in kept if _is_first(index, one.pin)]
    others = [one for one in kept if not _is_first(index, one.pin)]
    return Found(tuple(first[:MOST]), tuple(others[: MOST - 2]), nearest, seen)


def _kin(index: Index, scored: Mapping[Pin, Entry], kind: Kind) -> dict[Pin, Entry]:
    """The entries of the kind handed over whose text names those that come nearest: know-how and software are described by
    what they are for.
    """
    first = sorted((one for one in scored.values() if _is_first(index, one.pin)), key=lambda one: (-one.score, one.pin))
    found: dict[Pin, Entry] = {}
    for one in first[:SUBJECTS]:
        score = KIN[kind] * one.score
        for pin in kin(index, one.pin, kind):
            own = scored.get(pin)
            if pin not in found and (own is None or own.score < score):
                found[pin] = Entry(pin, score, own.hits if own else one.hits)
    return found


def entry_of(pin: Pin) -> Pin | None:
    """The entry of a list that a provision is in or is."""
    for end, segment in enumerate(pin.segments, 1):
        if segment.kind == "itm":
            return Pin(pin.document, pin.segments[:end])
    return None


def entries_of(index: Index, pin: Pin) -> tuple[Pin, ...]:
    """The entries of the first list for which a provision speaks; its own where none corresponds to it. A definition speaks
    for the entries that use its term, unless most do.
    """
    own = entry_of(pin)
    if own is None:
        return _using(index, pin)
    if _is_first(index, own):
        return (own,)
    found = [other for other in _corresponding(index, pin) if _is_first(index, other)]
    return tuple(dict.fromkeys(found)) or (own,)


def _using(index: Index, pin: Pin) -> tuple[Pin, ...]:
    ends = (end for end, segment in enumerate(pin.segments, 1) if segment.kind == "def")
    rows = [row for end in ends for row in index.store.using(Pin(pin.document, pin.segments[:end]))]
    if len(rows) > TELLING:
        return ()
    found = (entry_of(provision.pin) for provision in index.store.provisions(rows).values())
    return tuple(dict.fromkeys(entry for entry in found if entry is not None and _is_first(index, entry)))


def _corresponding(index: Index, pin: Pin | None) -> Iterator[Pin]:
    """Entries of the families of a provision, or of the nearest above it that has any."""
    while pin is not None:
        families = index.store.families(pin)
        for family in families:
            yield from (entry for member in family.members if (entry := entry_of(member.pin)) is not None)
        if families:
            return
        pin = pin.parent


def _is_first(index: Index, pin: Pin) -> bool:
    document = index.store.documents[pin.document]
    return document.jurisdiction == FIRST and document.primary and document.kind == "list"


def _scored(pin: Pin, hits: list[Hit]) -> Entry:
    best, *further = hits
    more = sum(hit.score for hit in further[:2]) / 2
    return Entry(pin, (best.score + FURTHER * more) / (1 + FURTHER), tuple(hits))
