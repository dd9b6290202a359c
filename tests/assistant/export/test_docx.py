"""Papers as Word documents: read back, they hold the paper's texts, real headings, lists and tables, and no name."""

from __future__ import annotations

import io
import zipfile

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from papers import SHOWN, cited, hostile, paper

from assistant.export.docx import docx
from assistant.paper import Heading, Items, Line, PageBreak, Table


def read(content: bytes) -> Document:
    return Document(io.BytesIO(content))


def table(columns: int) -> Table:
    return Table(tuple("abcdef"[:columns]), (tuple((Line("x"),) for _ in range(columns)),))


def test_texts_stay_texts() -> None:
    word = read(docx(hostile()))
    texts = [p.text for p in word.paragraphs]
    assert texts[0] == texts[1] == SHOWN
    assert texts[2].startswith(f"{SHOWN} {SHOWN} [1]")
    assert word.tables[0].cell(1, 0).paragraphs[1].text == f"{SHOWN} {SHOWN} [1]"
    assert word.core_properties.title == SHOWN


def test_headings_are_headings() -> None:
    word = read(docx(paper(Heading("One"), Heading("Two", 2), Line("x", (cited(),)))))
    styles = [(p.text, p.style.name) for p in word.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    assert styles == [("A paper", "Title"), ("One", "Heading 1"), ("Two", "Heading 2"), ("Places", "Heading 1")]


def test_each_list_is_numbered_for_itself() -> None:
    word = read(docx(paper(*(Items((Line("a"), Line("b")), style) for style in ("number", "letter", "number")))))
    numbers = [p._p.pPr.numPr.numId.val for p in word.paragraphs if p._p.pPr is not None and p._p.pPr.numPr is not None]
    assert len(numbers) == 6
    assert len(set(numbers)) == 3


def test_the_head_of_a_table_is_repeated_and_no_row_is_torn() -> None:
    rows = read(docx(paper(table(3)))).tables[0].rows
    assert rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert rows[1]._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None


def test_a_wide_table_turns_the_page() -> None:
    assert read(docx(paper(table(4)))).sections[0].orientation == WD_ORIENT.PORTRAIT
    wide = read(docx(paper(table(5)))).sections[0]
    assert wide.orientation == WD_ORIENT.LANDSCAPE
    assert wide.page_width > wide.page_height


def test_what_follows_a_break_starts_a_page() -> None:
    word = read(docx(paper(Line("before"), PageBreak(), Heading("after"))))
    assert [p.text for p in word.paragraphs if p.paragraph_format.page_break_before] == ["after"]


def test_places_end_the_document() -> None:
    word = read(docx(paper(Line("Said.", (cited(),)))))
    texts = [p.text for p in word.paragraphs]
    assert "Said. [1]" in texts
    assert "[1] Article 1, restated by Pincite, edition 2024. “Quoted.” https://example.org/act" in texts
    assert texts[-1].endswith("the official texts decide.")


def test_nobody_is_named_and_the_date_is_the_papers() -> None:
    about = read(docx(paper())).core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert about.created is not None and about.created.date().isoformat() == "2026-02-03"


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert docx(hostile()) == docx(hostile())
    parts = zipfile.ZipFile(io.BytesIO(docx(hostile()))).infolist()
    assert {part.date_time for part in parts} == {(1980, 1, 1, 0, 0, 0)}
