"""Reads citations as people write them and finds the provisions that they mean.

"art 5.1 dual-use reg", "Article 5(1)", "4D004", "Note to 4D004", "734.18(a)(5)", "PMP 8.b.iii" and canonical pins all
resolve. What is ambiguous gives the candidates, what does not exist gives the nearest that does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from rapidfuzz import fuzz, process

from corpus.errors import PinError
from corpus.pincites import signature
from corpus.pins import Pin
from corpus.provisions import Document


class Addresses(Protocol):
    """Where the existing pins are looked up; in memory here, in the index's database in `indexer`."""

    def with_signature(self, signature: str) -> Sequence[Pin]: ...

    def within(self, document: str) -> Sequence[Pin]: ...

    def exists(self, pin: Pin) -> bool: ...


class PinsInMemory:
    """`Addresses` over pins at hand."""

    def __init__(self, pins: Iterable[Pin]) -> None:
        self._documents: dict[str, list[Pin]] = {}
        self._signatures: dict[str, list[Pin]] = {}
        for pin in dict.fromkeys(pins):
            self._documents.setdefault(pin.document, []).append(pin)
            self._signatures.setdefault(signature(pin), []).append(pin)

    def with_signature(self, signature: str) -> Sequence[Pin]:
        return self._signatures.get(signature, [])

    def within(self, document: str) -> Sequence[Pin]:
        return self._documents.get(document, [])

    def exists(self, pin: Pin) -> bool:
        return pin in self._documents.get(pin.document, [])


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text: its possible signatures, best first, and where it stands."""

    signatures: tuple[str, ...]
    written: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a citation means: the pin, other candidates, or, when nothing fits, the nearest that exist."""

    written: str
    pin: Pin | None
    others: tuple[Pin, ...] = ()
    nearest: tuple[Pin, ...] = ()


_ROMAN = r"[ivxl]+"
_WORD = r"[a-z][a-z0-9\-]*"
_PATTERNS = {
    "pin": r"\b[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z]+_[a-z0-9][a-z0-9.\-]*)+",
    "itm": r"\b(?:[0-9][a-e][0-9]{3}|[0-9]\.[a-e]\.[0-9]{1,3})(?![0-9a-z])",
    "art": r"\b(?:articles?|art\.?|artikel)\s*([0-9]+[a-z]?)\b",
    "cfr": r"(?:§§?\s*|\b(?:sections?|sec\.?)\s+)?\b([0-9]{3}\.[0-9]+)(?![0-9])",
    "sec": rf"(?:§§?\s*|\b(?:sections?|sec\.?|abschnitt)\s+)([0-9]+(?:-[0-9]{{2}}-[0-9]{{2}}|[a-z]?(?:\.[0-9]+)*)|{_WORD})",
    "rct": r"\b(?:recitals?|rct\.?|erwägungsgrund)\s*\(?([0-9]+)\)?",
    "anx": rf"\b(?:annex|anx\.?|anhang|annexe)\s+([0-9]+[a-z]?|{_ROMAN})\b",
    "cpt": rf"\b(?:chapter|chap\.?|kapitel)\s+([0-9]+[a-z]?|{_ROMAN})\b",
    "cat": r"\b(?:category|cat\.?|kategorie)\s*([0-9](?:,?\s*(?:part|p)\s*[12])?)",
    "box": r"\bbox\s*([0-9]+)",
    "gp": r"\b(?:good\s+practices?|gp)\s*([0-9]+)",
    "cmt": r"\b(?:commitments?|cmt)\s*([0-9]+)",
    "fn": r"\b(?:footnotes?|fn\.?)\s*([0-9]+|[a-z]\b)",
    "tnote": r"\btechnical\s+notes?\b(?:\s+([0-9]+))?",
    "nb": r"\bn\.\s?b\.(?:\s*([0-9]+))?",
    "note": rf"\bnotes?\b(?:\s+(?!(?:to|of|on|in|under|the)\b)([0-9]+[a-z]?|{_WORD}))?",
    "def": r"\bdefinition\s+(?:of|for)\s+(?:the\s+term\s+)?[“\"'‘]([^”\"'’]+)[”\"'’]",
    "x": r"\b(?:paragraphs?|paras?\.?|par\.?|points?|pt\.?|abs(?:atz|\.)|nr\.?)\s*\(?([0-9]+[a-z]?|[a-z]{1,4})\b\)?",
    "outline": r"\b[0-9]{1,2}(?:\.[a-z0-9]{1,4}\b|\([a-z0-9]{1,4}\))+",
    "tail": r"(?:\s?\(([0-9a-z]{1,5})\)|\.([0-9a-z]{1,5})\b)",
}
_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _PATTERNS.items()), re.IGNORECASE)
_JOINT = re.compile(r"\s*,?\s*\Z|\s+(?P<turn>of|to|in|under)(?:\s+the)?\s+\Z", re.IGNORECASE)
_STEP = re.compile(r"[0-9a-z]+", re.IGNORECASE)
_INSIDE = {  # a head that goes on from another one, instead of beginning a new place
    "gp": ("sec",),
    "cmt": ("sec",),
    "fn": ("sec", "box"),
    "itm": ("cat", "anx", "box"),
    "def": ("art", "sec", "anx"),
    "art": ("cpt", "anx"),
    "sec": ("cpt", "anx"),
    "cat": ("anx",),
}
_WEAK = ("x", "note", "tnote", "nb")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    number: str
    start: int
    end: int


