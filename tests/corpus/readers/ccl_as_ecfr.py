"""Writes parsed copies of the Commerce Control List in the form in which ecfr.gov serves it, for the tests of the readers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

_SECTIONS = re.compile(
    r"(License Requirements|Reporting Requirements|List[- ]Based License Exceptions.*|Special Conditions for STA"
    r"|List of Items Controlled)\Z",
    re.IGNORECASE,
)
_FIELD = re.compile(r"\*([A-Z][^*:]{1,40}:)\s?\*:?\s?(.*)", re.DOTALL)
_NOTE = re.compile(
    r"\*((?:Technical )?Notes?\b[^:*]{0,60}|N\.B\.[^:*]{0,60}|License Requirements Notes?)\*?:\*?\s*(.*)", re.DOTALL
)


def supplement(body: str) -> bytes:
    """A part 774 with the list as its first supplement."""
    head = "Supplement No. 1 to Part 774—The Commerce Control List"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<DIV5 N="774" TYPE="PART" VOLUME="3">\n<HEAD>PART 774—THE LIST\n</HEAD>\n'
        f'<DIV9 N="Supplement No. 1 to Part 774" TYPE="APPENDIX" VOLUME="3">\n<HEAD>{head}</HEAD>\n{body}\n</DIV9>\n</DIV5>\n'
    ).encode()


def heading(eccn: str, title: str) -> str:
    return f"<FP-2><B>{eccn} {escape(title)}</B></FP-2>"


def section(name: str) -> str:
    return f'<FP-1><E T="04">{escape(name)}</E></FP-1>'


def named(name: str, text: str) -> str:
    return f"<FP-1><I>{escape(name)}:</I> {escape(text)}\n</FP-1>"


def table(rows: Iterable[Iterable[str]]) -> str:
    body = "\n".join(
        "<TR>" + "".join(f'<TD align="left">{escape(cell)}</TD>' for cell in row) + "</TR>" for row in rows
    )
    return f'<DIV width="100%"><DIV class="gpotbl_div"><TABLE frame="void"><TBODY>{body}</TBODY></TABLE></DIV></DIV>'


def point(item: dict[str, Any]) -> str:
    label = f"{item['paragraph']}. " if item["paragraph"] else ""
    return f"<P>{escape(label + item['text'])}\n</P>"


def entry_from_json(entry: dict[str, Any]) -> str:
    """An entry of the list that was parsed to JSON: heading, license requirements, exceptions, controls and items."""
    lines = [heading(entry["eccn"], entry["heading"]), section("License Requirements")]
    if entry["reasonForControl"]:
        lines.append(named("Reason for Control", entry["reasonForControl"]))
    rows = [(row["control"], row["countryChart"]) for row in entry["countryChart"]]
    lines.append(table([("Control(s)", "Country Chart (See Supp. No. 1 to part 738)"), *rows]))
    lines.append(section("List Based License Exceptions (See Part 740 for a Description of All License Exceptions)"))
    lines += [named(name, text) for name, text in entry["licenceExceptionFlags"].items() if name != "STA"]
    if entry["staSpecialConditions"]:
        lines += [
            section("Special Conditions for STA"),
            named("STA", entry["staSpecialConditions"].removeprefix("STA: ")),
        ]
    lines += [section("List of Items Controlled"), named("Related Controls", entry["relatedControls"] or "N/A")]
    lines += ["<FP><I>Items:</I></FP>", *_items(entry.get("items", ()))]
    return "\n".join(lines)


def _items(items: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The paragraphs. The copy lost which of them are notes: what follows a text on the entry that ends with a colon, in
    letters from a on, is taken for the list of a note.
    """
    expected = ""
    for item in items:
        label = item["paragraph"] or ""
        if expected and label != expected:
            yield "</NOTE>"
            expected = ""
        if not label and item["text"].endswith(":") and re.match(r"\d[A-E]\d{3}", item["text"]):
            yield "<NOTE><HED>Note:</HED>"
            expected = "a"
        elif expected:
            expected = chr(ord(expected) + 1)
        yield point(item)
    if expected:
        yield "</NOTE>"


def entry_from_markdown(entry: dict[str, Any]) -> str:
    """An entry of the list that was kept as Markdown, notes with their labels."""
    return "\n".join([heading(entry["code"], _plain(entry["description"])), *_blocks(entry["details"])])


def _blocks(details: str) -> Iterator[str]:
    open_note = False
    for paragraph in re.split(r"\n\s*\n", details.strip()):
        text = paragraph.strip()
        found = _NOTE.fullmatch(text)
        whole = text.startswith("*") and text.endswith("*")
        if open_note and not (whole and not found and not _FIELD.fullmatch(text)):
            yield "</NOTE>"
            open_note = False
        if text.startswith("|"):
            rows = [[_plain(cell) for cell in line.strip("|").split("|")] for line in text.splitlines()]
            yield table(row for row in rows if not all(re.fullmatch(r"[-: ]*", cell) for cell in row))
        elif _SECTIONS.match(text):
            yield section(_plain(text))
        elif found:
            rest = f"<P>{_inline(found.group(2))}</P>" if found.group(2).strip(" *") else ""
            yield f"<NOTE><HED>{escape(found.group(1))}:</HED>{rest}"
            open_note = True
        elif field := _FIELD.fullmatch(text):
            tag = "FP" if field.group(1).startswith("Items") else "FP-1"
            yield f"<{tag}><I>{escape(field.group(1))}</I> {_inline(field.group(2))}</{tag}>"
        else:
            yield f"<P>{_inline(text)}\n</P>"
    if open_note:
        yield "</NOTE>"


def _plain(text: str) -> str:
    linked = re.sub(r'\[([^\]]*)\]\(\S+(?: "[^"]*")?\)', r"\1", text.replace("<br>", " "))
    return re.sub(r"\*+", "", linked).strip()


def _inline(text: str) -> str:
    linked = re.sub(r'\[([^\]]*)\]\(\S+(?: "[^"]*")?\)', r"\1", text.replace("<br>", " "))
    italic = re.sub(r"\*([^*]+)\*", r"<I>\1</I>", escape(linked))
    return italic.replace("*", "")


def section_from_markdown(number: str, title: str, paragraphs: Iterable[str]) -> str:
    """A section of the regulations that was kept as Markdown."""
    body = "\n".join(f"<P>{escape(text)}</P>" for text in paragraphs)
    return f'<DIV8 N={quoteattr(number)} TYPE="SECTION"><HEAD>§ {number} {escape(title)}</HEAD>\n{body}\n</DIV8>'
