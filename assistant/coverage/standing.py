"""What the verdicts on its elements make of an entry, and which elements decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from assistant.coverage.result import Standing
from assistant.coverage.weigh import Verdict, Weighed

ASKED = 8  # elements that are named as deciding, at most


def decide(weighed: Sequence[Weighed]) -> tuple[Standing, frozenset[int]]:
    """The standing of an entry, and the numbers of the elements that decide.

    It is met if all that is needed is described plainly and no exclusion is open. What is needed and plainly denied, or an
    exclusion plainly described, speaks against. Else what is open, or only hinted at, decides.
    """
    needed = _grouped(weighed, exclusions=False)
    excluded = _grouped(weighed, exclusions=True)
    verdicts = {group: _of(weighed, numbers) for group, numbers in needed.items()}
    released = {group: _of(weighed, numbers) for group, numbers in excluded.items()}
    if "for" not in verdicts.values():
        return "unsupported", frozenset()
    against = [n for group, verdict in verdicts.items() if verdict == "against" for n in needed[group]]
    against += [n for group, verdict in released.items() if verdict == "for" for n in excluded[group]]
    plain = [n for n in against if weighed[n].is_clear]
    if plain:
        return "opposed", frozenset(plain[:ASKED])
    hinted = [
        max(needed[group], key=lambda n: weighed[n].likeness)
        for group, verdict in verdicts.items()
        if verdict == "for" and not any(weighed[n].is_clear for n in needed[group] if weighed[n].verdict == "for")
    ]
    unknown = [n for group, verdict in verdicts.items() if verdict == "unknown" for n in needed[group]]
    unsettled = [n for group, verdict in released.items() if verdict == "unknown" for n in excluded[group]]
    open_still = [*against, *(n for n in unknown if weighed[n].verdict == "unknown"), *hinted]
    open_still += _one_of_each_note(weighed, [n for n in unsettled if weighed[n].verdict == "unknown"])
    return ("undecided" if open_still else "met"), frozenset(open_still[:ASKED])


def _grouped(weighed: Sequence[Weighed], exclusions: bool) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(weighed):
        if (one.element.role == "exclusion") == exclusions and one.element.needed:
            groups[one.element.group].append(number)
    return groups


def _of(weighed: Sequence[Weighed], numbers: Sequence[int]) -> Verdict:
    """The verdict on a group: of alternatives the best counts; an exclusion is met whole or not at all."""
    verdicts = [weighed[n].verdict for n in numbers]
    if weighed[numbers[0]].element.together:
        return "against" if "against" in verdicts else "unknown" if "unknown" in verdicts else "for"
    return "for" if "for" in verdicts else "unknown" if "unknown" in verdicts else "against"


def _one_of_each_note(weighed: Sequence[Weighed], numbers: Iterable[int]) -> list[int]:
    """Of each note the first element that is open: to ask for all of its conditions at once would bury the question."""
    first: dict[str, int] = {}
    for n in numbers:
        pin = weighed[n].element.provision.pin
        end = next((k for k, segment in enumerate(pin.segments, 1) if segment.kind == "note"), len(pin.segments))
        first.setdefault("/".join(map(str, pin.segments[:end])), n)
    return list(first.values())
