"""Answers, provisions and lists as they look in a terminal.

Everything from documents and users is put in as plain text, never as markup or as a terminal's control sequence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assistant.answer import Answer, Citation
from assistant.holdings import Holding
from assistant.paper import CONTROL
from assistant.show import Explained, Place, Shown, Siblings
from corpus.changes import Change


def answer(console: Console, given: Answer) -> None:
    """Statements with numbered pincites, the places below, then what the reader must know."""
    console.print(_text(given.question, style="bold"))
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
    console.print(_text("Places", style="bold"))
    quotes = _official_quotes(given)
    for pin, (number, citation) in numbers.items():
        where = _text(f"[{number}] ", style="cyan") + _text(citation.pincite, style="bold")
        page = f", page {citation.page}" if citation.page else ""
        where.append_text(_text(f"  {layer_name(citation)}, edition {citation.edition}{page}  {pin}", "dim"))
        console.print(where)
        for quote in quotes.get(pin, ()):
            console.print(Padding(_text(f"“{quote}”", style="italic"), (0, 0, 0, 4)))
        console.print(Padding(_text(citation.url, style=f"dim link {citation.url}"), (0, 0, 0, 4)))
    _notes(console, given)


def _by_place(given: Answer, numbers: dict[str, tuple[int, Citation]]) -> Iterable[tuple[Text, list[Text]]]:
    """The statements under the place that they rest on, in the answer's order."""
    groups: dict[str, list[Text]] = {}
    for statement in given.statements:
        line = _text(statement.text)
        for number in dict.fromkeys(numbers[citation.pin][0] for citation in statement.citations):
            line.append(f" [{number}]", style="cyan")
        groups.setdefault(statement.citations[0].pin, []).append(line)
    for pin, lines in groups.items():
        yield _text(numbers[pin][1].pincite, style="bold cyan"), lines


def _numbered(citations: Iterable[Citation]) -> dict[str, tuple[int, Citation]]:
    numbers: dict[str, tuple[int, Citation]] = {}
    for citation in citations:
        numbers.setdefault(citation.pin, (len(numbers) + 1, citation))
    return numbers


def _official_quotes(given: Answer) -> dict[str, list[str]]:
    """The words of the official text by place, each once, where statements restate them."""
    found: dict[str, dict[str, None]] = {}
    for statement in given.statements:
        for citation in statement.citations:
            if citation.layer == "official" and citation.quote != statement.text:
                found.setdefault(citation.pin, {})[" ".join(citation.quote.split())] = None
    return {pin: list(quotes) for pin, quotes in found.items()}


def layer_name(citation: Citation) -> str:
    """Whose words a place is cited in."""
    return "official text" if citation.layer == "official" else "restated by Pincite"


def _abstention(console: Console, given: Answer) -> None:
    for note in given.notes:
        console.print(_text(note.text, style="yellow"))
    if given.evidence:
        console.print()
        console.print(_text("The nearest provisions, which do not answer it:", style="bold"))
        for evidence in given.evidence[:5]:
            console.print(_text("  ") + _text(evidence.pincite, style="cyan") + _text(f"  {evidence.pin}", style="dim"))


def _notes(console: Console, given: Answer) -> None:
    if given.notes:
        console.print()
        console.print(_text("What to know", style="bold"))
        for note in given.notes:
            console.print(Padding(_text(note.text, style="yellow"), (0, 0, 0, 2)))


