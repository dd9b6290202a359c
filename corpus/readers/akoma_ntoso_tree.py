"""The tree of an Akoma Ntoso file with its text alone, and what the file says about itself."""

from __future__ import annotations

import re

from lxml import etree

from corpus.readers.markup import Element, plain_text
from corpus.readers.walk import Walk, detach

NOTES = "notes-moved"  # ours: it holds the notes at the end of the tree
_name = Walk.name
_ISO = dict(
    pair.split(":")
    for pair in (
        "bul:bg ces:cs dan:da deu:de ger:de ell:el gre:el eng:en est:et fin:fi fra:fr fre:fr gle:ga hrv:hr hun:hu isl:is"
        " ita:it lav:lv lit:lt ltz:lb mlt:mt nld:nl dut:nl nor:no pol:pl por:pt roh:rm ron:ro rum:ro slk:sk slv:sl spa:es"
        " swe:sv"
    ).split()
)


def prepared(root: Element) -> Element:
    """The tree with its text alone, changed in place."""
    own = etree.QName(root).namespace
    for element in list(root.iter(etree.Element)):
        if _name(element) == "meta" or (etree.QName(element).namespace != own and not _is_foreign(element, own)):
            detach(element)
    for element in list(root.iter(etree.Element)):
        opening, closing = element.get("startQuote", ""), element.get("endQuote", "")
        if opening:
            _prepend(element, opening)
        if closing:
            _append(element, closing)
    notes = [element for element in root.iter(etree.Element) if _name(element) == "authorialNote"]
    end = etree.SubElement(root, NOTES)
    for note in notes:
        detach(note)
        end.append(note)
    return root


def _prepend(element: Element, sign: str) -> None:
    """Put a sign before the first words in an element."""
    first: Element | None = element
    while first is not None and not (first.text or "").strip():
        element, first = first, next(first.iterchildren(etree.Element), None)
    first = element if first is None else first
    first.text = sign + (first.text or "").lstrip()


def _append(element: Element, sign: str) -> None:
    """Put a sign after the last words in an element."""
    last = element
    while len(last) and not (last[-1].tail or "").strip():
        last = last[-1]
    if len(last):
        last[-1].tail = (last[-1].tail or "").rstrip() + sign
    else:
        last.text = (last.text or "").rstrip() + sign


def _is_foreign(element: Element, own: str | None) -> bool:
    """Whether it is content of a `foreign` element (a formula), or inside an element of another namespace that is."""
    above = element.getparent()
    if above is None:
        return True
    return _name(above) == "foreign" or etree.QName(above).namespace != own


def language_of(root: Element) -> str:
    for found in root.iter("{*}FRBRlanguage"):
        code = found.get("language", "").rpartition("/")[2].lower().partition("-")[0]
        if code:
            return code if len(code) == 2 else _ISO.get(code, "")
    return ""


def edition_of(root: Element) -> str:
    """The date of the expression, or of the last amendment that the file says went into it."""
    first = root.find(".//{*}meta")
    if first is None:
        return ""
    dates = [found.get("date", "") for found in first.findall(".//{*}FRBRExpression/{*}FRBRdate")]
    dates += [
        found.get("date", "")
        for found in first.findall(".//{*}lifecycle/{*}eventRef")
        if found.get("type") in ("generation", "amendment")
    ]
    return max((date[:10] for date in dates if re.match(r"[12]\d{3}-\d\d-\d\d", date)), default="")


def identifiers_of(root: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in ("FRBRuri", "FRBRthis"):
        one = root.find(f".//{{*}}FRBRWork/{{*}}{name}")
        value = "" if one is None else one.get("value", "")
        if value:
            found.setdefault("eli" if "/eli/" in value else "uri", value)
    one = root.find(".//{*}FRBRWork/{*}FRBRnumber")
    if one is not None and one.get("value"):
        found["number"] = one.get("value", "")
    return found


def title_of(root: Element) -> str:
    for name in ("docTitle", "longTitle", "shortTitle"):
        found = root.find(f".//{{*}}{name}")
        if found is not None and (text := " ".join(plain_text(found).split())):
            return text
    return ""
