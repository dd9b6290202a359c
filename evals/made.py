"""How Pincite grows: corpora of thousands to a million provisions, indexed, searched and measured as any other corpus.

The texts are real and their combination is not. A made provision is two to four sentences of the embedded corpus, each from
another provision; a made document is a hundred such provisions in articles and paragraphs. They stand beside the embedded
corpus, so that the known questions still find the places that they name. **Searching is measured, encoding is not**: what the
real models made of the embedded corpus is put together anew. A made provision's token vectors are those of its sentences, one
after another; its embedding is the mean of those of the chunks in which its sentences stand, with a little seeded noise. How
fast texts are encoded is the indexing rate in `evals.speed`. Words, pairs of words within sentences and their frequencies are
those of a small corpus: a real corpus of a million provisions has more different ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import PinciteError, UsageError
from corpus.library import Library
from corpus.pins import Pin, Segment
from corpus.provisions import Basis, Document, Edition, Provision
from indexer import vectors
from indexer.build import Earlier, all_chunks
from indexer.chunks import Chunk, sentences
from indexer.late import HEADING, LateIndex, TokenRows
from indexer.minilm import Vectors
from indexer.opened import Index

DATE = "2024-01-01"
PARAGRAPHS = 3  # of a made article, after its own text
ARTICLES = 25  # of a made document
FEWEST, MOST = 2, 4  # sentences of a made provision
NOISE = 0.1  # length of what is added to a made embedding of length 1
_BASIS = Basis("text", ("made",))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the corpus: its text, the title and the row of its provision, and its chunk and number there."""

    text: str
    title: str
    row: int
    chunk: int
    number: int


class Sentences:
    """The sentences of a library, whose index is open, and their embeddings: read once for corpora of all sizes."""

    def __init__(self, library: Library, index: Index) -> None:
        self.library, self.index = library, index
        self.chunks = all_chunks(library)
        self.all = _sentences(library, self.chunks)
        if len({sentence.row for sentence in self.all}) < MOST:
            raise PinciteError(f"The corpus has fewer than {MOST} provisions whose sentences can be put together anew.")

    @cached_property
    def held(self) -> dict[str, Vectors]:
        """The embeddings of the library's chunks, by key."""
        return vectors.read(self.index.folder / "chroma", {chunk.id: chunk.key for chunk in self.chunks})

    @cached_property
    def rows(self) -> Vectors:
        """For each sentence the embedding of the chunk in which it stands, shape (len(all), dimension)."""
        return np.stack([self.held[self.chunks[sentence.chunk].key] for sentence in self.all])


class Made:
    """A corpus of `count` provisions, those of a library among them, and what is known of its chunks without encoding.

    Raises `UsageError` if the library alone has as many.
    """

    def __init__(self, of: Sentences, count: int, seed: int = 0) -> None:
        held = sum(1 for _ in of.library.provisions())
        if count <= held:
            raise UsageError(f"The corpus itself has {held:,} provisions; ask for more than that.")
        self._of, self._seed = of, seed
        self._recipes = _drawn(of.all, count - held, seed)
        self.library = self._grown(of.library, held)

    def _grown(self, library: Library, held: int) -> Library:
        like = [library.documents[edition.document] for edition in library.editions]
        size = ARTICLES * (1 + PARAGRAPHS)
        made = []
        for n, start in enumerate(range(0, len(self._recipes), size)):
            document = _document(n, like[n % len(like)])
            made.append((document, self._edition(document, range(start, min(start + size, len(self._recipes))))))
        return Library(
            {**library.documents, **{document.id: document for document, _ in made}},
            (*library.editions, *(edition for _, edition in made)),
            fingerprint(library, held + len(self._recipes), self._seed),
            families=library.families,
        )

    def _edition(self, document: Document, recipes: range) -> Edition:
        provisions = tuple(self._provision(document.id, n, recipe) for n, recipe in enumerate(recipes))
        return Edition(document.id, DATE, "official", "complete", "", "", {"made": "made"}, provisions)

    def _provision(self, document: str, n: int, recipe: int) -> Provision:
        article, paragraph = divmod(n, 1 + PARAGRAPHS)
        steps = (Segment("art", str(article + 1)), *([Segment("par", str(paragraph))] if paragraph else []))
        drawn = [self._of.all[k] for k in self._recipes[recipe]]
        text = "\n\n".join(sentence.text for sentence in drawn)
        return Provision(Pin(document, tuple(steps)), drawn[0].title, text, DATE, "official", _BASIS)

    def known(self) -> Earlier:
        """What a build takes over instead of encoding: nothing is left to encode, and nothing is made before it is asked."""
        own, folder = self._of.chunks, self._of.index.folder
        made = all_chunks(self.library)[len(own) :]
        drawn = [self._recipes[c.row - made[0].row][c.first : c.first + len(c.sentences)] for c in made]
        parts = _Parts(self._of, drawn, [c.first for c in made], self._seed)
        numbers = {chunk.key: n for n, chunk in enumerate((*own, *made))}
        return Earlier(
            known=_Embeddings(self._of.held, numbers, parts), tokens=numbers, late=_Tokens(folder / "late", parts)
        )


