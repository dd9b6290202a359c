"""The lines of a Markdown text, freed of Markdown's own marks, and the blocks that they make.

What counts as a mark, and so is no text of the document: `#` of headings and the line under them, `*` and `_` of emphasis,
`|` and the ruling of tables, bullets `*` and `+`, the dash before a label ("- (a)") but no other dash, `>` of quotations,
fences, rules, HTML tags and comments, targets of links and the names of images' files, the backslash before an escaped
character, the colon after a footnote's `[^1]` and before a definition. Entities stand for their characters.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

BlockKind = Literal["heading", "text", "row", "footnote"]

# Characters of the private use area carry what a mark told beyond the place where the mark is dropped.
ESCAPED, RAISED, LOWERED, TERM, BOLD, TAG = "\ue000", "\ue001", "\ue002", "\ue003", "\ue005", "\ue006"
_HINTS = re.compile("[\ue000-\ue006]")

_TAGS = (
    "a|abbr|b|br|center|code|col|colgroup|del|div|em|font|hr|i|img|ins|li|meta|ol|p|pre|s|small|span|strong|sub|sup|"
)
_TAGS += "table|tbody|td|tfoot|th|thead|tr|u|ul"
_RAISED = re.compile(r"^([ \t]*(?:[-*+][ \t]+)?)<sup>[ \t]*(\d+[a-z]*)[ \t]*</sup>", re.MULTILINE)
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_IMAGE = re.compile(r"!\[([^\[\]\n]*)\]\([^()\n]*\)")
_LINK = re.compile(r"\[((?!\^)[^\[\]\n]*)\]\((?:[^()\n]|\([^()\n]*\))*\)")
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]+)>")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_TERM = re.compile(r"^([ \t]*[-–—*][ \t]*)\*([^*\n]{1,120}:)\*", re.MULTILINE)
_BOLD = re.compile(r"^(?=\*\*)((?:\*\*[^*\n]+\*\*[ \t]*)+)$", re.MULTILINE)
_EMPHASIS = re.compile(r"(\*{1,3})(?=[^\s*])((?:[^*\n]|\n(?![ \t]*\n))*?)(?<=[^\s*])\1")
_UNDERLINE = re.compile(r"(?<![\w\\])(_{1,2})(?=[^\s_])([^_\n]+)(?<=\S)\1(?!\w)")

_HEADING = re.compile(r" {0,3}(#(?=\s|$)|#{2,6}(?!#))[ \t]*(.*?)(?:[ \t]+#+)?[ \t]*$")
_RULE = re.compile(r"[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|=+|-{2,}|`{3,}\w*|~{3,}\w*)[ \t]*$")
_STARS = re.compile(r"(?:[*+](?:[ \t]+|$))+")
_QUOTED = re.compile(r"\A[ \t]*>[ \t]?")
_RULING = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_NOTE = re.compile(r"[ \t]*\[\^([^\]\s]+)\]:[ \t]*(.*)$")
_DEFINITION = re.compile(r"\A:[ \t]{2,}")
_DIGITS = r"\d{1,3}[a-z]{0,4}"
_LETTERS = (
    rf"(?:[a-z]|{'|'.join(2 * one for one in 'abcdefghjklmnopqrstuwyz')}|z[a-z]|(?=[ivx])x{{0,3}}(?:ix|iv|v?i{{0,3}}))"
)
LABEL = re.compile(
    rf"(?:{RAISED}(?P<raised>\d+[a-z]*){LOWERED}[ \t]*"
    rf"|\((?!EU|EG|EC|CE|UE|UK|US)(?P<round>{_DIGITS}|{_LETTERS}|[A-Z]{{1,2}})\)(?=\s|$|[^\W\d_]|[‘“\"„'])"
    rf"|(?P<half>{_DIGITS}|{_LETTERS}|[A-Z])\)(?=\s|$)"
    r"|(?P<degree>\d{1,2})°[.)]?(?=\s)"
    rf"|(?P<dot>{_DIGITS}|{_LETTERS}|[A-Z]|[IVX]{{1,5}})\.(?=\s|$|\[\^)|(?P<tight>\d{{1,3}})\.(?=[A-ZÄÖÜ]))"
)
_FIRST = re.compile(r"\(?(?:1|a|i|A|I|aa)[.)]")
_DASHED_LABEL = re.compile(rf"\A-[ \t]+(?={LABEL.pattern.replace('(?P<', '(?P<x')})")
DASH = re.compile(r"[-–—•●▪][ \t]*(?=\S)")
_ENDED = re.compile(r"[.;:,!?)\]—–-]['\"’”“]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*(?:\[\^[^\]\s]+\])*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its marks. `level` is that of a heading, -1 for a rule; `stars` says how many bullets `*` it had."""

    text: str
    indent: int = 0
    level: int = 0
    stars: int = 0
    note: str = ""
    is_cells: bool = False
    is_hard: bool = False


@dataclass(slots=True)
class Block:
    """A heading, a paragraph, a row of a table or a footnote. Its text is without marks but still with the hints."""

    kind: BlockKind
    text: str
    indent: int = 0
    level: int = 0
    note: str = ""
    lines: list[str] = field(default_factory=list, repr=False)


def clean(text: str) -> str:
    """A text without the hints."""
    return _HINTS.sub("", text)


def lines(text: str) -> list[Line]:
    """The lines of a Markdown text (without its front matter)."""
    return [_line(raw) for raw in _inline(text).split("\n")]


