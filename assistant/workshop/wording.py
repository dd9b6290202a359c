"""Terms in sentences: left out, put in place of one another, and whether one can stand where another stands."""

from __future__ import annotations

import re
from typing import NamedTuple

BLANK = "_____"

_NO_NOUN = re.compile(
    r"(?:the|our|in|on|at|by|for|of|to|under|outside|subject|\w+ed (?:by|in|to|for|on)) |\w+(?:al|ary|ed|ic)$",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\d|\b(?:and|or)\b|\b(?:[Rr]egulation|[Dd]irective|[Mm]inister|purposes)$")
_ACRONYM = re.compile(r"[A-Z]{2,5}$")


def term_of(title: str) -> str:
    """A title as a term in a sentence: without what it adds in brackets, and small where it is no name. Empty for an acronym,
    which its words tell, for two terms in one, and for what cannot stand where a noun stands.
    """
    term = re.split(r"[(:]", title)[0].strip(" \"'“‘”’")
    if _ACRONYM.match(term) or _NO_NOUN.match(term) or _SEVERAL.search(term):
        return ""
    is_common = re.match(r"[A-Z][a-z]+(?: [a-z]|$)", term) is not None
    return f"{term[0].lower()}{term[1:]}" if is_common else term


def blanked(sentence: str, term: str) -> str | None:
    """A sentence with a term left out; `None` if it does not stand there once, or a word of it remains."""
    pattern = re.compile(rf"(\b(?:an?|An?) )?[\"“']?(?<!\w){re.escape(term)}(?!\w)[\"”']?", re.IGNORECASE)
    if len(pattern.findall(sentence)) != 1:
        return None
    left = pattern.sub(lambda m: f"{'A(n)' if m[1][0] == 'A' else 'a(n)'} {BLANK}" if m[1] else BLANK, sentence)
    remains = [word for word in re.findall(r"\w{4,}", term) if re.search(rf"\b{word[:6]}", left, re.IGNORECASE)]
    remains += [part for part in re.findall(r"\w{4,}", left) if _is_part(part.casefold(), term.casefold())]
    return None if remains else re.sub(rf"{BLANK} \([^)]*\)", BLANK, left)


def _is_part(word: str, term: str) -> bool:
    """Whether a word is a part of a compound: “craft” of “spacecraft”."""
    return term != word and (term.startswith(word) or term.endswith(word))


def exchanged(sentence: str, term: str, other: str) -> str:
    """A sentence with another term in place of its own, and “a” or “an” before it as it needs."""
    pattern = re.compile(rf"(?:\b(?P<article>an?) )?(?P<mark>[\"“']?)(?<!\w){re.escape(term)}(?!\w)", re.IGNORECASE)

    def put(found: re.Match[str]) -> str:
        article = f"{found['article'][0]}{'n' if other[0] in 'aeioAEIO' else ''} " if found["article"] else ""
        return f"{article}{found['mark']}{other}"

    return pattern.sub(put, sentence)


def can_replace(sentence: str, term: str, text: str, other: str) -> bool:
    """Whether a term can stand where a sentence has its own: one or many, a name or not, and with “a”, “the” or without as
    its own definition has it. Where terms are only spoken of (“defines … as”), those that need an “a” go without.
    """
    own, theirs = _used(sentence, term), _used(text, other)
    if own is None or theirs is None or own.is_many != theirs.is_many or own.is_name != theirs.is_name:
        return False
    return own.is_spoken_of or (own.article == theirs.article and not theirs.is_spoken_of)


class _Use(NamedTuple):
    """How a definition uses its term."""

    article: str
    is_many: bool
    is_name: bool
    is_spoken_of: bool


def _used(text: str, term: str) -> _Use | None:
    """How a definition uses its term; `None` where that cannot be seen."""
    found = re.search(
        rf"\b(?:(an?|the) )?[\"“]?{re.escape(term)}[\"”]?(?: \([^)]*\))?,? (?:\w+ )?(are|is|means|as|for)\b", text, re.I
    )
    if found is None:
        return None
    article = (found[1] or "").casefold()
    is_many = re.search(r"[^su]s$", term) is not None
    return _Use("a" if article == "an" else article, is_many, term[0].isupper(), found[2].casefold() in ("as", "for"))
