"""PDF: lines with places, running heads, hyphens, sentences over page breaks, and files that cannot be read."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pypdf
import pytest
from pdf_written import Set, column, pdf

from corpus.readers import pdf as reader_module
from corpus.readers.audit import Audit, audit
from corpus.readers.pdf import READER, extracted
from corpus.readers.reading import Reading, Unit, UnreadableSource

SOURCES = Path(__file__).resolve().parents[3].parent / "shared" / "sources"
DUAL_USE = SOURCES / "eu-annex1-2021-norway-list2"
MILITARY = SOURCES / "eu-common-military-list-2020-norway-list1" / "list1-military-2020.pdf"

TAIL = [(71, "4A002\tBats."), (71, "4A003\tBalls.")]


def read(data: bytes) -> tuple[dict[str, Unit], Audit, Reading]:
    reading = READER.read(data)
    return {unit.locator: unit for unit in reading.units()}, audit(READER.plain(data), reading), reading


def paged(*pages: list[tuple[float, str] | tuple[float, str, str]]) -> bytes:
    """Pages with a running head and a page number, the body between them."""
    return pdf(
        [[Set(200, 800, "CATALOGUE OF KITES"), Set(550, 60, str(n)), *column(page)] for n, page in enumerate(pages, 1)]
    )


def test_depth_comes_from_the_indents_and_every_provision_has_its_page() -> None:
    units, found, _ = read(
        paged(
            [
                (71, '4A001\t"Kites" specially made for'),
                (113, "↳storms, as follows:"),
                (113, "a.\tTails, as follows:"),
                (142, "1.\tOf silk;"),
                (142, "Note:\t4A001.a.1. does not control ribbons.", "i"),
            ],
            [(71, "4A001 continued"), (142, "2.\tOf paper;"), (113, "b.\tStrings.")],
            [(113, "Note:\tToy kites are free.", "i"), *TAIL],
        )
    )
    assert {u.locator: (u.label, u.text, u.page) for u in units.values()} == {
        "itm_4A001": ("4A001", '"Kites" specially made for storms, as follows:', 1),
        "itm_4A001/pnt_a": ("a.", "Tails, as follows:", 1),
        "itm_4A001/pnt_a/pnt_1": ("1.", "Of silk;", 1),
        "itm_4A001/pnt_a/pnt_1/note_1": ("Note:", "4A001.a.1. does not control ribbons.", 1),
        "itm_4A001/pnt_a/pnt_2": ("2.", "Of paper;", 2),
        "itm_4A001/pnt_b": ("b.", "Strings.", 2),
        "itm_4A001/note_1": ("Note:", "Toy kites are free.", 3),
        "itm_4A002": ("4A002", "Bats.", 3),
        "itm_4A003": ("4A003", "Balls.", 3),
    }
    assert found.is_sound


def test_heads_feet_and_page_numbers_are_furniture_and_part_no_sentence() -> None:
    units, found, reading = read(
        paged([(71, "4A001\tKites that fly in")], [(113, "storms."), *TAIL], [(71, "4A004\tPins.")])
    )
    assert units["itm_4A001"].text == "Kites that fly in storms."
    furniture = [(p.kind, p.text, p.page) for p in reading.pieces if p.role == "furniture"]
    assert furniture == [("masthead", text, page) for page in (1, 2, 3) for text in ("CATALOGUE OF KITES", str(page))]
    assert found.is_sound


def test_what_opens_or_ends_several_pages_by_chance_is_no_furniture() -> None:
    """Sections that start at the top of a page, table rows and footnotes at its foot: their numbers do not count pages."""
    pages = [
        [
            Set(200, 800, "CATALOGUE OF KITES"),
            Set(71, 770, f"{2 * n}E\tTechnology"),
            *column([(71, f"{2 * n}E001\tKites."), (71, f"{2 * n}E002\tBats.")]),
            Set(71, 88, f"ex {7000 + 31 * n} Other"),
            Set(71, 60, f"( {1} ) See the annex.", size=7),
        ]
        for n in (1, 2, 3, 4)
    ]
    units, found, reading = read(pdf(pages))
    assert [u for u in units if u.startswith("itm_")] == [
        f"itm_{2 * n}E{x}" for n in (1, 2, 3, 4) for x in ("", "001", "002")
    ]
    assert {p.text for p in reading.pieces if p.kind == "masthead"} == {"CATALOGUE OF KITES"}
    assert [u for u in units if u.startswith("fn_")] == [f"fn_{n}.1" for n in (1, 2, 3, 4)]
    assert "ex 7031 Other" in units["itm_2E002"].text
    assert found.is_sound


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        pytest.param(
            "Kites for the infor\xad", "mation of crews", "Kites for the information of crews", id="soft hyphen"
        ),
        pytest.param(
            "Kites that are lighter-", "than air", "Kites that are lighter-than air", id="a hyphen of the word"
        ),
        pytest.param(
            "Kites of the manu-",
            "facture of 4A002",
            "Kites of the manufacture of 4A002",
            id="a division known elsewhere",
        ),
        pytest.param("Kites of Category 5 -", "Part 2", "Kites of Category 5 - Part 2", id="a dash"),
        pytest.param("Kites and", "strings", "Kites and strings", id="no hyphen"),
    ],
)
def test_hyphens_at_the_ends_of_lines(first: str, second: str, text: str) -> None:
    data = paged(
        [(71, f"4A001\t{first}"), (113, f"↳{second}"), (71, "4A002\tBats by manufacture."), (71, "4A003\tBalls.")]
    )
    units, found, _ = read(data)
    assert units["itm_4A001"].text == text
    assert found.is_sound


def test_raised_numbers_stay_in_their_line_and_footnotes_go_to_the_end() -> None:
    page = [
        *column([(71, "4A001\tKites above 5 x 10")]),
        Set(220, 744, "3", size=6.5),
        Set(226, 740, "metres;", size=10),
        *column([(71, "4A002\tBats;"), (71, "4A003\tBalls.")], top=700),
        Set(71, 90, "1", size=6.5),
        Set(107, 90, "Bats are the animals.", size=10),
    ]
    units, found, _ = read(pdf([page]))
    assert units["itm_4A001"].text == "Kites above 5 x 10 3 metres;"
    assert (units["fn_1"].label, units["fn_1"].text) == ("1", "Bats are the animals.")
    assert found.is_sound


def test_plain_text_is_that_of_pypdf_but_for_the_order_of_the_edges() -> None:
    data = paged([(71, "4A001\tKites in"), (113, "↳storms.")], TAIL, [(71, "4A004\tPins.")])
    bare = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    assert Counter("".join(bare.split())) == Counter("".join(READER.plain(data).split()))


def _encrypted(password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(paged([(71, "4A001\tKites."), *TAIL])))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_file_encrypted_without_a_password_is_read() -> None:
    assert "itm_4A001" in read(_encrypted(""))[0]


GOOD = paged([(71, "4A001\tKites."), *TAIL])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", "damaged", id="empty"),
        pytest.param(b"%PDF-1.7\nnothing", "damaged", id="nothing after the head"),
        pytest.param(GOOD[: len(GOOD) // 3], "damaged|no text", id="cut"),
        pytest.param(b"\x00" * 5000, "damaged", id="no PDF"),
        pytest.param(_encrypted("secret"), "password", id="encrypted"),
        pytest.param(pdf([[], []]), "no text", id="pages without text"),
        pytest.param(paged([(71, "A letter to a friend.")]), "neither articles nor entries", id="neither act nor list"),
    ],
)
def test_bad_input_is_told_in_a_sentence(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableSource, match=rf"^(?=.*(?:{reason}))[A-Z][^\n]+\.$"):
        READER.read(data)


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    extracted.cache_clear()
    monkeypatch.setattr(reader_module, "LARGEST", 100)
    with pytest.raises(UnreadableSource, match="bytes"):
        READER.read(GOOD)
    monkeypatch.setattr(reader_module, "LARGEST", 2**20)
    monkeypatch.setattr(reader_module, "MOST_PAGES", 0)
    with pytest.raises(UnreadableSource, match="1 pages"):
        READER.read(GOOD)


@pytest.mark.parametrize("data", [b"", b"<html>", b"# Act\n", b"<?xml version='1.0'?><act/>", b"4A001 Kites"])
def test_other_formats_are_not_recognised(data: bytes) -> None:
    assert not READER.recognises(data)
    assert READER.recognises(GOOD)


Sample = tuple[dict[str, Unit], Audit, Reading]


@lru_cache
def sample(path: Path) -> Sample:
    """One authentic file, read once."""
    return read(path.read_bytes())


@pytest.fixture(scope="session")
def dual_use() -> Sample:
    return sample(DUAL_USE / "list2-dual-use-2021.pdf")


REPEATED = {  # what the file itself has twice
    "def_bias-2": "defined for accelerometers and for gyros",
    "def_spread-spectrum-2": "defined, and referred to for radar",
    "itm_2A226/tnote_1-2": "the heading of 2B stands in the last line of a note, so that its notes come to 2A226",
    "itm_3A001/pnt_a/pnt_5/tnote": "technical notes on a.5.a. and on a.5.b., both set at the depth of a.5.",
    "itm_6A001/pnt_a/pnt_2/pnt_a/tnote": "technical notes twice on one point",
    "itm_9E003/pnt_e/tnote_1/pnt_": "two lists in one technical note",
}


@pytest.mark.slow
@pytest.mark.skipif(not DUAL_USE.is_dir(), reason="the samples are not here")
class TestDualUseList:
    """The EU list of 2021, 253 pages."""

    def test_nothing_is_gone_invented_skipped_or_empty(self, dual_use: Sample) -> None:
        units, found, reading = dual_use
        assert found.gone == found.phantom == found.empty == found.skipped == ()
        assert all(any(locator.startswith(known) for known in REPEATED) for locator in found.repeated)
        assert set(found.furniture) == {"act", "contents", "editorial", "masthead"}
        assert all(unit.page for unit in units.values())
        assert reading.edition == "2021"

    def test_the_text_is_that_of_pypdf(self, dual_use: Sample) -> None:
        pages = pypdf.PdfReader(DUAL_USE / "list2-dual-use-2021.pdf").pages[:20]
        bare = Counter("".join("".join(page.extract_text() for page in pages).replace("\xad", "").split()))
        ours = Counter("".join("".join(piece.text for piece in dual_use[2].pieces if 0 < piece.page <= 20).split()))
        assert not bare - ours  # ours may have the end of a paragraph that runs on to page 21

    def test_every_entry_is_there(self, dual_use: Sample) -> None:
        listed = json.loads((DUAL_USE / "regulations-fixture.json").read_text(encoding="utf-8"))
        codes = {row["fields"]["code"] for row in listed if row["model"] == "regulations.regulation"}
        assert {u[4:] for u in dual_use[0] if re.fullmatch(r"itm_\d[A-E]\d{3}", u)} == codes

    @pytest.mark.parametrize(
        ("entry", "inside"),
        [
            ("itm_4A005", []),
            ("itm_4D004", ["note_1", "note_1/pnt_a", "note_1/pnt_b", "note_1/pnt_b/pnt_1", "note_1/pnt_b/pnt_2"]),
            ("itm_4E001", ["pnt_a", "pnt_b", "pnt_b/pnt_1", "pnt_b/pnt_2", "pnt_c", "note_1", "note_2"]),
            (
                "itm_5A001/pnt_f",
                "pnt_1 pnt_2 pnt_3 pnt_3/pnt_a pnt_3/pnt_b pnt_3/pnt_c pnt_4 note_1 note_1/pnt_a note_1/pnt_b note_1/pnt_c "
                "nb_1 nb_2".split(),
            ),
            (
                "itm_5A004/pnt_b",
                "pnt_1 pnt_2 tnote_1 note_1 note_2 note_2/pnt_a note_2/pnt_b note_2/pnt_c note_2/pnt_d".split(),
            ),
            (
                "itm_5D001/pnt_e",
                "pnt_1 pnt_2 tnote_1 tnote_2 note_1 note_1/pnt_a note_1/pnt_b note_1/pnt_c note_1/pnt_d note_1/pnt_e".split(),
            ),
        ],
    )
    def test_entries_on_intrusion_and_surveillance(self, dual_use: Sample, entry: str, inside: list[str]) -> None:
        assert [u.removeprefix(f"{entry}/") for u in dual_use[0] if u.startswith(f"{entry}/")] == inside

    @pytest.mark.parametrize(
        ("locator", "start", "end", "page"),
        [
            ("itm_4A005", "Systems, equipment, and components", 'delivery of "intrusion software".', 141),
            ("itm_4E001/note_1", "4E001.a. and 4E001.c. do not control", 'cyber incident response".', 142),
            ("itm_5A004/pnt_b/note_2/pnt_d", "Items specially designed", "rooting.", 158),
            ("def_intrusion-software/note_2", "Network-capable devices include", "smart meters.", 15),
            ("note_GSN/pnt_c/note_1", "Entry c. of the General Software Note", '("Information Security").', 4),
        ],
    )
    def test_texts_and_pages(self, dual_use: Sample, locator: str, start: str, end: str, page: int) -> None:
        unit = dual_use[0][locator]
        assert unit.text.startswith(start)
        assert unit.text.endswith(end)
        assert unit.page == page
        assert "\n" not in unit.text


@pytest.mark.slow
@pytest.mark.skipif(not MILITARY.is_file(), reason="the samples are not here")
def test_the_common_military_list() -> None:
    units, found, _ = sample(MILITARY)
    assert found.is_sound
    assert not found.skipped
    assert [u for u in units if re.fullmatch(r"itm_ML\d+", u)] == [f"itm_ML{n}" for n in range(1, 23)]
    assert units["itm_ML21/pnt_b/pnt_5/note_2"].text.startswith("ML21.b.5. does not apply to")
    assert "def_vulnerability-disclosure" in units
