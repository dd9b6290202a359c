"""What readers of an answer say of it, kept in one file of this installation: `<home>/feedback.jsonl`, a line each.

Nothing of it leaves the machine. `pincite eval from-feedback` makes known questions of it.
"""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

from filelock import FileLock, Timeout
from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_core import PydanticCustomError

from assistant.answer import Answer, CorpusState, Frozen, Status
from assistant.question import LONGEST
from corpus.errors import PinciteError, UsageError
from corpus.provisions import Layer

FILE = "feedback.jsonl"
LONGEST_COMMENT = 4_000  # characters
_WAIT = 10  # seconds for another reader's line to be written
_REMOVED = ("Cc", "Cf", "Cs", "Co", "Cn")  # control characters, invisible ones, halves of characters, none at all

Verdict = Literal["right", "wrong", "missing"]


def _plain(text: object) -> object:
    """A text without control and invisible characters; lines stay lines. What is no text is refused later."""
    if not isinstance(text, str):
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in _REMOVED).strip()


def _in_utc(when: datetime) -> datetime:
    if when.tzinfo is None:
        raise PydanticCustomError("no_time_zone", "a time needs its zone")
    return when.astimezone(UTC)


Short = Annotated[str, Field(max_length=200), BeforeValidator(_plain)]


class Place(Frozen):
    """A place that the answer cited, in the layer and edition from which it was quoted."""

    pin: Short
    layer: Layer
    edition: Short


class Feedback(Frozen):
    """A verdict on an answer: right, wrong, or that something is missing; and the question and places that it is about."""

    verdict: Verdict
    comment: Annotated[str, Field(max_length=LONGEST_COMMENT), BeforeValidator(_plain)] = ""
    question: Annotated[str, Field(min_length=1, max_length=LONGEST), BeforeValidator(_plain)]
    filters: Annotated[
        dict[Short, Annotated[list[Short], Field(max_length=100)]], Field(default_factory=dict, max_length=20)
    ]
    status: Status
    cited: Annotated[tuple[Place, ...], Field(max_length=100)] = ()
    corpus: CorpusState
    created_at: Annotated[datetime, AfterValidator(_in_utc)]

    @property
    def pins(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(place.pin for place in self.cited))

    @classmethod
    def on(cls, answer: Answer, verdict: Verdict, comment: str = "", now: datetime | None = None) -> Feedback:
        """The feedback on an answer. Raises `UsageError` where the comment is too long or the verdict none."""
        citations = (citation for statement in answer.statements for citation in statement.citations)
        places = dict.fromkeys(Place(pin=c.pin, layer=c.layer, edition=c.edition) for c in citations)
        try:
            return cls(
                verdict=verdict,
                comment=comment,
                question=answer.question,
                filters=answer.filters,
                status=answer.status,
                cited=tuple(places),
                corpus=answer.corpus,
                created_at=now or datetime.now(UTC),
            )
        except ValidationError as error:
            if any(fault["loc"] == ("comment",) for fault in error.errors()):
                raise UsageError(
                    f"The comment has {len(comment):,} characters; write at most {LONGEST_COMMENT:,}."
                ) from None
            raise UsageError(f"The feedback cannot be kept: {_faults(error)}.") from None


def keep(home: Path, feedback: Feedback) -> None:
    """Append one line to the feedback of an installation, whole or not at all. Raises `PinciteError`."""
    path = home / FILE
    line = f"{feedback.model_dump_json()}\n".encode()
    try:
        home.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{path}.lock", timeout=_WAIT, mode=0o600):
            _append(path, line)
    except Timeout:
        raise PinciteError(f"{path} is being written by another process; try again.") from None
    except OSError as error:
        raise PinciteError(f"The feedback could not be kept in {path}: {error.strerror or error}.") from error


def _append(path: Path, line: bytes) -> None:
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.fchmod(file, 0o600)
        size = os.fstat(file).st_size
        if size and os.pread(file, 1, size - 1) != b"\n":  # a process was stopped while it wrote
            line = b"\n" + line
        try:
            left = memoryview(line)
            while left:
                left = left[os.write(file, left) :]
            os.fsync(file)
        except OSError:
            os.ftruncate(file, size)
            raise
    finally:
        os.close(file)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a file holds: the feedback by the number of its line, from 1; and a sentence for each line that is damaged."""

    lines: dict[int, Feedback]
    faults: tuple[str, ...]


def read(path: Path) -> Kept:
    """Read the feedback that was kept. Raises `UsageError` if there is no such file."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from None
    lines: dict[int, Feedback] = {}
    faults: list[str] = []
    for number, line in enumerate(content.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            lines[number] = Feedback.model_validate_json(line)
        except ValidationError as error:
            faults.append(f"{path}:{number}: the line is damaged and left out ({_faults(error)}).")
    return Kept(lines, tuple(faults))


def _faults(error: ValidationError) -> str:
    first, *more = error.errors()
    where = ".".join(map(str, first["loc"]))
    what = f"{where}: {first['msg']}" if where else first["msg"]
    return f"{what[:200].rstrip('.')}{f', and {len(more)} more' if more else ''}"
