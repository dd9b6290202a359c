"""The Commerce Control List becomes entries, points and notes; parsed copies of it, put back into XML, come back whole."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from ccl_as_ecfr import entry_from_json, entry_from_markdown, heading, section, supplement, table
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.pins import Pin
from corpus.readers.audit import Audit, audit
from corpus.readers.ccl import is_list
from corpus.readers.ecfr import READER
from corpus.readers.reading import Unit

SOURCES = Path(__file__).resolve().parents[3].parent / "shared" / "sources"
JSON = SOURCES / "us-ccl-json" / "ccl.json"
MARKDOWN = SOURCES / "us-ccl-parsed-eccn-agent" / "ccl_parsed_checked.json"
CSV = SOURCES / "us-eccn-csv" / "eccn.csv"
at_hand = pytest.mark.skipif(
    not (JSON.exists() and MARKDOWN.exists() and CSV.exists()), reason="the samples are not at hand"
)

ITEMS = section("List of Items Controlled") + "<FP><I>Items:</I></FP>"


def read(body: str) -> tuple[list[Unit], Audit]:
    data = supplement(body)
    reading = READER.read(data)
    found = audit(READER.plain(data), reading)
    assert (found.gone, found.phantom, found.empty) == ((), (), ())
    locators: set[str] = set()
    for unit in reading.units():
        assert Pin.of("us-ccl", unit.locator).locator == unit.locator
        assert not (above := unit.locator.rpartition("/")[0]) or above in locators, unit.locator
        locators.add(unit.locator)
    return reading.units(), found


def entry(*paragraphs: str, code: str = "9A123", before: str = ITEMS) -> dict[str, str]:
    """The text of the provisions in an invented entry, by locator below it."""
    body = "".join(one if one.startswith("<") else f"<P>{one}\n</P>" for one in paragraphs)
    units, _ = read(heading(code, "Lamps as follows.") + before + body)
    return {u.locator.removeprefix(f"itm_{code}").lstrip("/"): u.text for u in units if u.locator.startswith("itm_")}


def places(*paragraphs: str) -> list[str]:
    return [place.replace("pnt_", "").replace("/", ".") for place in list(entry(*paragraphs))[1:]]


@pytest.mark.parametrize(
    ("number", "head", "is_it"),
    [
        ("Supplement No. 1 to Part 774", "", True),
        ("", "Supplement No. 1 to Part 774—The Commerce Control List", True),
        ("Supplement No. 2 to Part 774", "", False),
        ("Supplement No. 1 to Part 740", "", False),
    ],
)
def test_which_supplement_is_the_list(number: str, head: str, is_it: bool) -> None:
    assert is_list(number, head) is is_it


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (["a. One:", "a.1. Two:", "a.1.a. Three;", "a.1.a.1. Four;", "b. Five."], "a a.1 a.1.a a.1.a.1 b"),
        (["a. One:", "a.1 No stop;", "a.2.. Two stops;", "a.3.[Reserved]"], "a a.1 a.2 a.3"),
        (["a. through w. [Reserved]", "x. One.", "y.1. to y.98. [Reserved]"], "a-w x y y.1-98"),
        (["a. One.", "b.-d. [Reserved]", "e. Two."], "a b-d e"),
        (["z.1.a Straight down;", "z.1.b And next."], "z z.1 z.1.a z.1.b"),
        (["a. One:", "a.2.1 Digits below digits."], "a a.2 a.2.1"),
        (["aa. Double."], "aa"),
        (["a" + ".1.a" * 5000 + ". Too deep for a label."], ""),
        (["a person walks in", "i.e. no label", "to. neither", "1. a number is none"], ""),
        (["<FP><I>Items:</I> a. On the same line.</FP>", "b. Two."], "a b"),
        (["<FP><I>Items</I> a. Without a colon.</FP>"], "a"),
    ],
)
def test_points(paragraphs: list[str], expected: str) -> None:
    assert places(*paragraphs) == expected.split()


@pytest.mark.parametrize(
    ("note", "place", "text"),
    [
        ("<NOTE><HED>Note:</HED><P>9A123.a does not control B.</P></NOTE>", "pnt_a/note_1", "9A123.a does not control B."),
        ("<NOTE><HED>Note 2:</HED><P>9A123.a.1 and .a.2 are B.</P></NOTE>", "pnt_a/note_2", "9A123.a.1 and .a.2 are B."),
        ("<NOTE><HED>Note to 9A123.a.2:</HED><P>B.</P></NOTE>", "pnt_a/pnt_2/note_1", "B."),
        ("<NOTE><HED>N.B. to paragraph a.1:</HED><P>See C.</P></NOTE>", "pnt_a/pnt_1/nb_1", "See C."),
        ("<NOTE><HED>Technical Note:</HED><P>For the purposes of 9A123.a, B.</P></NOTE>", "pnt_a/tnote_1",
         "For the purposes of 9A123.a, B."),
        ("<NOTE><HED>Note:</HED><P>See 8A001.a.</P></NOTE>", "pnt_b/note_1", "See 8A001.a."),
        ("<NOTE><P>Without a label.</P></NOTE>", "pnt_b/note_1", "Without a label."),
        ("<P><I>Note:</I> 9A123 does not control B.</P>", "note_1", "9A123 does not control B."),
        ("<HD3>Note:</HD3><P>9A123.b is B.</P>", "pnt_b/note_1", "9A123.b is B."),
        ("<P>N.B.: See C.</P>", "pnt_b/nb_1", "See C."),
    ],
)  # fmt: skip
def test_a_note_stands_on_what_it_names(note: str, place: str, text: str) -> None:
    found = entry("a. One:", "a.1. Two;", "a.2. Three.", "b. Four.", note, "c. Five.")
    assert found[place] == text
    assert found["pnt_c"] == "Five."


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (["<NOTE><HED>Note:</HED><P>9A123.a is none of:</P><P>a. B:</P><P>1. C;</P><P>2. D.</P><P>b. E.</P></NOTE>", "b. F."],
         "a.note_1 a.note_1.a a.note_1.a.1 a.note_1.a.2 a.note_1.b b"),
        (["<NOTE><HED>Technical Notes:</HED><P>1. B:</P><P>1.a. C.</P><P>2. D.</P></NOTE>"],
         "a.tnote_1 a.tnote_1.a a.tnote_2"),
        (["<P><I>Note: 9A123.a is none of:</I></P>", "<P><I>a. B;</I></P>", "<P><I>b. C.</I></P>", "b. D."],
         "a.note_1 a.note_1.a a.note_1.b b"),
        (["<NOTE><HED>Note 1:</HED><P>9A123.a is B:</P><P>a. C;</P></NOTE>",
          "<NOTE><HED>Technical Note:</HED><P>C is D.</P></NOTE>", "<NOTE><HED>Note 2:</HED><P>E.</P></NOTE>"],
         "a.note_1 a.note_1.a a.tnote_1 a.note_2"),
        (["<NOTE><HED>Note:</HED><P>9A123.a is B:</P><P>a. C;</P></NOTE>",
          "<NOTE><HED>Technical Note:</HED><P>C is D.</P><P>b. E.</P></NOTE>", "b. F."],
         "a.note_1 a.note_1.a a.tnote_1 a.note_1.b b"),
        (["<NOTE><HED>Note:</HED><P>9A123.a:</P></NOTE>", "<NOTE><HED>Note:</HED><P>9A123.a too.</P></NOTE>"],
         "a.note_1 a.note_2"),
        (["<HD3>Note:</HD3>", "9A123.a is B.", "b. C."], "a.note_1 b"),
        (["Any of the following:", "a. B;"], ""),
    ],
)  # fmt: skip
def test_what_belongs_to_a_note(paragraphs: list[str], expected: str) -> None:
    assert places("a. One.", *paragraphs)[1:] == expected.split()


def test_an_entry_with_all_its_parts() -> None:
    body = (
        heading("9A123", "“Lamps” as follows (see List of Items Controlled).")
        + section("License Requirements")
        + "<FP-1><I>Reason for Control:</I> NS, AT</FP-1>"
        + table([("Control(s)", "Country Chart"), ("NS applies to all", "NS Column 1.")])
        + "<NOTE><HED>License Requirements Note:</HED><P>See 9A123.</P></NOTE>"
        + section("Reporting Requirements")
        + "<P>See § 7.1.</P>"
        + "<HD1>List Based License Exceptions (See Part 740 for a Description of All License Exceptions)</HD1>"
        + "<FP-1><I>LVS:</I> $5000</FP-1><P>N/A for 9A123.b.</P><NOTE><HED>Note:</HED><P>Not here.</P></NOTE>"
        + section("Special Conditions for STA")
        + "<FP-1><I>STA:</I> None.</FP-1>"
        + "<FP-1><I>List of Items Controlled</I></FP-1>"
        + "<FP-1><I>Related Controls:</I> (1) See 9A124.</FP-1><P>(2) See 9A125.</P>"
        + "<FP-1><I>Related Definitions:</I> N/A</FP-1>"
        + "<FP><I>Items:</I></FP><P>a. Oil.</P><HD2>Wicks</HD2><P>b. Cord.</P>"
        + '<CITA TYPE="N">[1 FR 2]</CITA>'
    )
    units, found = read(body)
    assert found.is_sound
    assert found.furniture["editorial"] == len("[1FR2]")
    shown = {
        u.locator.removeprefix("itm_9A123"): (u.label, u.title, u.text) for u in units if u.locator.startswith("itm_")
    }
    assert shown == {
        "": ("9A123", "“Lamps” as follows (see List of Items Controlled).", ""),
        "/note_license-requirements": (
            "", "License Requirements",
            "Reason for Control: NS, AT\n\nControl(s)\tCountry Chart\n\nNS applies to all\tNS Column 1.",
        ),
        "/note_license-requirements/note_1": ("License Requirements Note:", "", "See 9A123."),
        "/note_reporting-requirements": ("", "Reporting Requirements", "See § 7.1."),
        "/note_list-based-exceptions": (
            "", "List Based License Exceptions (See Part 740 for a Description of All License Exceptions)",
            "LVS: $5000\n\nN/A for 9A123.b.",
        ),
        "/note_list-based-exceptions/note_1": ("Note:", "", "Not here."),
        "/note_sta": ("", "Special Conditions for STA", "STA: None."),
        "/note_related-controls": ("", "Related Controls:", "(1) See 9A124.\n\n(2) See 9A125."),
        "/note_related-definitions": ("", "Related Definitions:", "N/A"),
        "/pnt_a": ("a.", "", "Oil."),
        "/pnt_b": ("b.", "", "Cord."),
    }  # fmt: skip


def test_categories_groups_and_their_notes_stand_above_the_entries() -> None:
    body = (
        "<P>Before all.</P><HD1>Category 5—Lamps</HD1><HD1>Part 2—“Oil”</HD1>"
        "<NOTE><HED>Note 3:</HED><P>No oil:</P><P>a. One;</P><P>b. Two.</P></NOTE><HD1>A. “Lamps”</HD1>"
        + heading("5A123", "Lamps.")
        + "<FP-1><B>5A124 More lamps</B>.</FP-1><P>The code 5A125 in a text, <B>5A126</B>.</P>"
        + "<HD1>Annex to Category 5—List</HD1><P>a. First.</P>"
    )
    units, _ = read(body)
    assert [(u.locator, u.label, u.title) for u in units] == [
        ("anx_774-1", "Supplement No. 1 to Part 774—", "The Commerce Control List"),
        ("cat_5", "Category 5—", "Lamps"),
        ("cat_5P2", "Part 2—", "“Oil”"),
        ("cat_5P2/note_3", "Note 3:", ""),
        ("cat_5P2/note_3/pnt_a", "a.", ""),
        ("cat_5P2/note_3/pnt_b", "b.", ""),
        ("cat_5P2/sec_A", "A.", "“Lamps”"),
        ("itm_5A123", "5A123", "Lamps."),
        ("itm_5A124", "5A124", "More lamps."),
        ("cat_5P2/anx_1", "", "Annex to Category 5—List"),
        ("cat_5P2/anx_1/pnt_a", "a.", ""),
    ]


@given(st.lists(st.lists(st.integers(0, 3), max_size=4), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_points_that_are_written_are_read_back(tree: list[list[int]]) -> None:
    labels = []
    for n, inner in enumerate(tree):
        labels.append(chr(97 + n))
        for m, deep in enumerate(inner, 1):
            labels.append(f"{chr(97 + n)}.{m}")
            labels += [f"{chr(97 + n)}.{m}.{chr(97 + k)}" for k in range(deep)]
    assert places(*(f"{label}. Text;" for label in labels)) == labels


BLOCKS = st.sampled_from(
    "a. One:|a.1. Two|b. Three.|b.|1. Four:|2. Five.|1.a. Six.|Text:|Note: 9A123.a is none of:|N.B. 2: See.|Notes:"
    "|Technical Notes: 1. Seven.|Items: a. Eight|Related Controls:|Unit:|License Requirements|[Reserved]|z.1.a. Nine".split(
        "|"
    )
)
TAGS = st.sampled_from(
    ["<P>{}</P>", "<P><I>{}</I></P>", "<FP-1><I>{}</I></FP-1>", "<NOTE><HED>{}</HED></NOTE>", "<NOTE><P>{}</P></NOTE>",
     "<NOTE><HED>Note:</HED><P>{}</P><P>b. More.</P></NOTE>", "<HD1>{}</HD1>",
     "<EXTRACT><P>{}</P></EXTRACT>", "<CITA>{}</CITA>",
     "<DIV><TABLE><TR><TD>{}</TD><TD>2</TD></TR></TABLE></DIV>", "<FP-2><B>9A124 {}</B></FP-2>"]
)  # fmt: skip


@given(st.lists(st.tuples(TAGS, BLOCKS), max_size=14))
@settings(max_examples=150, deadline=None)
def test_nothing_is_lost_or_told_twice_whatever_the_order(written: list[tuple[str, str]]) -> None:
    data = supplement(heading("9A123", "Lamps.") + "".join(tag.format(text.strip()) for tag, text in written))
    found = audit(READER.plain(data), READER.read(data))
    assert (found.gone, found.phantom) == ((), ())


def codes(units: Iterable[Unit]) -> list[str]:
    return [u.locator[4:] for u in units if re.fullmatch(r"itm_\w+", u.locator)]


def points(units: Iterable[Unit]) -> set[str]:
    """Points as lists of codes write them: 5A001.F.3.A."""
    found = {u.locator for u in units if re.fullmatch(r"itm_\w+(?:/pnt_\w+)*", u.locator)}
    return {one[4:].replace("/pnt_", ".").upper() for one in found}


@at_hand
def test_all_entries_of_the_list_come_back_with_their_points() -> None:
    """The copy has no marks of notes, so that bare letters may be those of a note's list; the full paths are certain."""
    entries: list[dict[str, Any]] = json.loads(JSON.read_text(encoding="utf-8"))["entries"]
    units, found = read("\n".join(map(entry_from_json, entries)))
    assert codes(units) == [one["eccn"] for one in entries]
    assert len(entries) == 633
    by_locator = {u.locator: u for u in units}
    for one in entries:
        unit = by_locator[f"itm_{one['eccn']}"]
        assert unit.title == one["heading"]
        if one["reasonForControl"]:
            required = by_locator[f"{unit.locator}/note_license-requirements"].text
            assert f"Reason for Control: {one['reasonForControl']}" in required
        for item in one.get("items", ()):
            place = unit.locator + "".join(f"/pnt_{step}" for step in (item["paragraph"] or "").split("."))
            if item["kind"] == "item" and item["depth"] > 1 and not re.match(r"(to|and) \w\.", item["text"]):
                assert place in by_locator, place
    assert len(found.repeated) < 50


