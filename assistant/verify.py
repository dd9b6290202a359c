"""Holds an answer to its contract before anybody sees it: what fails is not shown."""

from __future__ import annotations

from assistant.answer import Citation, Statement
from corpus.errors import PinError
from corpus.pins import Pin
from indexer.store import Store


def holds(citation: Citation, store: Store) -> bool:
    """Whether the pin resolves and the quotation is a verbatim span of that provision's text in the layer and edition."""
    try:
        rows = store.rows(Pin.parse(citation.pin), citation.edition)
    except PinError:
        return False
    texts = [p.text for p in store.provisions(rows).values() if p.layer == citation.layer]
    return bool(citation.quote.strip()) and any(citation.quote in text for text in texts)


def verified(statements: tuple[Statement, ...], store: Store) -> tuple[Statement, ...]:
    """The statements whose every citation holds. A statement without citation is none."""
    return tuple(s for s in statements if s.citations and all(holds(c, store) for c in s.citations))
