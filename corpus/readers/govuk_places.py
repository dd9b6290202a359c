"""Gives the blocks of a GOV.UK document their places: sections, paragraphs and points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from corpus.readers.govuk_blocks import Block
from corpus.readers.numbers import Locators, roman_value, slug
from corpus.readers.reading import Piece, Role

_S = r"[\s\u00a0]+"
_HEADED = re.compile(  # "1. Scope", "1.2 Scope", "Section 1: Preface", "Annex A"
    rf"(?P<kind>Section|Part|Chapter|Annex|Appendix){_S}(?P<n>[0-9]+(?:\.[0-9]+)*|[A-Z]|[IVX]+)(?![\w’'])[.:)]?(?:{_S}[-–—])?"
    rf"|(?P<m>[0-9]{{1,3}}(?:\.[0-9]+)+)[.:)]?(?={_S})|(?P<k>[0-9]{{1,3}}|[A-Z])[.:)](?={_S})",
)
_INTEGER = re.compile(rf"(?:([0-9]{{1,3}}[A-Z]?)[.)]|\(([0-9]{{1,3}}[A-Z]?)\))(?={_S})")
_DECIMAL = re.compile(rf"([0-9]{{1,3}}(?:\.[0-9]{{1,3}})+)[.)]?(?={_S})")
_COMPOUND = re.compile(rf"([0-9]{{1,3}}[A-Z]?)((?:\.[a-z]{{1,5}})+)[.)]?(?={_S})")
_LETTER = re.compile(rf"(?:([a-z]|[ivxl]{{2,6}})[.)]|\(([a-z]|[ivxl]{{2,6}}|([a-z])\3)\))(?={_S})")
_CAPITAL = re.compile(rf"(?:([A-Z])[.)]|\(([A-Z])\))(?={_S})")
_KINDS = {"section": "sec", "part": "sec", "chapter": "cpt", "annex": "anx", "appendix": "anx"}
_ROMAN = frozenset("ivxl")
DEEPEST = 8  # points inside one another; what is deeper is text


class _Point(NamedTuple):
    """A point that is open: how deep its list is, its number, the series that it is in, its locator."""

    depth: int
    number: str
    series: str
    locator: str


class Places:
    """Walks the blocks once, knowing where it is: in which section, paragraph and points."""

    def __init__(self, found: list[Block]) -> None:
        self._found = found
        self._inside = [block for block in found if block.kind in ("heading", "paragraph", "item", "row")]
        self._runs = _is_code(self._inside)
        self._numbered_ranks = {b.level for b in self._inside if b.kind == "heading" and _HEADED.match(b.text)}
        self._follower = dict(pairwise(map(id, self._inside)))
        self._by_id = {id(block): block for block in self._inside}
        self._locators = Locators()
        self._sections: dict[str, str] = {}  # number in the heading → locator
        self._paragraphs: dict[str, str] = {}
        self._ranks: list[tuple[int, str]] = []  # headings we are under: rank, number
        self._order: dict[tuple[str, int], int] = {}  # headings counted so far under one above, by rank
        self._section = ""
        self._annex = ""
        self._paragraph = ""
        self._is_counted = False  # the paragraph has no number of its own
        self._count = 0
        self._decimal: tuple[int, ...] = ()
        self._points: list[_Point] = []  # those open now, outermost first
        self._note = ("", "")  # the newest footnote: its number and locator
        self._notes = 0

    def pieces(self) -> Iterator[Piece]:
        """Every block as one piece, or as label and text."""
        for block in self._found:
            if block.kind == "furniture":
                yield Piece("furniture", block.text, kind=block.furniture)
            elif block.kind == "note":
                yield Piece("text", block.text, self._footnote(block.note)) if block.note else self._division(block)
            elif block.kind == "heading":
                yield from self._heading(block)
            else:
                yield from self._text(block)

    def _footnote(self, counted: str) -> str:
        """A footnote has several paragraphs at times; one without a number counts by its place."""
        if counted == "0" or counted != self._note[0]:
            self._notes += 1
            at = self._locators.at("", "fn", str(self._notes) if counted == "0" else counted)
            self._note = (counted, at)
        return self._note[1]

    # Sections

    def _heading(self, block: Block) -> Iterator[Piece]:
        label = _HEADED.match(block.text)
        if self._is_division(block, label):
            yield self._division(block)
            return
        at = self._open(block, label)
        if label:
            yield from _split(block.text, label.end(), at, "title")
        else:
            yield Piece("title", block.text, at)

    def _division(self, block: Block) -> Piece:
        return Piece("furniture", block.text, kind="division")

    def _is_division(self, block: Block, label: re.Match[str] | None) -> bool:
        """Whether a heading only stands between numbered paragraphs that are cited without it."""
        after = self._by_id.get(self._follower.get(id(block), 0))
        if after is None or (label and label["kind"] in ("Annex", "Appendix")):
            return False
        if self._runs:
            return after.kind == "heading" or bool(_INTEGER.match(after.text) or _COMPOUND.match(after.text))
        decimal = _DECIMAL.match(after.text) if after.kind != "heading" else None
        return not label and decimal is not None and decimal[1].split(".")[0] in self._sections

    def _open(self, block: Block, label: re.Match[str] | None) -> str:
        while self._ranks and self._ranks[-1][0] >= block.level:
            self._ranks.pop()
        above = self._ranks[-1][1] if self._ranks else ""
        kind = _KINDS.get((label["kind"] or "").lower(), "sec") if label else "sec"
        if label:
            counted = label["n"] or label["m"] or label["k"]
        elif block.level in self._numbered_ranks:
            counted = slug(block.text)[:60].strip("-") or "0"
        else:
            self._order[above, block.level] = place = self._order.get((above, block.level), 0) + 1
            counted = f"{above}.{place}" if above and not self._annex else str(place)
        if not self._ranks or kind == "anx":
            self._annex = ""
        at = self._locators.at(self._annex, kind, counted)
        self._annex = at if kind == "anx" else self._annex
        self._ranks.append((block.level, counted))
        self._section = at
        if label:
            self._sections[counted] = at
        self._paragraph, self._count, self._is_counted = "", 0, False
        self._points.clear()
        return at

    # Paragraphs and points

    def _text(self, block: Block) -> Iterator[Piece]:
        text = block.text
        if block.kind == "row":
            at = self._here(block)
            yield Piece("text", text, at) if at else Piece("furniture", text, kind="act")
        elif (label := _COMPOUND.match(text)) and (at := self._compound(label, block)):
            yield from _split(text, label.end(), at)
        elif (label := _DECIMAL.match(text)) and self._is_next(label[1]):
            yield from _split(text, label.end(), self._numbered(label[1]))
        elif label := _INTEGER.match(text):
            yield from _split(text, label.end(), self._integer(label[1] or label[2], block))
        elif (label := self._lettered(block)) and (at := self._point(label[1] or label[2], block)):
            yield from _split(text, label.end(), at)
        else:
            at = self._here(block)
            yield Piece("text", text, at) if at else Piece("furniture", text, kind="act")

    def _here(self, block: Block) -> str:
        """The place of a block without a label: a paragraph is a new one, unless the paragraphs here have numbers.

        Empty for what a code says about itself before its first paragraph and heading.
        """
        if self._runs and not self._paragraph:
            return self._section
        if not self._paragraph or (block.kind == "paragraph" and self._is_counted):
            self._count += 1
            self._paragraph = self._locators.at(self._section, "par", str(self._count))
            self._is_counted = True
            self._points.clear()
        while self._points and self._points[-1].depth > block.depth:
            self._points.pop()
        if block.kind == "paragraph":
            self._points.clear()
        return self._points[-1].locator if self._points else self._paragraph

    def _numbered(self, counted: str) -> str:
        """A paragraph that carries its number: in the section of that number if there is one, else in the current one."""
        above = self._sections.get(counted.split(".")[0], self._section) if "." in counted else self._section
        if self._runs and not self._annex:
            above = ""
        self._paragraph = self._paragraphs[counted] = self._locators.at(above, "par", counted)
        self._is_counted = False
        self._decimal = tuple(map(int, counted.split("."))) if "." in counted else ()
        self._points.clear()
        return self._paragraph

    def _integer(self, counted: str, block: Block) -> str:
        """ "1." opens a paragraph; after one without a number, or deeper in lists, it is a point of that."""
        nested = self._paragraph and (self._is_counted or (block.depth > 1 and self._points))
        return (nested and self._point(counted, block)) or self._numbered(counted)

    def _compound(self, label: re.Match[str], block: Block) -> str:
        """ "2.a.i." names its paragraph and points; empty if those above it are not there."""
        above = self._paragraphs.get(label[1], "")
        *steps, last = label[2].strip(".").split(".")
        known = {point.locator for point in self._points}
        path = above + "".join(f"/pnt_{step}" for step in steps)
        if not above or (steps and path not in known):
            return ""
        self._paragraph = above
        self._points = [point for point in self._points if f"{path}/".startswith(f"{point.locator}/")]
        at = self._locators.at(path, "pnt", last)
        self._points.append(_Point(block.depth, last, _series(last), at))
        return at

    def _point(self, counted: str, block: Block) -> str:
        """A lettered item in the paragraph at hand: deeper lists are deeper points, in one list the series tells."""
        if not self._paragraph:
            return ""
        while self._points and self._points[-1].depth > block.depth:
            self._points.pop()
        peers = [n for n, point in enumerate(self._points) if point.depth == block.depth][::-1]
        level = next((n for n in peers if _follows(self._points[n].number, counted)), -1)
        series = self._points[level].series if level >= 0 else _series(counted)
        if level < 0:  # a series begins anew or has a gap, or it is a new series inside the last point
            level = next((n for n in peers if self._points[n].series == series), len(self._points))
        if level >= DEEPEST:
            return ""
        del self._points[level:]
        at = self._locators.at(self._points[-1].locator if self._points else self._paragraph, "pnt", counted)
        self._points.append(_Point(block.depth, counted, series, at))
        return at

    def _lettered(self, block: Block) -> re.Match[str] | None:
        return _LETTER.match(block.text) or (_CAPITAL.match(block.text) if block.is_lawful else None)

    def _is_next(self, counted: str) -> bool:
        """Whether "2.1" can be a paragraph's number here, not a quantity ("1.5 million")."""
        number = tuple(map(int, counted.split(".")))
        if self._decimal and not (self._decimal < number and number[0] - self._decimal[0] <= 1):
            return False
        if self._sections:
            return any(counted == str(number[0]) for _, counted in self._ranks)
        return bool(self._decimal) or number[-1] in (0, 1)


