"""Papers put out: the suffix chooses, a file is whole or as it was, and a terminal shows texts as texts."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import cast

import pytest
from papers import CORPUS, SHOWN, hostile
from rich.console import Console

from assistant.export.choose import show, write
from assistant.export.csv import table_values
from assistant.export.docx import docx
from assistant.export.markdown import markdown
from assistant.paper import Line, Paper
from corpus.errors import UsageError


def test_the_suffix_chooses_the_format(tmp_path: Path) -> None:
    for name in ("a.md", "a.DOCX", "a.csv", "a.json"):
        write(hostile(), tmp_path / name, CORPUS)
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == markdown(hostile())
    assert (tmp_path / "a.DOCX").read_bytes() == docx(hostile())
    assert (tmp_path / "a.csv").read_bytes().decode("utf-8-sig") == table_values(hostile())
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == CORPUS.model_dump()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.DOCX", "a.csv", "a.json", "a.md"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("a.pdf", r"a\.pdf names no format; end it in \.md, \.docx or \.csv"),
        ("a", "names no format"),
        ("a.json", "names no format"),
        ("missing/a.md", "no folder .*missing; make it"),
        ("folder.md", "folder.md is a folder"),
    ],
)
def test_what_cannot_be_written_is_told(name: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(UsageError, match=why):
        write(hostile(), tmp_path / name)


def test_a_file_is_replaced_only_by_a_whole_one(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("before")
    broken = Paper("x", (Line("y"), Line(cast("str", None))), (), CORPUS, "2026-02-03")
    with pytest.raises(TypeError):
        write(broken, tmp_path / "a.md")
    assert (tmp_path / "a.md").read_text() == "before"
    write(hostile(), tmp_path / "a.md")
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == markdown(hostile())


def test_a_terminal_shows_texts_as_they_are() -> None:
    console = Console(file=io.StringIO(), record=True, width=2000, force_terminal=True, color_system="truecolor")
    show(console, hostile())
    assert isinstance(console.file, io.StringIO)
    sent = console.file.getvalue()
    shown = console.export_text(styles=False)
    assert shown.count(SHOWN) >= 12
    assert "[1]" in shown and "Places" in shown and "Not legal advice" in shown
    assert "\x1b[31m" not in sent and "\u202e" not in sent and not re.search(r"\x1b\](?!8;)", sent)
