"""A term leads to its definition: in its own document, and in those that take their terms from it."""

from __future__ import annotations

import pytest

from corpus.defined import definitions, links
from corpus.library import Library
from corpus.pins import Pin
from corpus.provisions import Basis, Document, Provision


def _provision(pin: str, title: str, text: str) -> Provision:
    return Provision(Pin.parse(pin), title, text, "2024", "digest", Basis("text", ("oj",)))


def _document(name: str, terms: tuple[str, ...] = ()) -> Document:
    return Document(
        name, name, name, "regulation", "XX", "nobody", True, "https://example.org", "none", "2024", terms=terms
    )


ACT = [
    _provision("act/art_2", "Definitions", "The act defines its terms."),
    _provision("act/art_2/pnt_1", "Broker (intermediary)", "A broker is a person who sells."),
    _provision("act/art_2/pnt_2", "Export: sending out", "Export is sending out, also by a broker."),
    _provision("act/art_2/pnt_3", "Export authority", "The export authority grants licences."),
    _provision("act/art_3", "Duties", "Brokers tell the Export Authority before an export."),
    _provision("list/def_intrusion-software", "“Intrusion software”", "Software that intrudes."),
    _provision("list/itm_1", "An entry", "Intrusion software, for export by brokers."),
    _provision("other/art_1", "Another act", "Its brokers export intrusion software."),
]
DOCUMENTS = {name: _document(name) for name in ("act", "other")} | {"list": _document("list", ("act",))}

USES = [
    ("act/art_2", [], "a list of definitions does not lead to what is inside it"),
    ("act/art_2/pnt_1", [], "a definition does not lead to itself"),
    ("act/art_2/pnt_2", ["act/art_2/pnt_1"], "nor does another, but to the terms that it uses"),
    ("act/art_2/pnt_3", [], "nor to a part of its own term"),
    ("act/art_3", ["act/art_2/pnt_1", "act/art_2/pnt_3", "act/art_2/pnt_2"], "the longest term counts, many as one"),
    (
        "list/itm_1",
        ["list/def_intrusion-software", "act/art_2/pnt_2", "act/art_2/pnt_1"],
        "and terms of the act",
    ),
    ("other/art_1", [], "and nowhere else"),
]


@pytest.mark.parametrize(("pin", "leads_to", "why"), USES)
def test_a_provision_leads_to_the_definitions_of_its_terms(pin: str, leads_to: list[str], why: str) -> None:
    found = dict(zip((str(p.pin) for p in ACT), links(ACT, DOCUMENTS), strict=True))
    assert [str(term) for term in found[pin]] == leads_to, why


def test_a_title_that_is_a_sentence_and_a_definition_not_held_are_no_terms() -> None:
    long = _provision("act/art_2/pnt_4", "What the minister may do in cases of some need", "He may act.")
    heading = Provision(
        Pin.parse("act/art_2/pnt_5"), "Transit", "", "2024", "digest", Basis("text", ("oj",)), held="heading"
    )
    forms = definitions([*ACT[:1], long, heading])
    assert forms == {}


def test_no_link_of_the_corpus_dangles_and_control_entries_lead_to_their_terms(library: Library) -> None:
    known = {p.pin for p in library.provisions()}
    found = dict(zip((str(p.pin) for p in library.provisions()), library.definitions(), strict=True))
    assert all(pin in known for pins in found.values() for pin in pins)
    assert Pin.parse("eu-annex-1/def_intrusion-software") in found["eu-annex-1/itm_4D004"]
    assert Pin.parse("eu-2021-821/art_2/pnt_20") in found["eu-2021-821/art_5/par_2"]
