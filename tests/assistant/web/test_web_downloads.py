"""Files of what was made: whole, readable, and only in the formats that fit."""

from __future__ import annotations

import base64
import csv
import io
import json
import re

import pytest
from docx import Document

from assistant.ask import Pincite
from assistant.compare.compare import compare
from assistant.compare.paper import paper
from assistant.coverage.cover import cover
from assistant.coverage.record import paper as record
from assistant.web.downloads import TYPES, Kept, made
from assistant.web.draw import draw
from assistant.workshop.make import Asked, make
from corpus.errors import UsageError

CONSOLE = "Our console steers a hidden program on a phone. It takes messages and photographs and avoids virus scanners."


@pytest.fixture(scope="module")
def kept(pincite: Pincite) -> dict[str, Kept]:
    compared = compare(pincite, "brokering", ["EU", "UK"])
    compared = compare(pincite, "SaaS", ["EU", "UK"]) if not compared.rows else compared
    covered = cover(pincite.index, CONSOLE)
    quiz = make(pincite.index, Asked("quiz", number=3))
    return {
        "comparison": Kept("comparison", paper(compared), compared),
        "coverage": Kept("coverage", record(covered), covered),
        "quiz": Kept("quiz", quiz.paper, quiz.result),
    }


def read(kept: Kept, form: str) -> bytes:
    file = made(kept, form)
    assert (file["name"], file["type"]) == (f"{kept.name}.{form}", TYPES[form])
    return base64.b64decode(file["data"])


@pytest.mark.parametrize("name", ["comparison", "coverage", "quiz"])
def test_word_opens_and_holds_every_line(kept: dict[str, Kept], name: str) -> None:
    word = Document(io.BytesIO(read(kept[name], "docx")))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(p.text for p in word.paragraphs), *cells])
    missing = [line.text for line in kept[name].paper.lines() if " ".join(line.text.split()) not in text]
    assert missing == []


@pytest.mark.parametrize("name", ["comparison", "coverage", "quiz"])
def test_json_is_the_result(kept: dict[str, Kept], name: str) -> None:
    assert json.loads(read(kept[name], "json")) == json.loads(kept[name].result.model_dump_json())


def test_csv_is_the_table(kept: dict[str, Kept]) -> None:
    rows = list(csv.reader(io.StringIO(read(kept["comparison"], "csv").decode("utf-8-sig"))))
    assert rows[0] == ["Point", "EU", "UK"]


def test_markdown_holds_the_title(kept: dict[str, Kept]) -> None:
    assert read(kept["quiz"], "md").decode().startswith(f"# {kept['quiz'].paper.title.split(' (')[0]}")


@pytest.mark.parametrize("form", ["exe", "", "../docx"])
def test_another_form_is_refused(kept: dict[str, Kept], form: str) -> None:
    with pytest.raises(UsageError, match="names no format"):
        made(kept["quiz"], form)


def test_a_button_for_each_form() -> None:
    drawn = draw("downloads", forms=["docx", "json"])
    assert re.findall(r'data-save="(\w+)"', drawn) == ["docx", "json"]
