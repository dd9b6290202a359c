"""Answers, provisions and lists as they look in a terminal.

Everything from documents and users is put in as plain text, never as markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assistant.answer import Answer, Citation
from assistant.show import Place, Shown
from corpus.provisions import Document


def answer(console: Console, given: Answer) -> None:
    """Statements with numbered pincites, the places below, then what the reader must know."""
    console.print(Text(given.question, style="bold"))
    console.print()
    if given.status == "abstained":
        _abstention(console, given)
        return
    numbers = _numbered(c for s in given.statements for c in s.citations)
    for heading, lines in _by_place(given, numbers):
        console.print(heading)
        for line in lines:
            console.print(Padding(line, (0, 0, 0, 2)))
        console.print()
    console.print(Text("Places", style="bold"))
    for pin, (number, citation) in numbers.items():
        where = Text(f"[{number}] ", style="cyan") + Text(citation.pincite, style="bold")
        where.append(f"  {_layer(citation)}, edition {citation.edition}  {pin}", style="dim")
        console.print(where)
        console.print(Padding(Text(citation.url, style=f"dim link {citation.url}"), (0, 0, 0, 4)))
    _notes(console, given)


def _by_place(given: Answer, numbers: dict[str, tuple[int, Citation]]) -> Iterable[tuple[Text, list[Text]]]:
    """The statements under the place that they rest on, in the answer's order."""
    groups: dict[str, list[Text]] = {}
    for statement in given.statements:
        line = Text(statement.text)
        for citation in statement.citations:
            line.append(f" [{numbers[citation.pin][0]}]", style="cyan")
        groups.setdefault(statement.citations[0].pin, []).append(line)
    for pin, lines in groups.items():
        yield Text(numbers[pin][1].pincite, style="bold cyan"), lines


def _numbered(citations: Iterable[Citation]) -> dict[str, tuple[int, Citation]]:
    numbers: dict[str, tuple[int, Citation]] = {}
    for citation in citations:
        numbers.setdefault(citation.pin, (len(numbers) + 1, citation))
    return numbers


def _layer(citation: Citation) -> str:
    return "official text" if citation.layer == "official" else "restated by Pincite"


def _abstention(console: Console, given: Answer) -> None:
    for note in given.notes:
        console.print(Text(note.text, style="yellow"))
    if given.evidence:
        console.print()
        console.print(Text("The nearest provisions, which do not answer it:", style="bold"))
        for evidence in given.evidence[:5]:
            console.print(Text("  ") + Text(evidence.pincite, style="cyan") + Text(f"  {evidence.pin}", style="dim"))


def _notes(console: Console, given: Answer) -> None:
    if given.notes:
        console.print()
        console.print(Text("What to know", style="bold"))
        for note in given.notes:
            console.print(Padding(Text(note.text, style="yellow"), (0, 0, 0, 2)))


def provision(console: Console, shown: Shown) -> None:
    """One provision in its place."""
    for place in shown.above:
        console.print(Text(f"{place.pincite}: {place.title}", style="dim"))
    head = Text(shown.pincite, style="bold cyan")
    head.append(f"  {shown.title}", style="bold")
    console.print(head)
    console.print()
    if shown.text:
        console.print(Padding(Text(shown.text), (0, 0, 0, 2)))
        console.print()
    about = f"{shown.pin}  edition {shown.edition or 'not held'}  coverage {shown.coverage}"
    about += f"  {'binding' if shown.binding else 'not binding'}"
    console.print(Text(about, style="dim"))
    if shown.basis:
        console.print(Text(f"Basis: {shown.basis}", style="dim"))
    if shown.layer == "digest":
        console.print(Text("This is Pincite's restatement; the official text decides:", style="yellow"))
    console.print(Text(shown.url, style=f"link {shown.url}"))
    if not shown.layer and shown.missing:
        console.print(Text(f"Not held: {shown.missing}", style="yellow"))
    for title, places in (("Inside", shown.inside), ("Refers to", shown.see), ("Referred to by", shown.cited_by)):
        _places(console, title, places)
    _places(console, "The same place elsewhere", shown.others)


def _places(console: Console, title: str, places: Sequence[Place]) -> None:
    if not places:
        return
    console.print()
    console.print(Text(title, style="bold"))
    for place in places:
        console.print(Text("  ") + Text(place.pincite, style="cyan") + Text(f"  {place.title}"))


def documents(console: Console, listed: Iterable[tuple[Document, str, int]]) -> None:
    """The catalogue as a table: what is held, from when, how whole."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("id", "name", "place", "kind", "coverage", "edition", "provisions"):
        table.add_column(column, overflow="fold", justify="right" if column == "provisions" else "left")
    for document, edition, count in listed:
        style = "" if count else "dim"
        cells: list[RenderableType] = [
            Text(value, style=style)
            for value in (
                document.id,
                document.short,
                document.jurisdiction,
                document.kind,
                document.coverage or "",
                edition,
            )
        ]
        table.add_row(*cells, Text(str(count) if count else "", style=style))
    console.print(Group(table))
