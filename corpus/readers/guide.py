"""Guides of institutes as plain text taken from a PDF: sections under headings in capitals, boxes, good practices, notes.

The form is that of the policy papers that research institutes print: notes at the foot of each page begin with their
number raised (¹², or ^a in a box), a sentence goes on over the page and its notes, a section's headings have no numbers
but the text refers to them by one. Sections are counted in the order of the text, with Roman numbers if the text refers
to "section III"; paragraphs are counted within their section. The items of a list are commitments or good practices if
the paragraph above it says so, else points. Marks of emphasis are dropped as in Markdown. Raises `UnreadableSource`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from corpus.readers.markdown import decoded
from corpus.readers.markdown_lines import Block, blocks, clean, lines, plain
from corpus.readers.numbers import Locators, number, slug
from corpus.readers.reading import Piece, Reading, Role

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_NOTE = re.compile(rf"(?P<label>[{_RAISED}]+|\^[a-z]|[ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ])\s+(?=\S)")
_NOTE_LINE = re.compile(rf"^[{_RAISED}]+[ \t]+\S", re.MULTILINE)
_BOX = re.compile(r"(?P<label>(?:Box|Kasten|Encadré)\s+(?P<number>\d+|[IVX]+))[.:]\s+(?P<title>\S.*)", re.IGNORECASE)
_SIGN = re.compile(r"^(?:Box \d+[.:] |Good practices? |Recommendations?\b)", re.MULTILINE)
_ITEM = re.compile(r"(?P<label>[-–•●▪]|\d{1,2}[.)]|\([a-z\d]{1,3}\))\s+")
_APART = re.compile(
    r"(?:executive )?summary|abstract|key (?:points|messages)|contents|acknowledge?ments?|abbreviations", re.I
)
_IMPRINT = re.compile(
    r"(?:governing board|director|about (?:the|us)|imprint)\W*\Z|.{2,60} is an independent [\w ]*institut", re.I
)
_ROMAN = re.compile(r"\b[Ss]ections? [IVX]+\b")
_END = re.compile(r"[.!?:;…][)\]’'”\"]*\Z")
_PAGES = re.compile(r"\n[ \t]*\n[ \t]*\n(?:[ \t]*\n)*|\f")
_SHORT = 130  # characters; a line longer than that is no heading
_RUNNING = 150  # characters; a paragraph longer than that is running text


class GuideReader:
    """Reads guides."""

    name = "guide"

    def recognises(self, data: bytes) -> bool:
        """Text without Markdown's headings that has raised note numbers at the beginning of lines, and boxes or the like."""
        head = data[: 2**17]
        if b"\0" in head or head.lstrip()[:1] in (b"<", b"{", b"%"):
            return False
        text = head.decode("utf-8", "replace").replace("\r\n", "\n")
        return len(_NOTE_LINE.findall(text)) > 2 and bool(_SIGN.search(text)) and not re.search(r"^#{1,6} ", text, re.M)

    def read(self, data: bytes) -> Reading:
        """The provisions of a guide. Raises `UnreadableSource`."""
        text = decoded(data)
        guide = _Guide(is_roman=bool(_ROMAN.search(text)))
        paragraphs = [
            (_whole(block), at == 0) for page in _PAGES.split(text) for at, block in enumerate(blocks(lines(page)))
        ]
        for n, (one, starts_page) in enumerate(paragraphs):
            guide.take(one, starts_page, paragraphs[n + 1][0] if n + 1 < len(paragraphs) else "")
        title = next((piece.text for piece in guide.pieces if piece.kind == "act"), "")
        return Reading(self.name, tuple(guide.pieces), title, identifiers={})

    def plain(self, data: bytes) -> str:
        """The text without the marks of emphasis."""
        return "\n\n".join(plain(lines(page)) for page in _PAGES.split(decoded(data)))


READER = GuideReader()


