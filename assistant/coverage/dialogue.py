"""A guided dialogue: the description first, then the facts that decide, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assistant.coverage.cover import cover
from assistant.coverage.result import Coverage, ElementFound, Stated
from corpus.errors import UsageError
from indexer.opened import Index

MOST = 12  # facts asked for
_YES = ("y", "yes", "j", "ja", "o", "oui")
_NO = ("n", "no", "nein", "non")
_END = ("q", "quit", "end", "stop")
FIRST = "Describe the item: what it does, what it was made for, for whom."
HOW = "Answer yes or no, or in your own words; an empty line leaves it open, “end” stops asking."

Ask = Callable[[str], str | None]


def dialogue(index: Index, ask: Ask, tell: Callable[[str], None]) -> Coverage:
    """Ask for a description and then for what decides, of the first candidates first. `ask` gives a line, `None` at the end.

    An answer in words of one's own becomes part of the description and is weighed with it. Raises `UsageError` where there
    was no description.
    """
    text = ask(FIRST)
    if text is None:
        raise UsageError("No description was given. Describe the item in a few sentences.")
    result = cover(index, text)
    asked: set[tuple[str, str]] = set()
    stated: list[Stated] = []
    tell(HOW)
    while len(asked) < MOST:
        element = next((one for one in _open(result) if _key(one) not in asked), None)
        if element is None:
            break
        asked.add(_key(element))
        said = ask(f"{element.citation.pincite}: {_question(element)}")
        if said is None or said.strip().casefold() in _END:
            break
        if not said.strip():
            continue
        word = said.strip().casefold().rstrip(".!")
        if word in _YES or word in _NO:
            verdict = "for" if word in _YES else "against"
            stated.append(Stated(pin=element.citation.pin, words=element.words, verdict=verdict, said=said.strip()))
        else:
            text = f"{text.rstrip(' .')}. {said.strip()}"
        result = cover(index, text, stated)
    return result


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
