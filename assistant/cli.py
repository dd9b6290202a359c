"""The command line: `pincite ask | show | corpus | index`. Exit status 0 answered, 3 abstained, 2 bad usage, 1 failure."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import ValidationError

from assistant.compare.command import compare_command
from assistant.corpus_cli import corpus_app
from assistant.coverage.command import coverage
from assistant.progress import progress
from assistant.workshop.command import workshop_app
from corpus.errors import PinciteError, UsageError
from corpus.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.ask import Pincite

app = typer.Typer(
    name="pincite",
    help="Answers on export controls of commercial cyber intrusion capabilities, each statement cited to its place.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
index_app = typer.Typer(help="What can be searched: build, status, verify.", no_args_is_help=True)
app.add_typer(corpus_app, name="corpus")
app.add_typer(index_app, name="index")
app.add_typer(workshop_app, name="workshop")
app.command("compare")(compare_command)
app.command("coverage")(coverage)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Jurisdiction = Annotated[list[str] | None, typer.Option(help="Only documents of these: EU, UK, US, DE, CH … (commas).")]
Kind = Annotated[list[str] | None, typer.Option(help="Only these kinds: regulation, list, guidance, code …")]
Documents = Annotated[list[str] | None, typer.Option("--document", help="Only these documents, by id or name.")]
AsOf = Annotated[
    str, typer.Option("--as-of", help="The date of which the texts in force answer: 2025-11-15, 2025-11, 2025.")
]


@app.command()
def ask(
    question: Annotated[list[str] | None, typer.Argument(help="The question, in English.")] = None,
    batch: Annotated[Path | None, typer.Option(help="A file of JSON lines with id and question.")] = None,
    as_json: Json = False,
    jurisdiction: Jurisdiction = None,
    kind: Kind = None,
    document: Documents = None,
    as_of: AsOf = "",
    binding: Annotated[
        bool, typer.Option("--binding", help="Only binding law: no guidance, codes, statements.")
    ] = False,
) -> None:
    """Answer a question, each statement cited; or say that the corpus does not answer it."""
    from assistant.answer import EXIT

    if (batch is None) == (not question):
        raise UsageError("Give a question, or --batch with a file of questions; not both, not neither.")
    if batch is not None and not as_json:
        raise UsageError("A batch is answered in JSON lines; add --json.")
    pincite = _opened()
    limits = (jurisdiction or [], kind or [], document or [], as_of, binding)
    if batch is not None:
        failed = sum(_batch_line(pincite, line, number, batch, *limits) for number, line in _lines(batch))
        raise typer.Exit(1 if failed else 0)
    given = pincite.ask(" ".join(question or []), *limits)
    if as_json:
        print(given.model_dump_json(indent=1))
    else:
        from assistant import terminal

        terminal.answer(_console(), given)
    raise typer.Exit(EXIT[given.status])


@app.command()
def show(
    citation: Annotated[list[str], typer.Argument(help="A citation, written in any way: “Article 5(1)”, 4D004 …")],
    edition: Annotated[str | None, typer.Option(help="The date of the edition to show.")] = None,
    as_of: AsOf = "",
    as_json: Json = False,
) -> None:
    """Show a provision in its place."""
    from assistant.show import NoSuchPlace
    from assistant.show import show as find
    from indexer.opened import Index

    try:
        shown = find(Index(Settings()), " ".join(citation), edition, as_of)
    except NoSuchPlace as nowhere:
        if as_json:
            nearest = [place.model_dump() for place in nowhere.nearest]
            print(json.dumps({"error": str(nowhere), "nearest": nearest}, ensure_ascii=False, indent=1))
        raise
    if as_json:
        print(shown.model_dump_json(indent=1))
    else:
        from assistant import terminal

        terminal.provision(_console(), shown)


@app.command("glossary")
def show_glossary(
    term: Annotated[list[str] | None, typer.Argument(help="A term or an acronym; all unless given.")] = None,
    as_json: Json = False,
) -> None:
    """The field's terms and acronyms, with the places that define or explain them."""
    from assistant.show import explained
    from indexer.opened import Index

    found = explained(Index(Settings()), " ".join(term or []))
    if as_json:
        print(json.dumps([one.model_dump() for one in found], ensure_ascii=False, indent=1))
    else:
        from assistant import terminal

        terminal.glossary(_console(), found, in_full=bool(term))


