"""Known questions made of the feedback of readers, one at a time, by somebody who has reviewed it.

What is made has the form of `evals/questions/*.yaml`; it is put there by hand.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from assistant.languages import LANGUAGES, language_of
from assistant.web.feedback import Feedback, Kept
from corpus.errors import PinError, UsageError
from corpus.pins import Pin
from corpus.provisions import Provision
from evals.questions import Question, inspect_questions, read_questions

_PREFIX = {"official": "off", "exporter": "exp", "trainer": "tra"}
_PACKAGE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Review:
    """What a reviewer says of a line: places and facts, alternatives parted by `|`, or why the corpus has no answer.

    `id` is the new question's, the next that is free unless given. Feedback was seen, so it belongs to the dev half.
    """

    persona: str
    id: str = ""
    split: str = "dev"
    pins: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    unanswerable: str = ""


def listed(kept: Kept) -> list[str]:
    """A line for each feedback: its number, verdict, status, question and comment."""
    shown = []
    for number, one in kept.lines.items():
        said = f"  “{_short(one.comment)}”" if one.comment else ""
        cited = f"\n       cited {', '.join(one.pins)}" if one.pins else ""
        shown.append(f"{number:>4}  {one.created_at:%Y-%m-%d}  {one.verdict:<7}  {one.status:<9}  "
                     f"{_short(one.question)}{said}{cited}")  # fmt: skip
    return shown


def chosen(kept: Kept, line: int, path: Path) -> Feedback:
    """The feedback of a line. Raises `UsageError` that says which lines there are."""
    if line in kept.lines:
        return kept.lines[line]
    there = ", ".join(map(str, kept.lines)) or "none"
    raise UsageError(f"{path} has no feedback in line {line}; there is some in: {there}.")


def pair(feedback: Feedback, review: Review, provisions: Iterable[Provision], beside: Sequence[Question] = ()) -> str:
    """A question with its answer as YAML, accepted by `evals.questions` as soon as it has facts.

    `beside` are questions whose ids and wordings are taken too. Raises `UsageError` for whatever the reader would refuse.
    """
    known = [*read_questions(), *beside]
    question = " ".join(feedback.question.split())
    same = next((one for one in known if one.question.casefold() == question.casefold()), None)
    if same:
        raise UsageError(f"This question is known already: {same.id} in {same.file}:{same.line}.")
    if review.id and review.id in {one.id for one in known}:
        raise UsageError(f"The id {review.id} is taken; leave --id out to get one that is free.")
    if review.unanswerable and (review.pins or review.facts):
        raise UsageError(
            "A question that the corpus does not answer has no place and no fact; leave --pin and --fact out."
        )
    pins = () if review.unanswerable else review.pins or _pins_of(feedback)
    provisions = list(provisions)
    _check_pins(pins, {provision.pin for provision in provisions})
    entry: dict[str, object] = {
        "id": review.id or _free(review.persona, known),
        "persona": review.persona,
        "split": review.split,
    }
    if language := LANGUAGES.get(language_of(question) or ""):
        entry["language"] = language
    entry["question"] = question
    if review.unanswerable:
        entry["unanswerable"] = review.unanswerable
    else:
        entry |= {"pins": list(pins), "facts": list(review.facts)}
    text = yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=1_000)
    text = text.replace("\n  - ", "\n    - ")  # as the question files are written
    if review.unanswerable or review.facts:
        _accepted(text, provisions)
    return text


def save(text: str, out: Path) -> None:
    """Add a question to a file of questions, a new one unless it is there. Raises `UsageError`; the package is left alone."""
    if out.resolve().is_relative_to(_PACKAGE.resolve()):
        raise UsageError(f"{out} is in the package, which is changed by hand only; name a file outside of it.")
    try:
        before = out.read_text(encoding="utf-8") if out.exists() else ""
        out.write_text(f"{before.rstrip()}\n\n{text}" if before.strip() else text, encoding="utf-8")
    except UnicodeDecodeError:
        raise UsageError(f"{out} is not UTF-8 text; name another file.") from None
    except OSError as error:
        raise UsageError(f"{out} cannot be written: {error.strerror or error}.") from None


def beside(out: Path) -> tuple[Question, ...]:
    """The questions that a file has already; those without facts among them by their ids. Raises `UsageError`."""
    if not out.exists():
        return ()
    if out.suffix != ".yaml":
        raise UsageError(f"{out} is no file of questions; name one that ends with .yaml.")
    try:
        entries = yaml.safe_load(out.read_text(encoding="utf-8")) or []
        return tuple(
            Question(str(one["id"]), str(one["persona"]), str(one["split"]), str(one["question"]), file=out.name)
            for one in entries
        )
    except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError, KeyError):
        raise UsageError(f"{out} is no file of questions; name another.") from None


def _pins_of(feedback: Feedback) -> tuple[str, ...]:
    if feedback.verdict != "right":
        raise UsageError(
            f"The answer was said to be {feedback.verdict}: name the right places with --pin, or why there is no answer with "
            "--unanswerable."
        )
    if not feedback.pins:
        raise UsageError("The answer cited no place; if the refusal was right, say why with --unanswerable.")
    return feedback.pins


def _check_pins(pins: Sequence[str], there: set[Pin]) -> None:
    for written in (part.strip() for group in pins for part in group.split("|")):
        try:
            pin = Pin.parse(written)
        except PinError as error:
            raise UsageError(f"--pin {written}: {error}") from None
        if pin not in there:
            raise UsageError(f"{written} is not in the corpus as it is; name a place that is with --pin.")


def _free(persona: str, known: Iterable[Question]) -> str:
    prefix = _PREFIX[persona]
    taken = [int(found[1]) for one in known if (found := re.fullmatch(rf"{prefix}-(\d+)", one.id))]
    return f"{prefix}-{max(taken, default=0) + 1:03}"


def _accepted(text: str, provisions: Sequence[Provision]) -> None:
    """Let the reader of known questions read it. Raises `UsageError` with what it refuses."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "made.yaml").write_text(text, encoding="utf-8")
        _, faults = inspect_questions(Path(folder), provisions)
    if faults:
        raise UsageError("\n".join(fault.message for fault in faults))


def _short(text: str, most: int = 100) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
