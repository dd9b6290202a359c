"""Three simpler systems that answer the same questions from the same corpus, run beside Pincite.

They state what they found whole, each piece with its place, and refuse when their best score is under a threshold that is
fitted on the development questions by the same rule as Pincite's.
"""

from __future__ import annotations

import bisect
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from assistant.retrieve import best
from corpus.library import Library, read_library
from corpus.pins import Pin
from corpus.provisions import Edition, Provision
from corpus.settings import Settings
from evals.outcomes import Cited, Outcome, Stated
from evals.questions import Question
from evals.refusal import threshold
from indexer.embedder import model_place
from indexer.lexical import terms
from indexer.opened import Index

STATED = 5  # pieces that an answer is made of
RANKED = 10  # pieces given as evidence
CHUNK, OVERLAP = 512, 20  # tokens; half of llama-index's default, as MiniLM reads 256 word pieces of a text


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text found: its score, the provision that is cited for it, and what is stated and quoted."""

    score: float
    pin: Pin
    edition: str
    text: str


class Search(Protocol):
    """Finds the pieces for a question, best first."""

    def find(self, question: str, most: int) -> Sequence[Piece]: ...


class Baseline:
    """A search that answers with the best pieces it finds, unless the best score is under its threshold."""

    def __init__(self, name: str, search: Search) -> None:
        self.name = name
        self.threshold = 0.0
        self._search = search
        self._found: dict[str, Sequence[Piece]] = {}

    def fit(self, questions: Iterable[Question]) -> None:
        """Fit the threshold on known questions; the development split and no other."""
        questions = list(questions)
        if not questions:
            return
        best = [pieces[0].score if (pieces := self._pieces(q.question)) else -1.0 for q in questions]
        self.threshold = threshold(best, [q.is_answerable for q in questions])

    def answer(self, question: str) -> Outcome:
        pieces = self._pieces(question)
        ranked = tuple(dict.fromkeys(piece.pin for piece in pieces))
        if not pieces or pieces[0].score < self.threshold:
            return Outcome(True, (), ranked)
        stated = (Stated(p.text, (Cited(str(p.pin), p.edition, p.text),)) for p in pieces[:STATED])
        return Outcome(False, tuple(stated), ranked)

    def _pieces(self, question: str) -> Sequence[Piece]:
        if question not in self._found:
            self._found[question] = self._search.find(question, RANKED)
        return self._found[question]


class WordSearch:
    """BM25 alone: the lexical side of Pincite's index, whole provisions of the newest editions."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._newest = index.store.matching(newest=["1"])

    def find(self, question: str, most: int) -> Sequence[Piece]:
        scores = self._index.words(terms(question))[self._newest]
        return _pieces(self._index, {self._newest[n]: float(scores[n]) for n in best(scores, most)})


class VectorSearch:
    """Vectors alone: the embeddings of Pincite's index in Chroma, whole provisions of the newest editions."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def find(self, question: str, most: int) -> Sequence[Piece]:
        vector = self._index.embed([question])[0]
        # A long provision has several chunks, so more of them are asked for than provisions are wanted.
        wanted = min(5 * most, self._index.manifest.chunks)
        found = self._index.nearest(vector, wanted, {"newest": True})
        best = sorted(found, key=lambda row: (-found[row], row))[:most]
        return _pieces(self._index, {row: found[row] for row in best})


def _pieces(index: Index, scores: dict[int, float]) -> list[Piece]:
    provisions = index.store.provisions(list(scores))
    return [Piece(score, (p := provisions[row]).pin, p.edition, p.text) for row, score in scores.items()]


class LlamaIndexSearch:
    """Plain llama-index: every document as one text, cut into chunks of a fixed size, embedded into a Chroma in memory.

    A chunk is cited to the provision in which it starts and quoted whole, so that a quotation that runs over into the
    next provision, or over its heading, is not verbatim. Embeds with `HuggingFaceEmbedding` and the same model as Pincite.
    """

    def __init__(self, library: Library, model: str) -> None:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        from chromadb import EphemeralClient
        from chromadb.config import Settings as ChromaSettings
        from llama_index.core import StorageContext, VectorStoreIndex
        from llama_index.core.node_parser import SentenceSplitter
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding
        from llama_index.vector_stores.chroma import ChromaVectorStore
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        newest = (library.newest(name) for name in library.documents)
        self._texts = {edition.document: _Text(edition) for edition in newest if edition is not None}
        client = EphemeralClient(settings=ChromaSettings(anonymized_telemetry=False))
        # Clients in memory share one database within a process, so the collection is made anew.
        name = f"plain-{id(self)}"
        collection = client.create_collection(name, metadata={"hnsw:space": "cosine"}, embedding_function=None)
        self._index: Any = VectorStoreIndex.from_documents(
            [text.as_document() for text in self._texts.values()],
            storage_context=StorageContext.from_defaults(vector_store=ChromaVectorStore(chroma_collection=collection)),
            transformations=[SentenceSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)],
            embed_model=HuggingFaceEmbedding(model_name=model_place(model), device="cpu", show_progress_bar=False),
        )

    def find(self, question: str, most: int) -> Sequence[Piece]:
        found = self._index.as_retriever(similarity_top_k=most).retrieve(question)
        pieces = []
        for scored in found:
            text = self._texts[scored.node.ref_doc_id]
            start = text.provision_at(scored.node.start_char_idx)
            pieces.append(Piece(float(scored.score), start.pin, start.edition, scored.node.text))
        return pieces


class _Text:
    """An edition as one running text, headings and provisions, that knows which provision stands where."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._starts: list[int] = []
        parts, at = [], 0
        for provision in edition.provisions:
            part = f"{provision.title}\n{provision.text}\n\n"
            self._starts.append(at)
            parts.append(part)
            at += len(part)
        self.whole = "".join(parts)

    def as_document(self) -> Any:
        from llama_index.core import Document

        return Document(text=self.whole, id_=self._edition.document)

    def provision_at(self, offset: int) -> Provision:
        return self._edition.provisions[bisect.bisect_right(self._starts, offset) - 1]


def baselines(settings: Settings, index: Index) -> tuple[Baseline, ...]:
    """The three baselines over a corpus, not fitted yet. Takes about 20 s: llama-index embeds the corpus."""
    library = read_library(settings.digests, settings.catalogue, settings.home)
    return (
        Baseline("BM25 alone", WordSearch(index)),
        Baseline("vectors alone", VectorSearch(index)),
        Baseline("plain llama-index", LlamaIndexSearch(library, settings.model)),
    )
