"""The provisions that are open while an EU act is read, and where the next label belongs.

A label opens an item where the layout says so, and else a point whose place is inferred from the series of labels. Text that
an act quotes, such as the articles that it puts into another, has labels of its own; they stay text of what quotes them.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.readers.eurlex_labels import INLINE, QUOTES, ends_quote, follows, is_first, label_number, shape, unclosed
from corpus.readers.numbers import Locators
from corpus.readers.reading import Piece, Role, UnreadableSource

DEEPEST = 200  # provisions in one another; acts have fewer than ten


@dataclass(slots=True)
class Frame:
    """A provision that is open. `is_item` says that the layout closes it; `shape` says how an inferred point is labelled, or
    that the provision is a "section" (article, annex or part of one) or a "paragraph", which labels inside it cannot close.
    """

    locator: str
    label: str = ""
    shape: str = ""
    is_item: bool = False


class Nesting:
    """The pieces so far, the provisions that are open and the quotation that is."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.part = "head"  # then act, preamble, body, closing, annex
        self.frames: list[Frame] = []
        self.quoted: int | None = None  # how many provisions were open where quoted text began
        self.quote_mark = ""
        self.quoting = ""  # the provision that quotes
        self.quoted_labels: set[str] = set()  # how the labels inside the quotation are written
        self.prefix = ""  # the label of an item that is no provision, put before its text
        self.is_correlation = False
        self.locators = Locators()
        self.headed: set[str] = set()  # provisions with a title or text: the next heading is not theirs
        self._numbered: dict[tuple[str, str], str] = {}  # points by section and number, so that 2.1 is put inside 2

    # ---- pieces

    @property
    def here(self) -> str:
        return self.frames[-1].locator if self.frames else ""

    @property
    def in_item(self) -> bool:
        return any(frame.is_item for frame in self.frames)

    def furniture(self, kind: str, text: str) -> None:
        if text:
            self.pieces.append(Piece("furniture", text, kind=kind))

    def own(self, role: Role, text: str, locator: str) -> None:
        if text:
            self.pieces.append(Piece(role, text, locator))
            if role != "number":
                self.headed.add(locator)

    def text(self, text: str) -> None:
        """A paragraph of what is open; where nothing is, of the furniture that this part of the page is."""
        if self.prefix:
            text, self.prefix = f"{self.prefix} {text}", ""
        if self.is_correlation and self.part == "annex":
            self.furniture("correlation", text)
        elif self.quoted is not None and self.quoting:
            self.own("text", text, self.quoting)
        elif self.here:
            self.own("text", text, self.here)
        elif self.part in ("preamble", "closing"):
            self.furniture(self.part, text)
        elif self.part in ("head", "act"):
            self.furniture("act", text)
        elif self.pieces and self.pieces[-1].kind == "division":
            self.furniture("division", text)
        else:
            self._loose(text)

    def _loose(self, text: str) -> None:
        """Text outside all articles goes on with the last provision; in an act that has none, it is its note."""
        last = next((piece.locator for piece in reversed(self.pieces) if piece.locator), "")
        if self.part != "body" or not last or last.startswith(("rct_", "fn_")):
            self.push("", "note", "1", "")
        else:
            self.frames.append(Frame(last.partition("/")[0]))
        self.own("text", text, self.here)

    def end_prefix(self) -> None:
        """A label that no text followed is text by itself."""
        if self.prefix:
            text, self.prefix = self.prefix, ""
            self.text(text)

    # ---- provisions

    def push(self, above: str, kind: str, number: str, label: str, shape: str = "", is_item: bool = False) -> None:
        """Open a provision."""
        locator = self.locators.at(above, kind, number)
        self.own("number", label, locator)
        self._numbered[self._section(), number] = locator
        self._enter(Frame(locator, label, shape, is_item))

    def _enter(self, frame: Frame) -> None:
        if len(self.frames) >= DEEPEST:
            raise UnreadableSource(f"The page has lists more than {DEEPEST} deep, as no act has; get it again.")
        self.frames.append(frame)

    def _section(self) -> str:
        return next((f.locator for f in reversed(self.frames) if f.shape == "section" or f.is_item), self.here)

    def above(self, number: str) -> str:
        """Where a decimal number belongs: 2.1 inside 2, if that was seen in the same section."""
        section = self._section()
        while "." in number:
            number = number.rpartition(".")[0]
            if (section, number) in self._numbered:
                return self._numbered[section, number]
        return self.here

    def open_item(self, label: str) -> None:
        """An item that the layout opens. Without a number, or in quoted text, it is text with its label before it."""
        number = label_number(label)
        if self.part == "preamble" and number and not self.frames:
            self.push("", "rct", number, label, is_item=True)
        elif number and self.part in ("body", "annex") and self._is_unquoted(label):
            self._leave_series(label)
            self.push(self.above(number) if self.part == "annex" else self.here, "pnt", number, label, is_item=True)
        else:
            if label[:1] in QUOTES and number:
                self.begin_quote(label)
            self.quoted_labels.add(shape(label))
            self.prefix = label
            self._enter(Frame(self.here, is_item=True))

    def close_item(self, may_go_on: bool) -> None:
        """Close the innermost item. One set by its indent may go on in blocks after its own: it stays open as if typed."""
        while self.frames and not self.frames[-1].is_item:
            self.frames.pop()
        closed = self.frames.pop() if self.frames else Frame("")
        if self.quoted is not None and len(self.frames) < self.quoted:
            self.quoted = None
        if may_go_on and closed.label and self.quoted is None:
            self.frames.append(Frame(closed.locator, closed.label, shape(closed.label)))

    def point(self, number: str, label: str) -> None:
        """Open a point with a typed label, where the labels before it say."""
        how = shape(label)
        if how == "decimal":
            del self.frames[self._floor() + 1 :]
        else:
            self._leave_series(label)
        self.push(self.above(number), "pnt", number, label, shape=how)

    def _leave_series(self, label: str) -> None:
        """Close the typed points that a label does not go into: it goes on a series, or begins one inside the last point."""
        how = shape(label)
        points = range(len(self.frames) - 1, self._floor(), -1)
        place = next((n for n in points if follows(self.frames[n].label, label)), None)
        if place is None and not is_first(label):
            place = next((n for n in points if self.frames[n].shape == how), None)
        if place is None and not is_first(label):
            place = next((n for n in points if follows(self.frames[n].label, label, exactly=False)), None)
        if place is not None:
            del self.frames[place:]

    def _floor(self) -> int:
        """The innermost provision that typed labels cannot close."""
        kept = (n for n, f in enumerate(self.frames) if f.shape in ("section", "paragraph") or f.is_item)
        return max(kept, default=-1)

    def settle(self, keep: bool) -> None:
        """Text after a typed list belongs to what the list is in; in annexes a point “1.” goes on instead."""
        while not keep and len(self.frames) > self._floor() + 1:
            last = self.frames[-1].shape
            if last == "typed" or (self.part == "annex" and last in ("1.", "decimal")):
                break
            self.frames.pop()

    # ---- quoted text

    def opens_quote(self, text: str) -> bool:
        """Whether a paragraph begins quoted text that goes on: a colon before, a quotation mark that is not closed."""
        return unclosed(text) and self.is_quotation(text)

    def is_quotation(self, text: str) -> bool:
        last = self._last()
        return text[:1] in "‘“„«" and last is not None and last.text.endswith(":")

    def quote(self, text: str) -> None:
        self.begin_quote(text)
        self.quoted_line(text)

    def begin_quote(self, text: str) -> None:
        if self.quoted is None:
            self.quoted, self.quote_mark = len(self.frames), text[:1]
            self.quoted_labels.clear()
            last = self._last()
            self.quoting = last.locator if last and last.role == "text" and last.text.endswith(":") else self.here

    def quoted_line(self, text: str) -> None:
        label = INLINE.match(text)
        if label:
            self.quoted_labels.add(shape(label.group()))
        self.text(text)
        if ends_quote(text, self.quote_mark):
            self.quoted = None

    def _last(self) -> Piece | None:
        return next((piece for piece in reversed(self.pieces) if piece.kind != "editorial"), None)

    def _is_unquoted(self, label: str) -> bool:
        """Whether a label is this act's own. A quotation whose end is not marked is over where a label takes up the
        series of items that it interrupted.
        """
        if label[:1] in QUOTES:
            return False
        before = [frame.label for frame in self.frames[self._floor() + 1 :]]
        if shape(label) not in self.quoted_labels and any(follows(one, label) for one in before):
            self.quoted = None
        return self.quoted is None
