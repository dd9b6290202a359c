"""A guided dialogue: the description first, then the facts that decide, one at a time. A terminal and a page use the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from assistant.coverage.cover import cover
from assistant.coverage.result import Coverage, ElementFound, Stated
from assistant.coverage.weigh import Verdict
from corpus.errors import UsageError
from indexer.opened import Index

MOST = 12  # facts asked for
_YES = ("y", "yes", "j", "ja", "o", "oui")
_NO = ("n", "no", "nein", "non")
_END = ("q", "quit", "end", "stop")
FIRST = "Describe the item: what it does, what it was made for, for whom."
HOW = "Answer yes or no, or in your own words; an empty line leaves it open, “end” stops asking."

Ask = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Reply:
    """What was said to one element when it was asked: yes (for), no (against), or neither (unknown); `said` are words beside
    it, if there are any.
    """

    element: ElementFound
    verdict: Verdict
    said: str = ""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A description and what was said to the facts that were asked, in that order."""

    description: str
    replies: tuple[Reply, ...] = ()

    def covered(self, index: Index) -> Coverage:
        """What the lists ask, after all that was said. Raises `UsageError` as `cover` does."""
        own = [one.said for one in self.replies if one.verdict == "unknown" and one.said]
        text = f"{'. '.join(one.rstrip(' .') for one in (self.description, *own))}." if own else self.description
        return cover(index, text, [_stated(one) for one in self.replies if one.verdict != "unknown"])

    def next(self, result: Coverage) -> ElementFound | None:
        """The element to ask for next, of the first undecided candidate first; none if nothing is left or enough was asked.

        `result` is what the dialogue covers as it stands.
        """
        asked = {_key(one.element) for one in self.replies}
        if len(asked) >= MOST:
            return None
        return next((one for one in _open(result) if _key(one) not in asked), None)

    def replied(self, element: ElementFound, verdict: Verdict, said: str = "") -> Dialogue:
        """The dialogue after a reply. Words without yes or no become part of the description and are weighed with it."""
        return replace(self, replies=(*self.replies, Reply(element, verdict, " ".join(said.split()))))

    def without(self, number: int) -> Dialogue:
        """The dialogue without its reply of that number, from 0; as it is if there is none."""
        return replace(self, replies=tuple(one for n, one in enumerate(self.replies) if n != number))


def dialogue(index: Index, ask: Ask, tell: Callable[[str], None]) -> Coverage:
    """Ask for a description and then for what decides. `ask` gives a line, `None` at the end. Raises `UsageError` where there
    was no description.
    """
    text = ask(FIRST)
    if text is None:
        raise UsageError("No description was given. Describe the item in a few sentences.")
    held = Dialogue(text)
    result = held.covered(index)
    tell(HOW)
    while (element := held.next(result)) is not None:
        said = ask(f"{element.citation.pincite}: {_question(element)}")
        if said is None or said.strip().casefold() in _END:
            break
        held = held.replied(element, _verdict(said), said)
        if said.strip():
            result = held.covered(index)
    return result


def _verdict(said: str) -> Verdict:
    word = said.strip().casefold().rstrip(".!")
    return "for" if word in _YES else "against" if word in _NO else "unknown"


def _stated(reply: Reply) -> Stated:
    element = reply.element
    said = reply.said or {"for": "yes", "against": "no"}.get(reply.verdict, "")
    return Stated(pin=element.citation.pin, words=element.words, verdict=reply.verdict, said=said)


def _open(result: Coverage) -> Iterator[ElementFound]:
    for candidate in result.candidates:
        if candidate.standing == "undecided":
            yield from candidate.deciding


def _question(element: ElementFound) -> str:
    hint = f" (you wrote: “{element.quote}”)" if element.quote else ""
    kind = "does this exclusion apply" if element.role == "exclusion" else "is it so"
    return f"{kind}: “{element.words}”?{hint}"


def _key(element: ElementFound) -> tuple[str, str]:
    return element.citation.pin, element.words
