"""Reads Crown Legislation Markup Language (CLML), the XML that legislation.gov.uk gives at an address ending in data.xml.

CLML is defined by the schema of The National Archives (github.com/legislation/clml-schema, namespace
http://www.legislation.gov.uk/namespaces/legislation). One root, `Legislation`, holds Acts (`Primary`), statutory instruments
(`Secondary`) and EU acts kept in UK law (`EURetained`). How elements become provisions is in `corpus.readers.clml_walk`.

- Left out of the plain text: the `Metadata` child of the root. It is a catalogue record in namespaces of its own (titles,
  addresses, dates and for EU acts a dump of the Publications Office's database), no text of the document.
- Numbers of list items and the punctuation around paragraph numbers are attributes or made by the style sheet of the site.
  They are not text either: a label reads "a", not "(a)", and an item of an ordered list has a locator but no label.
- Pictures have no text; a provision that is a picture alone is empty.

Raises `UnreadableSource` for what is no CLML, is broken, declares entities or uses entities that nothing declares.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator

from lxml import etree

from corpus.readers.clml_labels import local
from corpus.readers.clml_walk import Walk
from corpus.readers.markup import Element, parse_xml, plain_text
from corpus.readers.reading import Reading, UnreadableSource

NAMESPACE = "http://www.legislation.gov.uk/namespaces/legislation"
_HEAD = 2**14  # bytes looked at to recognise the format
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_CELEX = re.compile(r"CELEX(?:%3A|:)([0-9][0-9A-Z]+)")


class ClmlReader:
    """Acts, instruments and EU acts as legislation.gov.uk publishes them in XML."""

    name = "clml"

    def recognises(self, data: bytes) -> bool:
        """Whether the first element is a `Legislation` of the CLML namespace."""
        parser = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True, load_dtd=False)
        with contextlib.suppress(etree.XMLSyntaxError):  # events before the fault are still there
            parser.feed(data[:_HEAD])
        try:
            for _, element in parser.read_events():
                return isinstance(element, etree._Element) and element.tag == f"{{{NAMESPACE}}}Legislation"
        except etree.XMLSyntaxError:
            return False
        return False

    def plain(self, data: bytes) -> str:
        """All text of the document, the metadata left out."""
        return "".join(plain_text(part) for part in _parts(_parse(data)))

    def read(self, data: bytes) -> Reading:
        """The provisions of the document. Raises `UnreadableSource`."""
        root = _parse(data)
        walk = Walk(root)
        for part in _parts(root):
            walk.run(part)
        if not walk.pieces:
            raise UnreadableSource("The CLML file holds no text, only metadata; get the whole document (data.xml).")
        facts = _facts(root)
        return Reading(
            format=self.name,
            pieces=tuple(walk.pieces),
            title=next(facts("title"), "") or walk.title,
            language=(next(facts("language"), "") or root.get("{http://www.w3.org/XML/1998/namespace}lang", ""))[:2],
            edition=_edition(root),
            identifiers=_identifiers(root, walk.number),
        )


READER = ClmlReader()


def _parse(data: bytes) -> Element:
    root = parse_xml(data)
    if root.tag != f"{{{NAMESPACE}}}Legislation":
        raise UnreadableSource(f"The XML is no CLML: its root is “{local(root)}”, not “Legislation” of {NAMESPACE}.")
    return root


def _parts(root: Element) -> Iterator[Element]:
    """What the document is made of: all children of the root but the metadata."""
    return (child for child in root if isinstance(child.tag, str) and local(child) != "Metadata")


class _Facts:
    """The Dublin Core elements of the metadata, by local name; those of the database dump lie deeper and do not count."""

    def __init__(self, root: Element) -> None:
        metadata = next((child for child in root if local(child) == "Metadata"), None)
        self._given: list[tuple[str, str]] = []
        for child in metadata if metadata is not None else ():
            if isinstance(child.tag, str) and child.text and child.text.strip():
                self._given.append((local(child), " ".join(child.text.split())))

    def __call__(self, name: str) -> Iterator[str]:
        return (value for key, value in self._given if key == name)


def _facts(root: Element) -> _Facts:
    return _Facts(root)


def _values(root: Element, name: str, attribute: str) -> Iterator[str]:
    """The attribute of the metadata elements of this name, two levels below the metadata at most."""
    space = "http://www.legislation.gov.uk/namespaces/metadata"
    paths = (f"{{{space}}}Metadata/*/{{{space}}}{name}", f"{{{space}}}Metadata/*/*/{{{space}}}{name}")
    return (value for path in paths for found in root.iterfind(path) if (value := found.get(attribute)))


def _edition(root: Element) -> str:
    """The day from which this version is valid; for texts as made or enacted, the day of that; else the year."""
    dates = (
        *_facts(root)("valid"),
        *_values(root, "EnactmentDate", "Date"),
        *_values(root, "Made", "Date"),
        *_values(root, "Year", "Value"),
    )
    return next((date for date in dates if _DATE.fullmatch(date)), "")


def _identifiers(root: Element, number: str) -> dict[str, str]:
    facts = _facts(root)
    found = {"number": number}
    for identifier in facts("identifier"):
        isbn, address = identifier.startswith("urn:isbn:"), identifier.startswith("http")
        found |= {"isbn": identifier.removeprefix("urn:isbn:")} if isbn else {"uri": identifier} if address else {}
    source = next((hit[1] for one in facts("source") if (hit := _CELEX.search(one))), "")
    found["celex"] = next(_values(root, "CELEX", "Value"), source)
    found["eli"] = next(_values(root, "ELI", "Value"), "")
    return {key: value for key, value in found.items() if value}
