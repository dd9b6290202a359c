"""Akoma Ntoso 3.0 (OASIS LegalDocML), in which Luxembourg, Switzerland, Germany and others publish their law.

Standard: https://docs.oasis-open.org/legaldocml/akn-core/v1.0/. Read are acts, bills and documents of every namespace of
Akoma Ntoso (3.0 and its drafts, 2.0, national profiles). Articles stand at the top whatever chapter they are in; a `section`
is a provision unless it groups articles; § makes a section. Items of an HTML list (`ol`) have no label in the text: their
number is counted from what the list says of itself (`start`, `symbol`, `type`), and no label is made up for them.

`plain` is the whole text without what is no text of the document: `meta` and elements of other namespaces outside `foreign`
(metadata that publishers put among the provisions). Notes (`authorialNote`) stand at its end, where print has them; the
quotation marks of `quotedStructure`, kept as attributes, are put in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from lxml import etree

from corpus.readers.akoma_ntoso_tree import NOTES, edition_of, identifiers_of, language_of, prepared, title_of
from corpus.readers.labels import article_number, point_number
from corpus.readers.markup import Element, parse_xml, plain_text
from corpus.readers.reading import Reading, Role, UnreadableSource
from corpus.readers.walk import BODY, Handler, Place, Step, Walk

_ROOT = re.compile(rb"<(?:[\w.\-]+:)?akomaNtoso[\s>]")
_HEAD = 64 * 1024
_GROUPS = frozenset("book tome part subpart title subtitle chapter subchapter division section".split())
_UNITS = frozenset({"article", "section"})
_KINDS = {
    **dict.fromkeys(("paragraph", "clause", "rule"), "par"),
    **dict.fromkeys(
        "subparagraph subclause subrule point indent item alinea level transitional hcontainer".split(), "pnt"
    ),
}
_ROLES: dict[str, Role] = {"num": "number", "heading": "title", "subheading": "title"}
_FURNITURE = {
    **dict.fromkeys(("coverPage", "header"), "masthead"),
    "preface": "act",
    "preamble": "preamble",
    "conclusions": "closing",
    "toc": "contents",
}
_BLOCKS = frozenset(
    "p block ul ol li list blockList listIntroduction listWrapUp intro wrapUp wrap content table tr caption heading"
    " subheading crossHeading formula citation citations recitals longTitle docTitle container tblock tocItem signature"
    " blockContainer mainBody collectionBody attachments components interstitial foreign proviso sublist"
    " quotedStructure embeddedStructure".split()
) | set(_KINDS)
_ANNEX = re.compile(r"\w+\s+((?:[IVXLC]+|\d+|[A-Z])[a-z]?)(?![\w’'])[.:]?\s*[-–—]?\s*|[^\W\d_]+\Z")


class AkomaNtoso:
    """The reader. See `corpus.readers.reading.Reader`."""

    name = "akoma-ntoso"

    def recognises(self, data: bytes) -> bool:
        return bool(_ROOT.search(data[:_HEAD]))

    def read(self, data: bytes) -> Reading:
        root = _parsed(data)
        language, edition, identifiers = language_of(root), edition_of(root), identifiers_of(root)
        tree = prepared(root)
        title = title_of(tree)
        pieces = _Walk(tree).over(tree, Place(kind="act"))
        if not any(piece.locator for piece in pieces):
            raise UnreadableSource(
                "The Akoma Ntoso file holds no article, section or other provision; get the act's file."
            )
        return Reading(self.name, tuple(pieces), title, language, edition, identifiers)

    def plain(self, data: bytes) -> str:
        return plain_text(prepared(_parsed(data)))


READER = AkomaNtoso()
_name = Walk.name


def _parsed(data: bytes) -> Element:
    root = parse_xml(data)
    if _name(root) != "akomaNtoso":
        raise UnreadableSource(f"The XML is not Akoma Ntoso: its root is {_name(root)}, not akomaNtoso.")
    return root


class _Walk(Walk):
    """Akoma Ntoso elements and what they make."""

    blocks = _BLOCKS
    labels = frozenset[str]()

    def __init__(self, root: Element) -> None:
        super().__init__()
        self._recitals = 0
        self._grouping = _groups_of_units(root)

    @property
    def handlers(self) -> Mapping[str, Handler]:
        return _HANDLERS

    def _furniture(self, element: Element, place: Place) -> Step:
        inside = place if place.locator else replace(place, kind=_FURNITURE[_name(element)])
        yield self.block(element, inside)

    def _body(self, element: Element, place: Place) -> Step:
        yield self.block(element, replace(place, kind=BODY) if place == Place(kind="act") else place)

    def _num(self, element: Element, place: Place) -> Step:
        """A label that makes no provision: an article's in a line of its own, a point's in that of its text."""
        above = element.getparent()
        in_line = above is None or _name(above) not in _GROUPS | {"article"}
        yield self.label(element, place) if in_line else self.block(element, place)

    def _recital(self, element: Element, place: Place) -> Step:
        if place.quoted or place.locator:
            yield self.block(element, place)
            return
        self._recitals += 1
        inside = Place(self.locators.at("", "rct", point_number(_label(element)) or str(self._recitals)))
        self.unlabelled(inside)
        yield self.parts(element, inside, _ROLES)

    def _group(self, element: Element, place: Place) -> Step:
        """A heading over articles; or, if nothing below it is an article or section, a provision."""
        if not place.holds_provisions:
            yield self.block(element, place)
        elif element in self._grouping:
            self.say(element.text)
            for child in element:
                is_heading = _name(child) in _ROLES
                self.flush(place)
                yield self.block(child, Place(kind="division", quoted=True)) if is_heading else self.one(child, place)
                self.say(child.tail)
            self.flush(place)
        else:
            kind = "cpt" if _name(element) == "chapter" else "sec"
            yield self._unit(element, place, kind, article_number(_label(element), "1"))

    def _article(self, element: Element, place: Place) -> Step:
        if not place.holds_provisions:
            yield self.block(element, place)
            return
        label = _label(element)
        at_top = replace(place, locator=place.base)
        yield self._unit(element, at_top, "sec" if label.startswith("§") else "art", article_number(label))

    def _unit(self, element: Element, place: Place, kind: str, own: str) -> Step:
        inside = Place(self.locators.at(place.locator, kind, own), base=place.base)
        if element.find("{*}num") is None:
            self.unlabelled(inside)
        yield self.parts(element, inside, _ROLES)

    def _numbered(self, element: Element, place: Place) -> Step:
        label = point_number(_label(element))
        if not label or not place.holds_provisions:
            yield self.block(element, place)
            return
        inside = Place(self.locators.at(place.locator, _KINDS[_name(element)], label), base=place.base)
        yield self.parts(element, inside, _ROLES)

    def _list(self, element: Element, place: Place) -> Step:
        """`ol`: its items are points, numbered as the list says; without a word of it they are paragraphs."""
        if not place.holds_provisions:
            yield self.block(element, place)
            return
        style = _attribute(element, "symbol") or _attribute(element, "type")
        start = _attribute(element, "start")
        count = int(start) if start.isdigit() else 1
        self.say(element.text)
        for child in element:
            if _name(child) == "li":
                value = _attribute(child, "value")
                own = value if re.fullmatch(r"[A-Za-z0-9]+", value) else _counted(count, style)
                count += 1
                inside = Place(self.locators.at(place.locator, "pnt", own), base=place.base)
                self.unlabelled(inside)
                yield self.block(child, inside)
            else:
                yield self.one(child, place)
            self.say(child.tail)
        self.flush(place)

    def _annex(self, element: Element, place: Place) -> Step:
        """`attachment`: its own `num` and `heading`, or the title in the preface of the document inside it."""
        if place.quoted:
            yield self.block(element, place)
            return
        lines: list[str] = []
        label = _label(element)
        title = None
        if not label:
            title = element.find(".//{*}preface")
            lines = [] if title is None else (yield from self.lines(title))
        found = _ANNEX.match(label or next(iter(lines), ""))
        locator = self.locators.at(
            "", "anx", (found and found[1]) or point_number(label if found is None else "") or "1"
        )
        inside = Place(locator, base=locator)
        if found and lines:
            self.emit("number", lines[0][: found.end()].strip(), inside)
            lines = [line for line in (lines[0][found.end() :].strip(), *lines[1:]) if line]
        if title is not None:
            self.done.add(title)
        if not label and not found:
            self.unlabelled(inside)
        for line in lines:
            self.emit("title", line, inside)
        yield self.parts(element, inside, _ROLES)

    def _notes(self, element: Element, _place: Place) -> Step:
        for count, note in enumerate(element, 1):
            own = point_number(note.get("marker", "")) or str(count)
            yield self.block(note, Place(self.locators.at("", "fn", own), quoted=True))


_HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(_FURNITURE, _Walk._furniture),
    **dict.fromkeys(("body", "mainBody", "collectionBody"), _Walk._body),
    **dict.fromkeys(_GROUPS, _Walk._group),
    **dict.fromkeys(_KINDS, _Walk._numbered),
    **dict.fromkeys(("attachment", "component"), _Walk._annex),
    **dict.fromkeys(("quotedStructure", "embeddedStructure"), _Walk.quotation),
    "num": _Walk._num,
    "recital": _Walk._recital,
    "article": _Walk._article,
    "ol": _Walk._list,
    "tr": _Walk.row,
    NOTES: _Walk._notes,
}


def _groups_of_units(root: Element) -> set[Element]:
    """The groups that have an article or section somewhere below."""
    found: set[Element] = set()
    for element in root.iter(etree.Element):
        if _name(element) in _UNITS:
            above = element.getparent()
            while above is not None and above not in found:
                found.add(above)
                above = above.getparent()
    return found


def _label(element: Element) -> str:
    found = element.find("{*}num")
    return " ".join(plain_text(found).split()) if found is not None else ""


def _attribute(element: Element, name: str) -> str:
    """An attribute of whatever namespace."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def _counted(count: int, style: str) -> str:
    """The number of an item in the style of its list: "1°" and 3 → 3, "a)" and 3 → c, "i" and 3 → iii."""
    sign = next(iter(re.findall(r"[A-Za-z0-9]", style)), "1")
    if sign in "iI" and count < 40:
        units = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"]
        roman = "x" * (count // 10) + units[count % 10]
        return roman if sign == "i" else roman.upper()
    if sign.isalpha() and 1 <= count <= 26:
        letter = chr(ord("a") + count - 1)
        return letter if sign.islower() else letter.upper()
    return str(count)
