"""Reads the eCFR XML: the Code of Federal Regulations as the versioner of ecfr.gov and the GPO's bulk data serve it.

The format is that of the GPO's "e-CFR XML User Guide" (github.com/usgpo/bulk-data): `DIV1` (title) to `DIV9` (appendix,
which is also what supplements are), in them a flat run of paragraphs. Sections become `sec_734.13`, their paragraphs
`sec_734.13/par_a/par_1` by their labels (`ecfr_labels`), definitions `def_<term>`, notes `note_1`, supplements `anx_738-1`
(No. 1 to part 738). The Commerce Control List (Supplement No. 1 to part 774) is read by `ccl`. What stands under a part
itself, outside sections, is `note_part-<number>`.

Furniture: headings of titles, chapters, parts and subparts and those between paragraphs (division), authority, source and
citation lines and editors' notes (editorial), tables of contents, and what the file says of itself (masthead). Raises
`UnreadableSource` for what is no eCFR XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

from lxml import etree

from corpus.readers import ccl
from corpus.readers.ecfr_blocks import Block, Div, blocks, fold
from corpus.readers.ecfr_labels import Label, labels_of
from corpus.readers.ecfr_provisions import Appendix, Loose, Provision, Section, Sheet
from corpus.readers.markup import Element, parse_xml, tag
from corpus.readers.numbers import number, slug
from corpus.readers.reading import Reading, UnreadableSource

_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>]*>|\s)*+"
    rb"<(?:(?:DLPSTEXTCLASS|ECFR|ECFRBRWS)\b|DIV[1-9]\b[^>]*\bTYPE=[\"'](?:TITLE|SUBTITLE|CHAPTER|SUBCHAP|PART|SUBPART"
    rb"|SUBJGRP|SECTION|APPENDIX)[\"'])",
    re.DOTALL,
)
_EDITORIAL = frozenset("auth source ednote effdnot crossref secauth cita apro parauth volnote".split())
_MASTHEAD = frozenset("header amddate".split())
_SECTION = re.compile(r"(§§?\s*\d[\w.]*(?:\s*(?:[-–]|through|and)\s*\d[\w.]*)?\.?)\s*(.*)", re.DOTALL)
_APPENDIX = re.compile(
    r"((?:Supplement|Appendix|Appendices|Appendixes)\b(?:\s*(?:Nos?\.?\s*)?(?P<no>(?!to\b)[A-Z0-9]{1,4}(?:[-–][A-Z0-9]{1,4})?\b))?"
    r"(?:\s+to\s+(?:Subpart\s+(?P<subpart>\w+)(?:\s+of\s+Part\s+(?P<of>\w+))?|Part\s+(?P<part>\w+)))?)\s*(?:[-–—]+\s*)?",
    re.IGNORECASE,
)
_PATH_DATE = re.compile(r"/on/(\d{4}-\d\d-\d\d)/")


class EcfrReader:
    """eCFR XML, whole titles or parts of them."""

    name = "ecfr"

    def recognises(self, data: bytes) -> bool:
        return _ROOT.match(data[:16_384]) is not None and (b"<DIV" in data or b"ECFR" in data)

    def read(self, data: bytes) -> Reading:
        root = self._root(data)
        sheet = Sheet()
        for _, group in groupby(blocks(root), key=lambda block: id(block.div)):
            _division(sheet, list(group))
        if not sheet.known:
            raise UnreadableSource(
                "The eCFR XML holds no section and no appendix; get the part that you need with its text."
            )
        return Reading(
            self.name,
            tuple(sheet.pieces),
            title=_title(root),
            language="en",
            edition=_edition(root),
            identifiers=_identifiers(root),
        )

    def plain(self, data: bytes) -> str:
        """The string value of the root (XPath): all text but comments and processing instructions."""
        return str(self._root(data).xpath("string()"))

    def _root(self, data: bytes) -> Element:
        if not self.recognises(data):
            raise UnreadableSource("The file is no eCFR XML: it begins with none of its elements.")
        root = parse_xml(data)
        if next(root.iter(etree.Entity), None) is not None:
            raise UnreadableSource(
                "The XML names entities that it does not explain, so text would be lost; get it again."
            )
        return root


READER = EcfrReader()


def _division(sheet: Sheet, group: list[Block]) -> None:
    """What stands directly in one `DIV`, up to the next that begins or ends."""
    div = group[0].div
    body = [block for block in group if not _is_furniture(block)]
    if div is not None and div.level == 9 and body and ccl.is_list(div.number, body[0].text):
        reader = ccl.ListReader(sheet.locators)
        for block in group:
            if kind := _furniture_kind(block):
                sheet.pieces.extend(reader.settle())
                sheet.furniture(kind, block.text)
            else:
                sheet.pieces.extend(reader.read(block))
        sheet.pieces.extend(reader.settle())
        sheet.known |= reader.known
        return
    provision: Provision | None = None
    labels = {id(block): labels_of(block) for block in body if _can_have_labels(block)}
    ahead = [found.label for block in body for found in labels.get(id(block), [])]
    for block in group:
        kind = _furniture_kind(block)
        if kind:
            sheet.furniture(kind, block.text)
            continue
        if provision is None:
            provision = _provision(sheet, div, block, ahead)
            if block.tag == "head":
                continue
        provision.read(block, labels.get(id(block), []))


def _provision(sheet: Sheet, div: Div | None, first: Block, ahead: list[Label]) -> Provision:
    """The provision that a `DIV` is; its heading is put down if the first block is one."""
    text = first.text if first.tag == "head" else ""
    if div is None or div.level < 8:
        if text:
            sheet.furniture("division", text)
        return Loose(sheet, div.number if div else "", ahead)
    if div.level == 9:
        return _appendix(sheet, div, text)
    found = _SECTION.match(text)
    label, title = (found.group(1), found.group(2)) if found else ("", text)
    locator = sheet.new("", "sec", _section_number(div.number, label))
    sheet.add(locator, "", label, title)
    return Section(sheet, locator, ahead, defines="definition" in title.lower())


def _section_number(attribute: str, label: str) -> str:
    """ "§ 1.1" → 1.1; a range of reserved sections "§§ 1.3-1.5" → 1.3-1.5."""
    text = attribute if any(c.isdigit() for c in attribute) else label
    found = re.findall(r"\d+[A-Za-z]?(?:[.\-]\w+)*", text.replace("–", "-"))
    return "-".join(found[:2]).strip(".-") or slug(text) or "0"


def _appendix(sheet: Sheet, div: Div, text: str) -> Provision:
    found = _APPENDIX.match(div.number) or _APPENDIX.match(text)
    groups = found.groupdict() if found else {}
    part = groups.get("part") or groups.get("of") or div.part
    words = [part, groups.get("subpart"), groups.get("no")]
    name = (
        "-".join(number(word) for word in words if word) if found and part else slug(div.number or text)[:60].strip("-")
    )
    if found and part and not groups.get("no"):
        name += "-1"
    locator = sheet.new("", "anx", name or "1")
    head = _APPENDIX.match(text)
    cut = head.end() if head and head.end() < len(text) else 0
    sheet.add(locator, "", text[:cut], text[cut:])
    return Appendix(sheet, locator)


def _furniture_kind(block: Block) -> str:
    if block.inside in _EDITORIAL or block.tag in _EDITORIAL:
        return "editorial"
    if block.inside in _MASTHEAD or block.tag in _MASTHEAD:
        return "masthead"
    return "contents" if block.inside == "cfrtoc" else ""


def _is_furniture(block: Block) -> bool:
    return bool(_furniture_kind(block))


def _can_have_labels(block: Block) -> bool:
    return block.tag in ("p", "fp", "fp-1", "fp-2", "p-1", "p-2", "p-3") and not block.inside and block.starts


def _first(root: Element, names: Iterable[str]) -> Iterator[Element]:
    wanted = frozenset(names)
    return (element for element in root.iter(etree.Element) if tag(element) in wanted)


def _title(root: Element) -> str:
    head = next(_first(root, ("head",)), None)
    return fold(str(head.xpath("string()"))) if head is not None else ""


def _edition(root: Element) -> str:
    """The date in the path of the document, else that of the last amendment; empty if the file says neither."""
    found = _PATH_DATE.search(root.get("hierarchy_metadata", ""))
    if found:
        return found.group(1)
    volume = next((one.get("AMDDATE", "") for one in _first(root, ("volume",))), "")
    if re.fullmatch(r"\d{4}-\d\d-\d\d", volume):
        return volume
    said = next((str(one.xpath("string()")) for one in _first(root, ("amddate",))), "")
    date = re.search(r"([A-Z][a-z]{2})[a-z]*\.?\s+(\d{1,2}),\s+(\d{4})", said)
    try:
        return datetime.strptime(" ".join(date.groups()), "%b %d %Y").date().isoformat() if date else ""
    except ValueError:
        return ""


def _identifiers(root: Element) -> dict[str, str]:
    """The citation of what the file holds: "15 CFR Part 774", as far as it says."""
    said = re.search(r'citation(?:"|&quot;)+\s*:\s*(?:"|&quot;)+(.+?)(?:"|&quot;)', root.get("hierarchy_metadata", ""))
    if said:
        return {"cfr": said.group(1)}
    numbers = {name: [one.get("N", "") for one in _first(root, (name,))] for name in ("div1", "div5")}
    if len(numbers["div1"]) != 1:
        return {}
    part = f" Part {numbers['div5'][0]}" if len(numbers["div5"]) == 1 else ""
    return {"cfr": f"{numbers['div1'][0]} CFR{part}"}
