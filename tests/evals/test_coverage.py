"""The coverage page says first what is not covered, and what tests what is."""

from __future__ import annotations

from datetime import date

from corpus.library import Library
from corpus.pins import Pin
from corpus.settings import Settings
from evals.coverage import Covered, coverage, markdown
from evals.questions import Question

TODAY = date(2026, 11, 22)
QUESTIONS = [
    Question("a", "official", "dev", "?", ((Pin.parse("pmp-code/par_8"), Pin.parse("eu-2021-821/art_5")),), (("x",),)),
    Question("b", "official", "dev", "?", ((Pin.parse("pmp-code/par_8/pnt_a"),), (Pin.parse("pmp-code/par_1"),)), (("x",),)),
    Question("c", "official", "dev", "?", unanswerable="not-in-corpus"),
]  # fmt: skip


def covered(library: Library, settings: Settings) -> list[Covered]:
    return coverage(settings, library, QUESTIONS, TODAY)


def test_every_document_is_there_once_what_is_not_covered_first(library: Library, settings: Settings) -> None:
    found = covered(library, settings)
    assert sorted(one.id for one in found) == sorted(library.documents)
    kinds = [one.coverage for one in found]
    assert kinds == sorted(kinds, key=["pointer", "partial", "complete"].index)
    assert set(kinds) == {"pointer", "partial", "complete"}


def test_a_question_counts_once_for_each_document_of_which_it_asks_a_place(
    library: Library, settings: Settings
) -> None:
    asked = {one.id: one.questions for one in covered(library, settings)}
    assert asked["pmp-code"] == 2
    assert asked["eu-2021-821"] == 1
    assert sum(asked.values()) == 3


def test_a_pointer_has_no_text_and_what_is_held_has_an_age(library: Library, settings: Settings) -> None:
    for one in covered(library, settings):
        assert (one.provisions == 0) == (one.coverage == "pointer") == (one.age is None)
        assert one.missing or one.coverage != "partial"
    code = next(one for one in covered(library, settings) if one.id == "pmp-code")
    assert (code.edition, code.age, code.layers) == ("2025-04-25", (TODAY - date(2025, 4, 25)).days, ("digest",))


def test_the_page_names_every_document_and_what_is_missing(library: Library, settings: Settings) -> None:
    page = markdown(covered(library, settings))
    assert page.index("## Not covered") < page.index("## Covered in part") < page.index("## Covered whole")
    for document in library.documents:
        assert f"`{document}`" in page
    missing = next(e.missing for e in library.editions if e.document == "pmp-code")
    assert missing in page
