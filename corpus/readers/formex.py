"""Formex 4, the XML in which the EU publishes its Official Journal: acts, consolidated acts and annexes.

Standard: Formex 4 of the Publications Office of the EU (https://op.europa.eu/en/web/eu-vocabularies/formex). Read are the
roots `ACT`, `CONS.ACT`, `ANNEX`, `GENERAL`, `LETTER` and `AGR`, and a wrapper around several of them, as packages of an
act with its annexes are put together. The companion files `*.doc.xml` (root `DOC`) hold metadata only and are refused with
a sentence that says so.

`plain` is the whole text after `formex_marks.prepared`: without the records about the file, with the quotation marks,
list dashes and operators that the format keeps as attributes, and with the footnotes at the end, where print has them.
What a consolidated act keeps of deleted provisions is no law any more: it is furniture "editorial", at the very end.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace

from corpus.readers.formex_marks import DELETED, NOTES, prepared, repealed_by
from corpus.readers.labels import article_number, point_number
from corpus.readers.markup import Element, parse_xml, plain_text
from corpus.readers.numbers import number, slug
from corpus.readers.reading import Reading, Role, UnreadableSource
from corpus.readers.walk import BODY, Handler, Place, Step, Walk

ROOTS = frozenset({"ACT", "CONS.ACT", "ANNEX", "GENERAL", "LETTER", "AGR"})
_COMPANION = "DOC"
_START = re.compile(rb"<([A-Za-z][\w.\-]*)")
_HEAD = 64 * 1024

_BLOCKS = frozenset(
    "P ALINEA TXT LIST ITEM DLIST DLIST.ITEM TI STI TBL CORPUS BLK TI.BLK STI.BLK GR.SEQ CONTENTS DIVISION TITLE ARTICLE"
    " PARAG TI.ART STI.ART QUOT.S FORMULA INCL.ELEMENT IMG.CNT VISA GR.VISA GR.CONSID GR.CONSID.INIT PREAMBLE.INIT"
    " PREAMBLE.FINAL SIGNATURE SIGNATORY PL.DATE COMMENT GR.ANNOTATION ANNOTATION TOC BIB.DATA MOD.ACT CORRIG NP CELL ROW"
    " NOTE".split()
)
_LABELS = frozenset({"NO.P", "NO.PARAG", "NO.GR.SEQ", "TERM"})
_FURNITURE = {
    "FAM.COMP": "masthead",
    "PREAMBLE": "preamble",
    "FINAL": "closing",
    "TOC": "contents",
    DELETED: "editorial",
}
_COUNTER = r"(?:[IVXLC]+|\d+(?:\.\d+)*|[A-Z])[a-z]?"
_PARTS = (
    "part|section|chapter|title|schedule|appendix|module|class|partie|chapitre|titre|teil|abschnitt|kapitel|titel|anlage"
    "|parte|sezione|sección|capo|deel|afdeling"
)
_PART = re.compile(rf"(?i:{_PARTS})\s+{_COUNTER}(?![\w’'])[.:]?\s*[-–—]?\s*")
_ANNEX = re.compile(rf"\w+\s+({_COUNTER}(?:[\s-][A-Z])?)(?![\w’'])[.:]?\s*[-–—]?\s*|({_COUNTER})\.?\s+\w+|[^\W\d_]+\Z")
_CORRELATION = re.compile(
    r"correlation table|correspondance|entsprechungstabelle|corrispondenza|correspondencias", re.I
)


class Formex:
    """The reader. See `corpus.readers.reading.Reader`."""

    name = "formex"

    def recognises(self, data: bytes) -> bool:
        head = data[:_HEAD]
        names = [match.decode("ascii", "replace") for match in _START.findall(head)[:2]]
        known = any(name in ROOTS for name in names) or names[:1] == [_COMPANION]
        return known and (b"formex" in head or b"<BIB.INSTANCE" in head or b"<FMX" in head)

    def read(self, data: bytes) -> Reading:
        root = _parsed(data)
        about = _About.of(root)
        title = _title_of(prepared(root))
        pieces = _Walk().over(root, Place(kind="act"))
        if not any(piece.locator for piece in pieces):
            raise UnreadableSource(
                "The Formex file holds no article, recital, annex or other provision; get the act's file."
            )
        return Reading(self.name, tuple(pieces), title, about.language, about.edition, about.identifiers)

    def plain(self, data: bytes) -> str:
        return plain_text(prepared(_parsed(data)))


READER = Formex()


def _parsed(data: bytes) -> Element:
    root = parse_xml(data)
    if root.tag == _COMPANION:
        held = next((ref.get("FILE", "") for ref in root.iter("REF.PHYS") if ref.get("TYPE") == "DOC.XML"), "")
        raise UnreadableSource(
            "This is the companion file of a Formex text and holds metadata only;"
            f" read {held or 'the file that it names'} instead."
        )
    if root.tag not in ROOTS and not any(child.tag in ROOTS for child in root):
        raise UnreadableSource(
            f"The XML is not Formex 4 as read here: its root is {root.tag}, not ACT, CONS.ACT or ANNEX."
        )
    return root


@dataclass(frozen=True, slots=True)
class _About:
    """What the file says about itself."""

    language: str
    edition: str
    identifiers: dict[str, str]

    @classmethod
    def of(cls, root: Element) -> _About:
        instance = next(root.iter("BIB.INSTANCE"), None)
        date = "" if instance is None else (instance.findtext("DATE") or "")
        language = "" if instance is None else (instance.findtext("LG.DOC") or "")
        consolidated = next(root.iter("INFO.CONSLEG"), None)
        identifiers: dict[str, str] = {}
        if consolidated is not None:
            date = consolidated.get("START.DATE", date)
            if consolidated.get("CONSLEG.REF") and _day(date):
                identifiers["celex"] = f"0{consolidated.get('CONSLEG.REF')}-{date}"
        basic = (root.findtext(".//FAM.COMP/BIB.DATA/NO.CELEX") or "").strip()
        if basic:  # older files shorten the year in it: 398L0027
            reference = "" if consolidated is None else consolidated.get("CONSLEG.REF", "")
            identifiers["basic_act"] = basic[0] + reference if reference else basic
        identifiers["repealed_by"] = repealed_by(root)
        numbered = next(root.iter("NO.DOC"), None)
        if numbered is not None:
            identifiers["number"] = _act_number(numbered)
        return cls(language.strip().lower(), _day(date), {k: v for k, v in identifiers.items() if v})


def _day(date: str) -> str:
    return f"{date[:4]}-{date[4:6]}-{date[6:]}" if re.fullmatch(r"\d{8}", date) else ""


def _act_number(found: Element) -> str:
    """2016/679 or 575/2013: the format says which of number and year comes first."""
    parts = [(found.findtext(name) or "").strip() for name in ("YEAR", "NO.CURRENT")]
    return "/".join(parts if found.get("FORMAT") != "NY" else reversed(parts)) if all(parts) else ""


class _Walk(Walk):
    """Formex elements and what they make."""

    blocks = _BLOCKS
    labels = _LABELS

    def __init__(self) -> None:
        super().__init__()
        self._recitals = 0
        self._headed: set[str] = set()

    @property
    def handlers(self) -> Mapping[str, Handler]:
        return _HANDLERS

    def _furniture(self, element: Element, place: Place) -> Step:
        yield self.block(element, replace(place, kind=_FURNITURE[element.tag], quoted=element.tag == DELETED))

    def _body(self, element: Element, place: Place) -> Step:
        yield self.block(element, replace(place, kind=BODY) if place == Place(kind="act") else place)

    def _title(self, element: Element, place: Place) -> Step:
        above = element.getparent()
        of_division = above is not None and above.tag == "DIVISION" and not place.quoted
        yield self.block(element, replace(place, locator="", kind="division") if of_division else place)

    def _recital(self, element: Element, place: Place) -> Step:
        """A recital without a number, as in older acts, has that of its place: "the third recital"."""
        if place.quoted:
            yield self.block(element, place)
            return
        self._recitals += 1
        found = element.find("NP/NO.P")
        label = number(plain_text(found)) if found is not None else ""
        inside = Place(self.locators.at("", "rct", label or str(self._recitals)))
        self.say(element.text)
        for child in element:
            yield self.parts(child, inside, {"NO.P": "number"}) if child.tag == "NP" else self.one(child, inside)
            self.say(child.tail)
        self.flush(inside)

    def _article(self, element: Element, place: Place) -> Step:
        if place.quoted:
            yield self.block(element, place)
            return
        heading = element.find("TI.ART")
        label = plain_text(heading) if heading is not None else ""
        own = article_number(label, element.get("IDENTIFIER", "").lstrip("0") or "1")
        inside = Place(self.locators.at(place.base, "art", own), base=place.base)
        if heading is None:
            self.unlabelled(inside)
        yield self.parts(element, inside, {"TI.ART": "number", "STI.ART": "title"})

    def _numbered(self, element: Element, place: Place) -> Step:
        """`PARAG` and `NP`: a label and its text. Without a number (a dash, a box to tick) they are text where they stand."""
        kind, name = ("par", "NO.PARAG") if element.tag == "PARAG" else (place.point, "NO.P")
        heading = element.find(name)
        label = point_number(plain_text(heading)) if heading is not None else ""
        if not label or not place.holds_provisions:
            yield self.block(element, place)
            return
        inside = Place(self.locators.at(place.locator, kind, label), base=place.base)
        yield self.parts(element, inside, {name: "number"})

    def _annex(self, element: Element, place: Place) -> Step:
        if place.quoted:
            yield self.block(element, place)
            return
        lines, labelled = yield from self._heading(element)
        label, rest = _split(lines, labelled, _ANNEX)
        found = _ANNEX.match(label)
        own = re.sub(r"\s", "-", next(filter(None, found.groups()), "")) if found else ""
        locator = self.locators.at("", "anx", own or "1")
        if rest:
            self._headed.add(locator)
        yield self._headed_parts(element, Place(locator, base=locator), label, rest)

    def _sequence(self, element: Element, place: Place) -> Step:
        """`GR.SEQ`: a part with a numbered heading, a numbered group without one, or just a heading."""
        if not place.holds_provisions:
            yield self.block(element, place)
            return
        heading = element.find("NO.GR.SEQ")
        if heading is not None and (label := point_number(plain_text(heading))):
            inside = replace(place, locator=self.locators.at(place.locator, "pnt", label), kind="")
            yield self.parts(element, inside, {"NO.GR.SEQ": "number"})
            return
        lines, labelled = yield from self._heading(element)
        label, rest = _split(lines, labelled, _PART)
        if not label and not place.locator:
            named = slug(" ".join(rest))[:60].strip("-")
            yield self._headed_parts(
                element, replace(place, locator=self.locators.at("", "sec", named or "1")), "", rest
            )
        elif label:
            locator = self.locators.at(place.locator, "sec", point_number(label))
            yield self._headed_parts(element, replace(place, locator=locator, kind=""), label, rest)
        else:
            yield self._unnumbered(element, place, lines)

    def _unnumbered(self, element: Element, place: Place, lines: list[str]) -> Step:
        """A heading without a number: that of the annex if it has none and nothing stands before; else a paragraph."""
        is_first = place.locator == place.base and place.locator not in self._headed
        last = self.pieces[-1] if self.pieces else None
        role: Role = (
            "title" if is_first and last and last.locator == place.locator and last.role == "number" else "text"
        )
        self._headed.add(place.locator)
        for line in lines:
            self.emit(role, line, place)
        yield self.parts(element, _correlating(place, lines), {})

    def _headed_parts(self, element: Element, place: Place, label: str, rest: list[str]) -> Step:
        if label:
            self.emit("number", label, place)
        else:
            self.unlabelled(place)
        for line in rest:
            self.emit("title", line, place)
        yield self.parts(element, _correlating(place, rest), {})

    def _heading(self, element: Element) -> Generator[Step, None, tuple[list[str], str]]:
        """The lines of the element's TITLE, and its label if that is marked as such."""
        title = element.find("TITLE")
        if title is None:
            return [], ""
        lines = yield from self.lines(title)
        self.done.add(title)
        found = title.find("TI/NP/NO.P")
        return lines, " ".join(plain_text(found).split()) if found is not None else ""

    def _annotation(self, element: Element, place: Place) -> Step:
        yield self.block(element, replace(place, point="note"))

    def _notes(self, element: Element, _place: Place) -> Step:
        """The footnotes, counted as print does: figures and stars each on their own."""
        counts = {"": 0, "star": 0}
        for note in element.iterchildren("NOTE"):
            series = "star" if note.get("NUMBERING") == "STAR" else ""
            counts[series] += 1
            yield self.block(note, Place(self.locators.at("", "fn", f"{series}{counts[series]}"), quoted=True))


_HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(_FURNITURE, _Walk._furniture),
    **dict.fromkeys(("ENACTING.TERMS", "CONTENTS"), _Walk._body),
    **dict.fromkeys(("ANNEX", "CONS.ANNEX"), _Walk._annex),
    **dict.fromkeys(("PARAG", "NP"), _Walk._numbered),
    "TITLE": _Walk._title,
    "CONSID": _Walk._recital,
    "ARTICLE": _Walk._article,
    "GR.SEQ": _Walk._sequence,
    "ROW": _Walk.row,
    "QUOT.S": _Walk.quotation,
    "GR.ANNOTATION": _Walk._annotation,
    NOTES: _Walk._notes,
}


def _title_of(root: Element) -> str:
    """The act's own title; in a file of an annex alone, that of the annex."""
    for title in root.iter("TITLE"):
        above = title.getparent()
        if above is not None and above.tag != "BIB.DATA":
            walk = _Walk()
            walk.over(title, Place("title", quoted=True))
            return " ".join(piece.text for piece in walk.pieces)
    return ""


def _split(lines: list[str], labelled: str, pattern: re.Pattern[str]) -> tuple[str, list[str]]:
    """The label at the head of a heading's lines, and the rest of them. `labelled` is what the source marks as label."""
    first = lines[0] if lines else ""
    if labelled and first.startswith(labelled) and number(labelled):
        cut = len(labelled)
    else:
        found = pattern.match(first)
        cut = found.end() if found else 0
    return first[:cut].strip(), [line for line in (first[cut:].strip(), *lines[1:]) if line]


def _correlating(place: Place, lines: list[str]) -> Place:
    return replace(place, locator="", kind="correlation") if _CORRELATION.search(" ".join(lines)) else place
