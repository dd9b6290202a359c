"""The field's terms and where they are explained; the words that people use for them (`glossary.yaml`)."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from rapidfuzz import process

from corpus.digests import Fault
from corpus.errors import UsageError
from corpus.pins import Pin
from corpus.yamls import SafeLoader

_FILE = Path(__file__).parent / "glossary.yaml"
_MEANING = re.compile(
    r"(?:what(?:['’]?s|\s+is|\s+are|\s+does)(?:\s+meant\s+by)?|define|definition\s+of|meaning\s+of)\s+(?:an?\s+|the\s+)?"
    r"[“\"'‘]?(?P<term>.+?)[”\"'’]?(?:\s+mean)?"
    r"|(?P<before>.+?)[,:]?\s+(?:what['’]?s\s+(?:that|it)|what\s+is\s+(?:that|it)|meaning|definition)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Glossary:
    """Acronyms by their letters, synonyms and names of jurisdictions in lower case; terms with the places that define or
    explain them, those that decide first.
    """

    acronyms: dict[str, str]
    synonyms: dict[str, str]
    jurisdictions: dict[str, str]
    terms: dict[str, tuple[Pin, ...]]

    def expansions(self, text: str) -> list[tuple[str, str]]:
        """What a text says otherwise than the corpus: the words used, and the corpus' term for them."""
        found = [(short, long) for short, long in self.acronyms.items() if _word(short).search(text)]
        folded = text.casefold()
        said = ((phrase, term) for phrase, term in self.synonyms.items() if phrase in folded)
        return found + [(phrase, term) for phrase, term in said if _word(phrase).search(folded)]

    def acronyms_of(self, term: str) -> tuple[str, ...]:
        """The acronyms that stand for a term."""
        return tuple(short for short, long in self.acronyms.items() if long.casefold() == term.casefold())

    def term(self, written: str) -> str:
        """The term meant, by name in any case or by acronym. Raises `UsageError` with the nearest if there is none."""
        long = {short.casefold(): long for short, long in self.acronyms.items()}.get(written.casefold(), written)
        by_name = {name.casefold(): name for name in self.terms}
        if long.casefold() in by_name:
            return by_name[long.casefold()]
        near = [by_name[name] for name, *_ in process.extract(long.casefold(), list(by_name), limit=3, score_cutoff=60)]
        hint = f" The nearest are: {', '.join(near)}." if near else " `pincite glossary` lists its terms."
        raise UsageError(f"“{written}” is not in the glossary.{hint}")

    def asked_for(self, question: str) -> tuple[Pin, ...]:
        """The places of the term whose meaning a question asks for, and nothing else: "What is a CCIC?"; else none."""
        asked = _MEANING.fullmatch(question.strip(" ?!."))
        written = (asked["term"] or asked["before"] or "").casefold() if asked else ""
        long = {short.casefold(): long.casefold() for short, long in self.acronyms.items()}.get(written, written)
        by_name = {name.casefold(): pins for name, pins in self.terms.items()}
        return by_name.get(long) or by_name.get(long.removesuffix("s")) or by_name.get(f"{long}s") or ()

    def places(self, text: str) -> tuple[str, ...]:
        """The codes of the jurisdictions that a text names, in order. Codes (EU, UK, US) count in capitals only."""
        return tuple(dict.fromkeys(code for _, _, code in self.places_at(text)))

    def places_at(self, text: str) -> list[tuple[int, int, str]]:
        """Where a text names jurisdictions: start, end and code of each name, in order."""
        folded = text.casefold()
        found = [(*m.span(), code) for name, code in self.jurisdictions.items() for m in _word(name).finditer(folded)]
        for code in set(self.jurisdictions.values()):
            found += [(*m.span(), code) for m in _word(code).finditer(text)]
        return sorted(set(found))


@lru_cache(maxsize=4096)
def _word(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)")


@lru_cache(maxsize=1)
def glossary() -> Glossary:
    """The glossary that comes with the package."""
    data = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=SafeLoader)
    terms = {term: tuple(map(Pin.parse, pins)) for term, pins in data["terms"].items()}
    return Glossary(data["acronyms"], data["synonyms"], data["jurisdictions"], terms)


def glossary_faults(known: Collection[Pin]) -> list[Fault]:
    """The places that the glossary names and that the corpus does not have."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return [
        Fault(
            _FILE.name, next(n for n, line in enumerate(lines, 1) if str(pin) in line), f"{pin} leads to no provision."
        )
        for pins in glossary().terms.values()
        for pin in pins
        if pin not in known
    ]
