"""Labels as documents print them, made into the numbers of pins."""

from __future__ import annotations

import re
import unicodedata

_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_WORTH = {sign: size for size, sign in _ROMAN if len(sign) == 1}
_KEPT = re.compile(r"[A-Za-z0-9]+(?:[.\-][A-Za-z0-9]+)*")


def number(label: str) -> str:
    """The number in a label: "(a)" → a, "1." → 1, "Article 5a" → 5a, "§ 734.13" → 734.13; empty if it has none.

    The last word that could be a number counts, so that a kind named before it is left out. Writing stays as it is.
    """
    text = unicodedata.normalize("NFKC", label).replace("\u2010", "-").replace("\u00ad", "")
    found = _KEPT.findall(text)
    return found[-1] if found else ""


def slug(term: str) -> str:
    """A term as the number of a definition: lower case, hyphens for all that is neither letter nor digit."""
    plain = unicodedata.normalize("NFKD", term).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def roman(value: int) -> str:
    """A number from 1 to 399 as a Roman numeral in lower case."""
    found = ""
    for size, sign in _ROMAN:
        found += sign * (value // size)
        value %= size
    return found


def roman_value(text: str) -> int:
    """The value of a Roman numeral in either case; 0 for what has other letters than i, v, x, l, c."""
    values = [_WORTH.get(one, 0) for one in text.lower()]
    return sum(-v if v < max(values[n:]) else v for n, v in enumerate(values)) if all(values) else 0


class Locators:
    """Gives each provision a locator of its own: a number that stands twice in one place gets `-2`, `-3` after it."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def at(self, above: str, kind: str, number: str) -> str:
        """The locator of a new provision inside `above` (empty at the top)."""
        base = f"{above}/{kind}_{number}" if above else f"{kind}_{number}"
        found = base
        while found in self._given:  # a document may itself number 2-2 what stands after a second 2
            self._given[base] += 1
            found = f"{base}-{self._given[base]}"
        self._given[found] = 1
        return found
