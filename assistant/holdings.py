"""What is held of each document: layers, editions, coverage, age."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpus.library import Library
from corpus.official import held


@dataclass(frozen=True, slots=True)
class Holding:
    """One document as the catalogue knows it and as it is held.

    `layers` of the editions that answer, `edition` their date (the newest known where nothing is held), `editions` all that
    are held, `checked` when the official text was last fetched, `age` the days since the date of the edition.
    """

    id: str
    title: str
    short: str
    kind: str
    jurisdiction: str
    issuer: str
    binding: bool
    url: str
    licence: str
    coverage: str
    note: str
    layers: tuple[str, ...]
    edition: str
    newest: str
    editions: tuple[str, ...]
    provisions: int
    missing: str
    checked: str
    age: int | None


def holdings(library: Library, home: Path, today: date) -> Iterator[Holding]:
    """Every document of the catalogue, in its order."""
    fetched = {(p.document, p.edition): p.retrieved_at for p in held(home)}
    for document in library.documents.values():
        current = library.current(document.id)
        first = current[0] if current else None
        every = dict.fromkeys(e.date for e in library.editions if e.document == document.id)
        edition = first.date if first else document.newest
        yield Holding(
            id=document.id,
            title=document.title,
            short=document.short,
            kind=document.kind,
            jurisdiction=document.jurisdiction,
            issuer=document.issuer,
            binding=document.binding,
            url=document.url,
            licence=document.licence,
            coverage=document.coverage or "",
            note=document.note,
            layers=tuple(e.layer for e in current),
            edition=edition,
            newest=document.newest,
            editions=tuple(every),
            provisions=len({p.pin for e in current for p in e.provisions}),
            missing=" ".join(filter(None, (e.missing for e in current[:1]))),
            checked=fetched.get((document.id, edition), "")[:10],
            age=_days(edition, today) if first else None,
        )


def _days(edition: str, today: date) -> int | None:
    """Days since the first day that an edition's date can mean."""
    try:
        return (
            today - date.fromisoformat((edition + "-01-01")[:10] if len(edition) < 7 else (edition + "-01")[:10])
        ).days
    except ValueError:
        return None
