"""Reads every file of a folder with the reader of its format and measures it: what was lost, how fast, in how much memory."""

from __future__ import annotations

import io
import resource
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pypdf

from corpus.errors import PinciteError
from corpus.readers.audit import audit
from corpus.readers.choose import reader_of
from corpus.readers.reading import Reader, UnreadableSource


@dataclass(frozen=True, slots=True)
class Read:
    """One file: what the audit found, in characters and locators, and seconds to read it and to get its bare text.

    `format` is empty where no reader takes the file, and `refused` says why. `peak` is the most memory that the process
    had used until then, in MiB.
    """

    file: str
    size: int
    format: str = ""
    provisions: int = 0
    gone: int = 0
    phantom: int = 0
    repeated: int = 0
    empty: int = 0
    seconds: float = 0.0
    bare: float = 0.0
    pages: int = 0
    peak: float = 0.0
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Format:
    """All files of one format together; `rate` and `bare` in MB/s, or in pages/s for what has pages."""

    name: str
    files: int
    sound: int
    provisions: int
    gone: int
    phantom: int
    repeated: int
    empty: int
    rate: float
    bare: float
    unit: str


def read_folder(folder: Path, say: Callable[[str], None] | None = None) -> list[Read]:
    """Every file below a folder, in order. Raises `PinciteError` if there is none."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    if not files:
        raise PinciteError(f"There is no file in {folder}.")
    found = []
    for path in files:
        if say:
            say(path.name)
        found.append(_read(path, path.relative_to(folder).as_posix()))
    return found


def by_format(read: Iterable[Read]) -> list[Format]:
    """The figures of each format, by name."""
    groups: dict[str, list[Read]] = {}
    for one in read:
        if one.format:
            groups.setdefault(one.format, []).append(one)
    return [_together(name, groups[name]) for name in sorted(groups)]


def _together(name: str, group: list[Read]) -> Format:
    pages = sum(one.pages for one in group)
    amount = pages or sum(one.size for one in group) / 1e6
    return Format(
        name=name,
        files=len(group),
        sound=sum(not (one.gone or one.phantom) for one in group),
        provisions=sum(one.provisions for one in group),
        gone=sum(one.gone for one in group),
        phantom=sum(one.phantom for one in group),
        repeated=sum(one.repeated for one in group),
        empty=sum(one.empty for one in group),
        rate=amount / max(sum(one.seconds for one in group), 1e-9),
        bare=amount / max(sum(one.bare for one in group), 1e-9),
        unit="pages/s" if pages else "MB/s",
    )


def _read(path: Path, name: str) -> Read:
    data = path.read_bytes()
    try:
        reader = reader_of(data)
        start = time.perf_counter()
        reading = reader.read(data)
        seconds = time.perf_counter() - start
        plain = reader.plain(data)
        bare = _bare(data, reader)
    except UnreadableSource as refused:
        return Read(name, len(data), refused=str(refused))
    found = audit(plain, reading)
    return Read(
        file=name,
        size=len(data),
        format=reading.format,
        provisions=found.provisions,
        gone=sum(map(len, found.gone)),
        phantom=sum(map(len, found.phantom)),
        repeated=len(found.repeated),
        empty=len(found.empty),
        seconds=seconds,
        bare=bare,
        pages=max((piece.page for piece in reading.pieces), default=0),
        peak=_peak(),
    )


def _bare(data: bytes, reader: Reader) -> float:
    """Seconds for the text alone: of a PDF, pypdf's extraction of each page; else the reader's own plain text."""
    start = time.perf_counter()
    if data.startswith(b"%PDF"):
        for page in pypdf.PdfReader(io.BytesIO(data)).pages:
            page.extract_text()
    else:
        reader.plain(data)
    return time.perf_counter() - start


def _peak() -> float:
    """The most resident memory that this process has had, in MiB."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used * (1 if sys.platform == "darwin" else 1024) / 2**20
