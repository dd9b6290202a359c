"""The command line with everything: `assistant.cli`, and `pincite eval run | speed | readers | external | …`.

What is heavy is imported within the commands: every `pincite ask` goes through here.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli import app
from assistant.cli import run as run_commands
from assistant.corpus_cli import corpus_app
from assistant.web.command import register as register_web
from corpus.errors import UsageError
from corpus.settings import Settings
from evals.compare.command import eval_compare
from evals.covered.command import covered
from evals.external.commands import external_app
from evals.feedback_command import from_feedback
from evals.web_command import eval_web

if TYPE_CHECKING:
    from evals.coverage import Covered
    from evals.questions import Question

eval_app = typer.Typer(help="What is proven: known questions, baselines, speed.", no_args_is_help=True)
app.add_typer(eval_app, name="eval")
eval_app.add_typer(external_app, name="external")
eval_app.command("compare")(eval_compare)
eval_app.command("covered")(covered)
eval_app.command("from-feedback")(from_feedback)
eval_app.command("web")(eval_web)


class SplitChoice(StrEnum):
    """Which half of the question set to run."""

    dev = "dev"
    test = "test"
    all = "all"


@corpus_app.command("coverage")
def corpus_coverage(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """What is not covered, what in part, what whole; how old it is, and how many known questions test it."""
    import json
    from dataclasses import asdict

    from evals.coverage import markdown

    covered = _coverage()
    print(json.dumps([asdict(one) for one in covered], ensure_ascii=False, indent=1) if as_json else markdown(covered))


@eval_app.command("workshop")
def eval_workshop(
    number: Annotated[int, typer.Option(help="How many questions to make and check.")] = 200,
    seed: Annotated[int, typer.Option(help="The seed that they are made with.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Make workshop questions over the whole corpus and check each: supported, one right answer, readable, other places."""
    from evals.workshop import evaluate, lines
    from indexer.opened import Index

    figures = evaluate(Index(Settings()), number, seed)
    print(figures.model_dump_json(indent=1) if as_json else "\n".join(lines(figures)))


@eval_app.command("run")
def eval_run(
    split: Annotated[SplitChoice, typer.Option(help="The half of the question set.")] = SplitChoice.all,
    out: Annotated[Path, typer.Option(help="The folder for evaluation.json and evaluation.html.")] = Path("reports"),
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole report as JSON.")] = False,
    save_baseline: Annotated[
        bool, typer.Option("--save-baseline", help="Commit these figures as those that later runs must reach.")
    ] = False,
) -> None:
    """Answer the known questions with Pincite and the baselines, measure, and compare with the committed figures."""
    from rich.console import Console

    from evals import drop
    from evals.evidence import keep_report
    from evals.report import print_report, write_report
    from evals.run import run

    if save_baseline and split is not SplitChoice.all:
        raise UsageError("Figures are saved of all questions; leave --split out.")
    splits = ("test", "dev") if split is SplitChoice.all else (split.value,)
    report = run(Settings(), _questions(), splits, progress=_say)
    _say("", 0, 0)
    data, page = write_report(report, out, _coverage())
    if split is SplitChoice.all:
        keep_report(Settings().home, report)
    if as_json:
        print(report.model_dump_json(indent=1))
    else:
        print_report(Console(highlight=False, width=None if sys.stdout.isatty() else 120), report)
        print(f"Written: {data} and {page}")
    if save_baseline:
        drop.save_baseline(report)
        return
    if not drop.FILE.exists():
        return
    fallen = drop.drops(report, drop.read_baseline().figures)
    for sentence in fallen:
        print(sentence, file=sys.stderr)
    if fallen:
        raise typer.Exit(1)


