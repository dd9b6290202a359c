"""What workshop material is about: words matched by retrieval, documents, jurisdictions, or everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from rapidfuzz import process

from assistant.answer import Note
from assistant.filters import Filters
from assistant.glossary import glossary
from assistant.question import Question, understand
from assistant.retrieve import Hit, retrieve
from assistant.workshop.facts import Fact
from corpus.errors import UsageError
from indexer.opened import Index

FOUND = 300  # provisions that a topic brings
SHARE = 0.3  # of the best score: a provision below it is not on the topic
NEAREST = 0.38  # cosine similarity of the nearest text: below it, nothing in the corpus is on the topic
LIKE = 75  # how alike, of 100, a term of the glossary is written that is named instead of an unknown topic
NAMED = 3  # topics named instead
BAND = 12  # provisions of a topic that are shuffled together: the nearest come first, but not always the same


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as written, the documents that material may come from (all if empty), and what retrieval found on it, best
    first; without words there is nothing found and all counts. All of the documents `named` in it comes after what was found.
    """

    written: str
    documents: frozenset[str]
    hits: tuple[Hit, ...]
    named: frozenset[str] = frozenset()
    notes: tuple[Note, ...] = ()

    def on(self) -> str:
        """“ on PMP commitments”, to go on with after a noun; empty without a topic."""
        return f" on {self.written}" if self.written else ""

    def order(self, facts: Sequence[Fact], chance: Random) -> list[Fact]:
        """The facts on the topic, shuffled: what is nearer to it comes first. Without words, the documents take turns, a
        larger one more often, but not as much as it is larger: small ones would be used up in every quiz, or be in none.
        """
        shuffled = [f for f in facts if not self.documents or f.pin.document in self.documents]
        chance.shuffle(shuffled)
        if self.hits:
            rank = {hit.row: n // BAND for n, hit in enumerate(self.hits)}
            on = [f for f in shuffled if f.row in rank or f.pin.document in self.named]
            return sorted(on, key=lambda f: rank.get(f.row, len(self.hits)))
        count = Counter(fact.pin.document for fact in shuffled)
        seen: Counter[str] = Counter()
        keyed = []
        for fact in shuffled:
            name = fact.pin.document
            keyed.append(((seen[name] + chance.random()) / count[name] ** 0.5, fact))
            seen[name] += 1
        return [fact for _, fact in sorted(keyed, key=lambda pair: pair[0])]


def read_topic(index: Index, words: str, filters: Filters) -> Topic:
    """The topic that words mean within some documents. Raises `UsageError` where the corpus has nothing on it."""
    wanted = filters.wanted()
    documents = frozenset(_documents(index, filters)) if wanted else frozenset()
    written = " ".join(words.split())
    names = ", ".join(index.store.documents[name].short for name in filters.document)
    if not written:
        return Topic(names, documents, ())
    question = understand(written, index.store.documents, index.store)
    ranking = retrieve(index, question, filters, FOUND)
    is_named = bool(question.named or question.documents)
    if not ranking.hits or not (is_named or (_is_written(index, question) and ranking.nearest >= NEAREST)):
        raise UsageError(f"The corpus has nothing on “{written}”; {_instead(written, ranking.hits)}")
    best = max(hit.score for hit in ranking.hits)
    hits = tuple(hit for hit in ranking.hits if hit.score >= SHARE * best)
    return Topic(written, documents, hits, frozenset(question.documents))


def _is_written(index: Index, question: Question) -> bool:
    """Whether a word of a topic stands in the corpus or in the glossary: without one, what is nearest is near to nothing."""
    return bool(question.meant) or any(float(index.words([word]).max()) > 0 for word in question.words)


def _instead(written: str, hits: Sequence[Hit]) -> str:
    """Topics to try: terms of the glossary written like it, or explained where retrieval came nearest."""
    known = glossary().terms
    like = [term for term, *_ in process.extract(written.casefold(), list(known), limit=NAMED, score_cutoff=LIKE)]
    near = [
        term for hit in hits for term, pins in known.items() if any(hit.provision.pin.is_within(pin) for pin in pins)
    ]
    named = list(dict.fromkeys([*like, *near]))[:NAMED]
    return f"the nearest topics are: {', '.join(named)}." if named else "try other words, or name a document."


def _documents(index: Index, filters: Filters) -> Iterable[str]:
    for one in index.store.documents.values():
        fits = (
            not filters.document or one.id in filters.document,
            not filters.jurisdiction or one.jurisdiction in filters.jurisdiction,
            not filters.kind or one.kind in filters.kind,
        )
        if all(fits):
            yield one.id
