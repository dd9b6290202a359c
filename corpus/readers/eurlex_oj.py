"""Acts as EUR-Lex shows the Official Journal: XHTML made from Formex, and the older HTML with plain paragraphs.

The XHTML names its paragraphs by class ("oj-ti-art" since 2022, "ti-art" before) and, in later years, its subdivisions by
identifiers of the European Legislation Identifier (ELI, Council conclusions 2012/C 325/02). The older pages hold the act in
an element TXT_TE, without class names, and are read by wording. What is not text of the page (head, scripts, styles) is
left out. Raises `UnreadableSource`.
"""

from __future__ import annotations

import re

from corpus.readers.eurlex_act import act_pieces
from corpus.readers.eurlex_html import css_of, inner, lines
from corpus.readers.markup import Element, parse_html, plain_text
from corpus.readers.reading import Reading, UnreadableSource

_XHTML = re.compile(rb"""class\s*=\s*["'](?:oj-)?(?:hd-oj|hd-ti|hd-date|doc-ti|ti-art)["' ]""")
_OLDER = re.compile(rb"<TXT_TE>|id=[\"']TexteOnly[\"']", re.IGNORECASE)
_FIRST = 2**18  # bytes looked at: the journal's head is among the first


class OfficialJournal:
    """EUR-Lex Official Journal pages."""

    name = "eurlex-oj"

    def recognises(self, data: bytes) -> bool:
        first = data[:_FIRST]
        return bool(_XHTML.search(first) or _OLDER.search(first))

    def plain(self, data: bytes) -> str:
        return plain_text(parse_html(data))

    def read(self, data: bytes) -> Reading:
        root = parse_html(data)
        language = _language(root)
        pieces = act_pieces(lines(root), language)
        if not any(piece.locator for piece in pieces):
            raise UnreadableSource(
                "The page has no act in it that could be read; get the act's text from EUR-Lex again."
            )
        title = _meta(root, "DC.description") or " ".join(" ".join(p.text.split()) for p in pieces if p.kind == "act")
        return Reading(self.name, pieces, title, language, _edition(root), _identifiers(root, title))


def _by_class(root: Element, name: str) -> str:
    found = next((p for p in root.iter("p") if name in css_of(p).split()), None)
    return inner(found) if found is not None else ""


def _meta(root: Element, name: str) -> str:
    return next((" ".join((m.get("content") or "").split()) for m in root.iter("meta") if m.get("name") == name), "")


def _language(root: Element) -> str:
    said = _by_class(root, "hd-lg") or _meta(root, "DC.language") or root.get("lang") or ""
    return said.lower()[:2] if re.match(r"[A-Za-z]{2}\b", said) else ""


def _edition(root: Element) -> str:
    """The day of publication."""
    day = re.search(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", _by_class(root, "hd-date") or _meta(root, "DC.source"))
    return f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}" if day else ""


def _identifiers(root: Element, title: str) -> dict[str, str]:
    celex = re.search(r"CELEX:(\w+(?:\(\d+\))?)", _meta(root, "DC.identifier"))
    eli = re.search(r"http://data\.europa\.eu/eli/[\w/()\-]+", _by_class(root, "hd-uniq"))
    act = re.search(
        r"\((?:EU|EC|EEC|EU, Euratom|UE|CE|EG|EWG)\)\s+(?:No\s+|Nr\.?\s+)?(\d+/\d+)|\b(\d+/\d+/[A-Z]{2,3})\b", title
    )
    found = {
        "celex": celex[1] if celex else "",
        "eli": eli[0] if eli else "",
        "number": (act[1] or act[2]) if act else "",
        "journal": _by_class(root, "hd-oj") or _meta(root, "DC.source").strip(" ;"),
    }
    return {key: value for key, value in found.items() if value}


READER = OfficialJournal()
