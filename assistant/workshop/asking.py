"""What may be asked of a fact: its term, its number, its place, or the document that says it."""

from __future__ import annotations

import re
from typing import Literal

from assistant.workshop.facts import Fact, names_a_part, names_a_place, names_itself
from assistant.workshop.leaning import unintroduced
from assistant.workshop.material import Material

Kind = Literal["choice", "true-false", "short"]
Asks = Literal["term", "entry", "place", "document", "number"]

# Verbs that are true of many places.
_TELLS_LITTLE = re.compile(r"(?:names|lists|concerns|applies|uses|deals with|describes|is(?! to| that))\b")
# What makes no good question after “Which provision …”, or tells too little of what an entry leaves out.
_READS_BADLY = re.compile(
    r"makes .*\bn?either\b|empowers (?!.* to )|requires (?!.*\b(?:to|that)\b).* no later|defines [^,]+, for example|"
    r"leaves out(?: \S+){0,11}$"
)
_OF_ENTRIES = re.compile(r"(?:controls|covers|leaves out|excludes|exempts|includes)\b")  # not: the parts of a condition


def possible(material: Material, fact: Fact, kind: Kind) -> tuple[Asks, ...]:
    """What may be asked of a fact, the most telling first."""
    found: list[Asks] = []
    if material.term(fact) and fact.provision.text.startswith(fact.sentence):
        found.append("term")
    if fact.pin.segments[-1].kind in ("def", "fn") or not _is_telling(fact):
        return tuple(found)
    if material.number(fact.sentence):
        found.append("number")
    if names_a_place(fact.rest):
        return tuple(found)
    if _is_found_by_place(material, fact, kind):
        found.append("entry" if material.is_entry(fact.pin) else "place")
    if kind == "choice" and material.may_name_document(fact):
        found.append("document")
    return tuple(found)


def _is_telling(fact: Fact) -> bool:
    """Whether what a fact says can be asked for: it is clear without its place, and not said of many."""
    return not (_TELLS_LITTLE.match(fact.rest) or _READS_BADLY.match(fact.rest) or unintroduced(fact.rest))


def _is_found_by_place(material: Material, fact: Fact, kind: Kind) -> bool:
    """Whether a fact's own place answers a question, and no other does: options, or a place to change, decide else."""
    if not names_itself(fact) or names_a_part(fact):
        return False
    if not (_OF_ENTRIES.match(fact.rest) if material.is_entry(fact.pin) else material.is_numbered(fact.pin)):
        return False
    match kind:
        case "choice":
            return True
        case "true-false":
            return fact.place_leads
        case "short":
            return not material.is_told_twice(fact)
