"""A comparison as a paper: one table, a row for each point, a column for each jurisdiction; or, where columns would be too
narrow to read, a heading for each point.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.compare.comparison import Cell, Comparison, Pointer, Told
from assistant.paper import Block, Heading, Items, Line, Paper, Table

NOTHING = "Nothing in the corpus."
COLUMNS = 3  # jurisdictions beside each other that a terminal takes


def paper(made: Comparison, is_narrow: bool = False) -> Paper:
    """What a comparison hands out. Each statement carries what it is: law, guidance, commentary."""
    blocks = tuple(_headed(made)) if is_narrow and len(made.jurisdictions) > COLUMNS else (_table(made),)
    return Paper(
        title=f"{made.title}: {', '.join(made.jurisdictions)}",
        blocks=blocks if made.rows else (),
        notes=made.notes,
        corpus=made.corpus,
        date=made.date,
    )


def _table(made: Comparison) -> Table:
    rows = (((Line(row.title),), *(tuple(_lines(cell)) for cell in row.cells)) for row in made.rows)
    return Table(head=("Point", *made.jurisdictions), rows=tuple(rows))


def _headed(made: Comparison) -> Iterator[Block]:
    for row in made.rows:
        yield Heading(row.title)
        for cell in row.cells:
            yield Heading(cell.jurisdiction, 2)
            yield Items(tuple(_lines(cell)))


def _lines(cell: Cell) -> Iterator[Line]:
    if cell.told:
        yield from (Line(told.statement.text, told.statement.citations, tag(told)) for told in cell.told)
        return
    yield Line(NOTHING)
    yield from (Line(statement.text, statement.citations, "silence") for statement in cell.silence)
    yield from (Line(_not_held(pointer), tag="not held") for pointer in cell.pointers)


def tag(told: Told) -> str:
    """The force of a statement in a word or two."""
    return f"{told.kind}, as reported" if told.is_reported else told.kind


def _not_held(pointer: Pointer) -> str:
    lacks = f" It lacks: {pointer.lacks}." if pointer.lacks else ""
    return f"{pointer.title}.{lacks} {pointer.url}"
