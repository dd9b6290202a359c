"""The command `pincite coverage`: is my item covered?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import UsageError
from corpus.settings import Settings

EXIT = {"candidates": 0, "nothing-near": 3}


def coverage(
    description: Annotated[list[str] | None, typer.Argument(help="What the item does, in a few sentences.")] = None,
    file: Annotated[Path | None, typer.Option(help="A text file with the description.")] = None,
    guided: Annotated[bool, typer.Option("--dialogue", help="Ask for the facts that decide, one at a time.")] = False,
    out: Annotated[Path | None, typer.Option(help="Write the record to .md, .docx, .csv or .json.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Which list entries may cover an item, which facts decide, what remains open past the list."""
    from assistant.coverage.cover import cover
    from assistant.coverage.description import read_file
    from assistant.coverage.dialogue import dialogue
    from assistant.coverage.record import paper
    from assistant.export.choose import show, write
    from indexer.opened import Index

    if sum((bool(description), file is not None, guided)) != 1:
        raise UsageError("Give a description, or --file with one, or --dialogue to be asked for it; one of the three.")
    index = Index(Settings())
    if guided:
        result = dialogue(index, _line, lambda told: print(told, file=sys.stderr))
    else:
        result = cover(index, read_file(file) if file is not None else " ".join(description or []))
    if out is not None:
        write(paper(result), out, result)
        print(f"Written: {out}", file=sys.stderr if as_json else sys.stdout)
    if as_json:
        print(result.model_dump_json(indent=1))
    elif out is None:
        from rich.console import Console

        show(Console(highlight=False, soft_wrap=False), paper(result))
    raise typer.Exit(EXIT[result.status])


def _line(question: str) -> str | None:
    print(f"{question}\n> ", end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    return line.rstrip("\n") if line else None
