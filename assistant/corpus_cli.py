"""The commands on the corpus: what is held, fetching and adding official texts, checking and comparing them."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.progress import progress
from corpus.errors import UsageError
from corpus.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console

    from corpus.provisions import Document

corpus_app = typer.Typer(help="What is known: documents, editions, coverage, official texts.", no_args_is_help=True)

SHARED = 0.25  # share of the known places of a document below which a text is asked about
WIDE = 160  # characters of a line where the output is no terminal

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Accept = Annotated[bool, typer.Option("--accept-faults", help="Take a text although not all of it could be placed.")]
Edition = Annotated[str, typer.Option(help="The date of the text: 2025-11-15, 2025-11 or 2025.")]


@corpus_app.command("list")
def corpus_list(as_json: Json = False) -> None:
    """Every document: what is held of it, in which layers and editions, how whole and how old."""
    from assistant.holdings import holdings
    from corpus.library import read_library

    settings = Settings()
    library = read_library(settings.digests, settings.catalogue, settings.home)
    listed = list(holdings(library, settings.home, datetime.now(UTC).date()))
    for sentence in library.unreadable:
        print(sentence, file=sys.stderr)
    if as_json:
        print(json.dumps([asdict(one) for one in listed], ensure_ascii=False, indent=1))
    else:
        from assistant import terminal

        terminal.documents(_console(), listed)


@corpus_app.command("check")
def corpus_check(
    path: Annotated[Path | None, typer.Argument(help="A folder of digests, or a file with an official text.")] = None,
    as_json: Json = False,
) -> None:
    """Check the digests and the catalogue; or hold what a reader makes of a file against the file's own text."""
    if path is not None and path.is_file():
        raise typer.Exit(_check_source(path, as_json))
    from assistant.coverage.routes import route_faults
    from assistant.glossary import glossary_faults
    from corpus.library import DIGESTS, inspect_library

    settings = Settings()
    library, faults = inspect_library(path or settings.digests, settings.catalogue)
    # The glossary and the ways past the lists are of the corpus that comes with Pincite.
    if (path or settings.digests).resolve() == DIGESTS.resolve():
        pins = {p.pin for p in library.provisions()}
        faults += [*glossary_faults(pins), *route_faults(pins)]
    held = sum(1 for _ in library.provisions())
    if as_json:
        print(json.dumps({"provisions": held, "faults": [asdict(fault) for fault in faults]}, indent=1))
        raise typer.Exit(1 if faults else 0)
    for fault in faults:
        print(fault)
    print(
        f"{len(library.documents)} documents, {len(library.editions)} editions, {held} provisions, {len(faults)} faults."
    )
    raise typer.Exit(1 if faults else 0)


def _check_source(path: Path, as_json: bool) -> int:
    from corpus.official import faults_of
    from corpus.readers.audit import audit
    from corpus.readers.choose import reader_of

    data = _read(path)
    reader = reader_of(data)
    reading = reader.read(data)
    found = audit(reader.plain(data), reading)
    told = [*faults_of(found)]
    if as_json:
        about = {"format": reading.format, "title": reading.title, "edition": reading.edition}
        print(json.dumps({**about, "sound": found.is_sound, **asdict(found)}, ensure_ascii=False, indent=1))
        return 0 if found.is_sound else 1
    print(f"{path}: {reading.format}, {found.provisions} provisions, {found.source:,} characters of text.")
    for kind, count in sorted(found.furniture.items(), key=lambda one: -one[1]):
        print(f"  {count:,} characters in no provision: {kind}")
    for locators, what in (
        (found.skipped, "number missing between"),
        (found.repeated, "twice"),
        (found.empty, "empty"),
    ):
        for locator in locators[:20]:
            print(f"  {what}: {locator}")
        if len(locators) > 20:
            print(f"  {what}: {len(locators) - 20} more")
    for sentence in told:
        print(sentence)
    print("Sound: nothing gone, nothing invented." if found.is_sound else "Not sound.")
    return 0 if found.is_sound else 1


@corpus_app.command("fetch")
def corpus_fetch(
    ids: Annotated[
        list[str] | None, typer.Argument(help="Documents by id; all that have an address unless given.")
    ] = None,
    accept_faults: Accept = False,
    as_json: Json = False,
) -> None:
    """Fetch official texts from the catalogue's addresses and keep those that changed. Needs a network."""
    from corpus.catalogue import read_catalogue
    from corpus.fetch import Fetcher, Policy, hosts
    from corpus.obtain import obtain

    settings = Settings()
    documents = read_catalogue(settings.catalogue)
    wanted = [_known(name, documents) for name in ids] if ids else list(documents.values())
    with Fetcher(Policy(hosts(documents.values()))) as fetcher, progress() as say:
        results = list(obtain(settings.home, wanted, fetcher, accept_faults, say))
    if as_json:
        keys = ("document", "outcome", "message")
        print(json.dumps([{key: getattr(r, key) for key in keys} for r in results], ensure_ascii=False, indent=1))
    else:
        for result in results:
            print(f"{result.document}: {result.message}")
    changed = sum(result.outcome in ("new", "changed") for result in results)
    if changed and not as_json:
        print(f"{changed} texts are new or changed; `pincite index build` takes them into the index.")
    raise typer.Exit(1 if any(result.outcome == "failed" for result in results) else 0)


