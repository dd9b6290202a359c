"""Shows one provision in its place: what is above it, what is inside it, and what it refers to."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.answer import Frozen
from assistant.filters import Filters, read_date
from assistant.glossary import glossary
from assistant.view import in_force, view
from corpus.citations import Resolution, resolve
from corpus.errors import PinciteError
from corpus.pincites import pincite
from corpus.pins import Pin
from corpus.provisions import Layer, Provision
from indexer.opened import Index


class Place(Frozen):
    """A pin with how it is written and its title."""

    pin: str
    pincite: str
    title: str


class Sibling(Place):
    """A corresponding entry of another list; `relation` is what it is to the Wassenaar entry (`corpus.correlation`)."""

    relation: str


class Siblings(Frozen):
    """Entries of several lists that correspond to the one shown, and sentences on how they differ, each with its places."""

    title: str
    entries: tuple[Sibling, ...]
    differences: tuple[tuple[str, tuple[Place, ...]], ...]


class Shown(Frozen):
    """A provision in its place. `text` is empty for a whole document; `editions` are the dates held, newest first.

    `terms` are the definitions of terms that it uses, `siblings` what corresponds to it, or to the nearest provision above
    it of which that is known.

    Where the official text is held, `text` is that and `plain` Pincite's restatement of it. `page` is that of the source,
    0 if it has none.
    """

    pin: str
    pincite: str
    title: str
    text: str
    plain: str = ""
    page: int = 0
    held: str
    layer: Layer | None
    edition: str | None
    editions: tuple[str, ...]
    basis: str
    url: str
    document: str
    binding: bool
    coverage: str
    covers: str
    missing: str
    above: tuple[Place, ...]
    inside: tuple[Place, ...]
    see: tuple[Place, ...]
    cited_by: tuple[Place, ...]
    terms: tuple[Place, ...]
    siblings: tuple[Siblings, ...]
    others: tuple[Place, ...]


class Explained(Frozen):
    """A term of the glossary: its acronyms, and the places that define or explain it, each with its text."""

    term: str
    acronyms: tuple[str, ...]
    places: tuple[Place, ...]
    texts: tuple[str, ...]


class NoSuchPlace(PinciteError):
    """A citation that leads to no provision of the corpus; `nearest` are the closest that exist."""

    status = 3

    def __init__(self, message: str, nearest: tuple[Place, ...]) -> None:
        super().__init__(message)
        self.nearest = nearest


def show(index: Index, citation: str, edition: str | None = None, as_of: str = "") -> Shown:
    """The provision that a citation means, written in any way, in the edition of a date or in the one in force `as_of`.

    Raises `NoSuchPlace` with the nearest that exist, and `PinciteError` where no such edition is held.
    """
    found = resolve(citation, index.store.documents, index.store)
    if found.pin is None:
        raise _nowhere(index, found)
    pin = found.pin
    document = index.store.documents[pin.document]
    editions = index.store.editions([pin.document])
    dates = tuple(dict.fromkeys(e.date for e in editions))
    if as_of and edition is None:
        edition = next((e.date for e in in_force(editions, read_date(as_of))), None)
        if edition is None:
            held = ", ".join(dates) or "none"
            raise PinciteError(
                f"No edition of {document.short} is held that was in force on {as_of}; held are: {held}."
            )
    asked = [e for e in editions if edition in (None, e.date)]
    if not asked and edition is not None:
        held = ", ".join(dates) or "none"
        raise PinciteError(f"{document.short} is not held in the edition {edition}; held are: {held}.")
    others = places_of(index, found.others)
    if not pin.segments:
        shown = asked[0] if asked else None
        return Shown(
            pin=str(pin), pincite=document.short, title=document.title, text=document.note, held="document", layer=None,
            edition=shown.date if shown else None, editions=dates, basis="",
            url=document.url, document=document.id, binding=document.binding,
            coverage=(shown.coverage if shown else document.coverage) or "",
            covers=shown.covers if shown else "", missing=shown.missing if shown else "",
            above=(), inside=_inside(index, pin, edition), see=(), cited_by=(),
            terms=(), siblings=(), others=others,
        )  # fmt: skip
    rows = index.store.rows(pin, edition)
    if not rows:
        raise PinciteError(f"{pincite(pin, document)} is not held in the edition {edition}.")
    provision, plain = _layers(index, rows)
    held_in = next(e for e in editions if (e.date, e.layer) == (provision.edition, provision.layer))
    return Shown(
        pin=str(pin), pincite=pincite(pin, document), title=provision.title, text=provision.text, plain=plain,
        page=provision.page, held=provision.held,
        layer=provision.layer, edition=provision.edition, editions=dates,
        basis=_basis(provision.basis.kind, [held_in.sources.get(s, s) for s in provision.basis.sources]),
        url=document.url, document=document.id, binding=document.binding, coverage=held_in.coverage,
        covers=held_in.covers, missing=held_in.missing,
        above=places_of(index, pin.ancestors), inside=_inside(index, pin, edition),
        see=places_of(index, provision.see), cited_by=_rows(index, index.store.referring(pin)),
        terms=_terms(index, pin, rows), siblings=_siblings(index, pin), others=others,
    )  # fmt: skip


def explained(index: Index, term: str = "") -> list[Explained]:
    """The glossary's terms, or the one that is written in any way. Raises `UsageError` for one that it does not have."""
    known = glossary()
    found = []
    for name in [known.term(term)] if term else known.terms:
        places = places_of(index, (pin for pin in known.terms[name] if index.store.exists(pin)))
        texts = tuple(show(index, place.pin).text for place in places) if term else ()
        found.append(Explained(term=name, acronyms=known.acronyms_of(name), places=places, texts=texts))
    return found


