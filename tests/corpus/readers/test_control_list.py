"""Control lists in the Wassenaar and EU layout, from plain text: what becomes of entries, points, notes and definitions."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.pins import Pin
from corpus.readers.audit import Audit, audit
from corpus.readers.control_list import READER
from corpus.readers.reading import Reading, Unit, UnreadableSource

SOURCES = Path(__file__).resolve().parents[3].parent / "shared" / "sources" / "eu-annex1-2021-norway-list2"

LIST = """\
GENERAL NOTES TO THE LIST
1.    Kites for parades are on another list.
2.    A kite inside a box is a kite.
      N.B.  Boxes are judged by their size.

GENERAL KITE NOTE (GKN)
(Read with section E.)
"Knowledge" that is "needed" stays controlled.

DEFINITIONS OF TERMS USED IN THIS LIST
"Kite" (4 5) means a thing on a string, which may:
      a.    Have a tail; or
      b.    Have none.
      Notes:
      1.    Balloons are no kites.
      2.    Strings may be wires.
"Wind" (All) is moving air.

CATEGORY 4 - KITES
      Note 1:     Kites that are lamps are in Category 5.
4A       Systems, Equipment and Components
4A001    "Kites" having any of the following, and
         strings therefor:
         N.B.     SEE ALSO 4A101.
         a.    Made to have any of the following:
               1.    A tail longer than 10 m; or
                     Note:    4A001.a.1. does not control tails of paper.
               2.    No tail;
         b.    Not used;
         c.    Of silk.
               Note 1:  4A001.a. and 4A001.c. do not control museum
                        pieces.
               Note 2:  Note 1 does not apply to loans.
         Technical Notes:
         1.    'Silk' is spun by worms.
         2.    'Worms' are animals.
4A101    Other kites.
         Technical Note:
         'Other' means different.
4B       Test Equipment
         None.
4E001    a.    "Knowledge" of making 4A001;
         b.    "Knowledge" of flying.
