"""The record of an item for a compliance file: what was asked, what the lists ask for, what remains open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answer import Statement
from assistant.coverage.result import STANDINGS, Candidate, Coverage, ElementFound, Route
from assistant.paper import Block, Heading, Items, Line, Paper, Table

_WHY = {
    "says": "described: ",
    "denies": "denied: ",
    "measures": "measured: ",
    "differs": "described otherwise: ",
    "stated": "stated when asked: ",
    "": "",
}
SHOWN = 24  # elements of one kind that a table shows; the JSON has all


def paper(result: Coverage) -> Paper:
    """The record as a paper."""
    return Paper("Is the item covered?", tuple(_blocks(result)), result.notes, result.corpus, result.date)


def _blocks(result: Coverage) -> Iterator[Block]:
    yield Heading("The item as described")
    yield Line(result.description)
    for answer in result.stated:
        yield Line(f"{answer.words}: {answer.said}", tag="Stated when asked:")
    yield Heading("Candidate entries")
    if not result.candidates:
        yield Line(
            "Nothing in the lists held comes near this description. This is no finding that the item is not controlled."
        )
    else:
        yield Table(("Entry", "Title", "Standing"), tuple(_row(n, one) for n, one in enumerate(result.candidates, 1)))
    for one in result.candidates:
        yield from _candidate(one)
    if result.further:
        yield Heading("Also near, not weighed")
        yield Items(tuple(Line(f"{one.pincite}: {one.title}") for one in result.further))
    yield Heading("Past the list")
    for route in result.routes:
        yield from _route(route)
    yield Heading("Questions to put to the licensing authority")
    yield Items(tuple(Line(one.text, one.citations) for one in result.questions), "number")
    yield Heading("Editions that answered")
    yield Items(tuple(map(Line, result.editions)))


def _row(number: int, one: Candidate) -> tuple[tuple[Line, ...], ...]:
    return ((Line(f"{number}. {one.pincite}"),), (Line(one.title),), (Line(STANDINGS[one.standing]),))


def _candidate(one: Candidate) -> Iterator[Block]:
    yield Heading(f"{one.pincite}: {one.title}")
    yield Line(f"{STANDINGS[one.standing]}.", tag="Standing:")
    yield from _told(one.control)
    if one.deciding:
        yield Heading("These facts decide", 2)
        yield Items(tuple(Line(_asked(element), (element.citation,)) for element in one.deciding), "box")
    kinds = (
        ("What the entry asks for", [e for e in one.elements if e.role == "condition"]),
        ("What could take the item out", [e for e in one.elements if e.role == "exclusion"]),
        ("What the terms mean", [e for e in one.elements if e.role == "definition"]),
    )
    for title, elements in kinds:
        if elements:
            yield Heading(title, 2)
            yield _table(elements)
    if one.definitions:
        yield Heading("Definitions used", 2)
        yield from _told(one.definitions)
    if one.siblings:
        yield Heading("Corresponding places in other lists and laws", 2)
        yield Items(tuple(Line(f"{s.jurisdiction}: {s.pincite}, {s.title} ({s.relation})") for s in one.siblings))


def _table(elements: Sequence[ElementFound]) -> Table:
    """The elements that decide and those needed first; in the order of the text where all fit."""
    kept = elements
    if len(elements) > SHOWN:
        first = sorted(range(len(elements)), key=lambda n: (not elements[n].decides, not elements[n].needed, n))[:SHOWN]
        kept = [elements[n] for n in sorted(first)]
    rows = tuple(_element(element) for element in kept)
    left = len(elements) - len(kept)
    more = (((Line(f"… and {left} more, in the JSON record"),), (Line(""),), (Line(""),)),) if left else ()
    return Table(("Element", "Verdict", "In the description"), rows + more)


def _element(element: ElementFound) -> tuple[tuple[Line, ...], ...]:
    said = f"{_WHY[element.why]}“{element.quote}”" if element.quote else "nothing"
    return ((Line(element.words, (element.citation,)),), (Line(_verdict(element)),), (Line(said),))


def _verdict(element: ElementFound) -> str:
    if element.verdict == "unknown":
        return "not said"
    return f"{element.verdict}, as it seems" if element.verdict == "for" and not element.plain else element.verdict


def _asked(element: ElementFound) -> str:
    known = f"; described so: “{element.quote}”" if element.quote else "; the description does not say"
    kind = "Does this exclusion apply" if element.role == "exclusion" else "Is it so"
    return f"{kind}: “{element.words}”?{known}"


def _told(statements: Sequence[Statement]) -> Iterator[Block]:
    if statements:
        yield Items(tuple(Line(statement.text, statement.citations) for statement in statements))


def _route(route: Route) -> Iterator[Block]:
    yield Heading(route.title, 2)
    yield from _told(route.statements)
    yield Line(route.question, tag="To be asked:")
