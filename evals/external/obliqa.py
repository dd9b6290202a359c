"""ObliQA: questions on the rules of a financial regulator and the passages that answer them (Gokhan et al., 2024).

The passages of a document are its structure: the number of each (`PassageID`) begins with that of the passage above it.
They are read as provisions of one document each, numbered headings as headings, and indexed like any other corpus.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ir_measures import AP, R, Success, nDCG

from corpus.errors import UsageError
from corpus.library import Library
from corpus.pins import Pin, Segment
from corpus.provisions import Basis, Document, Edition, Provision
from evals.external.ranking import Asked, Reading

EDITION = "2024"
_STEP = re.compile(r"\([^)]*\)|[^.()]+\)?")
_HEADING = 15  # words up to which a passage with others under it, and no end of a sentence, is their heading
_BASIS = Basis("text", ("obliqa",))


READINGS = (Reading(str, {"R@10": R @ 10, "MAP@10": AP @ 10, "nDCG@10": nDCG @ 10, "hit@1": Success @ 1}),)
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Passages:
    """The benchmark's passages as a library, and the pin of each by document and number."""

    library: Library
    pins: dict[tuple[int, str], Pin]


def read_passages(folder: Path) -> Passages:
    """Read every document of a folder. Raises `UsageError` for a folder or file that does not hold passages."""
    files = sorted(folder.glob("*.json"), key=lambda path: (len(path.stem), path.stem))
    if not files:
        raise UsageError(f"{folder} has no .json file with passages; give the folder StructuredRegulatoryDocuments.")
    total = hashlib.sha256(b"obliqa 1")
    documents: dict[str, Document] = {}
    editions: list[Edition] = []
    pins: dict[tuple[int, str], Pin] = {}
    for path in files:
        entries = _entries(path, ("DocumentID", "PassageID", "Passage"))
        total.update(path.read_bytes())
        name = f"obliqa-{path.stem.lower()}"
        documents[name] = Document(
            name, f"Document {path.stem}", f"Document {path.stem}", "regulation", "AE", "ADGM", True,
            "https://example.org", "research", EDITION, coverage="complete",
        )  # fmt: skip
        provisions = list(_provisions(name, entries, pins))
        editions.append(Edition(name, EDITION, "digest", "complete", "", "", {}, tuple(provisions), path.name))
    return Passages(Library(documents, tuple(editions), total.hexdigest()), pins)


def read_questions(path: Path, pins: dict[tuple[int, str], Pin]) -> list[Asked]:
    """Read the questions. Raises `UsageError` for a file of another form, or for a passage that no document has."""
    found = []
    for entry in _entries(path, ("QuestionID", "Question", "Passages")):
        try:
            wanted = {pins[int(p["DocumentID"]), str(p["PassageID"])] for p in entry["Passages"]}
        except (KeyError, TypeError, ValueError) as error:
            raise UsageError(
                f"{path}: {entry['QuestionID']} names a passage that is in no document ({error})."
            ) from None
        found.append(Asked(str(entry["QuestionID"]), str(entry["Question"]), frozenset(wanted)))
    return found


def _entries(path: Path, keys: Sequence[str]) -> list[dict[str, Any]]:
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read as JSON ({error}).") from None
    if not isinstance(entries, list) or not all(isinstance(e, dict) and all(key in e for key in keys) for e in entries):
        raise UsageError(f"{path} is not a list of entries with {', '.join(keys)}.")
    return entries


def _provisions(
    document: str, entries: Sequence[dict[str, Any]], pins: dict[tuple[int, str], Pin]
) -> Iterator[Provision]:
    """The passages of a document in order, each under the nearest before it whose number it begins with."""
    steps = [tuple(_STEP.findall(str(entry["PassageID"]))) for entry in entries]
    above = {step[:n] for step in steps for n in range(1, len(step))}
    placed: dict[tuple[str, ...], Pin] = {}
    taken: set[Pin] = set()
    for step, entry in zip(steps, entries, strict=True):
        parent = next((placed[step[:n]] for n in range(len(step) - 1, 0, -1) if step[:n] in placed), Pin(document))
        pin = _free(Pin(document, (*parent.segments, _segment(step))), taken)
        placed.setdefault(step, pin)
        pins.setdefault((int(entry["DocumentID"]), str(entry["PassageID"])), pin)
        text = str(entry["Passage"]).strip()
        is_heading = step in above and len(text.split()) <= _HEADING and not text.endswith((".", ";", ":"))
        yield Provision(
            pin, text if is_heading else "", "" if is_heading else text, EDITION, "digest", _BASIS,
            held="heading" if is_heading or not text else "text",
        )  # fmt: skip


def _segment(step: tuple[str, ...]) -> Segment:
    last = step[-1].strip()
    if last.startswith("("):
        return Segment("par", _number(last))
    return Segment("sec", _number(".".join(part.strip() for part in step)))


def _number(written: str) -> str:
    return re.sub(r"[^A-Za-z0-9.]+", "-", written).strip("-.") or "0"


def _free(pin: Pin, taken: set[Pin]) -> Pin:
    """A pin that no passage before has: some numbers stand twice in a document."""
    found, n = pin, 1
    while found in taken:
        n += 1
        last = pin.segments[-1]
        found = Pin(pin.document, (*pin.segments[:-1], Segment(last.kind, f"{last.number}-{n}")))
    taken.add(found)
    return found
