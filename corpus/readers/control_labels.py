"""How the labels and headings of control lists look (see `corpus.readers.control_list`)."""

from __future__ import annotations

import re

CODE = r"\d[A-E]\d{3}|ML\d{1,2}\b|\d\.\s?[A-E]\.\s?\d{1,3}|[A-Z]\.[A-E]\.[IVX]+\.\d{3}"
ENTRY = re.compile(rf"(?P<code>{CODE})\.?(?=\s+(?:[\"“”'‘’(A-Z]|(?:[a-z]|\d{{1,2}})\.\s)|\s*\Z)")
SECTION = re.compile(r"(?P<code>\d[A-E]\d?)(?=\s+[A-Z][a-z])|(?P<spaced>\d\.\s?[A-E]\.)(?=\s+[A-Z]{4})")
POINT = re.compile(r"(?:(?:(?:([a-z])\1?|[1-9]\d{0,2})\.)+)(?=\s|\Z)")
BARE = re.compile(r"(?P<label>[a-z]|[1-9]\d?)\s+")
NOTE = re.compile(
    r"(?P<kind>Technical\s+Notes?|Notes?|N\.\s?B\.)(?:\s?(?P<number>\d{1,2})(?!\w))?"
    r"(?:\s+to\s+[^:.]{3,60}(?=:))?(?P<colon>\s*[:.](?=\s|\Z))?"
)
KINDS = {"Te": "tnote", "No": "note", "N.": "nb"}  # by the first two letters
CATEGORY = re.compile(r"CATEGORY\s+(?P<number>\d)\b")
PART = re.compile(r"P(?:ART|art)\s+(?P<number>\d)\s*(?=[-–—])")
GENERAL = re.compile(
    r"(?P<name>GENERAL NOTES?\b.*|(?:[A-Z]+ )+(?:[\"“][A-Z ]+[\"”] )?NOTE\s*\((?P<short>[A-Z]{2,5})\))\s*\Z"
)
NAMED = re.compile(r"TECHNICAL NOTE ON .*\([\"“]?(?P<short>[A-Z]{2,6})[\"”]?\)\s*\Z")
LISTS = {"ACRONYMS": "sec_acronyms", "DEFINITIONS OF TERMS": "sec_definitions"}
UPDATE = re.compile(r"[A-Z0-9 ]*\b(?:UPDATE|SUMMARY OF CHANGES)\b[A-Z0-9 :-]*\Z")
CONTENTS = re.compile(r"(?:CONTENTS|TABLE OF CONTENTS|Contents|Innholdsfortegnelse|Inhaltsverzeichnis)\s*\Z")
CONTINUED = re.compile(rf"(?:{CODE}|Note|Technical Note|Category|Part)[^;:]{{0,50}}\(?continued\)?\.?\Z", re.IGNORECASE)
LEADER = re.compile(r"\.{4,}\s*\d+\s*\Z")
TABLE = re.compile(r"TABLE\b(?! OF CONTENTS)[A-Z0-9 –-]*\Z")
CATEGORIES = r"(?:\d|All|GTN|NTN|GSN|NSN|GISN|def|Cat)"
TERM = re.compile(
    rf"[\"“](?P<term>[^\"”]{{2,90}})[\"”](?=[^.;]{{0,60}}?\((?:{CATEGORIES}\b[\s,]*)+\))"
    r"|(?:ML\d+(?:[,\s]+\d+)*\s+)?[\"“](?P<alone>[^\"”]{2,90})[\"”](?:\s*\([^)]*\))*\s*\Z"
)
SUBJECT = re.compile(
    rf"((?:(?:{CODE})(?:\.[a-z0-9]+)*\.?(?:\s*,\s*|\s+and\s+|\s+or\s+|\s+to\s+|\s+))+)(?:do|controls?|includes?|appl)"
)
PATH = re.compile(rf"(?P<code>{CODE})(?P<steps>(?:\.[a-z0-9]{{1,3}})*)")
NAMED_POINT = re.compile(r"(?:Entry|Item|Paragraph|Sub-item)\s+(?P<steps>[a-z0-9]{1,2}(?:\.[a-z0-9]{1,2})*)\.?\s+of\s+")


def note(text: str) -> re.Match[str] | None:
    """The label of a note. Without a colon it must be alone or go on with a capital or a quotation mark."""
    found = NOTE.match(text)
    if not found:
        return None
    rest = text[found.end() :].lstrip()
    if found["colon"] or found["kind"].startswith("N."):
        return found if (found["colon"] or "").strip() != "." or found["kind"].startswith("N.") else None
    if found["kind"].startswith("Technical"):
        return found if not rest or rest[0].isupper() or rest[0] in "\"“'‘" else None
    return found if rest and (re.match(rf"(?:{CODE})|[\"“'‘A-Z]", rest)) and found["kind"] == "Note" else None
