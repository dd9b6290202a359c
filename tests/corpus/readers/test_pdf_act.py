"""Legal acts in PDF: what becomes of recitals, articles, paragraphs, points, annexes, footnotes and quotations."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_written import Set, column, pdf

from corpus.readers.audit import Audit, audit
from corpus.readers.pdf import READER
from corpus.readers.reading import Reading, Unit

SOURCES = Path(__file__).resolve().parents[3].parent / "shared" / "sources" / "samples-eurlex-pdf"

HEAD = [
    (180, "COUNCIL REGULATION (EU) 2031/77", "b"),
    (240, "of 3 May 2031", "b"),
    (100, "on kites", "b"),
    (68, "THE COUNCIL OF THE EUROPEAN UNION,"),
    (68, "Having regard to the wind,"),
    (68, "Whereas:"),
    (68, "(1)\tKites fly."),
    (68, "(2)\tSome kites fly higher than"),
    (110, "↳others do."),
    (68, "HAS ADOPTED THIS REGULATION:"),
]
TAIL = [
    (68, "This Regulation shall be binding in its entirety and directly applicable in all Member States."),
    (68, "Done at Windhoek, 3 May 2031."),
]


def read(*pages: list[tuple[float, str] | tuple[float, str, str]]) -> tuple[dict[str, Unit], Audit, Reading]:
    data = pdf(
        [
            [Set(100, 800, f"EN Official Journal of the European Union L 5/{n}"), *column(page)]
            for n, page in enumerate(pages, 1)
        ]
    )
    reading = READER.read(data)
    return {unit.locator: unit for unit in reading.units()}, audit(READER.plain(data), reading), reading


BODY = [
    (280, "Article 1", "i"),
    (250, "Subject matter", "b"),
    (68, "This Regulation is about kites."),
    (280, "Article 2", "i"),
    (68, "1. It shall be prohibited to fly:"),
    (68, "(a)\tkites;"),
    (68, "(b)\tballoons that are:"),
    (96, "(i)\tred; or"),
    (96, "(ii)\tgreen."),
    (68, "Paper planes are free."),
    (68, "2. Lamps shall be lit."),
    (280, "CHAPTER II", "b"),
    (240, "Strings", "b"),
    (280, "Article 2a", "i"),
    (68, "Strings shall be strong:"),
    (68, "– of hemp;"),
    (68, "– of silk."),
]
ANNEX = [
    (280, "ANNEX II", "b"),
    (240, "Colours", "b"),
    (68, "These are colours:"),
    (68, "1. Red"),
    (90, "(a)\tdark red;"),
    (68, "2. Green"),
]

EXPECTED = {
    "rct_1": ("(1)", "", "Kites fly."),
    "rct_2": ("(2)", "", "Some kites fly higher than others do."),
    "art_1": ("Article 1", "Subject matter", "This Regulation is about kites."),
    "art_2": ("Article 2", "", ""),
    "art_2/par_1": ("1.", "", "It shall be prohibited to fly:\n\nPaper planes are free."),
    "art_2/par_1/pnt_a": ("(a)", "", "kites;"),
    "art_2/par_1/pnt_b": ("(b)", "", "balloons that are:"),
    "art_2/par_1/pnt_b/pnt_i": ("(i)", "", "red; or"),
    "art_2/par_1/pnt_b/pnt_ii": ("(ii)", "", "green."),
    "art_2/par_2": ("2.", "", "Lamps shall be lit."),
    "art_2a": ("Article 2a", "", "Strings shall be strong:\n\n– of hemp;\n\n– of silk."),
    "anx_II": ("ANNEX II", "Colours", "These are colours:"),
    "anx_II/pnt_1": ("1.", "", "Red"),
    "anx_II/pnt_1/pnt_a": ("(a)", "", "dark red;"),
    "anx_II/pnt_2": ("2.", "", "Green"),
}


def test_an_act_is_read_whole() -> None:
    units, found, reading = read(HEAD, BODY, TAIL, ANNEX)
    assert {u.locator: (u.label, u.title, u.text) for u in units.values()} == EXPECTED
    assert found.is_sound
    assert not found.skipped
    assert (reading.title, reading.language, reading.edition) == (
        "COUNCIL REGULATION (EU) 2031/77 of 3 May 2031 on kites",
        "en",
        "2031-05-03",
    )
    assert reading.identifiers == {"number": "2031/77", "celex": "32031R0077"}
    assert {u.page for u in units.values()} == {1, 2, 4}


def test_what_is_no_provision_is_furniture_of_its_kind() -> None:
    _, _, reading = read(HEAD, BODY, TAIL, ANNEX)
    kinds: dict[str, list[str]] = {}
    for piece in reading.pieces:
        if piece.role == "furniture":
            kinds.setdefault(piece.kind, []).append(piece.text.split(",")[0])
    assert kinds == {
        "act": ["COUNCIL REGULATION (EU) 2031/77", "of 3 May 2031", "on kites"],
        "preamble": [
            "THE COUNCIL OF THE EUROPEAN UNION",
            "Having regard to the wind",
            "Whereas:",
            "HAS ADOPTED THIS REGULATION:",
        ],
        "division": ["CHAPTER II", "Strings"],
        "closing": [TAIL[0][1], "Done at Windhoek"],
        "masthead": [f"EN Official Journal of the European Union L 5/{n}" for n in (1, 2, 3, 4)],
    }


def test_what_an_amending_act_quotes_is_its_own_text() -> None:
    units, found, _ = read(
        HEAD,
        [
            (280, "Article 1", "i"),
            (68, "Regulation (EU) 2030/1 is amended as follows:"),
            (68, "(1)\tArticle 7 is replaced by the following:"),
            (90, "‘Article 7"),
            (90, "1. Kites shall be blue."),
            (90, "(a)\tnavy blue;"),
            (90, "Article 7a"),
            (90, "Strings shall be white.’;"),
            (68, "(2)\tArticle 8 is deleted."),
            (280, "Article 2", "i"),
            (68, "This Regulation shall enter into force at once."),
        ],
        TAIL,
    )
    assert [u for u in units if not u.startswith("rct")] == ["art_1", "art_1/pnt_1", "art_1/pnt_2", "art_2"]
    assert units["art_1/pnt_1"].text.split("\n\n") == [
        "Article 7 is replaced by the following:",
        "‘Article 7",
        "1. Kites shall be blue.",
        "(a) navy blue;",
        "Article 7a",
        "Strings shall be white.’;",
    ]
    assert found.is_sound


def test_a_quotation_left_open_ends_with_the_next_article_of_the_act() -> None:
    units, _, _ = read(
        HEAD,
        [
            (280, "Article 1", "i"),
            (68, "It reads:"),
            (90, "‘1. Kites shall be blue."),
            (280, "Article 2", "i"),
            (68, "Force."),
        ],
        TAIL,
    )
    assert units["art_2"].text == "Force."


def test_defined_terms_open_no_quotation() -> None:
    units, found, _ = read(
        HEAD,
        [
            (280, "Article 1", "i"),
            (68, "Terms mean:"),
            (68, "(1)\t‘kite’ means a thing on a string;"),
            (68, "(2)\t‘string’ means a cord."),
            (280, "Article 2", "i"),
            (68, "‘Wind’ means moving air."),
        ],
        TAIL,
    )
    assert units["art_1/pnt_2"].text == "‘string’ means a cord."
    assert units["art_2"].text == "‘Wind’ means moving air."
    assert found.is_sound


def test_consolidated_text() -> None:
    """Marks of amendments are editorial, footnotes go to the end; a sentence goes on over both."""
    pages = []
    for n, lines in enumerate(
        [
            [(73, "▼B"), (231, "Article 1", "i"), (107, "1. Kites ( 1 ) shall be")],
            [(107, "blue."), (107, "2. Strings ( 1 ) shall be white.")],
            [(73, "▼M2"), (231, "Article 2", "i"), (107, "Force.")],
        ],
        1,
    ):
        notes = [Set(107, 90, f"( 1 ) As in {n}.", size=8), Set(107, 81, "Seen again.", size=8)] if n < 3 else []
        pages.append([Set(300, 790, f"02031R0077 — EN — 04.06.2032 — 001.001 — {n}"), *column(lines), *notes])
    data = pdf(pages)
    reading = READER.read(data)
    units = {u.locator: u for u in reading.units()}
    assert {u.locator: u.text for u in units.values()} == {
        "art_1": "",
        "art_1/par_1": "Kites ( 1 ) shall be blue.",
        "art_1/par_2": "Strings ( 1 ) shall be white.",
        "art_2": "Force.",
        "fn_1.1": "As in 1. Seen again.",
        "fn_2.1": "As in 2. Seen again.",
    }
    assert [p.text for p in reading.pieces if p.kind == "editorial"] == ["▼B", "▼M2"]
    assert (reading.edition, reading.language, reading.identifiers["celex"]) == (
        "2032-06-04",
        "en",
        "02031R0077-20320604",
    )
    assert audit(READER.plain(data), reading).is_sound


def test_an_annex_that_is_a_control_list() -> None:
    units, found, _ = read(
        HEAD,
        BODY,
        TAIL,
        [
            (280, "ANNEX I", "b"),
            (240, "List of kites", "b"),
            (68, "Kites are as follows:"),
            (68, "4A001\tKites having:"),
            (110, "a.\tTails."),
            (110, "Note:\tToys are free."),
            (68, "4A002\tBats."),
            (68, "4A003\tBalls."),
        ],
    )
    assert [u for u in units if u.startswith("anx")] == [
        "anx_I", "anx_I/itm_4A001", "anx_I/itm_4A001/pnt_a", "anx_I/itm_4A001/note_1", "anx_I/itm_4A002", "anx_I/itm_4A003"
    ]  # fmt: skip
    assert units["anx_I"].text == "Kites are as follows:"
    assert found.is_sound


def test_a_paragraph_number_that_lost_its_full_stop() -> None:
    units, _, _ = read(HEAD, [(280, "Article 1", "i"), (68, "1. Kites."), (68, "2. Bats."), (68, "3 Balls.")], TAIL)
    assert units["art_1/par_3"].text == "Balls."


WORDS = st.lists(st.sampled_from(["Kites", "strings", "wind", "tails"]), min_size=1, max_size=6).map(" ".join)
POINTS = st.lists(WORDS, max_size=4)
PARAGRAPHS = st.lists(st.tuples(WORDS, POINTS), min_size=1, max_size=4)


@given(st.lists(PARAGRAPHS, min_size=1, max_size=4))
def test_a_printed_act_is_read_back(articles: list[list[tuple[str, list[str]]]]) -> None:
    expected: dict[str, str] = {}
    pages = []
    for a, paragraphs in enumerate(articles, 1):
        lines: list[tuple[float, str] | tuple[float, str, str]] = [(280, f"Article {a}", "i")]
        expected[f"art_{a}"] = ""
        for p, (words, points) in enumerate(paragraphs, 1):
            lines.append((68, f"{p}. {words}."))
            expected[f"art_{a}/par_{p}"] = f"{words}."
            for n, text in enumerate(points):
                letter = chr(ord("a") + n)
                lines.append((68, f"({letter})\t{text};"))
                expected[f"art_{a}/par_{p}/pnt_{letter}"] = f"{text};"
        pages.append(lines)
    units, found, _ = read(HEAD, *pages, TAIL)
    assert {u.locator: u.text for u in units.values() if u.locator.startswith("art")} == expected
    assert found.is_sound


@lru_cache
def sample(name: str) -> tuple[dict[str, Unit], Audit, Reading]:
    data = (SOURCES / name).read_bytes()
    reading = READER.read(data)
    return {unit.locator: unit for unit in reading.units()}, audit(READER.plain(data), reading), reading


@pytest.mark.slow
@pytest.mark.skipif(not SOURCES.is_dir(), reason="the samples are not here")
class TestAuthenticActs:
    def test_an_amending_act_of_the_official_journal(self) -> None:
        units, found, reading = sample("oj-32022R0576.pdf")
        assert found.is_sound
        assert not found.skipped
        assert [u for u in units if u.startswith("rct_")] == [f"rct_{n}" for n in range(1, 12)]
        assert [u for u in units if re.fullmatch(r"art_\w+", u)] == ["art_1", "art_2"]
        assert [u for u in units if u.startswith("art_1/")] == [f"art_1/pnt_{n}" for n in range(1, 32)]
        assert [u for u in units if re.fullmatch(r"anx_\w+", u)] == [f"anx_{n}" for n in "I II III IV V VI".split()]
        assert reading.identifiers["celex"] == "32022R0576"
        assert (reading.language, reading.edition) == ("en", "2022-04-08")

    def test_a_consolidated_act(self) -> None:
        """Annex VII prints X.E.II.001 twice, and indents of X.B.I.001 that do not follow its labels."""
        units, found, reading = sample("consolidated-02014R0833-20220604.pdf")
        assert found.gone == found.phantom == found.empty == ()
        assert set(found.repeated) == {"anx_VII/itm_X.B.I.001/pnt_2-2", "anx_VII/itm_X.E.II.001-2"}
        articles = [u.removeprefix("art_") for u in units if re.fullmatch(r"art_\w+", u)]
        assert articles == (
            "1 2 2a 2b 2c 2d 2e 2f 3 3a 3b 3c 3d 3e 3ea 3f 3g 3h 3i 3j 3k 3l 3m 3n 4 5 5a 5aa 5b 5c 5d 5e 5f 5g 5h 5i 5j "
            "5k 5l 5m 5n 6 7 8 9 10 11 12 12a 13 14".split()
        )
        assert len([u for u in units if re.fullmatch(r"anx_\w+", u)]) == 25
        assert units["art_2/par_1"].text.startswith("It shall be prohibited to sell, supply, transfer or export")
        assert (units["art_2"].page, units["art_3m/par_4"].page) == (5, 24)
        assert (reading.identifiers["celex"], reading.edition) == ("02014R0833-20220604", "2022-06-04")

    def test_the_amendments_are_in_the_consolidated_text(self) -> None:
        """What the amending act inserts as Article 5k stands in the consolidated act as that article."""
        act, consolidated = sample("oj-32022R0576.pdf")[0], sample("consolidated-02014R0833-20220604.pdf")[0]
        inserted = "".join(act["art_1/pnt_23"].text.split())
        for locator in ("art_5m/par_3", "art_5m/par_4", "art_5l/par_1"):
            sentence = re.sub(r"\(\d+\)|\(\*+\)", "", "".join(consolidated[locator].text.split()))
            assert sentence[:60] in inserted
