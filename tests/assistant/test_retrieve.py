"""The ranking of provisions: exact addresses first, within the filters, of the newest edition, the same every time."""

from __future__ import annotations

import pytest

from assistant.ask import Pincite
from assistant.filters import Filters
from assistant.retrieve import LEADING, Ranking, expand
from assistant.view import view
from corpus.library import Library
from corpus.pincites import pincite as written

NAMED = [
    ("What does Article 5(2) of the dual-use regulation require?", "eu-2021-821/art_5/par_2"),
    ("Is a command and control server covered by 4A005?", "eu-annex-1/itm_4A005"),
    ("What does 15 CFR § 734.18(b) define?", "us-ear/sec_734.18/par_b"),
    ("What do states commit to in PMP 8.b.iii?", "pmp-code/par_8/pnt_b/pnt_iii"),
    ("What does section 52a AWV cover?", "de-awv/sec_52a"),
    ("What is good practice 2 of section V of the SIPRI guide?", "sipri-ccic-guide/sec_V/gp_2"),
]

FILTERS = [
    Filters(jurisdiction=("US",)),
    Filters(jurisdiction=("DE", "CH")),
    Filters(kind=("statement",)),
    Filters(document=("us-ccl",)),
    Filters(jurisdiction=("EU",), kind=("list",)),
    Filters(binding=True),
    Filters(kind=("list", "guidance"), binding=True),
]

QUESTIONS = [
    "What is intrusion software?",
    "What does entry 4D004 control?",
    "Which technical assistance needs a licence?",
    "What did the joint statement on commercial spyware of 2023 announce?",
]


def ranked(pincite: Pincite, question: str, filters: Filters | None = None) -> Ranking:
    return pincite.find(question, filters or Filters()).ranking


@pytest.mark.parametrize(("question", "pin"), NAMED)
def test_an_address_that_the_question_names_comes_first(question: str, pin: str, pincite: Pincite) -> None:
    first = ranked(pincite, question).hits[0]
    assert (str(first.provision.pin), first.why) == (pin, "named")


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_best_comes_first_and_no_place_twice(question: str, pincite: Pincite) -> None:
    hits = ranked(pincite, question).hits
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.provision.pin for hit in hits}) == len(hits) > 10


@pytest.mark.parametrize("filters", FILTERS, ids=lambda f: str(f.shown()))
@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_outside_the_filters_is_found_or_led_to(question: str, filters: Filters, pincite: Pincite) -> None:
    ranking = ranked(pincite, question, filters)
    found = [*ranking.hits, *expand(pincite.index, ranking.hits, ranking.view)]
    documents = [pincite.index.store.documents[hit.provision.pin.document] for hit in found]
    assert ranking.hits
    for name, values in filters.wanted().items():
        has = {document.id if name == "document" else getattr(document, name) for document in documents}
        assert has <= set(values)
    assert not filters.binding or all(document.binding for document in documents)


def test_binding_law_is_found_behind_however_much_guidance_that_comes_nearer(pincite: Pincite) -> None:
    question = "Which good practices of the Pall Mall Process concern transparency?"
    index, limits = pincite.index, Filters(binding=True)
    binding = view(index, limits).searched
    vector = index.embed([question])[0]
    every = index.nearest(vector, index.manifest.chunks)
    near = sorted(every, key=lambda row: -every[row])
    assert not any(binding[row] for row in near[:50])
    best = next(row for row in near if binding[row])
    assert ranked(pincite, question, limits).nearest == pytest.approx(every[best], abs=1e-5)


def editions(ranking: Ranking, document: str) -> set[str]:
    return {hit.provision.edition for hit in ranking.hits if hit.provision.pin.document == document}


def test_an_older_edition_is_found_only_where_its_year_is_named(pincite: Pincite) -> None:
    question = "What did governments announce in the joint statement on commercial spyware{}?"
    assert editions(ranked(pincite, question.format("")), "joint-statement-spyware") == {"2024-03-18"}
    assert editions(ranked(pincite, question.format(" of 2022")), "joint-statement-spyware") == {"2024-03-18"}
    assert "2023-03-30" in editions(ranked(pincite, question.format(" of 2023")), "joint-statement-spyware")


def test_a_provision_held_by_its_heading_alone_is_never_found(pincite: Pincite, library: Library) -> None:
    headings = {p.pin: p.title for p in library.provisions() if p.held == "heading"}
    assert headings
    for pin, title in headings.items():
        question = f"What does {written(pin, library.documents[pin.document])}, “{title}”, say?"
        ranking = ranked(pincite, question)
        found = [*ranking.hits, *expand(pincite.index, ranking.hits, ranking.view)]
        assert headings.keys().isdisjoint(hit.provision.pin for hit in found)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_ranking_is_the_same_twice(question: str, pincite: Pincite) -> None:
    once, again = (Pincite(pincite.index.settings).find(question, Filters()).ranking.hits for _ in range(2))
    assert once == again


def test_what_the_best_lead_to_is_found_after_them_and_is_none_of_them(pincite: Pincite) -> None:
    ranking = ranked(pincite, "What does entry 4D004 control?")
    led = expand(pincite.index, ranking.hits, ranking.view)
    assert led
    assert {hit.why for hit in led} == {"led to"}
    assert {hit.provision.pin for hit in ranking.hits}.isdisjoint(hit.provision.pin for hit in led)
    store = pincite.index.store
    linked = {pin for hit in ranking.hits[:LEADING] for pin in (*hit.provision.see, *store.uses(hit.row))}
    parents = {hit.provision.pin for hit in ranking.hits[:LEADING]}
    assert [h for h in led if h.provision.pin not in linked and h.provision.pin.parent not in parents] == []


def test_the_best_of_each_named_jurisdiction_is_among_what_is_found(pincite: Pincite) -> None:
    hits = ranked(pincite, "How do Germany and the UK treat technical assistance?").hits
    places = {pincite.index.store.documents[hit.provision.pin.document].jurisdiction for hit in hits}
    assert {"DE", "UK"} <= places
