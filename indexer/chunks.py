"""Cuts provisions into chunks: what is embedded and what is indexed for words, each with its place in the document.

A provision is found through its own words, its title, and the provisions above it: "the following components" means
nothing without the entry that it belongs to. It is cited alone.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from corpus.pins import Pin
from corpus.provisions import Document, Edition, Provision

LONGEST = 170  # words in a chunk: with its headings it stays within the 256 word pieces that MiniLM reads
OWN, BESIDE = 3.0, 0.3  # what a word of a provision, and of those beside it, counts against one above it
LEAD_IN = 25  # words of a provision without title that lead in what is inside it
_SENTENCE_END = re.compile(r"(?<=[.!?])[”\"’)]*\s+(?=[A-Z“\"‘(\-])|\n\s*\n|\n(?=- )")
_BREAK = re.compile(r"\n\s*\n|\n- ")
_ABBREVIATED = re.compile(
    r"(?:\b(?:No|Nos|Art|art|para|paras|pt|e\.g|i\.e|cf|vs|Nr|Abs|Dr|Mr|Ms|St|approx|incl|Inc|Ltd|U\.S|U\.K)|\b[A-Z])\.$"
)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of one provision: its heading path and sentences, of which `first` is the number in the provision; or, without
    sentences, the wordings in which people ask for it.

    `text` is embedded whole. `led` is the heading path with the words that lead in what has no title, which `led_text` has
    for token vectors: of one vector for all, they would take a share that the provision's own words need (measured on
    ObliQA). `key` (sha256, hex) is equal if and only if both texts are.
    """

    id: str
    row: int
    path: str
    led: str
    sentences: tuple[str, ...]
    first: int

    @property
    def layer(self) -> str:
        return self.id.rpartition("#")[0].rpartition(".")[2]

    @property
    def text(self) -> str:
        return f"{self.path}\n{' '.join(self.sentences)}".strip()

    @property
    def led_text(self) -> str:
        return f"{self.led}\n{' '.join(self.sentences)}".strip()

    @property
    def key(self) -> str:
        return hashlib.sha256(json.dumps([self.text, self.led_text]).encode()).hexdigest()

    def bounds(self) -> list[int]:
        """Where each sentence begins in `led_text`, in characters."""
        return list(accumulate((len(s) + 1 for s in self.sentences[:-1]), initial=len(self.led) + 1))


def sentences(text: str) -> list[str]:
    """The sentences and list items of a text, each a verbatim span of it. A list stays with the words that lead it in."""
    cuts = [m for m in _SENTENCE_END.finditer(text) if _breaks(text, m) or not _is_abbreviated(text, m)]
    bounds = [0, *(m.end() for m in cuts), len(text)]
    spans: list[tuple[int, int]] = []
    leads = False
    for start, end in pairwise(bounds):
        piece = text[start:end].strip()
        if leads and piece.startswith("- "):
            spans[-1] = (spans[-1][0], end)
        elif piece:
            spans.append((start, end))
            leads = piece.endswith(":")
    return [text[start:end].strip() for start, end in spans]


def _breaks(text: str, end: re.Match[str]) -> bool:
    """Whether a paragraph or a list item ends here, whatever its last word is."""
    return _BREAK.search(text, end.start(), end.end() + 2) is not None


def _is_abbreviated(text: str, end: re.Match[str]) -> bool:
    return _ABBREVIATED.search(text[: end.end()].rstrip()) is not None


def heading_path(provision: Provision, document: Document, above: Mapping[Pin, Provision], lead_ins: bool) -> str:
    """The document's short name and the titles from the top down: "EU Annex I > Intrusion software > Note". With `lead_ins`,
    what is above and has no title is told by the words that lead it in: "Systems, equipment, and components, as follows:".
    """
    ancestors = [above[pin] for pin in provision.pin.ancestors if pin in above]
    titles = [one.title or (_lead_in(one.text) if lead_ins else "") for one in ancestors]
    return " > ".join(part for part in (document.short, *titles, provision.title) if part)


def _lead_in(text: str) -> str:
    """The first words of a text, to the end of its first sentence or to `LEAD_IN` words."""
    return " ".join(next(iter(sentences(text)), "").split()[:LEAD_IN])


def chunks_of(edition: Edition, document: Document, first_row: int) -> Iterator[Chunk]:
    """The chunks of an edition, its provisions numbered from `first_row` in order."""
    above = {p.pin: p for p in edition.provisions}
    for row, provision in enumerate(edition.provisions, first_row):
        path, led = (heading_path(provision, document, above, lead_ins) for lead_ins in (False, True))
        first = 0
        for n, piece in enumerate(_pieces(provision.text)):
            yield Chunk(f"{provision.pin}@{edition.date}.{edition.layer}#{n}", row, path, led, piece, first)
            first += len(piece)
        if provision.asks:
            asks = "; ".join(provision.asks)
            yield Chunk(f"{provision.pin}@{edition.date}.{edition.layer}#asks", row, asks, asks, (), 0)


def lexical_fields(
    provision: Provision, document: Document, above: Mapping[Pin, Provision], beside: Sequence[Provision]
) -> tuple[tuple[str, float], ...]:
    """What is indexed for words, and what each counts: the provision itself, how people ask for it and where it stands, all
    above it, and, where it has no title that tells it apart, a little of the provisions beside it.
    """
    context = [f"{p.title}. {p.text}" for p in (above[pin] for pin in provision.pin.ancestors if pin in above)]
    names = f"{document.short} {document.jurisdiction} {' '.join(s.number for s in provision.pin.segments)}"
    near = [p.text for p in beside] if not provision.title else []
    own = f"{provision.title}\n{provision.text}"
    return ((own, OWN), ("\n".join([names, *provision.asks, *context]), 1.0), ("\n".join(near), BESIDE))


def _pieces(text: str) -> Iterator[tuple[str, ...]]:
    """The sentences of a text in pieces of at most `LONGEST` words (a longer sentence stays whole)."""
    piece: list[str] = []
    size = 0
    for sentence in sentences(text):
        words = len(sentence.split())
        if piece and size + words > LONGEST:
            yield tuple(piece)
            piece, size = [], 0
        piece.append(sentence)
        size += words
    yield tuple(piece)
