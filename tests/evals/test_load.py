"""The load check: clients that ask while indexes are swapped and the server fails; and how what they saw is counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from layered_corpus import LayeredCorpus

from evals import load
from evals.load import Asked, Edition, Load, Told, measure_load

QUESTIONS = [
    "Is the code of conduct voluntary?",
    "Which software does entry 4D004 cover?",
    "Is showing a jamming device at a trade fair abroad an export?",
    "Who is the mayor of Springfield?",
]


@pytest.mark.sweep
def test_two_clients_get_right_answers_while_an_index_is_swapped_in_and_the_server_fails(tmp_path: Path) -> None:
    corpus = LayeredCorpus(tmp_path / "corpus")
    found = measure_load(corpus.settings, QUESTIONS, clients=2, seconds=6, rebuilds=1, say=lambda what: None)
    assert (found.wrong, found.stale, found.empty, found.failed) == (0, 0, 0, 0)
    assert (found.swaps_seen, found.rebuilds, found.clients) == (1, 1, 2)
    assert found.told_away and found.right_after and found.is_sound
    assert found.asked > found.right_after + found.told_away


FIRST, SECOND = (
    Told("answered", (("One.", (("a/art_1", "One."),)),)),
    Told("answered", (("Two.", (("a/art_1", "Two."),)),)),
)
EMPTY = Told("abstained", ())
EDITIONS = [Edition((FIRST,), "then", 0.0), Edition((SECOND,), "now", 10.0)]


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        (Asked(0, 0, 1, 2, "then", FIRST), ""),
        (Asked(0, 0, 9, 11, "then", FIRST), ""),
        (Asked(0, 0, 9, 11, "now", SECOND), ""),
        (Asked(0, 0, 11, 12, "now", SECOND), ""),
        (Asked(0, 0, 11, 12, "then", FIRST), "stale"),
        (Asked(0, 0, 11, 12, "now", FIRST), "wrong"),
        (Asked(0, 0, 11, 12, "unheard", SECOND), "wrong stale"),
        (Asked(0, 0, 11, 12, "now", EMPTY), "wrong empty"),
        (Asked(0, 0, 11, 12, error="The server is away.", is_clear=True), "failed"),
        (Asked(0, 0, 21, 22, error="The server is away.", is_clear=True), ""),
        (Asked(0, 0, 21, 22, error="KeyError: 1"), "failed"),
        (Asked(0, 0, 31, 32, error="The server is away.", is_clear=True), "failed"),
    ],
)
def test_what_a_client_saw_is_counted(asked: Asked, fault: str) -> None:
    counted = load._counted([asked], EDITIONS, 1, killed=20.0, back=30.0)
    assert {name for name in ("wrong", "stale", "empty", "failed") if getattr(counted, name)} == set(fault.split())


@pytest.mark.parametrize("faults", ["wrong", "stale", "empty", "failed"])
def test_one_fault_is_enough_to_be_unsound(faults: str) -> None:
    sound = dict.fromkeys(Load.__slots__, 0) | {"told_away": 1, "right_after": 1}
    assert Load(**sound).is_sound
    assert not Load(**{**sound, faults: 1}).is_sound
    assert not Load(**{**sound, "told_away": 0}).is_sound
