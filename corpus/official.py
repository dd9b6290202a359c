"""Official texts that the user fetched or added: kept whole with their provenance, read once, given as editions.

    <home>/official/<document-id>/<edition>/source            the bytes as they came
    <home>/official/<document-id>/<edition>/provenance.json   where they came from, and when
    <home>/official/<document-id>/<edition>/provisions.json   what the reader made of them
    <home>/official/<document-id>/<edition>/before.json       what it made of the text that this one replaced, if any

A folder is written beside and put in its place in one step, so that a text is there whole or as it was.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.errors import CorpusError, PinError, UsageError
from corpus.pins import Pin
from corpus.provisions import Basis, Document, Edition, Provision
from corpus.readers.audit import Audit, audit
from corpus.readers.choose import READERS, reader_of
from corpus.readers.reading import Reading, Unit

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?\Z")
SOURCE, PROVENANCE, PROVISIONS, BEFORE = "source", "provenance.json", "provisions.json", "before.json"
_IN_ANNEX = re.compile(r"(anx_[^/]+)/itm_")


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a text came from: address or file, when (UTC, ISO 8601), the sha256 (hex) of its bytes, its licence, the reader's
    format, and what the server said for the next conditional request. `asked` is the address before redirects; `faults` is
    what the audit found, if the user took the text all the same; `missing` says what a partial text lacks.
    """

    document: str
    edition: str
    url: str
    retrieved_at: str
    sha256: str
    licence: str
    format: str
    asked: str = ""
    etag: str = ""
    last_modified: str = ""
    missing: str = ""
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """How bytes came here: the address or the file's name, and what a server said of them."""

    url: str
    etag: str = ""
    last_modified: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """The outcome of keeping a text: the folder, whether the text is new or changed, and the audit (none if unchanged)."""

    folder: Path
    provenance: Provenance
    is_changed: bool
    audit: Audit | None


class UnsoundSource(CorpusError):
    """A reader could not account for a source whole; `audit` says where."""

    def __init__(self, message: str, found: Audit) -> None:
        super().__init__(message)
        self.audit = found


def keep(
    home: Path,
    document: Document,
    data: bytes,
    origin: Origin,
    edition: str = "",
    missing: str = "",
    accept: bool = False,
    otherwise: str = "",
) -> Kept:
    """Read, audit and keep a text as an edition of a document. The same bytes again change nothing.

    `edition` is needed where the source does not date itself and no date is assumed `otherwise`. With `accept` a text that
    fails the audit is kept, and says so. Raises `UnreadableSource`, `UnsoundSource` and `UsageError`; whatever was kept
    before then stays as it was.
    """
    if edition and not _DATE.match(edition):
        raise UsageError(f"“{edition}” is not the date of an edition; write 2025-11-15, 2025-11 or 2025.")
    digest = hashlib.sha256(data).hexdigest()
    for there in held(home):
        same = (there.document, there.sha256) == (document.id, digest)
        if same and edition in ("", there.edition) and missing == there.missing and is_whole(home, there):
            return Kept(_folder(home, there.document, there.edition), there, False, None)
    reader = reader_of(data)
    reading = reader.read(data)
    said = reading.edition if _DATE.match(reading.edition) else ""
    date = edition or said or otherwise
    if not date:
        raise UsageError(
            f"The source does not say of which date its text is; give it with --edition ({document.short})."
        )
    found = audit(reader.plain(data), reading)
    faults = tuple(faults_of(found))
    if faults and not accept:
        raise UnsoundSource(f"The text is not taken into the corpus: {' '.join(faults)}", found)
    provenance = Provenance(
        document=document.id,
        edition=date,
        url=origin.url,
        retrieved_at=datetime.now(UTC).isoformat(timespec="seconds"),
        sha256=digest,
        licence=document.licence,
        format=reading.format,
        asked=origin.asked or origin.url,
        etag=origin.etag,
        last_modified=origin.last_modified,
        missing=missing,
        faults=faults,
    )
    units = _units(reading, document)
    if not units:
        raise UsageError(f"No provision was found in the text ({reading.format}); is it {document.title}?")
    folder = _folder(home, document.id, date)
    _write(folder, data, provenance, units)
    return Kept(folder, provenance, True, found)


