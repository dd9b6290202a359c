"""Notes in the Commerce Control List: where each stands, and what of the paragraphs after it belongs to it."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from corpus.readers.ccl_labels import NOTE, NUMBERED, follows, named_first, named_last, point
from corpus.readers.ecfr_blocks import Block
from corpus.readers.numbers import Locators
from corpus.readers.reading import Piece

Placed: TypeAlias = Generator[Piece, None, str]

HEADINGS = re.compile(r"hd[1-4]|hed")
PENDING = "pending"  # stands for the note of which only the label was read


@dataclass(slots=True)
class Notes:
    """Where the reader of the list is, and the note that is open.

    `place` is the last point, entry or category; `section` a note with a name (license requirements); `target` what a note
    that names nothing stands on. `note_list` are the steps of the last point of the note; `note_ended` says that its text
    did not end as if a list followed. `resting` is the note before, whose list may go on after a technical note.
    """

    locators: Locators = field(default_factory=Locators)
    top: str = ""
    category: str = ""
    entry: str = ""
    place: str = ""
    section: str = ""
    in_items: bool = False
    note: str = ""
    note_list: list[str] = field(default_factory=list)
    note_italic: bool = False
    note_ended: bool = False
    pending: tuple[str, str, str] = ("", "", "")
    named: str = ""
    target: str = ""
    resting: tuple[str, list[str]] = ("", [])
    series: int = 0
    loose: bool = False
    group: int = 0
    known: set[str] = field(default_factory=set)
    next: dict[str, int] = field(default_factory=dict)

    @property
    def place_of_list(self) -> str:
        """What points outside of entries belong to: the annex, group or category, not the point before."""
        return self.place.partition("/pnt_")[0]

    @property
    def _code(self) -> str:
        return self.entry.removeprefix("itm_")

    @property
    def _here(self) -> str:
        return self.section or self.place

    def _noted(self, block: Block, text: str) -> Iterator[Piece]:
        """A block of a `NOTE` element: its heading, then paragraphs that are all in the note."""
        fresh = block.group != self.group
        self.group = block.group
        found = NOTE.match(text)
        if found and (fresh or HEADINGS.fullmatch(block.tag) or ":" in found.group(1)):
            yield from self._begin_note(found, text[found.end() :])
        elif fresh:
            yield from self.settle()
            yield from self._number_note("note", "", text, "")
        else:
            yield from self._note_point(text)

    def _begin_note(self, found: re.Match[str], rest: str) -> Iterator[Piece]:
        """A note from its label. Where the paragraph ends with the label, its place is known from the one after."""
        yield from self.settle()
        words = " ".join(found.group("kind").lower().split())
        kind = "tnote" if words.startswith("tech") else "nb" if words.startswith("n") and "b" in words[:4] else "note"
        if self.note and self.note_list:
            self.resting = self.note, self.note_list
        self.note, self.note_list, self.note_ended = "", [], False
        self.named = self._nearest(named_last(found.group("to") or "", self._code))
        label = found.group(1)
        if not rest.strip():
            self.pending, self.note = (kind, (found.group("no") or "").strip(), label), PENDING
            return
        yield from self._number_note(kind, (found.group("no") or "").strip(), rest, self.named, label)

    def _number_note(self, kind: str, number: str, text: str, target: str, label: str = "") -> Iterator[Piece]:
        """A note with its first paragraph. "Technical Notes: 1. …" is the first of several."""
        own = None if number else NUMBERED.match(text)
        end = own.end() if own and "." not in own.group(1) else 0
        self.series = int(own.group(1)) if own and end else 0
        number = own.group(1) if own and end else number
        in_section = self.section if self.section and "related-" not in self.section else ""
        above = target or in_section or self._nearest(named_first(text[:160], self._code)) or self._default_target()
        self.target = above
        self.note = yield from self._note_at(above, kind, number, f"{label} {text[:end]}".strip())
        self.note_list, self.note_ended = [], not text.rstrip().endswith((":", "—"))
        if not end and (listed := NUMBERED.match(text)) and listed.group(1) == "1":
            self.note_ended = False
            yield from self._note_point(text)
        else:
            yield from self._say(self.note, text[end:])

    def _note_at(self, above: str, kind: str, number: str, label: str) -> Placed:
        """A new note with its number; one that has none, or whose number is taken there, gets the next that is free."""
        base = f"{above}/{kind}_"
        if not number or f"{base}{number}" in self.known:
            while f"{base}{self.next.setdefault(base, 1)}" in self.known:
                self.next[base] += 1
            number = str(self.next[base])
        return (yield from self._new(above, kind, number, label))

    def _note_point(self, text: str) -> Iterator[Piece]:
        """A further paragraph of a note: a point of its own, the next of numbered notes, or more text."""
        if self.note == PENDING:
            kind, number, label = self.pending
            yield from self._number_note(kind, number, text, self.named, label)
            return
        if path_back := self._back(text):
            self.note, self.note_list = path_back
        own, lettered = NUMBERED.match(text), point(text)
        if (
            own
            and self._is_next(own.group(1))
            and (self.series or not self.note_list)
            and not self._goes_on(own.group(1))
        ):
            kind = self.note.rpartition("/")[2].partition("_")[0]
            above = self.note.rpartition("/")[0]
            self.note = yield from self._note_at(above, kind, own.group(1), text[: own.end()])
            self.note_list, self.series = [], int(own.group(1))
            yield from self._say(self.note, text[own.end() :])
            return
        path = lettered[0] if lettered else own.group(1).split(".") if own else []
        end = lettered[1] if lettered else own.end() if own else 0
        if not path:
            yield from self._say("/".join([self.note, *self.note_list]), text)
            return
        steps = self._note_path(path)
        above = yield from self._parents(self.note, steps[:-1])
        locator = yield from self._new(above, "pnt", steps[-1], text[:end])
        self.note_list = [f"pnt_{one}" for one in steps[:-1]] + [locator.rpartition("/")[2]]
        self.note_ended = False
        yield from self._say(locator, text[end:])

    def _is_next(self, number: str) -> bool:
        """Whether a number goes on with a series of notes: "2." after technical note 1."""
        last = str(self.series or self.note.rpartition("_")[2])
        return last.isdigit() and number.isdigit() and int(number) == int(last) + 1

    def _goes_on(self, number: str) -> bool:
        """Whether a number goes on with numbered points below a lettered one of the note."""
        last = self.note_list[-1].partition("_")[2] if len(self.note_list) > 1 else ""
        return last.isdigit() and int(number) == int(last) + 1

    def _back(self, text: str) -> tuple[str, list[str]] | None:
        """The note before this one, if a label goes on with its list: a technical note may stand within a note's list."""
        note, steps = self.resting
        placed = point(text)
        if not note or not placed or self.note_list or not self.note_ended:
            return None
        path, open_steps = placed[0], [step.partition("_")[2] for step in steps]
        depth = len(path) - 1
        if len(path) == 1:
            before = open_steps[0]
        elif path[:depth] == open_steps[:depth] and len(open_steps) > depth:
            before = open_steps[depth]
        else:
            return None
        return (note, steps) if follows(before, path[-1]) else None

    def _note_path(self, path: list[str]) -> list[str]:
        """Where a point stands in a note: "1.a" in technical note 1 is a; "1." after "b." is below b."""
        last = str(self.series or self.note.rpartition("_")[2])
        if len(path) > 1:
            return path[1:] if path[0] == last else path
        if not self.note_list:
            return path
        open_steps = [step.partition("_")[2].partition("-")[0] for step in self.note_list]
        same = [depth for depth, step in enumerate(open_steps) if step.isdigit() == path[0].isdigit()]
        following = [depth for depth in same if follows(open_steps[depth], path[0])]
        if depths := following or same[:1]:
            return [*open_steps[: depths[-1]], path[0]]
        return [*open_steps, path[0]]

    def _is_in_note(self, block: Block, text: str) -> bool:
        """Whether a paragraph after a note without an element of its own belongs to it: what stands after its bare label,
        and its list. The list's first label follows a colon; others go on with it, unless they could go on with the points of
        the entry and look unlike the note (italics) or come after a full stop.
        """
        placed = point(text)
        if self.note == PENDING:
            return not placed or "/".join([self.entry, *(f"pnt_{step}" for step in placed[0])]) in self.known
        own = NUMBERED.match(text)
        label = placed[0] if placed else own.group(1).split(".") if own else []
        if not label:
            return block.italic and self.note_italic
        if not placed:
            return bool(self.note_list) or not self.note_ended or self._is_next(label[0])
        if len(label) > 1:
            return False
        steps = [step.partition("_")[2] for step in self.note_list]
        if not any(step.isalpha() for step in steps):
            taken = f"{self.entry or self.place_of_list}/pnt_a" in self.known
            return label[0] == "a" and (not self.note_ended or taken)
        fresh = f"{self.note}/pnt_{label[0]}" not in self.known
        return any(follows(step, label[0]) for step in steps) and (block.italic or not self.note_italic) and fresh

    def _nearest(self, paths: list[list[str]]) -> str:
        """The provision that the paths have in common, as far as it is there; empty without paths."""
        if not self.entry or not paths:
            return ""
        common: list[str] = []
        for steps in zip(*paths, strict=False):
            if len(set(steps)) > 1:
                break
            common.append(steps[0])
        locator = self.entry
        for step in common:
            if f"{locator}/pnt_{step}" not in self.known:
                break
            locator = f"{locator}/pnt_{step}"
        return locator

    def _default_target(self) -> str:
        """Where a note stands that names nothing: in its section, with the note just before it, or on the last point."""
        if self.section and "related-" not in self.section:
            return self.section
        return self.target or self.place

    def settle(self) -> Iterator[Piece]:
        """Puts down a note of which so far only the label was read."""
        if self.note == PENDING:
            kind, number, label = self.pending
            self.note = yield from self._note_at(self.named or self._default_target(), kind, number, label)

    def _close(self, target: str) -> Iterator[Piece]:
        """Ends the note that is open; notes that name nothing stand on `target` from here, or on the last point."""
        yield from self.settle()
        self.note, self.note_list, self.note_ended, self.target, self.group = "", [], False, target, 0
        self.resting, self.loose = ("", []), False

    def _parents(self, above: str, path: list[str]) -> Placed:
        """The points above one, put down without text where the list leaves them out ("z.1" without "z")."""
        for number in path:
            inside = f"{above}/pnt_{number}"
            if inside not in self.known:
                self.known.add(self.locators.at(above, "pnt", number))
                yield Piece("number", "", inside)
            above = inside
        return above

    def _say(self, locator: str, text: str) -> Iterator[Piece]:
        if text.strip():
            yield Piece("text", text.strip(), locator)

    def _new(self, above: str, kind: str, number: str, label: str = "", title: str = "") -> Placed:
        """A new provision with its label and title."""
        locator = self.locators.at(above, kind, number)
        self.known.add(locator)
        if label.strip() or not title.strip():
            yield Piece("number", label.strip(), locator)
        if title.strip():
            yield Piece("title", title.strip(), locator)
        return locator
