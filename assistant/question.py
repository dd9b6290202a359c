"""Understands a question: the places and documents it names, its jurisdictions, its words and what they stand for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.glossary import glossary
from assistant.languages import in_english, language_of
from corpus.citations import Addresses, Resolution, documents_named, mentions, resolve_mention
from corpus.errors import UsageError
from corpus.pins import Pin
from corpus.provisions import Document
from indexer.lexical import terms, words

LONGEST = 4_000  # characters; a page and a half is a document, not a question
_ANSI = re.compile(r"\x1b\[[0-9;?]*[@-~]")  # how a terminal is told colours
_INSTEAD = {"Cc": " ", "Cf": "", "Cs": ""}  # of control characters, of invisible ones, of halves of characters
ALIKE = 50  # places at most that the same words may mean: thousands of documents have an Article 5
PART = 4  # words that make up a part of a question
_PARTS = re.compile(
    r"(?<=[.?!;:])\s+|,\s+(?:and|but)\s+|,\s+(?=(?:what|which|who|whom|when|how|then)\b)|"
    r"\s+and\s+(?=(?:what|which|who|whom|when|how|since|where|may|can|would|does|is|are|do)\b)"
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what it says. `written` is as it was asked, `text` what is searched for: its English, in its own words
    or in those of the corpus (`assistant.languages`).

    `named` are the places that it names and that exist, or that explain the term whose meaning it asks for; `alike` others
    that the same words may mean; `missing` those that do not exist. `documents` and `jurisdictions` are ids and codes.
    `asked` are its own index terms, `meant` the terms that these stand for, `words` its content words; `stands_for` gives the
    words of the corpus' term for a word that it uses otherwise. `is_compound` tells a question of several parts.
    """

    written: str
    text: str
    named: tuple[Pin, ...]
    alike: tuple[Pin, ...]
    missing: tuple[Resolution, ...]
    documents: tuple[str, ...]
    jurisdictions: tuple[str, ...]
    years: tuple[str, ...]
    asked: tuple[str, ...]
    meant: tuple[str, ...]
    words: tuple[str, ...]
    stands_for: dict[str, set[str]]
    language: str | None
    is_compound: bool

    def means(self, word: str) -> set[str]:
        """The words of the corpus' term for a word; the word itself if it stands for none."""
        return self.stands_for.get(word, {word})


def clean(text: str) -> str:
    """A question as plain text: one line, no control or invisible characters. Raises `UsageError` if it is none."""
    text = unicodedata.normalize("NFKC", _ANSI.sub("", text))
    text = " ".join("".join(_INSTEAD.get(unicodedata.category(c), c) for c in text).split())
    if not re.search(r"\w", text):
        raise UsageError("The question is empty. Ask in a sentence, for example: What does Article 5(2) require?")
    if len(text) > LONGEST:
        raise UsageError(f"The question has {len(text):,} characters; ask in at most {LONGEST:,}.")
    return text


def understand(text: str, documents: dict[str, Document], addresses: Addresses, within: Sequence[str] = ()) -> Question:
    """Read a question asked within some jurisdictions, all unless given. Raises `UsageError` if it is empty or too long."""
    written = clean(text)
    language = language_of(written)
    text = in_english(written, language)
    named, rest = documents_named(text, documents)
    jurisdictions = glossary().places(text)
    found = [
        _nearest_law(resolve_mention(mention, named, documents, addresses), (*within, *jurisdictions), documents)
        for mention in mentions(rest)
    ]
    meant = glossary().expansions(text)
    meaning = [pin for pin in glossary().asked_for(text) if pin.document in documents and addresses.exists(pin)]
    return Question(
        written=written,
        text=text,
        named=tuple(dict.fromkeys([*(r.pin for r in found if r.pin), *meaning])),
        alike=tuple(dict.fromkeys(pin for r in found for pin in r.others))[:ALIKE],
        missing=tuple(dict.fromkeys(r for r in found if r.pin is None)),
        documents=named,
        jurisdictions=jurisdictions,
        years=tuple(re.findall(r"\b(?:19|20)\d\d\b", text)),
        asked=tuple(terms(text)),
        meant=tuple(term for _, long in meant for term in terms(long)),
        words=tuple(dict.fromkeys(words(text))),
        stands_for={word: set(words(long)) for written, long in meant for word in words(written)},
        language=language,
        is_compound=sum(len(part.split()) >= PART for part in _PARTS.split(text)) > 1,
    )


def _nearest_law(found: Resolution, jurisdictions: Sequence[str], documents: dict[str, Document]) -> Resolution:
    """Of places that are written alike, one of the jurisdictions that the question names is meant: the US 4D004."""
    if found.pin is None:
        return found
    first, *others = sorted(
        (found.pin, *found.others), key=lambda pin: documents[pin.document].jurisdiction not in jurisdictions
    )
    return replace(found, pin=first, others=tuple(others))