def resolve(text: str, documents: dict[str, Document], addresses: Addresses) -> Resolution:
    """The provision that a citation on its own means. Never raises: what cannot be read gives the nearest."""
    text = " ".join(text.split())
    try:
        pin = Pin.parse(text)
    except PinError:
        pin = None
    if pin and (addresses.exists(pin) or (not pin.segments and pin.document in documents)):
        return Resolution(text, pin)
    named, rest = documents_named(text, documents)
    if named and not _STEP.search(rest):
        return Resolution(text, Pin(named[0]), tuple(map(Pin, named[1:])))
    mention = Mention(_signatures(_citation_tokens(rest)), text, 0, len(text))
    return resolve_mention(mention, named, documents, addresses)


def resolve_mention(
    mention: Mention, named: Sequence[str], documents: dict[str, Document], addresses: Addresses
) -> Resolution:
    """The provision that a mention means, given the documents named around it.

    A document named wins over one that is not. A place of a kind that no document named has is looked for in all;
    there the catalogue's primary document wins, and the others that have such a place are the candidates.
    """
    order = {name: n for n, name in enumerate(documents)}
    for wanted in mention.signatures:
        fitting = [pin for pin in addresses.with_signature(wanted) if pin.document in order]
        within = [pin for pin in fitting if pin.document in named]
        if not within and fitting and not _belongs(wanted, named, addresses):
            within = sorted(fitting, key=lambda pin: (not documents[pin.document].primary, order[pin.document]))
        if within:
            return Resolution(mention.written, within[0], tuple(within[1:]))
    return Resolution(mention.written, None, nearest=_nearest(mention, named, documents, addresses))


def documents_named(text: str, documents: dict[str, Document]) -> tuple[tuple[str, ...], str]:
    """The ids of the documents that a text names, in order, and the text with their names blanked out.

    Short names in capitals (EAR, CCL) are read only in capitals: an ear is no regulation.
    """
    spans: list[tuple[int, int, str]] = []
    for name, document in documents.items():
        for alias in {name, document.short, document.title, *document.aliases}:
            if alias.casefold() in text.casefold():
                capitals = len(alias) <= 5 and alias.isupper()
                pattern = rf"(?<![\w/-])(?:of\s+)?(?:the\s+)?{re.escape(alias)}(?![\w/]|-\d)"
                found = re.finditer(pattern, text, 0 if capitals else re.IGNORECASE)
                spans += [(match.start(), match.end(), name) for match in found]
    kept: list[tuple[int, int, str]] = []
    for start, end, name in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= s or start >= e for s, e, _ in kept):
            kept.append((start, end, name))
            text = text[:start] + " " * (end - start) + text[end:]
    return tuple(dict.fromkeys(name for _, _, name in sorted(kept))), text


