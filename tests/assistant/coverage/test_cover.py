"""Whether an item is covered: candidates, quoted words, open facts, and never a clearance."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import Done

from assistant.coverage.candidates import entries_of
from assistant.coverage.cover import cover
from assistant.coverage.dialogue import dialogue
from assistant.coverage.record import paper
from assistant.coverage.result import CAUTION, Coverage
from assistant.coverage.routes import route_faults
from assistant.verify import holds
from corpus.errors import UsageError
from corpus.library import Library
from corpus.pins import Pin
from indexer.opened import Index

CONSOLE = (
    "Our console lets investigators steer a hidden program on a target's phone. The program was built so that virus scanners "
    "do not notice it. It takes messages and photographs from the phone. We developed the console for this only."
)
BAKERY = (
    "A mixer kneads dough for bakeries. It has a steel bowl, a timer and a lid, and it is washed by hand after work."
)


@pytest.fixture(scope="module")
def console(index: Index) -> Coverage:
    return cover(index, CONSOLE)


def test_the_right_entry_is_among_the_first_with_its_siblings(console: Coverage) -> None:
    codes = {candidate.pin for candidate in console.candidates}
    assert codes & {"eu-annex-1/itm_4D004", "eu-annex-1/itm_4A005"}
    siblings = {one.jurisdiction for candidate in console.candidates for one in candidate.siblings}
    assert {"US", "CH"} <= siblings


def test_every_citation_holds_and_every_quote_is_of_the_description(console: Coverage, index: Index) -> None:
    elements = [element for candidate in console.candidates for element in candidate.elements]
    assert elements
    assert all(holds(element.citation, index.store) for element in elements)
    assert [element.quote for element in elements if element.quote not in console.description] == []


def test_it_never_says_that_an_item_is_not_controlled(console: Coverage, index: Index) -> None:
    for result in (console, cover(index, BAKERY)):
        assert any(note.text == CAUTION for note in result.notes)
        assert all(c.deciding for c in result.candidates if c.standing in ("undecided", "opposed"))
        assert {"cyber-surveillance", "weapons-and-military", "sanctions"} <= {route.id for route in result.routes}


def test_where_nothing_is_near_that_is_said_and_the_ways_past_the_list_remain(index: Index) -> None:
    result = cover(index, BAKERY)
    assert (result.status, result.candidates) == ("nothing-near", ())
    assert result.questions
    assert "nothing-near" in {note.code for note in result.notes}


def test_a_description_in_german_is_ranked_but_not_weighed(index: Index) -> None:
    german = "Unsere Software wurde für die Polizei entwickelt. Sie überwacht Telefone und ist für die Person nicht sichtbar."
    result = cover(index, german)
    assert result.language == "German"
    assert {element.verdict for candidate in result.candidates for element in candidate.elements} <= {"unknown"}


def test_a_hit_in_the_us_list_counts_for_the_eu_entry(index: Index) -> None:
    assert entries_of(index, Pin.parse("us-ccl/itm_4D004")) == (Pin.parse("eu-annex-1/itm_4D004"),)
    assert entries_of(index, Pin.parse("us-ccl/itm_4A980")) == (Pin.parse("us-ccl/itm_4A980"),)


def test_the_routes_lead_to_places_of_the_corpus(library: Library) -> None:
    assert route_faults({provision.pin for provision in library.provisions()}) == []


def test_an_answer_settles_the_element_that_was_asked(index: Index) -> None:
    lines = iter([CONSOLE, "yes", "no", None])
    asked: list[str] = []

    def ask(question: str) -> str | None:
        asked.append(question)
        return next(lines)

    result = dialogue(index, ask, lambda told: None)
    assert [one.said for one in result.stated] == ["yes", "no"]
    settled = {(one.pin, one.words): one.verdict for one in result.stated}
    shown = {(e.citation.pin, e.words): e for c in result.candidates for e in c.elements}
    assert all(shown[key].verdict == verdict for key, verdict in settled.items() if key in shown)
    assert len(asked) == len(set(asked))


def test_a_dialogue_without_description_says_what_to_do(index: Index) -> None:
    with pytest.raises(UsageError, match="Describe the item"):
        dialogue(index, lambda question: None, lambda told: None)


def test_the_record_names_the_item_the_date_and_the_editions(console: Coverage) -> None:
    record = paper(console)
    texts = [line.text for line in record.lines()]
    assert console.description in texts
    assert record.date == console.date
    assert any("2025-11-15" in text for text in texts)


@pytest.mark.slow
def test_the_command_writes_a_record_and_prints_json(command: Callable[..., Done], tmp_path: Path) -> None:
    (tmp_path / "item.txt").write_text(CONSOLE, encoding="utf-8")
    done = command("coverage", "--file", str(tmp_path / "item.txt"), "--out", str(tmp_path / "record.docx"), "--json")
    assert done.status == 0
    assert json.loads(done.out)["status"] == "candidates"
    assert (tmp_path / "record.docx").stat().st_size > 5_000


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (["coverage"], 2, "Give a description"),
        (["coverage", "text here", "--dialogue"], 2, "one of the three"),
        (["coverage", " "], 2, "is empty"),
        (["coverage", "--file", "/nowhere/item.txt"], 2, "cannot be read"),
    ],
)
def test_wrong_input_is_one_sentence(command: Callable[..., Done], words: list[str], status: int, told: str) -> None:
    done = command(*words)
    assert done.status == status
    assert told in done.err
    assert "Traceback" not in done.err
