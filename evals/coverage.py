"""The coverage page: what is not covered first, then what is held in part, then what is held whole; and what tests it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assistant.holdings import holdings
from corpus.library import Library
from corpus.settings import Settings
from evals.questions import Question

ORDER = {"pointer": 0, "partial": 1, "complete": 2}
HEADINGS = {
    "pointer": "Not covered: known and linked, no text",
    "partial": "Covered in part",
    "complete": "Covered whole",
}


@dataclass(frozen=True, slots=True)
class Covered:
    """One document: what is held of it and how many known questions ask for a place in it.

    `age` is in days since the date of the edition, `None` where nothing is held; `missing` says what a partial text lacks.
    """

    id: str
    short: str
    jurisdiction: str
    kind: str
    coverage: str
    layers: tuple[str, ...]
    edition: str
    newest: str
    age: int | None
    provisions: int
    questions: int
    missing: str


def coverage(settings: Settings, library: Library, questions: Iterable[Question], today: date) -> list[Covered]:
    """Every document of the catalogue: pointers first, then partial ones, then whole ones, each in the catalogue's order."""
    asked: Counter[str] = Counter()
    for question in questions:
        asked.update({pin.document for group in question.pins for pin in group})
    found = [
        Covered(
            id=one.id,
            short=one.short,
            jurisdiction=one.jurisdiction,
            kind=one.kind,
            coverage=one.coverage,
            layers=one.layers,
            edition=one.edition,
            newest=one.newest,
            age=one.age,
            provisions=one.provisions,
            questions=asked[one.id],
            missing=one.missing,
        )
        for one in holdings(library, settings.home, today)
    ]
    return sorted(found, key=lambda one: ORDER[one.coverage])


def markdown(covered: Iterable[Covered]) -> str:
    """The page as Markdown."""
    groups: dict[str, list[Covered]] = {}
    for one in covered:
        groups.setdefault(one.coverage, []).append(one)
    parts = ["# What Pincite covers"]
    for kind, group in groups.items():
        parts.append(f"## {HEADINGS[kind]} ({len(group)})")
        if kind == "pointer":
            parts.append("\n".join(f"- {one.short} ({one.jurisdiction}, `{one.id}`)" for one in group))
            continue
        lines = ["| document | layer | edition | days old | provisions | questions |", "|---|---|---|---:|---:|---:|"]
        for one in group:
            age = "" if one.age is None else f"{one.age:,}"
            cells = (f"{one.short} (`{one.id}`)", ", ".join(one.layers), one.edition, age)
            lines.append(f"| {' | '.join(cells)} | {one.provisions:,} | {one.questions} |")
        parts.append("\n".join(lines))
        lacking = [one for one in group if one.missing]
        if lacking:
            parts.append("Not held of these:")
            parts.append("\n".join(f"- {one.short}: {one.missing}" for one in lacking))
    return "\n\n".join(parts) + "\n"
