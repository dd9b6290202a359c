"""`pincite eval external obliqa | eccn`: benchmarks that others made, with plain systems beside Pincite in the same run."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.settings import Settings

if TYPE_CHECKING:
    from corpus.library import Library
    from evals.external.ranking import Asked, Measured, Reading

external_app = typer.Typer(help="Benchmarks that others made.", no_args_is_help=True)

Questions = Annotated[Path, typer.Option(help="The file with the questions.")]
Ablate = Annotated[bool, typer.Option("--ablate", help="Measure Pincite without each of its parts, too.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object, in the last line.")]


@external_app.command("obliqa")
def obliqa(
    data: Annotated[Path, typer.Option(help="The folder StructuredRegulatoryDocuments.")],
    questions: Questions,
    ablate: Ablate = False,
    as_json: Json = False,
) -> None:
    """ObliQA: regulatory questions, and the passages that answer them."""
    from evals.external.obliqa import DEPTH, READINGS, read_passages, read_questions

    passages = read_passages(data)
    asked = read_questions(questions, passages.pins)
    _show(_measured("obliqa", passages.library, asked, READINGS, DEPTH, ablate), len(asked), as_json)


@external_app.command("eccn")
def eccn(
    data: Annotated[Path, typer.Option(help="The table of codes, as CSV.")],
    questions: Questions,
    ablate: Ablate = False,
    as_json: Json = False,
) -> None:
    """Product descriptions, and the code of the US list under which each falls."""
    from evals.external.eccn import DEPTH, read_codes, read_questions

    codes = read_codes(data)
    asked = read_questions(questions, codes)
    _show(_measured("eccn", codes.library, asked, codes.readings, DEPTH, ablate), len(asked), as_json)


def _measured(
    name: str, library: Library, asked: Sequence[Asked], readings: Sequence[Reading], depth: int, ablate: bool
) -> list[Measured]:
    """Index the benchmark in a home of its own, beside the corpus' and never in it, and measure every system."""
    from assistant.progress import progress
    from evals.external.ranking import measure, rankers, without
    from indexer.build import build_index
    from indexer.opened import Index

    settings = Settings()
    apart = settings.model_copy(update={"home": settings.home / "external" / name})
    with progress() as say:
        build_index(apart, progress=say, library=library)
        index = Index(apart)
        systems = rankers(index, depth) | (without(index, depth) if ablate else {})

        def done(system: str) -> Measured:
            return measure(system, systems[system], asked, readings, lambda n: say(system, n, len(asked)))

        return [done(system) for system in systems]


def _show(measured: Sequence[Measured], n: int, as_json: bool) -> None:
    ours, *others = measured
    if as_json:
        beside = {one.system: {**one.figures, "ms": one.ms} for one in others}
        told = {"metrics": {**ours.figures, "ms": ours.ms}, "baselines": beside, "questions": n}
        print(json.dumps(told, ensure_ascii=False))
        return
    width = max(len(one.system) for one in measured)
    print(f"{n} questions\n{'':<{width}}  " + "  ".join(f"{name:>10}" for name in (*ours.figures, "ms")))
    for one in measured:
        print(f"{one.system:<{width}}  " + "  ".join(f"{v:>10}" for v in (*one.figures.values(), one.ms)))
    sys.stdout.flush()