@dataclass(slots=True)
class _Guide:
    """What is open while the paragraphs of a guide are taken one after the other."""

    is_roman: bool
    pieces: list[Piece] = field(default_factory=list)
    section: str = ""
    back: str = ""  # the section that a summary set into its page interrupts
    box: str = ""
    item: str = ""
    paragraph: str = ""
    paragraph_text: str = ""
    note: str = ""
    broken: str = ""  # the provision whose sentence the page's end cut off
    note_broken: bool = False
    box_noted: bool = False
    imprint: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    locators: Locators = field(default_factory=Locators)

    def take(self, text: str, starts_page: bool, following: str) -> None:
        """Take a paragraph."""
        if not text:
            return
        if (found := _NOTE.match(text)) is not None and (self.section or self.box):
            self._note(found, text)
        elif self.note_broken and _is_note_after(following, self.note):
            self._put("text", text, self.note)
            self.note_broken = not _ended(text)
        elif self._imprint(text):
            self.pieces.append(Piece("furniture", text, kind="masthead"))
        elif (found := _BOX.match(text)) is not None:
            self._open_box(found)
        else:
            self._leave(starts_page)
            self._body(text)

    def _note(self, found: re.Match[str], text: str) -> None:
        figure = unicodedata.normalize("NFKC", found["label"]).strip("^")
        self.note = self.locators.at("" if figure.isdigit() else self.box, "fn", number(figure))
        self.box_noted = bool(self.box)
        self._put("number", found["label"], self.note)
        self._put("text", text[found.end() :], self.note)
        self.note_broken = not _ended(text)

    def _imprint(self, text: str) -> bool:
        """Whether the paragraph belongs to the publisher's imprint, which ends where running text begins again."""
        if _IMPRINT.match(text):
            self.imprint = True
        elif self.imprint and len(text) > _RUNNING and _ended(text):
            self.imprint = False
        return self.imprint

    def _open_box(self, found: re.Match[str]) -> None:
        self.box = self.locators.at("", "box", found["number"])
        self.item, self.box_noted = "", False
        self._put("number", found["label"] + ".", self.box)
        self._put("title", found.string[found.end("label") + 1 :], self.box)

    def _leave(self, starts_page: bool) -> None:
        """A box ends after its notes, a summary set into a page with the page."""
        if self.box and self.box_noted:
            self.box = self.item = ""
            self.paragraph = self.broken
        if self.back and starts_page:
            self.section, self.back = self.back, ""
            self.paragraph = self.broken

    def _body(self, text: str) -> None:
        if self.box:
            self._boxed(text)
        elif self.broken and not self.back and not _is_capitals(text):
            self._put("text", text, self.broken)
            self.paragraph_text = text
            self.broken = "" if _ended(text) else self.broken
        elif _is_capitals(text):
            self._heading(text)
        elif not self.section:
            self.pieces.append(Piece("furniture", text, kind="act"))
        elif _is_heading(text):
            self.pieces.append(Piece("furniture", text, kind="division"))
        else:
            self._paragraph(text)

    def _boxed(self, text: str) -> None:
        if _is_heading(text):
            self.item = self.locators.at(self.box, "itm", slug(text))
            self._put("title", text, self.item)
        elif self.item:
            self._put("text", text, self._counted(self.item, "par"))
        else:
            self._put("text", text, self.box)

    def _heading(self, text: str) -> None:
        """A heading in capitals: first the guide's own title and its authors, then its sections."""
        is_apart = bool(_APART.fullmatch(text.strip()))
        is_front = not self.section and not is_apart and not _is_opening(text) and len(self.pieces) < 2
        if is_front:
            self.pieces.append(Piece("furniture", text, kind="act"))
            return
        self.paragraph = ""
        if is_apart:
            self.back = self.section
            self.section = self.locators.at("", "sec", slug(text))
        else:
            self.counts["sec"] += 1
            self.back = self.broken = ""
            figure = _roman(self.counts["sec"]) if self.is_roman else str(self.counts["sec"])
            self.section = self.locators.at("", "sec", figure)
        self._put("title", text, self.section)

    def _paragraph(self, text: str) -> None:
        found = _ITEM.match(text)
        lead = self.paragraph_text
        if found is None or not self.paragraph or not lead.endswith(":"):
            self.paragraph = self._counted(self.section, "par")
            locator, self.paragraph_text = self.paragraph, text
        elif re.search(r"\bgood practices?\b", lead, re.IGNORECASE):
            locator = self._counted(self.section, "gp")
        elif re.search(r"\bcommitments?\b", lead, re.IGNORECASE):
            locator = self._counted(self.section, "cmt")
        elif found["label"][0].isdigit() or found["label"][0] == "(":
            locator = self.locators.at(self.paragraph, "pnt", number(found["label"]))
        else:
            locator = self._counted(self.paragraph, "pnt")
        if found is not None:
            self._put("number", found["label"], locator)
        self._put("text", text[found.end() :] if found else text, locator)
        if not self.back:
            self.broken = "" if _ended(text) or found else locator

    def _counted(self, above: str, kind: str) -> str:
        self.counts[f"{above}/{kind}"] += 1
        return self.locators.at(above, kind, str(self.counts[f"{above}/{kind}"]))

    def _put(self, role: Role, text: str, locator: str) -> None:
        if text.strip():
            self.pieces.append(Piece(role, text.strip(), locator))


def _whole(block: Block) -> str:
    """The text of a block with the mark of a note that is written as in Markdown."""
    parts = [block.text, f"[^{block.note}]" if block.note else ""]
    return clean(" ".join(parts if block.lines else reversed(parts))).strip()


def _bare(text: str) -> str:
    """A text without the note marks at its end."""
    return re.sub(rf"(?:[{_RAISED}]+|\^[a-z]|[ᵃ-ᵿⁱ])\Z", "", text.rstrip()).rstrip()


def _ended(text: str) -> bool:
    return bool(_END.search(_bare(text))) or text.rstrip().endswith(">")


def _is_capitals(text: str) -> bool:
    """Whether a line is written in capitals, but for the s of a plural and the like."""
    letters = [one for one in text if one.isalpha()]
    return len(text) <= 2 * _SHORT and len(letters) > 2 and sum(map(str.isupper, letters)) > 0.85 * len(letters)


def _is_heading(text: str) -> bool:
    """Whether a paragraph is a heading in small letters: short, and neither a sentence nor more than one."""
    is_short = len(text) <= _SHORT and "\n" not in text and text[:1].isupper()
    return is_short and not _ended(text) and text == _bare(text) and not re.search(rf"[.!?][{_RAISED}]*\s", text)


def _is_opening(text: str) -> bool:
    return bool(
        re.fullmatch(r"(?:\d+\.|[IVX]+\.)?\s*(?:introduction|background|overview|foreword|preface)", text, re.I)
    )


def _is_note_after(text: str, note: str) -> bool:
    found = _NOTE.match(text)
    last = note.rpartition("_")[2]
    if not found or not last.isdigit():
        return False
    figure = unicodedata.normalize("NFKC", found["label"])
    return figure.isdigit() and int(figure) == int(last) + 1


def _roman(figure: int) -> str:
    steps = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for value, sign in steps:
        text += sign * (figure // value)
        figure %= value
    return text
