"""Labels as documents print them, made into the numbers of pins."""

from __future__ import annotations

import re
import unicodedata

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
