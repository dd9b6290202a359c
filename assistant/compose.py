"""Composes an answer from the provisions themselves: the sentences that answer, each a verbatim quotation with its pin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.question import Question
from assistant.retrieve import Hit
from corpus.provisions import Provision
from indexer.chunks import sentences
from indexer.lexical import words
from indexer.opened import Index

PROVISIONS = 5  # provisions that an answer rests on
SENTENCES = 3  # sentences taken from one of them
SHARE = 0.45  # of the best score: a provision below it is evidence, not answer


@dataclass(frozen=True, slots=True)
class Chosen:
    """Sentences of one provision that belong in the answer, in the provision's order."""

    hit: Hit
    sentences: tuple[str, ...]


def compose(index: Index, question: Question, hits: Sequence[Hit]) -> list[Chosen]:
    """Choose the provisions and the sentences of an answer, best provision first."""
    if not hits:
        return []
    chosen = _provisions(index, question, hits)
    weigh = _weights(index, question)
    return [Chosen(hit, _sentences(hit.provision, weigh)) for hit in chosen]


def _provisions(index: Index, question: Question, hits: Sequence[Hit]) -> list[Hit]:
    """The best provisions; where the question names several jurisdictions, the best of each comes first."""
    worthy = [hit for hit in hits if hit.score >= SHARE * hits[0].score]
    if len(question.jurisdictions) > 1:
        place = {hit.row: index.store.documents[hit.provision.pin.document].jurisdiction for hit in hits}
        firsts = [next((h for h in hits if place[h.row] == code), None) for code in question.jurisdictions]
        worthy = [hit for hit in firsts if hit is not None] + worthy
    return list(dict.fromkeys(worthy))[: max(PROVISIONS, len(question.jurisdictions))]


def _weights(index: Index, question: Question) -> Callable[[str], float]:
    """How much of what the question asks a text says: the sum of the weights of its words found there."""
    weights = {word: index.lexical.weight(word) for word in question.words}
    weights |= {w: 0.5 * index.lexical.weight(w) for w in question.meant if " " not in w and w not in weights}

    def weigh(text: str) -> float:
        return sum(weights.get(word, 0.0) for word in set(words(text)))

    return weigh


def _sentences(provision: Provision, weigh: Callable[[str], float]) -> tuple[str, ...]:
    """The whole of a short provision, else its sentences that say most of what is asked, in order."""
    parts = sentences(provision.text)
    if len(parts) <= SENTENCES:
        return tuple(parts)
    best = sorted(range(len(parts)), key=lambda n: (-weigh(parts[n]), n))[:SENTENCES]
    return tuple(parts[n] for n in sorted(best))
