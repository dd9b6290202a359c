"""A paper in Markdown (CommonMark with GitHub's tables and boxes). Texts are escaped, so that they read as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.export.places import Place, closing, marks, places
from assistant.paper import Block, Heading, Items, Line, PageBreak, Paper, Table, one_line

_ANYWHERE = re.compile(r"([\\`*_\[\]<>|~$]|&(?=#?\w+;)|:(?=//)|(?<=\bwww)\.)", re.IGNORECASE)
_AT_START = re.compile(r"^(\d{0,9})([#+=.)-])")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def markdown(paper: Paper) -> str:
    """The paper as Markdown, ending with a newline."""
    known = places(paper)
    parts = [f"# {escaped(paper.title)}", *(part for block in paper.blocks for part in _block(block, known))]
    if known:
        parts += ["## Places", "\n".join(_place(place) for place in known.values())]
    if paper.notes:
        parts += ["## What to know", "\n".join(f"- {escaped(note.text)}" for note in paper.notes)]
    return "\n\n".join([*parts, f"*{escaped(closing(paper))}*"]) + "\n"


def escaped(text: str) -> str:
    """A text as one line of Markdown that renders to that text."""
    text = _ANYWHERE.sub(r"\\\1", one_line(text))
    return _AT_START.sub(r"\1\\\2", text)


def _block(block: Block, known: dict[str, Place]) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * (block.level + 1)} {escaped(block.text)}"
        case Line():
            yield _line(block, known)
        case Items():
            yield "\n".join(f"{_before(block, n)} {_line(line, known)}" for n, line in enumerate(block.lines))
        case Table():
            yield _table(block, known)
        case PageBreak():
            yield "---"


def _line(line: Line, known: dict[str, Place]) -> str:
    tag = f"**{escaped(line.tag)}** " if line.tag else ""
    numbers = marks(line, known)
    return f"{tag}{escaped(line.text)}" + (f" {escaped(numbers)}" if numbers else "")


def _before(items: Items, n: int) -> str:
    letter = f"- {_LETTERS[n % len(_LETTERS)]}."
    return {"bullet": "-", "number": f"{n + 1}.", "letter": letter, "box": "- [ ]"}[items.style]


def _table(table: Table, known: dict[str, Place]) -> str:
    rows = [f"| {' | '.join(escaped(name) for name in table.head)} |", f"|{'---|' * len(table.head)}"]
    for row in table.rows:
        cells = ("<br>".join(_line(line, known) for line in cell) for cell in row)
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def _place(place: Place) -> str:
    """A place as an item of a list without numbers of its own: those in the text must stay as they are."""
    quotes = "".join(f" “{escaped(quote)}”" for quote in place.quotes)
    address = place.citation.url.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
    about = f"{place.about()}, `{place.citation.pin}`"
    return f"- \\[{place.number}\\] **{escaped(place.citation.pincite)}**, {about}.{quotes} <{address}>"
