"""EUR-Lex HTML as a flat run of lines: paragraphs, list items, table rows and rules, in the order of the source.

EUR-Lex lays lists out in four ways: a table of two cells (Official Journal), a grid of two columns (consolidated texts
from 2018 on), a block with a hanging indent and a stretched space after the label (earlier ones), and a label typed before
the text. The first three say where an item ends and are opened and closed here; labels that are just typed stay in their
lines, and `corpus.readers.eurlex_act` infers their nesting.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from corpus.readers.markup import Element, tag
from corpus.readers.reading import UnreadableSource

What = Literal["line", "row", "open", "close", "paragraph", "rule"]
Step = tuple[Literal["enter", "tail", "leave", "close"], Element]
Layout = Literal["list", "data", "box"]

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header "
    "html li main nav ol p pre section table tbody td tfoot th thead tr txt_te ul button textarea".split()
)
_SKIPPED = frozenset({"script", "style", "head", "noscript", "template"})
_CELLS = frozenset({"td", "th"})
_LABEL = re.compile(
    r"[‘’'“\"„«]?\s*(?:\(?(?:\d{1,3}\s?[a-z]{0,2}|[a-z]{1,5}|[A-Z]{1,5}|[α-ω]{1,3}|[а-я]{1,2}|\d+(?:\.\d+)+[a-z]?)\s?[).]{1,2}"
    r"|[—–―‐\-−•·○●■◦▪]|\(?\*+\d*\)?)"
)
HANGING = "hanging"  # stands for the class of an item set by its indent: what is inside it may come after it
_BREAK = "\x1e"  # stands for a line break of the source while other white space is evened out
DEEPEST = 60  # tables in one another
LONGEST_LABEL = 24  # characters; a cell with more is no label


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, a table row (cells parted by tabs), an item's label (`open`) or end (`close`), a paragraph's number, a
    rule. `css` is the class of the nearest block that has one, without the prefix "oj-"; `element` the block itself.
    """

    what: What
    text: str
    css: str
    element: Element


def lines(root: Element) -> list[Line]:
    """All text of the tree as lines. Walked with a list, as deep nesting would exhaust the call stack."""
    walk = _Walk()
    stack: list[Step] = [("enter", root)]
    while stack:
        step, element = stack.pop()
        if step == "enter":
            stack.extend(reversed(walk.enter(element)))
        elif step == "tail":
            walk.inline.append(element.tail or "")
        elif step == "close":
            walk.flush()
            walk.found.append(Line("close", "", "", element))
        else:
            walk.leave(element)
    return walk.found


class _Walk:
    """The lines so far, the run of text being gathered, and the blocks and tables around it."""

    def __init__(self) -> None:
        self.found: list[Line] = []
        self.inline: list[str] = []
        self.around: list[tuple[str, Element]] = []
        self.tables: list[Layout] = []
        self.hanging: list[tuple[Element, bool]] = []  # blocks with a hanging indent, and whether their label was read

    def flush(self) -> None:
        text = _tidy("".join(self.inline))
        self.inline.clear()
        if text:
            css, element = self.around[-1]
            self.found.append(Line("line", text, css, element))

    def leave(self, element: Element) -> None:
        self.flush()
        self.around.pop()
        if tag(element) == "table":
            self.tables.pop()
        if self.hanging and self.hanging[-1][0] is element and self.hanging.pop()[1]:
            self.found.append(Line("close", "", HANGING, element))

    def enter(self, element: Element) -> list[Step]:
        """Take in an element's own text; what is to be done next, in order."""
        name = tag(element)
        if not name or name in _SKIPPED:
            return []
        if name == "br":
            self.inline.append(_BREAK)
        elif name == "hr":
            self.flush()
            self.found.append(Line("rule", "", css_of(element), element))
        if name not in _BLOCKS:
            return self._inline(element)
        self.flush()
        self.around.append((css_of(element) or (self.around[-1][0] if self.around else ""), element))
        if name == "table":
            if len(self.tables) >= DEEPEST:
                raise UnreadableSource(f"The page has tables more than {DEEPEST} deep, as no act has; get it again.")
            self.tables.append(_layout(element))
        elif "text-indent" in (element.get("style") or ""):
            self.hanging.append((element, False))
        return [*self._block(name, element), ("leave", element)]

    def _inline(self, element: Element) -> list[Step]:
        if "no-parag" in css_of(element).split():
            self.flush()
            self.found.append(Line("paragraph", inner(element), "", element))
            return []
        if self.hanging and not self.hanging[-1][1] and "word-spacing" in (element.get("style") or ""):
            self._end_label()
        self.inline.append(element.text or "")
        return _children(element)

    def _end_label(self) -> None:
        """What was gathered is the label of a hanging item: a stretched space comes after it."""
        label = _tidy("".join(self.inline))
        if label and len(label) <= LONGEST_LABEL:
            self.inline.clear()
            element = self.hanging.pop()[0]
            self.hanging.append((element, True))
            self.found.append(Line("open", label, "", element))

    def _block(self, name: str, element: Element) -> list[Step]:
        layout = self.tables[-1] if self.tables else "box"
        if name == "tr" and layout == "data":
            text = "\t".join(filter(None, map(inner, _cells(element))))
            if text:
                self.found.append(Line("row", text, css_of(element), element))
            return []
        parts = _list_row(element) if name == "tr" and layout == "list" else _grid(element) if name == "div" else None
        if parts is None:
            self.inline.append(element.text or "")
            return _children(element)
        label, rest = parts
        self.found.append(Line("open", label, "", element))
        return [*(("enter", one) for one in rest), ("close", element)]


