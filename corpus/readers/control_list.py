"""Control lists in the layout of the Wassenaar Arrangement and the European Union, from lines: PDF or plain text.

The layout: categories with their notes; sections 4A to 4E; entries 4A005, ML5 or 4. A. 5 with points a., 1., a.; notes,
technical notes and N.B. on what they limit; before them general notes, acronyms and definitions of quoted terms (Regulation
(EU) 2021/821, Annex I; Common Military List, OJ C 85, 13.3.2020; Wassenaar List of Dual-Use Goods and Technologies).

Depth comes from the indents where there are any, else from the series of the labels. A note limits the innermost provision
whose label stands left of it, unless it says itself what it limits: "4E001.a. and 4E001.c. do not control …" limits 4E001.
After a heading TABLE everything up to the next entry is text of the entry, since numbers in cells are no points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.readers import control_labels as labels
from corpus.readers.control_parser import Parser
from corpus.readers.edges import edge_pieces
from corpus.readers.lines import Line, of_text, paragraphs
from corpus.readers.reading import Reading, UnreadableSource


class ControlListReader:
    """Reads control lists in plain text, with or without indents. Raises `UnreadableSource`."""

    name = "control list in plain text"

    def recognises(self, data: bytes) -> bool:
        start = data[: 2**18].lstrip(b"\xef\xbb\xbf \r\n\t")
        if start[:1] in (b"<", b"#", b"{", b"[") or b"%PDF-" in start[:1024] or b"\x00" in start:
            return False
        return is_list(of_text(start.decode("utf-8", "replace")))

    def read(self, data: bytes) -> Reading:
        lines = of_text(self.plain(data))
        if not is_list(lines):
            raise UnreadableSource(
                "The text has no entries of a control list, such as 4A005 or ML5, at the start of lines."
            )
        return read_lines(lines, (), self.name)

    def plain(self, data: bytes) -> str:
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise UnreadableSource("The text is not UTF-8; save it as UTF-8 and read that.") from error


READER = ControlListReader()


def is_list(lines: Sequence[Line]) -> bool:
    """Whether lines open with codes of entries, three different ones at least."""
    return len({m["code"] for line in lines if (m := labels.ENTRY.match(line.text))}) >= 3


def read_lines(lines: Sequence[Line], edges: Sequence[tuple[str, Line]], name: str) -> Reading:
    """The reading of a document that is a control list as a whole."""
    parser = Parser(lines)
    for paragraph in paragraphs(lines, parser.opens, parser.is_head):
        parser.take(paragraph)
    pieces = parser.finish() + edge_pieces(edges)
    head = [line for line in lines if line.page == lines[0].page]
    biggest = max(line.size for line in head)
    title = " ".join(line.text for line in head if line.size == biggest) if biggest > 1 else head[0].text
    year = re.search(r"\((\d{4})\)", title)
    return Reading(name, tuple(pieces), title=title[:300], edition=year[1] if year else "")
