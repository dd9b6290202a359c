"""The text of a Formex 4 tree as print shows it: what the format says by attributes and empty elements becomes characters.

Formex (Publications Office of the EU, https://op.europa.eu/en/web/eu-vocabularies/formex) keeps quotation marks as code
points (`<QUOT.START CODE="2018"/>`), the dash of a list as `TYPE="DASH"`, the sign between a term and its definition as
`SEPARATOR="="`, brackets and operators of formulas as types, and a footnote's text where its mark stands in print. Without
them a quotation runs into its sentence and a formula loses its sense. `prepared` puts exactly these signs in, takes out the
records about the file (references into the journal, page counts), and moves the footnotes behind the rest, in their order.

A consolidated act keeps what was deleted from it, between processing instructions `CLG.MDFO` with `ACTION="DELETED"` and
`CLG.MDFC`: print does not show it, and it is moved to the end. A repealed act (`ACTION="REPEALED"`) is kept whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from corpus.readers.markup import Element
from corpus.readers.walk import detach

RECORDS = ("BIB.INSTANCE", "BIB.INSTANCE.CONS", "NO.CELEX", "BIB.DATA/DATE", "INCLUSIONS")
NOTES = "NOTES.MOVED"  # ours, no element of Formex: it holds the footnotes at the end of the tree
DELETED = "DELETED.MOVED"  # ours as well: what was deleted, after the footnotes

_OPENS, _CLOSES = "CLG.MDFO", "CLG.MDFC"
_QUOTES = ("QUOT.START", "QUOT.END")
_ITEM_MARKS = {"DASH": "—", "BULLET": "•", "NDASH": "–"}
_BRACKETS = {
    "BRACKET": ("(", ")"),
    "SQBRACKET": ("[", "]"),
    "BRACE": ("{", "}"),
    "BAR": ("|", "|"),
}
_OPERATORS: Mapping[str, str] = {
    "PLUS": "+",
    "MINUS": "−",
    "PLUSMINUS": "±",
    "MULT": "×",
    "CARTPROD": "×",
    "DOTPROD": "·",
    "DIV": "/",
    "EQ": "=",
    "NE": "≠",
    "LT": "<",
    "LE": "≤",
    "GT": ">",
    "GE": "≥",
    "AP": "≈",
    "APEQ": "≈",
}


def prepared(root: Element) -> Element:
    """The tree, changed in place. Linear in its size."""
    for name in RECORDS:
        parent, _, child = name.rpartition("/")
        for element in list(root.iter(child)):
            above = element.getparent()
            if above is not None and (not parent or above.tag == parent):
                detach(element)
    deleted = _take_deleted(root)
    _move_notes(root)
    if len(deleted):
        root.append(deleted)
    for element in root.iter(*_QUOTES):
        element.text = (element.text or "") + _character(element.get("CODE", ""))
    for found in root.iter("LIST"):
        _mark_items(found)
    for found in root.iter("DLIST"):
        _separate(found)
    _spell_formulas(root)
    return root


def repealed_by(root: Element) -> str:
    """The number by which the file names the act that repealed this one; empty if none did."""
    marks = (_attributes(mark) for mark in _marks(root) if mark.target == _OPENS)
    return next((found.get("ACTIVE.DOC", "") for found in marks if found.get("ACTION") == "REPEALED"), "")


def _marks(root: Element) -> Iterator[etree._ProcessingInstruction]:
    for mark in root.iter(etree.ProcessingInstruction):
        if isinstance(mark, etree._ProcessingInstruction) and mark.target in (_OPENS, _CLOSES):
            yield mark


def _attributes(mark: etree._ProcessingInstruction) -> dict[str, str]:
    return dict(re.findall(r'([\w.]+)=["\']([^"\']*)["\']', mark.text or ""))


def _take_deleted(root: Element) -> Element:
    """What stands between the marks of a deletion, one element for each, in order."""
    taken = etree.Element(DELETED)
    marks = list(_marks(root))
    ends = {_attributes(mark).get("ID"): (place, mark) for place, mark in enumerate(marks) if mark.target == _CLOSES}
    for place, mark in enumerate(marks):
        found = _attributes(mark) if mark.target == _OPENS else {}
        after, end = ends.get(found.get("IDREF"), (-1, mark))
        if found.get("ACTION") == "DELETED" and after > place and next(mark.iterancestors(DELETED), None) is None:
            _take_between(mark, end, etree.SubElement(taken, "P"))
    return taken


def _take_between(start: Element, end: Element, into: Element) -> None:
    """Move what stands from one mark to another into an element; they need not be in the same one."""
    around = set(end.iterancestors())
    into.text, start.tail = start.tail, None
    here = start
    while True:
        following = here.getnext()
        while following is None:
            above = here.getparent()
            if above is None:
                return
            _append_text(into, above.tail)
            above.tail = None
            here, following = above, above.getnext()
        if following is end:
            return
        if following not in around:
            into.append(following)
            continue
        _append_text(into, following.text)
        following.text = None
        here = etree.Comment("deleted")
        following.insert(0, here)


def _append_text(into: Element, text: str | None) -> None:
    if len(into):
        into[-1].tail = (into[-1].tail or "") + (text or "")
    else:
        into.text = (into.text or "") + (text or "")


def _character(code: str) -> str:
    """The sign of a code point in hexadecimal; nothing if it names none that can be printed."""
    try:
        sign = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return sign if sign.isprintable() else ""


def _mark_items(found: Element) -> None:
    mark = _ITEM_MARKS.get(found.get("TYPE", ""), "")
    for item in found.iterchildren("ITEM") if mark else ():
        first = next(item.iterchildren(etree.Element), None)
        if first is None or first.tag == "P":
            holder = item if first is None else first
            holder.text = f"{mark} {(holder.text or '').lstrip()}"


def _separate(found: Element) -> None:
    sign = found.get("SEPARATOR", "").strip()
    for item in found.iterchildren("DLIST.ITEM"):
        for term in item.iterchildren("TERM"):
            term.tail = f" {sign} {term.tail or ''}"


def _spell_formulas(root: Element) -> None:
    for one in root.iter("OP.MATH", "OP.CMP"):
        one.text = (one.text or "") + f" {_OPERATORS.get(one.get('TYPE', ''), '')} "
    for one in root.iter("DIVIDEND", "DIVISOR"):
        if next(one.iter("OP.MATH", "OP.CMP"), None) is not None:
            _enclose(one, "(", ")")
    for one in root.iter("DIVISOR"):
        one.text = f" / {one.text or ''}"
    for one in root.iter("OVER"):
        # between two expressions it is the bar of a fraction; with a text of its own it is the upper bound of a sum
        if not len(one) and not (one.text or "").strip():
            one.text = " / "
    for name, sign in (("SUM", "∑ "), ("ROOT", "√ ")):
        for one in root.iter(name):
            one.text = f"{sign}{one.text or ''}"
    for one in root.iter("EXPR"):
        left, right = _BRACKETS.get(one.get("TYPE", ""), ("", ""))
        _enclose(one, left, right)


def _enclose(element: Element, left: str, right: str) -> None:
    element.text = f"{left}{element.text or ''}"
    if len(element):
        element[-1].tail = f"{element[-1].tail or ''}{right}"
    else:
        element.text += right


def _move_notes(root: Element) -> None:
    """Footnotes behind the rest. A note that only points to another (`NOTE.REF`) has no text and goes as well."""
    notes = list(root.iter("NOTE"))
    if root in notes or not notes:
        return
    end = etree.SubElement(root, NOTES)
    for note in notes:
        detach(note)
        if len(note) or (note.text or "").strip():
            end.append(note)
