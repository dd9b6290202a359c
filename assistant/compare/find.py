"""Finds the points of a topic that is not known beforehand: the best provisions name them by their titles.

Each jurisdiction's best provisions on the topic propose points. A point becomes a row where at least two jurisdictions
speak of it; the same sentences make one row only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from assistant.compare.about import Whose
from assistant.compare.cell import fill, found
from assistant.compare.comparison import Row
from assistant.compare.points import FoundPoint
from assistant.filters import Filters
from assistant.question import Question, understand
from assistant.retrieve import Ranking, encode, retrieve
from corpus.citations import documents_named
from indexer.lexical import words
from indexer.opened import Index

NEAR = 3000  # chunks of all jurisdictions of which the topic asks how near they are, at once
READ = 40  # provisions of each jurisdiction that are read
PROPOSING = 5  # of these, the best that propose points
ROWS = 8
SHARED = 0.5  # share of its sentences that a row may have in common with one before it
_NUMBER = re.compile(r"\d{3}")  # of an act
NAMED = 0.84  # how well a sentence must fit the topic alone, which is short
SHARE = 0.7  # of the topic's words: what a provision on it has


def found_rows(index: Index, topic: str, codes: Sequence[str]) -> tuple[Row, ...]:
    """The rows found for a topic, those that most jurisdictions speak of first; empty if there is none."""
    asked = understand(topic, index.store.documents, index.store)
    if not asked.words:
        return ()
    read = encode(index, asked, NEAR)
    rankings = {
        code: _on_topic(asked, retrieve(index, asked, Filters(jurisdiction=(code,)), READ, encoded=read))
        for code in codes
    }
    whose = Whose(index.store.documents)
    points = [point for point in _proposed(asked, rankings) if not _names_a_text(index, whose, point.title)]
    rows = [_row(index, whose, point, rankings) for point in points]
    rows.sort(key=lambda row: -_filled(row))
    return tuple(_apart([row for row in rows if _filled(row) >= 2]))


def names_topic(asked: Question, text: str) -> bool:
    """Whether a text has most of a topic's words, or of what they stand for."""
    said = set(words(text))
    spoken = [word for word in asked.words if word in said or asked.means(word) & said]
    return len(spoken) >= SHARE * len(asked.words)


def _on_topic(asked: Question, ranking: Ranking) -> Ranking:
    on = (hit for hit in ranking.hits if names_topic(asked, f"{hit.provision.title}\n{hit.provision.text}"))
    return replace(ranking, hits=tuple(on))


def _proposed(asked: Question, rankings: dict[str, Ranking]) -> Iterator[FoundPoint]:
    """The topic itself, then a point for each title of the best provisions, once."""
    known: set[frozenset[str]] = set()
    names = partial(names_topic, asked)
    yield FoundPoint("", asked.text, asked.text, names, frozenset(asked.words), NAMED, SHARE)
    for ranking in rankings.values():
        for hit in ranking.hits[:PROPOSING]:
            title = hit.provision.title
            own = frozenset(words(title)) - {form for word in asked.words for form in (word, *asked.means(word))}
            if own and own not in known:
                known.add(own)
                yield FoundPoint(str(hit.provision.pin), title, f"{asked.text}: {title}", names, own)


def _names_a_text(index: Index, whose: Whose, title: str) -> bool:
    """Whether a title is of one jurisdiction's text: "Breaches of the EU dual-use regulation" is no point for others."""
    return bool(whose.named(title) or documents_named(title, index.store.documents)[0] or _NUMBER.search(title))


def _row(index: Index, whose: Whose, point: FoundPoint, rankings: dict[str, Ranking]) -> Row:
    tokens = index.late.question(point.asks)
    cells = tuple(
        fill(index, whose, point, code, found(index, point, replace(ranking, asked=tokens)))
        for code, ranking in rankings.items()
    )
    return Row(id=point.id or "topic", title=point.title, cells=cells, named_by=point.id)


def _filled(row: Row) -> int:
    return sum(bool(cell.told) for cell in row.cells)


def _apart(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows that do not repeat those before them, as many as a table takes."""
    used: set[str] = set()
    kept = 0
    for row in rows:
        texts = {told.statement.text for cell in row.cells for told in cell.told}
        if kept < ROWS and len(texts & used) <= SHARED * len(texts):
            used |= texts
            kept += 1
            yield row
