"""What programs may ask of the page over HTTP: typed, with the JSON of the commands, wrong input as a sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from served import Site

from assistant.ask import Pincite
from assistant.compare.compare import compare
from assistant.show import show


def called(site: Site, endpoint: str, *data: Any) -> tuple[str, Any]:
    """How a call ended, complete or error, and what came of it."""
    started = site.post(f"/gradio_api/call/{endpoint}", json={"data": data})
    assert started.status_code == 200, started.text
    events = site.get(f"/gradio_api/call/{endpoint}/{started.json()['event_id']}", timeout=120).text
    kind, held = events.strip().split("\n\n")[-1].split("\n", 1)
    return kind.removeprefix("event: "), json.loads(held.removeprefix("data: "))


def given(site: Site, endpoint: str, *data: Any) -> Any:
    kind, held = called(site, endpoint, *data)
    assert kind == "complete", held
    return held[0]


def test_the_jobs_are_the_only_endpoints(site: Site) -> None:
    named = site.get("/gradio_api/info").json()["named_endpoints"]
    assert set(named) == {"/ask", "/show", "/compare", "/coverage", "/workshop", "/catalogue"}
    names = [one["parameter_name"] for one in named["/compare"]["parameters"]]
    assert names == ["topic", "jurisdictions"]


def test_an_answer_is_that_of_the_command(site: Site, pincite: Pincite) -> None:
    asked = "Which software does entry 4D004 cover?"
    held = given(site, "ask", asked, None, None, None, "", False)
    assert held["statements"] == pincite.ask(asked).model_dump(mode="json")["statements"] != []


def test_a_provision_is_that_of_the_command(site: Site, pincite: Pincite) -> None:
    assert given(site, "show", "4D004", "", "") == show(pincite.index, "4D004").model_dump(mode="json")


def test_a_comparison_is_that_of_the_command(site: Site, pincite: Pincite) -> None:
    expected = compare(pincite, "technical assistance", ["EU", "UK"]).model_dump(mode="json")
    held = given(site, "compare", "technical assistance", ["EU", "UK"])
    assert held["rows"] == expected["rows"] != []


def test_an_item_is_weighed_and_material_is_made(site: Site) -> None:
    held = given(site, "coverage", "A hidden program takes messages from a phone and avoids virus scanners.")
    assert held["candidates"] and any(note["code"] == "no-clearance" for note in held["notes"])
    held = given(site, "workshop", "quiz", "", None, None, 3, "easy", ["choice"], 5)
    assert [(one["kind"], one["difficulty"]) for one in held["questions"]] == [("choice", "easy")] * 3
    assert held["seed"] == 5


def test_the_catalogue_lists_every_document(site: Site, pincite: Pincite) -> None:
    assert {one["id"] for one in given(site, "catalogue")} == set(pincite.index.store.documents)


@pytest.mark.parametrize(
    ("endpoint", "data", "told"),
    [
        ("ask", ["", None, None, None, "", False], "The question is empty."),
        ("ask", ["x" * 20_001, None, None, None, "", False], "“question” cannot be read"),
        ("ask", [{"a": 1}, None, None, None, "", False], "“question” cannot be read"),
        ("ask", ["What is 4D004?", ["XX"], None, None, "", False], "“XX” is not a jurisdiction"),
        ("ask", ["What is 4D004?", None, None, None, "yesterday", False], "“yesterday” is not a date"),
        ("show", ["Article 999 of the dual-use regulation", "", ""], "leads to no provision"),
        ("compare", ["SaaS", ["EU"]], "needs two jurisdictions or more"),
        ("compare", ["SaaS", ["EU"] * 101], "“jurisdictions” cannot be read"),
        ("coverage", ["spyware"], "is too little to compare"),
        ("workshop", ["quiz", "", None, None, -1, "", None, 0], "“number” cannot be read"),
        ("workshop", ["quiz", "", None, None, 3, "wild", None, 0], "“wild” is not a difficulty"),
        ("workshop", ["poster", "", None, None, None, "", None, 0], "“poster” is not a kind of material"),
    ],
)
def test_wrong_input_is_told_in_a_sentence(site: Site, endpoint: str, data: list[Any], told: str) -> None:
    kind, held = called(site, endpoint, *data)
    assert kind == "error" and told in json.dumps(held, ensure_ascii=False)
