"""Where a labelled paragraph belongs: under which of the provisions that are open.

Places tell it where the print has indents: a label stands further right than the label of what it is part of. Without
indents the series tell it: b. follows a., 1. after "having any of the following:" opens a list of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from corpus.readers.numbers import roman_value

DEEPEST = 24
NOTES = ("note", "tnote", "nb")


@dataclass(slots=True)
class Frame:
    """An open provision: its locator, the kind and number of its last step, where its label and its text stand."""

    locator: str
    kind: str
    number: str
    x: float
    hang: float | None
    italic: bool = False
    is_head: bool = False  # a label alone, "Technical Note:", whose text has not come yet
    is_series: bool = False  # a note that is an item of a list: the 1. below "Notes:"
    says: bool = False  # it has text of its own
    limits: str = ""  # what a note limits, if that stands further out than the provision it is printed in
    ends: str = ""  # the last character of that: a colon awaits a list


class Nesting:
    """The open provisions, outermost first; the first is never closed but by `restart`."""

    def __init__(self, given: AbstractSet[str], is_flat: bool = False) -> None:
        self.given = given  # the locators of all provisions so far
        self.is_flat = is_flat
        self.frames: list[Frame] = []

    @property
    def is_open(self) -> bool:
        """Whether there is room for a provision inside: no list goes deeper than about ten, and labels without end must
        not make locators without end."""
        return len(self.frames) < DEEPEST

    @property
    def top(self) -> Frame:
        return self.frames[-1]

    def restart(self, frame: Frame) -> None:
        """Close all and open a provision at the top."""
        self.frames = [frame]

    def push(self, frame: Frame) -> None:
        self.frames.append(frame)

    def close_to(self, locator: str) -> bool:
        """Close what is inside a provision; false if the provision is not open."""
        for n, frame in enumerate(self.frames):
            if frame.locator == locator:
                del self.frames[n + 1 :]
                return True
        return False

    def for_item(self, number: str, x: float, italic: bool, slack: float) -> tuple[Frame, str]:
        """Close what an item of a list ends and give what it belongs to, and the kind of the item before it if any.

        The item before it is an open one at the same place; else, where there are indents, it belongs to the innermost
        provision that stands left of it; but a number that is not the first, and whose predecessor is not there,
        follows the open item that it comes next to, wherever that stands: some lines are set off their series.
        """
        before = self._at_place(number, x, italic, slack)
        if before is None and not self.is_flat:
            holds = (
                n for n in reversed(range(len(self.frames))) if self._holds(self.frames[n], number, x, italic, slack)
            )
            left = next(holds, 0)
            if is_first(number) or self._has_predecessor(self.frames[left].locator, number):
                del self.frames[left + 1 :]
                return self.top, ""
            before = self._next_to(number, italic)
            if before is None:
                del self.frames[left + 1 :]
        elif before is None and (not is_first(number) or number.lower() == "i"):
            before = self._next_to(number, None)
        if before is None:
            return self.top, ""
        kind = self.frames[before].kind
        del self.frames[before:]
        return self.top, kind

    def comes_next(self, number: str, x: float, slack: float) -> bool:
        """Whether an item would be the next of an open series that stands at the same place."""
        series = [f for f in self.frames if f.kind == "pnt" or f.is_series]
        return any(is_next(number, f.number) and abs(f.x - x) <= slack for f in series)

    def for_note(self, x: float, slack: float) -> str:
        """Close what a note ends and give what it limits: the innermost provision whose label stands left of it, or what
        the note before it limits that stands in the same place."""
        limits = ""
        while len(self.frames) > 1 and (self.top.kind in NOTES if self.is_flat else self.top.x >= x - slack):
            limits = self.frames.pop().limits or limits
        return limits or self.top.locator

    def for_text(self, x: float, italic: bool, slack: float) -> Frame:
        """Close what a paragraph without a label ends and give what it is text of."""
        while len(self.frames) > 1 and not self.is_flat:
            top = self.top
            reach = top.hang if top.hang is not None else top.x
            is_other = top.kind in NOTES and top.italic and top.says and not italic and x <= top.x + slack
            if reach <= x + slack and not is_other:
                break
            self.frames.pop()
        return self.top

    def _holds(self, frame: Frame, number: str, x: float, italic: bool, slack: float) -> bool:
        if frame.kind in NOTES:
            if f"{frame.locator}/pnt_{number}" in self.given and not italic:
                return False  # the note's own list has it; where notes are set in italics they tell themselves
            if (frame.is_head or frame.ends == ":") and abs(frame.x - x) <= slack and italic == frame.italic:
                return True
            if frame.says and ((frame.italic and not italic) or (frame.ends == "." and is_first(number))):
                return False
        return frame.x < x - slack

    def _items(self) -> Iterator[tuple[int, Frame]]:
        """Open items, innermost first, with their places in `frames`."""
        for n in reversed(range(1, len(self.frames))):
            if self.frames[n].kind in ("pnt", "par") or self.frames[n].is_series:
                yield n, self.frames[n]

    def _at_place(self, number: str, x: float, italic: bool, slack: float) -> int | None:
        for n, frame in self._items():
            if self.is_flat:
                break
            if frame.italic == italic and abs(frame.x - x) <= slack and is_after(number, frame.number):
                return n
        return None

    def _next_to(self, number: str, italic: bool | None) -> int | None:
        return next((n for n, f in self._items() if is_next(number, f.number) and italic in (None, f.italic)), None)

    def _has_predecessor(self, locator: str, number: str) -> bool:
        return any(f"{locator}/pnt_{before}" in self.given for before in predecessors(number))


def predecessors(number: str) -> list[str]:
    """The numbers that may stand before a number."""
    if number.isdecimal():
        return [str(int(number) - 1)]
    if len(set(number)) == 1 and number.isascii() and number.isalpha():
        return ["z"] if number == "aa" else [chr(ord(number[0]) - 1) * len(number)]
    return []


def is_first(number: str) -> bool:
    return number in ("1", "a", "A", "i", "I")


def is_after(number: str, before: str) -> bool:
    return any(b > a for a, b in _places(before, number))


def is_next(number: str, before: str) -> bool:
    return any(b == a + 1 for a, b in _places(before, number))


def _places(before: str, number: str) -> Iterator[tuple[int, int]]:
    """The places of two numbers in every series that has both."""
    for series in (_arabic, _letters, _roman):
        a, b = series(before), series(number)
        if a is not None and b is not None and before.isupper() == number.isupper():
            yield a, b


def _arabic(number: str) -> int | None:
    return int(number) if number.isdecimal() else None


def _letters(number: str) -> int | None:
    low = number.lower()
    if not (low.isascii() and low.isalpha()) or len(set(low)) != 1 or len(low) > 3:
        return None
    return ord(low[0]) - ord("a") + 1 + 26 * (len(low) - 1)


def _roman(number: str) -> int | None:
    return roman_value(number) or None if set(number.lower()) <= set("ivxl") else None
