"""The labels of the Commerce Control List: points ("b.2.a."), numbers in notes ("1."), notes ("N.B. to paragraph y.1:"), and
the points that a text names ("5A001.b.3 and .b.4").
"""

from __future__ import annotations

import re

_STEP = r"(?:[a-z]{1,2}(?:\.\d{1,2}(?:\.[a-z](?![a-z]))?){0,8})"
_POINT = re.compile(rf"\s*\.?({_STEP})(\.+(?=\s|\Z)|(?=\s)|\.(?=\[))")
_RANGE = re.compile(rf"\s*\.?({_STEP})\.?\s*(?:[-–—]|through|to|and|,)\s*\.?({_STEP})\.?(?=\s*\[?[Rr]eserved)")
NUMBERED = re.compile(r"\s*(\d{1,2}(?:\.[a-z](?:\.\d{1,2})?)?)(\.(?=\s|\Z)|(?<=\.[a-z])(?=\s))")
NOTE = re.compile(
    r"\s*((?P<kind>(?:technical\s+|license\s+requirements?\s+)?notes?|n\.\s?b\.?|nota\s+bene)"
    r"(?P<no>\s*\d{1,2}(?!\w))?(?P<to>\s+to\b[^:]{1,80}|\s+on\b[^:]{1,60})?\s*(?:[:.]+|\Z))\s*",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"(?:(?P<entry>\d[A-EY]\d{3})|(?P<short>\.[a-z]\b))(?P<path>(?:\.(?:[a-z]|\d{1,2})\b)*)")
_BEFORE = re.compile(
    r"\W*(?:\d{1,2}\.\s*)?(?:(?:for|in)\s+(?:the\s+)?(?:purposes?\s+of\s+)?)?(?:the\s+)?"
    r"(?:(?:items?|paragraphs?|ECCNs?|controls?|control\s+status|entry)\s+(?:in\s+|of\s+|specified\s+(?:in|by)\s+)?)*",
    re.IGNORECASE,
)
_JOIN = re.compile(r"\s*(?:,\s*(?:and|or)?|and|or|to|through)\s*", re.IGNORECASE)


def point(text: str) -> tuple[list[str], int] | None:
    """The path that a label names, and where the label ends. A single word needs its stop: "a. Systems"."""
    if found := _RANGE.match(text):
        first, last = found.group(1).split("."), found.group(2).split(".")
        return [*first[:-1], f"{first[-1]}-{last[-1]}"], found.end()
    found = _POINT.match(text)
    if not found or (not found.group(2) and "." not in found.group(1)):
        return None
    path = found.group(1).split(".")
    if len(path[0]) == 2 and path[0][0] != path[0][1]:
        return None
    return path, found.end()


def follows(before: str, label: str) -> bool:
    """Whether a letter or number is the next after another."""
    if before.isdigit() and label.isdigit():
        return int(label) == int(before) + 1
    return len(before) == len(label) == 1 and ord(label) == ord(before) + 1


def named_last(text: str, entry: str) -> list[list[str]]:
    """The path that the label of a note names: " to paragraph a.4", " to 5A001.f"; empty if it names none of the entry."""
    full = _REFERENCE.search(text)
    if full and full.group("entry"):
        return [_path(full)] if full.group("entry") == entry else []
    found = re.search(r"\.?\b([a-z](?:\.(?:\d{1,2}|[a-z]))*)\.?\s*\Z", text.strip())
    return [found.group(1).split(".")] if found and "paragraph" in text.lower() and "note" not in text.lower() else []


def named_first(text: str, entry: str) -> list[list[str]]:
    """The paths that a text names at its beginning: "5A001.f.1 and .f.2 do not apply …"."""
    before = _BEFORE.match(text)
    at = before.end() if before else 0
    paths: list[list[str]] = []
    while (found := _REFERENCE.match(text, at)) is not None:
        if (found.group("entry") or entry) != entry or not (found.group("entry") or paths):
            break
        paths.append(_path(found))
        join = _JOIN.match(text, found.end())
        if not join:
            break
        at = join.end()
    return paths


def _path(found: re.Match[str]) -> list[str]:
    return [one for one in ((found.group("short") or "") + found.group("path")).split(".") if one]