def provision(console: Console, shown: Shown) -> None:
    """One provision in its place."""
    for place in shown.above:
        console.print(_text(f"{place.pincite}: {place.title}", style="dim"))
    head = _text(shown.pincite, style="bold cyan")
    head.append_text(_text(f"  {shown.title}", "bold"))
    console.print(head)
    console.print()
    if shown.text:
        console.print(Padding(_text(shown.text), (0, 0, 0, 2)))
        console.print()
    if shown.plain:
        console.print(_text("In plain words, restated by Pincite:", style="yellow"))
        console.print(Padding(_text(shown.plain), (0, 0, 0, 2)))
        console.print()
    about = f"{shown.pin}  edition {shown.edition or 'not held'}  coverage {shown.coverage}"
    about += f"  {'binding' if shown.binding else 'not binding'}" + (f"  page {shown.page}" if shown.page else "")
    console.print(_text(about, style="dim"))
    if shown.basis:
        console.print(_text(f"Basis: {shown.basis}", style="dim"))
    if shown.layer == "digest":
        console.print(_text("This is Pincite's restatement; the official text decides:", style="yellow"))
    console.print(_text(shown.url, style=f"link {shown.url}"))
    if not shown.layer and shown.missing:
        console.print(_text(f"Not held: {shown.missing}", style="yellow"))
    for title, places in (("Inside", shown.inside), ("Refers to", shown.see), ("Referred to by", shown.cited_by)):
        _places(console, title, places)
    _places(console, "Terms defined", shown.terms)
    for siblings in shown.siblings:
        _siblings(console, siblings)
    _places(console, "The same place elsewhere", shown.others)


def _places(console: Console, title: str, places: Sequence[Place]) -> None:
    if not places:
        return
    console.print()
    console.print(_text(title, style="bold"))
    for place in places:
        console.print(_text("  ") + _text(place.pincite, style="cyan") + _text(f"  {place.title}"))


def glossary(console: Console, terms: Sequence[Explained], in_full: bool) -> None:
    """Terms with their acronyms and places; in full with the text of each place."""
    for one in terms:
        head = _text(one.term, style="bold") + _text(f"  {', '.join(one.acronyms)}", style="dim")
        console.print(head)
        for n, place in enumerate(one.places):
            console.print(_text("  ") + _text(place.pincite, style="cyan") + _text(f"  {place.title}"))
            if in_full:
                console.print(Padding(_text(one.texts[n]), (0, 0, 1, 4)))


def _siblings(console: Console, siblings: Siblings) -> None:
    """What corresponds on other lists, and how it differs."""
    console.print()
    console.print(_text(f"On other lists: {siblings.title}", style="bold"))
    for entry in siblings.entries:
        line = _text("  ") + _text(entry.pincite, style="cyan") + _text(f"  {entry.title}")
        console.print(line + _text(f"  {entry.relation}", style="dim"))
    for text, places in siblings.differences:
        console.print(Padding(_text(text) + _text(f"  {'; '.join(p.pincite for p in places)}", "cyan"), (0, 0, 0, 2)))


def documents(console: Console, listed: Iterable[Holding]) -> None:
    """The catalogue as a table: what is held, in which layer, from when, how whole, how old."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    right = ("provisions", "days old")
    for column in ("id", "name", "place", "kind", "coverage", "layer", "edition", *right):
        table.add_column(column, overflow="fold", justify="right" if column in right else "left")
    for one in listed:
        style = "" if one.provisions else "dim"
        numbers = (str(one.provisions) if one.provisions else "", "" if one.age is None else f"{one.age:,}")
        layers = ", ".join(one.layers)
        values = (one.id, one.short, one.jurisdiction, one.kind, one.coverage, layers, one.edition, *numbers)
        cells: list[RenderableType] = [_text(value, style=style) for value in values]
        table.add_row(*cells)
    console.print(Group(table))


def changes(console: Console, short: str, earlier: str, later: str, found: Sequence[Change]) -> None:
    """What changed between two texts, provision by provision: words that went struck through, words that came underlined."""
    console.print(_text(f"{short}: {earlier} → {later}, {len(found)} provisions differ", style="bold"))
    styles = {"=": "", "-": "red strike", "+": "green underline"}
    for change in found:
        console.print()
        console.print(_text(f"{change.locator}  {change.kind}", style="bold cyan"))
        line = Text()
        for what, words in change.words():
            marks = {"=": words, "-": f" [-{words.strip()}-]", "+": f" {{+{words.strip()}+}}"}
            line.append_text(_text(marks[what], style=styles[what]))
        console.print(Padding(line, (0, 0, 0, 2)))


def _text(written: str, style: str = "") -> Text:
    """What somebody wrote, to be shown as it is: no markup is read in it, and control characters are left out."""
    return Text(CONTROL.sub("", written), style)
