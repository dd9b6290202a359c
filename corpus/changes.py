"""What changed between two readings of a document, provision by provision."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.provisions import Provision

Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One provision that came, went or says something else. `before` and `after` are title and text, empty if not there."""

    kind: Kind
    locator: str
    before: str
    after: str

    def words(self) -> Iterator[tuple[Literal["=", "-", "+"], str]]:
        """The two texts as runs of words that stayed (=), went (-) and came (+), in order."""
        old, new = _WORDS.findall(self.before), _WORDS.findall(self.after)
        was, is_now = [word.strip() for word in old], [word.strip() for word in new]
        for what, a, b, c, d in difflib.SequenceMatcher(None, was, is_now, autojunk=False).get_opcodes():
            if what == "equal":
                yield "=", "".join(new[c:d])
            if what in ("replace", "delete"):
                yield "-", "".join(old[a:b])
            if what in ("replace", "insert"):
                yield "+", "".join(new[c:d])


_WORDS = re.compile(r"\s*\S+")


def changes(before: Sequence[Provision], after: Sequence[Provision]) -> list[Change]:
    """Every provision that differs, in the order of the later text; those that went stand where they stood.

    White space does not count: a text set anew is the same text.
    """
    old = {p.pin.locator: p for p in before}
    new = {p.pin.locator: p for p in after}
    found = []
    for locator in _merged(list(old), list(new)):
        was, is_now = _said(old.get(locator)), _said(new.get(locator))
        if _tight(was) != _tight(is_now) or (locator in old) != (locator in new):
            kind: Kind = "added" if locator not in old else "removed" if locator not in new else "changed"
            found.append(Change(kind, locator, was, is_now))
    return found


def _merged(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """The locators of both, those of `new` in their order, each that went after the one that it followed."""
    there = set(new)
    after: dict[str, list[str]] = {}
    last = ""
    for locator in old:
        if locator in there:
            last = locator
        else:
            after.setdefault(last, []).append(locator)
    yield from after.get("", ())
    for locator in new:
        yield locator
        yield from after.get(locator, ())


def _said(provision: Provision | None) -> str:
    return "" if provision is None else f"{provision.title}\n{provision.text}".strip()


def _tight(text: str) -> str:
    return " ".join(text.split())
