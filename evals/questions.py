"""The known questions and their answers, read from `evals/questions/*.yaml` and checked against the corpus.

A question says which places an answer must cite and which facts it must state, or why the corpus does not answer it.
Every fault is collected with its file and line, so that the author sees them all at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from corpus.digests import Fault
from corpus.errors import CorpusError, PinError
from corpus.pins import Pin
from corpus.provisions import Provision
from corpus.yamls import LinedLoader
from evals.facts import is_stated

QUESTIONS = Path(__file__).parent / "questions"

Persona = Literal["official", "exporter", "trainer"]
Split = Literal["dev", "test"]
Unanswerable = Literal["out-of-field", "not-in-corpus", "no-such-place", "false-premise"]
Style = Literal["as-typed"]
Language = Literal["en", "fr", "de"]

_FIELDS = ("id", "persona", "split", "style", "language", "question", "pins", "facts", "unanswerable")
_CLOSED: dict[str, tuple[str, ...]] = {
    "persona": get_args(Persona),
    "split": get_args(Split),
    "style": get_args(Style),
    "language": get_args(Language),
    "unanswerable": get_args(Unanswerable),
}


@dataclass(frozen=True, slots=True)
class Question:
    """One known question.

    Each item of `pins` is a place that must be cited, each item of `facts` a fact that must be stated; both are given as
    alternatives of which one is enough. `unanswerable` is the reason, and then there are neither pins nor facts. `style` is
    "as-typed" for a question as people type in haste: short, misspelt, without terms of art.
    """

    id: str
    persona: str
    split: str
    question: str
    pins: tuple[tuple[Pin, ...], ...] = ()
    facts: tuple[tuple[str, ...], ...] = ()
    unanswerable: str | None = None
    style: str | None = None
    language: str = "en"
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    @property
    def is_answerable(self) -> bool:
        return self.unanswerable is None

    @property
    def needs_several(self) -> bool:
        """Whether no single document has all the places asked for."""
        return bool(self.pins) and not set.intersection(*({pin.document for pin in group} for group in self.pins))

    def accepts(self, pin: Pin) -> bool:
        """Whether a citation of `pin` is one of the places asked for, or within one."""
        return any(pin.is_within(accepted) for group in self.pins for accepted in group)


def read_questions(folder: Path = QUESTIONS, provisions: Iterable[Provision] | None = None) -> tuple[Question, ...]:
    """Every question of a folder, in the order of files and lines. Raises `CorpusError` with all faults if there is any."""
    questions, faults = inspect_questions(folder, provisions)
    if faults:
        raise CorpusError("The question set has faults:\n" + "\n".join(map(str, faults)))
    return questions


def inspect_questions(
    folder: Path = QUESTIONS, provisions: Iterable[Provision] | None = None
) -> tuple[tuple[Question, ...], list[Fault]]:
    """Every question of a folder that can be read, and every fault.

    With the corpus' `provisions`, pins must exist and each fact must stand in one of the provisions accepted.
    """
    faults: list[Fault] = []
    questions: list[Question] = []
    texts = None if provisions is None else _texts(provisions)
    for path in sorted(folder.glob("*.yaml")):
        for entry in _entries(path, faults):
            question = _question(path, entry, faults)
            if question is not None:
                questions.append(question)
                if texts is not None:
                    faults += _unfounded(question, texts)
    if not questions and not faults:
        faults.append(Fault(str(folder), 1, "there is no question; write some in a .yaml file here."))
    return tuple(questions), sorted(faults + _repeated(questions))


def _entries(path: Path, faults: list[Fault]) -> list[dict[str, Any]]:
    try:
        entries = yaml.load(path.read_text(encoding="utf-8"), Loader=LinedLoader) or []
    except (OSError, UnicodeDecodeError) as error:
        faults.append(Fault(path.name, 1, f"cannot be read as UTF-8 text ({error}); save it as UTF-8."))
        return []
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        faults.append(
            Fault(path.name, mark.line + 1 if mark else 1, f"is not YAML ({getattr(error, 'problem', error)}).")
        )
        return []
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        faults.append(Fault(path.name, 1, "is not a list of questions; begin each one with “- id:”."))
        return []
    return entries


def _question(path: Path, entry: dict[str, Any], faults: list[Fault]) -> Question | None:
    """One entry as a question, or `None` when it has a fault of form."""
    line, before = entry.pop("__line__"), len(faults)
    name = entry.get("id") or "a question without id"

    def fault(message: str) -> None:
        faults.append(Fault(path.name, line, f"{name}: {message}"))

    for key in ("id", "persona", "split", "question"):
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            fault(f"lacks “{key}”.")
    for key in entry:
        if key not in _FIELDS:
            fault(f"“{key}” is not a field of a question; the fields are {', '.join(_FIELDS)}.")
    for key, known in _CLOSED.items():
        if entry.get(key) and entry[key] not in known:
            fault(f"{key} “{entry[key]}” is not one of {', '.join(known)}.")
    pins = tuple(_pins(group, fault) for group in _groups(entry, "pins", fault))
    facts = _groups(entry, "facts", fault)
    given = [bool(entry.get(key)) for key in ("pins", "facts")]
    if "unanswerable" in entry and any(given):
        fault("is unanswerable, so it has no place and no fact; remove them, or “unanswerable”.")
    if "unanswerable" not in entry and not all(given):
        fault("needs at least one item in “pins” and one in “facts”, or a reason in “unanswerable”.")
    if len(faults) > before:
        return None
    return Question(
        id=entry["id"].strip(),
        persona=entry["persona"],
        split=entry["split"],
        question=" ".join(entry["question"].split()),
        pins=pins,
        facts=facts,
        unanswerable=entry.get("unanswerable"),
        style=entry.get("style") or None,
        language=entry.get("language") or "en",
        file=path.name,
        line=line,
    )


def _groups(entry: dict[str, Any], key: str, fault: Callable[[str], None]) -> tuple[tuple[str, ...], ...]:
    """The items of a list field, each split into its alternatives at `|`."""
    items = entry.get(key) or []
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        fault(f"“{key}” is not a list of texts; put each item on a line of its own that begins with “- ”.")
        return ()
    groups = tuple(tuple(" ".join(part.split()) for part in item.split("|")) for item in items)
    if any(not part for group in groups for part in group):
        fault(f"“{key}” has an empty alternative; write something on both sides of “|”.")
        return ()
    return groups


def _pins(group: tuple[str, ...], fault: Callable[[str], None]) -> tuple[Pin, ...]:
    pins = []
    for written in group:
        try:
            pins.append(Pin.parse(written))
        except PinError as error:
            fault(f"pin “{written}”: {error}")
    return tuple(pins)


def _texts(provisions: Iterable[Provision]) -> dict[Pin, list[str]]:
    texts: dict[Pin, list[str]] = {}
    for provision in provisions:
        texts.setdefault(provision.pin, []).append(provision.text)
    return texts


def _unfounded(question: Question, texts: Mapping[Pin, list[str]]) -> list[Fault]:
    """Places that do not exist, and facts that no accepted provision states."""
    wrong = [f"pin “{pin}” leads to no provision." for group in question.pins for pin in group if pin not in texts]
    accepted = [text for pin, held in texts.items() if question.accepts(pin) for text in held]
    if not wrong:
        missing = [fact for fact in question.facts if not is_stated(fact, accepted)]
        wrong = [
            f"no accepted provision states “{' | '.join(fact)}”; correct the fact or the pins." for fact in missing
        ]
    return [Fault(question.file, question.line, f"{question.id}: {why}") for why in wrong]


def _repeated(questions: Iterable[Question]) -> list[Fault]:
    """An id and a question stand once in the set."""
    faults: list[Fault] = []
    seen: dict[str, Question] = {}
    for question in questions:
        for what, value in (("id", question.id), ("question", question.question.casefold())):
            first = seen.setdefault(value, question)
            if first is not question:
                where = f"{first.file}:{first.line}"
                faults.append(
                    Fault(question.file, question.line, f"{question.id}: this {what} stands already in {where}.")
                )
    return faults
