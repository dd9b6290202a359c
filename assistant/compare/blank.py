"""What stands in a cell that the corpus cannot fill: who says that nothing is said, and which texts not held may answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from assistant.cite import said
from assistant.compare.cell import Sentence
from assistant.compare.comparison import Cell, Pointer
from assistant.verify import verified
from indexer.chunks import sentences
from indexer.opened import Index

POINTERS = 2  # texts not held that a cell names
Names = Callable[[str], bool]  # whether a text names the topic


def explained(index: Index, cell: Cell, names: Names, held: Iterable[Sentence], not_held: Sequence[Pointer]) -> Cell:
    """A blank cell with what explains it; a filled one as it is."""
    if cell.told:
        return cell
    quiet = [
        one for one in held if one.is_silent and one.document.jurisdiction == cell.jurisdiction and names(one.text)
    ]
    best = sorted(quiet, key=lambda one: -one.fit)[:1]
    silence = verified(tuple(said(index, one.ranking.view, one.hit, one.text) for one in best), index.store)
    return cell.model_copy(update={"silence": silence, "pointers": tuple(not_held)})


def pointers(index: Index, code: str, names: Names) -> tuple[Pointer, ...]:
    """What a jurisdiction has on a topic and the corpus has not: documents known without their text, then what the editions
    held lack.
    """
    return tuple(_pointers(index, code, names))[:POINTERS]


def _pointers(index: Index, code: str, names: Names) -> Iterator[Pointer]:
    for document in index.store.documents.values():
        if (
            document.jurisdiction == code
            and document.coverage == "pointer"
            and names(f"{document.title} {document.note}")
        ):
            yield Pointer(document=document.id, title=document.title, url=document.url)
    for edition in index.store.editions():
        document = index.store.documents[edition.document]
        if document.jurisdiction != code or edition.layer != "digest":
            continue
        lacking = [part for sentence in sentences(edition.missing) for part in sentence.split("; ") if names(part)]
        if lacking and not index.store.is_older(edition.document, edition.date):
            lacks = lacking[0].strip().rstrip(".;")
            yield Pointer(document=document.id, title=document.title, url=document.url, lacks=lacks)
