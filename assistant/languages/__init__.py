"""Questions in French and German, put into the corpus' English word by word.

No translation model fits into a package, so this is a gloss: each word or phrase that the vocabulary of a language
(`fr.yaml`, `de.yaml`) knows in any inflected form becomes the English term that the corpus uses; German compounds are
taken apart; what is not known (names, control codes, numbers) stays. It is searched with and never shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import Stemmer
import yaml

from corpus.yamls import BaseLoader

LANGUAGES = {"French": "fr", "German": "de"}
_STEMMERS = {"fr": "french", "de": "german"}
_TOKEN = re.compile(r"\S*\d\S*|§+|[^\W\d_]+|[^\w\s]")
_JOINTS = ("", "s", "es", "n", "en", "e")  # between the parts of a German compound
_SHORTEST = 4  # letters of a part of a compound
_ELIDED = frozenset("c d j l m n s t qu".split())
_COMMON = {
    "English": (
        "the of to and is are was what which who how when does do did can may must we our us my for with in on from at it "
        "that this an a by under if not be have has there"
    ),
    "French": (
        "le la les des une un est sont dans pour qui que quels quelles quel quelle sur aux avec en l d qu au du de et ou "
        "nous notre nos votre vos peut faut doit comment quand où il elle on ce cette ces son sa ses leur leurs par si ne pas"
    ),
    "German": (
        "der die das ein eine einen einer eines ist sind nicht und oder welche welcher wie für von vom dem den des werden "
        "bei mit auf im zum zur an am wir unser unsere unserer kann können dürfen darf muss müssen wenn wer was wann warum "
        "hat haben sich unter nach über keine keiner ob es sie fällt gilt"
    ),
}
_SPOKEN = {language: frozenset(words.split()) for language, words in _COMMON.items()}
FEWEST = 4  # words from which a language is told


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """English terms by the stems of the words that they stand for; `longest` is the most words of one entry."""

    language: str
    terms: dict[tuple[str, ...], str]
    longest: int

    def stems(self, words: list[str]) -> tuple[str, ...]:
        """Words in the form in which the vocabulary knows them: stems without accents."""
        stemmer = Stemmer.Stemmer(_STEMMERS[self.language])
        return tuple(_bare(stemmer.stemWord(word.casefold())) for word in words)

    def compound(self, stem: str) -> list[str] | None:
        """The terms of the parts of a German compound, the fewest that make it up; `None` if it has unknown parts."""
        if self.language != "de":
            return None
        found: dict[int, list[str]] = {0: []}
        for end in range(_SHORTEST, len(stem) + 1):
            for start in [at for at in found if end - at >= _SHORTEST]:
                parts = self._part(stem[start:end])
                if parts is not None and (end not in found or len(found[start]) + 1 < len(found[end])):
                    found[end] = [*found[start], parts]
        return found.get(len(stem))

    def _part(self, written: str) -> str | None:
        for joint in _JOINTS:
            if written.endswith(joint):
                part = self.terms.get(self.stems([written[: len(written) - len(joint)]]))
                if part is not None:
                    return part
        return None


def language_of(text: str) -> str | None:
    """The language of a text that is plainly not English; `None` for English and for what cannot be told."""
    letters = [c for c in text if c.isalpha()]
    if sum(not unicodedata.name(c, "LATIN").startswith("LATIN") for c in letters) * 2 > len(letters):
        return "a language in another script"
    spoken = re.findall(r"[^\W\d_]+", text.casefold())
    counts = {language: sum(word in common for word in spoken) for language, common in _SPOKEN.items()}
    most = max(counts, key=counts.__getitem__)  # English, where as many words are of it as of another
    return most if most != "English" and counts[most] > 1 and len(spoken) >= FEWEST else None


def tokens(text: str) -> list[str]:
    """The words of a text, what holds a digit as it stands, and signs."""
    return _TOKEN.findall(text)


def in_english(text: str, language: str | None) -> str:
    """A question of a language that has a vocabulary as English terms; any other as it is."""
    if language not in LANGUAGES:
        return text
    return " ".join(term for term in _terms(tokens(text), vocabulary(LANGUAGES[language])) if term)


def _terms(found: list[str], known: Vocabulary) -> Iterator[str]:
    """The tokens found with the longest known phrases replaced, each token used once."""
    said = [token for n, token in enumerate(found) if not _is_elision(found, n)]
    stems = known.stems(said)
    at = 0
    while at < len(said):
        for length in range(min(known.longest, len(said) - at), 0, -1):
            term = known.terms.get(stems[at : at + length])
            if term is not None:
                yield term
                at += length
                break
        else:
            parts = known.compound(stems[at]) if said[at].isalpha() else None
            yield " ".join(parts) if parts else said[at]
            at += 1


def _is_elision(found: list[str], n: int) -> bool:
    """Whether a token is an apostrophe, or what is left of a French word before one: l', d', qu'."""
    if found[n] in "'’":
        return True
    return n + 1 < len(found) and found[n + 1] in "'’" and found[n].casefold() in _ELIDED


@lru_cache(maxsize=2)
def vocabulary(language: str) -> Vocabulary:
    """The vocabulary of a language, by its code."""
    data: dict[str, str] = yaml.load(
        (Path(__file__).parent / f"{language}.yaml").read_text(encoding="utf-8"), Loader=BaseLoader
    )
    empty = Vocabulary(language, {}, 0)
    terms = {empty.stems(tokens(phrase)): term for phrase, term in data.items()}
    return Vocabulary(language, terms, max(map(len, terms)))


def _bare(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
