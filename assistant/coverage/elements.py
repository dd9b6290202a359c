"""Splits control texts into their elements: conditions, exclusions, and what definitions ask for, each a span of a provision.

Digests and official texts name the rule first ("Entry 4D004 of the EU dual-use list controls …"); the elements are in what
follows the verb. A sentence that only says how an entry is built has none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from assistant.coverage.quantities import sizes
from assistant.view import View
from corpus.pins import Pin
from corpus.provisions import Provision
from indexer.chunks import sentences
from indexer.opened import Index

Role = Literal["condition", "exclusion", "definition"]

_VERB = re.compile(
    r"\b(?:controls?(?! o[fn])|covers?|requires?(?: that)?|names?|concerns?|applies|apply|releases?|exempts?|excludes?|"
    r"frees?|leaves? out|spares?|limits?|takes?|does not (?:control|include)|do not (?:control|include)|"
    r"is met by|is that|includes?|says that|defines?|means?|may take forms such as|is|are|list:),?"
    r"\s+(?:only\s+)?(?:according to [^,]*,\s+)?"
)
_RELEASES = re.compile(
    r"\b(?:(?:does|do) not (?:control|include|apply|cover)|leaves? out|releases?|exempts?|excludes?|frees|spares?|"
    r"takes? .{2,120}? out of|(?:is|are) outside|not mean)\b"
)
_REVERSED = re.compile(r"\bdoes not release\b|\bdo not release\b")
_OUTSIDE = re.compile(r"(?P<subject>.+?) (?:is|are) (?:outside|not controlled)\b")
_TELLS = re.compile(r"\b(?:must|requires?|condition|only)\b")
_BUILT = re.compile(
    r"\bnot used\b|\bnot held\b|\bcarries no\b|\bonly exception\b|\bterm does not include\b|\bas its \w+ points\b|"
    r"\b(?:points?|both|either|any of|any one of|all of|all four|characteristics|things in|kinds of)\b.{0,60}?"
    r"\b[a-j1-9](?:\.\d)?(?:\)|,)? (?:and|to|or) [a-j1-9]\b|^(?:to|of|in) points?\b|\ba to [a-j]\b|\([a-j]\).*\([a-j]\)|"
    r"^(?:points?|section) [a-z0-9.]+$|\bin points? [a-j]\b|\bmarked for\b|\beither one is enough\b|"
    r"^an example of\b|^its Note\b"
)
_SPLIT = re.compile(
    r";\s+|:\s+(?=[a-z])|,\s+(?:and|or)\s+(?=(?:for|to|that|by|with|if|whose|the ability)\b)|"
    r",\s+(?=(?:for|if|provided|unless|with the|so that|in order to|whose|whether|outside|with)\b)|"
    r"\s+or\s+(?=(?:for|to defeat|by|tracks?)\b)|\s+(?=(?:that|which) (?:also|both|falls?|meets?|are responsible)\b)|"
    r",\s+and (?=which\b|is\b|the )|\s+(?=(?:if|provided|unless) (?:its|it|the|they|both)\b)|"
    r"\s+(?=with the (?:aim|ability)\b)|"
    r"\s+(?=for \w+ing\b)|,\s+or\s+(?=\w+s\b)"
)
_GENERAL = re.compile(
    r"\b(?:items?|software|technology|systems?|equipment|components?|antennae|devices?|products?|therefor|of|the|an?|and|or|for|"
    r"that|which|is|are|radio)\b"
)
_ANY = re.compile(r"\b(?:any (?:one )?of|either|at least one|one of|any one)\b")
_ALL = re.compile(r"\b(?:both|all(?: of| four| three)?|each)\b")
GENERAL = 20  # provisions that use a term beyond which it says little of an item: software, development
DEEPEST = 400  # provisions looked at under one entry


@dataclass(frozen=True, slots=True)
class Element:
    """A span of a provision and what it is there for. `sentence` is its sentence's number in the provision.

    `needed` says that the entry asks for it, or, of an exclusion, that it concerns what the entry asks for. Of the elements
    of one `group` one is enough, or, of an exclusion that asks for all of its points (`together`), all are needed.
    """

    row: int
    provision: Provision
    words: str
    sentence: int
    role: Role
    needed: bool
    group: str
    together: bool = False


@dataclass(frozen=True, slots=True)
class _Taken:
    """A provision taken into account, and what its elements are there for."""

    row: int
    provision: Provision
    needed: bool
    releases: bool
    group: str
    together: bool
    concerns: bool


def branches(
    index: Index, seen: View, entry: Pin, best: Sequence[Pin], is_near: Callable[[int], bool]
) -> tuple[list[Element], list[Provision]]:
    """The elements that decide for an entry, in order, and the definitions that its text uses.

    They are those of the entry, of its points that fit best (`best`, the best first) with all inside, of the entry's notes,
    and of the notes and near definitions that these use with all inside. What the entry asks for is needed only on the way to
    the very best; other points are alternatives.
    """
    found: dict[Pin, _Taken] = {}

    def take(
        pin: Pin,
        needed: bool,
        releases: bool,
        deep: bool = True,
        group: str = "",
        together: bool = False,
        concerns: bool = True,
    ) -> None:
        row = seen.row(pin)
        if row is None or pin in found or len(found) >= DEEPEST:
            return
        provision = index.store.provisions([row])[row]
        releases = releases or (_in_note(pin) and is_release(provision.text))
        found[pin] = _Taken(row, provision, needed and not releases, releases, group, together, concerns)
        inside = index.store.provisions(seen.inside(pin)) if deep else {}
        points = [p.pin for p in inside.values() if _is_point(p.pin)]
        on_the_way = [point for point in points if best[0].is_within(point)]
        all_asked = asks_for_all(provision.text)
        open_choice = not all_asked and not on_the_way and len(points) > 1 and not group
        for _, one in sorted(inside.items()):
            is_point = _is_point(one.pin)
            chosen = all_asked or open_choice or one.pin in on_the_way or len(points) == 1
            below = group or (str(pin) if is_point and (open_choice or (releases and all_asked)) else "")
            concerned = concerns and (chosen or releases or not is_point)
            joined = together or (releases and all_asked)
            take(one.pin, needed and is_point and chosen, releases, True, below, joined, concerned)

    tops = [top for pin in best if _is_point(top := Pin(pin.document, pin.segments[: len(entry.segments) + 1]))]
    take(entry, True, False, deep=not tops)
    for n, top in enumerate(dict.fromkeys(tops)):
        first = n == 0 and best[0].is_within(top)
        take(top, first, False, concerns=first)
    for row in seen.inside(entry):
        pin = index.store.provisions([row])[row].pin
        if not _is_point(pin):
            take(pin, False, False)
    used: dict[Pin, Provision] = {}
    asking = list(found.values())
    for taken in asking:
        known = set(found)
        for pin in dict.fromkeys((*taken.provision.see, *index.store.uses(taken.row))):
            if is_definition(pin):
                of = seen.row(pin)
                if of is not None and pin not in found:
                    used[pin] = index.store.provisions([of])[of]
                    is_asked = taken.needed and taken.provision.pin.is_within(entry)
                    near = [one for one in (of, *seen.inside(pin)) if is_near(one)]
                    if index.store.users(pin) > GENERAL:
                        for one in index.store.provisions([row for row in near if row != of]).values():
                            take(one.pin, False, False, concerns=taken.concerns)
                    elif is_asked or near:
                        take(pin, is_asked, False, concerns=taken.concerns)
            elif _in_note(pin):
                take(pin, False, False, concerns=taken.concerns)
        asking += [one for pin, one in found.items() if pin not in known and _in_note(pin)]  # a note uses terms too
    return [element for taken in found.values() for element in _of(taken)], list(used.values())


def _of(taken: _Taken) -> Iterator[Element]:
    for element in elements(taken.row, taken.provision, taken.needed, taken.releases):
        found = replace(element, needed=taken.concerns) if element.role == "exclusion" else element
        yield replace(found, group=taken.group, together=taken.together) if taken.group else found


def asks_for_all(text: str) -> bool:
    """Whether a provision asks for all of the points inside it, not for one of them."""
    return bool(_ALL.search(text)) and not _ANY.search(text)


def _is_point(pin: Pin) -> bool:
    return pin.segments[-1].kind in ("pnt", "par")


def is_definition(pin: Pin) -> bool:
    """Whether a pin leads to a definition or into one."""
    return bool(pin.segments) and pin.segments[0].kind == "def"


def _in_note(pin: Pin) -> bool:
    return any(segment.kind == "note" for segment in pin.segments)


def elements(row: int, provision: Provision, needed: bool, releases: bool = False) -> Iterator[Element]:
    """The elements of one provision, each a verbatim span. `releases` says that a note above it takes items out."""
    kinds = {segment.kind for segment in provision.pin.segments}
    if "nb" in kinds and provision.pin.segments[0].kind != "def":
        return  # a nota bene only points to other entries
    defines = provision.pin.segments[0].kind == "def" or "tnote" in kinds
    noted = not kinds & {"note"} and any(_in_note(see) for see in provision.see)
    listed = "" if asks_for_all(provision.text) else f"{provision.pin}-"
    for number, sentence in enumerate(sentences(provision.text)):
        for line in _lines(sentence):
            start = _predicate(line)
            excludes = releases or is_release(line)
            in_list = line.startswith("- ")
            if noted and excludes and re.match(r"(?:Under |The |A )?(?:further |exclusions in the )?[Nn]ote\b", line):
                continue  # the note has a place of its own
            if _REVERSED.search(line) or not (number == 0 or in_list or excludes or defines or _tells(line)):
                continue
            role: Role = "exclusion" if excludes else "definition" if defines else "condition"
            asks = needed and role != "exclusion" and (number == 0 or in_list or role == "condition")
            outside = _OUTSIDE.match(line) if excludes else None
            spans = [(outside["subject"], False)] if outside else list(_spans(line, start))
            group = ""
            for n, (words, either) in enumerate(spans):
                group = group if either and group else f"{provision.pin}#{number}.{line[:24]}.{n}"
                group = listed if in_list and listed else group
                example = role == "condition" and words.startswith(("for example", "unlike"))
                yield Element(
                    row, provision, words, number, "definition" if example else role, asks and not example, group
                )


def is_release(line: str) -> bool:
    """Whether a sentence takes items out of a control."""
    release = _RELEASES.search(line)
    return release is not None and release.start() <= _predicate(line) + 12 and not _REVERSED.search(line)


def is_general(words: str) -> bool:
    """Whether words name only what every entry is about: "systems, equipment and components"."""
    return not _GENERAL.sub("", words).strip(" \"“”',.-")


def _tells(line: str) -> bool:
    return bool(sizes(line)) or bool(_TELLS.search(line))


def _lines(sentence: str) -> list[str]:
    """A list's items; its lead-in says how many of them are asked for."""
    lines = [line.strip() for line in re.split(r"\n(?=- )|\n\s*\n", sentence)]
    return [line for line in lines if line and not (len(lines) > 1 and line.endswith(":"))]