"""

EXPECTED = {
    "note_general": ("", "GENERAL NOTES TO THE LIST", ""),
    "note_general/pnt_1": ("1.", "", "Kites for parades are on another list."),
    "note_general/pnt_2": ("2.", "", "A kite inside a box is a kite."),
    "note_general/pnt_2/nb_1": ("N.B.", "", "Boxes are judged by their size."),
    "note_GKN": (
        "",
        "GENERAL KITE NOTE (GKN)",
        '(Read with section E.)\n\n"Knowledge" that is "needed" stays controlled.',
    ),
    "sec_definitions": ("", "DEFINITIONS OF TERMS USED IN THIS LIST", ""),
    "def_kite": ("", "", '"Kite" (4 5) means a thing on a string, which may:'),
    "def_kite/pnt_a": ("a.", "", "Have a tail; or"),
    "def_kite/pnt_b": ("b.", "", "Have none."),
    "def_kite/note_1": ("Notes: 1.", "", "Balloons are no kites."),
    "def_kite/note_2": ("2.", "", "Strings may be wires."),
    "def_wind": ("", "", '"Wind" (All) is moving air.'),
    "cat_4": ("CATEGORY 4", "- KITES", ""),
    "cat_4/note_1": ("Note 1:", "", "Kites that are lamps are in Category 5."),
    "itm_4A": ("4A", "Systems, Equipment and Components", ""),
    "itm_4A001": ("4A001", "", '"Kites" having any of the following, and strings therefor:'),
    "itm_4A001/nb_1": ("N.B.", "", "SEE ALSO 4A101."),
    "itm_4A001/pnt_a": ("a.", "", "Made to have any of the following:"),
    "itm_4A001/pnt_a/pnt_1": ("1.", "", "A tail longer than 10 m; or"),
    "itm_4A001/pnt_a/pnt_1/note_1": ("Note:", "", "4A001.a.1. does not control tails of paper."),
    "itm_4A001/pnt_a/pnt_2": ("2.", "", "No tail;"),
    "itm_4A001/pnt_b": ("b.", "", "Not used;"),
    "itm_4A001/pnt_c": ("c.", "", "Of silk."),
    "itm_4A001/note_1": ("Note 1:", "", "4A001.a. and 4A001.c. do not control museum pieces."),
    "itm_4A001/note_2": ("Note 2:", "", "Note 1 does not apply to loans."),
    "itm_4A001/tnote_1": ("Technical Notes: 1.", "", "'Silk' is spun by worms."),
    "itm_4A001/tnote_2": ("2.", "", "'Worms' are animals."),
    "itm_4A101": ("4A101", "", "Other kites."),
    "itm_4A101/tnote_1": ("Technical Note:", "", "'Other' means different."),
    "itm_4B": ("4B", "Test Equipment", "None."),
    "itm_4E001": ("4E001", "", ""),
    "itm_4E001/pnt_a": ("a.", "", '"Knowledge" of making 4A001;'),
    "itm_4E001/pnt_b": ("b.", "", '"Knowledge" of flying.'),
}


def read(text: str) -> tuple[dict[str, Unit], Audit, Reading]:
    data = text.encode()
    reading = READER.read(data)
    return {unit.locator: unit for unit in reading.units()}, audit(READER.plain(data), reading), reading


def entries(body: str) -> str:
    """A list of three entries, so that it is one, the first with this body."""
    return f"4A001    Kites as follows:\n{body}4A002    Bats.\n4A003    Balls.\n"


def test_a_list_is_read_whole() -> None:
    units, found, _ = read(LIST)
    assert {u.locator: (u.label, u.title, u.text) for u in units.values()} == EXPECTED
    assert found.is_sound
    assert not found.skipped


def test_every_locator_is_a_pin_and_stands_after_what_it_is_part_of() -> None:
    seen: set[str] = set()
    for locator in read(LIST)[0]:
        above = locator.rpartition("/")[0]
        assert not above or above in seen
        assert Pin.of("x", locator).locator == locator
        seen.add(locator)


@pytest.mark.parametrize(
    ("body", "locators"),
    [
        pytest.param("         a.    Red;\n         b.    Blue.\n", ["pnt_a", "pnt_b"], id="points"),
        pytest.param(
            "         a.    Red:\n               1.    Dark:\n                     a.    Very;\n         b.    Blue.\n",
            ["pnt_a", "pnt_a/pnt_1", "pnt_a/pnt_1/pnt_a", "pnt_b"],
            id="three levels and back",
        ),
        pytest.param(
            "         a.    1.    Dark;\n               2.    Light.\n",
            ["pnt_a", "pnt_a/pnt_1", "pnt_a/pnt_2"],
            id="two labels",
        ),
        pytest.param("         a.1.  Dark.\n", ["pnt_a", "pnt_a/pnt_1"], id="a label that is a path"),
        pytest.param("         z.    Last;\n         aa.   More.\n", ["pnt_z", "pnt_aa"], id="after z comes aa"),
        pytest.param(
            "         h.    X;\n         i.    Y;\n         j.    Z.\n", ["pnt_h", "pnt_i", "pnt_j"], id="i the letter"
        ),
        pytest.param(
            "         a.    Red;\n         b     Blue;\n         c.    Green.\n",
            ["pnt_a", "pnt_b", "pnt_c"],
            id="a lost full stop",
        ),
        pytest.param(
            "         a.    As described in paragraphs\n               1. to 3. above.\n",
            ["pnt_a"],
            id="a number in running text",
        ),
        pytest.param(
            "         a.    Red.\n         Note:    Blue is not red.\n", ["pnt_a", "note_1"], id="a note on the entry"
        ),
        pytest.param(
            "         a.    Red.\n               Note:    Blue is not red.\n",
            ["pnt_a", "pnt_a/note_1"],
            id="a note on a point",
        ),
        pytest.param(
            "         a.    Red;\n         Note:    Entry a. of the list is short.\n         b.    Blue.\n",
            ["pnt_a", "pnt_a/note_1", "pnt_b"],
            id="a note that says what it limits",
        ),
        pytest.param(
            "         Note:    4A001 does not control:\n                  a.    Old ones;\n                  b.    Toys.\n",
            ["note_1", "note_1/pnt_a", "note_1/pnt_b"],
            id="points of a note",
        ),
        pytest.param(
            "         N.B.1.   See 4A002.\n         N.B.2.   See 4A003.\n", ["nb_1", "nb_2"], id="numbered nota bene"
        ),
        pytest.param(
            "         Note:    One.\n         Note:    Two.\n", ["note_1", "note_2"], id="two notes without numbers"
        ),
        pytest.param(
            "         Technical Notes:\n         1.    One.\n         2.    Two.\n         a.    Red.\n",
            ["tnote_1", "tnote_2", "pnt_a"],
            id="a point after technical notes",
        ),
    ],
)
def test_nesting(body: str, locators: list[str]) -> None:
    units, found, _ = read(entries(body))
    assert [u for u in units if u.startswith("itm_4A001/")] == [f"itm_4A001/{locator}" for locator in locators]
    assert found.gone == found.phantom == ()


def test_military_list_and_notes_without_colons() -> None:
    units, found, _ = read(
        "ML1      Swords as follows:\n"
        "         Note 1   ML1. does not apply to toys.\n"
        "         a.    Long;\n"
        "               Note   ML1.a. includes very long ones.\n"
        "ML2      Shields.\n"
        "ML3      Helmets.\n"
    )
    assert list(units) == [
        "itm_ML1", "itm_ML1/note_1", "itm_ML1/pnt_a", "itm_ML1/pnt_a/note_1", "itm_ML2", "itm_ML3"
    ]  # fmt: skip
    assert found.is_sound


def test_headings_that_come_back_on_every_page_are_furniture() -> None:
    _, found, reading = read(LIST.replace("4A101    Other", "CATEGORY 4 - KITES\n4A001 continued\n4A101    Other"))
    assert [p.text for p in reading.pieces if p.kind == "masthead"] == ["CATEGORY 4 - KITES", "4A001 continued"]
    assert found.is_sound


def test_contents_are_furniture() -> None:
    text = "LIST OF KITES\nCONTENTS\nCATEGORY 4 - KITES ...... 3\nCATEGORY 5 - BATS ...... 4\n" + LIST
    _, found, reading = read(text)
    assert {p.kind: p.text for p in reading.pieces if p.role == "furniture"} == {
        "act": "LIST OF KITES",
        "contents": "CATEGORY 5 - BATS ...... 4",
    }
    assert found.is_sound


@dataclass(frozen=True)
class Branch:
    words: str
    inner: tuple[Branch, ...]


@st.composite
def _trees(draw: st.DrawFn, depth: int = 0) -> tuple[Branch, ...]:
    words = st.lists(st.sampled_from(["Kites", "strings", "tails", "wind"]), min_size=1, max_size=12)
    count = draw(st.integers(1 if depth == 0 else 0, 3 if depth < 3 else 0))
    return tuple(Branch(" ".join(draw(words)) + ";", draw(_trees(depth + 1))) for _ in range(count))


def _printed(tree: tuple[Branch, ...], depth: int, above: str) -> tuple[str, dict[str, str]]:
    """A list with indents of its points, and the text of each by its locator."""
    text, expected = "", {}
    for n, branch in enumerate(tree, 1):
        words = branch.words
        number = str(n) if depth % 2 else chr(ord("a") + n - 1)
        indent = " " * (9 + 6 * depth)
        half = len(words.split()) // 2
        first, second = " ".join(words.split()[:half]), " ".join(words.split()[half:])
        lines = [first, second] if first and first[0].islower() is second[0].islower() is True else [words]
        text += f"{indent}{number + '.':6}" + f"\n{indent}{'':6}".join(lines) + "\n"
        expected[f"{above}/pnt_{number}"] = words
        inside, more = _printed(branch.inner, depth + 1, f"{above}/pnt_{number}")
        text, expected = text + inside, expected | more
    return text, expected


@given(_trees())
def test_a_printed_list_is_read_back(tree: tuple[Branch, ...]) -> None:
    body, expected = _printed(tree, 0, "itm_4A001")
    units, found, _ = read(entries(body))
    assert {u.locator: u.text for u in units.values() if u.locator.startswith("itm_4A001/")} == expected
    assert found.is_sound


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("".join(" " * n + "a.    Deep;\n" for n in range(9, 900, 6)), id="labels without end, indented"),
        pytest.param("         " + "a.    1.    " * 2000 + "Deep.\n", id="labels without end in one line"),
        pytest.param("         a.    Long\n" + "               and longer\n" * 20_000, id="a paragraph without end"),
    ],
)
def test_strange_lists_are_read_in_bounded_depth(body: str) -> None:
    units, found, _ = read(entries(body))
    assert max(locator.count("/") for locator in units) < 30
    assert found.gone == found.phantom == ()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"No entries here.",
        b"# Kites\n\n4A001 Kites\n4A002 Bats\n4A003 Balls",
        b"<html>4A001 X</html>",
        b"%PDF-1.7",
    ],
)
def test_other_formats_are_not_recognised(data: bytes) -> None:
    assert not READER.recognises(data)


@pytest.mark.parametrize("data", [b"", b"Nothing listed.", b"\xff\xfe4A001"])
def test_bad_input_is_told_in_a_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableSource, match=r"^[A-Z][^\n]+\.$"):
        READER.read(data)


@pytest.mark.slow
@pytest.mark.skipif(not SOURCES.is_dir(), reason="the samples are not here")
class TestAuthenticText:
    """The categories of the EU list of 2021 as indented text. Its notes are not in italics, so that after a technical note's
    list a list of the point itself can look like more of it: those are the repeated ones."""

    @staticmethod
    @lru_cache
    def sample() -> tuple[dict[str, Unit], Audit, Reading]:
        return read((SOURCES / "list2-categories.txt").read_text(encoding="utf-8"))

    def test_nothing_is_gone_or_invented(self) -> None:
        found = self.sample()[1]
        assert found.gone == found.phantom == found.empty == ()
        assert len(found.repeated) < 40

    def test_every_entry_is_there(self) -> None:
        listed = json.loads((SOURCES / "regulations-fixture.json").read_text(encoding="utf-8"))
        codes = {row["fields"]["code"] for row in listed if row["model"] == "regulations.regulation"}
        assert {u[4:] for u in self.sample()[0] if re.fullmatch(r"itm_\d[A-E]\d{3}", u)} == codes
