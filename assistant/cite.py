"""Statements made from provisions: a sentence of one, verbatim, with its citations. Every job makes them here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.answer import Citation, CorpusState, Note, Statement
from assistant.compose import closest
from assistant.retrieve import Hit
from assistant.view import View
from corpus.pincites import pincite
from corpus.pins import Pin
from corpus.provisions import Provision
from indexer.opened import Index


def said(index: Index, seen: View, hit: Hit, sentence: str) -> Statement:
    """A sentence of the provision found, as a statement. Where the official text is held, its own words are cited first."""
    return Statement(
        text=" ".join(sentence.removeprefix("- ").split()), citations=tuple(_citations(index, seen, hit, sentence))
    )


def _citations(index: Index, seen: View, hit: Hit, sentence: str) -> Iterator[Citation]:
    row = seen.official(hit.provision) if hit.provision.layer == "digest" else None
    if row is not None:
        official = index.store.provisions([row])[row]
        yield citation(index, official, closest(index, hit, sentence, row, official.text))
    yield citation(index, hit.provision, sentence)


def citation(index: Index, provision: Provision, quote: str) -> Citation:
    """The place of a provision, with a verbatim span of its text."""
    document = index.store.documents[provision.pin.document]
    return Citation(
        pin=str(provision.pin),
        pincite=pincite(provision.pin, document),
        quote=quote,
        layer=provision.layer,
        edition=provision.edition,
        url=document.url,
        page=provision.page,
    )


def state(index: Index) -> CorpusState:
    """Which corpus answers."""
    manifest = index.manifest
    return CorpusState(built_at=manifest.built_at, documents=manifest.documents, provisions=manifest.provisions)


def restated(statements: Iterable[Statement]) -> Iterator[Note]:
    """A note if some statement rests on our own restatement alone."""
    if any(all(citation.layer == "digest" for citation in s.citations) for s in statements):
        text = "Quotations are of Pincite's own restatement; the official text, linked at each citation, decides."
        yield Note(code="restated", text=text)


def behind(index: Index) -> Iterator[Note]:
    """A note if the index is older than the corpus."""
    if not index.is_current:
        yield Note(
            code="index-behind", text="The corpus has changed since the index was built; run `pincite index build`."
        )


def on_editions(index: Index, citations: Iterable[Citation]) -> Iterator[Note]:
    """What is to be known of the editions that citations are to: held in part, or older than the newest known."""
    rests_on = {(Pin.parse(c.pin).document, c.edition, c.layer) for c in citations}
    for edition in index.store.editions(sorted({document for document, _, _ in rests_on})):
        if (edition.document, edition.date, edition.layer) not in rests_on:
            continue
        document = index.store.documents[edition.document]
        if edition.coverage == "partial":
            held = f"{document.short} ({edition.date}) is held in part. Not held: {edition.missing}"
            yield Note(code="partial-coverage", text=held)
        if document.newest[:1].isdigit() and edition.date < document.newest[: len(edition.date)]:
            older = f"{document.short} is quoted in its edition of {edition.date}; there is one of {document.newest}."
            yield Note(code="older-edition", text=older)
