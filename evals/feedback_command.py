"""The command `pincite eval from-feedback`."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import UsageError
from corpus.settings import Settings


class PersonaChoice(StrEnum):
    """Who asks."""

    official = "official"
    exporter = "exporter"
    trainer = "trainer"


class WhyChoice(StrEnum):
    """Why the corpus has no answer."""

    out_of_field = "out-of-field"
    not_in_corpus = "not-in-corpus"
    no_such_place = "no-such-place"
    false_premise = "false-premise"


def from_feedback(
    file: Annotated[str, typer.Argument(help="The file of feedback; “default” is the one of this installation.")],
    line: Annotated[int | None, typer.Option(help="The line that you reviewed; all are listed unless given.")] = None,
    persona: Annotated[PersonaChoice | None, typer.Option(help="Who asks.")] = None,
    id: Annotated[str, typer.Option("--id", help="The new question's id; one that is free unless given.")] = "",
    pin: Annotated[
        list[str] | None, typer.Option(help="A place that must be cited; alternatives parted by “|”.")
    ] = None,
    fact: Annotated[
        list[str] | None, typer.Option(help="A fact that must be stated; alternatives parted by “|”.")
    ] = None,
    unanswerable: Annotated[WhyChoice | None, typer.Option(help="Why the corpus has no answer.")] = None,
    out: Annotated[Path | None, typer.Option(help="The file of questions to add to; printed unless given.")] = None,
) -> None:
    """List what readers said of answers; make a known question of a line that you have reviewed."""
    from assistant.web.feedback import FILE, read
    from corpus.library import read_library
    from evals.from_feedback import Review, beside, chosen, listed, pair, save

    settings = Settings()
    path = settings.home / FILE if file == "default" else Path(file)
    kept = read(path)
    for fault in kept.faults:
        print(fault, file=sys.stderr)
    if line is None:
        if id or pin or fact or unanswerable or out:
            raise UsageError("Which line is reviewed? Name it with --line; without it all lines are listed.")
        print("\n".join(listed(kept)) or f"{path} has no feedback.")
        return
    feedback = chosen(kept, line, path)
    if persona is None:
        raise UsageError("Who asks? Say it with --persona official, exporter or trainer.")
    why = unanswerable.value if unanswerable else ""
    review = Review(persona.value, id.strip(), "dev", tuple(pin or ()), tuple(fact or ()), why)
    provisions = read_library(settings.digests, settings.catalogue, settings.home).provisions()
    text = pair(feedback, review, provisions, beside(out) if out else ())
    if out:
        save(text, out)
        print(f"Added to {out}.")
    else:
        print(text, end="")
    if not fact and not unanswerable:
        print("It has no facts yet: write what an answer must state, or name it with --fact.", file=sys.stderr)
