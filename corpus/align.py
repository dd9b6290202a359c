"""Gives the unnumbered provisions of an official text the pins that its digest gives them.

A box or section without a number is addressed by a word of its heading, and which word is the writer's choice. Where a
digest and a text have as many such provisions in one place, they are the same ones in the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.pins import Pin, Segment
from corpus.provisions import Edition


def align(official: Edition, digest: Edition) -> Edition:
    """The official text with those pins, and all that is inside them, named as in the digest."""
    ours = _named([p.pin for p in digest.provisions])
    theirs = _named([p.pin for p in official.provisions])
    renamed: dict[tuple[Segment, ...], Segment] = {}
    for place, known in ours.items():
        found = theirs.get(place, [])
        if len(found) == len(known):
            above, _ = place
            renamed |= {(*above, there): here for there, here in zip(found, known, strict=True) if there != here}
    if not renamed:
        return official
    named = tuple(replace(p, pin=_rename(p.pin, renamed)) for p in official.provisions)
    return align(replace(official, provisions=named), digest)  # what is inside a renamed place now has its like


def _named(pins: Sequence[Pin]) -> dict[tuple[tuple[Segment, ...], str], list[Segment]]:
    """The segments named by words, in order, by what they stand in and their kind."""
    found: dict[tuple[tuple[Segment, ...], str], list[Segment]] = {}
    for pin in pins:
        if pin.segments and _is_word(pin.segments[-1]):
            found.setdefault((pin.segments[:-1], pin.segments[-1].kind), []).append(pin.segments[-1])
    return found


def _is_word(segment: Segment) -> bool:
    """Whether a number is a word of our own: in lower case, of three letters at least, no digits. Roman numbers are none."""
    number = segment.number
    return (
        number.islower()
        and len(number) > 2
        and not any(c.isdigit() for c in number)
        and bool(set(number) - set("ivxlc"))
    )


def _rename(pin: Pin, renamed: dict[tuple[Segment, ...], Segment]) -> Pin:
    segments = list(pin.segments)
    for n in range(len(segments)):
        segments[n] = renamed.get(pin.segments[: n + 1], segments[n])
    return Pin(pin.document, tuple(segments))