def _terms(index: Index, pin: Pin, rows: Iterable[int]) -> tuple[Place, ...]:
    """The definitions that a provision uses in any of its layers, but for those that it is itself about."""
    return places_of(index, dict.fromkeys(term for row in rows for term in index.store.uses(row) if term != pin))


def _siblings(index: Index, pin: Pin) -> tuple[Siblings, ...]:
    families = next((found for at in (pin, *reversed(pin.ancestors)) if (found := index.store.families(at))), [])
    return tuple(
        Siblings(
            title=family.title,
            entries=tuple(
                Sibling(**place.model_dump(), relation=member.relation)
                for member in family.members
                if not pin.is_within(member.pin)
                for place in places_of(index, [member.pin])
            ),
            differences=tuple((one.text, places_of(index, one.basis)) for one in family.differences),
        )
        for family in families
    )


def _layers(index: Index, rows: list[int]) -> tuple[Provision, str]:
    """Of the rows of a pin, the official text if it is held and not empty, and the restatement of the same edition."""
    found = index.store.provisions(rows)
    first = found[rows[0]]
    together = [found[row] for row in rows if found[row].edition == first.edition]
    official = next((p for p in together if p.layer == "official" and p.text), None)
    digest = next((p for p in together if p.layer == "digest" and p.held == "text"), None)
    return official or first, digest.text if official and digest else ""


def _basis(kind: str, sources: list[str]) -> str:
    how = {"text": "written from the text", "quoted": "from a quotation", "commentary": "from commentary"}[kind]
    return f"{how}: {'; '.join(sources)}"


def _nowhere(index: Index, found: Resolution) -> NoSuchPlace:
    nearest = places_of(index, found.nearest)
    hint = f" The nearest are: {'; '.join(place.pincite for place in nearest)}." if nearest else ""
    return NoSuchPlace(f"“{found.written}” leads to no provision of the corpus.{hint}", nearest)


def places_of(index: Index, pins: Iterable[Pin]) -> tuple[Place, ...]:
    """Pins with how they are written and their titles."""
    places = []
    for pin in pins:
        document = index.store.documents[pin.document]
        rows = index.store.rows(pin)
        title = index.store.provisions(rows[:1])[rows[0]].title if rows else document.title
        places.append(Place(pin=str(pin), pincite=pincite(pin, document), title=title))
    return tuple(places)


def _inside(index: Index, pin: Pin, edition: str | None) -> tuple[Place, ...]:
    """What is right under a pin or a document; in the newest edition unless another is asked for."""
    if edition is None:
        return _rows(index, view(index, Filters()).inside(pin))
    rows = index.store.matching(document=[pin.document], edition=[edition])
    found = index.store.provisions(rows)
    above = pin if pin.segments else None
    return places_of(index, dict.fromkeys(found[row].pin for row in rows if found[row].pin.parent == above))


def _rows(index: Index, rows: list[int]) -> tuple[Place, ...]:
    found = index.store.provisions(rows)
    return places_of(index, dict.fromkeys(found[row].pin for row in rows))