@index_app.command("build")
def index_build(
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Build anew, taking nothing over from the index before.")
    ] = False,
) -> None:
    """Build the index of the corpus as it is; what did not change is taken over."""
    from indexer.build import build_index

    with progress() as say:
        built = build_index(Settings(), fresh, say)
    if built.unchanged:
        print(
            f"The index is up to date: {built.manifest.provisions} provisions of {built.manifest.documents} documents."
        )
    else:
        print(
            f"Indexed {built.manifest.provisions} provisions; {built.embedded} of {built.manifest.chunks} chunks were new."
        )


@index_app.command("status")
def index_status(as_json: Json = False) -> None:
    """Which index answers, what it holds, and whether it is of the corpus as it is."""
    from dataclasses import asdict

    from indexer.places import index_folder, place_of_vectors, read_manifest
    from indexer.vectors import OnServer, is_whole

    folder, is_current = index_folder(Settings())
    manifest = read_manifest(folder)
    place = place_of_vectors(Settings(), folder, manifest)
    if isinstance(place, OnServer) and not is_whole(place, manifest.chunks):
        raise place.server.lacks(place.collection)
    if as_json:
        print(json.dumps({"folder": str(folder), "is_current": is_current, **asdict(manifest)}, indent=1))
        return
    state = "of the corpus as it is" if is_current else "older than the corpus; run `pincite index build`"
    print(f"{folder}\nbuilt {manifest.built_at}, {state}")
    print(
        f"{manifest.documents} documents, {manifest.provisions} provisions, {manifest.chunks} chunks, model {manifest.model}"
    )
    if isinstance(place, OnServer):
        print(f"vectors on {place.server}, collection {place.collection}")


@index_app.command("verify")
def index_verify() -> None:
    """Read the whole index and compare its parts with each other."""
    from indexer.verify import verify_index

    print(verify_index(Settings()))


def main() -> None:
    """Run the command line. A `PinciteError` is one sentence on standard error, never a traceback."""
    run(app)


def run(commands: typer.Typer) -> None:
    """Run a set of commands with Pincite's errors and exit statuses. What they print is UTF-8, whatever the locale is."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        commands()
    except PinciteError as error:
        print(error, file=sys.stderr)
        sys.exit(error.status)
    except ValidationError as error:
        if error.title != Settings.__name__:
            raise
        for fault in error.errors():
            name = f"PINCITE_{'_'.join(map(str, fault['loc'])).upper()}"
            why = fault["msg"].removeprefix("Value error, ").lower()
            print(f"{name} is “{fault['input']}”: {why}.", file=sys.stderr)
        sys.exit(UsageError.status)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        print(f"The system refused: {error.strerror or error}{where}.", file=sys.stderr)
        sys.exit(1)


def _opened() -> Pincite:
    from assistant.ask import Pincite

    return Pincite(Settings())


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False, soft_wrap=False)


def _lines(batch: Path) -> Iterator[tuple[int, str]]:
    try:
        with batch.open(encoding="utf-8-sig") as lines:
            yield from ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    except UnicodeDecodeError:
        raise UsageError(f"{batch} is not UTF-8 text; save it as UTF-8.") from None
    except OSError as error:
        raise UsageError(f"{batch} cannot be read: {error.strerror}.") from None


def _batch_line(
    pincite: Pincite, line: str, number: int, batch: Path, *limits: *tuple[list[str], list[str], list[str], str, bool]
) -> bool:
    """Answer one line of a batch. Gives whether it failed; the others are answered all the same."""
    name: object = number
    try:
        asked = json.loads(line)
        if not isinstance(asked, dict) or not isinstance(asked.get("question"), str):
            raise UsageError(f"{batch}:{number}: a line needs “question” with text.")
        name = asked.get("id", number)
        given = pincite.ask(asked["question"], *limits)
    except (UsageError, ValueError, RecursionError) as error:
        why = str(error) if isinstance(error, UsageError) else f"{batch}:{number}: not JSON ({error})."
        print(json.dumps({"id": name, "error": why}, ensure_ascii=False), flush=True)
        return True
    print(json.dumps({"id": name, **given.model_dump(mode="json")}, ensure_ascii=False), flush=True)
    return False
