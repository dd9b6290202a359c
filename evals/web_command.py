"""`pincite eval web`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from corpus.settings import Settings


def eval_web(
    starts: Annotated[int, typer.Option(min=1, help="Starts of the page.")] = 5,
    clicks: Annotated[int, typer.Option(min=1, help="Questions asked in the browser.")] = 20,
    users: Annotated[int, typer.Option(min=1, help="Users at the same time.")] = 20,
    seconds: Annotated[int, typer.Option(min=1, help="How long they ask.")] = 120,
    pause: Annotated[float, typer.Option(min=0, help="Seconds for which each reads before the next question.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Measure the page: until it can be used, an answer on the screen, memory, many users at once. Needs Chromium."""
    from corpus.library import read_library
    from evals.questions import read_questions
    from evals.speed import shown
    from evals.web import measure_web

    def say(what: str) -> None:
        if sys.stderr.isatty():
            print(f"\r\033[K{what}", end="", file=sys.stderr, flush=True)

    settings = Settings()
    known = read_questions(provisions=read_library(settings.digests, settings.catalogue).provisions())
    asked = [one.question for one in known]
    measured = measure_web(settings, asked, starts, clicks, users, seconds, pause, say)
    say("")
    print(shown(measured, as_json))