def _predicate(line: str) -> int:
    """Where in a sentence begins what it says of the entry, note or term that it names first."""
    anchor = re.search(r"\b[Ll]ist(?:'s definition of [\"“][^\"”]+[\"”])?(?=[\s,:])", line)
    after = anchor.end() if anchor and anchor.end() < len(line) * 0.7 else 0
    aside = after if after and line[after] == "," else 0
    verb = _VERB.search(line, after)
    if verb and verb.end() < len(line) * 0.9 and not (aside and verb.start() - aside > 60):
        return verb.end()
    return after + (1 if aside or line[after : after + 1] == ":" else 0)


def _spans(line: str, start: int) -> Iterator[tuple[str, bool]]:
    """The parts of what a sentence says of its subject, and whether each is an alternative to the one before."""
    cuts = [(start, ""), *((m.start(), m[0]) for m in _SPLIT.finditer(line, start)), (len(line), "")]
    joined: list[tuple[int, int, str]] = []
    for (begin, joint), (end, _) in pairwise(cuts):
        few = len(re.findall(r"\w{3,}", line[begin:end])) < 2 and not re.match(r"\s+for \w+ing", line[begin:end])
        if joined and (few or (len(joined) == 1 and is_general(line[joined[-1][0] : joined[-1][1]]))):
            joined[-1] = (joined[-1][0], end, joined[-1][2])
        else:
            joined.append((begin, end, joint))
    found = [(re.sub(r"^[\s,;:]*(?:(?:and|or)\s+)?", "", line[b:e]).rstrip(" ,;:."), joint) for b, e, joint in joined]
    found = [(words, joint) for words, joint in found if re.search(r"\w{4}|\w \w", words) and not _BUILT.search(words)]
    openings = [words.split()[0] for words, _ in found]
    for n, (words, joint) in enumerate(found):
        later_or = any(
            re.search(r"\bor\b", j) and openings[n] == openings[k] for k, (_, j) in enumerate(found) if k > n
        )
        yield words, bool(re.search(r"\bor\b", joint)) or (n > 0 and later_or and openings[n - 1] == openings[n])
