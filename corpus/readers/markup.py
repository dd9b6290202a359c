"""XML and HTML parsed with lxml: no entities of their own, no network, no other files, a bounded size."""

from __future__ import annotations

import codecs
import contextlib
import re
from typing import TypeAlias

from lxml import etree, html

from corpus.readers.reading import UnreadableSource

LARGEST = 64 * 2**20  # bytes; the largest act among the samples has 2.3 MB
NOT_SHOWN = frozenset({"script", "style", "head", "noscript", "template"})  # of HTML

_DECLARED = re.compile(rb"""\s*<\?xml[^>]{1,99}encoding=["']([\w.\-]+)["']""", re.ASCII)
_END = re.compile(rb"</html\s*>", re.IGNORECASE)  # what stands after it is shown by browsers and dropped by libxml2

Element: TypeAlias = etree._Element


def parse_xml(data: bytes) -> Element:
    """The root element of well-formed XML. Raises `UnreadableSource`."""
    _bounded(data)
    if b"<!ENTITY" in data.replace(b"\0", b""):  # without them UTF-16 reads as ASCII
        raise UnreadableSource("The XML declares entities of its own, which can hide text or swell it: it is not read.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableSource(f"The XML is broken ({error}); get the file again.") from error
    if next(root.iter(etree.Entity), None) is not None:
        raise UnreadableSource("The XML uses entities that only its document type could explain; get it as plain XML.")
    return root


def parse_html(data: bytes) -> Element:
    """The root element of HTML, as a browser would mend it; XHTML that is well-formed is read as such."""
    _bounded(data)
    parser = html.HTMLParser(no_network=True, huge_tree=True, encoding=_charset(data))
    try:
        root = html.document_fromstring(_END.sub(b"", data), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableSource(f"The HTML has no text that could be read ({error}); get the file again.") from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):  # beyond it libxml2 drops text and goes on
        raise UnreadableSource("The HTML is nested so deeply that a part of it would be lost; it is not read.")
    return root


def tag(element: Element) -> str:
    """The local name of an element in lower case; empty for comments and processing instructions."""
    name = element.tag
    return name.rpartition("}")[2].lower() if isinstance(name, str) else ""  # HTML may have "o:p", which is no QName


def plain_text(root: Element) -> str:
    """All text of a tree in document order; of HTML without what is not shown (scripts, styles, the head, comments)."""
    found: list[str] = []
    skipped = NOT_SHOWN if tag(root) == "html" else frozenset()

    def walk(element: Element) -> None:
        stack: list[tuple[Element, bool]] = [(element, False)]
        while stack:
            one, left = stack.pop()
            if left:
                found.append(one.tail or "")
                continue
            if one is not element:
                stack.append((one, True))
            if tag(one) and tag(one) not in skipped:
                found.append(one.text or "")
                stack.extend((child, False) for child in reversed(one))

    walk(root)
    return "".join(found)


def _bounded(data: bytes) -> None:
    if len(data) > LARGEST:
        raise UnreadableSource(f"The file has {len(data):,} bytes; more than {LARGEST:,} are not read.")


def _charset(data: bytes) -> str | None:
    """UTF-8 where the bytes are, or what an XML declaration says; else lxml looks at what the page says."""
    declared = _DECLARED.match(data)
    with contextlib.suppress(UnicodeDecodeError):
        data.decode("utf-8")
        return "utf-8"
    with contextlib.suppress(LookupError):
        return codecs.lookup(declared[1].decode()).name if declared else None
    return None
