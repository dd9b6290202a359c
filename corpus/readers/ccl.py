"""Reads the Commerce Control List, Supplement No. 1 to 15 CFR part 774, from the blocks of the eCFR XML.

An entry begins with a bold line "4D004 “Software” …" and becomes `itm_4D004`. In it the headings License Requirements,
List Based License Exceptions and so on open notes with names (`note_license-requirements`), and so do the lines Related
Controls and Related Definitions. The items are flat paragraphs whose labels name the whole path: "b.2.a. …" is
`pnt_b/pnt_2/pnt_a`. Notes, technical notes and N.B. stand on what they name first ("Note: 5A001.b.3 does not …"), else on
the point before them, and have points of their own. Above the entries are the categories (`cat_4`, `cat_5P2`) and their
product groups (`sec_A`). The headings "List of Items Controlled" and "Items:" and those between items are furniture.

The reader takes one block after the other; blocks that are made from another source of the list than XML do as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.readers.ccl_labels import NOTE, point
from corpus.readers.ccl_notes import HEADINGS, PENDING, Notes, Placed
from corpus.readers.ecfr_blocks import Block
from corpus.readers.numbers import slug
from corpus.readers.reading import Piece

_LIST = re.compile(r"Supplement\s+No\.?\s*1\s+to\s+Part\s+774\b", re.IGNORECASE)
_ENTRY = re.compile(r"(\d[A-EY]\d{3})\b[.:]?\s*")
_CATEGORY = re.compile(r"(Category\s+(\d)(?:[\s,(]*Part\s+(\d)\)?)?\s*[-–—:]?)\s*", re.IGNORECASE)
_PART = re.compile(r"(Part\s+(\d|I{1,2})\b\s*[-–—.:]?)\s*", re.IGNORECASE)
_GROUP = re.compile(r"([A-E]\.)\s+")
_ANNEX = re.compile(r"Annex\b", re.IGNORECASE)
_SECTIONS = (
    (re.compile(r"license\s+requirements?\s*:?\s*", re.IGNORECASE), "license-requirements"),
    (re.compile(r"reporting\s+requirements?\s*:?\s*", re.IGNORECASE), "reporting-requirements"),
    (
        re.compile(
            r"(?:list[\s-]+based\s+)?license\s+exceptions?\s*(?:\(\s*see\s+part\s+740\b[^)]*\)?)?\s*[.:]?\s*",
            re.IGNORECASE,
        ),
        "list-based-exceptions",
    ),
    (re.compile(r"special\s+conditions\s+for\s+(?:license\s+exception\s+)?st[as]\s*:?\s*", re.IGNORECASE), "sta"),
)
_ITEMS_HEADING = re.compile(r"list\s+of\s+items\s+controlled\s*:?\s*", re.IGNORECASE)
_FIELDS = re.compile(r"(Related\s+Controls?|Related\s+Definitions?|ECCN\s+Controls?|Unit)\s*:\s*", re.IGNORECASE)
_NAMES = {"related control": "related-controls", "related definition": "related-definitions"}
_ITEMS = re.compile(r"(Items?\s*:|Items?(?=\s+a\.\s|\s*\Z))\s*", re.IGNORECASE)


def is_list(number: str, heading: str) -> bool:
    """Whether an appendix is the Commerce Control List, by its number or its heading."""
    return _LIST.match(number.strip()) is not None or _LIST.match(heading.strip()) is not None


@dataclass(slots=True)
class ListReader(Notes):
    """Takes the blocks of the list in order; gives the pieces of each."""

    def read(self, block: Block) -> Iterator[Piece]:
        """The pieces of one block."""
        text = block.text
        if block.inside != "note" and self.group and self.note != PENDING:
            if self.note_list:
                self.resting = self.note, self.note_list
            self.note, self.note_list, self.note_ended, self.group = "", [], True, 0
        if block.tag == "head":
            yield from self._supplement(text)
        elif not self.top:
            self.top = yield from self._new("", "anx", "774-1")
            yield from self.read(block)
        elif block.tag == "row":
            yield from self.settle()
            yield Piece("text", text, "/".join([self.note, *self.note_list]) if block.inside == "note" else self._here)
        elif entry := self._entry_of(block, text):
            yield from self._begin_entry(entry, text)
        elif HEADINGS.fullmatch(block.tag) and block.inside != "note" and (above := self._above(text)):
            yield from self._begin_division(text, *above)
        elif block.inside == "note":
            yield from self._noted(block, text)
        elif self.entry:
            yield from self._in_entry(block, text)
        else:
            yield from self._outside(block, text)

    def _supplement(self, text: str) -> Iterator[Piece]:
        found = _LIST.match(text)
        label = re.match(r"\s*[-–—:]*\s*", text[found.end() :]) if found else None
        cut = found.end() + label.end() if found and label else 0
        self.top = yield from self._new("", "anx", "774-1", text[:cut], text[cut:])
        self.place = self.top

    def _entry_of(self, block: Block, text: str) -> str:
        """The code of the entry that a block begins; empty if it begins none. A code in running text is no entry."""
        found = _ENTRY.match(text)
        begins = block.tag in ("fp-2", "fp-1", "fp", "p", "hd2", "hd3") and block.bold and block.starts
        return found.group(1) if found and begins and block.inside in ("", "extract") else ""

    def _begin_entry(self, code: str, text: str) -> Iterator[Piece]:
        found = _ENTRY.match(text)
        end = found.end() if found else 0
        yield from self._close("")
        self.entry = yield from self._new("", "itm", code, text[:end], text[end:])
        self.place, self.section, self.in_items, self.target = self.entry, "", True, self.entry

    def _above(self, text: str) -> tuple[str, str, str, int] | None:
        """A heading above entries: where it stands, kind, number and the length of its label."""
        if found := _CATEGORY.match(text):
            return "", "cat", found.group(2) + (f"P{found.group(3)}" if found.group(3) else ""), found.end()
        if (found := _PART.match(text)) and self.category:
            number = {"I": "1", "II": "2"}.get(found.group(2).upper(), found.group(2))
            return "", "cat", f"{self.category[4]}P{number}", found.end()
        if (found := _GROUP.match(text)) and self.category:
            return self.category, "sec", found.group(1)[0], found.end()
        if _ANNEX.match(text):
            return self.category or self.top, "anx", "1", 0
        return None

    def _begin_division(self, text: str, above: str, kind: str, number: str, end: int) -> Iterator[Piece]:
        yield from self._close("")
        self.place = yield from self._new(above, kind, number, text[:end], text[end:])
        if kind == "cat":
            self.category = self.place
        self.entry, self.section, self.in_items, self.target = "", "", True, self.place

    def _outside(self, block: Block, text: str) -> Iterator[Piece]:
        """Text under a category or product group, or before the first of them."""
        if HEADINGS.fullmatch(block.tag) and not NOTE.match(text):
            yield from self._close(self.place)
            yield Piece("furniture", text, kind="division")
        else:
            yield from self._items(block, text)

    def _in_entry(self, block: Block, text: str) -> Iterator[Piece]:
        for pattern, name in _SECTIONS:
            if pattern.fullmatch(text):
                self.section = yield from self._named(name, text)
                return
        if _ITEMS_HEADING.fullmatch(text):
            yield from self._begin_items()
            yield Piece("furniture", text, kind="division")
        elif found := _FIELDS.match(text):
            words = " ".join(found.group(1).lower().split()).rstrip("s")
            self.section = yield from self._named(_NAMES.get(words, slug(words)), text[: found.end()])
            self.in_items = True
            yield from self._say(self.section, text[found.end() :])
        elif found := _ITEMS.match(text):
            yield from self._begin_items()
            yield Piece("furniture", text[: found.end()].strip(), kind="division")
            if rest := text[found.end() :]:
                yield from self._items(block, rest)
        elif HEADINGS.fullmatch(block.tag) and not NOTE.match(text):
            yield from self._close(self.entry)
            yield Piece("furniture", text, kind="division")
        else:
            yield from self._items(block, text)

    def _begin_items(self) -> Iterator[Piece]:
        yield from self._close(self.entry)
        self.section, self.in_items, self.place = "", True, self.entry

    def _named(self, name: str, title: str) -> Placed:
        """One of the notes with a name. Where the list gives it twice, its text goes on."""
        yield from self._close(self.entry)
        self.in_items = False
        locator = f"{self.entry}/note_{name}"
        if locator in self.known:
            yield Piece("text", title.strip(), locator)
            return locator
        return (yield from self._new(self.entry, "note", name, title=title))

    def _items(self, block: Block, text: str) -> Iterator[Piece]:
        """A paragraph that may be a point, a note or the going on of what is before it."""
        starts = block.starts and block.tag != "row"
        if starts and (found := NOTE.match(text)) and self._is_note(block, found, text):
            yield from self._begin_note(found, text[found.end() :])
            self.note_italic = block.italic
            return
        if self.note and starts and self._is_in_note(block, text):
            yield from self._note_point(text)
            return
        if starts and self.in_items and (placed := point(text)):
            path, end = placed
            above = "/".join([self.entry or self.place_of_list, *(f"pnt_{step}" for step in path)])
            if above in self.known and (self.loose or self._back(text)):
                yield from self._again(text)
                return
            yield from self._close("")
            self.section = ""
            above = yield from self._parents(self.entry or self.place_of_list, path[:-1])
            self.place = yield from self._new(above, "pnt", path[-1], text[:end])
            yield from self._say(self.place, text[end:])
            return
        if self.note and not self.note_ended:
            yield from self._say("/".join([self.note, *self.note_list]), text)
            return
        self.loose = text.endswith((":", "—"))
        yield Piece("text", text, self._here)

    def _again(self, text: str) -> Iterator[Piece]:
        """A label that the entry has already: it goes on with a note before it, or is a list in running text."""
        if back := self._back(text):
            self.note, self.note_list = back
            yield from self._note_point(text)
            self.note, self.resting = "", (self.note, self.note_list)
        else:
            yield Piece("text", text, self._here)

    def _is_note(self, block: Block, found: re.Match[str], text: str) -> bool:
        """Whether "Note" begins a note and not a sentence: "Note 1 does not diminish …" has no colon."""
        if not found.group("kind").lower().startswith("note") and ":" not in text[: found.end()]:
            return found.group("kind")[0] in "nN"
        return ":" in found.group(1) or block.lead.startswith(found.group("kind")) or found.end() == len(text)
