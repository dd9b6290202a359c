"""Workshop material as papers: for participants without answers, for trainers with answers, explanations and places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, get_args

from assistant.answer import Note, Statement
from assistant.paper import Block, Heading, Items, Line, PageBreak, Paper, Table
from assistant.workshop.cards import Cards
from assistant.workshop.handout import Handout
from assistant.workshop.questions import Question
from assistant.workshop.quiz import Quiz
from assistant.workshop.scenario import Scenario, Scenarios

Reader = Literal["participants", "trainers", "both"]
READERS: tuple[Reader, ...] = get_args(Reader)

_LETTERS = "ABCDEFGHIJ"
_RULE = "_" * 40  # where an answer is written by hand
_RESTATED = Note(
    code="restated",
    text="Sentences marked as restated are Pincite's own; the official text, linked at each place, decides.",
)


def quiz_paper(quiz: Quiz, date: str, reader: Reader = "both") -> Paper:
    """The questions; for trainers with the answers, after the questions where both read it."""
    blocks: list[Block] = []
    if reader != "trainers":
        blocks += [Line("Name: " + _RULE), *_asked(quiz)]
    if reader == "both":
        blocks.append(PageBreak())
    if reader != "participants":
        blocks += [Heading("For trainers: answers and places"), *_answered(quiz, with_options=reader == "trainers")]
    return _paper(f"{quiz.title} ({len(quiz.questions)} questions)", blocks, quiz.notes, quiz, date, reader)


def cards_paper(cards: Cards, date: str, reader: Reader = "both") -> Paper:
    """A table to cut up: front and back; participants get the fronts to fill in."""
    rows = []
    for n, card in enumerate(cards.cards, 1):
        back = _statement(card.back) if reader != "participants" else Line(_RULE)
        rows.append(((Line(f"{n}. {card.front}"),), (back,)))
    blocks: list[Block] = [Table(("Front", "Back"), tuple(rows))]
    return _paper(cards.title, blocks, cards.notes, cards, date, reader)


def handout_paper(handout: Handout, date: str, reader: Reader = "both") -> Paper:
    """The sections with their places: the same for all, and for trainers questions to put on each."""
    blocks: list[Block] = []
    for section in handout.sections:
        blocks += [Heading(section.title), Items(tuple(_statement(one) for one in section.statements))]
    if reader != "participants":
        put = tuple(
            Line(f"{section.title}: which of these points does your own system meet, and where would you look it up?")
            for section in handout.sections
        )
        blocks += [Heading("For trainers: questions to put"), Items(put, "number")]
    return _paper(handout.title, blocks, handout.notes, handout, date, "trainers")


def scenario_paper(scenarios: Scenarios, date: str, reader: Reader = "both") -> Paper:
    """Each scenario with what to discuss, and boxes to tick; for trainers the provisions to find."""
    blocks: list[Block] = []
    for n, scenario in enumerate(scenarios.scenarios, 1):
        if reader != "trainers":
            blocks += [Heading(f"Scenario {n}"), *_told(scenario), Heading("To do", 2), _TO_DO]
    if reader == "both":
        blocks.append(PageBreak())
    for n, scenario in enumerate(scenarios.scenarios, 1):
        if reader != "participants":
            blocks += [Heading(f"For trainers: scenario {n}, provisions to find"), *_to_find(scenario, reader)]
    return _paper(scenarios.title, blocks, scenarios.notes, scenarios, date, reader)


_TO_DO = Items(
    tuple(
        Line(text)
        for text in (
            "Name the facts that are missing, and whom you would ask.",
            "Find the provisions that decide, each with article and paragraph.",
            "Say what you would do: no licence needed, apply, inform the authority, stop.",
        )
    ),
    "box",
)


def _asked(quiz: Quiz) -> Iterator[Block]:
    for n, one in enumerate(quiz.questions, 1):
        yield Line(_put(one), tag=f"{n}.")
        yield Items(tuple(Line(o.text) for o in one.options), "letter") if one.options else Line(f"Answer: {_RULE}")


def _answered(quiz: Quiz, with_options: bool) -> Iterator[Block]:
    for n, one in enumerate(quiz.questions, 1):
        if with_options:
            yield Line(_put(one), tag=f"{n}.")
            if one.options:
                yield Items(tuple(Line(o.text) for o in one.options), "letter")
        yield Line(f"{_answer(one)} ({one.difficulty})", tag="Answer:" if with_options else f"{n}.")
        yield _statement(one.explanation)


def _put(one: Question) -> str:
    return f"True or false? “{one.stem}”" if one.kind == "true-false" else one.stem


def _answer(one: Question) -> str:
    letters = [letter for letter, option in zip(_LETTERS, one.options, strict=False) if option.text == one.answer]
    also = f" (also: {'; '.join(one.accepted)})" if one.accepted else ""
    told = f"{letters[0]}. {one.answer}" if letters else one.answer
    return f"{told}{also}"


def _told(scenario: Scenario) -> Iterator[Block]:
    for aspect in scenario.aspects:
        yield Line(aspect.told, tag=f"{aspect.title}.")
        yield Line(aspect.discuss)


def _to_find(scenario: Scenario, reader: Reader) -> Iterator[Block]:
    for aspect in scenario.aspects:
        yield Heading(f"{aspect.title}: {aspect.discuss}", 2)
        if reader == "trainers":
            yield Line(aspect.told)
        if aspect.statements:
            yield Items(tuple(_statement(one) for one in aspect.statements))
        else:
            yield Line("The corpus has nothing on this within the limits set.")


def _statement(statement: Statement) -> Line:
    """A statement with its place spelt out, as it is read in a room without the list of places at the end."""
    return Line(statement.text, statement.citations)


def _paper(
    title: str,
    blocks: list[Block],
    notes: tuple[Note, ...],
    made: Quiz | Cards | Handout | Scenarios,
    date: str,
    reader: Reader,
) -> Paper:
    shown = () if reader == "participants" else (_RESTATED, *notes)
    few = tuple(note for note in notes if reader == "participants" and note.code == "fewer")
    return Paper(title, tuple(blocks), (*shown, *few), made.corpus, date)
