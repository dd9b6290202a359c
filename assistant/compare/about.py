"""Whose treatment a sentence tells: that of its own document's jurisdiction, or of another that it names."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.glossary import glossary
from corpus.provisions import Document

_TURN = re.compile(r"[,;]?\s+(?:whereas|while|contrasts? with|in contrast to|unlike)\s+|;\s+")
_ACRONYM = re.compile(r"\(([A-Z]{2,6})\)")
_OVER_ALL = ("INT", "UN", "COE", "WA")  # bodies above states: what they say of one is commentary on it


class Whose:
    """Tells whose treatment sentences speak of, by the names of jurisdictions and of the authorities in a catalogue."""

    def __init__(self, documents: dict[str, Document]) -> None:
        self._authorities = {
            name: document.jurisdiction
            for document in documents.values()
            if document.jurisdiction not in _OVER_ALL
            for name in _ACRONYM.findall(document.issuer)
        }

    def named(self, text: str) -> frozenset[str]:
        """The codes of the jurisdictions that a text names, by their own names or those of their authorities."""
        words = set(re.findall(r"\b[A-Z]{2,6}\b", text))
        return _places(text) | {code for name, code in self._authorities.items() if name in words}

    def told(self, sentence: str, document: Document, code: str) -> str:
        """The part of a sentence that tells how a jurisdiction treats a thing; empty if none does.

        Of a law or a list, that is the whole sentence; of another text of the jurisdiction, all but what it sets against it
        of others; of a text from elsewhere that binds nobody, what names the jurisdiction, and not as a place alone.
        """
        is_own = document.jurisdiction == code
        if document.binding or document.kind == "list":
            return sentence if is_own else ""
        parts = _TURN.split(sentence)
        if is_own:
            named = [(part, self.named(_without_places(part))) for part in parts]
            return " ".join(part for part, names in named if not names or code in names)
        return " ".join(part for part in parts if self._is_on(part, document, code))

    def _is_on(self, part: str, document: Document, code: str) -> bool:
        """Whether a part of a sentence from elsewhere is on a jurisdiction. A national text is on its own if it names it."""
        names = self.named(_without_places(part))
        comments = document.jurisdiction in _OVER_ALL or document.kind == "commentary"
        return code in names and (comments or document.jurisdiction not in names)


@lru_cache(maxsize=8192)
def _places(text: str) -> frozenset[str]:
    return frozenset(glossary().places(text))


@lru_cache(maxsize=8192)
def _without_places(text: str) -> str:
    """A text without the names of jurisdictions that are places in it: "to the United States", "outside the EU"."""
    return _as_place().sub(" ", text)


@lru_cache(maxsize=1)
def _as_place() -> re.Pattern[str]:
    names = sorted({*glossary().jurisdictions, *glossary().jurisdictions.values()}, key=len, reverse=True)
    one = rf"(?:the\s+)?(?:{'|'.join(map(re.escape, names))})(?!\w)"
    return re.compile(
        rf"\b(?:to|into|from|in|inside|within|outside|of)\s+{one}(?:\s*(?:,|and|or)\s+{one})*", re.IGNORECASE
    )
