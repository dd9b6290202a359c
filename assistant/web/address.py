"""What the page shows, as its address: a link to a question, a provision or a comparison can be handed on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

TABS = ("ask", "browse", "compare", "coverage", "workshop", "evidence")
# What an address may hold, in the order in which it is written.
NAMES = (
    "tab", "q", "jurisdiction", "kind", "document", "binding", "as_of", "show", "edition", "quote",
    "tree", "find", "topic", "jurisdictions", "item", "make", "number", "difficulty", "kinds", "seed", "reader",
)  # fmt: skip
LONGEST = 6000  # characters of one value: a description of an item


def link(**values: str | int | bool | Iterable[str]) -> str:
    """The address with these values, relative to the page: `?q=…`. Those that are empty are left out; several are set off
    by commas.
    """
    written = {name: _written(values[name]) for name in NAMES if name in values}
    return f"?{urlencode({name: value for name, value in written.items() if value})}"


def read(given: Mapping[str, str]) -> dict[str, str]:
    """The values of an address, every name there, empty where it is not given. What is unknown or overlong is left out."""
    found = {name: given.get(name, "").strip() for name in NAMES}
    found = {name: value if len(value) <= LONGEST else "" for name, value in found.items()}
    if found["tab"] not in TABS:
        found["tab"] = next((tab for tab, name in _MEANT.items() if found[name]), "ask")
    return found


def several(value: str) -> list[str]:
    """The parts of a value that commas set off."""
    return [part.strip() for part in value.split(",") if part.strip()]


_MEANT = {"ask": "q", "browse": "tree", "compare": "topic", "coverage": "item", "workshop": "make"}


def _written(value: str | int | bool | Iterable[str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, str | int):
        return str(value)
    return ",".join(value)
