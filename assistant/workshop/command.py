"""The commands `pincite workshop quiz | cards | handout | scenario`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.settings import Settings

if TYPE_CHECKING:
    from assistant.workshop.make import Asked

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
    from assistant.workshop.make import Asked

    asked = Asked("quiz", topic, document or (), jurisdiction or (), number, difficulty, kind or (), seed, reader)
    _put_out(asked, out, as_json)


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
    from assistant.workshop.make import Asked

    asked = Asked("cards", topic, document or (), jurisdiction or (), number, "", kind or (), seed, reader)
    _put_out(asked, out, as_json)


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
    from assistant.workshop.make import Asked

    asked = Asked("handout", " ".join(topic), document or (), jurisdiction or (), reader=reader)
    _put_out(asked, out, as_json)


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
    from assistant.workshop.make import Asked

    _put_out(Asked("scenario", "", document or (), jurisdiction or (), number, seed=seed, reader=reader), out, as_json)


def _put_out(asked: Asked, out: Path | None, as_json: bool) -> None:
    """Into a file, as JSON, or drawn; one or the other. How many were asked for and are not there is told beside a file."""
    from assistant.export.choose import show, write
    from assistant.workshop.make import make
    from indexer.opened import Index

    made = make(Index(Settings()), asked)
    if out is not None:
        write(made.paper, out, made.result)
        for note in made.paper.notes:
            if note.code == "fewer":
                print(note.text, file=sys.stderr)
        print(f"Written: {out}")
    elif as_json:
        print(made.result.model_dump_json(indent=1))
    else:
        from rich.console import Console

        show(Console(highlight=False), made.paper)
