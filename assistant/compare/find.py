"""Finds the points of a topic that is not known beforehand: the best provisions name them by their titles.

Each jurisdiction's best provisions on the topic propose points. A point becomes a row where at least two jurisdictions speak of
it; the same sentences make one row only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.compare.about import Whose
from assistant.compare.blank import explained
from assistant.compare.cell import Sentence, fill, found
from assistant.compare.comparison import Cell, Row
from assistant.compare.points import FoundPoint
from assistant.filters import Filters
from assistant.question import Question, understand
from assistant.retrieve import Hit, Ranking, encode, retrieve
from indexer.lexical import words
from indexer.opened import Index

READ = 40  # provisions of each jurisdiction that are read
PROPOSING = 5  # of these, the best that propose points
ROWS = 8
SHARED = 0.5  # share of its sentences that a row may have in common with one before it
SHARE = 0.7  # of the topic's words: what a provision on it has


def found_rows(index: Index, topic: str, codes: Sequence[str]) -> tuple[Row, ...]:
    """The rows found for a topic, those that most jurisdictions speak of first."""
    asked = understand(topic, index.store.documents, index.store)
    if not asked.words:
        return ()
    read = encode(index, asked)
    rankings = {
        code: _on_topic(index, asked, retrieve(index, asked, Filters(jurisdiction=(code,)), READ, encoded=read))
        for code in codes
    }
    whose = Whose(index.store.documents)
    made = [_row(index, whose, point, rankings) for point in _proposed(asked, rankings)]
    made = [row for row in made if sum(bool(cell.told) for cell in row.cells) >= 2]
    made.sort(key=lambda row: -sum(bool(cell.told) for cell in row.cells))
    return tuple(_apart(made))


def names_topic(asked: Question, text: str) -> bool:
    """Whether a text has most of a topic's words, or of what they stand for."""
    said = set(words(text))
    spoken = [word for word in asked.words if word in said or asked.means(word) & said]
    return len(spoken) >= SHARE * len(asked.words)


def _on_topic(index: Index, asked: Question, ranking: Ranking) -> Ranking:
    on = (hit for hit in ranking.hits if names_topic(asked, f"{hit.provision.title}\n{hit.provision.text}"))
    return replace(ranking, hits=tuple(on))


def _proposed(asked: Question, rankings: dict[str, Ranking]) -> Iterator[FoundPoint]:
    """A point for each title of the best provisions, once."""
    topic = frozenset(asked.words)
    seen: set[frozenset[str]] = set()
    for ranking in rankings.values():
        for hit in ranking.hits[:PROPOSING]:
            title = hit.provision.title
            own = frozenset(words(title)) - topic
            if title and own and own not in seen:
                seen.add(own)
                yield FoundPoint(str(hit.provision.pin), title, f"{asked.text}: {title}", topic, own)


def _row(index: Index, whose: Whose, point: FoundPoint, rankings: dict[str, Ranking]) -> Row:
    tokens = index.late.question(point.asks)
    cells = []
    for code, ranking in rankings.items():
        held = found(index, point, replace(ranking, asked=tokens))
        cells.append(fill(index, whose, point, code, held))
    return Row(id=point.id, title=point.title, cells=tuple(cells), named_by=point.pin)


def _apart(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows that do not repeat one before them, as many as a table takes."""
    used: set[str] = set()
    kept = 0
    for row in rows:
        texts = {told.statement.text for cell in row.cells for told in cell.told}
        if kept < ROWS and len(texts & used) <= SHARED * len(texts):
            used |= texts
            kept += 1
            yield row
