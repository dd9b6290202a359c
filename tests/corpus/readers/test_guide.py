"""Guides of institutes: sections counted, boxes, commitments, good practices, notes at the foot of the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.pins import Pin
from corpus.readers.audit import audit
from corpus.readers.guide import READER
from corpus.readers.markdown import READER as MARKDOWN
from corpus.readers.reading import UnreadableSource

ROOT = Path(__file__).resolve().parents[3]
SEEDS = ROOT.parent / "shared" / "seeds"

GUIDE = """GUIDE TO THE TRADE IN TEA

ANN AUTHOR AND BOB WRITER*

INTRODUCTION

Tea is old.¹ Section II says how old it is, and

¹ A. Person, *On Tea*, 2001.

² B. Person, 'Tea' [the drink that

SUMMARY

● All in a nutshell.


that it is good.

people like], 2002.

³ C. Person, 2003.


Second paragraph.

HOW OLD TEA IS

States have made two commitments:

- Drink tea.³
- Buy
tea.

There are three ages:

1. Old.¹
2. Older.
3. Oldest.

Kinds of tea

Others are:

- green, and
- black.

Box 1. Kinds of tea

See the list.^a


Green tea

Description. It is green.

More. It is not black.


^a The List, 2020.

After the box the text goes on.

Good practices for tea

States could adopt these good practices:

- Boil the water.

⁴ D. Person, 2004.


- Pour it.

The Tea House is an independent international institute.

GOVERNING BOARD

Eve Chair (Sweden)

Tea was drunk long ago by many people in many places, and it still is drunk today by many more of them, in cups
and in glasses and in bowls, as everybody knows.
"""


def test_a_guide() -> None:
    found = READER.read(GUIDE.encode())
    assert {unit.locator: (unit.label, unit.text) for unit in found.units()} == {
        "sec_I": ("", ""),
        "sec_I/par_1": ("", "Tea is old.¹ Section II says how old it is, and\n\nthat it is good."),
        "fn_1": ("¹", "A. Person, On Tea, 2001."),
        "fn_2": ("²", "B. Person, 'Tea' [the drink that\n\npeople like], 2002."),
        "sec_summary": ("", ""),
        "sec_summary/par_1": ("●", "All in a nutshell."),
        "fn_3": ("³", "C. Person, 2003."),
        "sec_I/par_2": ("", "Second paragraph."),
        "sec_II": ("", ""),
        "sec_II/par_1": ("", "States have made two commitments:"),
        "sec_II/cmt_1": ("-", "Drink tea.³"),
        "sec_II/cmt_2": ("-", "Buy tea."),
        "sec_II/par_2": ("", "There are three ages:"),
        "sec_II/par_2/pnt_1": ("1.", "Old.¹"),
        "sec_II/par_2/pnt_2": ("2.", "Older."),
        "sec_II/par_2/pnt_3": ("3.", "Oldest."),
        "sec_II/par_3": ("", "Others are:"),
        "sec_II/par_3/pnt_1": ("-", "green, and"),
        "sec_II/par_3/pnt_2": ("-", "black."),
        "box_1": ("Box 1.", "See the list.^a"),
        "box_1/itm_green-tea": ("", ""),
        "box_1/itm_green-tea/par_1": ("", "Description. It is green."),
        "box_1/itm_green-tea/par_2": ("", "More. It is not black."),
        "box_1/fn_a": ("^a", "The List, 2020."),
        "sec_II/par_4": ("", "After the box the text goes on."),
        "sec_II/par_5": ("", "States could adopt these good practices:"),
        "sec_II/gp_1": ("-", "Boil the water."),
        "fn_4": ("⁴", "D. Person, 2004."),
        "sec_II/gp_2": ("-", "Pour it."),
        "sec_II/par_6": ("", " ".join(GUIDE.split("\n\n")[-1].split())),
    }
    kinds = [(piece.kind, piece.text) for piece in found.pieces if piece.kind]
    assert [kind for kind, _ in kinds] == ["act", "act", "division", "division", "masthead", "masthead", "masthead"]
    assert audit(READER.plain(GUIDE.encode()), found).is_sound


def test_sections_have_digits_where_the_text_has_no_roman_numbers() -> None:
    found = READER.read(GUIDE.replace("Section II says", "The next part says").encode())
    assert [unit.locator for unit in found.units() if re.fullmatch(r"sec_\d", unit.locator)] == ["sec_1", "sec_2"]


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (GUIDE.encode(), True),
        (b"# Guide\n\n" + GUIDE.encode(), False),
        (b"Words.", False),
        (b"<p>" + GUIDE.encode(), False),
        (b"", False),
    ],
)
def test_recognises(data: bytes, answer: bool) -> None:
    assert READER.recognises(data) is answer


@pytest.mark.parametrize("data", [b"", b" ", b"\0", b"\x01" * 40])
def test_bad_input(data: bytes) -> None:
    with pytest.raises(UnreadableSource):
        READER.read(data)


# The authentic guide and the digest that was written from it by hand

RENAMED = {  # the digest shortens these headings in its own way
    "itm_hacking-services": "itm_hackers-for-hire-services-and-hacking-as-a-service",
    "itm_vulnerabilities-exploits": "itm_software-vulnerabilities-and-exploits",
    "itm_interception-equipment": "itm_mobile-phone-interception-equipment",
    "itm_forensics": "itm_digital-forensics-systems",
}


def authentic() -> bytes:
    return next(SEEDS.glob("002_*.txt")).read_bytes()


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the authentic text is not here")
def test_the_authentic_guide_is_read_whole() -> None:
    data = authentic()
    found = audit(READER.plain(data), READER.read(data))
    assert READER.recognises(data) and not MARKDOWN.recognises(data)
    assert found.is_sound and not found.skipped
    assert sum(found.furniture.values()) < 0.03 * found.source
    notes = [u.locator for u in READER.read(data).units() if u.locator.startswith("fn_")]
    assert sorted(notes, key=lambda one: int(one[3:])) == [f"fn_{n}" for n in range(1, 83)]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the authentic text is not here")
def test_the_authentic_guide_has_every_pin_of_the_digest() -> None:
    digest = (ROOT / "corpus" / "digests" / "sipri-ccic-guide.md").read_text(encoding="utf-8")
    pins = re.findall(r"^## ([^:\n]+):", digest, re.MULTILINE)
    expected = {"/".join(RENAMED.get(step, step) for step in pin.split("/")) for pin in pins}
    found = [unit.locator for unit in READER.read(authentic()).units()]
    assert len(pins) > 150 and expected <= set(found)
    extra = [one for one in found if one not in expected]
    assert all(Pin.of("x", one).segments[-1].kind == "fn" for one in extra)
