"""What a question may be limited to: jurisdictions, kinds of document, documents, binding law, the date that it is of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from corpus.catalogue import KINDS
from corpus.citations import documents_named
from corpus.errors import UsageError
from corpus.provisions import Document


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty means no limit; several values of one filter are alternatives. `as_of` is a date (2025-11-15, 2025-11, 2025),
    `binding` leaves documents of binding law only.
    """

    jurisdiction: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    document: tuple[str, ...] = ()
    as_of: str = ""
    binding: bool = False

    def shown(self) -> dict[str, list[str]]:
        """The filters that are set, as an answer says them."""
        more = {"as_of": [self.as_of] if self.as_of else [], "binding": ["true"] if self.binding else []}
        return {**self.wanted(), **{name: values for name, values in more.items() if values}}

    def want(self, document: Document) -> bool:
        """Whether a document may answer; the date chooses among its editions."""
        has = {"jurisdiction": document.jurisdiction, "kind": document.kind, "document": document.id}
        fits = all(has[name] in values for name, values in self.wanted().items())
        return fits and (document.binding or not self.binding)

    def wanted(self) -> dict[str, list[str]]:
        """The filters that are set, by the name of the column that they limit."""
        pairs = (("jurisdiction", self.jurisdiction), ("kind", self.kind), ("document", self.document))
        return {name: list(values) for name, values in pairs if values}


def read_filters(
    documents: dict[str, Document],
    jurisdiction: Sequence[str] = (),
    kind: Sequence[str] = (),
    document: Sequence[str] = (),
    as_of: str = "",
    binding: bool = False,
) -> Filters:
    """Filters as the user wrote them, checked against the catalogue. Raises `UsageError` that lists what there is."""
    places = sorted({d.jurisdiction for d in documents.values()})
    return Filters(
        jurisdiction=tuple(_one(value.upper(), places, "jurisdiction") for value in _split(jurisdiction)),
        kind=tuple(_one(value.lower(), KINDS, "kind of document") for value in _split(kind)),
        document=tuple(_document(value, documents) for value in _split(document)),
        as_of=read_date(as_of),
        binding=binding,
    )


def read_date(written: str) -> str:
    """A date as of which editions are chosen. Raises `UsageError` if it is none."""
    date = written.strip()
    if not date:
        return ""
    try:
        found = datetime.strptime(date, {4: "%Y", 7: "%Y-%m"}.get(len(date), "%Y-%m-%d"))
        if found.date().isoformat()[: len(date)] != date:  # dates are compared as text: 2025-3-1 would sort wrongly
            raise ValueError
    except ValueError:
        raise UsageError(f"“{written}” is not a date; write 2025-11-15, 2025-11 or 2025.") from None
    return date


def _split(values: Sequence[str]) -> list[str]:
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


def _one(value: str, known: Sequence[str], what: str) -> str:
    if value not in known:
        raise UsageError(f"“{value}” is not a {what} of the corpus; there are {', '.join(known)}.")
    return value


def _document(value: str, documents: dict[str, Document]) -> str:
    if value in documents:
        return value
    named, _ = documents_named(value, documents)
    if len(named) != 1:
        raise UsageError(f"“{value}” is not a document of the corpus; `pincite corpus list` shows their ids.")
    return named[0]
