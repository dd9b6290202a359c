"""Where a text names jurisdictions and countries, and how one is named in place of another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.glossary import glossary
from assistant.whose import countries

NAMES = {
    "EU": ("the EU", "EU"),
    "UK": ("the UK", "UK"),
    "US": ("the US", "US"),
    "DE": ("Germany", "German"),
    "CH": ("Switzerland", "Swiss"),
    "FR": ("France", "French"),
    "NL": ("the Netherlands", "Dutch"),
    "LU": ("Luxembourg", "Luxembourgish"),
    "JP": ("Japan", "Japanese"),
    "CA": ("Canada", "Canadian"),
    "AU": ("Australia", "Australian"),
    "WA": ("the Wassenaar Arrangement", "Wassenaar"),
    "UN": ("the United Nations", "UN"),
    "COE": ("the Council of Europe", "Council of Europe"),
}
_MORE_ADJECTIVES = frozenset("american british european luxemburgish deutsche".split())
_OWN_NOUN = re.compile(
    r"\s+(?:export\s+|control\s+|national\s+)*"
    r"(?:law|rule|list|order|act|regulation|legislation|regime|guidance|authorit|control|exporter)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\b(?:the|der|die|den|la|le|les)\s+\Z", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:\s*,)?(?:\s*(?:and|or|und|et|ou))?\s*")


@dataclass(frozen=True, slots=True)
class Law:
    """A jurisdiction named in a text: where, with its article, and its noun and adjective."""

    start: int
    end: int
    noun: str
    adjective: str


def laws_at(text: str) -> list[Law]:
    """The jurisdictions and countries that a text names, in order, whether or not the corpus has their law."""
    found = [(start, end, *NAMES[code]) for start, end, code in glossary().places_at(text) if code in NAMES]
    for names, adjectives in countries().values():
        for name in (*names, *adjectives):
            if name in text:
                spans = (match.span() for match in re.finditer(rf"\b{re.escape(name)}\b", text))
                found += [(*span, names[0], (adjectives or names)[0]) for span in spans]
    laws: list[Law] = []
    for one in sorted(found, key=lambda one: (one[0], -one[1])):
        if not laws or one[0] >= laws[-1].end:
            laws.append(_with_article(text, Law(*one)))
    return laws


def _with_article(text: str, law: Law) -> Law:
    """A jurisdiction named by a noun, with the article before it, as it is written."""
    written = text[law.start : law.end].casefold()
    is_adjective = written == law.adjective.casefold() and not law.noun.endswith(law.adjective)
    if is_adjective or written in _MORE_ADJECTIVES or _OWN_NOUN.match(text[law.end :]):
        return law
    article = _ARTICLE.search(text[: law.start])
    start = article.start() if article else law.start
    return Law(start, law.end, text[start : law.end], law.adjective)


def is_adjective(text: str, law: Law) -> bool:
    """Whether a jurisdiction is named by what is of it: "German law", "the UK order"."""
    return text[law.start : law.end] != law.noun or _OWN_NOUN.match(text[law.end :]) is not None


def way(text: str, law: Law) -> str:
    """Whether a jurisdiction is named as the one to which something goes, or from which; empty for its law."""
    found = re.search(r"\b(?:in)?(to|from)\s+\Z", text[: law.start], re.IGNORECASE)
    return found[1].casefold() if found else ""


def run(text: str, laws: Sequence[Law]) -> int:
    """Where the first of several names that stand together ends: "the EU, the UK and Germany"."""
    last = laws[0].end
    for law in laws[1:]:
        if not _BETWEEN.fullmatch(text[last : law.start]):
            break
        last = law.end
    return last


def without(text: str, laws: Sequence[Law]) -> str:
    """A text of the same length with the names of jurisdictions blanked out."""
    for law in laws:
        text = text[: law.start] + " " * (law.end - law.start) + text[law.end :]
    return text
