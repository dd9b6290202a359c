"""Takes the paragraphs of a control list and gives its provisions (see `corpus.readers.control_list`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.readers import control_labels as labels
from corpus.readers.lines import Line, Paragraph
from corpus.readers.nesting import Frame, Nesting, is_first
from corpus.readers.numbers import Locators, slug
from corpus.readers.reading import Piece, Role


class Parser:
    """Takes the paragraphs of a list in order and gives its pieces."""

    def __init__(self, lines: Sequence[Line], above: str = "", pieces: list[Piece] | None = None) -> None:
        """`above` is the provision that the list stands in, such as an annex; `pieces` takes what the parser finds."""
        self.pieces: list[Piece] = [] if pieces is None else pieces
        self.above = above
        self.locators = Locators()
        self.given: set[str] = set()
        labelled = [line for line in lines if labels.ENTRY.match(line.text) or labels.POINT.match(line.text)]
        self.nesting = Nesting(self.given, is_flat=len({round(line.x) for line in labelled}) < 2)
        margins = Counter(round(line.x) for line in lines if labels.ENTRY.match(line.text))
        self.margin = margins.most_common(1)[0][0] if margins else 0
        self.leader = max((_place(line) for line in lines if labels.LEADER.search(line.text)), default=(0, 0.0))
        self.state = "" if above else "act"  # furniture of this kind until the first provision
        if above:  # text before the first entry is the annex's own
            self.nesting.restart(Frame(above, "anx", "", -1.0, 0.0))
        self.category = ""
        self.headings: set[str] = set()
        self.is_table = False
        # "Technical Notes:" until its text or first number comes: the label, its frame, its place among the pieces
        self.head: tuple[Piece, Frame, int] | None = None
        self.last_note: dict[str, tuple[str, str, float]] = {}

    # What a line opens ---------------------------------------------------------------------------------------------

    def opens(self, line: Line) -> int | None:
        """The length of the label that a line opens with (see `lines.Opens`)."""
        text = line.text
        if self._is_heading(line) or self._is_term(line):
            return 0
        if self._at_margin(line) and (found := labels.ENTRY.match(text)):
            return found.end()
        if self._at_margin(line) and (found := labels.SECTION.match(text)):
            return found.end()
        if found := labels.note(text):
            return found.end()
        if found := labels.POINT.match(text):
            return found.end()
        if (found := labels.BARE.match(text)) and (line.at(found.end()) or 0) > line.x + 1.5 * line.size:
            return len(found["label"])  # a label that lost its full stop, if the series says so
        return 0 if re.match(r"[-–—•]\s", text) or labels.LEADER.search(text) else None

    def _at_margin(self, line: Line, more: float = 0) -> bool:
        return self.nesting.is_flat or line.x <= self.margin + line.slack + more

    def _is_term(self, line: Line) -> bool:
        return self.category == "def" and self._at_margin(line, 75) and bool(labels.TERM.match(line.text))

    def is_head(self, line: Line) -> bool:
        """Whether a line is a heading or part of one."""
        is_section = self._at_margin(line) and labels.SECTION.match(line.text)
        return bool(is_section) or (self._is_heading(line) and not labels.LEADER.search(line.text))

    def _is_heading(self, line: Line) -> bool:
        text = line.text
        return bool(
            labels.CATEGORY.match(text)
            or labels.CONTINUED.match(text)
            or labels.PART.match(text)
            or labels.GENERAL.match(text)
            or labels.NAMED.match(text)
            or labels.UPDATE.match(text)
            or labels.CONTENTS.match(text)
            or labels.TABLE.match(text)
            or any(text.startswith(head) for head in labels.LISTS)
        )

    # Where a paragraph goes ----------------------------------------------------------------------------------------

    def take(self, paragraph: Paragraph) -> None:
        whole, label = paragraph.whole, paragraph.label
        if self._heading(paragraph, whole):
            return
        if self._is_term(paragraph.first) and (
            found := labels.TERM.match(whole) or labels.TERM.match(paragraph.first.text)
        ):
            self._open("def", slug(found["term"] or found["alone"]), paragraph, is_title=bool(found["alone"]))
            return
        if (
            label
            and (found := labels.ENTRY.fullmatch(label) or labels.ENTRY.match(whole))
            and self._at_margin(paragraph.first)
        ):
            self._open("itm", re.sub(r"[\s]", "", found["code"]), paragraph)
        elif label and (found := labels.SECTION.match(whole)) and self._at_margin(paragraph.first):
            self._open("itm", re.sub(r"[\s.]", "", found["code"] or found["spaced"]), paragraph, is_title=True)
        elif self.state:
            self._furniture(self.state, paragraph)
        elif self.is_table:
            self._text(paragraph, self.nesting.top)
        elif label and (found := labels.note(whole)):
            self._note(paragraph, found)
        elif label and self.nesting.is_open and (labels.POINT.fullmatch(label) or self._is_bare_point(paragraph)):
            self._point(paragraph, label)
        else:
            self._own(paragraph)

    def _is_bare_point(self, paragraph: Paragraph) -> bool:
        return self.nesting.comes_next(paragraph.label, paragraph.x, paragraph.first.slack)

    def _heading(self, paragraph: Paragraph, whole: str) -> bool:
        if (
            labels.LEADER.search(whole)
            or labels.CONTENTS.match(whole)
            or (self.state == "contents" and _place(paragraph.first) <= self.leader)
        ):
            self.state = "contents"
            self._furniture("contents", paragraph)
        elif labels.UPDATE.match(whole) and not paragraph.label:
            self.state = "editorial"
            self._furniture("editorial", paragraph)
        elif self._is_running_head(whole):
            self._furniture("masthead", paragraph)
        elif found := labels.CATEGORY.match(whole):
            self.category = found["number"]
            self._open("cat", found["number"], paragraph, found.end())
        elif (found := labels.PART.match(whole)) and self.category[:1].isdecimal():
            self._open("cat", f"{self.category}P{found['number']}", paragraph, found.end())
        elif found := labels.NAMED.match(whole):
            self._open("tnote", found["short"], paragraph, is_title=True)
        elif (found := labels.GENERAL.match(whole)) and not paragraph.label:
            self._open("note", found["short"] or "general", paragraph, is_title=True)
        elif head := next((head for head in labels.LISTS if whole.startswith(head)), ""):
            kind, _, number = labels.LISTS[head].partition("_")
            self.category = "def" if head.startswith("DEF") else ""
            self.headings.add(whole)
            self._open(kind, number, paragraph, is_title=True)
        elif labels.TABLE.match(whole) and not self.state:
            self.is_table = True
            self._text(paragraph, self.nesting.top)
        else:
            return False
        return True

    def _is_running_head(self, whole: str) -> bool:
        """Whether a heading is there again, as at the head of each page in text that was copied from pages."""
        if labels.CONTINUED.match(whole):
            return True
        if found := labels.CATEGORY.match(whole):
            return f"cat_{found['number']}" in self.given
        return whole in self.headings

    def _open(self, kind: str, number: str, paragraph: Paragraph, label: int = 0, is_title: bool = False) -> None:
        """A provision at the top of the list. `label` is the length of its label if the paragraph has none of its own."""
        if self.state == "editorial":
            return self._furniture("editorial", paragraph)
        self._settle()
        locator = self._locator(self.above, kind, number)
        self.state, self.is_table = "", False
        self.last_note.clear()
        if kind == "itm" and self.category == "def":
            self.category = ""
        self.nesting.restart(Frame(locator, kind, number, paragraph.x, paragraph.hang))
        printed = paragraph.label or paragraph.text[:label]
        rest = paragraph.text if paragraph.label else paragraph.text[label:]
        if printed:
            self._put("number", printed, locator, paragraph.page)
        if (
            kind == "itm" and not is_title and (point := labels.POINT.match(rest))
        ):  # "4E001 a. …" opens its first point too
            at = paragraph.hang if paragraph.hang is not None else paragraph.x + 1
            return self._inner(paragraph, rest, point, at)
        self._put("title" if is_title or kind == "cat" else "text", rest, locator, paragraph.page)

    def _inner(self, paragraph: Paragraph, rest: str, point: re.Match[str], x: float) -> None:
        first = Line(rest, paragraph.page, x, paragraph.first.y, paragraph.first.size, paragraph.first.italic)
        text = rest[point.end() :].lstrip()
        hang = paragraph.last.x if paragraph.last is not paragraph.first and paragraph.last.x > x else None
        self.take(Paragraph(point.group(), [text], first, hang, paragraph.last))

    def _point(self, paragraph: Paragraph, label: str) -> None:
        italic, x, slack = paragraph.first.italic, paragraph.x, paragraph.first.slack
        steps = label.rstrip(".").split(".")
        head = self._head_of_several() if is_first(steps[-1]) else None
        if head is not None:  # "Technical Notes:" goes with the first of them, and the numbers are notes
            self.head, kind, above = None, head[1].kind, head[0].locator
            self.nesting.close_to(above)
        else:
            self._settle()
            parent, kind = self.nesting.for_item(steps[0], x, italic, slack)
            above = parent.locator
        for step in steps[:-1]:  # a label that is a path, "a.1.", opens what is not there yet
            inner = f"{above}/pnt_{step}"
            if inner not in self.given:
                self._put("number", f"{step}.", self._locator(above, "pnt", step), paragraph.page)
                paragraph.label = paragraph.label.removeprefix(f"{step}.")
            above = inner
        locator = self._locator(above, kind or "pnt", steps[-1])
        is_series = kind not in ("", "pnt")
        self.nesting.push(Frame(locator, kind or "pnt", steps[-1], x, paragraph.hang, italic, is_series=is_series))
        if head is not None:
            self.pieces.insert(head[2], replace(head[0], locator=locator))
        self._rest(paragraph, locator)

    def _head_of_several(self) -> tuple[Piece, Frame, int] | None:
        return self.head if self.head is not None and self.head[0].text.rstrip(" :").endswith("s") else None

    def _note(self, paragraph: Paragraph, found: re.Match[str]) -> None:
        kind = labels.KINDS[found["kind"][:2]]
        x, slack, number = paragraph.x, paragraph.first.slack, found["number"] or ""
        self._settle()
        last, parent, at = self.last_note.get(kind, ("", "", 0.0))
        if number and last == str(int(number) - 1) and (self.nesting.is_flat or abs(at - x) <= slack):
            self.nesting.close_to(parent)
        else:  # what it says that it limits may stand further out; what stands further in stays open
            left = self.nesting.for_note(x, slack)
            parent = self._limited(paragraph.text) or left
        limits = parent if parent != self.nesting.top.locator else ""
        head = not paragraph.text
        frame = Frame("", kind, number, x, paragraph.hang, paragraph.first.italic, is_head=head, limits=limits)
        self.nesting.push(frame)
        if frame.is_head and not number:  # it may be the head of several, "Notes:" with 1. and 2. below
            frame.hang, frame.locator = x, f"{parent}/{kind}"
            self.head = Piece("number", paragraph.label, parent, page=paragraph.page), frame, len(self.pieces)
            return
        frame.number = number or self._free(parent, kind)
        frame.locator = self._locator(parent, kind, frame.number)
        self.last_note[kind] = (frame.number, parent, x)
        self._rest(paragraph, frame.locator)

    def _rest(self, paragraph: Paragraph, locator: str) -> None:
        """The label and the text of a point or note; a text that opens with a label of its own is a provision inside it."""
        self._put("number", paragraph.label, locator, paragraph.page)
        self.nesting.top.says, self.nesting.top.ends = bool(paragraph.text), paragraph.text[-1:]
        point = labels.POINT.match(paragraph.text)
        if point and paragraph.hang is not None:
            return self._inner(paragraph, paragraph.text, point, paragraph.hang)
        self._put("text", paragraph.text, locator, paragraph.page)

    def _limited(self, text: str) -> str:
        """What a note says that it limits, if that is a provision known here; the innermost that holds all it names."""
        root = self.nesting.frames[0].locator
        if found := labels.NAMED_POINT.match(text):
            locator = "/".join([root, *(f"pnt_{step}" for step in found["steps"].split("."))])
            return locator if locator in self.given else ""
        if not (found := labels.SUBJECT.match(text)):
            return ""
        paths = []
        for path in labels.PATH.finditer(found.group(1)):
            code = re.sub(r"\s", "", path["code"])
            start = f"{self.above}/itm_{code}" if self.above else f"itm_{code}"
            paths.append([start, *(f"pnt_{step}" for step in path["steps"].split(".")[1:])])
        common = []
        for steps in zip(*paths, strict=False):
            if len(set(steps)) > 1:
                break
            common.append(steps[0])
        locator = "/".join(common)
        return locator if locator in self.given and (locator + "/").startswith(root + "/") else ""

    def _own(self, paragraph: Paragraph) -> None:
        self._settle()
        owner = self.nesting.for_text(paragraph.x, paragraph.first.italic, paragraph.first.slack)
        self._text(paragraph, owner)

    def _text(self, paragraph: Paragraph, owner: Frame) -> None:
        if not owner.says and owner.kind in ("note", "tnote") and owner.is_head:
            owner.hang = paragraph.hang
        owner.says, owner.is_head, owner.ends = True, False, paragraph.text[-1:]
        self._put("text", paragraph.whole, owner.locator, paragraph.page)

    def _settle(self) -> None:
        """A head that no number came to is the label of one note."""
        if self.head is None:
            return
        (held, frame, place), self.head = self.head, None
        frame.number = self._free(held.locator, frame.kind)
        frame.locator = self._locator(held.locator, frame.kind, frame.number)
        self.pieces.insert(place, replace(held, locator=frame.locator))

    # Pieces --------------------------------------------------------------------------------------------------------

    def _free(self, parent: str, kind: str) -> str:
        return str(next(n for n in range(1, 1000) if f"{parent}/{kind}_{n}" not in self.given))

    def _locator(self, above: str, kind: str, number: str) -> str:
        locator = self.locators.at(above, kind, number)
        self.given.add(locator)
        return locator

    def _put(self, role: Role, text: str, locator: str, page: int) -> None:
        if text.strip():
            self.pieces.append(Piece(role, text.strip(), locator, page=page))

    def _furniture(self, kind: str, paragraph: Paragraph) -> None:
        self.pieces.append(Piece("furniture", paragraph.whole, kind=kind, page=paragraph.page))

    def finish(self) -> list[Piece]:
        self._settle()
        return self.pieces


def _place(line: Line) -> tuple[int, float]:
    """Where a line stands in the document, to compare."""
    return line.page, -line.y
