"""What verdicts make of an entry: met only where nothing is open, and what decides is always named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.coverage.elements import Element, Role
from assistant.coverage.standing import decide
from assistant.coverage.weigh import CLEAR, Verdict, Weighed
from corpus.pins import Pin
from corpus.provisions import Basis, Provision

PROVISION = Provision(Pin.parse("eu-annex-1/itm_4D004"), "t", "x", "2025", "digest", Basis("text", ()))


def weighed(role: Role, verdict: Verdict, group: str, plain: bool = True, together: bool = False) -> Weighed:
    element = Element(0, PROVISION, "x", 0, role, True, group, together)
    return Weighed(element, verdict, "q", "says", CLEAR if plain else CLEAR / 2)


FOR, OPEN, NO = (weighed("condition", verdict, "a") for verdict in ("for", "unknown", "against"))
RELEASED, HELD = weighed("exclusion", "for", "n"), weighed("exclusion", "against", "n")


@pytest.mark.parametrize(
    ("given_", "standing", "decides"),
    [
        ([FOR, HELD], "met", []),
        ([FOR, weighed("condition", "unknown", "b")], "undecided", [1]),
        ([FOR, weighed("condition", "unknown", "a")], "met", []),  # one of two alternatives is enough
        ([FOR, weighed("condition", "against", "b")], "opposed", [1]),
        ([FOR, RELEASED], "opposed", [1]),
        ([FOR, weighed("exclusion", "unknown", "n")], "undecided", [1]),
        ([weighed("condition", "for", "a", plain=False)], "undecided", [0]),  # a hint is asked about
        ([OPEN], "unsupported", []),
        ([NO], "unsupported", []),
        ([FOR, replace(RELEASED, element=replace(RELEASED.element, together=True)),
          weighed("exclusion", "unknown", "n", together=True)], "undecided", [2]),  # an exclusion is met whole or not at all
    ],
)  # fmt: skip
def test_the_standing_of_an_entry(given_: list[Weighed], standing: str, decides: list[int]) -> None:
    assert decide(given_) == (standing, frozenset(decides))


@given(
    st.lists(
        st.builds(
            weighed,
            st.sampled_from(["condition", "exclusion"]),
            st.sampled_from(["for", "against", "unknown"]),
            st.sampled_from("abc"),
            st.booleans(),
        )
    )
)
def test_what_is_not_met_names_what_decides(given_: list[Weighed]) -> None:
    standing, deciding = decide(given_)
    assert bool(deciding) == (standing in ("undecided", "opposed"))
    assert all(n in range(len(given_)) for n in deciding)
