"""Legal acts of the European Union as PDF prints them: the Official Journal's and the consolidated text's layout.

Recitals, articles, numbered paragraphs, points, annexes (Interinstitutional style guide, part 1, section 2: structure of a
legal act). What an amending act quotes, from a quotation mark at the start of a paragraph to the one that closes it, is text
of the amending provision. An annex that is a control list (Annex VII to Regulation (EU) No 833/2014) is read as one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.readers import control_list
from corpus.readers.control_parser import Parser as ListParser
from corpus.readers.edges import edge_pieces
from corpus.readers.lines import Line, Paragraph, paragraphs
from corpus.readers.nesting import Frame, Nesting, is_next
from corpus.readers.numbers import Locators, number
from corpus.readers.reading import Piece, Reading, Role

_ARTICLE = re.compile(r"Article\s+(?P<number>\d+[a-z]{0,3})\s*\Z")
_SOLE = re.compile(r"Sole Article\s*\Z")
_ANNEX = re.compile(r"(?:ANNEX|Annex)(?:\s+(?P<number>[IVXLC]+[a-zA-Z]?|\d+|[A-Z]))?\s*\Z")
_DIVISION = re.compile(r"(?:TITLE|CHAPTER|SECTION|PART|Title|Chapter|Section)\s+(?:[IVXLC]+|\d+)[a-z]?\s*\Z")
_PARAGRAPH = re.compile(r"\d{1,2}[a-z]{0,2}\.(?=\s|\Z)")
_BARE = re.compile(r"\d{1,2}(?=\s[A-Z])")
_POINT = re.compile(r"\((?:[a-z]{1,4}|\d{1,3}[a-z]?|[A-Z])\)(?=\s|\Z)")
_ITEM = re.compile(r"(?:[a-z]|[1-9]\d{0,2}|[A-Z])\.(?=\s|\Z)")
_DASH = re.compile(r"[-–—•]\s")
_WHEREAS = re.compile(r"Whereas\s*:?\s*\Z")
_ENACTS = re.compile(r"(?:HAS|HAVE) (?:ADOPTED|DECIDED|AGREED)\b.*|HEREBY (?:ADOPTS?|DECIDES?).*")
_FINAL = re.compile(r"This (?:Regulation|Directive|Decision) shall be binding in its entirety|Done at \w")
_OPENING = {"‘": "’", "“": "”", "«": "»", "„": "“"}
_MASTHEAD = re.compile(r"[IVX]{1,3}\Z|\((?:Non-l|L)egislative acts\)\Z|[A-Z]{5,}S?\Z")
_ACT = re.compile(
    r"(?P<kind>REGULATION|DIRECTIVE|DECISION|RECOMMENDATION)[A-Z ]*\(?(?:(?P<by>EU|EC|EEC|CFSP)[^)]*\))?\s*(?:No\s+)?"
    r"(?P<a>\d{1,4})/(?P<b>\d{1,4})",
    re.IGNORECASE,
)
_DATED = re.compile(r"of (\d{1,2}) ([A-Z][a-z]+) (\d{4})")
_CONSOLIDATED = re.compile(r"(0\d{4}[A-Z]\d{4})\s+—\s+([A-Z]{2})\s+—\s+(\d{2})\.(\d{2})\.(\d{4})")
_MONTHS = "January February March April May June July August September October November December".split()
_LETTERS = {"REGULATION": "R", "DIRECTIVE": "L", "DECISION": "D", "RECOMMENDATION": "H"}
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def is_act(lines: Sequence[Line]) -> bool:
    """Whether lines have an enacting formula or articles that count up from the first."""
    numbers = [found["number"] for line in lines if (found := _ARTICLE.match(line.text))]
    has_formula = any(_WHEREAS.match(line.text) or _ENACTS.match(line.text) for line in lines)
    if any(_SOLE.match(line.text) for line in lines):
        return has_formula
    return numbers[:1] == ["1"] and (has_formula or any(is_next(after, before) for before, after in pairwise(numbers)))


def read_lines(lines: Sequence[Line], edges: Sequence[tuple[str, Line]], name: str) -> Reading:
    """The reading of an act from its lines."""
    parser = _Parser(lines)
    for paragraph in paragraphs(lines, parser.opens):
        parser.take(paragraph)
    pieces = parser.finish() + edge_pieces(edges)
    title, identifiers, edition = _about(pieces)
    language = identifiers.pop("language", "")
    return Reading(name, tuple(pieces), title, language, edition, identifiers)


def _about(pieces: Sequence[Piece]) -> tuple[str, dict[str, str], str]:
    """Title, identifiers and date, from what the act says of itself and from the running heads."""
    head = [p.text for p in pieces if p.kind == "act"]
    first = next((n for n, text in enumerate(head) if _ACT.search(text)), 0)
    title = re.sub(r"^[►▼]\s?[A-Z]\d*\s+", "", " ".join(head[first : first + 3]))[:400]
    title = title.split("(OJ L")[0].split("THE COUNCIL OF")[0].split("THE EUROPEAN")[0].strip()
    found: dict[str, str] = {}
    edition = ""
    if act := _ACT.search(title):
        year, serial = (act["b"], act["a"]) if len(act["a"]) < 4 or int(act["b"]) > 1950 else (act["a"], act["b"])
        found["number"] = f"{act['a']}/{act['b']}"
        if len(year) == 4:
            found["celex"] = f"3{year}{_LETTERS[act['kind'].upper()]}{int(serial):04d}"
    if dated := _DATED.search(title):
        month = _MONTHS.index(dated[2]) + 1 if dated[2] in _MONTHS else 0
        edition = f"{dated[3]}-{month:02d}-{int(dated[1]):02d}" if month else dated[3]
    for piece in pieces:
        if piece.kind != "masthead":
            continue
        if mark := _CONSOLIDATED.search(piece.text):
            edition = f"{mark[5]}-{mark[4]}-{mark[3]}"
            found |= {"celex": f"{mark[1]}-{mark[5]}{mark[4]}{mark[3]}", "language": mark[2].lower()}
            break
        if mark := re.match(r"([A-Z]{2})\s+Official Journal", piece.text):
            found["language"] = mark[1].lower()
    return title, found, edition


class _Parser:
    def __init__(self, lines: Sequence[Line]) -> None:
        self.pieces: list[Piece] = []
        self.given: set[str] = set()
        self.locators = Locators()
        self.nesting = Nesting(self.given, is_flat=len({round(line.x) for line in lines}) < 2)
        self.state = "act"  # act, preamble, recitals, body, closing, annex
        self.article = self.annex = ""
        self.coming = ""  # the number of the paragraph that the last line with such a label opened
        self.awaits_title = False
        self.after_division = False
        self.quote = ""  # the mark that closes an open quotation
        self.lists = _annexes_that_are_lists(lines)
        self.inner: ListParser | None = None  # of an annex that is a control list

    def opens(self, line: Line) -> int | None:
        """The length of the label that a line opens with (see `lines.Opens`)."""
        text = line.text
        if any(p.match(text) for p in (_ARTICLE, _SOLE, _ANNEX, _DIVISION, _WHEREAS, _ENACTS, _FINAL, _DASH)):
            return 0
        if re.match(
            r"THE (?:COUNCIL|EUROPEAN|COMMISSION)|Having regard|After |Acting in|In cooperation|ANNEX|\*+\)", text
        ):
            return 0
        if self.inner is not None and (length := self.inner.opens(line)) is not None:
            return length
        if (bare := _BARE.match(text)) and self._is_next_paragraph(bare.group()):
            return -bare.end()
        if text[0] in _OPENING and (_opens_label(text[1:]) or _ARTICLE.match(text[1:]) or _ANNEX.match(text[1:])):
            return 0
        if self.state == "body" and (found := _PARAGRAPH.match(text)):
            self.coming = number(found.group())
        return _opens_label(text)

    def _is_next_paragraph(self, number_: str) -> bool:
        """Whether a number without a full stop is the label of the article's next paragraph."""
        before = str(int(number_) - 1)
        is_there = before == self.coming or f"art_{self.article}/par_{before}" in self.given
        return self.state == "body" and not self.quote and is_there

    def take(self, paragraph: Paragraph) -> None:
        whole = paragraph.whole
        was_quoted = self._quoted(paragraph, whole)
        if not was_quoted and self._structure(paragraph, whole):
            return
        self._quote_open(whole)
        if self.state in ("act", "preamble", "closing"):
            return self._before(paragraph, whole)
        if was_quoted or (self.quote and whole[:1] in _OPENING):
            return self._put("text", whole, self.nesting.top.locator, paragraph.page)
        if self.state == "recitals":
            return self._recital(paragraph, whole)
        if self._is_title(paragraph):
            return
        if self.inner is not None:
            return self.inner.take(paragraph)
        self._provision(paragraph, whole)

    # Quotations ----------------------------------------------------------------------------------------------------

    def _quoted(self, paragraph: Paragraph, whole: str) -> bool:
        """Whether a paragraph stands within a quotation; the next article or annex of the act itself ends it anyhow."""
        if not self.quote:
            return False
        article, annex = _ARTICLE.match(whole), _ANNEX.match(whole)
        centred = paragraph.x > 200 or self.nesting.is_flat
        if centred and (
            (article and is_next(article["number"], self.article or "0"))
            or (annex and annex["number"] and _roman(annex["number"]) == _roman(self.annex or "") + 1)
        ):
            self.quote = ""
            return False
        if re.search(rf"{self.quote}\s*[.;,]*\s*(?:(?:and|or)\s*)?\Z", whole):
            self.quote = ""
        return True

    def _quote_open(self, whole: str) -> None:
        mark = _OPENING.get(whole[:1])
        if mark and not self.quote and self.state in ("body", "annex"):
            closes = len(re.findall(rf"{mark}(?!\w)", whole))
            if closes < whole.count(whole[0]):
                self.quote = mark

    # Structure -----------------------------------------------------------------------------------------------------

    def _structure(self, paragraph: Paragraph, whole: str) -> bool:
        page = paragraph.page
        if (found := _ARTICLE.match(whole)) or _SOLE.match(whole):
            self.article = found["number"] if found else "1"
            self._open("art", self.article, paragraph, "body")
        elif found := _ANNEX.match(whole):
            if self.state in ("act", "preamble", "recitals"):
                return False
            self.annex = found["number"] or "1"
            self._open("anx", self.annex, paragraph, "annex")
            if self.annex in self.lists:
                self.inner = ListParser(self.lists[self.annex], self.nesting.top.locator, self.pieces)
        elif _DIVISION.match(whole) and self.state in ("body", "preamble", "recitals"):
            self._furniture("division", whole, page)
            self.after_division = True
        elif _WHEREAS.match(whole) and self.state in ("act", "preamble"):
            self.state = "recitals"
            self._furniture("preamble", whole, page)
        elif _ENACTS.match(whole) and self.state in ("act", "preamble", "recitals"):
            self.state = "preamble"
            self._furniture("preamble", whole, page)
        elif _FINAL.match(whole) and self.state == "body":
            self.state = "closing"
            self._furniture("closing", whole, page)
        elif self.after_division and self._is_head(paragraph):
            self._furniture("division", whole, page)
        else:
            self.after_division = False
            return False
        return True

    def _open(self, kind: str, number_: str, paragraph: Paragraph, state: str) -> None:
        self._close_list()
        locator = self._locator("", kind, number_)
        self.state, self.awaits_title, self.after_division = state, True, False
        self.nesting.restart(Frame(locator, kind, number_, -1.0, 0.0))
        self._put("number", paragraph.whole, locator, paragraph.page)

    def _before(self, paragraph: Paragraph, whole: str) -> None:
        if self.state == "act" and re.match(r"THE (?:COUNCIL|EUROPEAN|COMMISSION|HIGH)|Having regard", whole):
            self.state = "preamble"
        kind = self.state
        if kind == "act":
            if _MASTHEAD.match(whole):
                kind = "masthead"
            elif re.match(r"This text is meant purely|Amended by|Corrected by|[►▼]\s?[MCA]\d", whole):
                kind = "editorial"
        self._furniture(kind, whole, paragraph.page)

    def _recital(self, paragraph: Paragraph, whole: str) -> None:
        if re.fullmatch(r"\(\d+\)", paragraph.label):
            locator = self._locator("", "rct", number(paragraph.label))
            self.nesting.restart(Frame(locator, "rct", "", paragraph.x, paragraph.hang))
            self._put("number", paragraph.label, locator, paragraph.page)
            self._put("text", paragraph.text, locator, paragraph.page)
        elif self.nesting.frames:
            self._put("text", whole, self.nesting.top.locator, paragraph.page)
        else:
            self._furniture("preamble", whole, paragraph.page)

    def _is_head(self, paragraph: Paragraph) -> bool:
        return (
            not paragraph.label
            and (paragraph.first.bold or paragraph.x > 150)
            and not paragraph.text.endswith((".", ";", ":"))
        )

    def _is_title(self, paragraph: Paragraph) -> bool:
        """The heading of an article or annex stands right below its number, bold or set in the middle."""
        is_title, self.awaits_title = self.awaits_title and self._is_head(paragraph), False
        if is_title:
            self._put("title", paragraph.whole, self.nesting.top.locator, paragraph.page)
        return is_title

    # Paragraphs and points -----------------------------------------------------------------------------------------

    def _provision(self, paragraph: Paragraph, whole: str) -> None:
        label, x, slack = paragraph.label, paragraph.x, paragraph.first.slack
        label = label if self.nesting.is_open else ""
        is_paragraph = self.state == "body" and bool(label and (_PARAGRAPH.fullmatch(label) or label.isdecimal()))
        if is_paragraph:
            self.nesting.close_to(self.nesting.frames[0].locator)
            kind, parent = "par", self.nesting.top
        elif label and (_POINT.fullmatch(label) or (self.state == "annex" and _ITEM.fullmatch(label))):
            parent, _ = self.nesting.for_item(number(label), x, False, slack)
            kind = "pnt"
        else:
            owner = self.nesting.for_text(x, False, slack)
            return self._put("text", whole, owner.locator, paragraph.page)
        locator = self._locator(parent.locator, kind, number(label))
        # points of a paragraph may stand as far left as its number
        self.nesting.push(
            Frame(locator, kind, number(label), -0.5 if is_paragraph else x, x if is_paragraph else paragraph.hang)
        )
        self._put("number", label, locator, paragraph.page)
        inner = _opens_label(paragraph.text)
        if is_paragraph and inner and _POINT.match(paragraph.text):  # "1. (a) …" opens its first point too
            text = paragraph.text[inner:].lstrip()
            line = Line(paragraph.text, paragraph.page, paragraph.hang or x + 2 * slack, size=paragraph.first.size)
            return self._provision(Paragraph(paragraph.text[:inner], [text], line, None, line), paragraph.text)
        self._put("text", paragraph.text, locator, paragraph.page)

    # Pieces --------------------------------------------------------------------------------------------------------

    def _locator(self, above: str, kind: str, number_: str) -> str:
        locator = self.locators.at(above, kind, number_)
        self.given.add(locator)
        return locator

    def _put(self, role: Role, text: str, locator: str, page: int) -> None:
        if text.strip():
            self.pieces.append(Piece(role, text.strip(), locator, page=page))

    def _furniture(self, kind: str, text: str, page: int) -> None:
        self.pieces.append(Piece("furniture", text, kind=kind, page=page))

    def _close_list(self) -> None:
        if self.inner is not None:
            self.inner.finish()
            self.inner = None

    def finish(self) -> list[Piece]:
        self._close_list()
        return self.pieces


def _opens_label(text: str) -> int | None:
    for pattern in (_POINT, _PARAGRAPH, _ITEM):
        if found := pattern.match(text):
            return found.end()
    return None


def _annexes_that_are_lists(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """The lines of annexes with entries of a control list, by the annex's number."""
    annexes: dict[str, list[Line]] = {}
    now: list[Line] = []
    for line in lines:
        if found := _ANNEX.match(line.text):
            now = annexes.setdefault(found["number"] or "1", [])
        now.append(line)
    return {one: of for one, of in annexes.items() if control_list.is_list(of)}


def _roman(label: str) -> int:
    values = [_ROMAN.get(c, 0) for c in label]
    return sum(-v if v < max(values[n:]) else v for n, v in enumerate(values))