def faults_of(found: Audit) -> Iterator[str]:
    """What an audit found wrong, as sentences."""
    if found.gone:
        most = max(found.gone, key=len)
        yield f"{sum(map(len, found.gone)):,} characters of the source are in no provision, the longest run “{_shown(most)}”."
    if found.phantom:
        most = max(found.phantom, key=len)
        yield f"{sum(map(len, found.phantom)):,} characters were read that the source does not have, as “{_shown(most)}”."
    if found.repeated and not found.is_well_numbered:
        yield f"{len(found.repeated)} provisions stand twice, as {found.repeated[0]}."
    if found.empty and not found.is_well_numbered:
        yield f"{len(found.empty)} provisions are empty, as {found.empty[0]}."


def _shown(run: str) -> str:
    """The beginning of a source's words for a sentence: no character of it commands a terminal."""
    return "".join(c if c.isprintable() else " " for c in run[:60])


def held(home: Path) -> list[Provenance]:
    """The official texts held, by document and edition. A folder that cannot be read is passed over."""
    found = []
    _put_back(home)
    for path in sorted((home / "official").glob(f"*/*/{PROVENANCE}")):
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            provenance = Provenance(**{**data, "faults": tuple(data["faults"])})
        except (OSError, ValueError, TypeError, KeyError):
            continue
        if (provenance.document, provenance.edition) == (path.parent.parent.name, path.parent.name):
            found.append(provenance)
    return found


def is_whole(home: Path, there: Provenance) -> bool:
    """Whether the bytes kept are still those that came."""
    try:
        return _digest(_folder(home, there.document, there.edition) / SOURCE) == there.sha256
    except OSError:
        return False


def read_official(home: Path, documents: Mapping[str, Document]) -> tuple[list[Edition], list[str]]:
    """The official editions held, and a sentence for each that cannot be read: the others are not touched by it."""
    editions, unreadable = [], []
    for provenance in held(home):
        document = documents.get(provenance.document)
        if document is None:
            continue
        try:
            editions.append(_edition(provenance, list(_provisions(home, provenance, document))))
        except (CorpusError, PinError, OSError, ValueError, TypeError, KeyError) as error:
            where = _folder(home, provenance.document, provenance.edition)
            unreadable.append(
                f"The official text of {document.short} ({provenance.edition}) in {where} cannot be read and is left out "
                f"({error}); fetch or add it again."
            )
    return editions, unreadable


def official_fingerprint(home: Path) -> bytes:
    """Bytes that are equal if and only if the official texts held and the readers of them are the same."""
    texts = [(p.document, p.edition, p.sha256, p.missing, p.faults) for p in held(home)]
    return repr((READERS, texts)).encode() if texts else b""


def inherit(official: Edition, digest: Edition) -> Edition:
    """An official edition whose provisions take over from the digest what a source does not have: wordings and references."""
    ours = {p.pin: p for p in digest.provisions}
    theirs = {p.pin for p in official.provisions}

    def taught(provision: Provision) -> Provision:
        known = ours.get(provision.pin)
        if known is None:
            return provision
        see = tuple(pin for pin in known.see if pin.document != official.document or pin in theirs)
        return replace(provision, asks=known.asks, see=see)

    return replace(official, provisions=tuple(map(taught, official.provisions)))


def replaced(home: Path, document: Document, edition: str) -> list[Provision]:
    """The provisions of the text that the one held of this edition replaced; none if it replaced none."""
    folder = _folder(home, document.id, edition)
    try:
        data = json.loads((folder / BEFORE).read_text(encoding="utf-8"))
        units = [Unit(**unit) for unit in data["units"]]
    except (OSError, ValueError, TypeError, KeyError):
        return []
    return [_provision(unit, document.id, edition) for unit in units]


def remove(home: Path, document: str, edition: str) -> None:
    """Take an official text out of the corpus. Raises `UsageError` if it is not held."""
    folder = _folder(home, document, edition)
    if not _DATE.match(edition) or not (folder / PROVENANCE).is_file():
        raise UsageError(f"No official text of {document} in the edition {edition} is held.")
    gone = folder.with_name(f".{folder.name}-{os.getpid()}")
    for left in (_aside(folder), gone):  # by a kill, lest it be put back
        shutil.rmtree(left, ignore_errors=True)
    folder.replace(gone)
    shutil.rmtree(gone)


