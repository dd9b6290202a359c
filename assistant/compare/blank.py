"""What stands in a cell that the corpus cannot fill: who says that nothing is said, and which texts not held may answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from assistant.cite import said
from assistant.compare.cell import Sentence
from assistant.compare.comparison import Cell, Pointer
from assistant.verify import verified
from corpus.provisions import Edition
from indexer.chunks import sentences
from indexer.opened import Index

POINTERS = 2  # texts not held that a cell names
Names = Callable[[str], bool]  # whether a text names the topic


def explained(index: Index, cell: Cell, names: Names, held: Iterable[Sentence]) -> Cell:
    """A blank cell with what explains it; a filled one as it is."""
    if cell.told:
        return cell
    quiet = [one for one in held if one.is_silent and one.document.jurisdiction == cell.jurisdiction and names(one.text)]
    best = sorted(quiet, key=lambda one: -one.fit)[:1]
    silence = verified(tuple(said(index, one.ranking.view, one.hit, one.text) for one in best), index.store)
    pointers = tuple(_pointers(index, cell.jurisdiction, names))[:POINTERS]
    return cell.model_copy(update={"silence": silence, "pointers": pointers})


def _pointers(index: Index, code: str, names: Names) -> Iterator[Pointer]:
    """Documents known without their text, then what the editions held lack, as far as these speak of the topic."""
    documents = index.store.documents
    for document in documents.values():
        if document.jurisdiction == code and document.coverage == "pointer" and names(f"{document.title} {document.note}"):
            yield Pointer(document=document.id, title=document.title, url=document.url)
    for edition in _newest(index):
        document = documents[edition.document]
        lacking = [part for sentence in sentences(edition.missing) for part in sentence.split("; ") if names(part)]
        if document.jurisdiction == code and lacking:
            lacks = lacking[0].strip().rstrip(".;")
            yield Pointer(document=document.id, title=document.title, url=document.url, lacks=lacks)


def _newest(index: Index) -> list[Edition]:
    return [e for e in index.store.editions() if e.layer == "digest" and not index.store.is_older(e.document, e.date)]
