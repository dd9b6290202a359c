"""The library: the catalogue and every edition held, read and checked as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.align import align
from corpus.catalogue import CATALOGUE, read_catalogue
from corpus.correlation import Family, correlation_of, inspect_families
from corpus.defined import links
from corpus.digests import Fault, read_digest
from corpus.errors import CorpusError
from corpus.official import inherit, official_fingerprint, read_official
from corpus.pins import Pin
from corpus.provisions import Document, Edition, Provision

DIGESTS = Path(__file__).parent / "digests"


@dataclass(frozen=True, slots=True)
class Library:
    """Documents by id in the catalogue's order, and the editions held: newest first within a document, the official text
    before the digest of one date. `unreadable` are sentences on official texts that are there and cannot be read. `families`
    are the entries of control lists that correspond.
    """

    documents: dict[str, Document]
    editions: tuple[Edition, ...]
    fingerprint: str
    unreadable: tuple[str, ...] = ()
    families: tuple[Family, ...] = ()

    def provisions(self) -> Iterator[Provision]:
        for edition in self.editions:
            yield from edition.provisions

    def newest(self, document: str) -> Edition | None:
        return next((e for e in self.editions if e.document == document), None)

    def current(self, document: str) -> list[Edition]:
        """The editions that answer unless a date is asked for: the newest official text and the digest of that date or of
        a later one; the newest digest also beside an official text that is partial.
        """
        of = [e for e in self.editions if e.document == document]
        return current_of(of)

    def answering(self) -> Iterator[Edition]:
        """`current` of every document, in order: all at once, as a corpus may have thousands of documents."""
        of: dict[str, list[Edition]] = {name: [] for name in self.documents}
        for edition in self.editions:
            of[edition.document].append(edition)
        for editions in of.values():
            yield from current_of(editions)

    def definitions(self) -> list[tuple[Pin, ...]]:
        """For each of `provisions`, in order, the definitions of the terms that it uses."""
        return list(links(self.provisions(), self.documents))

    def quoted_only(self) -> set[int]:
        """The numbers, in the order of `provisions`, of official texts that are shown and quoted but not searched.

        Those that a digest of the same editions restates are found through it, which says the same in more words that people
        use. Footnotes of a text tell where its statements are from and answer nothing alone; a digest has those that do.
        """
        current = list(self.answering())
        answers = set(map(id, current))
        restated = {p.pin for e in current if e.layer == "digest" for p in e.provisions if p.held == "text"}
        official = {
            id(p)
            for e in self.editions
            if e.layer == "official"
            for p in e.provisions
            if (id(e) in answers and p.pin in restated) or p.pin.segments[-1].kind == "fn"
        }
        return {n for n, p in enumerate(self.provisions()) if id(p) in official}


def current_of(editions: Sequence[Edition]) -> list[Edition]:
    """Of the editions of one document, newest first, those that are read together: see `Library.current`."""
    if not editions:
        return []
    newest = editions[0]
    found = [e for e in editions if e.date == newest.date]
    if not any(e.layer == "digest" for e in found) and newest.coverage == "partial":
        found += [e for e in editions if e.layer == "digest"][:1]
    return found


def read_library(digests: Path = DIGESTS, catalogue: Path = CATALOGUE, home: Path | None = None) -> Library:
    """Read everything; with `home` the official texts kept there too. Raises `CorpusError` with all faults of digests and
    catalogue, each with file and line, if there is any.
    """
    library, faults = inspect_library(digests, catalogue, home)
    if faults:
        raise CorpusError("The corpus has faults:\n" + "\n".join(map(str, faults)))
    return library


def inspect_library(
    digests: Path = DIGESTS, catalogue: Path = CATALOGUE, home: Path | None = None
) -> tuple[Library, list[Fault]]:
    """Read everything there is, and every fault in it (for `pincite corpus check`)."""
    documents = read_catalogue(catalogue)
    if not digests.is_dir():
        raise CorpusError(f"There is no folder of digests at {digests}.")
    faults: list[Fault] = []
    editions: list[Edition] = []
    for path in sorted(digests.glob("*.md")):
        edition, found = read_digest(path)
        faults += found
        if edition is not None:
            editions.append(edition)
            faults += _placed(path, edition, documents)
    faults += _structure(editions) + _references(editions, documents) + _catalogued(editions, documents, catalogue)
    official, unreadable = read_official(home, documents) if home else ([], [])
    editions += [_with_wordings(edition, editions) for edition in official]
    order = {name: n for n, name in enumerate(documents)}
    editions.sort(key=lambda e: (e.date, e.layer == "official"), reverse=True)
    editions.sort(key=lambda e: order.get(e.document, len(order)))
    covered = {e.document: e.coverage for e in reversed(editions)}
    known = {
        name: replace(document, coverage=covered.get(name, document.coverage)) for name, document in documents.items()
    }
    families, unfounded = inspect_families(correlation_of(digests), {p.pin for e in editions for p in e.provisions})
    whole = fingerprint(digests, catalogue, home)
    return Library(known, tuple(editions), whole, tuple(unreadable), families), sorted(faults + unfounded)


def _with_wordings(official: Edition, digests: Sequence[Edition]) -> Edition:
    """An official text with the words for unnumbered places, the wordings and the references of its document's digest."""
    ours = [e for e in digests if e.document == official.document]
    if not ours:
        return official
    digest = max(ours, key=lambda e: e.date)
    return inherit(align(official, digest), digest)


