"""Reads what an exporter writes about an item: its sentences, the parts of them that say yes or no, and its numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.coverage.quantities import Size, sizes
from assistant.languages import language_of
from corpus.errors import UsageError
from indexer.chunks import sentences

LONGEST = 6_000  # characters: three pages; more holds other things than what the item does
WINDOW = 1_200  # characters that are ranked at a time: about what the models read whole
FEWEST = 4  # words below which nothing is described
_HINT = "Say in a few sentences what the item does, what it was made for, and for whom."
_INSTEAD = {"Cc": " ", "Cf": "", "Cs": ""}  # of control characters, of invisible ones, of halves of characters
_ENGLISH = re.compile(
    r"\b(?:the|a|an|of|to|and|is|are|it|that|this|for|with|in|on|by|our|we|which|from|or)\b", re.IGNORECASE
)
_PARTS = re.compile(r"[,;:–—]\s+(?:and\s+|but\s+|or\s+)?|\s+(?:and|but|so that|while|where|whereas)\s+")
NO = re.compile(
    r"\b(?:not|never|cannot|can't|won't|doesn't|don't|isn't|aren't|no|none|nothing|nobody|neither|nor|without|lacks?|unable|"
    r"instead of|rather than|free of|(?:is|are) left to)\b|n['’]t\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\b(?:without|instead of|rather than|free of)(?:\s+[^\s,;:.]+){1,4}", re.IGNORECASE)
_DENIES_ALL = re.compile(r"(?:nothing|no|none|neither|nobody|never)\b", re.IGNORECASE)
_PURPOSE = re.compile(
    r"\b(?:for|so that|in order to|to (?:use|find|keep|help|test|protect|teach|show)|use[sd]?|wants?|made|built|designed|"
    r"written|sold|sells?|customers?|developed|learns?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sentence, as it is written: whether it says that something is not so, and the number of the sentence."""

    words: str
    denies: bool
    sentence: int


@dataclass(frozen=True, slots=True)
class Description:
    """A description of an item. `language` is French or German where it is not in English; then its sentences are ranked but
    not weighed, as nothing of them could be quoted beside an English text.
    """

    written: str
    sentences: tuple[str, ...]
    parts: tuple[Part, ...]
    sizes: tuple[Size, ...]
    language: str | None

    def windows(self) -> list[str]:
        """The description in pieces of whole sentences, each short enough to be read at once."""
        found: list[str] = []
        for sentence in self.sentences:
            for piece in (sentence[n : n + WINDOW] for n in range(0, len(sentence), WINDOW)):
                if found and len(found[-1]) + len(piece) < WINDOW:
                    found[-1] = f"{found[-1]} {piece}"
                else:
                    found.append(piece)
        return found

    def purpose(self) -> str:
        """The words that say what the item is for or who uses it; empty if none do."""
        return next((one for one in self.sentences if _PURPOSE.search(one)), "")


def read_description(text: str) -> Description:
    """Read a description. Raises `UsageError` if it is empty, too short, too long, or in a language that is not read."""
    written = unicodedata.normalize("NFC", text)
    written = " ".join("".join(_INSTEAD.get(unicodedata.category(c), c) for c in written).split())
    words = re.findall(r"\w+", written)
    if not words:
        raise UsageError(f"The description is empty. {_HINT}")
    if len(words) < FEWEST:
        raise UsageError(f"“{written[:60]}” is too little to compare with control texts. {_HINT}")
    if len(written) > LONGEST:
        raise UsageError(
            f"The description has {len(written):,} characters; give at most {LONGEST:,}. {_HINT} Leave marketing and "
            "terms of sale out."
        )
    language = language_of(written)
    if language is None and len(words) >= 12 and len(_ENGLISH.findall(written)) < len(words) / 12:
        raise UsageError(
            "The description is not in a language that Pincite reads. Give it in English, French or German."
        )
    found = tuple(sentences(written))
    parts = () if language else tuple(part for n, one in enumerate(found) for part in _parts(one, n))
    return Description(written, found, parts, tuple(sizes(written)), language)


def read_file(path: Path) -> str:
    """The text of a file. Raises `UsageError` if it cannot be read as text."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8 text; save the description as plain text.") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from None


def _parts(sentence: str, number: int) -> Iterator[Part]:
    """What stands between commas and joining words, each with whether it is denied.

    "Nothing" and "no" at the head of a sentence deny all of it up to "but"; "without" denies the few words after it; a part
    of a word or two ("searching and analysing is left to …") shares the denial of what it is joined to.
    """
    pieces: list[tuple[str, bool]] = []
    start = 0
    for end in [*(m.end() for m in _PARTS.finditer(sentence)), len(sentence)]:
        piece, start = sentence[start:end], end
        aside = _ASIDE.search(piece)
        if aside and not NO.search(piece[: aside.start()] + piece[aside.end() :]):
            pieces += [(piece[: aside.start()], False), (aside[0], True), (piece[aside.end() :], False)]
        else:
            pieces.append((piece, bool(NO.search(piece))))
    whole = bool(_DENIES_ALL.match(sentence))
    written = [(words, denies) for piece, denies in pieces if (words := _words(piece))]
    for n, (words, denies) in enumerate(written):
        whole = whole and not (n and re.match(r"(?:but|they|it|we|the|our|its|he|she)\b", words))
        shared = len(words.split()) <= 2 and n + 1 < len(written) and written[n + 1][1]
        yield Part(words, denies or whole or shared, number)


def _words(piece: str) -> str:
    piece = re.sub(r"[\s,;:–—]+(?:and|or|so that|while|where|which|whereas)?\s*$", "", piece).strip(" .,;:–—")
    return piece if re.search(r"\w{2}", piece) else ""
