"""Walks a CLML document in its order and makes provisions of the elements.

| element | becomes |
| --- | --- |
| P1 in the body | `sec_5` in an Act, `art_5` in orders, regulations, rules and EU acts, at the top whatever part it is in |
| P1 in a schedule | `anx_1/par_5`; in an annex of an EU act `anx_I/pnt_5`, or `art_` if it says "Article" |
| P2, P3 and deeper | `par_` for a number, `pnt_` for a letter; from P3 on always `pnt_` |
| Schedule, Appendix, Attachment | `anx_<number>`, `anx_1` without a number |
| Part, Chapter … in the body | furniture "division" |
| Part, Chapter … in a schedule | `sec_` where paragraph numbers start again in each and in EU acts; else furniture |
| Division | recital `rct_1`; in annexes `sec_A`, `sec_I` or `pnt_1`; with a dash for a number it is text |
| item of an OrderedList | `pnt_`, by its own number or its place |
| item of a definition list | `def_<term>` of the section, article or schedule paragraph, where readers look for it |
| Footnote | `fn_1` at the top, by the number in its id |
| BlockAmendment | text of the provision that amends: nothing in it is a provision of this document |

An element that has text between its children and is no known container is one paragraph, so unknown elements lose nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.readers.clml_labels import (
    bare_heading,
    counted_as,
    heading_number,
    label_of,
    local,
    numbers_restart,
    term_of,
)
from corpus.readers.markup import Element, plain_text
from corpus.readers.numbers import Locators, number
from corpus.readers.reading import Piece, Role

DEEPEST = 10  # provisions inside one another; what is deeper is text, so that locators stay short in hostile files
_SPACE = re.compile(r"[ \t\r\n]+")
_LEVEL = re.compile(r"P([1-9])\Z")
_ENTRY = re.compile(r"(?:ML|PL|[0-9][A-E])[0-9]{1,4}[a-z]?\Z")  # numbers of control-list entries
_LEAVES = frozenset("Text Title Subtitle Number Pnumber Reference LongTitle DateText Key AppendText math".split())
_DIVISIONS = frozenset(
    "Part Chapter Section Subsection EUPart EUTitle EUChapter EUSection EUSubsection Pblock PsubBlock".split()
)
_CROSSHEADINGS = frozenset(("Pblock", "PsubBlock"))
_ANNEXES = frozenset(("Schedule", "Appendix", "Attachment"))
_HEADED = _DIVISIONS | _ANNEXES | {"TitleBlock", "P1group", "Division", "Schedules", "Attachments", "AttachmentGroup"}
_KINDS = {  # what stands outside provisions, by the kind of furniture
    **dict.fromkeys(("PrimaryPrelims", "SecondaryPrelims", "EUPrelims"), "act"),
    **dict.fromkeys(("PrimaryPreamble", "SecondaryPreamble", "EUPreamble"), "preamble"),
    **dict.fromkeys(("ExplanatoryNotes", "EarlierOrders", "Commentaries", "MarginNotes"), "editorial"),
    **dict.fromkeys(("Versions", "Resources"), "editorial"),
    "Contents": "contents",
    "SignedSection": "closing",
}
_OTHERS = (
    "Primary Secondary EURetained Body EUBody ScheduleBody AppendixBody Footnotes Footnote FootnoteText P Para P1 P2 P3 "
    "P4 P5 P6 P7 P1para P2para P3para P4para P5para P6para P7para OrderedList UnorderedList ListItem KeyList KeyListItem "
    "BlockAmendment BlockText Tabular table thead tbody tfoot tr td th Figure Formula Where"
)
_CONTAINERS = frozenset(_KINDS) | _HEADED | frozenset(_OTHERS.split())


@dataclass(frozen=True, slots=True)
class Where:
    """Where the walk is. `locator` is the provision whose text is read; empty, and the text is furniture of `kind`.
    `owner` takes the headings of the element just entered (empty: they are a division's). `article` is the section,
    article or schedule paragraph around. In what is `quoted` nothing is a provision of this document.
    """

    region: str = "front"
    locator: str = ""
    kind: str = "act"
    owner: str = ""
    article: str = ""
    quoted: bool = True
    sections: bool = False
    note: bool = False


class Walk:
    """The pieces of a document, gathered element by element; `title` and `number` are those of its opening."""

    def __init__(self, root: Element) -> None:
        self.pieces: list[Piece] = []
        self.title = ""
        self.number = ""
        self._locators = Locators()
        self._is_eu = any(local(child) == "EURetained" for child in root)
        self._is_act = any(local(child) == "Primary" for child in root)
        self._ahead: dict[Element, str] = {}  # articles whose heading came before them
        self._places: dict[Element, int] = {}  # of items in lists that count
        self._last = ""  # the newest section or article, which takes text that stands between two of them
        self._label = ""  # a number in quoted text, waiting for its paragraph
        self._notes = 0

    def run(self, top: Element, where: Where | None = None) -> None:
        """Walk one element with all inside it; an explicit stack, for documents nest deeper than Python calls may."""
        stack: list[tuple[Element | str, Where]] = [(top, where or Where())]
        while stack:
            one, here = stack.pop()
            if isinstance(one, str):
                self._add("text", _SPACE.sub(" ", one), here)
                continue
            inner = self._enter(one, here)
            if inner is None:
                continue
            for child in reversed(one):
                if child.tail and child.tail.strip():
                    stack.append((child.tail, inner))
                if isinstance(child.tag, str):
                    stack.append((child, inner))
            if one.text and one.text.strip():
                stack.append((one.text, inner))
        self._flush(where or Where())

    def _enter(self, one: Element, here: Where) -> Where | None:
        """What an element changes for all inside it; nothing to do there if it was read whole."""
        name = local(one)
        if name in _LEAVES or (name not in _CONTAINERS and _has_text(one)):
            self._leaf(one, name, here)
            return None
        if name in ("tr", "KeyListItem"):
            self._row(one, here)
            return None
        if here.note:
            return here
        if name in _KINDS:
            return Where(kind=_KINDS[name], region="preamble" if name == "EUPreamble" else "aside")
        if name in ("Body", "EUBody"):
            return Where(region="body", kind="division", quoted=False)
        if name == "Footnote":
            return self._footnote(one)
        if name == "BlockAmendment" or here.locator.count("/") >= DEEPEST:
            return replace(here, quoted=True)
        if name in _ANNEXES:
            return self._annex(one, here)
        if name == "Division":
            return self._division(one, here)
        if here.quoted:
            return here
        if name in _DIVISIONS:
            return self._part(one, name, here)
        if name == "P1group":
            return self._group(one, here)
        if level := _LEVEL.match(name):
            return self._level(one, int(level[1]), here)
        if name == "OrderedList":
            self._places |= {item: place for place, item in enumerate(one.iterchildren("{*}ListItem"), 1)}
        return self._item(one, here) if name == "ListItem" else here

    # Elements that are provisions

    def _annex(self, one: Element, here: Where) -> Where:
        if here.quoted and here.region != "front":
            return here
        above = here.locator if here.region == "annex" else ""
        at = self._locators.at(above, "anx", heading_number(label_of(one)) or "1")
        restarts = self._is_eu or numbers_restart(one)
        return Where("annex", at, owner=at, article=at, quoted=False, sections=restarts)

    def _part(self, one: Element, name: str, here: Where) -> Where:
        counted = heading_number(label_of(one))
        if here.region != "annex" or not here.sections or name in _CROSSHEADINGS or not counted:
            return replace(here, owner="")
        at = self._locators.at(here.locator, "sec", counted)
        return replace(here, locator=at, owner=at)

    def _group(self, one: Element, here: Where) -> Where:
        """A heading with what it stands over: the heading is the title of a provision if it stands over that one alone."""
        inside = [child for child in one if _LEVEL.match(local(child))]
        if len(inside) != 1 or local(inside[0]) != "P1" or not heading_number(label_of(inside[0])):
            return replace(here, owner="")
        at = self._ahead[inside[0]] = self._locate(inside[0], 1, here)
        return replace(here, owner=at)

    def _level(self, one: Element, level: int, here: Where) -> Where:
        at = self._ahead.pop(one, "") or self._locate(one, level, here)
        if not at:
            return here
        if level == 1 and here.region == "body":
            self._last = at
        return replace(here, locator=at, owner=at, article=at if level == 1 else here.article)

    def _locate(self, one: Element, level: int, here: Where) -> str:
        label = label_of(one)
        counted = heading_number(label)
        if not counted:
            return ""
        if level == 1 and here.region == "body":
            section = self._is_act and not one.get("id", "").startswith(("article", "regulation", "rule"))
            return self._locators.at("", "sec" if section else "art", counted)
        above = here.locator or self._last
        if level == 1:
            kind = "itm" if _ENTRY.match(counted) else "pnt" if self._is_eu else "par"
            kind = "art" if label.strip().lower().startswith("article") else kind
        else:
            lettered = not any(c.isdigit() for c in counted)
            kind = "pnt" if level > 2 or lettered or (self._is_eu and "/art_" not in f"/{above}") else "par"
        return self._locators.at(above, kind, counted) if above else ""

    def _division(self, one: Element, here: Where) -> Where:
        counted = heading_number(label_of(one) or bare_heading(one))
        if here.region == "preamble" and not here.locator and counted:
            at = self._locators.at("", "rct", counted)
            return replace(here, locator=at, owner=at)
        if here.quoted or not counted:
            return replace(here, owner="")
        lettered = re.fullmatch(r"[IVXLC]+|[A-Z]", counted) and "/pnt_" not in here.locator
        at = self._locators.at(here.locator, "sec" if lettered else "pnt", counted)
        return replace(here, locator=at, owner=at)

    def _item(self, one: Element, here: Where) -> Where:
        """An item of a list: a point if the list counts, a definition if it defines, else text."""
        above = one.getparent()
        if above is None or not here.locator:
            return here
        if local(above) == "OrderedList":
            place = self._places.pop(one, 0)
            counted = number(one.get("NumberOverride", "")) or counted_as(place, above.get("Type", "arabic"))
            return self._inside(here, here.locator, "pnt", counted)
        if "Definition" in above.get("Class", ""):
            return self._inside(here, here.article or here.locator, "def", term_of(one))
        return here

    def _inside(self, here: Where, above: str, kind: str, counted: str) -> Where:
        if not counted:
            return here
        at = self._locators.at(above, kind, counted)
        return replace(here, locator=at, owner=at)

    def _footnote(self, one: Element) -> Where:
        """A footnote has no number in its text; its id carries the one by which the text refers to it (f00012)."""
        self._notes += 1
        named = re.fullmatch(r"f0*([1-9][0-9]*)", one.get("id", ""))
        at = self._locators.at("", "fn", named[1] if named else str(self._notes))
        return Where("note", at, owner=at, note=True)

    # Text

    def _leaf(self, one: Element, name: str, here: Where) -> None:
        text, above = _SPACE.sub(" ", plain_text(one)), one.getparent()
        over = local(above) if above is not None else ""
        if here.kind == "act" and not here.locator and over.endswith("Prelims"):
            self.title = self.title or (_tidy(text) if name == "Title" else "")
            self.number = self.number or (_tidy(text) if name == "Number" else "")
        if name == "Pnumber" or (name == "Number" and over == "Division"):
            own = here.locator and here.owner == here.locator and heading_number(text)
            if own and (not here.quoted or here.region == "preamble"):
                self._add("number", text, here)
            else:
                if len(self._label) > 80:
                    self._flush(here)
                self._label = f"{self._label} {text}".strip()
        elif name in ("Number", "Title", "Subtitle") and over in _HEADED and not here.quoted:
            bare = over == "Division" and here.owner != "" and above is not None and text.strip() == bare_heading(above)
            sentence = over == "Division" and not bare and text.strip().endswith((".", ":", ";", ","))
            role: Role = "text" if sentence else "number" if name == "Number" or bare else "title"
            self._add(role, text, replace(here, locator=here.owner, kind="division"))
        elif name == "AppendText" and self._may_append(here):
            self.pieces[-1] = replace(self.pieces[-1], text=self.pieces[-1].text + _tidy(text))
        else:
            self._add("text", text, here)

    def _may_append(self, here: Where) -> bool:
        """Whether the newest piece is a paragraph of this provision, and not so long that joining costs."""
        newest = self.pieces[-1] if self.pieces and here.locator and not self._label else None
        return (
            newest is not None and (newest.role, newest.locator) == ("text", here.locator) and len(newest.text) < 5000
        )

    def _row(self, one: Element, here: Where) -> None:
        """A row of a table as one paragraph, a tab between the cells; footnotes set into it are provisions of their own."""
        found: list[str] = []

        def close() -> None:
            self._add("text", "".join(found), here)
            found.clear()

        stack: list[Element | str] = [one]
        while stack:
            part = stack.pop()
            if isinstance(part, str):
                found.append(_SPACE.sub(" ", part))
                continue
            name, above = local(part), part.getparent()
            if name == "Footnote" and not here.note:
                close()
                self.run(part, here)
                continue
            if name in ("td", "th", "Key") or (name == "ListItem" and above is one):
                found.append("\t" if found else "")
            elif name in ("Text", "Division", "P", "tr"):
                found.append(" ")
            for child in reversed(part):
                stack.append(child.tail or "")
                if isinstance(child.tag, str):
                    stack.append(child)
            stack.append(part.text or "")
        close()

    def _add(self, role: Role, text: str, here: Where) -> None:
        text = _tidy(text)
        if not text.strip():
            return
        if role == "text" and self._label:
            text, self._label = f"{_tidy(self._label)} {text}", ""
        elif self._label:
            self._flush(here)
        between = here.region == "body" and not here.quoted and role == "text"
        locator = here.locator or (self._last if between else "")
        if locator:
            self.pieces.append(Piece(role, text, locator))
        else:
            self.pieces.append(Piece("furniture", text, kind=here.kind))

    def _flush(self, here: Where) -> None:
        """A label whose paragraph never came is a paragraph itself."""
        label, self._label = self._label, ""
        if label.strip():
            self._add("text", label, here)


def _tidy(text: str) -> str:
    """Text without the spaces around it and around the tabs that part cells."""
    return "\t".join(_SPACE.sub(" ", cell).strip(" ") for cell in text.split("\t")).strip("\t")


def _has_text(element: Element) -> bool:
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)
