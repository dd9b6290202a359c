"""Finds whether an answer states a fact.

A fact is given as alternative short phrases. A phrase is found in a statement if its words stand there in that order, in
any case, whatever the quotation marks and hyphens, as whole words that may have a plural "s". " ... " in a phrase means:
later in the same statement.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_GAP = re.compile(r"\s*(?:\.\.\.|…)\s*")
# Commas go on both sides, so "27,000" is "27 000" in the fact and in the statement.
_PUNCTUATION = re.compile(r"[\"'“”„‟‘’‚‛«»‹›`´,;:\-‐‑‒–—―_*]+")


def normal(text: str) -> str:
    """A text for comparison: NFKC, lower case, quotation marks, hyphens and commas as spaces, single spaces."""
    return " ".join(_PUNCTUATION.sub(" ", unicodedata.normalize("NFKC", text).casefold()).split())


def is_stated(fact: tuple[str, ...], statements: Iterable[str]) -> bool:
    """Whether one of a fact's alternatives stands in one of the statements."""
    patterns = [_pattern(alternative) for alternative in fact]
    return any(pattern.search(text) for text in map(normal, statements) for pattern in patterns)


@lru_cache(maxsize=4096)
def _pattern(alternative: str) -> re.Pattern[str]:
    parts = [normal(part) for part in _GAP.split(alternative)]
    return re.compile(".*?".join(rf"(?<!\w){re.escape(part)}s?(?!\w)" for part in parts if part))
