"""What the divisions of eCFR XML become: sections, appendices and text that stands under a part, paragraph by paragraph."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field

from corpus.readers.ecfr_blocks import Block, fold
from corpus.readers.ecfr_labels import LETTER, Found, Label, Outline, Series, split_heading
from corpus.readers.numbers import Locators, number, slug
from corpus.readers.reading import Piece, Role

_HEADING = frozenset("hd1 hd2 hd3 hd4 hed".split())
_NOTE = re.compile(
    r"\s*((?:Technical\s+)?Notes?(?:\s+\d+)?(?:\s+to\b[^:.]{0,80}?(?:\([^:.]{1,12}\))*)?\s*[:.])", re.IGNORECASE
)


@dataclass(slots=True)
class Sheet:
    """The pieces so far, the locators given, and what is known of the section that is being read."""

    pieces: list[Piece] = field(default_factory=list)
    locators: Locators = field(default_factory=Locators)
    known: set[str] = field(default_factory=set)
    next: dict[str, int] = field(default_factory=dict)

    def furniture(self, kind: str, text: str) -> None:
        self.pieces.append(Piece("furniture", text, kind=kind))

    def new(self, above: str, kind: str, of: str) -> str:
        locator = self.locators.at(above, kind, of)
        self.known.add(locator)
        return locator

    def free(self, above: str, kind: str, wanted: str) -> str:
        """A new provision with the number wanted, or the next that is free where the source gives none."""
        base = f"{above}/{kind}_"
        while not wanted and f"{base}{self.next.setdefault(base, 1)}" in self.known:
            self.next[base] += 1
        return self.new(above, kind, wanted or str(self.next[base]))

    def add(self, locator: str, text: str, number: str = "", title: str = "") -> None:
        parts: tuple[tuple[Role, str], ...] = (("number", number), ("title", title), ("text", text))
        for role, own in parts:
            if own.strip():
                self.pieces.append(Piece(role, fold(own), locator))


@dataclass(slots=True)
class Provision(ABC):
    """A section, appendix or loose text that blocks are read into."""

    sheet: Sheet
    locator: str
    ahead: list[Label] = field(default_factory=list)
    defines: bool = False
    group: int = 0
    current: str = ""
    note: str = ""
    bare: bool = False
    base: str = ""
    inner: Series = field(default_factory=Series)

    @abstractmethod
    def read(self, block: Block, labels: list[Found]) -> None:
        """One block. What is grouped (notes, footnotes) is the same in all kinds of provisions."""

    @property
    def here(self) -> str:
        return self.current or self.locator

    def grouped(self, block: Block) -> bool:
        """Reads a block of a note or a footnote; false if it is none."""
        if block.inside not in ("note", "ftnt"):
            self.group = 0
            return False
        text = block.text
        if block.group != self.group:
            self.group, self.inner = block.group, Series()
            if block.inside == "ftnt":
                found = re.match(r"\W*(\w{1,3})\b", text)
                self.note = self.sheet.free(self.locator, "fn", found.group(1) if found else "")
                end = found.end() if found else 0
                self.sheet.add(self.note, text[end:], text[:end])
                return True
            label = _NOTE.match(text) if block.tag not in _HEADING else re.match(r"(.*)", text, re.DOTALL)
            self.begin_note(label.group(1) if label else "")
            text = text[label.end() :] if label else text
        self.in_note(text)
        return True

    def begin_note(self, label: str) -> None:
        """A new note on the paragraph that its label names, or on the one before it."""
        named = re.search(r"paragraphs?\s+((?:\(\w{1,5}\))+)", label)
        target = self.here
        if named:
            wanted = self.locator + "".join(f"/par_{one}" for one in re.findall(r"\((\w+)\)", named.group(1)))
            target = wanted if wanted in self.sheet.known else target
        elif self.base and "definition" in label.lower():
            target = self.base
        own = re.search(r"notes?\s+(\d+)", label, re.IGNORECASE)
        kind = "tnote" if label.lower().startswith("technical") else "note"
        number = own.group(1) if own and f"{target}/{kind}_{own.group(1)}" not in self.sheet.known else ""
        self.note = self.sheet.free(target, kind, number)
        self.inner = Series()
        self.sheet.add(self.note, "", label)

    def in_note(self, text: str) -> None:
        placed = self.inner.place(text)
        if placed is None:
            self.sheet.add("/".join([self.note, *(f"par_{one[2]}" for one in self.inner.open)]), text)
            return
        above, own, end = placed
        locator = self.sheet.new("/".join([self.note, *(f"par_{one}" for one in above)]), "par", own)
        self.sheet.add(locator, text[end:], text[:end])


@dataclass(slots=True)
class Section(Provision):
    """A section: paragraphs in the fixed order of labels; definitions where the heading says so."""

    outline: Outline = field(default_factory=Outline)
    outer: Outline = field(default_factory=Outline)
    seen: int = 0
    colon: bool = False

    def read(self, block: Block, labels: list[Found]) -> None:
        self.seen += len(labels)
        if self.grouped(block):
            return
        text = block.text
        note = _NOTE.match(text) if block.starts else None
        bare, self.bare = self.bare, False
        if block.tag in _HEADING:
            self.heading(text, note is not None)
        elif bare and not labels and not note and block.tag != "row":
            self.in_note(text)
        elif labels:
            self.note = ""
            self.labelled(block, labels)
        elif note and block.tag != "row":
            self.begin_note(note.group(1))
            rest = text[note.end() :]
            self.sheet.add(self.note, rest)
            self.note, self.bare = ("", False) if rest.strip() else (self.note, True)
        elif self.defines and not block.inside and (term := _term(block)):
            self.definition(block, term)
        elif self.note and block.tag != "row":
            self.in_note(text)
        else:
            flush = block.tag == "fp" and not block.inside and self.outline.open and not self.note
            self.sheet.add(self.note or (self.here.rpartition("/")[0] if flush else self.here), text)
        self.colon = bool(re.search(r"[:—]\s*$", text))

    def heading(self, text: str, is_note: bool) -> None:
        if is_note:
            self.begin_note(text)
            self.bare = True
        else:
            self.note = ""
            self.sheet.furniture("division", text)

    def labelled(self, block: Block, labels: list[Found]) -> None:
        raw = "".join(run.text for run in block.runs)
        done = 0
        for n, found in enumerate(labels):
            if n and not self.outline.opens(found.label):
                break
            if n and found.before.strip():
                self.sheet.add(self.current, "", title=found.before)
            self.leave_definition(found.label)
            at = self.seen - len(labels) + n + 1
            above = self.outline.place(found.label, self.ahead[at : at + 60], self.colon)
            place = "/".join([self.base or self.locator, *(f"par_{one}" for one in above)])
            self.current = self.sheet.new(place, "par", found.label.number)
            self.sheet.add(self.current, "", found.label.text)
            done = found.end
        end = split_heading(block, done)
        self.sheet.add(self.current, raw[end:], title=raw[done:end])

    def definition(self, block: Block, term: str) -> None:
        if not self.base:
            self.outer = self.outline
        above = "/".join([self.locator, *(f"par_{number}" for _, _, number in self.outer.open)])
        self.outline, self.note = Outline(), ""
        self.base = self.current = self.sheet.new(above, "def", slug(term)[:80].strip("-"))
        raw = "".join(run.text for run in block.runs)
        end = split_heading(block, 0)
        self.sheet.add(self.current, raw[end:], title=raw[:end])

    def leave_definition(self, label: Label) -> None:
        """A letter that goes on with the section's paragraphs, and not with those of a definition, ends the definition."""
        letters = [last for level, last, _ in self.outer.open if level == LETTER]
        own = [last for level, last, _ in self.outline.open if level == LETTER]
        if self.base and letters and not own and ord(label.first[0]) == ord(letters[0][0]) + 1:
            self.outline, self.base = self.outer, ""


