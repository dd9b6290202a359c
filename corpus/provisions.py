"""The types at the boundary of the corpus: documents, editions and their provisions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from corpus.pins import Pin

Layer = Literal["official", "digest"]
BasisKind = Literal["text", "quoted", "commentary"]
Coverage = Literal["complete", "partial", "pointer"]


@dataclass(frozen=True, slots=True)
class Document:
    """A work as the catalogue describes it; its text, where held, is in one or more editions.

    `short` is the name used in pincites, `cite` a template with `{short}` and `{place}`. `primary` documents are meant
    when a citation names no document. `newest` is the date of the newest edition known. `text` is the address of the text
    in a format that Pincite reads, where that is another than `url`. `terms` are documents whose definitions hold here too.
    """

    id: str
    title: str
    short: str
    kind: str
    jurisdiction: str
    issuer: str
    binding: bool
    url: str
    licence: str
    newest: str
    aliases: tuple[str, ...] = ()
    language: tuple[str, ...] = ("en",)
    celex: str | None = None
    coverage: Coverage | None = None
    note: str = ""
    cite: str = "{short}, {place}"
    section: str = "section"
    primary: bool = False
    text: str = ""
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Basis:
    """What a provision was written from: the kind, and the sources or pins named."""

    kind: BasisKind
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Provision:
    """A node of a document's own structure, in one edition and one layer.

    `text` is plain text, paragraphs parted by blank lines. `see` are the pins that it refers to. `asks` are wordings in
    which people look for it; they are searched, never shown. `held` is "heading" where the corpus knows that the
    provision exists but not what it says. `line` is where it stands in `file`, `page` (from 1) where a source has pages.
    """

    pin: Pin
    title: str
    text: str
    edition: str
    layer: Layer
    basis: Basis
    see: tuple[Pin, ...] = ()
    asks: tuple[str, ...] = ()
    held: Literal["text", "heading"] = "text"
    page: int = 0
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a document as held: what it covers, what it lacks, and its provisions in the document's order."""

    document: str
    date: str
    layer: Layer
    coverage: Coverage
    covers: str
    missing: str
    sources: dict[str, str]
    provisions: tuple[Provision, ...]
    file: str = field(default="", compare=False)
