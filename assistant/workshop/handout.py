"""A handout on a topic: what guides recommend, what governments commit to, what the law requires, what the lists say."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answer import CorpusState, Frozen, Note, Statement
from assistant.cite import on_editions, said, state
from assistant.filters import Filters
from assistant.question import understand
from assistant.retrieve import Hit, retrieve
from assistant.verify import verified
from assistant.workshop.leaning import stands_alone
from corpus.errors import UsageError
from indexer.chunks import sentences
from indexer.opened import Index

_SECTIONS = (
    ("What guidance recommends", ("guidance",)),
    ("What governments commit to", ("code", "statement")),
    ("What the law says", ("regulation",)),
    ("What the lists say", ("list",)),
)
PLACES = 5  # provisions of one section
EACH = 2  # of one document, so that several speak
SENTENCES = 2  # of one provision
LEAST = 0.55  # of the best score of all sections: what is below it is not on the topic
_RECOMMENDS = ("gp", "cmt")  # places made to recommend or to commit: they come first where they are on the topic


class Section(Frozen):
    """A part of a handout."""

    title: str
    statements: tuple[Statement, ...]


class Handout(Frozen):
    """Statements on a topic, by what kind of document makes them."""

    title: str
    topic: str
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    corpus: CorpusState


def handout(index: Index, topic: str, filters: Filters) -> Handout:
    """The handout on a topic within some documents. Raises `UsageError` where nothing in the corpus is on it."""
    found = [(title, _hits(index, topic, filters, kinds)) for title, kinds in _SECTIONS]
    best = max((hit.score for _, hits in found for hit in hits), default=0.0)
    sections = []
    for title, hits in found:
        statements = verified(
            tuple(_statements(index, topic, [h for h in hits if h.score >= LEAST * best])), index.store
        )
        if statements:
            sections.append(Section(title=title, statements=statements))
    if not sections:
        raise UsageError(f"The corpus has nothing on “{topic}” for a handout; try other words.")
    notes = tuple(on_editions(index, (c for s in sections for one in s.statements for c in one.citations)))
    return Handout(title=f"Handout: {topic}", topic=topic, sections=tuple(sections), notes=notes, corpus=state(index))


def _hits(index: Index, topic: str, filters: Filters, kinds: tuple[str, ...]) -> list[Hit]:
    wanted = tuple(kind for kind in kinds if not filters.kind or kind in filters.kind)
    if not wanted:
        return []
    limits = Filters(filters.jurisdiction, wanted, filters.document, filters.as_of)
    question = understand(topic, index.store.documents, index.store, filters.jurisdiction)
    return list(retrieve(index, question, limits).hits)


def _statements(index: Index, topic: str, hits: list[Hit]) -> Iterator[Statement]:
    """The sentences of the nearest provisions that stand alone and speak most to the topic."""
    question = understand(topic, index.store.documents, index.store)
    ranking = retrieve(index, question, Filters(), 1)
    taken: list[str] = []
    hits = sorted(hits, key=lambda hit: (hit.provision.pin.segments[-1].kind not in _RECOMMENDS, -hit.score))
    for hit in hits:
        document = hit.provision.pin.document
        most = 2 * EACH if hit.provision.pin.segments[-1].kind in _RECOMMENDS else EACH
        if len(taken) == PLACES or taken.count(document) >= most:
            continue
        compared = index.compare(ranking.asked, hit.row).by_sentence()
        known = [(n, one) for n, one in enumerate(sentences(hit.provision.text)) if stands_alone(one)]
        best = sorted(known, key=lambda pair: -float(compared[pair[0]].mean()) if pair[0] in compared else 0.0)[
            :SENTENCES
        ]
        if best:
            taken.append(document)
        yield from (said(index, ranking.view, hit, one) for _, one in sorted(best))
