"""Reads guidance and codes that GOV.UK publishes as HTML: detailed guides, HTML publications, parts of guides, manuals.

Sections are `sec_` with the number of their heading ("1. Scope" → sec_1, "1.2 Who must apply" → sec_1.2, "Annex A" → anx_A);
without numbers they count in order (h2: sec_1, h3 in it: sec_1.1). Where some headings of a rank are numbered, the others go
by their words (sec_further-help). Paragraphs are `par_` in their section, by their own number ("2.1" → sec_2/par_2.1) or
counted; what stands above the first heading is at the top. Lists and tables are text of the paragraph that they follow. Items
that begin with a label are points of it: "a." → par_8/pnt_a, "i." inside → par_8/pnt_a/pnt_i, "2.a.i." in full likewise.

A code numbers its paragraphs through from 1: they stand at the top (par_8), and its headings are furniture ("division") where
nothing but numbered paragraphs follows. Footnotes are `fn_`. Banners, dates, navigation and lists of contents are furniture.

Numbers of plain ordered lists are made by the browser and not text, so they are not read. Raises `UnreadableSource` for what
is no HTML or has no document in it.
"""

from __future__ import annotations

import re
from datetime import datetime

from corpus.readers.govuk_blocks import Block, blocks
from corpus.readers.govuk_places import Places
from corpus.readers.markup import Element, parse_html, plain_text
from corpus.readers.reading import Reading, UnreadableSource

_HEAD = 2**20  # bytes looked at to recognise the format
_CLASS = re.compile(rb"""class\s*=\s*["'][^"']*(?<![\w-])(?:gem-c-govspeak|govuk-govspeak|govspeak)(?![\w-])""")
_UPDATED = re.compile(r"(?:Last updated|Updated|Published)\s*:?\s+([0-9]{1,2} [A-Z][a-z]+ [0-9]{4})")


class GovukReader:
    """Pages of GOV.UK that hold a document in Govspeak."""

    name = "govuk"

    def recognises(self, data: bytes) -> bool:
        """Whether this is HTML with a Govspeak body."""
        head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
        return head.startswith(b"<") and not head.startswith(b"<?xml") and _CLASS.search(head) is not None

    def plain(self, data: bytes) -> str:
        """All text of the page as a browser has it."""
        return plain_text(parse_html(data))

    def read(self, data: bytes) -> Reading:
        """The provisions of the page. Raises `UnreadableSource`."""
        if not data.strip():
            raise UnreadableSource("The file is empty; get the page again.")
        root = parse_html(data)
        found = blocks(root)
        if all(block.kind == "furniture" for block in found):
            raise UnreadableSource(
                "The page has no document in it (no “govspeak” body with text); get the page itself."
            )
        address = next((link.get("href", "") for link in root.iter("link") if link.get("rel") == "canonical"), "")
        identifiers = {"url": address, "content_id": _meta(root, "govuk:content-id")}
        return Reading(
            format=self.name,
            pieces=tuple(Places(found).pieces()),
            title=_title(root),
            language=_language(root),
            edition=_edition(root, found),
            identifiers={key: value for key, value in identifiers.items() if value},
        )


READER = GovukReader()


def _meta(root: Element, name: str) -> str:
    return next((one.get("content", "") for one in root.iter("meta") if one.get("name") == name), "")


def _title(root: Element) -> str:
    for name in ("h1", "title"):
        found = next(root.iter(name), None)
        if found is not None and (text := " ".join(plain_text(found).split())):
            return text.removesuffix(" - GOV.UK")
    return ""


def _language(root: Element) -> str:
    """The language of the document itself, which may differ from the page around it."""
    main = next(root.iter("main"), None)
    return ((main.get("lang", "") if main is not None else "") or root.get("lang", ""))[:2].lower()


def _edition(root: Element, found: list[Block]) -> str:
    """The day of the last public change: as the page says it to machines, else to readers."""
    for name in ("govuk:public-updated-at", "govuk:updated-at"):
        if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", _meta(root, name)):
            return _meta(root, name)[:10]
    said = _UPDATED.findall(" ".join(block.text for block in found if block.kind == "furniture"))
    days = [day for one in said if (day := _day(one))]
    return max(days, default="")


def _day(text: str) -> str:
    try:
        return datetime.strptime(text, "%d %B %Y").date().isoformat()
    except ValueError:
        return ""
