"""Numbers of articles and points in the labels of EU and national acts, where more is written than `numbers.number` reads."""

from __future__ import annotations

import re

from corpus.readers.numbers import number

LATIN = "bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies"
_ARTICLE = re.compile(rf"(\d+)(?:er|re|ère)?\s?([a-z]{{1,2}}|(?:{LATIN})\b)?(?![a-zà-ÿ])", re.I)
_FIRST = re.compile(r"(?<!\d)1\s*(?:er|re|ère)\b\.?", re.I)


def article_number(label: str, otherwise: str = "1") -> str:
    """The number in "Article 5a", "Article 5 bis", "Art. 1er.", "5. cikk", "Article IV"; `otherwise` for a sole article,
    which has none.
    """
    found = _ARTICLE.search(" ".join(label.split()))
    if found:
        return found[1] + (found[2] or "")
    last = number(label)
    return last if re.fullmatch(r"[IVXLC]+", last) else otherwise


def point_number(label: str) -> str:
    """The number of a paragraph or point. One that names the points above it too, "(1)(a)", is kept whole: 1.a."""
    parts = re.findall(r"\(([^()]+)\)", label)
    if len(parts) > 1:
        return ".".join(filter(None, map(number, parts)))
    return number(_FIRST.sub("1", label))