def fingerprint(digests: Path = DIGESTS, catalogue: Path = CATALOGUE, home: Path | None = None) -> str:
    """sha256 (hex) over the corpus' files and the official texts in `home`: equal if and only if nothing changed."""
    total = hashlib.sha256()
    correlation = [path for path in (correlation_of(digests),) if path.exists()]
    for path in (catalogue, *correlation, *sorted(digests.glob("*.md"))):
        total.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    if home is not None:
        total.update(official_fingerprint(home))
    return total.hexdigest()


def _placed(path: Path, edition: Edition, documents: dict[str, Document]) -> list[Fault]:
    """The file's name says the document and, for an earlier edition, its date."""
    name, at, date = path.stem.partition("@")
    if edition.document not in documents:
        return [Fault(path.name, 1, f"document “{edition.document}” is not in the catalogue; describe it there first.")]
    if name != edition.document or (at and date != edition.date):
        wanted = f"{edition.document}.md or {edition.document}@{edition.date}.md"
        return [Fault(path.name, 1, f"the file's name does not fit its front matter; call it {wanted}.")]
    return []


def _structure(editions: Iterable[Edition]) -> list[Fault]:
    """A pin stands once in an edition, after the provision that it is inside."""
    faults = []
    for edition in editions:
        seen: dict[Pin, int] = {}
        for provision in edition.provisions:
            pin = provision.pin
            if pin in seen:
                again = f"{pin.locator} stands twice, first in line {seen[pin]}; number them apart."
                faults.append(Fault(provision.file, provision.line, again))
            seen.setdefault(pin, provision.line)
            if pin.parent is not None and pin.parent not in seen:
                above = f"{pin.locator} stands before any heading for {pin.parent.locator}; give that one its lead-in."
                faults.append(Fault(provision.file, provision.line, above))
    return faults


def _references(editions: list[Edition], documents: dict[str, Document]) -> list[Fault]:
    """Every cross-reference and every named source exists."""
    known = {p.pin for e in editions for p in e.provisions} | {Pin(name) for name in documents}
    written = set(map(str, known))
    faults = []
    for edition in editions:
        for provision in edition.provisions:
            broken = [f"cross-reference {pin} leads nowhere." for pin in provision.see if pin not in known]
            for source in provision.basis.sources:
                named = source in edition.sources
                if provision.basis.kind != "text":
                    named = named or source in written
                if not named:
                    broken.append(
                        f"basis names “{source}”, which is neither among the sources above nor in the corpus."
                    )
            faults += [Fault(provision.file, provision.line, f"{provision.pin.locator}: {why}") for why in broken]
    return faults


def _catalogued(editions: list[Edition], documents: dict[str, Document], catalogue: Path) -> list[Fault]:
    """A document without text is called a pointer in the catalogue, and no other is."""
    held = {e.document for e in editions}
    faults = []
    for name, document in documents.items():
        if name in held and document.coverage is not None:
            faults.append(Fault(catalogue.name, 1, f"{name} has a digest, which says its coverage; remove it here."))
        if name not in held and document.coverage != "pointer":
            faults.append(Fault(catalogue.name, 1, f"{name} has no digest; its coverage is pointer."))
    return faults