def _aside(folder: Path) -> Path:
    """Where a text stands while another takes its place."""
    return folder.with_name(f".{folder.name}-old")


def _put_back(home: Path) -> None:
    """Put texts back that stood aside when a program was killed."""
    for old in (home / "official").glob("*/.*-old"):
        folder = old.with_name(old.name.removeprefix(".").removesuffix("-old"))
        if not folder.exists():
            with contextlib.suppress(OSError):
                old.replace(folder)


def _folder(home: Path, document: str, edition: str) -> Path:
    return home / "official" / document / edition


def _units(reading: Reading, document: Document) -> list[Unit]:
    """The provisions of a reading that belong to a document: of an act with a control list in an annex, the list's own."""
    units = reading.units()
    annex = next((m.group(1) for u in units if (m := _IN_ANNEX.match(u.locator))), None)
    if document.kind == "list" and annex:
        inside = [u for u in units if u.locator.startswith(f"{annex}/")]
        units = [replace(u, locator=u.locator.removeprefix(f"{annex}/")) for u in inside]
    return units


def _write(folder: Path, data: bytes, provenance: Provenance, units: list[Unit]) -> None:
    fresh = folder.parent / f".{folder.name}-{os.getpid()}"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    (fresh / SOURCE).write_bytes(data)
    (fresh / PROVENANCE).write_text(json.dumps(asdict(provenance), indent=1, ensure_ascii=False), encoding="utf-8")
    _write_units(fresh, units)
    if (folder / PROVISIONS).is_file():
        shutil.copyfile(folder / PROVISIONS, fresh / BEFORE)
    old = _aside(folder)
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.replace(old)
    fresh.replace(folder)
    shutil.rmtree(old, ignore_errors=True)


def _write_units(folder: Path, units: list[Unit]) -> None:
    lines: dict[str, Any] = {"readers": READERS, "units": [asdict(unit) for unit in units]}
    fresh = folder / f".{PROVISIONS}-{os.getpid()}"
    fresh.write_text(json.dumps(lines, ensure_ascii=False), encoding="utf-8")
    fresh.replace(folder / PROVISIONS)


def _provisions(home: Path, provenance: Provenance, document: Document) -> Iterator[Provision]:
    folder = _folder(home, provenance.document, provenance.edition)
    for unit in _read_units(folder, document, provenance.sha256):
        yield _provision(unit, document.id, provenance.edition)


def _provision(unit: Unit, document: str, edition: str) -> Provision:
    """A unit as a provision; without a title its label stands for one, and a label in words stands before a title."""
    worded = unit.label[:1].isalpha() and bool(unit.title)
    return Provision(
        pin=Pin.of(document, unit.locator),
        title=f"{unit.label} {unit.title}" if worded else unit.title or unit.label,
        text=unit.text,
        edition=edition,
        layer="official",
        basis=Basis("text", ("official",)),
        page=unit.page,
    )


def _read_units(folder: Path, document: Document, sha256: str) -> list[Unit]:
    """What the reader made of a source; read anew if that is damaged or another version of the readers had made it."""
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        data = json.loads((folder / PROVISIONS).read_text(encoding="utf-8"))
        if data["readers"] == READERS:
            return [Unit(**unit) for unit in data["units"]]
    if _digest(folder / SOURCE) != sha256:
        raise CorpusError("the file kept is not the one that came")
    source = (folder / SOURCE).read_bytes()
    units = _units(reader_of(source).read(source), document)
    with contextlib.suppress(OSError):  # a home that cannot be written is read all the same
        _write_units(folder, units)
    return units


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _edition(provenance: Provenance, provisions: list[Provision]) -> Edition:
    missing = " ".join(filter(None, (provenance.missing, *provenance.faults)))
    return Edition(
        document=provenance.document,
        date=provenance.edition,
        layer="official",
        coverage="partial" if missing else "complete",
        covers=f"The text as published, retrieved on {provenance.retrieved_at[:10]}.",
        missing=missing,
        sources={"official": f"{provenance.url}, {provenance.format}, sha256 {provenance.sha256[:12]}"},
        provisions=tuple(provisions),
        file=str(provenance.url),
    )
