"""The tables of papers as CSV: what a spreadsheet reads is text."""

from __future__ import annotations

import csv
import io

import pytest
from papers import SHOWN, cited, hostile, paper

from assistant.export.csv import table_values
from assistant.paper import Line, Table
from corpus.errors import UsageError


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'=1"), (" =1", "'=1"),
        ("＝1", "'＝1"), ("\x00=1", "'=1"), ("a=1", "a=1"), ("", ""), ('say "so", or\nnot', 'say "so", or not'),
    ],
)  # fmt: skip
def test_no_cell_is_a_formula(cell: str, written: str) -> None:
    given = paper(Table((cell, "b"), (((Line(cell),), (Line("x"),)),)))
    assert read(table_values(given)) == [[written, "b"], [written, "x"]]


def test_a_cell_has_its_lines_and_their_pincites() -> None:
    lines = (Line("Asked.", (cited(), cited("act/art_2", pincite="Article 2")), tag="law"), Line("Not known."))
    assert read(table_values(paper(Table(("a",), ((lines,),)))))[1] == [
        "law: Asked. (Article 1; Article 2)\nNot known."
    ]


def test_tables_follow_each_other() -> None:
    table = Table(("a",), (((Line("x"),),),))
    assert read(table_values(paper(table, Line("left out"), table))) == [["a"], ["x"], [], ["a"], ["x"]]


def test_texts_stay_texts() -> None:
    assert read(table_values(hostile()))[0] == [SHOWN, "b"]


def test_a_paper_without_table_is_refused() -> None:
    with pytest.raises(UsageError, match=r"no table .* write \.md or \.docx"):
        table_values(paper(Line("x")))
