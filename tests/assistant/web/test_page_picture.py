"""A page of a PDF as a picture: the words of a quotation are marked on it, and what cannot be shown is said."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_written import Set, column, pdf
from PIL import Image

from assistant.web.page_picture import COLOUR, MOST_PIXELS, NoPicture, Picture, found, picture, source_file
from corpus.library import Library
from corpus.official import Origin, keep

SOURCES = Path(__file__).resolve().parents[3].parent / "shared" / "sources"
DUAL_USE = SOURCES / "eu-annex1-2021-norway-list2" / "list2-dual-use-2021.pdf"

LINES = [
    (71.0, "4A001 Kites specially made for strong and cold wea-"),
    (71.0, "↳ther, and their strings, as follows:"),
    (71.0, "4A002 Bats."),
]


def written(path: Path, *pages: list[Set], **changes: object) -> Path:
    path.write_bytes(pdf(pages))
    return path


@pytest.fixture
def kites(tmp_path: Path) -> Path:
    head = Set(200, 800, "CATALOGUE OF KITES")
    second = column([(71, "of silk and paper, with long tails."), (71, "4A003 Balls.")])
    first = [head, *column(LINES), Set(71, 80, "4A009 Everything that flies by the wind and is made")]
    return written(tmp_path / "kites.pdf", first, [head, *second])


def image(shown: Picture) -> Image.Image:
    return Image.open(io.BytesIO(shown.png)).convert("RGB")


def marked_rows(shown: Picture) -> list[int]:
    """The heights on the page, from its top in points, at which something is marked; to ten."""
    pixels = np.asarray(image(shown))
    rows = np.flatnonzero((pixels == COLOUR).all(axis=2).any(axis=1))
    return sorted({int(round(row * 842 / len(pixels), -1)) for row in rows})


def test_the_picture_is_as_wide_as_asked_and_as_high_as_the_page(kites: Path) -> None:
    for width in (300, 900):
        shown = image(picture(kites, 1, "", width))
        assert shown.size[0] == width
        assert shown.size[1] == pytest.approx(width * 842 / 595, abs=1)


@pytest.mark.parametrize(("asked", "given"), [(1, 100), (10**9, 2400)])
def test_the_width_is_bounded(asked: int, given: int, kites: Path) -> None:
    assert image(picture(kites, 1, "", asked)).size[0] == given


def test_the_words_of_the_quotation_are_marked_where_they_stand_and_stay_readable(kites: Path) -> None:
    shown = picture(kites, 1, "4A002 Bats.")
    assert shown.marked
    (top, *_), (*_, bottom) = marked_rows(shown), marked_rows(shown)
    lines = [842 - one.y for one in column(LINES)]
    assert lines[2] - 15 <= top <= bottom <= lines[2] + 5
    plain, marks = np.asarray(image(picture(kites, 1, ""))), np.asarray(image(shown))
    black = (plain < 60).all(axis=2)
    assert (marks[black] < 60).all()


def test_a_word_parted_at_the_line_end_is_found_and_both_lines_are_marked(kites: Path) -> None:
    shown = picture(kites, 1, "“Kites” specially made for strong and cold weather, and their strings, as follows:")
    assert shown.marked
    rows = marked_rows(shown)
    first, second = (842 - one.y for one in column(LINES)[:2])
    assert any(abs(row - first) <= 10 for row in rows) and any(abs(row - second) <= 10 for row in rows)
    assert max(rows) < 842 - column(LINES)[2].y - 5


def test_a_quotation_over_the_end_of_a_page_is_marked_on_both(kites: Path) -> None:
    quote = "Everything that flies by the wind and is made of silk and paper, with long tails."
    for page in (1, 2):
        assert picture(kites, page, quote).marked


@pytest.mark.parametrize("quote", ["", "   ", "…", "Boats that sail", "Bat", "4A00", "kite", "x" * 10_000])
def test_what_is_not_on_the_page_is_not_marked(quote: str, kites: Path) -> None:
    shown = picture(kites, 1, quote)
    assert not shown.marked
    assert shown.png == picture(kites, 1, "").png


FOUND = [
    ("An export licence is needed.", "export licence", "export licence"),
    ("AN EXPORT\r\nLICENCE", "An export licence", "AN EXPORT\r\nLICENCE"),
    ("cyber-\r\nsurveillance", "cyber-surveillance", "cyber-\r\nsurveillance"),
    ("surveil\x02\r\nlance", "surveillance", "surveil\x02\r\nlance"),
    ("de\ufb01ned terms", "defined", "de\ufb01ned"),
    ("caf\u0065\u0301 noir", "CAF\u00c9", "caf\u0065\u0301"),
    ("the exporter", "port", ""),
    ("exporter export", "export", "export"),
    ("輸出貿易管理", "貿易", "貿易"),
    ("Article 52 and Article 5", "Article 5", "Article 5"),
]


@pytest.mark.parametrize(("page", "quote", "marked"), FOUND)
def test_words_are_found_however_they_are_set(page: str, quote: str, marked: str) -> None:
    places = found(page, quote)
    start = page.rindex(marked) if marked else 0
    wanted = {n for n in range(start, start + len(marked)) if page[n].isalnum() or page[n] == "\ufb01"}
    assert places == wanted


def test_words_that_the_reading_left_out_part_a_quotation_into_runs() -> None:
    page = "The exporter shall notify the authority OFFICIAL JOURNAL 17 which decides whether a licence is needed."
    quote = "The exporter shall notify the authority which decides whether a licence is needed."
    assert "".join(page[n] for n in sorted(found(page, quote))) == quote.replace(" ", "").rstrip(".")


def test_a_few_common_words_of_a_long_quotation_are_no_find() -> None:
    page = "Sales are made in accordance with the procedure of the shop, whatever else is sold there."
    quote = (
        "The Commission shall adopt delegated acts in accordance with the procedure of Article 18 so as to amend the list of "
        "items, destinations and end uses that are set out in the annexes, taking into account what Member States report."
    )
    assert found(page, quote) == set()


@given(page=st.text(max_size=200), quote=st.text(max_size=60))
def test_any_texts_can_be_looked_for_in_each_other(page: str, quote: str) -> None:
    assert all(0 <= n < len(page) for n in found(page, quote))


@given(st.lists(st.from_regex(r"[a-z]{5,9}", fullmatch=True), min_size=4, max_size=12), st.data())
def test_what_stands_on_a_page_is_found_wherever_lines_break(words: list[str], data: st.DataObject) -> None:
    gaps = data.draw(st.lists(st.sampled_from([" ", "\r\n", "  "]), min_size=len(words), max_size=len(words)))
    page = "Head " + "".join(word + gap for word, gap in zip(words, gaps, strict=True)) + "foot"
    marked = "".join(page[n] for n in sorted(found(page, " ".join(words))))
    assert marked == "".join(words)


WRONG_PAGES = [(0, "has no page 0; it has 2."), (3, "has no page 3; it has 2."), (-1, "has no page -1; it has 2.")]


@pytest.mark.parametrize(("page", "sentence"), WRONG_PAGES)
def test_a_page_that_is_not_there_is_told(page: int, sentence: str, kites: Path) -> None:
    with pytest.raises(NoPicture, match=sentence):
        picture(kites, page, "")


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"<html>no</html>", b"\x00" * 1000])
def test_what_is_no_pdf_is_told(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "source").write_bytes(data)
    with pytest.raises(NoPicture, match=r"The source is not a PDF file that can be shown."):
        picture(tmp_path / "source", 1, "")


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoPicture, match=r"The source cannot be read: No such file or directory."):
        picture(tmp_path / "source", 1, "")


def changed(path: Path, password: str = "", size: tuple[float, float] | None = None, turned: int = 0) -> Path:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(path.read_bytes()))
    if size:
        writer.pages[0].mediabox = pypdf.generic.RectangleObject((0, 0, *size))
    if turned:
        writer.pages[0].rotate(turned)
    if password:
        writer.encrypt(password, algorithm="AES-256")
    out = path.with_name("changed.pdf")
    writer.write(str(out))
    return out


def test_an_encrypted_file_is_told(kites: Path) -> None:
    with pytest.raises(NoPicture, match=r"The source is encrypted, so its pages cannot be shown."):
        picture(changed(kites, password="secret"), 1, "")


@pytest.mark.parametrize("size", [(1, 14_400), (14_400, 1), (2, 1_000_000)])
def test_a_page_of_an_odd_size_is_told_and_not_drawn(size: tuple[float, float], kites: Path) -> None:
    with pytest.raises(NoPicture, match=r"points, too odd to be shown."):
        picture(changed(kites, size=size), 1, "")


def test_a_huge_page_becomes_a_small_picture(kites: Path) -> None:
    shown = image(picture(changed(kites, size=(14_400, 14_400)), 1, ""))
    assert shown.size[0] * shown.size[1] <= MOST_PIXELS


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_on_a_page_that_lies_on_its_side_the_words_are_marked_too(turned: int, kites: Path) -> None:
    upright = np.asarray(image(picture(kites, 1, "4A002 Bats.", 595)))
    shown = picture(changed(kites, turned=turned), 1, "4A002 Bats.", 842 if turned != 180 else 595)
    back = np.rot90(np.asarray(image(shown)), turned // 90)
    both = ((upright == COLOUR).all(axis=2), (back == COLOUR).all(axis=2))
    (top, left), (top2, left2) = (np.argwhere(mask).mean(axis=0) for mask in both)
    assert abs(top - top2) < 3 and abs(left - left2) < 3


def test_several_threads_get_what_one_gets(kites: Path) -> None:
    asked = [(1, "4A002 Bats."), (2, "4A003 Balls."), (1, "")] * 8
    alone = [picture(kites, *each) for each in asked[:3]]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda each: picture(kites, *each), asked))
    assert together == alone * 8


def test_the_source_of_an_edition_that_is_held_is_found_and_no_other_file(
    kites: Path, library: Library, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    document = library.documents["eu-annex-1"]
    keep(home, document, kites.read_bytes(), Origin("kites.pdf"), "2025-11-15", accept=True)
    path = source_file(home, "eu-annex-1", "2025-11-15")
    assert path is not None and path.read_bytes() == kites.read_bytes()
    for document_id, edition in (
        ("eu-annex-1", "2024"),
        ("wa-list", "2025-11-15"),
        ("..", ".."),
        ("eu-annex-1", "."),
        ("", ""),
    ):
        assert source_file(home, document_id, edition) is None


@pytest.mark.skipif(not DUAL_USE.is_file(), reason="the source is not beside this clone")
@pytest.mark.parametrize("page", [20, 101, 150])
def test_lines_of_a_real_list_are_marked_on_their_page(page: int) -> None:
    lines = pypdf.PdfReader(DUAL_USE).pages[page - 1].extract_text().split("\n")
    longest = max(lines, key=len)
    assert picture(DUAL_USE, page, " ".join(longest.split())).marked
    assert not picture(DUAL_USE, page, "Kites that are specially made for strong and cold weather").marked
