"""What is handed out about an item: the same for the command line, Python and files."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assistant.answer import Citation, CorpusState, Frozen, Note, Statement
from assistant.coverage.elements import Role
from assistant.coverage.weigh import Verdict, Why
from assistant.show import Sibling as Corresponding

Standing = Literal["met", "undecided", "opposed", "unsupported"]
STANDINGS: dict[Standing, str] = {
    "met": "its elements are met as described",
    "undecided": "undecided: the facts named below decide",
    "opposed": "an element speaks against",
    "unsupported": "its words are near, but nothing in the description speaks for its elements",
}
CAUTION = (
    "This shows what the control texts held here ask for and what the description says of it. It does not say that an item "
    "is not controlled: lists that are not held, facts not described and the law beside the lists remain open."
)


class Stated(Frozen):
    """What somebody answered on an element when asked: yes (for), no (against); `said` are their words."""

    pin: str
    words: str
    verdict: Verdict
    said: str


class ElementFound(Frozen):
    """An element of a control text, what the description says of it, and where it stands. `quote` are the description's
    words; `plain` that they are clear enough to rest a standing on, `decides` that the standing of the entry turns on it.
    """

    words: str
    role: Role
    needed: bool
    verdict: Verdict
    quote: str
    why: Why
    plain: bool
    decides: bool
    citation: Citation


class Sibling(Corresponding):
    """A provision of another list that corresponds, what it is to the entry of the Wassenaar list, and whose list it is."""

    jurisdiction: str


class Candidate(Frozen):
    """An entry that may cover the item. `score` is comparable within one description, 1 the most; `branch` are the points of
    the entry that fit best.
    """

    pin: str
    pincite: str
    title: str
    score: float
    branch: tuple[str, ...]
    standing: Standing
    control: tuple[Statement, ...]
    elements: tuple[ElementFound, ...]
    definitions: tuple[Statement, ...]
    siblings: tuple[Sibling, ...]

    @property
    def deciding(self) -> tuple[ElementFound, ...]:
        """The elements that decide."""
        return tuple(element for element in self.elements if element.decides)


class Further(Frozen):
    """An entry that is near and was not weighed: of another list, or further down."""

    pin: str
    pincite: str
    title: str


class Route(Frozen):
    """A way in which an item that no list names may need a licence: what the corpus says of it, and what to ask."""

    id: str
    title: str
    statements: tuple[Statement, ...]
    question: str


class AuthorityQuestion(Frozen):
    """A question to put to the licensing authority, and the places that it is about."""

    text: str
    citations: tuple[Citation, ...]


class Coverage(Frozen):
    """Whether an item is covered: candidates, what decides, what is open. `status` is "nothing-near" without candidates."""

    description: str
    language: str
    status: Literal["candidates", "nothing-near"]
    candidates: tuple[Candidate, ...]
    further: tuple[Further, ...]
    routes: tuple[Route, ...]
    questions: tuple[AuthorityQuestion, ...]
    stated: tuple[Stated, ...]
    notes: tuple[Note, ...]
    corpus: CorpusState
    editions: tuple[str, ...]
    date: str
    timings_ms: dict[str, float] = Field(default_factory=dict)