@at_hand
def test_the_list_with_its_notes_repeats_nothing() -> None:
    """Categories 3 to 5 in a copy that kept the labels of notes. It gives entries 5A991 and 5A992 again for their points."""
    categories = json.loads(MARKDOWN.read_text(encoding="utf-8"))
    entries = [one for category in categories for group in category["product_groups"] for one in group["eccn"]]
    kept = [one for one in entries if "." not in one["code"]]
    units, found = read("\n".join(map(entry_from_markdown, kept)))
    assert codes(units) == [one["code"] for one in kept]
    assert (found.repeated, found.skipped) == ((), ())
    locators = {u.locator for u in units}
    assert {
        "itm_4D004/note_1/pnt_b/pnt_2",
        "itm_5A001/pnt_f/note_1/pnt_c",
        "itm_5A001/pnt_f/nb_2",
        "itm_5A001/pnt_j/note_1/pnt_c",
        "itm_5A002/pnt_a/tnote_2/pnt_b/pnt_3",
        "itm_5A002/pnt_a/note_2/pnt_a/pnt_1/pnt_a/pnt_1/pnt_c",
        "itm_5A002/pnt_a/note_2/pnt_j/pnt_2",
        "itm_5D002/pnt_c/pnt_3/pnt_b/note_1",
    } <= locators


@at_hand
def test_the_points_are_those_of_another_list() -> None:
    """A list of codes in another copy, of an earlier date; it calls entries without points A, and a spreadsheet has made
    numbers of codes with an E. Less than one in forty differs.
    """
    with CSV.open(encoding="utf-8", newline="") as lines:
        codes_there = {row["ecn_number"].upper() for row in csv.DictReader(lines)}
    categories = json.loads(MARKDOWN.read_text(encoding="utf-8"))
    entries = [one for category in categories for group in category["product_groups"] for one in group["eccn"]]
    units, _ = read("\n".join(entry_from_markdown(one) for one in entries if "." not in one["code"]))
    here = points(units)
    there = {code for code in codes_there if re.match(r"[345][A-E]\d{3}", code)}
    assert len(there - here) < len(there) / 40
    assert len(there) > 1200
