"""Reads a digest: Markdown with front matter, one `##` heading per provision (`corpus/DIGESTS.md` describes it).

Every fault is collected with its file and line, so that the writer sees them all at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import cast, get_args

import yaml

from corpus.errors import PinError
from corpus.pins import Pin
from corpus.provisions import Basis, BasisKind, Coverage, Edition, Provision
from corpus.yamls import SafeLoader

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?\Z")
_FIELD = re.compile(r"([a-z]+):\s*(.*)\Z")
_FIELDS = ("basis", "see", "asks", "held")
_HELD = ("text", "heading")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something wrong in a file of the corpus, as a sentence with its place."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class _Block:
    """A heading and what stands under it, with the line of the heading."""

    line: int
    heading: str
    body: tuple[str, ...]


def read_digest(path: Path) -> tuple[Edition | None, list[Fault]]:
    """Read one digest. Gives the edition (`None` when its front matter cannot be used) and every fault found."""
    faults: list[Fault] = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        return None, [Fault(path.name, 1, f"cannot be read as UTF-8 text ({error}); save it as UTF-8.")]
    front, start = _front_matter(path, lines, faults)
    if front is None:
        return None, faults
    provisions = []
    for block in _blocks(path, lines, start, faults):
        provision = _provision(path, block, front, faults)
        if provision is not None:
            provisions.append(provision)
    edition = Edition(
        document=str(front["document"]),
        date=str(front["edition"]),
        layer="digest",
        coverage=cast(Coverage, front["coverage"]),
        covers=str(front.get("covers", "")),
        missing=str(front.get("missing", "")),
        sources={str(key): str(what) for key, what in cast(dict[object, object], front["sources"]).items()},
        provisions=tuple(provisions),
        file=path.name,
    )
    return edition, faults


def _front_matter(path: Path, lines: list[str], faults: list[Fault]) -> tuple[dict[str, object] | None, int]:
    if not lines or lines[0].strip() != "---":
        faults.append(Fault(path.name, 1, "front matter is missing; begin the file with a line “---”."))
        return None, 0
    try:
        end = lines.index("---", 1)
    except ValueError:
        faults.append(Fault(path.name, 1, "front matter has no end; close it with a line “---”."))
        return None, 0
    try:
        front = yaml.load("\n".join(lines[1:end]), Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = 2 + (mark.line if mark else 0)
        faults.append(Fault(path.name, line, f"front matter is not YAML ({getattr(error, 'problem', error)})."))
        return None, 0
    if not isinstance(front, dict):
        faults.append(Fault(path.name, 1, "front matter is empty; it needs document, edition and coverage."))
        return None, 0
    before = len(faults)
    needed = ("document", "edition", "coverage", "covers", "sources")
    faults += [Fault(path.name, 1, f"front matter lacks “{key}”.") for key in needed if not front.get(key)]
    if front.get("edition") and not _DATE.match(str(front["edition"])):
        faults.append(
            Fault(path.name, 1, f"edition “{front['edition']}” is not a date; write 2025-11-15, 2025-11 or 2025.")
        )
    if front.get("coverage") and front["coverage"] not in ("complete", "partial"):
        faults.append(Fault(path.name, 1, f"coverage “{front['coverage']}” is neither complete nor partial."))
    if front.get("coverage") == "partial" and not front.get("missing"):
        faults.append(
            Fault(path.name, 1, "coverage is partial, so front matter must say in “missing” what is not there.")
        )
    if front.get("sources") and not isinstance(front["sources"], dict):
        faults.append(Fault(path.name, 1, "“sources” must map a key to what the source is."))
    return (front if len(faults) == before else None), end + 1


class _Loader(SafeLoader):
    """YAML that leaves dates as they are written: an edition is `2025-11`, not a day."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _blocks(path: Path, lines: list[str], start: int, faults: list[Fault]) -> Iterator[_Block]:
    heading, at, body = "", 0, list[str]()
    for number, line in enumerate(lines[start:], start + 1):
        if line.startswith("## "):
            if heading:
                yield _Block(at, heading, tuple(body))
            heading, at, body = line[3:].strip(), number, []
        elif line.startswith("#"):
            faults.append(Fault(path.name, number, "only “## locator: title” headings are read; say it in the text."))
        elif heading:
            body.append(line.rstrip())
        elif line.strip():
            faults.append(
                Fault(path.name, number, "text before the first provision belongs to none; move it or cut it.")
            )
    if heading:
        yield _Block(at, heading, tuple(body))
    else:
        faults.append(Fault(path.name, start, "the digest has no provision."))


def _provision(path: Path, block: _Block, front: dict[str, object], faults: list[Fault]) -> Provision | None:
    def fault(message: str) -> None:
        faults.append(Fault(path.name, block.line, message))

    locator, colon, title = block.heading.partition(":")
    if not colon or not title.strip():
        fault(f"heading “{block.heading}” lacks “locator: title”.")
        return None
    try:
        pin = Pin.of(str(front["document"]), locator.strip())
    except PinError as error:
        fault(str(error))
        return None
    fields, text = _fields(block.body)
    for key in fields:
        if key not in _FIELDS:
            fault(f"“{key}:” is not a field of a provision; the fields are {', '.join(_FIELDS)}.")
    basis = _basis(fields.get("basis", ""), fault)
    see = []
    for name in filter(None, (part.strip() for part in fields.get("see", "").split(","))):
        try:
            see.append(Pin.parse(name))
        except PinError as error:
            fault(f"cross-reference “{name}”: {error}")
    held = fields.get("held", "text")
    if held not in _HELD:
        fault(f"“held: {held}” is neither text nor heading.")
    if not text:
        fault(f"{locator.strip()} has no text; restate the provision or remove its heading.")
    if basis is None or not text or held not in _HELD:
        return None
    return Provision(
        pin=pin,
        title=title.strip(),
        text=text,
        edition=str(front["edition"]),
        layer="digest",
        basis=basis,
        see=tuple(see),
        asks=tuple(filter(None, (wording.strip() for wording in fields.get("asks", "").split(";")))),
        held="heading" if held == "heading" else "text",
        file=path.name,
        line=block.line,
    )


def _fields(body: tuple[str, ...]) -> tuple[dict[str, str], str]:
    """Split the lines under a heading into its `key: value` lines and the text after the blank line."""
    head = list(takewhile(bool, map(_FIELD.match, body)))
    fields = {match[1]: match[2].strip() for match in head if match}
    return fields, "\n".join(body[len(head) :]).strip()


def _basis(written: str, fault: Callable[[str], None]) -> Basis | None:
    """`kind, source; source; kind, source`: the weakest kind named is the provision's."""
    kinds, named = [], []
    for part in filter(None, (part.strip() for part in written.split(";"))):
        kind, comma, source = (piece.strip() for piece in part.rpartition(","))
        kinds += [kind] if comma else []
        named += [source] if comma or kinds else []
    wrong = [kind for kind in kinds if kind not in get_args(BasisKind)]
    if not written:
        fault("basis is missing; say what the provision was written from: “basis: text, <source>”.")
    elif wrong:
        fault(f"basis “{wrong[0]}” is not one of {', '.join(get_args(BasisKind))}.")
    elif not named or not all(named):
        fault(f"basis “{written}” names no source; write “basis: text, <source>”.")
    else:
        return Basis(cast(BasisKind, max(kinds, key=get_args(BasisKind).index)), tuple(named))
    return None
