"""The numbered structure of a text: which label stands inside which.

Labels say their place by three things, in this order: how far they are indented, whether they go on a series that is
still open (the innermost first), and whether they are the first of a new one.
"""

from __future__ import annotations

import re

from corpus.readers.markdown_headings import CLOSING, RUN_IN
from corpus.readers.markdown_labels import Level, placed, readings
from corpus.readers.markdown_lines import DASH, LABEL, RAISED, TERM, Block, clean
from corpus.readers.markdown_places import Place, Places, short
from corpus.readers.numbers import number, slug

_DEFINED = re.compile(r"defin|interpret|begriff|begrip|meaning", re.I)
_QUOTED_TERM = re.compile(r"(?:-\s*)?[“„\"‘«'](?P<term>[^”“\"’»']{1,80})[”“\"’»'](?P<rest>.{0,200})", re.DOTALL)
_DEFINES = re.compile(
    r",?\s*(?:\(|means\b|includes?\b|ha(?:s|ve) the\b|in relation to|except\b|shall be\b|and\b|:|bezeichnet\b|bedeutet\b)"
)
_IN_ENGLISH = re.compile(r"\s*\([^()]*\)\s*\((?P<term>[^()]+)\):")  # the German list: „Laser“ (0009 0019) (laser):
_ENTRY = re.compile(r"(?P<code>\d[A-E]\d{3}|0\d{3}|ML\d{1,2})(?:\.?\s+|(?=[A-ZÄÖÜ\"“„‘']))(?=\S)")
_NOTE = re.compile(
    r"(?P<label>(?P<kind>(?:Technical|Technische|Explanatory|Ergänzende)?\s*(?:Notes?|Anmerkung(?:en)?|N\.?\s?B\.?))"
    r"(?:\s+(?P<number>\d+))?\s*:)\s*",
    re.IGNORECASE,
)
_LIMITED = re.compile(
    r"(?:Nummer|Unternummer|Number)?\s*(?P<code>\d[A-E]\d{3}|0\d{3})(?P<rest>(?:\.?(?:[a-z]|\d{1,2}))*)\b"
)
_NOTES = ("note", "tnote", "nb")
_OPEN_END = re.compile(r"[^.;:!?”“\"’»')\]]\Z")


