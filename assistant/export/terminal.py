"""A paper as it looks in a terminal."""

from __future__ import annotations

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table as Grid
from rich.text import Text

from assistant.export.places import Place, closing, marks, places
from assistant.paper import Block, Heading, Items, Line, PageBreak, Paper, Table, one_line


def draw(console: Console, paper: Paper) -> None:
    """The paper, the places that it cites, what to know of them, and what it was made from."""
    known = places(paper)
    console.print(_text(paper.title, "bold underline"))
    for block in paper.blocks:
        console.print(_block(block, known))
    if known:
        console.print(_heading("Places"))
    for place in known.values():
        console.print(_place(place))
    if paper.notes:
        console.print(_heading("What to know"))
    for note in paper.notes:
        console.print(Padding(_text(note.text, "yellow"), (0, 0, 0, 2)))
    console.print(Padding(_text(closing(paper), "dim"), (1, 0, 0, 0)))


def _block(block: Block, known: dict[str, Place]) -> RenderableType:
    match block:
        case Heading():
            return _heading(block.text, "bold cyan" if block.level == 1 else "bold")
        case Line():
            return Padding(_line(block, known), (1, 0, 0, 0))
        case Items():
            return _items(block, known)
        case Table():
            return _table(block, known)
        case PageBreak():
            return Padding(Rule(style="dim"), (1, 0, 0, 0))


def _heading(text: str, style: str = "bold") -> RenderableType:
    return Padding(_text(text, style), (1, 0, 0, 0))


def _line(line: Line, known: dict[str, Place]) -> Text:
    written = _text(f"{line.tag} " if line.tag else "", "bold") + _text(line.text)
    numbers = marks(line, known)
    return written.append(f" {numbers}", style="cyan") if numbers else written


def _items(items: Items, known: dict[str, Place]) -> RenderableType:
    grid = Grid.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for n, line in enumerate(items.lines):
        before = {"bullet": "•", "number": f"{n + 1}.", "letter": f"{chr(ord('A') + n % 26)}.", "box": "☐"}
        grid.add_row(_text(before[items.style]), _line(line, known))
    return Padding(grid, (0, 0, 0, 2))


def _table(table: Table, known: dict[str, Place]) -> RenderableType:
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", show_lines=True)
    for name in table.head:
        grid.add_column(_text(name), overflow="fold")
    for row in table.rows:
        grid.add_row(*(Group(*(_line(line, known) for line in cell)) for cell in row))
    return Padding(grid, (1, 0, 0, 0))


def _place(place: Place) -> RenderableType:
    where = _text(f"[{place.number}] ", "cyan") + _text(place.citation.pincite, "bold")
    url = place.citation.url
    quotes = (_text(f"“{quote}”", "italic") for quote in place.quotes)
    below = Group(*quotes, _text(url, f"dim link {url}"))
    return Group(where + _text(f"  {place.about()}  {place.citation.pin}", "dim"), Padding(below, (0, 0, 0, 4)))


def _text(written: str, style: str = "") -> Text:
    """What somebody wrote, shown as it is: no markup is read in it. A space at its end parts it from what follows."""
    return Text(one_line(written) + (" " if written.endswith(" ") else ""), style)