@dataclass(frozen=True, slots=True)
class _Parts:
    """Of what each made chunk consists: the numbers of its sentences, and the number in the provision of the first."""

    of: Sentences
    drawn: Sequence[NDArray[np.int32]]
    firsts: Sequence[int]
    seed: int

    @property
    def own(self) -> int:
        """The number of chunks of the library itself, which stand first."""
        return len(self.of.chunks)

    def embedding(self, chunk: int) -> Vectors:
        mean = _unit(self.of.rows[self.drawn[chunk - self.own]].mean(axis=0))
        noise = np.random.default_rng((self.seed, chunk)).standard_normal(len(mean), dtype=np.float32)
        return _unit(mean + NOISE * _unit(noise))


class _Embeddings(Mapping[str, Vectors]):
    """Embeddings by key: those that the index holds, and those of made chunks, made when asked for."""

    def __init__(self, held: Mapping[str, Vectors], numbers: Mapping[str, int], parts: _Parts) -> None:
        self._held, self._numbers, self._parts = held, numbers, parts

    def __getitem__(self, key: str) -> Vectors:
        return self._held[key] if key in self._held else self._parts.embedding(self._numbers[key])

    def __contains__(self, key: object) -> bool:
        return key in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


class _Tokens(LateIndex):
    """Token vectors by the number of the chunk: those of the index, and those of made chunks, put together when asked for."""

    def __init__(self, folder: Path, parts: _Parts) -> None:
        super().__init__(folder)
        self._parts = parts

    def rows(self, chunk: int) -> TokenRows:
        if chunk < self._parts.own:
            return super().rows(chunk)
        drawn = [self._parts.of.all[k] for k in self._parts.drawn[chunk - self._parts.own]]
        parts = [self._part(drawn[0], HEADING), *(self._part(sentence, sentence.number) for sentence in drawn)]
        first = self._parts.firsts[chunk - self._parts.own]
        numbers = [HEADING, *range(first, first + len(drawn))]
        return TokenRows(
            np.concatenate(parts), np.repeat(np.array(numbers, dtype=np.int16), [len(part) for part in parts])
        )

    def _part(self, sentence: Sentence, number: int) -> NDArray[np.int8]:
        rows = super().rows(sentence.chunk)
        return np.asarray(rows.vectors[rows.sentences == number])


def fingerprint(library: Library, count: int, seed: int = 0) -> str:
    """The fingerprint of the corpus of `count` provisions around a library."""
    return hashlib.sha256(f"made 1 {library.fingerprint} {count} {seed}".encode()).hexdigest()


def _sentences(library: Library, chunks: Sequence[Chunk]) -> list[Sentence]:
    """The sentences that stay one sentence each wherever they are put, each text once."""
    provisions = list(library.provisions())
    found: dict[str, Sentence] = {}
    for n, chunk in enumerate(chunks):
        provision = provisions[chunk.row]
        for number, text in enumerate(chunk.sentences, chunk.first):
            alone = sentences(text) == [text] and not text.endswith(":") and not text.startswith("- ")
            if alone and provision.held == "text":
                found.setdefault(text, Sentence(text, provision.title, chunk.row, n, number))
    return list(found.values())


def _drawn(known: Sequence[Sentence], count: int, seed: int) -> list[NDArray[np.int32]]:
    """The numbers of the sentences of each made provision, no two of them from one provision."""
    rng = np.random.default_rng(seed)
    rows = np.array([sentence.row for sentence in known])
    drawn = rng.integers(0, len(known), (count, MOST), dtype=np.int32)
    while True:
        of = np.sort(rows[drawn], axis=1)
        again = np.flatnonzero((of[:, 1:] == of[:, :-1]).any(axis=1))
        if not len(again):
            break
        drawn[again] = rng.integers(0, len(known), (len(again), MOST), dtype=np.int32)
    return [row[:size] for row, size in zip(drawn, rng.integers(FEWEST, MOST + 1, count), strict=True)]


def _document(n: int, like: Document) -> Document:
    """A document of the kind and jurisdiction of a real one, with names of its own."""
    name = f"made-{n + 1}"
    return replace(
        like, id=name, title=f"Made act number {n + 1}", short=f"Made act {n + 1}", newest=DATE, aliases=(), celex=None,
        coverage="complete", note="", cite="{short}, {place}", primary=False, text="", terms=(),
    )  # fmt: skip


def _unit(row: Vectors) -> Vectors:
    return np.asarray(row / np.linalg.norm(row), dtype=np.float32)
