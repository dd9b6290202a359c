"""What stands at the edges of printed pages, as pieces: running heads and marks as furniture, footnotes as provisions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.readers.lines import Line, joint
from corpus.readers.numbers import Locators
from corpus.readers.reading import Piece

_MARK = re.compile(r"\(\s?(?P<number>\d{1,3}|\*+)\s?\)|(?P<bare>\d{1,3})(?=\s)")


def edge_pieces(edges: Sequence[tuple[str, Line]]) -> list[Piece]:
    """The pieces of edge lines, in order. A footnote is `fn_5`, or `fn_12.1` (page and number) where numbers start anew on
    every page; its stars count as its number."""
    numbers = [_number(line) for kind, line in edges if kind == "footnote" and _number(line)]
    is_by_page = any(count > 1 for count in Counter(numbers).values())
    locators, pieces, now = Locators(), list[Piece](), ""
    for kind, line in edges:
        if kind != "footnote":
            pieces.append(Piece("furniture", line.text, kind=kind, page=line.page))
            now = "" if kind == "masthead" else now
            continue
        found = _MARK.match(line.text)
        if found:
            now = locators.at("", "fn", f"{line.page}.{_number(line)}" if is_by_page else _number(line))
            pieces.append(Piece("number", found.group(), now, page=line.page))
            pieces.append(Piece("text", line.text[found.end() :].strip(), now, page=line.page))
        elif now and pieces[-1].locator == now:
            text = pieces[-1].text
            gap, end = joint(text, line.text)
            pieces[-1] = Piece("text", text[: len(text) - end] + gap + line.text, now, page=pieces[-1].page)
        elif now:
            pieces.append(Piece("text", line.text, now, page=line.page))
        else:
            pieces.append(Piece("furniture", line.text, kind="editorial", page=line.page))
    return pieces


def _number(line: Line) -> str:
    found = _MARK.match(line.text)
    if not found:
        return ""
    mark = found["number"] or found["bare"]
    return str(len(mark)) if mark.startswith("*") else mark
