"""A table of codes becomes a tree; descriptions name codes that it has; the packaged descriptions are sound."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

import evals.external
from corpus.errors import UsageError
from evals.external.eccn import entry_of, read_codes, read_questions

TABLE = """\
derived_ecn_no,ecn_number,parent_ecn,description_en
2,7X001,1,"Probes, as follows:"
1,7X,,Category seven\xa0
3,7X001.A,0000002,Probes for deep water
4,7X001.A,2,The same code again
"""


def _write(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_row_stands_under_the_row_above_it_whatever_the_order(tmp_path: Path) -> None:
    codes = read_codes(_write(tmp_path, TABLE))
    texts = {str(p.pin): p.text for p in codes.library.provisions()}
    assert texts == {
        "eccn-table/itm_7X": "Category seven",
        "eccn-table/itm_7X/itm_7X001": "Probes, as follows:",
        "eccn-table/itm_7X/itm_7X001/itm_7X001.A": "Probes for deep water",
        "eccn-table/itm_7X/itm_7X001/itm_7X001.A-4": "The same code again",
    }
    assert sorted(codes.codes.values()) == ["7X", "7X001", "7X001.A", "7X001.A"]


def test_a_question_wants_the_provision_of_its_code(tmp_path: Path) -> None:
    codes = read_codes(_write(tmp_path, TABLE))
    (asked,) = read_questions(_write(tmp_path, "query_text,true_ecn\nA probe,7X001\n", "questions.csv"), codes)
    (pin,) = asked.pins
    assert (codes.code(pin), codes.entry(pin), asked.text) == ("7X001", "7X001", "A probe")


ENTRIES = [("5A001.F.1", "5A001"), ("5A001", "5A001"), ("XIV(G)(3)", "XIV(G)(3)")]


@pytest.mark.parametrize(("code", "entry"), ENTRIES)
def test_the_entry_of_a_code_is_what_stands_before_its_first_dot(code: str, entry: str) -> None:
    assert entry_of(code) == entry


FAULTS = [
    ("a,b\n1,2\n", "has no rows with the columns derived_ecn_no, ecn_number"),
    (TABLE.replace("1,7X,,", "1,7X,3,"), "row 1 is above itself|row 2 is above itself|row 3 is above itself"),
    (TABLE.replace("\n2,", "\ntwo,"), "is not a table of codes"),
]


@pytest.mark.parametrize(("text", "sentence"), FAULTS)
def test_a_table_that_is_none_is_told(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        read_codes(_write(tmp_path, text))


def test_a_code_that_the_table_lacks_is_told_with_its_line(tmp_path: Path) -> None:
    codes = read_codes(_write(tmp_path, TABLE))
    with pytest.raises(UsageError, match=r"questions\.csv:3: the table has no code “9Z999”"):
        read_questions(_write(tmp_path, "query_text,true_ecn\nA,7X\nB,9Z999\n", "questions.csv"), codes)


def test_the_packaged_descriptions_are_at_least_150_and_none_stands_twice() -> None:
    file = Path(evals.external.__file__).parent / "eccn-dev.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) >= 150
    assert [text for text, n in Counter(row["query_text"] for row in rows).items() if n > 1] == []
    assert all(row["true_ecn"].strip() and len(row["query_text"].split()) >= 5 for row in rows)
