"""The US list as a table of codes, and descriptions of products to classify: which code does a product fall under?

A row of the table has a code, its text and the row above it. The rows are read as provisions of one document, each inside
the one above, and indexed like any other corpus.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import Path

from ir_measures import R

from corpus.errors import UsageError
from corpus.library import Library
from corpus.pins import Pin, Segment
from corpus.provisions import Basis, Document, Edition, Provision
from evals.external.ranking import Asked, Reading

DEPTH = 100  # provisions ranked, so that ten entries are among them
NAME = "eccn-table"
EDITION = "2026"
_BASIS = Basis("text", ("table",))
_ROW = ("derived_ecn_no", "ecn_number", "parent_ecn", "description_en")


@dataclass(frozen=True, slots=True)
class Codes:
    """The table as a library, and the code of each pin."""

    library: Library
    codes: dict[Pin, str]

    def code(self, pin: Pin) -> str:
        """The exact code: 5A001.F.1."""
        return self.codes[pin]

    def entry(self, pin: Pin) -> str:
        """The code of the entry: 5A001."""
        return entry_of(self.codes[pin])

    @property
    def readings(self) -> tuple[Reading, Reading]:
        exact = {f"R@{k}": R @ k for k in (1, 5, 10)}
        return Reading(self.code, exact), Reading(self.entry, {f"entry-{name}": m for name, m in exact.items()})


def entry_of(code: str) -> str:
    """The part of a code before the first dot."""
    return code.partition(".")[0]


def read_codes(path: Path) -> Codes:
    """Read the table. Raises `UsageError` for a file that is none, or in which rows are above one another in a circle."""
    try:
        rows = {int(row["derived_ecn_no"]): row for row in _rows(path, _ROW)}
    except ValueError as error:
        raise UsageError(f"{path} is not a table of codes: {error}.") from None
    codes: dict[Pin, str] = {}
    pins: dict[int, Pin] = {}

    def pin_of(number: int, below: frozenset[int] = frozenset()) -> Pin:
        if number in below:
            raise UsageError(f"{path}: row {number} is above itself.")
        if number not in pins:
            above = rows[number]["parent_ecn"].strip()
            parent = pin_of(int(above), below | {number}) if above.isdigit() and int(above) in rows else Pin(NAME)
            written = re.sub(r"[^A-Za-z0-9.]+", "-", rows[number]["ecn_number"]).strip("-.") or "0"
            pin = Pin(NAME, (*parent.segments, Segment("itm", written)))
            if pin in codes:
                pin = Pin(NAME, (*parent.segments, Segment("itm", f"{written}-{number}")))
            pins[number], codes[pin] = pin, rows[number]["ecn_number"].strip()
        return pins[number]

    provisions = tuple(
        Provision(pin_of(number), "", _text(row["description_en"]), EDITION, "digest", _BASIS)
        for number, row in rows.items()
    )
    document = Document(
        NAME, "US list of codes", "US list", "list", "US", "BIS", True, "https://www.ecfr.gov", "public domain", EDITION,
        coverage="complete",
    )  # fmt: skip
    fingerprint = hashlib.sha256(b"eccn 1" + path.read_bytes()).hexdigest()
    edition = Edition(NAME, EDITION, "digest", "complete", "", "", {}, provisions, path.name)
    return Codes(Library({NAME: document}, (edition,), fingerprint), codes)


def read_questions(path: Path, codes: Codes) -> list[Asked]:
    """Read descriptions with their codes. Raises `UsageError` for a code that the table does not have."""
    known = {code: pin for pin, code in codes.codes.items()}
    found = []
    for n, row in enumerate(_rows(path, ("query_text", "true_ecn")), 2):
        code = row["true_ecn"].strip()
        if code not in known:
            raise UsageError(f"{path}:{n}: the table has no code “{code}”.")
        found.append(Asked(str(n), row["query_text"].strip(), frozenset({known[code]})))
    return found


def _rows(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path} cannot be read as CSV ({error}).") from None
    if not rows or not all(column in rows[0] for column in columns):
        raise UsageError(f"{path} has no rows with the columns {', '.join(columns)}.")
    return rows


def _text(written: str) -> str:
    return " ".join(written.replace("\xa0", " ").split())
