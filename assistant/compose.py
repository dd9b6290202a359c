"""Composes an answer from the provisions themselves: the sentences that answer, each quoted verbatim with its pin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.question import Question
from assistant.retrieve import Hit, Ranking
from corpus.pins import Pin
from indexer.chunks import sentences
from indexer.late import AskedTokens
from indexer.opened import Index

PLACES = 4  # places that an answer rests on; a list counts as one with the provision that leads it in
COMPOUND = 6  # the same for a question of several parts
ALIKE = 0.85  # what a further place of the same document counts, so that an answer rests on several
SHARE = 0.65  # of the best score: a provision below it is evidence, not answer
WHOLE = 6  # sentences up to which the best provision is given whole
SENTENCES = 2  # sentences taken from each of the others
LISTED = 8  # points up to which a list is given with its lead-in
QUOTED = 60  # words up to which the official text of a provision is quoted whole


@dataclass(frozen=True, slots=True)
class Chosen:
    """Sentences of one provision that belong in the answer, in the provision's order."""

    hit: Hit
    sentences: tuple[str, ...]


def compose(index: Index, question: Question, ranking: Ranking) -> list[Chosen]:
    """Choose the provisions and the sentences of an answer, best provision first."""
    chosen: dict[Pin, Chosen] = {}
    for rank, hit in enumerate(_provisions(index, question, ranking.hits)):
        family = [hit, *_list(index, ranking, hit), *_definition(index, ranking, hit)] if rank == 0 else [hit]
        for member in family:
            most = WHOLE if rank == 0 and member.why != "listed" else SENTENCES
            chosen.setdefault(member.provision.pin, Chosen(member, _sentences(index, ranking.asked, member, most)))
    return list(chosen.values())


def _provisions(index: Index, question: Question, hits: Sequence[Hit]) -> list[Hit]:
    """The best provisions; where the question names several jurisdictions or documents, the best of each comes first."""
    if not hits:
        return []
    best = max(hit.score - (hit.why == "named") for hit in hits)
    chosen = list(dict.fromkeys(_of_each_named(index, question, hits)))
    rest = [hit for hit in hits if hit.score >= SHARE * best and hit not in chosen]
    most = max(COMPOUND if question.is_compound else PLACES, len(question.jurisdictions))
    while rest and len(chosen) < most:
        documents = [hit.provision.pin.document for hit in chosen]
        chosen.append(max(rest, key=lambda hit: hit.score * ALIKE ** documents.count(hit.provision.pin.document)))
        rest.remove(chosen[-1])
    return chosen[:most]


def _of_each_named(index: Index, question: Question, hits: Sequence[Hit]) -> Iterator[Hit]:
    document = {hit.row: index.store.documents[hit.provision.pin.document] for hit in hits}
    jurisdictions = question.jurisdictions if len(question.jurisdictions) > 1 else ()
    documents = question.documents if len(question.documents) > 1 else ()
    for code in jurisdictions:
        yield from [hit for hit in hits if document[hit.row].jurisdiction == code][:1]
    for name in documents:
        yield from [hit for hit in hits if document[hit.row].id == name][:1]


def _list(index: Index, ranking: Ranking, hit: Hit) -> Iterator[Hit]:
    """The points of a provision that leads a list in."""
    rows = ranking.view.inside(hit.provision.pin)
    points = [(row, p) for row, p in index.store.provisions(rows).items() if p.pin.segments[-1].kind in ("pnt", "par")]
    if len(points) <= LISTED:
        yield from (Hit(row, p, hit.score, why="listed") for row, p in sorted(points) if p.held == "text")


def _definition(index: Index, ranking: Ranking, hit: Hit) -> Iterator[Hit]:
    """Of the terms that a control-list entry uses, the definition that speaks most to the question."""
    pin = hit.provision.pin
    if not any(segment.kind == "itm" for segment in pin.segments):
        return
    rows = [
        row
        for see in dict.fromkeys((*hit.provision.see, *index.store.uses(hit.row)))
        if see.segments and see.segments[-1].kind == "def"
        if (row := ranking.view.row(see)) is not None
    ]
    if rows:
        best = max(rows, key=lambda row: index.compare(ranking.asked, row).score)
        yield Hit(best, index.store.provisions([best])[best], hit.score, why="defines")


def _sentences(index: Index, asked: AskedTokens, hit: Hit, most: int) -> tuple[str, ...]:
    """The whole of a short provision, else its sentences that speak most to the question, in order."""
    parts = sentences(hit.provision.text)
    if len(parts) <= most:
        return tuple(parts)
    found = {n: float(m.mean()) for n, m in index.compare(asked, hit.row).by_sentence().items()}
    best = sorted(range(len(parts)), key=lambda n: (-found.get(n, 0.0), n))[:most]
    return tuple(parts[n] for n in sorted(best))


def closest(index: Index, hit: Hit, sentence: str, other: int, text: str) -> str:
    """The words of an official text that a restated sentence stands for: all of a short text, else its likest sentence."""
    parts = sentences(text)
    if len(text.split()) <= QUOTED or len(parts) == 1:
        return text
    likeness = index.likeness(hit.row, sentences(hit.provision.text).index(sentence), other)
    return parts[max(likeness, key=likeness.__getitem__, default=0)]
