"""What questions are made of: the facts of an index, by document and kind, its terms, and its numbers with their units."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from random import Random

from assistant.filters import Filters
from assistant.laws import NAMES
from assistant.view import view
from assistant.workshop.facts import Fact, facts, names_a_place, names_itself
from assistant.workshop.rivals import Rival, Rivals
from assistant.workshop.wording import term_of
from corpus.citations import documents_named
from corpus.pincites import pincite
from corpus.pins import Pin
from corpus.provisions import Provision
from indexer.chunks import sentences
from indexer.minilm import Vectors
from indexer.opened import Index

WIDESPREAD = 8  # documents in which a name must stand so that it does not give its document away
TELLING = 15  # words of a sentence that one document alone may be known by
FEW = 30  # terms of a document below which those of all documents are compared with its own
NEAR = 3  # of each document, the provisions nearest to a sentence that are looked at: one may say the same
UNSAID = 0.89  # a document whose nearest sentence is less like a sentence does not say the same
NEAR_TO_IT = 0.82  # and one whose nearest sentence is less like it than that speaks of something else
COMPARED = 12  # other documents compared for one question

_CALLED = {
    "gp": "good practice",
    "cmt": "commitment",
    "rct": "recital",
    "art": "article",
    "sec": "section",
    "anx": "annex",
}
_STANDING = {"code": "policy", "statement": "policy", "guidance": "policy", "report": "report", "case": "report"}
_UNITS = (
    r"years?|months?|days|working days|weeks|hours|euro|francs|pounds|participating states|per cent|percent|%|bits?|"
    r"countries|states|member states|[kMG]Hz|[mk]?W|ms|nm|[kMG]bit/s|microseconds|nanoseconds|degrees"
)
_WORDED = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|twenty|thirty|forty|sixty"
_NUMBER = re.compile(
    rf"(?<![\w.,-])(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|{_WORDED}) (?P<unit>{_UNITS})(?!\w)"
)
_BARE = re.compile(r"\d|EU Annex|(?:Regulation|Decision|Recommendation|Common Position|COM|SWD|Executive Order)\b")
_NAME = re.compile(r"(?<![.?!“\"] )(?<!^)\b(?:[A-Z][a-z]*[A-Z]\w*|[A-Z][a-z]{2,}|[A-Z]{2,})\b")


class Material:
    """All that may be asked about in one index. Made once; what is compared is read from the index."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.view = view(index, Filters())
        self.facts = tuple(facts(index, self.view))
        self.rivals = Rivals(index)
        self._meanings: dict[int, Vectors] = {}
        self._told_twice: dict[Fact, bool] = {}

    @cached_property
    def provisions(self) -> dict[int, Provision]:
        """The provisions that are searched and have a text, by row."""
        rows = [int(row) for row in self.view.searched.nonzero()[0]]
        found = self.index.store.provisions(rows)
        return {row: found[row] for row in rows if found[row].held == "text"}

    @cached_property
    def _of_document(self) -> dict[str, list[tuple[int, Provision]]]:
        found: dict[str, list[tuple[int, Provision]]] = {}
        for row, provision in self.provisions.items():
            found.setdefault(provision.pin.document, []).append((row, provision))
        return found

    @cached_property
    def terms(self) -> dict[Pin, str]:
        """The term that each definition defines, as it is written."""
        return {
            p.pin: term
            for p in self.provisions.values()
            if p.pin.segments[-1].kind == "def" and (term := term_of(p.title))
        }

    @cached_property
    def _defined(self) -> list[tuple[int, Provision]]:
        return [(row, p) for row, p in self.provisions.items() if p.pin in self.terms]

    def term(self, fact: Fact) -> str:
        """The term that a fact defines, empty if it defines none."""
        term = self.terms.get(fact.pin, "")
        defined = rf"(?:\W|\A){re.escape(term)}[\"”'’]?(?: \([^)]*\))?,? (?:means|is|are|as|for)\b"
        return term if term and re.search(defined, fact.sentence, re.IGNORECASE) else ""

    def near_in_meaning(self, fact: Fact, rivals: list[Rival], least: float) -> list[Rival]:
        """Rivals of a term whose definition has at least such a cosine similarity with its own, the nearest first."""
        own = self._meaning(fact.row)
        near = {one.row: round(float(own @ self._meaning(one.row)), 4) for one in rivals}
        return sorted((one for one in rivals if near[one.row] >= least), key=lambda one: -near[one.row])

    def _meaning(self, row: int) -> Vectors:
        """The unit vector of a definition from its term on: whose definition it is says nothing of what the term means."""
        if row not in self._meanings:
            provision = self.provisions[row]
            sentence = sentences(provision.text)[0]
            start = sentence.casefold().find(self.terms[provision.pin].casefold())
            self._meanings[row] = self.index.embed([sentence[max(start, 0) :]])[0]
        return self._meanings[row]

    def number(self, sentence: str) -> tuple[str, str] | None:
        """The only number with a unit in a sentence, and the unit; none if there are several."""
        found = [(m["number"], _one(m["unit"])) for m in _NUMBER.finditer(sentence)]
        return found[0] if len(found) == 1 else None

    def with_number(self, sentence: str, other: str) -> str:
        """A sentence with something else in place of its only number with a unit."""
        return _NUMBER.sub(lambda found: f"{other} {found['unit']}", sentence)

    @cached_property
    def _units(self) -> dict[str, dict[int, str]]:
        """By unit the number of each provision of which a fact has one."""
        units: dict[str, dict[int, str]] = {}
        for fact in self.facts:
            if found := self.number(fact.sentence):
                units.setdefault(found[1], {})[fact.row] = found[0]
        return units

    def number_of(self, row: int, fact: Fact) -> str:
        """The number that a provision has with the unit of a fact's own."""
        found = self.number(fact.sentence)
        return self._units[found[1]].get(row, "") if found else ""

    def is_entry(self, pin: Pin) -> bool:
        """Whether a pin is an entry of a list, or a point of one."""
        return pin.segments[0].kind == "itm" and all(s.kind in ("itm", "pnt") for s in pin.segments)

    def like(self, fact: Fact, asks: str) -> Iterator[tuple[int, Provision]]:
        """Provisions of the kind that a fact's own is, in the same document, but for numbers, which are of any."""
        if asks == "number":
            own = self.number(fact.sentence)
            for row, number in self._units[own[1]].items() if own else ():
                if own and _is_near(number, own[0]) and not re.search(rf"\b{re.escape(number)}\b", fact.provision.text):
                    yield row, self.provisions[row]
            return
        if asks == "term":
            own_terms = [one for one in self._of_document[fact.pin.document] if one[1].pin in self.terms]
            defined = self._defined if len(own_terms) < FEW else own_terms
            yield from (one for one in defined if one[1].pin.segments[-1] != fact.pin.segments[-1])
            return
        shape = [s.kind for s in fact.pin.segments]
        for row, provision in self._of_document[fact.pin.document]:
            segments = provision.pin.segments
            if [s.kind for s in segments] != shape or self.is_numbered(provision.pin) != self.is_numbered(fact.pin):
                continue
            code, own_code = segments[0].number, fact.pin.segments[0].number
            if self.is_entry(fact.pin) and (code[:2] != own_code[:2] or abs(len(code) - len(own_code)) > 1):
                continue  # another category or product group, ruled out by the words for it; or the group itself
            yield row, provision

    def is_told_twice(self, fact: Fact) -> bool:
        """Whether another place of a fact's document may say the same: who has no options to choose from could name it."""
        if fact not in self._told_twice:
            others = [
                p
                for _, p in self._of_document[fact.pin.document]
                if not (p.pin.is_within(fact.pin) or fact.pin.is_within(p.pin))
            ]
            self._told_twice[fact] = any(self.rivals.says_as_much(fact, p) for p in others)
        return self._told_twice[fact]

    def may_name_document(self, fact: Fact) -> bool:
        """Whether a fact may be asked for its document: a policy or a report, as laws of many countries say the same, of
        which no name in it belongs to a few documents only, nor tells the document's own.
        """
        document = self.index.store.documents[fact.pin.document]
        if document.kind not in _STANDING or names_a_place(fact.rest) or fact.pin.segments[-1].kind in ("def", "note"):
            return False
        if "quoted" in fact.place:  # another document's words
            return False
        own_words = set(re.findall(r"\w{4,}", document.short.casefold()))
        if len(fact.rest.split()) < TELLING or own_words & set(re.findall(r"\w{4,}", fact.rest.casefold())):
            return False
        named, _ = documents_named(fact.rest, self.index.store.documents)
        told = all(self._spread[name] >= WIDESPREAD for name in _NAME.findall(fact.rest))
        return not named and told and (fact.form == "says" or fact.rest.startswith("says that "))

    @cached_property
    def _names(self) -> dict[str, set[str]]:
        """The names that stand in each document."""
        return {
            name: {found for _, p in held for found in _NAME.findall(p.text)}
            for name, held in self._of_document.items()
        }

    @cached_property
    def _spread(self) -> Counter[str]:
        """In how many documents each name stands."""
        return Counter(name for names in self._names.values() for name in names)

    def documents_without(self, fact: Fact, chance: Random) -> list[Rival]:
        """Other documents of the same standing that do not say what a fact says, each with its nearest provision."""
        known = self.index.store.documents
        own = known[fact.pin.document]
        others = [
            name
            for name in self._of_document
            if _STANDING.get(known[name].kind, known[name].kind) == _STANDING.get(own.kind, own.kind)
            and known[name].binding == own.binding
            and known[name].short != own.short
            and self._names[name].issuperset(_NAME.findall(fact.rest))
        ]
        others = chance.sample(others, min(COMPARED, len(others)))
        asked = self.index.late.question(fact.rest)
        found = []
        for name in others:
            held = self._of_document[name]
            scores = self.index.late_scores(asked, [row for row, _ in held])
            near = sorted(held, key=lambda one: (-scores[one[0]], one[0]))[:NEAR]
            rivals = self.rivals.untrue(fact, near)
            if len(rivals) == len(near) and NEAR_TO_IT <= rivals[0].alike < UNSAID:
                found.append(rivals[0])
        return sorted(found, key=lambda one: (-one.alike, one.row))

    def is_numbered(self, pin: Pin) -> bool:
        """Whether each step of a pin is a number or a letter, not a word that only Pincite gives it."""
        return all(re.fullmatch(r"[0-9][0-9a-z.\-]*|[ivxlIVXL]+|[a-zA-Z]{1,2}", s.number) for s in pin.segments)

    def titled(self, document: str) -> str:
        """A document's name as an option, with its jurisdiction."""
        one = self.index.store.documents[document]
        return one.short if one.jurisdiction in ("INT", *one.short.split()) else f"{one.short} ({one.jurisdiction})"

    def called(self, pin: Pin) -> str:
        """What a provision is called in a question."""
        return "entry" if self.is_entry(pin) else _CALLED.get(pin.segments[-1].kind, "provision")

    def named_in(self, fact: Fact) -> str:
        """A fact's document as its own words name it, or else by its short name and whose law it is."""
        written = re.search(
            r" (?:of|on) (the (?!note|definition|entry|point)[^,]+|(?:EU|US|UK) [A-Z][^,]+)$", fact.place
        )
        if written and re.search(r"[A-Z]", written[1]):  # not “the code of practice”
            return written[1]
        document = self.index.store.documents[fact.pin.document]
        if _BARE.match(document.short):
            return document.short
        country, adjective = NAMES.get(document.jurisdiction, ("", ""))
        is_told = any(name.removeprefix("the ") in document.short for name in (country, adjective))
        return f"the {document.short}" if is_told else f"the {adjective} {document.short}"

    def pincite(self, pin: Pin) -> str:
        return pincite(pin, self.index.store.documents[pin.document])

    @cached_property
    def _words(self) -> dict[int, str]:
        return {f.row: f.place for f in reversed(self.facts) if names_itself(f)}

    def words_for(self, row: int) -> str | None:
        """The words by which a provision names itself in a sentence, if it does."""
        return self._words.get(row)


def _one(unit: str) -> str:
    """A unit as one of it is called."""
    return unit.removesuffix("s") if len(unit) > 2 else unit


def _is_near(number: str, own: str) -> bool:
    """Whether a number is written as another and at most ten times it or a tenth of it."""
    if number.isalpha() != own.isalpha() or number == own:
        return False
    if number.isalpha():
        return True
    a, b = (float(one.replace(",", "")) for one in (number, own))
    return a > 0 and b > 0 and 0.1 <= a / b <= 10