class Outline(Places):
    """Takes the blocks of a document in their order and gives the pieces."""

    def heading(self, block: Block, following: Block | None) -> None:
        """Take a heading; `following` is the block after it."""
        if self._places and _NOTE.match(clean(block.text)):
            self.text(Block("text", block.text))
            return
        super().heading(block, following)

    def text(self, block: Block) -> None:
        """Take a paragraph."""
        text = block.text.lstrip()
        if not clean(text).strip():
            return
        self._untitled = ""
        if self._places and self._places[0].kind == "art" and CLOSING.match(clean(text)):
            self._places, self._levels, self._zone = [], [], "closing"
        if self._starts_article(text):
            return
        if not self._places and (self.is_act or self._zone):
            self._front(text)
        elif not self._structured(text, block):
            self._text(text, block)
        self._last = clean(block.text).rstrip()

    def row(self, block: Block) -> None:
        """Take a row of a table: a paragraph of the provision that it is indented into."""
        if not clean(block.text).strip():
            return
        self._levels = [one for one in self._levels if one.indent < block.indent or one.kind == "par"]
        self._own(clean(block.text))

    def footnote(self, block: Block) -> None:
        """Take a footnote."""
        figure = number(block.note)
        locator = self._new("", "fn", figure if 0 < len(figure) <= 8 else str(self._totals["/fn"] + 1))
        if block.lines:  # the note's text stands before its mark
            self._put("text", clean(block.text), locator)
        self._put("number", f"[^{block.note}]", locator)
        if not block.lines:
            self._put("text", clean(block.text), locator)

    def _starts_article(self, text: str) -> bool:
        """An article whose heading the source has run into its text: it must be the next one."""
        found = RUN_IN.match(text)
        if not found or found["word"] not in self._words or (found["before"] and self._is_next(found["raised"])):
            return False
        if int(found["figure"]) != int(self._article) + 1 or self._in_annex():
            return False
        self._article += 1
        locator = self._new("", "art", found["figure"])
        self._places, self._levels, self._zone = [Place(locator, "art", 9, "-")], [], ""
        self._put("title", clean(found["before"] or ""), locator)
        self._put("number", found["label"], locator)
        self._put("text", clean(text[found.end() :]), locator)
        return True

    def _front(self, text: str) -> None:
        """What stands before, between and after the provisions of an act."""
        if self._zone == "recitals" and (found := LABEL.match(text)) is not None and found["round"]:
            locator = self._new("", "rct", found["round"])
            self._put("number", found[0], locator)
            self._put("text", clean(text[found.end() :]), locator)
            return
        if re.match(r"(?:Whereas|in Erwägung|considérant|overwegende)", clean(text), re.IGNORECASE):
            self._zone = "recitals"
        self._furniture(clean(text), "preamble" if self._zone in ("recitals", "") else self._zone)

    def _structured(self, text: str, block: Block) -> bool:
        """Whether the paragraph is the beginning of a provision of its own."""
        return (
            self._entry(text, block)
            or self._note(text, block)
            or self._definition(text, block)
            or self._label(text, block)
        )

    def _entry(self, text: str, block: Block) -> bool:
        found = _ENTRY.match(text)
        if not found or block.indent or (found["code"][0] == "0" and not self._in_annex()):
            return False
        locator = self._new("", "itm", found["code"])
        self._put("number", found[0].strip(), locator)
        self._put("text", clean(text[found.end() :]), locator)
        self._levels = [Level(locator, "itm")]
        return True

    def _note(self, text: str, block: Block) -> bool:
        found = _NOTE.match(clean(text))
        if not found or not (self._in_annex() or any(one.kind in ("itm", "def") for one in self._levels)):
            return False
        rest = clean(text)[found.end() :]
        kind = "tnote" if re.match("Techni", found["kind"], re.I) else "note"
        kind = "nb" if re.match(r"Ergänzende|N\.?\s?B", found["kind"], re.I) else kind
        while self._levels and (self._levels[-1].indent > block.indent or self._is_beside(self._levels[-1], block)):
            self._levels.pop()
        above = self._limited(rest) or self._above()
        locator = self._new(above, kind, found["number"] or self._note_number(kind, above))
        self._put("number", found["label"], locator)
        self._put("text", rest, locator)
        is_plural = bool(re.search(r"(?:Notes|Anmerkungen)\Z", found["kind"], re.I))
        self._levels.append(Level(locator, kind, indent=block.indent, is_plural=is_plural))
        self._waiting = not rest.strip()
        return True

    def _note_number(self, kind: str, above: str | None = None) -> str:
        """The number of the next unnumbered note in a place."""
        return str(1 + self._totals[f"{self._above() if above is None else above}/{kind}"])

    def _is_beside(self, level: Level, block: Block) -> bool:
        """A note at the indent of a point stands beside it, not in it; nor does it stand in another note there.

        Where nothing is indented, a note on a definition limits all of it, one after a point the point.
        """
        if level.indent < block.indent or level.kind not in (*_NOTES, "pnt"):
            return False
        return level.kind in _NOTES or block.indent > 0 or any(one.kind == "def" for one in self._levels)

    def _limited(self, text: str) -> str:
        """The entry or point that a note says it limits, if it is there already."""
        found = _LIMITED.match(text.lstrip())
        if not found:
            return ""
        steps = re.findall(r"[a-z]|\d{1,2}", found["rest"])
        locator = "/".join([f"itm_{found['code']}", *(f"pnt_{step}" for step in steps)])
        return locator if locator in self._known else ""

    def _definition(self, text: str, block: Block) -> bool:
        """A defined term with its text: a term in quotation marks in a part that defines, or "– *term:*"."""
        term = ""
        if (found := DASH.match(text)) is not None and text[found.end() :].startswith(TERM):
            term = clean(text[found.end() :]).partition(":")[0]
        elif self._places and _DEFINED.search(self._places[-1].title + self._places[0].title):
            quoted = _QUOTED_TERM.match(clean(text))
            if quoted and _DEFINES.match(quoted["rest"]):
                english = _IN_ENGLISH.match(quoted["rest"])
                term = english["term"] if english else quoted["term"]
        name = short(slug(re.sub(r"\A(?:the|an?)\s+", "", term.strip(), flags=re.I)))
        if not name:
            return False
        above = "" if self._in_annex() else self._places[0].locator
        locator = self._new(above, "def", name)
        self._levels = [one for one in self._levels if one.kind == "par"]
        self._put("text", clean(text), locator)
        self._levels.append(Level(locator, "def", indent=block.indent))
        return True

    def _label(self, text: str, block: Block) -> bool:
        found = LABEL.match(text)
        if not found:
            return False
        mark = found[0]
        if found["raised"] and not self._is_next(found["raised"]):  # a footnote's mark, perhaps of a point
            found = LABEL.match(text[found.end() :])
            if not found or found["raised"]:
                return False
            mark += found[0]
        form = str(found.lastgroup if found.lastgroup != "tight" else "dot")
        figure = str(found[str(found.lastgroup)])
        levels = list(self._levels)
        while levels and levels[-1].indent > block.indent + 1:
            levels.pop()
        place = placed(levels, form, figure, block.indent)
        if place is None:
            return False
        depth, series, value = place
        if form == "raised":
            depth = 0
        above = levels[-1] if levels else None
        if self._waiting and above and above.kind in _NOTES and above.is_plural and depth == len(levels) and value == 1:
            above.form, above.series, above.value, above.indent = form, series, value, block.indent  # the first of them
            self._levels, locator = levels, above.locator
        else:
            beside = [n for n, one in enumerate(levels) if one.kind in _NOTES and one.indent >= block.indent > 0]
            if beside and depth == len(levels) and not self._waiting:  # what is in a note is indented deeper
                depth = beside[0]
            kind = levels[depth].kind if depth < len(levels) and levels[depth].form == form else ""
            self._levels = levels[:depth]
            kind = kind if kind in _NOTES else self._kind(form, figure)
            locator = self._new(self._above(), kind, self._note_number(kind) if kind in _NOTES else number(figure))
            self._levels.append(Level(locator, kind, form, series, value, block.indent))
        self._put("number", clean(mark), locator)
        rest = clean(text[len(mark) :])
        self._put("text", rest, locator)
        self._waiting = not rest.strip()
        return True

    def _is_next(self, figure: str) -> bool:
        """Whether a raised number is the next paragraph's, not a footnote's mark that a line happens to begin with."""
        last = next((one.value for one in self._levels if one.form == "raised"), None)
        value = readings(figure)[0][1]
        if last is None:
            return value <= 2
        return last < value <= last + 1 and not (self._last and _OPEN_END.search(self._last))

    def _kind(self, form: str, figure: str) -> str:
        """Paragraph or point. Numbers straight under an article are paragraphs, unless its own text leads in to them."""
        if self._levels:
            is_federal = self._places and re.match(r"sec_\d+\.\d", self._places[0].locator)
            return "par" if is_federal and all(one.kind == "par" for one in self._levels) else "pnt"
        if self._places and re.match(r"sec_\d+\.\d", self._places[0].locator):
            return "par"
        if form == "raised":
            return "par"
        if not figure[:1].isdigit():
            return "pnt"
        own = self._places[-1].locator if self._places else ""
        before = self._own_text.get(own, "")
        return "pnt" if before and not re.search(r"[.!?]['’”\"]?\Z", before) else "par"

    def _text(self, text: str, block: Block) -> None:
        """A paragraph without a label: it goes on with the provision that it is indented into."""
        is_dash = bool(DASH.match(text))
        if self._counts() and not self._waiting and not (is_dash and self._levels):
            self._levels = []
        goes_on = self._last.endswith((":", "—")) or (is_dash and self._was_dash)
        if not self._waiting and not text.startswith(RAISED):
            while self._levels and self._levels[-1].indent > block.indent:
                self._levels.pop()
            top = self._levels[-1] if self._levels else None
            if top and (
                (top.kind == "pnt" and top.indent + 1 >= block.indent and not (is_dash and goes_on))
                or (top.kind in _NOTES and top.indent >= block.indent > 0)
            ):
                self._levels.pop()
        self._was_dash = is_dash
        self._waiting = False
        self._own(clean(text))

    def _counts(self) -> bool:
        """Whether paragraphs are counted here: in a text that has neither headings nor numbers of its own."""
        return not (self._places or self.is_act or self._zone or self.is_numbered)

    def _own(self, text: str) -> None:
        if self._counts() and not self._levels:
            self._counted += 1
            locator = self._new("", "par", str(self._counted))
            self._levels = [Level(locator, "par", indent=-1)]
            self._put("text", text, locator)
        elif self._places or self._levels:
            self._put("text", text, self._above())
        else:
            self._furniture(text, "preamble" if self._zone == "recitals" else self._zone)
