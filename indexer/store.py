"""The provisions of an index in one SQLite file: rows in the documents' order, looked up by row, pin or written place."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from corpus.citations import Documents
from corpus.correlation import Family
from corpus.library import Library
from corpus.pincites import signature
from corpus.pins import Pin
from corpus.provisions import Basis, Document, Edition, Layer, Provision
from indexer.chunks import Chunk

_SCHEMA = """
create table document (id text primary key, place integer, data text);
create table edition (
    document text, date text, layer text, newest integer, data text, first integer, size integer,
    primary key (document, date, layer));
create table provision (
    row integer primary key, pin text, document text, edition text, layer text, parent text, signature text,
    title text, text text, held text, basis text, see text, newest integer, jurisdiction text, kind text, page integer,
    quoted_only integer);
create index by_pin on provision (pin);
create index by_parent on provision (parent);
create index by_signature on provision (signature, document);
create index by_document on provision (document);
create index by_quoted on provision (quoted_only) where quoted_only;
create table uses (row integer, pin text);
create index by_row on uses (row);
create table refers (target text, row integer);
create index by_target on refers (target);
create table family (id text primary key, data text);
create table member (pin text, family text);
create index by_member on member (pin);
create table chunk (id text primary key, row integer, key text);
"""

_FAMILY = TypeAdapter(Family)


def write_store(path: Path, library: Library, chunks: Iterable[Chunk]) -> None:
    """Write the database of an index. Rows count from 0 in the order of `library.provisions()`."""
    with closing(sqlite3.connect(path)) as db:
        db.executescript(_SCHEMA)
        documents = enumerate(library.documents.values())
        db.executemany(
            "insert into document values (?, ?, ?)", ((d.id, n, json.dumps(asdict(d))) for n, d in documents)
        )
        rows, first = count(), 0
        quoted_only = library.quoted_only()
        answering = set(map(id, library.answering()))
        for edition in library.editions:
            newest = id(edition) in answering
            document = library.documents[edition.document]
            data = {name: getattr(edition, name) for name in ("coverage", "covers", "missing", "sources", "file")}
            key = (edition.document, edition.date, edition.layer, newest)
            span = (first, len(edition.provisions))
            db.execute("insert into edition values (?, ?, ?, ?, ?, ?, ?)", (*key, json.dumps(data), *span))
            first += len(edition.provisions)
            lines = (_row(next(rows), provision, newest, document, quoted_only) for provision in edition.provisions)
            db.executemany(f"insert into provision values ({', '.join('?' * 17)})", lines)
        refers = ((str(pin), row) for row, p in enumerate(library.provisions()) for pin in p.see)
        db.executemany("insert into refers values (?, ?)", refers)
        uses = ((row, str(pin)) for row, pins in enumerate(library.definitions()) for pin in pins)
        db.executemany("insert into uses values (?, ?)", uses)
        for family in library.families:
            db.execute("insert into family values (?, ?)", (family.id, _FAMILY.dump_json(family)))
            db.executemany("insert into member values (?, ?)", ((str(m.pin), family.id) for m in family.members))
        db.executemany("insert into chunk values (?, ?, ?)", ((c.id, c.row, c.key) for c in chunks))
        db.commit()


def _row(row: int, p: Provision, newest: bool, document: Document, quoted_only: set[int]) -> tuple[Any, ...]:
    parent = str(p.pin.parent) if p.pin.parent else p.pin.document
    place = (row, str(p.pin), p.pin.document, p.edition, p.layer, parent, signature(p.pin))
    basis = json.dumps([p.basis.kind, *p.basis.sources])
    see = json.dumps([str(pin) for pin in p.see])
    place_in = (newest, document.jurisdiction, document.kind, p.page, row in quoted_only)
    return (*place, p.title, p.text, p.held, basis, see, *place_in)


@dataclass(frozen=True, slots=True)
class Span:
    """An edition held: whether it answers unless a date is asked for, and its rows, which stand together."""

    document: str
    date: str
    layer: str
    newest: bool
    rows: slice = field(compare=False)


class Store:
    """Read access to the database of an index; safe to use from several threads, each of which has a connection."""

    def __init__(self, path: Path) -> None:
        self._address = f"{path.resolve().as_uri()}?mode=ro"
        self._own = threading.local()
        self.documents = Documents(
            (id, _document(data)) for id, data in self._db.execute("select id, data from document order by place")
        )

    @property
    def _db(self) -> sqlite3.Connection:
        """This thread's connection; it is closed when the thread ends."""
        try:
            return cast(sqlite3.Connection, self._own.db)
        except AttributeError:
            # A thread's end may be seen by another one, which then closes it.
            self._own.db = sqlite3.connect(self._address, uri=True, check_same_thread=False)
            return cast(sqlite3.Connection, self._own.db)

    def close(self) -> None:
        """Close this thread's connection."""
        self._db.close()

    def editions(self, documents: Sequence[str] | None = None) -> list[Edition]:
        """The editions held, of some documents if given, newest first within a document, without their provisions."""
        of = "true" if documents is None else f"document in ({', '.join('?' * len(documents))})"
        query = f"select document, date, layer, data from edition where {of} order by rowid"
        rows = self._db.execute(query, tuple(documents or ()))
        return [
            Edition(document, date, layer, **json.loads(data), provisions=()) for document, date, layer, data in rows
        ]

    def count(self) -> int:
        return int(self._db.execute("select count(*) from provision").fetchone()[0])

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Which rows each edition has, newest first within a document."""
        rows = self._db.execute("select document, date, layer, newest, first, size from edition order by rowid")
        return tuple(
            Span(document, date, layer, bool(newest), slice(first, first + size))
            for document, date, layer, newest, first, size in rows
        )

    @cached_property
    def older(self) -> tuple[Span, ...]:
        """The spans of dates of which no layer is newest."""
        newest = {(span.document, span.date) for span in self.spans if span.newest}
        return tuple(span for span in self.spans if (span.document, span.date) not in newest)

    def is_older(self, document: str, date: str) -> bool:
        """Whether a newer edition of a document answers, unless this one's date is asked for."""
        return any((span.document, span.date) == (document, date) for span in self.older)

    @cached_property
    def quoted_only(self) -> NDArray[np.int64]:
        """The rows that are quoted and not searched."""
        return np.array(
            [row for (row,) in self._db.execute("select row from provision where quoted_only")], dtype=np.int64
        )

    def provisions(self, rows: Sequence[int]) -> dict[int, Provision]:
        """The provisions of the rows asked, by row."""
        marks = ", ".join("?" * len(rows))
        found = self._db.execute(f"select * from provision where row in ({marks})", tuple(map(int, rows)))
        return {line[0]: _provision(line) for line in found}

    def places(self, rows: Sequence[int]) -> dict[int, tuple[str, str, str]]:
        """The pin, document and jurisdiction of the rows asked, by row: all that ranking needs."""
        marks = ", ".join("?" * len(rows))
        query = f"select row, pin, document, jurisdiction from provision where row in ({marks}) and held = 'text'"
        return {row: (pin, document, place) for row, pin, document, place in self._db.execute(query, tuple(rows))}

    def rows_of_chunks(self, ids: Sequence[str]) -> dict[str, int]:
        """The row of each chunk asked, by the chunk's id."""
        marks = ", ".join("?" * len(ids))
        return dict(self._db.execute(f"select id, row from chunk where id in ({marks})", tuple(ids)))

    def rows(self, pin: Pin, edition: str | None = None, layer: Layer | None = None) -> list[int]:
        """The rows of a pin, of one edition or layer if given: newest first, what has a text first, digests first."""
        query, values = "select row from provision where pin = ?", [str(pin)]
        for column, value in (("edition", edition), ("layer", layer)):
            if value is not None:
                query, values = f"{query} and {column} = ?", [*values, value]
        order = "newest desc, held = 'text' desc, text <> '' desc, edition desc, layer"
        return [row for (row,) in self._db.execute(f"{query} order by {order}", values)]

    def children(self, pin: Pin) -> list[tuple[int, str]]:
        """The rows and pins right under a pin (or a document), of every edition and layer, in order."""
        query = "select row, pin from provision where parent = ? order by row"
        return list(self._db.execute(query, (str(pin),)))

    def referring(self, pin: Pin) -> list[int]:
        """The rows of newest editions that refer to a pin, in order."""
        query = "select distinct row from provision natural join refers where target = ? and newest order by row"
        return [row for (row,) in self._db.execute(query, (str(pin),))]

    def uses(self, row: int) -> list[Pin]:
        """The definitions of the terms that a provision uses, in the order in which they stand in it."""
        found = self._db.execute("select pin from uses where row = ? order by rowid", (row,))
        return [Pin.parse(pin) for (pin,) in found]

    def users(self, definition: Pin) -> int:
        """How many provisions use the term that a definition defines."""
        return int(self._db.execute("select count(*) from uses where pin = ?", (str(definition),)).fetchone()[0])

    def using(self, definition: Pin) -> list[int]:
        """The rows of the provisions that use the term of a definition."""
        return [
            row for (row,) in self._db.execute("select row from uses where pin = ? order by row", (str(definition),))
        ]

    def families(self, pin: Pin) -> list[Family]:
        """The families of corresponding entries of which a pin is one, in the order of the file."""
        query = "select data from family join member on family.id = member.family where member.pin = ? order by family.rowid"
        return [_FAMILY.validate_json(data) for (data,) in self._db.execute(query, (str(pin),))]

    def matching(self, **wanted: Sequence[str]) -> list[int]:
        """The rows whose columns (document, jurisdiction, kind, newest …) have one of the values given for each."""
        clauses = [f"{column} in ({', '.join('?' * len(values))})" for column, values in wanted.items()]
        values = [value for group in wanted.values() for value in group]
        query = f"select row from provision where {' and '.join(clauses) or 'true'} order by row"
        return [row for (row,) in self._db.execute(query, values)]

    # What `corpus.citations` asks of `Addresses`:

    def with_signature(self, signature: str, documents: Sequence[str] | None = None) -> list[Pin]:
        of = "" if documents is None else f" and document in ({', '.join('?' * len(documents))})"
        query = f"select distinct pin from provision where signature = ?{of} order by row"
        return [Pin.parse(pin) for (pin,) in self._db.execute(query, (signature, *(documents or ())))]

    def within(self, document: str) -> list[Pin]:
        query = "select distinct pin from provision where document = ? order by row"
        return [Pin.parse(pin) for (pin,) in self._db.execute(query, (document,))]

    def exists(self, pin: Pin) -> bool:
        return bool(self.rows(pin))

    # What a later build and a verification ask:

    def chunk_keys(self) -> Iterator[tuple[str, str]]:
        """The id and key of every chunk, in order."""
        yield from self._db.execute("select id, key from chunk order by rowid")

    def is_sound(self) -> bool:
        return bool(self._db.execute("pragma quick_check").fetchone()[0] == "ok")


def _document(data: str) -> Document:
    fields = json.loads(data)
    return Document(**{**fields, **{name: tuple(fields[name]) for name in ("aliases", "language", "terms")}})


def _provision(line: tuple[Any, ...]) -> Provision:
    _, pin, _, edition, layer, _, _, title, text, held, basis, see, _, _, _, page, _ = line
    kind, *sources = json.loads(basis)
    return Provision(
        pin=Pin.parse(pin),
        title=title,
        text=text,
        edition=edition,
        layer=layer,
        basis=Basis(kind, tuple(sources)),
        see=tuple(Pin.parse(name) for name in json.loads(see)),
        held=held,
        page=page,
    )
