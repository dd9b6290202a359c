"""What programs may ask of the page over HTTP: the jobs by name, with the JSON of their commands (`--json`).

Everything else that the page does in events of its own is private.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any, ParamSpec, TypeVar

import gradio as gr
from gradio.events import api
from pydantic import Field, ValidationError, validate_call

from assistant.ask import Pincite
from assistant.compare.compare import compare
from assistant.coverage.cover import cover
from assistant.holdings import holdings
from assistant.show import show
from assistant.web.texts import say
from assistant.workshop.make import Asked, make
from corpus.errors import PinciteError
from corpus.library import read_library
from corpus.settings import Settings

P = ParamSpec("P")
T = TypeVar("T")
Json = dict[str, Any]
Text = Annotated[str, Field(max_length=20_000)]  # what is too long for a job is told in its own words
Name = Annotated[str, Field(max_length=300)]
Names = Annotated[list[Name], Field(max_length=100)]
Whole = Annotated[int, Field(ge=0, le=999_999)]

log = logging.getLogger(__name__)


def endpoints(pincite: Pincite, settings: Settings) -> None:
    """Add what programs may ask to the page that is being built."""

    def ask_question(
        question: Text,
        jurisdiction: Names | None = None,
        kind: Names | None = None,
        document: Names | None = None,
        as_of: Name = "",
        binding: bool = False,
    ) -> Json:
        """Answer a question, each statement cited, or abstain and say why."""
        given = pincite.ask(question, jurisdiction or (), kind or (), document or (), as_of, binding)
        return given.model_dump(mode="json")

    def show_place(citation: Name, edition: Name = "", as_of: Name = "") -> Json:
        """The provision that a citation means, written in any way, in its place."""
        return pincite.over(lambda index: show(index, citation, edition or None, as_of)).model_dump(mode="json")

    def compare_jurisdictions(topic: Text, jurisdictions: Names) -> Json:
        """How jurisdictions, two or more, treat a topic: a table of points, each cell cited, or nothing."""
        return pincite.over(lambda index: compare(index, topic, jurisdictions)).model_dump(mode="json")

    def cover_item(description: Text) -> Json:
        """Which list entries may cover an item, which facts decide, what remains open past the list."""
        return pincite.over(lambda index: cover(index, description)).model_dump(mode="json")

    def make_material(
        kind: Name,
        topic: Text = "",
        document: Names | None = None,
        jurisdiction: Names | None = None,
        number: Whole | None = None,
        difficulty: Name = "",
        kinds: Names | None = None,
        seed: Whole = 0,
    ) -> Json:
        """A quiz, cards, a handout or a scenario. The same seed gives the same."""
        asked = Asked(kind, topic, document or (), jurisdiction or (), number, difficulty, kinds or (), seed)
        return pincite.over(lambda index: make(index, asked)).result.model_dump(mode="json")

    def list_documents() -> list[Json]:
        """Every document: what is held of it, in which layers and editions, how whole and how old."""
        library = read_library(settings.digests, settings.catalogue, settings.home)
        return [asdict(one) for one in holdings(library, settings.home, datetime.now(UTC).date())]

    api(told(ask_question), api_name="ask")
    api(told(show_place), api_name="show")
    api(told(compare_jurisdictions), api_name="compare")
    api(told(cover_item), api_name="coverage")
    api(told(make_material), api_name="workshop")
    api(told(list_documents), api_name="catalogue")


def told(job: Callable[P, T]) -> Callable[P, T]:
    """A job whose inputs are checked, and whose faults reach a program as their sentence."""
    checked = validate_call(job)

    @functools.wraps(job)
    def safe(*given: P.args, **named: P.kwargs) -> T:
        try:
            return checked(*given, **named)
        except PinciteError as error:
            raise gr.Error(str(error), print_exception=False) from None
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            names = list(job.__annotations__)
            at = first["loc"][0]
            name = names[at] if isinstance(at, int) else at
            raise gr.Error(say("api.wrong", name=name, why=first["msg"]), print_exception=False) from None
        except Exception:
            log.exception("A job failed that a program asked for")
            raise gr.Error(say("fault.unforeseen"), print_exception=False) from None

    return safe
