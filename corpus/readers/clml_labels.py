"""The labels of CLML elements, and the numbers in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from corpus.readers.markup import Element, plain_text
from corpus.readers.numbers import number, roman, slug

_NAMED = re.compile(
    r"\s*(?:part|chapter|title|section|sub-?section|annex|appendix|schedule|article|attachment)\s+"
    r"([0-9]+[A-Za-z]*|[A-Z][0-9]+[A-Za-z]*|[IVXLC]+[A-Za-z]?|[A-Z])\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\s*([0-9]+[A-Za-z]?|[IVXLC]+|[A-Z])[.:)]\s+\S")  # "1. Scope"
_QUOTED_TERM = re.compile(r"\s*[“‘\"']([^”’\"']+)[”’\"']")


def local(element: Element) -> str:
    """The local name of an element as written; empty for comments and processing instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def label_of(element: Element) -> str:
    """The number that an element carries as its own child."""
    found = next((child for child in element if local(child) in ("Pnumber", "Number")), None)
    return plain_text(found) if found is not None else ""


def bare_heading(element: Element) -> str:
    """The title of a division that is nothing but a number ("II"), as some annexes mark their sections."""
    found = next((child for child in element if local(child) == "Title"), None)
    title = plain_text(found).strip() if found is not None else ""
    return title if re.fullmatch(r"\(?(?:[IVXLC]+|[A-Z]|[0-9]+)[.)]?", title) else ""


def heading_number(label: str) -> str:
    """The number in "PART I", "Part I: Cereals" or "(a)"; a range as its ends, "5–7" → 5-7; empty for "Appendix to …"."""
    label = re.sub(r"(?<=\w)\s*[–—]\s*(?=\w)", "-", label.replace("\u2011", "-"))
    named = _NAMED.match(label) or _COUNTED.match(label)
    if named:
        return named[1]
    return number(label) if len(label.split()) <= 2 and _NAMED.match(f"{label} 1") is None else ""


def numbers_restart(annex: Element) -> bool:
    """Whether paragraphs of a schedule are cited by part: their ids say so (schedule-1-part-2-paragraph-3), or without ids
    a number stands twice. Also where no paragraph has a number, for then parts are all there is to cite.
    """
    numbers: list[str] = []
    ids: list[str] = []
    events = etree.iterwalk(annex, events=("start",))
    for _, element in events:
        name = local(element)
        if name in ("BlockAmendment", "Appendix"):
            events.skip_subtree()
        elif name == "P1" and (label := heading_number(label_of(element))):
            numbers.append(label)
            ids.extend([given] if "-paragraph-" in (given := element.get("id", "")) else [])
    if ids:
        return any(re.search(r"-(?:part|chapter)-", one) for one in ids)
    return len(set(numbers)) < len(numbers) or not numbers


def counted_as(place: int, kind: str) -> str:
    """The number of a list item that has none of its own, as the style sheet counts it."""
    if kind.startswith("alpha"):
        counted = "".join(reversed(list(_letters(place))))
    else:
        counted = roman(place) if kind.startswith("roman") else str(place)
    return counted.upper() if kind.endswith("Upper") else counted


def _letters(value: int) -> Iterator[str]:
    while value:
        value, rest = divmod(value - 1, 26)
        yield chr(ord("a") + rest)


def term_of(item: Element) -> str:
    """What a definition defines: the marked term at its head, else the words in quotation marks there."""
    head = [one for one in islice(item.iter(), 12) if local(one) in ("Term", "Text")]
    marked = next((one for one in head if local(one) == "Term"), None)
    if marked is not None:
        return slug(plain_text(marked))
    quoted = _QUOTED_TERM.match(plain_text(head[0])) if head else None
    return slug(quoted[1]) if quoted else ""
