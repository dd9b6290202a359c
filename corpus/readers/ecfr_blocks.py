"""The blocks of eCFR XML: paragraphs, headings and table rows in the order of the source, each with where it stands.

eCFR XML is typesetting with tags: sections hold a flat run of `P`, `FP`, `HD1` …, the nesting of paragraphs is only in their
labels. So the tree is flattened here, and the readers of sections and of control-list entries work on blocks. Every
character of text is in one block; white space is folded, as the line ends in the source are those of a typesetter's file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from corpus.readers.markup import Element, tag

_INLINE = frozenset(
    "i b e em strong u su sup sub fr a ac br img span xref ftref pg fraction superscript linebreak".split()
)
_GROUPS = frozenset("note ftnt extract cfrtoc auth source ednote effdnot crossref secauth header".split())
_DIV = re.compile(r"div[1-9]")
_LABEL = re.compile(r"\W*(?:\w{1,2}[.)]\W*)?")


@dataclass(frozen=True, slots=True, eq=False)
class Div:
    """A `DIV1` … `DIV9`: its level, its number as the attribute `N` gives it, and the number of the part that it is in."""

    level: int
    number: str
    part: str


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style: `i` for italics, `b` for bold, empty for neither."""

    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or table row (`row`, its cells joined by tabs). `inside` is the element that groups it with its
    neighbours (a note, a footnote …) and `group` the number of that element. `starts` is false for what goes on after
    a table within the paragraph: it has no label.
    """

    tag: str
    runs: tuple[Run, ...]
    div: Div | None = None
    inside: str = ""
    group: int = 0
    starts: bool = True

    @property
    def text(self) -> str:
        return fold("".join(run.text for run in self.runs))

    @property
    def lead(self) -> str:
        """What stands in italics or bold at the beginning; empty if the block begins otherwise."""
        shown = [run for run in self.runs if run.text.strip()]
        if not shown or not shown[0].style:
            return ""
        found: list[str] = []
        for run in self.runs:
            if run.text.strip() and run.style != shown[0].style:
                break
            found.append(run.text)
        return fold("".join(found))

    @property
    def bold(self) -> bool:
        """Whether the block begins in bold."""
        return next((run.style == "b" for run in self.runs if run.text.strip()), False)

    @property
    def italic(self) -> bool:
        """Whether all of the block is in italics, but for a label or a stop."""
        plain = "".join(run.text for run in self.runs if run.style != "i")
        return any(run.style == "i" for run in self.runs) and _LABEL.fullmatch(plain) is not None


@dataclass(slots=True)
class _State:
    divs: list[Div] = field(default_factory=list)
    groups: list[tuple[str, int]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=lambda: [""])
    runs: list[Run] = field(default_factory=list)
    begun: list[bool] = field(default_factory=list)
    rows: int = 0
    count: int = 0


def fold(text: str) -> str:
    """White space folded to single spaces, tabs between cells kept."""
    return "\t".join(" ".join(cell.split()) for cell in text.split("\t")) if "\t" in text else " ".join(text.split())


def blocks(root: Element) -> Iterator[Block]:
    """All blocks below an element, without recursion."""
    state = _State()
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            yield from _start(state, element)
        elif event == "end":
            yield from _end(state, element)
            if element is not root:
                _say(state, element.tail)
        else:
            _say(state, element.tail)


def _start(state: _State, element: Element) -> Iterator[Block]:
    name = tag(element)
    if _is_inline(state, name):
        state.styles.append(_style(element, name) or state.styles[-1])
        if name in ("td", "th"):
            _cell(state, element)
        elif name not in _INLINE or name == "br":
            state.runs.append(Run(" "))
    else:
        yield from _flush(state)
        _enter(state, element, name)
    _say(state, element.text, cell=name in ("td", "th"))


def _enter(state: _State, element: Element, name: str) -> None:
    state.tags.append(name)
    state.begun.append(False)
    state.rows += name == "tr"
    if _DIV.fullmatch(name):
        number, level = element.get("N", "").strip(), int(name[3])
        part = number if level == 5 else state.divs[-1].part if state.divs else ""
        state.divs.append(Div(level, number, part))
    if name in _GROUPS:
        state.count += 1
        state.groups.append((name, state.count))


def _end(state: _State, element: Element) -> Iterator[Block]:
    name = tag(element)
    if not _is_inline(state, name):
        yield from _flush(state)
        state.rows -= name == "tr"
        state.tags.pop()
        state.begun.pop()
        if _DIV.fullmatch(name):
            state.divs.pop()
        if name in _GROUPS:
            state.groups.pop()
    else:
        state.styles.pop()


def _is_inline(state: _State, name: str) -> bool:
    """Whether an element is part of the block around it. In a table row everything is."""
    return name in _INLINE or (state.rows > 0 and name != "tr")


def _cell(state: _State, element: Element) -> None:
    if element.getprevious() is not None:
        state.runs.append(Run("\t"))


def _style(element: Element, name: str) -> str:
    if name in ("i", "em") or (name == "e" and element.get("T") == "03"):
        return "i"
    return "b" if name in ("b", "strong") or (name == "e" and element.get("T") in ("02", "04")) else ""


def _say(state: _State, text: str | None, cell: bool = False) -> None:
    if text:
        state.runs.append(Run(" ".join(text.split()) if cell else re.sub(r"\s+", " ", text), state.styles[-1]))


def _flush(state: _State) -> Iterator[Block]:
    runs = tuple(run for run in state.runs if run.text)
    state.runs.clear()
    if not any(run.text.strip() for run in runs):
        return
    name = state.tags[-1] if state.tags else ""
    inside, group = state.groups[-1] if state.groups else ("", 0)
    if state.rows:
        name = "row"
    starts = not (state.begun and state.begun[-1])
    if state.begun:
        state.begun[-1] = True
    yield Block(name, runs, state.divs[-1] if state.divs else None, inside, group, starts)
