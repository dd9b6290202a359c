"""Numbers with units, in descriptions and in control texts, brought to one unit for each kind of size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from corpus.yamls import SafeLoader

_FILE = Path(__file__).parent / "units.yaml"
_NUMBER = (
    r"(?P<sign>[+\-−]|minus\s)?(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
    r"(?:\s*[x×]\s*10\s*(?:\^|\*\*)?\s*(?P<power>[\-−]?\d+))?"
)
_AT_LEAST, _MORE, _AT_MOST, _LESS = "≥", ">", "≤", "<"
_BEFORE = (
    (r"(?:at least|minimum of|not less than|no less than|from|between)", _AT_LEAST),
    (r"(?:at most|up to(?: and including)?|not more than|no more than|maximum of|not exceeding)", _AT_MOST),
    (r"(?:above|over|exceeds?|exceed|exceeding|more than|greater than|longer than|higher than|beyond)", _MORE),
    (r"(?:below|under|less than|fewer than|shorter than|lower than)", _LESS),
)
_HALF = re.compile(r"\bhalf an? ", re.IGNORECASE)
_AFTER = ((r"or (?:more|greater|higher|longer|better)", _AT_LEAST), (r"or (?:less|fewer|lower|shorter)", _AT_MOST))


@dataclass(frozen=True, slots=True)
class Size:
    """A number of a kind (length in metres, power in watts, frequency in hertz …) and the words that say it.

    `relation` is "=" or what the words make of it: ≥, >, ≤, <.
    """

    kind: str
    value: float
    relation: str
    words: str
    start: int

    def admits(self, other: Size) -> bool:
        """Whether another number of the same kind is on the side that this limit names; an exact one must be equal.

        "Above 500" is above the limit "above 500".
        """
        match self.relation:
            case "≥":
                return other.value >= self.value
            case ">":
                return other.value > self.value or (other.value == self.value and other.relation == ">")
            case "≤":
                return other.value <= self.value
            case "<":
                return other.value < self.value or (other.value == self.value and other.relation == "<")
        return other.value == self.value


def sizes(text: str) -> list[Size]:
    """The numbers with units that a text names, in order."""
    return list(_found(spelt(text)))


def spelt(text: str) -> str:
    """A text whose number words stand as digits of the same meaning: "five hundred metres" is "500 metres"."""
    return _words().sub(_digits, _HALF.sub("0.5 ", text))


def _found(text: str) -> Iterator[Size]:
    for match in _pattern().finditer(text):
        kind, factor, offset = _units()[match["unit"].casefold() if match["unit"] not in _units() else match["unit"]]
        value = float(match["number"].replace(",", ""))
        if match["power"]:
            value *= 10.0 ** int(match["power"].replace("−", "-"))
        if match["sign"] and match["sign"].strip() != "+":
            value = -value
        before, after = text[max(0, match.start() - 24) : match.start()], text[match.end() : match.end() + 44]
        yield Size(kind, value * factor + offset, _relation(before, after), match[0].strip(), match.start())


def _relation(before: str, after: str) -> str:
    for pattern, relation in _AFTER:
        if re.match(rf"(?:[^,;.]|\.\d){{0,30}}?{pattern}\b", after):
            return relation
    for pattern, relation in _BEFORE:
        if re.search(rf"\b{pattern}\s+$", before, re.IGNORECASE):
            return relation
    return "="


@lru_cache(maxsize=1)
def _units() -> dict[str, tuple[str, float, float]]:
    """Of each way to write a unit: the kind of size, the factor to its base unit, and what is added after."""
    data = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=SafeLoader)
    return {
        written: (kind, float(factor), float(offset))
        for kind, units in data["units"].items()
        for factor, offset, names in units
        for written in map(str, names)
    }


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_units(), key=len, reverse=True)
    exact = "|".join(re.escape(unit) for unit in longest_first if unit != unit.casefold())
    folded = "|".join(re.escape(unit) for unit in longest_first if unit == unit.casefold())
    return re.compile(rf"(?<![\w.]){_NUMBER}[\s\-]*(?P<unit>{exact}|(?i:{folded}))(?!\w)")


_SMALL = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen".split()
    )
} | {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_LARGE = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}


@lru_cache(maxsize=1)
def _words() -> re.Pattern[str]:
    one = "|".join(sorted((*_SMALL, *_LARGE), key=len, reverse=True))
    return re.compile(rf"\b(?:{one})(?:[\s\-]+(?:and\s+)?(?:{one}))*\b", re.IGNORECASE)


def _digits(match: re.Match[str]) -> str:
    total = current = 0
    for word in re.findall(r"[a-z]+", match[0].lower()):
        if word in _SMALL:
            current += _SMALL[word]
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word in _LARGE:
            total, current = total + max(current, 1) * _LARGE[word], 0
    return str(total + current)