def _split(text: str, end: int, at: str, rest: Role = "text") -> Iterator[Piece]:
    yield Piece("number", text[:end], at)
    if text[end:].strip():
        yield Piece(rest, text[end:].strip(), at)


def _is_code(found: list[Block]) -> bool:
    """Whether numbered paragraphs run through the document from 1 and are most of what it says."""
    heads = [block for block in found if block.depth <= 1 and block.kind in ("paragraph", "item")]
    numbers = [int(re.sub(r"\D", "", hit[0])) for block in heads if (hit := _INTEGER.match(block.text))]
    loose = sum(
        1 for b in heads if b.kind == "paragraph" and not any(p.match(b.text) for p in (_INTEGER, _COMPOUND, _LETTER))
    )
    rising = all(a < b for a, b in pairwise(numbers))
    return len(numbers) >= 3 and numbers[0] == 1 and rising and loose <= len(numbers)


def _follows(before: str, after: str) -> bool:
    """Whether a label comes next in the series of another: a → b, ii → iii, 1 → 2."""
    if before.isdigit() or after.isdigit():
        return before.isdigit() and after.isdigit() and int(after) == int(before) + 1
    if len(before) == len(after) == 1 and ord(after) == ord(before) + 1:
        return True
    roman = all(c in _ROMAN for c in before + after)
    return roman and roman_value(after) == roman_value(before) + 1


def _series(label: str) -> str:
    """The kind of series that a label is in when nothing before it tells: digits, letters or roman numbers."""
    if label.isdigit() or label.isupper():
        return "1" if label.isdigit() else "A"
    return "i" if label == "i" or (len(label) > 1 and all(c in _ROMAN for c in label)) else "a"
