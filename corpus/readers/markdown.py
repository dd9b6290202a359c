"""Markdown: laws, guidance and other texts as projects and sites publish them (CommonMark 0.31 with its usual extensions).

Read are headings, paragraphs and their indents, lists, tables (with `|`, and as lists in lists), footnotes `[^1]` and the
front matter between `---` lines, which is metadata and no text of the document. What else is a mark and no text is in
`corpus.readers.markdown_lines`. Raises `UnreadableSource` for what is no text, is empty or too large.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import yaml

from corpus.readers.markdown_lines import LABEL, Block, blocks, clean, lines, plain
from corpus.readers.markdown_outline import Outline
from corpus.readers.reading import Reading, UnreadableSource

LARGEST = 64 * 2**20  # bytes
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*\n", re.DOTALL | re.MULTILINE)
_SIGN = re.compile(
    r"^ {0,3}#{1,6}[ \t]*\S|^[ \t]*\[\^[^\]\s]+\]:|^[ \t]*\|[ \t]*:?-+|^[ \t]*\*\*[^*\n]+\*\*|^.+\n=+$|\]\(https?:",
    re.MULTILINE,
)
MARKUP = re.compile(r"\s*(?:<(?!meta\b|!--|https?:|br\b|a\b|su[bp]\b)[!?/a-z]|#!|%PDF|\{|\[\s*\{)", re.IGNORECASE)
_AMENDED = re.compile(
    r"(?:Zuletzt geändert|Last amended)[^\n]*\n?:?\s*[^\n]*?\bv(?:om|\.)\s*(\d{1,2})\.(\d{1,2})\.(\d{4})"
)
_IDENTIFIERS = {
    "celex": "celex",
    "eli": "eli",
    "identifier": "identifier",
    "sr_number": "sr",
    "jurabk": "abbreviation",
    "short_title": "abbreviation",
    "source": "source",
}


class MarkdownReader:
    """Reads Markdown."""

    name = "markdown"

    def recognises(self, data: bytes) -> bool:
        """Text that begins as no other format and has a heading, a footnote, a table or front matter."""
        head = data[: 2**16]
        if b"\0" in head or MARKUP.match(head[:512].decode("utf-8", "replace").removeprefix("\ufeff")):
            return False
        text = head.decode("utf-8", "replace").replace("\r\n", "\n").removeprefix("\ufeff")
        return bool(_FRONT.match(text) or _SIGN.search(text))

    def read(self, data: bytes) -> Reading:
        """The provisions of a Markdown text. Raises `UnreadableSource`."""
        front, text = _parted(decoded(data))
        found = list(blocks(lines(text)))
        outline = outlined(found, _kind_alone(front))
        headings = [clean(block.text) for block in found if block.kind == "heading"]
        return Reading(
            format=self.name,
            pieces=tuple(outline.pieces),
            title=front.get("title") or front.get("Title") or (headings[0] if headings else ""),
            language=front.get("language", "")[:2].lower(),
            edition=_edition(front, text),
            identifiers={name: front[key] for key, name in reversed(_IDENTIFIERS.items()) if front.get(key)},
        )

    def plain(self, data: bytes) -> str:
        """The text without Markdown's marks and without the front matter."""
        return plain(lines(_parted(decoded(data))[1]))


READER = MarkdownReader()


def decoded(data: bytes) -> str:
    """The characters of a text file: UTF-8, or else UTF-16 or Windows-1252. Raises `UnreadableSource`."""
    if len(data) > LARGEST:
        raise UnreadableSource(f"The file has {len(data):,} bytes; more than {LARGEST:,} are not read.")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", "replace")
    elif b"\0" in data:
        raise UnreadableSource("The file is no text: it has zero bytes; give a text, HTML, XML or PDF file.")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    if not text.strip():
        raise UnreadableSource("The file has no text; get it again.")
    if sum(one < " " and one not in "\n\r\t\f\v" for one in text[: 2**16]) > 16:
        raise UnreadableSource(
            "The file is no text: it is full of control characters; give a text, HTML, XML or PDF file."
        )
    return clean(text.replace("\r\n", "\n").replace("\r", "\n"))


def outlined(found: list[Block], alone: str = "art") -> Outline:
    """The outline of blocks."""
    outline = Outline([clean(block.text) for block in found if block.kind == "heading"], alone)
    outline.is_numbered = _is_numbered(found)
    for at, block in enumerate(found):
        if block.kind == "heading":
            outline.heading(block, found[at + 1] if at + 1 < len(found) else None)
        elif block.kind == "row":
            outline.row(block)
        elif block.kind == "footnote":
            outline.footnote(block)
        else:
            outline.text(block)
    return outline


def _is_numbered(found: list[Block]) -> bool:
    """Whether the paragraphs of a text have numbers of their own, from one to three at least, and early on."""
    labels = [LABEL.match(block.text) if block.kind == "text" and not block.indent else None for block in found]
    figures = [str(label[str(label.lastgroup)]) if label else "" for label in labels]
    at = [figures.index(one) if one in figures else len(found) for one in ("1", "2", "3")]
    return at == sorted(at) and at[2] < len(found) and at[0] <= max(len(found) / 2, 8)


def _parted(text: str) -> tuple[Mapping[str, str], str]:
    """Front matter and the rest."""
    found = _FRONT.match(text)
    if not found:
        return {}, text
    try:
        front = yaml.load(found[1], yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):  # a title with a colon is no YAML, but clear enough
        front = dict(re.findall(r"^([\w-]+):[ \t]+(.+)$", found[1], re.MULTILINE))
    if not isinstance(front, dict):
        return {}, text
    return {str(key): value for key, value in front.items() if isinstance(value, str)}, text[found.end() :]


def _kind_alone(front: Mapping[str, str]) -> str:
    """What a provision is whose heading is a number alone: a section in acts, an article in orders and elsewhere."""
    return (
        "sec"
        if re.search(r"\bact\b|ukpga|asp\b|nia\b", front.get("rank", "") + " " + front.get("type_code", ""))
        else "art"
    )


def _edition(front: Mapping[str, str], text: str) -> str:
    for key in ("last_updated", "edition", "date", "publication_date"):
        if found := re.match(r"\d{4}(?:-\d{2}){0,2}", front.get(key, "")):
            return found[0]
    if found := _AMENDED.search(text[:5000]):
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    return ""
