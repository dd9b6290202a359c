"""Consolidated texts of EUR-Lex: HTML made from Formex, of 2018 on (grids), earlier (classes), the earliest (no classes).

All begin with a line "02022L2555 — EN — 27.12.2022 — 000.004": number, language, date of the text, version. The list of
amending acts before the text, and the marks of what they changed (▼M1, ►C1 … ◄), are the publisher's and become furniture;
a mark in the middle of a paragraph stays in it, so that no sentence is broken. Raises `UnreadableSource`.
"""

from __future__ import annotations

import re

from corpus.readers.eurlex_act import act_pieces
from corpus.readers.eurlex_html import inner, lines
from corpus.readers.markup import Element, parse_html, plain_text
from corpus.readers.reading import Reading, UnreadableSource

_CLASSES = re.compile(rb"""class\s*=\s*["'](?:title-article-norm|title-doc-first|modref|hd-modifiers)["' ]""")
_REFERENCE = re.compile(
    r"0?(?P<celex>\d{4}[A-Z]{1,2}\d{4}(?:\(\d+\))?)\s+—\s+(?P<language>[A-Z]{2})\s+—\s+(?P<day>\d\d)\.(?P<month>\d\d)\.(?P<year>\d{4})"
)
_FIRST = 2**16


class Consolidated:
    """EUR-Lex consolidated texts."""

    name = "eurlex-consolidated"

    def recognises(self, data: bytes) -> bool:
        first = data[:_FIRST]
        if b"<html" not in first.lower():
            return False
        return bool(_CLASSES.search(first) or _REFERENCE.search(first.decode("utf-8", "ignore")))

    def plain(self, data: bytes) -> str:
        return plain_text(parse_html(data))

    def read(self, data: bytes) -> Reading:
        root = parse_html(data)
        found = _reference(root)
        language = found["language"].lower() if found else ""
        pieces = act_pieces(lines(root), language)
        if not any(piece.locator for piece in pieces):
            raise UnreadableSource(
                "The page has no act in it that could be read; get the act's text from EUR-Lex again."
            )
        title = " ".join(" ".join(p.text.split()) for p in pieces if p.kind == "act")
        edition = f"{found['year']}-{found['month']}-{found['day']}" if found else ""
        celex = f"0{found['celex']}-{edition.replace('-', '')}" if found else ""
        return Reading(self.name, pieces, title, language, edition, {"celex": celex} if celex else {})


def _reference(root: Element) -> re.Match[str] | None:
    for number, paragraph in enumerate(root.iter("p")):
        found = _REFERENCE.search(inner(paragraph, 80))
        if found or number > 20:
            return found
    return None


READER = Consolidated()
