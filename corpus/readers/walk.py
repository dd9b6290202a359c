"""Going through a tree of XML and gathering its text into pieces: what the readers of structured formats share.

A reader names the elements that are blocks (each a paragraph) and labels, and has a handler for those that make provisions
or furniture. Handlers are generators that yield the steps inside them; `run` keeps these on a stack of its own, so that
deep nesting does not meet Python's limit of recursion. Text outside every provision of a body without articles goes to one
provision of its own, `sec_text`, as furniture has no kind for it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Generator, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, TypeAlias

from corpus.readers.markup import Element
from corpus.readers.numbers import Locators
from corpus.readers.reading import FURNITURE, Piece, Role

Step: TypeAlias = Generator["Step", None, None]
BODY = "body"


@dataclass(frozen=True, slots=True)
class Place:
    """Where text goes: into a provision, or into furniture of a kind (`BODY` for text that may hold provisions). `base` is
    what articles stand in, an annex or the top; `quoted` text makes no provisions; `point` is the kind of its points.
    """

    locator: str = ""
    kind: str = ""
    base: str = ""
    quoted: bool = False
    point: str = "pnt"

    @property
    def holds_provisions(self) -> bool:
        return not self.quoted and bool(self.locator or self.kind == BODY)


Handler: TypeAlias = Callable[[Any, Element, Place], Step]


class Walk(ABC):
    """The pieces of one tree. Everything is linear in its size."""

    blocks: ClassVar[Collection[str]]
    labels: ClassVar[Collection[str]]

    @property
    @abstractmethod
    def handlers(self) -> Mapping[str, Handler]:
        """What to do with an element, by its name."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.locators = Locators()
        self._said: list[str] = []
        self._label = ""  # a label that was said: the paragraph after it goes on in its line
        self._loose = ""
        self.done: set[Element] = set()  # elements whose text a handler has placed ahead of the rest

    @staticmethod
    def name(element: Element) -> str:
        """The local name of an element; empty for comments and processing instructions."""
        return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""

    def over(self, root: Element, place: Place) -> list[Piece]:
        run(self.one(root, place))
        self.flush(place)
        return self.pieces

    # text

    def say(self, text: str | None) -> None:
        if text:
            self._said.append(text)

    def flush(self, place: Place, at_end: bool = False) -> None:
        """End the paragraph that was said, if any; a label waits for its text until the end of what it stands in."""
        text = " ".join("".join(self._said).split())
        if text and text == self._label and not at_end:
            return
        self._said.clear()
        self._label = ""
        if text:
            self.emit("text", text, place)

    def emit(self, role: Role, text: str, place: Place) -> None:
        locator = place.locator
        if not locator and place.kind == BODY:
            self._loose = self._loose or self.locators.at("", "sec", "text")
            locator = self._loose
        if locator:
            self.pieces.append(Piece(role, text, locator))
        else:
            self.pieces.append(Piece("furniture", text, kind=place.kind if place.kind in FURNITURE else "act"))

    def unlabelled(self, place: Place) -> None:
        """Open a provision that has no label, so that it stands before what is inside it."""
        self.pieces.append(Piece("number", "", place.locator))

    # steps

    def flow(self, element: Element, place: Place) -> Step:
        """Mixed content: words are gathered; a block ends the paragraph before it and its own."""
        self.say(element.text)
        for child in element:
            yield self.one(child, place)
            self.say(child.tail)

    def one(self, element: Element, place: Place) -> Step:
        if element in self.done:
            return
        name = self.name(element)
        handler = self.handlers.get(name)
        if name in self.labels:
            yield self.label(element, place)
        elif handler or name in self.blocks:
            self.flush(place)
            yield handler(self, element, place) if handler else self.block(element, place)
        elif name:
            yield self.flow(element, place)

    def block(self, element: Element, place: Place) -> Step:
        yield self.flow(element, place)
        self.flush(place, at_end=True)

    def label(self, element: Element, place: Place) -> Step:
        """A label that makes no provision stands in one line with its text."""
        self.flush(place)
        yield self.flow(element, place)
        self.say(" ")
        self._label = " ".join("".join(self._said).split())

    def parts(self, element: Element, place: Place, roles: Mapping[str, Role]) -> Step:
        """The content of a provision; some children are its label or its heading."""
        self.say(element.text)
        for child in element:
            role = roles.get(self.name(child))
            if role:
                self.flush(place)
                yield self.as_role(child, place, role)
            else:
                yield self.one(child, place)
            self.say(child.tail)
        self.flush(place, at_end=True)

    def as_role(self, element: Element, place: Place, role: Role) -> Step:
        """All text of an element as pieces of one role."""
        for line in (yield from self.lines(element)):
            self.emit(role, line, place)

    def lines(self, element: Element) -> Generator[Step, None, list[str]]:
        """The paragraphs of an element, taken out of the pieces again for the handler to place."""
        mark = len(self.pieces)
        yield self.block(element, Place("taken", quoted=True))
        taken = [piece.text for piece in self.pieces[mark:]]
        del self.pieces[mark:]
        return taken

    def row(self, element: Element, place: Place) -> Step:
        """A row of a table is one piece: its cells joined by tabs, the paragraphs of a cell by newlines."""
        cells: list[str] = []
        for child in element:
            if self.name(child):
                inside = yield from self.lines(child)
                cells.append("\n".join(inside))
        if any(cells):
            self.emit("text", "\t".join(cells), place)

    def quotation(self, element: Element, place: Place) -> Step:
        """What an amending act puts into another is text of the amending provision."""
        yield self.block(element, replace(place, quoted=True))


def run(step: Step) -> None:
    """Run a generator and those it yields, each to its end before the one it came from goes on."""
    stack: list[Iterator[Any]] = [step]
    while stack:
        inner = next(stack[-1], None)
        if inner is None:
            stack.pop()
        else:
            stack.append(inner)


def detach(element: Element) -> None:
    """Take an element out of its tree; the text that follows it stays."""
    above = element.getparent()
    if above is None:
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        above.text = (above.text or "") + (element.tail or "")
    element.tail = None
    above.remove(element)
