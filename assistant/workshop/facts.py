"""Sentences of provisions that can stand alone, parted into the place that they name and what is said of it.

A digest's sentence names its place: "Under Article 5(2) of …, an exporter must inform the authority." A question may ask for
the place and tell the rest, or the other way round. A sentence that leans on others, on a list or on the state of the copy
at hand is no fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.view import View
from assistant.workshop.leaning import leans, points_elsewhere, stands_alone
from corpus.citations import documents_named
from corpus.pins import Pin
from corpus.provisions import Document, Provision
from indexer.chunks import sentences
from indexer.opened import Index

Form = Literal["says", "does"]

_PLACE = re.compile(
    r"\b(?:articles?|sections?|paragraphs?|points?|recitals?|annex(?:es)?|notes?|entr(?:y|ies)|ECCNs?|categor(?:y|ies)|chapters?|"
    r"numbers?|box(?:es)?|parts?|schedules?|supplements?|conditions?)\s+(?:\d|[a-z]\b|[IVX]+\b)|§|\b\d[A-E]\d{3}|\b\d\.[A-E]\.\d|\bML\d",
    re.IGNORECASE,
)
_SAYS = re.compile(r"^(?:Under|In|According to|By|For|Within) (?P<place>[^,]{3,130}?), (?P<rest>.+)\.$")
_VERBS = (
    "says that|requires|asks|allows|permits|lets|defines|means|controls|covers|names|lists|exempts|excludes|leaves out|"
    "counts|includes|prohibits|forbids|obliges|provides|sets|gives|limits|describes|extends|applies|makes|treats|"
    "punishes|threatens|recommends|commits|empowers|entitles|recognises|frees|bans|concerns|is that|is to|is|calls for|"
    "lays down|enables|authorises|restricts|demands|regulates|deals with|uses|governs|lifts|withdraws|assigns|releases|"
    "accepts|grants|imposes|establishes|subjects|protects|encourages|invites|urges|charges|entrusts|calls on|leaves it to|"
    "fixes|opens|refuses|guarantees|confines|keeps"
)
_STEPS = (
    r"[Tt]echnical [Nn]ote|[Nn]ote|[Pp]oint|[Pp]aragraph|[Aa]rticle|[Ss]ection|[Ee]ntry|ECCN|[Rr]ecital|[Aa]nnex|"
    r"Category|Box|N\.B\."
)
_ADVISES = re.compile(
    r"^(?P<place>[^:;,]{0,60}\b(?:good practice|commitment)\b[^:;,]{0,60}?) (?P<verb>is that|is to|calls for) (?P<rest>.+)\.$"
)
_DOES = re.compile(
    rf"^(?P<place>(?:(?:The|A) )?(?:(?:{_STEPS})\b(?:(?!, |\b(?:also|adds|that|with|under|in|for|from)\b)[^:;]){{0,100}}?"
    rf"|[A-Z](?:(?!\b(?:under|in|to|{_STEPS})\b)[^:;,]){{2,60}}?)) (?P<verb>{_VERBS})\b (?P<rest>.+)\.$"
)
_WITHIN = re.compile(r"^(?P<before>[A-Z][^,;:]+), under (?P<place>[^,;:]{3,130}), (?P<after>[a-z].+)\.$")
_CLAUSE = r" (?:when|if|where|as|for|that|by)\b"
_LAST = re.compile(rf"^(?P<before>[A-Z][^;:]+?),? under (?P<place>(?:{_STEPS})\b(?:(?!{_CLAUSE})[^,;:]){{3,130}})\.$")
_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_PATTERNS: tuple[tuple[Form, re.Pattern[str]], ...] = (
    ("says", _SAYS),
    ("does", _ADVISES),
    ("does", _DOES),
    ("says", _WITHIN),
    ("says", _LAST),
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence of a provision, verbatim, its number there, and the row of the provision.

    `place` are the words by which it names where it stands; `rest` is what it says, as a sentence of its own (form "says") or
    beginning with the verb whose subject is the place ("does").
    """

    row: int
    provision: Provision
    number: int
    sentence: str
    place: str
    rest: str
    form: Form

    @property
    def pin(self) -> Pin:
        return self.provision.pin

    @property
    def place_leads(self) -> bool:
        """Whether the sentence opens with its place. At its end, another makes nothing false: “… is no X under Article 2”."""
        return self.sentence.find(self.place) <= len("According to ")


def facts(index: Index, seen: View) -> Iterator[Fact]:
    """Every fact that may be asked about, in the corpus' order."""
    rows = [int(row) for row in seen.searched.nonzero()[0]]
    for row, provision in sorted(index.store.provisions(rows).items()):
        if provision.held == "text" and provision.basis.kind != "commentary":
            document = index.store.documents[provision.pin.document]
            yield from _facts(row, provision, document, index.store.documents)


def _facts(row: int, provision: Provision, document: Document, documents: dict[str, Document]) -> Iterator[Fact]:
    for number, sentence in enumerate(sentences(provision.text)):
        if not stands_alone(sentence):
            continue
        for form, pattern in _PATTERNS:
            parted = pattern.match(sentence)
            if parted is None:
                continue
            place, told = parted["place"], _told(parted)
            if form == "does" and parted["verb"] == "is" and provision.pin.segments[-1].kind != "def":
                continue  # "Article 9(1) is not limited to …": true of many places
            if leans(told) or points_elsewhere(place) or not _is_own(place, provision.pin, document, documents):
                continue
            yield Fact(row, provision, number, sentence, place, told, form)
            break


def _told(parted: re.Match[str]) -> str:
    """What is said, without the place: its verb and what follows, or what stands around the place."""
    parts = parted.groupdict()
    if "verb" in parts:
        return f"{parts['verb']} {parts['rest']}"
    rest = " ".join(parts[name] for name in ("before", "after", "rest") if name in parts)
    return f"{rest[0].upper()}{rest[1:]}"


def names_a_place(text: str) -> bool:
    """Whether a text names a place of some document, or an entry of a list."""
    return _PLACE.search(text) is not None


def _is_own(place: str, pin: Pin, document: Document, documents: dict[str, Document]) -> bool:
    """Whether words name a provision's document or, in numbers, the provision itself."""
    last = pin.segments[-1]
    numbered = re.search(rf"(?<![\w]){re.escape(last.number)}(?!\w)", place, re.IGNORECASE) is not None
    named, _ = documents_named(place, documents)
    return named == (document.id,) or (numbered and not named) or (numbered and document.id in named)


def names_itself(fact: Fact) -> bool:
    """Whether a fact's words for its place name the very provision, each step of it, not only its document."""
    last = fact.pin.segments[-1]
    if last.kind in ("gp", "cmt"):
        number = int(last.number) if last.number.isdigit() else 0
        return 0 < number < len(_ORDINALS) and _ORDINALS[number] in fact.place.split()
    steps = [s.number for s in fact.pin.segments if s.kind != "def"]
    return all(
        re.search(rf"(?<![0-9A-Za-z]){re.escape(step)}(?![0-9A-Za-z])", fact.place, re.IGNORECASE) for step in steps
    )


def names_a_part(fact: Fact) -> bool:
    """Whether a fact's words for its place name a part of the provision, which the provision's own pin leaves out."""
    last = fact.pin.segments[-1]
    if len(fact.pin.segments) == 1 and last.kind in ("art", "sec"):
        return False  # “which article” is answered by the article, whatever part of it says so
    return re.search(rf"(?<!\w){re.escape(last.number)}\)?[.(][0-9a-zA-Z]", fact.place, re.IGNORECASE) is not None
