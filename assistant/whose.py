"""Whose law a question asks about: a country named as the one whose rules or practice are meant, not as a destination.

"What is the penalty in Kenya?" and "India's regime" ask about a law; "our customer in Qatar" and "the Saudi police" do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import yaml
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

_FILE = Path(__file__).parent / "countries.yaml"
_ASKS = r"(?:does|do|did|has|have|had|is|are|was|were|will|would|can|could|must|should|may)"
_LAW = (
    r"(?:export\s+|national\s+|customs\s+|control\s+)*(?:laws?|rules?|regimes?|regulations?|legislation|regulators?|licen[cs]\w+|controls?|"
    r"penalt\w+|acts?|orders?|authorit\w+|lists?|system|practice|policy|parliament|courts?|exporters?|ministr\w+|guidance)"
)
_PARTY = (
    r"(?:customers?|clients?|buyers?|subsidiar\w+|daughters?|branch\w*|manufacturers?|vendors?|users?|partners?|distributors?|"
    r"compan\w+|firms?|police|agenc\w+|offices?|operators?|resellers?|staff|colleagues?|engineers?|developers?|"
    r"servers?|centres?|centers?|entit\w+|end-users?|governments?|forces?|telco|telecom|bank|university|someone|somebody)"
)


_ALSO_WORDS = frozenset("chad china guinea jordan mali oman polish turkey".split())  # in small letters no country
_MISSPELT = 6  # letters from which one wrong letter is forgiven


@lru_cache(maxsize=1)
def countries() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """The names and the adjectives of each country, by its common name."""
    data = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["countries"]
    found = {}
    for country, written in data.items():
        names, _, adjectives = written.partition(";")
        found[country] = (_split(names), _split(adjectives))
    return found


def _split(written: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in written.split(",") if part.strip())


def law_of(question: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The countries whose law or practice a question asks about, each with its names and adjectives."""
    for country, (names, adjectives) in countries().items():
        if any(name in question for name in (*names, *adjectives)) and _is_law_of(question, names, adjectives):
            yield country, (*names, *adjectives)


def _is_law_of(question: str, names: tuple[str, ...], adjectives: tuple[str, ...]) -> bool:
    name = rf"(?:the\s+)?(?:{'|'.join(map(re.escape, names))})"
    either = rf"(?:the\s+)?(?:{'|'.join(map(re.escape, (*names, *adjectives)))})"
    forms = (
        rf"\b{name}['’]s?\s",
        rf"^{name}\s*[:,–-]",
        rf"\b(?i:{_ASKS})\s+{name}\b",
        rf"\b(?:under|by)\s+{either}\b",
        rf"\b{either}(?:\s*(?:,|and|or)\s+(?:the\s+)?[A-Z]\w+)*\s+(?i:{_LAW})\b",
        rf"\b(?i:courts?|ministr\w+|regulators?|authorit\w+|parliament|customs|law|legislation)\s+(?:in|of)\s+{name}\b",
        rf"\b(?i:export|ship|sell|send|transfer)\w*\b.{{0,40}}\bfrom\s+{name}\b",
    )
    return any(re.search(form, question) for form in forms)


def placed_in(question: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The countries in which a question is set, unless a party sits there: "our customer in Qatar", "we in Madrid"."""
    for country, (names, adjectives) in countries().items():
        inside = re.search(rf"\bin\s+(?:the\s+)?(?:{'|'.join(map(re.escape, names))})\b", question)
        if inside is None:
            continue
        before = question[: inside.start()]
        if not re.search(rf"(?i:\b{_PARTY})(?:\s+\w+){{0,4}}\s*$|(?i:\b(?:we|our|my|us|i))\b[^.?!]*$", before):
            yield country, (*names, *adjectives)


def mentioned(question: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The countries that a question names in any way, but for destinations and parties: "to Oman", "the Saudi police"."""
    for country, (names, adjectives) in countries().items():
        either = "|".join(map(re.escape, (*names, *adjectives)))
        for found in re.finditer(rf"\b(?:{either})\b", question):
            before, after = question[: found.start()], question[found.end() :]
            is_goal = re.search(r"(?i:\b(?:to|into|for|with|via|from)\s+(?:the\s+)?)$", before)
            is_party = re.match(rf"(?i:\s+(?:\w+\s+)?{_PARTY}\b)", after) or re.search(
                rf"(?i:\b{_PARTY}\s+(?:in|from|of)\s+(?:the\s+)?)$", before
            )
            if not is_goal and not is_party:
                yield country, (*names, *adjectives)
                break


def spelt(question: str) -> str:
    """A question with the countries that it names in small letters, or with one wrong letter, as they are written."""
    return re.sub(r"\b[a-z]{4,}\b", lambda match: _as_country(match[0]), question)


@lru_cache(maxsize=4096)
def _as_country(word: str) -> str:
    if word in _ALSO_WORDS:
        return word
    known = _spellings()
    if word in known:
        return known[word]
    near = process.extractOne(word, list(known), scorer=DamerauLevenshtein.distance, score_cutoff=1)
    is_alike = near and len(word) >= _MISSPELT and near[0][0] == word[0]
    return known[near[0]] if near and is_alike else word


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    written = [name for names, adjectives in countries().values() for name in (*names, *adjectives)]
    return {name.casefold(): name for name in written if len(name) >= 4 and " " not in name}
