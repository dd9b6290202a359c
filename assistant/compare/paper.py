"""A comparison as a paper: one table, a row for each point, a column for each jurisdiction."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.compare.comparison import Cell, Comparison, Pointer, Told
from assistant.paper import Line, Paper, Table

NOTHING = "Nothing in the corpus."


def paper(made: Comparison) -> Paper:
    """What a comparison hands out. Each cell's lines carry what they are: law, guidance, commentary."""
    table = Table(
        head=("Point", *made.jurisdictions),
        rows=tuple(((Line(row.title),), *(tuple(_lines(cell)) for cell in row.cells)) for row in made.rows),
    )
    return Paper(
        title=f"{made.title}: {', '.join(made.jurisdictions)}",
        blocks=(table,) if made.rows else (),
        notes=made.notes,
        corpus=made.corpus,
        date=made.corpus.built_at[:10],
    )


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