@corpus_app.command("add")
def corpus_add(
    file: Annotated[Path, typer.Argument(help="A file with the official text, in any format that Pincite reads.")],
    document: Annotated[str, typer.Option("--id", help="The document of the catalogue that it is.")],
    edition: Edition = "",
    partial: Annotated[str, typer.Option(help="What the text lacks, if it is not whole.")] = "",
    accept_faults: Accept = False,
) -> None:
    """Add an official text that you have."""
    from corpus.catalogue import read_catalogue
    from corpus.official import Origin, faults_of, keep

    settings = Settings()
    of = _known(document, read_catalogue(settings.catalogue))
    origin = Origin(file.resolve().as_uri())
    kept = keep(settings.home, of, _read(file), origin, edition, partial, accept_faults)
    if not kept.is_changed or kept.audit is None:
        print(f"{of.short} ({kept.provenance.edition}) is held as it is in this file.")
        return
    for sentence in faults_of(kept.audit):
        print(f"Taken all the same: {sentence}")
    _compare_with_digest(settings, of, kept.provenance.edition)
    print(
        f"{of.short} ({kept.provenance.edition}): {kept.audit.provisions} provisions from {kept.provenance.format}. "
        "`pincite index build` takes them into the index."
    )


def _compare_with_digest(settings: Settings, of: Document, edition: str) -> None:
    """Warn where a text has hardly any of the places that are known of the document: it may be another document."""
    from corpus.library import read_library

    editions = read_library(settings.digests, settings.catalogue, settings.home).editions
    known = {p.pin for e in editions if e.document == of.id and e.layer == "digest" for p in e.provisions}
    there = {
        p.pin for e in editions if (e.document, e.layer, e.date) == (of.id, "official", edition) for p in e.provisions
    }
    shared = len(known & there)
    if known and shared < SHARED * len(known):
        print(
            f"Only {shared} of {len(known)} places that are known of {of.short} are in this text. If it is another document, "
            f"take it out with `pincite corpus remove {of.id} --edition {edition}`."
        )


@corpus_app.command("remove")
def corpus_remove(
    document: Annotated[str, typer.Argument(help="A document, by id.")], edition: Annotated[str, typer.Option()]
) -> None:
    """Take an official text out of the corpus again."""
    from corpus.catalogue import read_catalogue
    from corpus.official import remove

    settings = Settings()
    of = _known(document, read_catalogue(settings.catalogue))
    remove(settings.home, of.id, edition)
    print(f"The official text of {of.id} ({edition}) is removed; `pincite index build` takes it out of the index.")


@corpus_app.command("diff")
def corpus_diff(
    document: Annotated[str, typer.Argument(help="A document, by id.")],
    edition: Annotated[str, typer.Option(help="The later text; the newest held unless given.")] = "",
    against: Annotated[str, typer.Option(help="The earlier text; the one before unless given.")] = "",
    as_json: Json = False,
) -> None:
    """Show what changed between two official texts of a document, provision by provision."""
    from corpus.catalogue import read_catalogue
    from corpus.changes import changes
    from corpus.official import read_official, replaced

    settings = Settings()
    documents = read_catalogue(settings.catalogue)
    of = _known(document, documents)
    editions = {e.date: list(e.provisions) for e in read_official(settings.home, {of.id: of})[0]}
    dates = sorted(editions)
    later = edition or (dates[-1] if dates else "")
    earlier = against or max((d for d in dates if d < later), default="")
    for given in filter(None, (later, against)):
        if given not in editions:
            raise UsageError(
                f"No official text of {of.short} of {given} is held; held are: {', '.join(dates) or 'none'}."
            )
    before = editions[earlier] if earlier else replaced(settings.home, of, later) if later else []
    if not later or not before:
        raise UsageError(f"There is no earlier official text of {of.short} to compare with.")
    found = changes(before, editions[later])
    if as_json:
        print(json.dumps([asdict(change) for change in found], ensure_ascii=False, indent=1))
    else:
        from assistant import terminal

        terminal.changes(_console(), of.short, earlier or "the text before", later, found)


def _known(name: str, documents: dict[str, Document]) -> Document:
    from corpus.citations import documents_named

    if name in documents:
        return documents[name]
    named, _ = documents_named(name, documents)
    if len(named) != 1:
        raise UsageError(f"“{name}” is not a document of the catalogue; `pincite corpus list` shows their ids.")
    return documents[named[0]]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from None


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False, soft_wrap=False, width=None if sys.stdout.isatty() else WIDE)
