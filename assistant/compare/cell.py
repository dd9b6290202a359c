"""Fills a cell: what the corpus says of one point for one jurisdiction, or nothing. Wrong is worse than blank.

A sentence fills a cell if it is on the jurisdiction (`about.py`), speaks of the point (`points.py`), and fits the question of
the point well enough. How well: the mean of how much of the question it says and how much of it the question asks, both by
late interaction, so that a sentence on something narrower fits worse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.cite import said
from assistant.compare.about import Whose
from assistant.compare.comparison import KINDS, Cell, Kind, Told
from assistant.compare.points import Point
from assistant.retrieve import Hit, Ranking
from assistant.verify import verified
from corpus.provisions import Document
from indexer.chunks import sentences
from indexer.opened import Index

BEHIND = 0.05  # how far a statement of another kind may fit worse than the best
FOUND = 0.05  # what the score of its provision counts beside the fit of a sentence
DANGLING = 0.03  # what a sentence loses that leans on the one before it
_SILENT = re.compile(
    r"\bnot at hand\b|\bstored (?:page|part|copy|text)\b|\bis cut\b|\bbreaks off\b|\b(?:was|were) found\b|\bnot known\b|"
    r"\bsays? nothing\b|\b(?:does|do) not mention\b|\bnot mentioned\b|\bis absent\b|"
    r"\bcorpus (?:holds|does not|(?:therefore )?cannot)\b",
    re.IGNORECASE,
)
# What was once the rule, is asked, demanded or recommended, or only says that states differ.
_NOT_THE_RULE = re.compile(
    r"\bhad (?:traditionally|until|then|reached)\b|\b(?:until then|traditionally|earlier|draft|objects to)\b|"
    r"\b(?:was|were) asked\b|\bquestions? put to\b|\b(?:asked|asks|called|calls)\b.{0,24}\bfor\b|"
    r"\b(?:suggested|proposed)\b|\bgood practice\b|\bstates differ\b|\bdifferences? between states\b",
    re.IGNORECASE,
)
_LEANS = re.compile(r"\bsuch an? \w+|\bthe same\b|^(?:It|This|These|That|They)\b")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence found for a point: where it stands, under which titles, and how well it fits the question of the point."""

    ranking: Ranking
    hit: Hit
    document: Document
    text: str
    titles: str
    fit: float

    @property
    def is_silent(self) -> bool:
        """Whether it says that something is not said, or not held."""
        return _SILENT.search(self.text) is not None


def found(index: Index, point: Point, ranking: Ranking) -> list[Sentence]:
    """The sentences of the provisions found that may speak of a point. Proposals and what is no longer in force are none."""
    held = []
    for hit in ranking.hits:
        document = index.store.documents[hit.provision.pin.document]
        if document.kind == "regulation" and not document.binding:
            continue
        parts = sentences(hit.provision.text)
        numbers = [n for n, text in enumerate(parts) if _may_fill(point, text)]
        if numbers:
            fits, titles = _fits(index, ranking, hit), _titles(index, hit)
            held += [Sentence(ranking, hit, document, parts[n], titles, fits.get(n, 0.0)) for n in numbers]
    return held


def _may_fill(point: Point, text: str) -> bool:
    is_list = "\n" in text
    return not is_list and (
        bool(_SILENT.search(text)) or (point.may_be_spoken_of(text) and not _NOT_THE_RULE.search(text))
    )


def _fits(index: Index, ranking: Ranking, hit: Hit) -> dict[int, float]:
    compared = index.compare(ranking.asked, hit.row)
    parts = sentences(hit.provision.text)
    fits = {}
    for n, forward in compared.by_sentence().items():
        back = compared.similarity[:, compared.sentences == n].max(axis=0)
        lost = DANGLING if _LEANS.search(parts[n]) else 0.0
        fits[n] = float(forward.mean() + back.mean()) / 2 + FOUND * min(1.0, hit.score) - lost
    return fits


def fill(index: Index, whose: Whose, point: Point, code: str, held: Iterable[Sentence]) -> Cell:
    """The best statement of each kind on a point for a jurisdiction; none where no sentence speaks of it."""
    best: dict[Kind, Sentence] = {}
    for one in held:
        part = "" if one.is_silent or one.fit < point.least else whose.told(one.text, one.document, code)
        if not part or not point.is_spoken_of(part, one.titles):
            continue
        kind = kind_of(one, code)
        if kind not in best or one.fit > best[kind].fit:
            best[kind] = one
    top = max((one.fit for one in best.values()), default=0.0)
    near = [(kind, best[kind]) for kind in KINDS if kind in best and best[kind].fit >= top - BEHIND]
    return Cell(jurisdiction=code, told=tuple(told for kind, one in near for told in _told(index, kind, one)))


def _told(index: Index, kind: Kind, one: Sentence) -> Iterator[Told]:
    is_reported = kind != "commentary" and one.hit.provision.basis.kind == "commentary"
    for statement in verified((said(index, one.ranking.view, one.hit, one.text),), index.store):
        yield Told(kind=kind, is_reported=is_reported, statement=statement)


def kind_of(one: Sentence, code: str) -> Kind:
    """The force of a sentence. One from elsewhere is commentary, and so is one that speaks for its author alone."""
    document = one.document
    speaks_for_another = one.hit.provision.basis.kind == "commentary" and not _names_itself(
        f"{one.hit.provision.title} {one.text}", document
    )
    if document.jurisdiction != code or document.kind == "commentary" or speaks_for_another:
        return "commentary"
    return "law" if document.binding else "guidance"


def _names_itself(text: str, document: Document) -> bool:
    """Whether a text names the document that it stands in, or who issued that."""
    marks = re.findall(r"\(([A-Z]{2,6})\)", document.issuer) + re.findall(r"No\. \d+", document.short)
    return any(name in text for name in (document.short, *document.aliases, *marks))


def _titles(index: Index, hit: Hit) -> str:
    above = [row for pin in hit.provision.pin.ancestors for row in index.store.rows(pin)[:1]]
    return "\n".join([hit.provision.title, *(p.title for p in index.store.provisions(above).values())])