def _inline(text: str) -> str:
    text = _HINTS.sub("", text).replace("\f", "\n\n").expandtabs(4)
    text = _uncommented(text)
    text = _ESCAPE.sub(lambda m: ESCAPED + m[1] if m[1] not in "*_" else ESCAPED + chr(0xE100 + ord(m[1])), text)
    text = _RAISED.sub(rf"\1{RAISED}\2{LOWERED}", text)
    text = _AUTOLINK.sub(r"\1", _TAG.sub(TAG, text))
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    text = _BOLD.sub(rf"{BOLD}\1", _TERM.sub(rf"\1{TERM}\2", text))
    text = _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", text))
    text = _UNDERLINE.sub(r"\2", text)
    text = html.unescape(text) if "&" in text else text
    return text.replace(chr(0xE100 + ord("*")), "*").replace(chr(0xE100 + ord("_")), "_")


def _uncommented(text: str) -> str:
    """A text without comments, their line breaks kept."""
    kept: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept += [text[at:start], "\n" * text.count("\n", start, end)]
        at = end + 3
    return "".join(kept) + text[at:]


def _line(raw: str) -> Line:
    is_hard = raw.endswith("  ") or raw.endswith("\\")
    text = _QUOTED.sub("", raw, count=1).rstrip()
    text = text[:-1].rstrip() if text.endswith("\\") else text
    if (found := _HEADING.match(text)) is not None:
        return Line(found[2], level=len(found[1]))
    if _RULE.match(text):
        return Line("", level=-1)
    if (found := _NOTE.match(text)) is not None:
        return Line(found[2], note=found[1])
    stripped = text.lstrip()
    indent = len(text) - len(stripped)
    if stripped.startswith("|"):
        if _RULING.match(stripped):
            return Line("", is_cells=True)
        return Line("\t".join(cell.strip() for cell in stripped.strip("|").split("|")), indent, is_cells=True)
    if (found := _STARS.match(stripped)) is not None:
        return Line(stripped[found.end() :], indent, stars=len(re.findall(r"[*+]", found[0])), is_hard=is_hard)
    stripped = _DASHED_LABEL.sub("", stripped, count=1) if stripped.startswith("-") else stripped
    return Line(_DEFINITION.sub("", stripped, count=1) if stripped[:1] == ":" else stripped, indent, is_hard=is_hard)


def plain(found: list[Line]) -> str:
    """The text of lines; a footnote's number stands as its mark in the text does."""
    return "\n".join(clean(f"[^{line.note}] {line.text}" if line.note else line.text) for line in found)


def blocks(found: list[Line]) -> Iterator[Block]:
    """The blocks of lines: what blank lines part, and what labels, dashes and marks part without them."""
    at = 0
    while at < len(found):
        line = found[at]
        if line.level > 0 and line.text:
            yield Block("heading", line.text, level=line.level)
        elif line.is_cells:
            if line.text:
                yield Block("row", line.text, line.indent)
        elif line.note:
            at, block = _footnote(found, at)
            yield block
            continue
        elif line.stars > 1:
            at, block = _row(found, at)
            yield block
            continue
        elif line.text or line.stars:
            at, made = _paragraph(found, at)
            yield from made
            continue
        at += 1


def _footnote(found: list[Line], at: int) -> tuple[int, Block]:
    """A footnote's definition with the lines that go on under it."""
    first = found[at]
    texts = [first.text]
    at += 1
    while at < len(found) and found[at].text and not (found[at].level or found[at].note or found[at].is_cells):
        texts.append(found[at].text)
        at += 1
    return at, Block("footnote", " ".join(texts).strip(), note=first.note)


def _row(found: list[Line], at: int) -> tuple[int, Block]:
    """A row that is written as a list in a list: the outer bullet is the row, the inner ones are its cells."""
    first = found[at]
    cells = [[first.text]]
    at += 1
    while at < len(found):
        line = found[at]
        if line.level or line.note or line.is_cells or ((line.text or line.stars) and line.indent <= first.indent):
            break
        if line.stars:
            cells.append([line.text])
        elif line.text:
            cells[-1].append(line.text)
        at += 1
    return at, Block("row", "\t".join(" ".join(filter(None, cell)) for cell in cells), first.indent)


def _paragraph(found: list[Line], at: int) -> tuple[int, list[Block]]:
    """The paragraphs up to the next blank line. A line of `#` or `=` alone makes the line above it a heading."""
    made: list[Block] = []
    while at < len(found):
        line = found[at]
        if (line.level == 2 and not line.text) or (line.level == -1 and len(made) == 1 and len(made[0].lines) == 1):
            if made and (line.level == 2 or at + 1 == len(found) or not found[at + 1].text):
                made[-1].kind, made[-1].level = "heading", 2
                at += 1
            break
        if line.note and not line.text and made:  # some print a note before the line that names it
            made[-1].kind, made[-1].note = "footnote", line.note
            at += 1
            break
        if line.level or line.note or line.is_cells or line.stars > 1 or not (line.text or line.stars):
            break
        before = found[at - 1]
        if not made or _starts(line, before, made[-1]):
            made.append(Block("text", line.text, line.indent, lines=[line.text]))
        else:
            block = made[-1]
            block.text += ("\n" if before.is_hard else " ") + line.text
            block.lines.append(line.text)
        at += 1
    for block in made:
        if block.kind == "text" and block.text.startswith(BOLD) and len(block.lines) == 1 and block.indent == 0:
            block.kind, block.level = "heading", 7
    return at, made


def _starts(line: Line, before: Line, block: Block) -> bool:
    """Whether a line that no blank line parts from the one before begins a paragraph of its own."""
    if line.stars or line.text.startswith(BOLD):
        return True
    ended = before.is_hard or bool(_ENDED.search(clean(before.text)))
    if LABEL.match(line.text):
        is_deeper = line.indent > block.indent + 1 and len(block.lines) == 1
        return ended or (is_deeper and bool(_FIRST.match(line.text)))
    return bool(DASH.match(line.text)) and (ended or line.text.startswith("- "))
