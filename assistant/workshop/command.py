"""The commands `pincite workshop quiz | cards | handout | scenario`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from corpus.errors import UsageError
from corpus.settings import Settings

if TYPE_CHECKING:
    from pydantic import BaseModel

    from assistant.filters import Filters
    from assistant.paper import Paper
    from assistant.workshop.pages import Reader
    from indexer.opened import Index

workshop_app = typer.Typer(
    help="For trainers: quizzes, flash cards, handouts, scenarios, each answer cited.", no_args_is_help=True
)

Topic = Annotated[str, typer.Option("--topic", help="What it is about, in words: “PMP commitments”.")]
Number = Annotated[int, typer.Option("--number", "-n", help="How many.")]
Seed = Annotated[int, typer.Option(help="The same seed gives the same material.")]
For = Annotated[str, typer.Option("--for", help="Who reads it: participants, trainers or both.")]
Out = Annotated[Path | None, typer.Option("--out", help="A file to write: .docx, .md, .csv or .json.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Documents = Annotated[list[str] | None, typer.Option("--document", help="Only these documents, by id or name.")]
Jurisdiction = Annotated[list[str] | None, typer.Option(help="Only documents of these: EU, UK, US, DE, CH … (commas).")]

T = TypeVar("T", bound=str)


@workshop_app.command("quiz")
def quiz_command(
    number: Number = 10,
    topic: Topic = "",
    document: Documents = None,
    jurisdiction: Jurisdiction = None,
    kind: Annotated[
        list[str] | None, typer.Option(help="choice, true-false, short; all unless given (commas).")
    ] = None,
    difficulty: Annotated[str, typer.Option(help="easy, medium or hard; mixed unless given.")] = "",
    seed: Seed = 0,
    reader: For = "both",
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Questions whose answers and wrong options come from provisions, each with its place and the sentence that decides."""
    from assistant.workshop.material import Material
    from assistant.workshop.pages import quiz_paper
    from assistant.workshop.quiz import KINDS, LEVELS, quiz
    from assistant.workshop.topic import read_topic

    kinds = _several(kind, KINDS, "kind of question")
    level = _one(difficulty, LEVELS, "difficulty") if difficulty else None
    read = _reader(reader)
    index, filters = _opened(document, jurisdiction)
    made = quiz(Material(index), read_topic(index, topic, filters), number, kinds, level, seed)
    _put_out(made, quiz_paper(made, _today(), read), out, as_json)


@workshop_app.command("cards")
def cards_command(
    number: Number = 24,
    topic: Topic = "",
    document: Documents = None,
    jurisdiction: Jurisdiction = None,
    kind: Annotated[list[str] | None, typer.Option(help="term, entry, commitment; all unless given (commas).")] = None,
    seed: Seed = 0,
    reader: For = "both",
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Flash cards: terms, entries of lists, commitments and good practices."""
    from assistant.workshop.cards import CARD_KINDS, cards
    from assistant.workshop.material import Material
    from assistant.workshop.pages import cards_paper
    from assistant.workshop.topic import read_topic

    kinds, read = _several(kind, CARD_KINDS, "kind of card"), _reader(reader)
    index, filters = _opened(document, jurisdiction)
    made = cards(Material(index), read_topic(index, topic, filters), number, kinds, seed)
    _put_out(made, cards_paper(made, _today(), read), out, as_json)


@workshop_app.command("handout")
def handout_command(
    topic: Annotated[list[str], typer.Argument(help="What it is about, in words: cloud transfers")],
    document: Documents = None,
    jurisdiction: Jurisdiction = None,
    reader: For = "both",
    out: Out = None,
    as_json: Json = False,
) -> None:
    """A handout: what guides recommend, governments commit to, the law says and the lists say on a topic."""
    from assistant.workshop.handout import handout
    from assistant.workshop.pages import handout_paper
    from assistant.workshop.topic import read_topic

    read = _reader(reader)
    index, filters = _opened(document, jurisdiction)
    words = " ".join(" ".join(topic).split())
    if not words:
        raise UsageError("A handout needs a topic, for example: pincite workshop handout cloud transfers")
    read_topic(index, words, filters)
    made = handout(index, words, filters)
    _put_out(made, handout_paper(made, _today(), read), out, as_json)


@workshop_app.command("scenario")
def scenario_command(
    number: Number = 1,
    document: Documents = None,
    jurisdiction: Jurisdiction = None,
    seed: Seed = 0,
    reader: For = "both",
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Cases to discuss: a transfer, a destination and an end-user, with the provisions to find."""
    from assistant.workshop.pages import scenario_paper
    from assistant.workshop.scenario import scenarios

    read = _reader(reader)
    index, filters = _opened(document, jurisdiction)
    made = scenarios(index, filters, number, seed)
    _put_out(made, scenario_paper(made, _today(), read), out, as_json)


def _opened(document: Sequence[str] | None, jurisdiction: Sequence[str] | None) -> tuple[Index, Filters]:
    from assistant.filters import read_filters
    from indexer.opened import Index

    index = Index(Settings())
    return index, read_filters(index.store.documents, jurisdiction or (), (), document or ())


def _put_out(made: BaseModel, paper: Paper, out: Path | None, as_json: bool) -> None:
    """Into a file, as JSON, or drawn; one or the other. How many were asked for and are not there is told beside a file."""
    from assistant.export.choose import show, write

    if out is not None:
        write(paper, out, made)
        for note in paper.notes:
            if note.code == "fewer":
                print(note.text, file=sys.stderr)
        print(f"Written: {out}")
    elif as_json:
        print(made.model_dump_json(indent=1))
    else:
        from rich.console import Console

        show(Console(highlight=False), paper)


def _reader(written: str) -> Reader:
    from assistant.workshop.pages import READERS

    return _one(written, READERS, "group of readers")


def _one(written: str, known: Sequence[T], what: str) -> T:
    for one in known:
        if one == written.strip().lower():
            return one
    raise UsageError(f"“{written}” is not a {what}; there are {', '.join(known)}.")


def _several(written: Sequence[str] | None, known: Sequence[T], what: str) -> Sequence[T]:
    parts = [part for value in written or () for part in value.split(",") if part.strip()]
    return [_one(part, known, what) for part in parts] or known


def _today() -> str:
    return date.today().isoformat()
