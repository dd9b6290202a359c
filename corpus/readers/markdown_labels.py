"""The series that labels make: which label goes on an open series, which begins one, which is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.readers.numbers import roman_value

DEEPEST = 12  # levels; labels that would go deeper are neighbours


@dataclass(slots=True)
class Level:
    """An open provision inside the article or section: the form and series of its label, its value in the series."""

    locator: str
    kind: str
    form: str = ""
    series: str = ""
    value: float = 0
    indent: int = 0
    is_plural: bool = False  # "Notes:", whose numbers are those of the notes themselves


def placed(levels: Sequence[Level], form: str, figure: str, indent: int) -> tuple[int, str, float] | None:
    """How many levels stay open above a label, its series and value; `None` if it is no label in this place."""
    possible = readings(figure)
    open_now = [n for n, one in enumerate(levels) if one.form == form and abs(one.indent - indent) <= 1]
    for n in reversed(open_now):
        for series, value in possible:
            if levels[n].series == series and levels[n].value < value <= levels[n].value + 1:
                return n, series, value
    for series, value in reversed(possible):
        if value == 1:  # "1." again right after "1." is its neighbour: some leave the counting to the program
            is_again = bool(open_now) and open_now[-1] == len(levels) - 1 and levels[-1].series == series
            is_again = is_again and levels[-1].value == 1
            deepest = open_now[-1] if is_again or (len(levels) >= DEEPEST and open_now) else len(levels)
            return min(deepest, DEEPEST), series, value
    for n in reversed(open_now):
        for series, value in possible:
            if levels[n].series == series and value > levels[n].value and (form != "dot" or series == "1"):
                return n, series, value
    if possible and (possible[0][0] == "1" or (form == "round" and not levels)):
        return len(levels), *possible[0]
    return None


def readings(figure: str) -> list[tuple[str, float]]:
    """What a number can be: a digit, a letter, a doubled letter, a Roman number, each with its value in the series."""
    if (found := re.fullmatch(r"(\d+)([a-z]*)", figure)) is not None:
        return [("1", int(found[1]) + (0.5 + (ord(found[2][0]) - 96) / 100 if found[2] else 0))]
    case = "a" if figure.islower() else "A"
    low = figure.lower()
    found_as: list[tuple[str, float]] = []
    if len(low) == 1:
        found_as.append((case, ord(low) - 96))
    elif len(set(low)) == 1 and low[0] not in "ixcm":
        found_as += [(case, 26 * (len(low) - 1) + ord(low[0]) - 96), (case * 2, ord(low[0]) - 96)]
    if set(low) <= set("ivxlc"):
        found_as.append((case + "i", float(roman_value(low))))
    return found_as


def value_of(figure: str) -> float:
    """The value of the digits that a number begins with, or of a Roman numeral."""
    digits = re.match(r"\d+", figure)
    return float(digits[0]) if digits else float(roman_value(figure))
