"""Questions that follow one another: one that leans on the one before is put so that it can be asked by itself.

"And paragraph 1?" becomes the earlier question with that place, "What about the UK?" the earlier question with that
jurisdiction; anything else that leans ("Does it apply to SaaS?") is asked together with the earlier one. Told by rules, as
there is no language model; whether a question leans is in `assistant.leans`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.glossary import glossary
from assistant.laws import Law, is_adjective, laws_at, run, way, without
from assistant.leans import is_asked, opening, points_back, says_nothing_itself
from assistant.question import LONGEST, Question, clean, understand
from corpus.citations import Mention, documents_named, mentions
from corpus.errors import PinError, UsageError
from corpus.mentions import read_alone
from corpus.pincites import CONTROL_CODE, pincite, signature
from corpus.pins import Pin, Segment
from indexer.lexical import words
from indexer.store import Store


@dataclass(frozen=True, slots=True)
class Followed:
    """What is asked, and the earlier question that it was read with; that is empty if the question stands alone."""

    asked: str
    context: str = ""


_FILLER = frozenset(
    words(
        "law laws rule rules regulation regulations legislation regime list export control controls apply applies hold holds "
        "true same different differ case side there also too now instead under within according text document say says look "
        "treat treats handle der die das im für bei nach den dans pour en au aux et und oder or and"
    )
)
_STEP = re.compile(
    r"\b(?:points?|paragraphs?|paras?|par|sub-?paragraphs?|items?)\b\.?\s*\(?([0-9]{1,3}|[a-z]|[ivx]{1,4})\)?(?!\w)"
    r"|\((\w{1,4})\)",
    re.IGNORECASE,
)
_RELATIVE = ("x", "note", "tnote", "nb", "fn")
_SIBLING = ("art", "sec", "rct", "anx", "cpt", "cat", "box", "gp", "cmt", "def")
_JOINT = re.compile(r"[\s,]*(?:of|in|to|under)?[\s,]*(?:the\s+)?")


def follow(before: str, written: str, store: Store) -> Followed:
    """Read a question beside the one asked before it. Never raises: what cannot be read is asked as it is written."""
    try:
        earlier, now = clean(before), clean(written)
        alone = understand(now, store.documents, store)
        known = understand(earlier, store.documents, store)
    except UsageError:
        return Followed(written)
    opened = opening(now)
    rest = now[len(opened) :].strip(" ,")
    asked = (
        _of_place(known, alone, rest, bool(opened), store)
        or _of_law(known, rest, bool(opened), store)
        or (_together(known, now, rest, store) if _leans(alone, rest, bool(opened)) else "")
    )
    return Followed(asked, earlier) if asked and len(asked) <= LONGEST else Followed(written)


def _leans(alone: Question, rest: str, opened: bool) -> bool:
    places = laws_at(rest)
    others = without(rest, places)
    if points_back(rest) or (says_nothing_itself(others) and (words(others) or not places)):
        return True
    has_own = alone.documents or alone.named or alone.missing or places
    return opened and not (is_asked(rest) and (has_own or glossary().asked_for(rest)))


def _together(known: Question, now: str, rest: str, store: Store) -> str:
    """Both questions, one after the other; the earlier one of the jurisdiction that the later one names."""
    first = known.written
    at = laws_at(rest)
    if at and laws_at(first):
        first = _with_law(known, at, rest, store)
    return f"{first if first[-1] in '.?!' else f'{first}?'} {now}"


# Another place: "And paragraph 1?"


def _of_place(known: Question, alone: Question, rest: str, opened: bool, store: Store) -> str:
    """The question of another place near one that was asked about; empty if it is none."""
    named, blanked = documents_named(rest, store.documents)
    if named or glossary().places(rest):
        return ""
    found = _place_in(blanked)
    if found is None:
        return ""
    kind = found.signatures[0].split(":")[0]
    bases = [*reversed(known.named), *map(Pin, reversed(known.documents))]
    if kind in _RELATIVE:
        pin = _inside(found, bases, store)
    elif kind in _SIBLING or opened:
        documents = list(dict.fromkeys(base.document for base in bases))
        pin = next(iter(_signed(found.signatures[:1], documents, store)), None)
    else:
        pin = None
    if pin is None:
        return ""
    cited = pincite(pin, store.documents[pin.document])
    phrases = _phrases(known.written, store)
    if is_asked(rest) or words(f"{rest[: found.start]} {rest[found.end :]}"):
        return "" if pin in alone.named else f"{rest[: found.start]}{cited}{rest[found.end :]}"
    if not phrases:
        return f"What does {cited} say?"
    start, end = phrases[-1]
    stem = known.written[:start].removesuffix(f"{cited.split()[0]} ").removesuffix("entry ")  # "PMP 8.b", "entry 4D004"
    return f"{stem}{cited}{known.written[end:]}"


def _place_in(text: str) -> Mention | None:
    """The first place that a text names, also one that says little by itself: "point (b)"."""
    if firm := mentions(text):
        return firm[0]
    if step := _STEP.search(text):
        number = (step[1] or step[2]).casefold()
        return Mention((f"x:{number}",), step[0], step.start(), step.end())
    lone = read_alone(text) if re.fullmatch(r"(?:the\s+)?(?:technical\s+)?notes?\W*", text, re.IGNORECASE) else None
    return lone if lone and lone.signatures[0] else None


def _inside(found: Mention, bases: Sequence[Pin], store: Store) -> Pin | None:
    """The paragraph, point or note meant: of the place asked about, of what it is in, and so on outwards.

    Where there is none, the one that would stand there, so that the answer can say what is near it.
    """
    wanted = found.signatures[0]
    is_paragraph = re.match(r"par|abs", found.written, re.IGNORECASE) is not None
    for base in bases:
        above = [base, *reversed(base.ancestors), Pin(base.document)]
        if is_paragraph and (levels := [n for n, s in enumerate(base.segments) if s.kind == "par"]):
            above = [pin for pin in above if len(pin.segments) <= levels[-1]]
        for pin in above:
            mine = [
                p for p in _signed([f"{signature(pin)} {wanted}".strip()], [base.document], store) if p.is_within(pin)
            ]
            if mine:
                return mine[0]
    near = next((base for base in bases if base.segments), None)
    if near is None or not wanted.startswith("x:"):
        return None
    top = next((n for n, s in enumerate(near.segments) if s.kind in ("par", "pnt")), len(near.segments))
    try:
        return Pin(near.document, (*near.segments[:top], Segment("par", wanted[2:].split(" ")[0])))
    except PinError:
        return None


def _signed(signatures: Iterable[str], documents: Sequence[str], store: Store) -> list[Pin]:
    return [pin for name in documents for each in signatures for pin in store.with_signature(each, [name])]


# Another law: "What about the UK?", "And under the EAR?"


def _of_law(known: Question, rest: str, opened: bool, store: Store) -> str:
    """The earlier question of another jurisdiction or document; empty if more is asked than that."""
    named, blanked = documents_named(rest, store.documents)
    at = [] if named else laws_at(rest)
    blanked = without(blanked, at)
    if not (named or at) or mentions(blanked) or not set(words(blanked)) <= _FILLER:
        return ""
    if is_asked(rest) and not opened and not points_back(rest) and (named or not words(blanked)):
        return ""  # "What is the EAR?"
    if not named:
        return _with_law(known, at, rest, store)
    phrases = _phrases(rest, store)
    return _with_document(known, rest[phrases[0][0] : phrases[-1][1]].removeprefix("of "), store)


def _with_document(known: Question, name: str, store: Store) -> str:
    text = known.written
    if phrases := _phrases(text, store):
        return _titled(text, phrases[-1], name, known, store)
    if at := laws_at(text):
        return f"{re.sub(r'in +$', 'under ', text[: at[0].start])}{name}{text[run(text, at) :]}"
    return _added(text, f"under {name}")


def _with_law(known: Question, at: Sequence[Law], rest: str, store: Store) -> str:
    """The earlier question of other jurisdictions: named instead of its own, of its places, or added."""
    text = known.written
    nouns = " and ".join(dict.fromkeys(law.noun for law in at))
    adjectives = " and ".join(dict.fromkeys(law.adjective for law in at))
    phrases = _phrases(text, store)
    goes = way(rest, at[0])
    own = [one for one in laws_at(text) if not any(start < one.end and one.start < end for start, end in phrases)]
    own = [one for one in own if way(text, one) == goes]
    if own:
        instead = adjectives if is_adjective(text, own[0]) else nouns
        return f"{text[: own[0].start]}{instead}{text[run(text, own) :]}"
    if not phrases or goes:
        return _added(text, f"{goes or 'in'} {nouns}")
    start, end = phrases[-1]
    entry = next((s.number for pin in reversed(known.named) for s in pin.segments if s.kind == "itm"), "")
    if CONTROL_CODE.fullmatch(entry):  # the same on other lists
        return _added(f"{text[:start]}{entry}{text[end:]}", f"in {nouns}")
    return _titled(text, (start, end), f"{adjectives} law", known, store)


def _titled(text: str, phrase: tuple[int, int], instead: str, known: Question, store: Store) -> str:
    """A question with something else instead of a place, and what the place was about."""
    start, end = phrase
    pins = [pin for pin in known.named if pin.segments]
    titles = [p.title for p in store.provisions(store.rows(pins[-1])[:1]).values()] if pins else []
    about = f" on “{titles[0]}”" if titles and titles[0] else ""
    return f"{text[:start]}{instead}{text[end:].rstrip(' .?!')}{about}?"


def _added(text: str, what: str) -> str:
    return f"{text.rstrip(' .?!')} {what}?"


def _phrases(text: str, store: Store) -> list[tuple[int, int]]:
    """Where a text names places, each with the name of its document: "Article 5(2) of the dual-use regulation"."""
    _, blanked = documents_named(text, store.documents)
    changed = [n for n, (a, b) in enumerate(zip(text, blanked, strict=True)) if a != b]
    spans = [(mention.start, mention.end) for mention in mentions(blanked)] + [(n, n + 1) for n in changed]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and (start <= joined[-1][1] or _JOINT.fullmatch(text[joined[-1][1] : start])):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