def mentions(text: str) -> list[Mention]:
    """The places named in a running text, in order. A lone "note" or "paragraph" with no number is none."""
    found = []
    for group in _groups(text, _tokens(text)):
        tokens = [token for part in group for token in part]
        if any(token.kind not in _WEAK or token.number.isdigit() for token in tokens):
            start, end = min(t.start for t in tokens), max(t.end for t in tokens)
            found.append(Mention(_signatures(group), text[start:end].strip(), start, end))
    return found


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    for match in _TOKEN.finditer(text):
        kind = str(match.lastgroup)
        inner = [g for g in match.groups() if g is not None and g != match.group(kind)]
        number = (inner[-1] if inner else match.group(kind)).strip()
        if kind == "tail" and not (tokens and tokens[-1].end == match.start()):
            continue
        if kind == "outline":
            steps = _STEP.findall(match.group())
            tokens += [_Token("x", step.casefold(), match.start(), match.end()) for step in steps]
            continue
        if kind in ("note", "tnote", "nb") and not inner:
            number = "1"
        tokens.append(_Token(_KIND.get(kind, kind), _number(kind, number), match.start(), match.end()))
    return tokens


_KIND = {"cfr": "sec", "tail": "x"}


def _number(kind: str, written: str) -> str:
    number = written.casefold()
    if kind == "cat":
        return re.sub(r",?\s*(?:part|p)\s*", "p", number)
    return slug(number) if kind == "def" else number


def slug(words: str) -> str:
    """Words as the number of a definition or a named entry: lower case, joined by hyphens."""
    return re.sub(r"[^0-9a-z.]+", "-", words.casefold()).strip("-")


def _citation_tokens(text: str) -> list[list[_Token]]:
    """The parts of a citation on its own. Words between commas that are no place name an entry: "Box 1, spyware"."""
    parts: list[list[_Token]] = []
    for part in re.split(r",(?!\s*part)", text):
        groups = _groups(part, _tokens(part))
        if groups:
            parts += [[token for group in groups for piece in reversed(group) for token in piece]]
        elif slug(part):
            parts.append([_Token("itm", slug(part), 0, 0)])
    return [[token for part in parts for token in part]]


def _groups(text: str, tokens: list[_Token]) -> list[list[list[_Token]]]:
    """Tokens that name one place together. Each group is a list of parts, turned round by "of": "Note 2 to 4E001"."""
    groups: list[list[list[_Token]]] = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        joint = _JOINT.match(text, before.end, token.start) if before and before.end <= token.start else None
        same = before is not None and (before.start == token.start or joint is not None)
        turned = joint is not None and joint["turn"] is not None
        starts = token.kind not in _WEAK and before is not None and before.kind not in _INSIDE.get(token.kind, ())
        if before is None or not same or (starts and not turned):
            groups.append([[token]])
        elif turned:
            groups[-1].append([token])
        else:
            groups[-1][-1].append(token)
    return groups


def _signatures(group: list[list[_Token]]) -> tuple[str, ...]:
    """The signatures that a group may have: turned round at each "of"; then as it stands; "5(1)" also as an article."""
    found: list[str] = []
    for parts in (list(reversed(group)), group):
        written = [f"{t.kind}:{t.number}" for part in parts for t in part]
        found.append(" ".join(written))
        if written and written[0].startswith("x:"):
            found += [" ".join([f"{kind}:{written[0][2:]}", *written[1:]]) for kind in ("art", "sec")]
    return tuple(dict.fromkeys(filter(None, found)))


def _belongs(wanted: str, named: Sequence[str], addresses: Addresses) -> bool:
    """Whether a document named has places of this kind, so that the place is missing there rather than elsewhere."""
    kind = wanted.split(":")[0]
    return any(signature(pin).startswith(f"{kind}:") for name in named for pin in addresses.within(name))


def _nearest(
    mention: Mention, named: Sequence[str], documents: dict[str, Document], addresses: Addresses, most: int = 5
) -> tuple[Pin, ...]:
    """Existing pins close to a place that does not exist: those above it first, then those written alike."""
    wanted = mention.signatures[0] if mention.signatures else mention.written.casefold()
    steps = wanted.split(" ")
    above = [pin for n in range(len(steps) - 1, 0, -1) for pin in addresses.with_signature(" ".join(steps[:n]))]
    primary = [name for name, document in documents.items() if document.primary]
    pool = {pin: signature(pin) for name in (named or primary) for pin in addresses.within(name)}
    alike = process.extract(wanted, pool, scorer=fuzz.ratio, limit=most, score_cutoff=60)
    ranked = [pin for pin in above if not named or pin.document in named] + [pin for _, _, pin in alike]
    return tuple(dict.fromkeys(ranked))[:most]
