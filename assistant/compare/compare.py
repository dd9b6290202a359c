"""Compares how jurisdictions treat a topic: the rows are points, each cell what one jurisdiction says, cited, or nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from assistant.answer import Note
from assistant.ask import Pincite
from assistant.cite import behind, on_editions, restated, state
from assistant.compare.about import Whose
from assistant.compare.blank import explained, pointers
from assistant.compare.cell import fill, found
from assistant.compare.comparison import Comparison, Row
from assistant.compare.find import found_rows
from assistant.compare.points import KnownPoint
from assistant.compare.topics import Topic, topic_of
from assistant.filters import Filters, read_filters
from assistant.glossary import glossary
from assistant.question import Question, clean, understand
from assistant.retrieve import Encoded, encode, retrieve
from corpus.errors import UsageError
from corpus.provisions import Document
from indexer.opened import Index

OWN = 40  # provisions of a jurisdiction that are read for a point
OTHERS = 60  # provisions of all jurisdictions that are read for what they say of others
NEAR = 3000  # chunks of all jurisdictions of which a point asks how near they are, at once
_MEMBERS = frozenset("AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())


def compare(pincite: Pincite | Index, topic: str, jurisdictions: Sequence[str]) -> Comparison:
    """Compare how jurisdictions treat a topic.

    `jurisdictions` are codes or names, two at least, each value one or several set off by commas. Raises `UsageError` for an
    empty topic, an unknown jurisdiction, or fewer than two.
    """
    index = pincite.index if isinstance(pincite, Pincite) else pincite
    start = time.perf_counter()
    codes = read_jurisdictions(index.store.documents, jurisdictions)
    if not re.search(r"\w", topic):
        raise UsageError("The topic is empty. Name one, for example SaaS, brokering or technical assistance.")
    written = clean(topic)
    known = topic_of(written)
    rows = known_rows(index, known, codes) if known else found_rows(index, written, codes)
    is_answered = any(cell.told for row in rows for cell in row.cells)
    rows = rows if is_answered else ()
    return Comparison(
        topic=written,
        title=known.title if known else written,
        status="answered" if is_answered else "abstained",
        jurisdictions=codes,
        rows=rows,
        notes=tuple(_notes(index, rows, codes, known is not None)),
        corpus=state(index),
        date=datetime.now(UTC).date().isoformat(),
        timings_ms={"total": round((time.perf_counter() - start) * 1000, 2)},
    )


def read_jurisdictions(documents: dict[str, Document], written: Sequence[str]) -> tuple[str, ...]:
    """The codes of jurisdictions written as codes or names: EU, Germany. Raises `UsageError` that lists what there is."""
    parts = [part.strip() for value in written for part in value.split(",") if part.strip()]
    codes = [glossary().jurisdictions.get(part.casefold(), part) for part in parts]
    found = tuple(dict.fromkeys(read_filters(documents, codes).jurisdiction))
    if len(found) < 2:
        there = ", ".join(sorted({document.jurisdiction for document in documents.values()}))
        raise UsageError(f"A comparison needs two jurisdictions or more, for example EU,UK. There are {there}.")
    return found


def known_rows(index: Index, topic: Topic, codes: Sequence[str]) -> tuple[Row, ...]:
    """The rows of a topic whose points are known."""
    whose = Whose(index.store.documents)
    not_held = {code: pointers(index, code, topic.is_named_in) for code in codes}

    def row(point: KnownPoint) -> Row:
        asked = understand(point.asks, index.store.documents, index.store)
        read = _read(index, asked)
        everywhere = found(index, point, retrieve(index, asked, Filters(), OTHERS, encoded=read))
        cells = []
        for code in codes:
            own = found(index, point, retrieve(index, asked, Filters(jurisdiction=(code,)), OWN, encoded=read))
            others = [one for one in everywhere if one.document.jurisdiction != code]
            cell = fill(index, whose, point, code, [*own, *others])
            cells.append(explained(index, cell, topic.is_named_in, own, not_held[code]))
        return Row(id=point.id, title=point.title, cells=tuple(cells))

    return tuple(map(row, topic.points))


_encoded: dict[tuple[str, str], Encoded] = {}  # questions of known points do not change; those of an index differ


def _read(index: Index, asked: Question) -> Encoded:
    key = (str(index.folder), asked.text)
    if key not in _encoded:
        _encoded[key] = encode(index, asked, NEAR)
    return _encoded[key]


def _notes(index: Index, rows: Sequence[Row], codes: Sequence[str], is_known: bool) -> Iterator[Note]:
    yield from behind(index)
    if not rows:
        text = "Nothing in the corpus speaks of this topic for these jurisdictions, on a point that could be compared."
        yield Note(code="not-in-corpus", text=text)
        return
    if not is_known:
        text = (
            "The points were found in the headings of provisions; they are leads, and not all that could be compared."
        )
        yield Note(code="points-found", text=text)
    statements = [told.statement for row in rows for cell in row.cells for told in cell.told]
    yield from restated(statements)
    if any(not cell.told for row in rows for cell in row.cells):
        text = "“Nothing in the corpus” says what is held, not that a jurisdiction has no rule on the point."
        yield Note(code="blank-cells", text=text)
    members = [code for code in codes if code in _MEMBERS]
    if members:
        text = f"EU law applies in {_listed(members)} as well; their columns hold what is national."
        yield Note(code="eu-law-applies", text=text)
    yield from on_editions(index, [citation for statement in statements for citation in statement.citations])


def _listed(codes: Sequence[str]) -> str:
    return f"{', '.join(codes[:-1])} and {codes[-1]}" if len(codes) > 1 else codes[0]
