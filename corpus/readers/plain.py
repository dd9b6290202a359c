"""Plain text with headings: copies of laws, statements and guidance without any markup.

A heading is a line of its own that names an article, a section, a part or an annex with its number, or one in capitals.
Labels at the beginning of paragraphs are read as in Markdown; nothing is a mark, so the text is the file's own. A text
without any heading has its paragraphs counted (`par_1` …). Raises `UnreadableSource` for what is no text.
"""

from __future__ import annotations

import re
from itertools import pairwise

from corpus.readers.guide import READER as GUIDE
from corpus.readers.markdown import MARKUP, decoded, outlined
from corpus.readers.markdown import READER as MARKDOWN
from corpus.readers.markdown_headings import ANNEX, ARTICLE, NAMED
from corpus.readers.markdown_lines import Block, Line, blocks
from corpus.readers.reading import Reading

_WRAPPED = 50  # characters; a line that is shorter and ends no sentence is not one of a paragraph
_LONGEST = 120  # characters; a longer line is no heading


class PlainReader:
    """Reads plain text."""

    name = "plain"

    def recognises(self, data: bytes) -> bool:
        """Text that is neither markup nor Markdown nor a guide."""
        head = data[: 2**16]
        if (
            not head.strip()
            or b"\0" in head
            or re.match(rb"(?:\xef\xbb\xbf)?\s*<[!?/a-zA-Z]", head)
            or MARKUP.match(head[:512].decode("utf-8", "replace"))
        ):
            return False
        if sum(one < 32 and one not in b"\n\r\t\f\v" for one in head) > 16:
            return False
        return not MARKDOWN.recognises(data) and not GUIDE.recognises(data)

    def read(self, data: bytes) -> Reading:
        """The provisions of a text. Raises `UnreadableSource`."""
        found = list(blocks(_lines(decoded(data))))
        for at, block in enumerate(found):
            if level := _level(block):
                block.kind, block.level = "heading", level if at else 1
        outline = outlined(found)
        first = found[0] if found else Block("text", "")
        return Reading(self.name, tuple(outline.pieces), title=first.text if first.kind == "heading" else "")

    def plain(self, data: bytes) -> str:
        """The text as it is."""
        return decoded(data)


READER = PlainReader()


def _lines(text: str) -> list[Line]:
    found = []
    for raw in text.replace("\f", "\n\n").expandtabs(4).split("\n"):
        stripped = raw.strip()
        found.append(Line(stripped, len(raw) - len(raw.lstrip()) if stripped else 0, is_hard=raw.endswith("  ")))
    return _closed_up(found)


def _closed_up(found: list[Line]) -> list[Line]:
    """Lines without the blank ones that some programs put after every line: those after a line that ends no sentence."""
    at = [n for n, line in enumerate(found) if line.text]
    alone = [n for n in at if n + 1 == len(found) or not found[n + 1].text]
    cut = [n for n in alone if len(found[n].text) >= _WRAPPED and not re.search(r"[.:;!?]['’”)]*\Z", found[n].text)]
    if len(alone) < 0.9 * len(at) or len(cut) < 0.5 * len(alone) or len(at) < 10:
        return found
    dropped: set[int] = set()
    after = dict(pairwise(at))
    for n in cut[1:] if at[:1] == cut[:1] else cut:  # the first line is the title
        following = after.get(n, n)
        if following > n and not re.match(r"[•●▪–—-]", found[following].text):
            dropped.update(range(n + 1, following))
    return [line for n, line in enumerate(found) if n not in dropped]


def _level(block: Block) -> int:
    """The level of a heading: annexes and parts stand above articles, articles above other lines; 0 is no heading."""
    text = block.text
    if block.kind != "text" or len(block.lines) != 1 or len(text) > _LONGEST:
        return 0
    is_open = not re.search(r"[.;:,]\Z", text)
    if ANNEX.fullmatch(text) and text[:1].isupper() and re.search(r"\s\S*[\dIVX]|\A\S+\Z", text) and is_open:
        return 2
    if (found := ARTICLE.fullmatch(text)) is not None and is_open and not re.match(r"[a-zäöü,]", found["title"]):
        return 4
    if NAMED.fullmatch(text) and text[:1].isupper() and is_open:
        return 3
    letters = [one for one in text if one.isalpha()]
    return 5 if len(letters) > 3 and sum(map(str.isupper, letters)) > 0.85 * len(letters) and is_open else 0