def css_of(element: Element) -> str:
    return (element.get("class") or "").replace("oj-", "")


def inner(element: Element, most: int | None = None) -> str:
    """The text of an element as one line; with `most`, no more than about so many characters are looked at."""
    found: list[str] = []
    length = 0
    stack: list[tuple[Element, bool]] = [(element, False)]
    while stack and (most is None or length <= most):
        one, left = stack.pop()
        name = tag(one)
        if not left:
            if one is not element:
                stack.append((one, True))
            if name and name not in _SKIPPED:
                stack.extend((child, False) for child in reversed(one))
        text = one.tail if left else one.text if name and name not in _SKIPPED else ""
        found.append(" " * (name in _BLOCKS or name == "br") + (text or ""))
        length += len((text or "").strip())
    return " ".join("".join(found).split())


def _children(element: Element) -> list[Step]:
    return [step for child in element for step in (("enter", child), ("tail", child))]


def _tidy(text: str) -> str:
    """One space for each run of white space; line breaks stay where the source breaks a line."""
    return "\n".join(part for part in (" ".join(run.split()) for run in text.split(_BREAK)) if part)


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row if tag(cell) in _CELLS]


def _rows(table: Element) -> list[Element]:
    groups = [table, *(child for child in table if tag(child) in ("tbody", "thead", "tfoot"))]
    return [row for group in groups for row in group if tag(row) == "tr"]


def _layout(table: Element) -> Layout:
    """What a table is for: to set out a list, to hold data, or to draw a box around text."""
    rows = _rows(table)
    columns = max((len(_cells(row)) for row in rows), default=0)
    is_ruled = "table" in css_of(table).split() or table.get("border", "0") not in ("", "0")
    if is_ruled:
        return "data" if columns > 1 else "box"
    filled = [sum(1 for cell in _cells(row) if inner(cell, 1)) for row in rows]
    if all(count <= 1 or _list_row(row) for row, count in zip(rows, filled, strict=True)):
        return "list" if any(_list_row(row) for row in rows) else "box"
    return "data"


def _list_row(row: Element) -> tuple[str, list[Element]] | None:
    """Label and content cells of a row that is a list item."""
    cells = _cells(row)
    while len(cells) > 2 and not inner(cells[0], 1):
        cells = cells[1:]
    if len(cells) != 2:
        return None
    label = inner(cells[0], LONGEST_LABEL)
    return (label, cells[1:]) if _LABEL.fullmatch(without_marks(label)) else None


def _grid(element: Element) -> tuple[str, list[Element]] | None:
    """Label and content of a list item set as a grid."""
    if "grid-container" not in css_of(element).split():
        return None
    columns = [child for child in element if tag(child)]
    if len(columns) != 2 or not all("grid-list-column" in css_of(column) for column in columns):
        return None
    label = inner(columns[0], LONGEST_LABEL)
    return (label, columns[1:]) if len(label) <= LONGEST_LABEL else None


MARK = re.compile(r"[►▼](?:\s*\(\d+\))?\s*[A-Z]\d*|◄")


def without_marks(text: str) -> str:
    """A text without the publisher's amendment marks (▼B, ►M1 … ◄)."""
    return MARK.sub("", text).strip()


def hangs(line: Line) -> bool:
    """Whether a line stands in a block with a hanging indent, which is how earlier consolidated texts set list items."""
    above = line.element.getparent()
    return any("text-indent" in (one.get("style") or "") for one in (line.element, above) if one is not None)


def anchored(line: Line) -> str:
    """The number of a footnote whose mark is blank, from the anchor that the text points to: E0007 → 7."""
    found = (re.fullmatch(r"E0*(\d+)", anchor.get("id") or "") for anchor in line.element.iter("a"))
    return next((one[1] for one in found if one), "")
