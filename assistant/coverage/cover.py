"""Whether an item is covered: entries ranked, their elements weighed, the ways past the list, what to ask the authority."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from assistant.answer import Note
from assistant.cite import citation, on_editions, state
from assistant.coverage.candidates import Entry, Found, candidates, entry_of
from assistant.coverage.description import Description, read_description
from assistant.coverage.elements import Element, branches
from assistant.coverage.result import (
    CAUTION,
    AuthorityQuestion,
    Candidate,
    Coverage,
    ElementFound,
    Further,
    Route,
    Sibling,
    Stated,
)
from assistant.coverage.routes import first_sentence, routes
from assistant.coverage.standing import decide
from assistant.coverage.weigh import Scales, Weighed
from assistant.show import places_of
from assistant.verify import holds, verified
from corpus.pincites import pincite
from corpus.pins import Pin
from indexer.opened import Index

WEIGHED = 3  # candidates whose elements are weighed
POINTS = 3  # points of an entry that are looked into
DEFINED = 0.95  # nearness to a sentence from which the elements of a definition are weighed too


def cover(index: Index, text: str, stated: Sequence[Stated] = (), today: date | None = None) -> Coverage:
    """What the lists ask of an item that is described, and what the description says of it. `stated` are answers to elements
    that were asked. Raises `UsageError` for a description that cannot be read.
    """
    begun = time.perf_counter()
    description = read_description(text)
    found = candidates(index, description)
    kept = found.entries[:WEIGHED]
    scales = Scales(index, found.view, description) if kept else None
    best = kept[0].score if kept else 1.0
    listed = tuple(_candidate(index, found, scales, one, best, description, stated) for one in kept if scales)
    ways = routes(index, found.view)
    further = tuple(_further(index, found, listed))
    notes = tuple(_notes(index, description, found, listed, ways))
    pins = {Pin.parse(c.pin).document for one in listed for s in one.control for c in s.citations}
    pins |= {Pin.parse(c.pin).document for way in ways for s in way.statements for c in s.citations}
    editions = tuple(
        f"{index.store.documents[e.document].short} ({e.date}, {e.layer})"
        for e in index.store.editions()
        if e.document in pins and not index.store.is_older(e.document, e.date)
    )
    return Coverage(
        description=description.written,
        language=description.language or "English",
        status="candidates" if listed else "nothing-near",
        candidates=listed,
        further=further,
        routes=ways,
        questions=tuple(_questions(listed, ways)),
        stated=tuple(stated),
        notes=notes,
        corpus=state(index),
        editions=editions,
        date=(today or datetime.now(UTC).date()).isoformat(),
        timings_ms={"total": round((time.perf_counter() - begun) * 1000, 1)},
    )


def _candidate(
    index: Index,
    found: Found,
    scales: Scales,
    entry: Entry,
    best: float,
    description: Description,
    stated: Sequence[Stated],
) -> Candidate:
    points = _points(entry)
    listed, used = branches(index, found.view, entry.pin, points, lambda row: scales.near(row) >= DEFINED)
    first = found.view.row(points[0])
    instead = description.purpose() or (scales.nearest_sentence(first) if first is not None else "")
    weighed = [_answered(scales.weigh(one, instead), stated) for one in listed]
    standing, deciding = decide(weighed)
    row = found.view.row(entry.pin)
    provision = index.store.provisions([row])[row] if row is not None else entry.hits[0].provision
    control = [s for pin in dict.fromkeys((entry.pin, *points)) for s in first_sentence(index, found.view, pin)]
    definitions = [s for one in used for s in first_sentence(index, found.view, one.pin)]
    shown = (_shown(index, one, n in deciding) for n, one in enumerate(weighed))
    return Candidate(
        pin=str(entry.pin),
        pincite=pincite(entry.pin, index.store.documents[entry.pin.document]),
        title=provision.title,
        score=round(entry.score / best, 3),
        branch=tuple(map(str, points)),
        standing=standing,
        control=verified(tuple(control), index.store),
        elements=tuple(one for one in shown if holds(one.citation, index.store)),
        definitions=verified(tuple(definitions), index.store),
        siblings=tuple(_siblings(index, entry, points)),
    )


def _points(entry: Entry) -> list[Pin]:
    """The provisions of an entry that fit best, one for each of its points, the best first."""
    best: dict[Pin, Pin] = {}
    for hit in entry.hits:
        pin = hit.provision.pin
        if pin.is_within(entry.pin):
            best.setdefault(Pin(pin.document, pin.segments[: len(entry.pin.segments) + 1]), pin)
    return list(best.values())[:POINTS] or [entry.pin]


def _answered(weighed: Weighed, stated: Sequence[Stated]) -> Weighed:
    """What somebody stated on an element stands before what was read of it."""
    for one in stated:
        if one.pin == str(weighed.element.provision.pin) and one.words == weighed.element.words:
            return replace(weighed, verdict=one.verdict, quote=one.said, why="stated")
    return weighed


def _shown(index: Index, weighed: Weighed, decides: bool) -> ElementFound:
    element: Element = weighed.element
    return ElementFound(
        words=element.words,
        role=element.role,
        needed=element.needed,
        verdict=weighed.verdict,
        quote=weighed.quote,
        why=weighed.why,
        plain=weighed.is_clear,
        decides=decides,
        citation=citation(index, element.provision, element.words),
    )


def _siblings(index: Index, entry: Entry, points: Sequence[Pin]) -> Iterator[Sibling]:
    """What corresponds to an entry or its points in other lists, each place once."""
    known: set[Pin] = set()
    pins = dict.fromkeys(above for pin in (entry.pin, *points) for above in (pin, *pin.ancestors))
    for pin in pins:
        for family in index.store.families(pin):
            for member in family.members:
                if member.pin.document == entry.pin.document or member.pin in known:
                    continue
                known.add(member.pin)
                [place] = places_of(index, [member.pin])
                whose = index.store.documents[member.pin.document].jurisdiction
                yield Sibling(**place.model_dump(), relation=member.relation, jurisdiction=whose)


def _further(index: Index, found: Found, listed: Sequence[Candidate]) -> Iterator[Further]:
    told = {entry_of(Pin.parse(one.pin)) for candidate in listed for one in candidate.siblings}
    for entry in (*found.entries[WEIGHED:], *found.others):
        if entry.pin not in told:
            rows = index.store.rows(entry.pin)
            title = index.store.provisions(rows[:1])[rows[0]].title
            yield Further(
                pin=str(entry.pin), pincite=pincite(entry.pin, index.store.documents[entry.pin.document]), title=title
            )


def _questions(listed: Sequence[Candidate], ways: Sequence[Route]) -> Iterator[AuthorityQuestion]:
    for one in listed:
        if one.standing == "unsupported":
            continue
        for element in one.deciding:
            asked = f"For {one.pincite}: does the item answer to “{element.words}”"
            known = (
                f", given that it is described so: “{element.quote}”?"
                if element.quote
                else "? The description does not say."
            )
            yield AuthorityQuestion(text=asked + known, citations=(element.citation,))
        if one.standing == "met":
            text = f"Do you share the reading that {one.pincite} covers the item as it is described?"
            yield AuthorityQuestion(text=text, citations=tuple(c for s in one.control for c in s.citations))
    for way in ways:
        yield AuthorityQuestion(text=way.question, citations=tuple(c for s in way.statements for c in s.citations))


def _notes(
    index: Index, description: Description, found: Found, listed: Sequence[Candidate], ways: Sequence[Route]
) -> Iterator[Note]:
    yield Note(code="no-clearance", text=CAUTION)
    if not found.entries:
        yield Note(
            code="nothing-near",
            text="Nothing in the lists held comes near this description. Say more plainly what the item does; what stands "
            "beside the lists remains open all the same.",
        )
    if description.language:
        yield Note(
            code="read-word-by-word",
            text=f"The description was read in {description.language} word by word to rank entries; elements are weighed in "
            "English only, so all are open.",
        )
    cited = [c for one in listed for s in (*one.control, *one.definitions) for c in s.citations]
    yield from on_editions(index, [*cited, *(c for way in ways for s in way.statements for c in s.citations)])
