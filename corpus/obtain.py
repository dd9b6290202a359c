"""Fetches official texts of the catalogue and keeps them; what fails for one document leaves the others as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from corpus.errors import PinciteError
from corpus.fetch import Conditions, Fetched, Fetcher
from corpus.official import Kept, Origin, Provenance, held, is_whole, keep
from corpus.provisions import Document
from corpus.readers.choose import reader_of
from corpus.readers.reading import UnreadableSource

Outcome = Literal["new", "changed", "unchanged", "failed"]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Obtained:
    """What became of one document: `message` is a sentence for the user, `kept` the text if it is new or changed."""

    document: str
    outcome: Outcome
    message: str
    kept: Kept | None = None


def obtain(
    home: Path, documents: Iterable[Document], fetcher: Fetcher, accept: bool = False, say: Progress | None = None
) -> Iterator[Obtained]:
    """Fetch each document and keep its text, asking only for what changed since. One result for each, failures included."""
    wanted = list(documents)
    for n, document in enumerate(wanted):
        if say:
            say("documents", n, len(wanted))
        try:
            yield _one(home, document, fetcher, accept)
        except PinciteError as error:
            yield Obtained(document.id, "failed", str(error))
        except OSError as error:
            yield Obtained(document.id, "failed", f"The system refused: {error.strerror or error}.")
    if say:
        say("documents", len(wanted), len(wanted))


def text_address(document: Document) -> str:
    """Where the text itself is. Raises `PinciteError` if only the issuer's site is known."""
    address = document.text or document.url
    parts = urlsplit(address)
    if not parts.path.strip("/") and not parts.query:
        raise PinciteError(
            f"The catalogue knows no address of the text of {document.short}, only the site {address}; get the file there "
            f"and add it with `pincite corpus add FILE --id {document.id}`."
        )
    return address


def _one(home: Path, document: Document, fetcher: Fetcher, accept: bool) -> Obtained:
    address = text_address(document)
    there = _held_from(home, document, address)
    conditions = Conditions(there.etag, there.last_modified) if there else None
    got = fetcher.fetch(address, conditions, wanted=_is_text)
    if not isinstance(got, Fetched):
        assert there is not None  # only asked on conditions if there is a copy
        return Obtained(document.id, "unchanged", f"{document.short} ({there.edition}) is as it was.")
    origin = Origin(got.url, got.etag, got.last_modified, asked=address)
    # An address of a dated text has the catalogue's date; a page that does not date itself has the day it was seen.
    date = document.newest if document.text else got.retrieved_at[:10]
    before = {(p.document, p.edition) for p in held(home)}
    kept = keep(home, document, got.data, origin, edition="", accept=accept, otherwise=date)
    edition = kept.provenance.edition
    if not kept.is_changed:
        return Obtained(document.id, "unchanged", f"{document.short} ({edition}) is as it was.")
    outcome: Outcome = "changed" if (document.id, edition) in before else "new"
    what = "has changed; see `pincite corpus diff " + document.id + "`" if outcome == "changed" else "is now held"
    return Obtained(document.id, outcome, f"{document.short} ({edition}) {what}.", kept)


def _held_from(home: Path, document: Document, address: str) -> Provenance | None:
    """The newest copy that came from an address, to ask only for a newer one."""
    same = [p for p in held(home) if p.document == document.id and p.asked == address and is_whole(home, p)]
    return max(same, key=lambda p: p.retrieved_at, default=None)


def _is_text(data: bytes) -> bool:
    try:
        reader_of(data)
    except UnreadableSource:
        return False
    return True
