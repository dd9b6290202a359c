"""Answers and provisions in a terminal: all that was written by others is plain text, and every citation has its number."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from rich.console import Console

from assistant import terminal
from assistant.answer import Answer, Citation, CorpusState, Evidence, Note, Statement
from assistant.ask import Pincite
from assistant.holdings import holdings
from assistant.show import Place, Shown, show
from corpus.library import Library
from corpus.settings import Settings

HOSTILE = (
    "[bold]bold[/bold] [link=https://evil.example]link[/link] \x1b[31mred\x1b[0m \x1b]0;title\x07 \u202egnirts <b>"
)
SHOWN = "[bold]bold[/bold] [link=https://evil.example]link[/link] [31mred[0m ]0;title gnirts <b>"
CORPUS = CorpusState(built_at="2026-01-01T00:00:00+00:00", documents=1, provisions=1)


@pytest.fixture
def console() -> Console:
    """A colour terminal, wide enough that nothing is wrapped, that keeps what is printed."""
    return Console(
        file=io.StringIO(), record=True, width=1000, force_terminal=True, color_system="truecolor", highlight=False
    )


def plain(console: Console) -> str:
    return console.export_text(clear=False, styles=False)


def raw(console: Console) -> str:
    """What the terminal is sent."""
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def cited(pin: str, pincite: str = "Article 1") -> Citation:
    return Citation(
        pin=pin, pincite=pincite, quote="Quoted.", layer="digest", edition="2024", url="https://example.org/act"
    )


def answered(*statements: Statement, question: str = "Why?", notes: tuple[Note, ...] = ()) -> Answer:
    return Answer(question=question, status="answered", statements=statements, notes=notes, corpus=CORPUS)


def harmless(console: Console) -> None:
    """No sequence of the hostile text's own reaches the terminal, and its markup is shown as it was written."""
    assert SHOWN in plain(console)
    assert "\x1b[31m" not in raw(console)
    assert not re.search(r"\x1b\](?!8;)", raw(console))
    assert "\u202e" not in raw(console)
    assert "\x1b]8;;https://evil.example" not in re.sub(r"id=\d+", "", raw(console))


def test_a_real_answer_shows_its_statements_numbered_places_and_notes(console: Console, pincite: Pincite) -> None:
    given = pincite.ask("What does Article 5(2) of the dual-use regulation require?")
    terminal.answer(console, given)
    text = plain(console)
    places = list(dict.fromkeys(c.pin for s in given.statements for c in s.citations))
    for statement in given.statements:
        assert f"{statement.text} [{places.index(statement.citations[0].pin) + 1}]" in text
    for number, pin in enumerate(places, 1):
        pincite_of = next(c.pincite for s in given.statements for c in s.citations if c.pin == pin)
        assert re.search(rf"^\[{number}\] {re.escape(pincite_of)} .*restated by Pincite.*{re.escape(pin)}", text, re.M)
    assert text.index("Places") < text.index("What to know")
    assert all(note.text in text for note in given.notes)


def test_a_place_cited_by_many_statements_has_one_number(console: Console) -> None:
    one, two = cited("demo/art_1"), cited("demo/art_2", "Article 2")
    terminal.answer(
        console,
        answered(
            Statement(text="First.", citations=(one,)),
            Statement(text="Second.", citations=(two, one)),
            Statement(text="Third.", citations=(one,)),
        ),
    )
    text = plain(console)
    assert "First. [1]" in text and "Second. [2] [1]" in text and "Third. [1]" in text
    assert len(re.findall(r"^\[\d\] ", text, re.M)) == 2


def test_an_abstention_shows_why_and_the_nearest_that_do_not_answer(console: Console, pincite: Pincite) -> None:
    given = pincite.ask("What does Article 99 of the dual-use regulation say?")
    terminal.answer(console, given)
    text = plain(console)
    assert given.notes[0].text in text
    assert "The nearest provisions, which do not answer it:" in text
    assert all(evidence.pincite in text for evidence in given.evidence[:5])
    assert "Places" not in text


def test_a_hostile_question_is_shown_as_it_was_written(console: Console) -> None:
    terminal.answer(console, answered(Statement(text="Yes.", citations=(cited("demo/art_1"),)), question=HOSTILE))
    harmless(console)


def test_a_hostile_text_of_a_document_is_shown_as_it_was_written(console: Console) -> None:
    statement = Statement(text=HOSTILE, citations=(cited("demo/art_1", HOSTILE),))
    terminal.answer(console, answered(statement, notes=(Note(code="x", text=HOSTILE),)))
    harmless(console)
    assert plain(console).count(SHOWN) == 4


def test_hostile_evidence_is_shown_as_it_was_written(console: Console) -> None:
    evidence = Evidence(pin="demo/art_1", pincite=HOSTILE, score=1.0, text=HOSTILE, layer="digest", document="demo")
    note = Note(code="not-in-corpus", text=HOSTILE)
    given = Answer(question="Why?", status="abstained", evidence=(evidence,), notes=(note,), corpus=CORPUS)
    terminal.answer(console, given)
    harmless(console)


def test_a_hostile_provision_is_shown_as_it_was_written(console: Console, pincite: Pincite) -> None:
    place = Place(pin="demo/art_1", pincite=HOSTILE, title=HOSTILE)
    fields = dict.fromkeys(("above", "inside", "see", "cited_by", "others"), (place,))
    shown = show(pincite.index, "4D004").model_copy(
        update={**fields, "title": HOSTILE, "text": HOSTILE, "basis": HOSTILE, "pincite": HOSTILE}
    )
    terminal.provision(console, shown)
    harmless(console)


def test_a_provision_is_shown_with_its_place_its_basis_and_its_address(console: Console, pincite: Pincite) -> None:
    shown: Shown = show(pincite.index, "Note to 4D004")
    terminal.provision(console, shown)
    text = plain(console)
    assert text.index(shown.above[0].title) < text.index(shown.title) < text.index(shown.text.split("\n")[0])
    assert f"Basis: {shown.basis}" in text
    assert shown.url in text
    assert "restatement; the official text decides" in text
    assert all(place.pincite in text for place in (*shown.inside, *shown.see, *shown.cited_by))


def test_a_document_held_in_part_shows_what_is_not_held(console: Console, pincite: Pincite) -> None:
    shown = show(pincite.index, "eu-2021-821")
    terminal.provision(console, shown)
    assert f"Not held: {shown.missing}" in plain(console)


def test_the_catalogue_is_a_table_with_every_document(console: Console, library: Library, settings: Settings) -> None:
    terminal.documents(console, list(holdings(library, settings.home, date(2026, 11, 22))))
    assert all(re.search(rf"^{name} ", plain(console), re.M) for name in library.documents)