@eval_app.command("speed")
def eval_speed(
    repeats: Annotated[int, typer.Option(min=1, help="Runs of each command, passes over the questions.")] = 5,
    builds: Annotated[int, typer.Option(min=1, help="Builds from nothing.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Measure start, answers, builds, memory and indexing rate on this machine, beside their budgets."""
    from evals.speed import measure_speed, shown

    measured = measure_speed(Settings(), _questions(), repeats, builds, lambda what: _say(what, 0, 0))
    _say("", 0, 0)
    print(shown(measured, as_json))


@eval_app.command("growth")
def eval_growth(
    provisions: Annotated[str, typer.Option(help="Sizes of the corpora, with commas between.")] = "10000,100000",
    home: Annotated[Path | None, typer.Option(help="The folder for their indexes; kept, and used again.")] = None,
    repeats: Annotated[int, typer.Option(min=1, help="Runs of each command, passes over the questions.")] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Measure answers, builds, memory and disk on made corpora of growing size. Searching is measured, encoding is not."""
    import json
    from dataclasses import asdict

    from evals.growth import measure_growth, table

    if not all(size.strip().isdigit() for size in provisions.split(",")):
        raise UsageError(f"“{provisions}” are not numbers of provisions; write 10000,100000.")
    settings = Settings()
    sizes = [int(size) for size in provisions.split(",")]
    grown = measure_growth(settings, _questions(), sizes, home or settings.home / "growth", repeats, _say)
    _say("", 0, 0)
    print(json.dumps(asdict(grown), ensure_ascii=False, indent=1) if as_json else table(grown))


@eval_app.command("load")
def eval_load(
    clients: Annotated[int, typer.Option(min=1, help="Clients that ask at once.")] = 16,
    seconds: Annotated[int, typer.Option(min=1, help="How long they ask before the server is killed.")] = 120,
    rebuilds: Annotated[int, typer.Option(min=0, help="Indexes swapped in meanwhile.")] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Ask with many clients while the index is rebuilt and its Chroma server fails; ends with 1 if an answer was wrong."""
    import json
    from dataclasses import asdict

    from evals.load import measure_load

    asked = [question.question for question in _questions()]
    found = measure_load(Settings(), asked, clients, seconds, rebuilds, lambda what: _say(what, 0, 0))
    _say("", 0, 0)
    if as_json:
        print(json.dumps({**asdict(found), "is_sound": found.is_sound}, indent=1))
    else:
        for name, value in asdict(found).items():
            print(f"{name.replace('_', ' '):<12} {value:>8,.0f}{' ms' if name in ('p50', 'p95') else ''}")
    raise typer.Exit(0 if found.is_sound else 1)


@eval_app.command("readers")
def eval_readers(
    folder: Annotated[Path, typer.Argument(help="A folder of official texts in any formats.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, a line for each file too.")] = False,
) -> None:
    """Read every file of a folder: what is lost or invented, by format, how fast and in how much memory."""
    import json
    from dataclasses import asdict

    from evals.reading import by_format, read_folder

    read = read_folder(folder, lambda name: _say(name, 0, 0))
    _say("", 0, 0)
    formats = by_format(read)
    if as_json:
        print(json.dumps({"formats": [asdict(f) for f in formats], "files": [asdict(one) for one in read]}, indent=1))
        return
    for f in formats:
        print(
            f"{f.name:<20} {f.sound}/{f.files} files with nothing gone or invented, {f.provisions:,} provisions, "
            f"{f.repeated} repeated, {f.empty} empty, {f.rate:.1f} {f.unit} (bare text {f.bare:.1f})"
        )
    refused = [one for one in read if one.refused]
    for one in refused:
        print(f"not read: {one.file}: {one.refused}")
    print(f"{len(read)} files, {len(refused)} not read, most memory {max(one.peak for one in read):.0f} MiB.")


@eval_app.command("calibrate")
def eval_calibrate() -> None:
    """Fit anew, on the dev questions, when Pincite refuses; written to assistant/abstention.json."""
    from evals import calibrate

    model = calibrate.calibrate(Settings(), _questions())
    print(f"Pincite answers from a probability of {model.threshold:.3f}. Written: {calibrate.FILE}")


@eval_app.command("questions")
def eval_questions() -> None:
    """Check the question set: its form, that every place exists, and that each fact stands in a place accepted."""
    from collections import Counter

    from corpus.library import read_library
    from evals.questions import QUESTIONS, inspect_questions

    settings = Settings()
    questions, faults = inspect_questions(QUESTIONS, read_library(settings.digests, settings.catalogue).provisions())
    for fault in faults:
        print(fault)
    counted = Counter((q.split, q.persona, q.unanswerable or "answerable") for q in questions)
    for (split, persona, kind), number in sorted(counted.items()):
        print(f"{split:<5} {persona:<9} {kind:<14} {number:>4}")
    print(f"{len(questions)} questions, {len(faults)} faults.")
    raise typer.Exit(1 if faults else 0)


def _coverage() -> list[Covered]:
    from datetime import UTC, datetime

    from corpus.library import read_library
    from evals.coverage import coverage

    settings = Settings()
    library = read_library(settings.digests, settings.catalogue, settings.home)
    return coverage(settings, library, _questions(), datetime.now(UTC).date())


def _questions() -> tuple[Question, ...]:
    from corpus.library import read_library
    from evals.questions import read_questions

    settings = Settings()
    return read_questions(provisions=read_library(settings.digests, settings.catalogue).provisions())


def _say(what: str, done: int, of: int) -> None:
    """Where the work stands, on one line of standard error if that is a terminal."""
    if sys.stderr.isatty():
        print(f"\r\033[K{what} {f'{done}/{of}' if of > 1 else ''}", end="", file=sys.stderr, flush=True)


def _evidence() -> str:
    from evals.evidence import evidence

    return evidence()


register_web(app, _evidence)


def main() -> None:
    """Run the command line; `pincite` is this."""
    run_commands(app)


if __name__ == "__main__":
    main()