@dataclass(slots=True)
class Appendix(Provision):
    """An appendix or supplement: its headings are sections, the order of its labels is its own."""

    series: Series = field(default_factory=Series)
    heads: list[tuple[str, str]] = field(default_factory=list)

    def read(self, block: Block, labels: list[Found]) -> None:
        del labels
        if self.grouped(block):
            return
        text = block.text
        if block.tag in _HEADING:
            self.heading(block.tag, text)
            return
        note = _NOTE.match(text) if block.starts and block.tag != "row" else None
        if note:
            self.begin_note(note.group(1))
            self.sheet.add(self.note, text[note.end() :])
            return
        placed = self.series.place(text) if block.starts and block.tag != "row" and not block.inside else None
        if placed:
            above, own, end = placed
            place = "/".join([self.heads[-1][1] if self.heads else self.locator, *(f"par_{one}" for one in above)])
            self.current = self.sheet.new(place, "par", own)
            self.sheet.add(self.current, text[end:], text[:end])
        else:
            self.sheet.add(self.here, text)

    def heading(self, name: str, text: str) -> None:
        while self.heads and self.heads[-1][0] >= name:
            self.heads.pop()
        if _NOTE.match(text):
            self.begin_note(text)
            self.current = self.note
            return
        found = re.match(
            r"\s*((?:Part|Section)?\s*\(?([IVXL]+|[A-Z]|\d{1,2})[.):]|(?:Part|Section)\s+([IVXL]+|[A-Z]|\d{1,2})\b)",
            text,
        )
        own = (found.group(2) or found.group(3)) if found else slug(text)[:60].strip("-") or "1"
        locator = self.sheet.new(self.heads[-1][1] if self.heads else self.locator, "sec", own)
        end = found.end() if found else 0
        self.sheet.add(locator, "", text[:end], text[end:])
        self.heads.append((name, locator))
        self.series, self.current, self.note = Series(), locator, ""


@dataclass(slots=True)
class Loose(Provision):
    """What stands under a title, chapter or part itself. Headings there are divisions; text is a note of the part."""

    def read(self, block: Block, labels: list[Found]) -> None:
        del labels
        if block.tag in _HEADING or block.tag == "head":
            self.sheet.furniture("division", block.text)
            return
        if not self.current:
            name = f"part-{number(self.locator) or '1'}"
            again = f"note_{name}" in self.sheet.known
            self.current = f"note_{name}" if again else self.sheet.new("", "note", name)
        self.sheet.add(self.current, block.text)


def _term(block: Block) -> str:
    """The term that a paragraph defines: what it begins with in italics, or in quotation marks."""
    lead = block.lead if not block.bold and not block.italic else ""
    if not lead:
        found = re.match(r"[“\"]([^”\"]{2,100}?)[.,]?[”\"]", block.text)
        lead = found.group(1) if found else ""
    return lead if slug(lead) and not re.match(r"\d|N\.B\.|Technical|Note\b", lead) and len(lead) <= 160 else ""
