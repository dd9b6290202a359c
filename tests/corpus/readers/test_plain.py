"""Plain text: headings without marks, counted paragraphs, lines that a program set apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.readers.audit import audit
from corpus.readers.plain import READER
from corpus.readers.reading import UnreadableSource

SHARED = Path(__file__).resolve().parents[3].parent / "shared"


def locators(text: str) -> list[str]:
    return [unit.locator for unit in READER.read(text.encode()).units()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello.\n\nWorld.", ["par_1", "par_2"]),
        ("We:\n\n• do;\n\n• go.\n\nEnd.", ["par_1", "par_2"]),
        ("Do:\n\n(a) this;\n\n(b) that.\n\nEnd.", ["par_1", "par_1/pnt_a", "par_1/pnt_b", "par_2"]),
        (
            "A declaration\n\nWe met.\n\n1. One.\n\n2. Two:\n\n(a) x.\n\n3. Three.",
            ["par_1", "par_2", "par_2/pnt_a", "par_3"],
        ),
        ("Artikel 5\n\n(1) Eins.\n\n(2) Zwei:\n\na) x.", ["art_5", "art_5/par_1", "art_5/par_2", "art_5/par_2/pnt_a"]),
        ("A law\n\nArticle 1\n\nx\n\nArticle 2\n\n1. y\n\nANNEX I\n\nz", ["art_1", "art_2", "art_2/par_1", "anx_I"]),
        ("A GUIDE\n\nINTRODUCTION\n\nx\n\nTHE END\n\ny", ["sec_introduction", "sec_the-end"]),
        ("Article 5 of the Regulation applies.", ["par_1"]),
    ],
)
def test_structure(text: str, expected: list[str]) -> None:
    assert locators(text) == expected


def test_nothing_is_a_mark() -> None:
    text = "*Stars* and [links](x) & <b>tags</b> stay.\n\n- (a) So do dashes."
    assert READER.plain(text.encode()) == text
    assert audit(text, READER.read(text.encode())).is_sound


def test_blank_lines_after_every_line_are_closed_up() -> None:
    line = "the words of this paragraph go on and on over the lines of it, and"
    text = "\n\n".join(["The title of this statement"] + [line] * 6 + ["they end."] + [line] * 6 + ["they end."])
    assert locators(text) == ["par_1", "par_2", "par_3"]


@given(st.text(alphabet="Aab1(). -\n•§", max_size=200).filter(str.strip))
@settings(max_examples=100, deadline=None)
def test_nothing_is_gone_and_nothing_is_invented(text: str) -> None:
    found = audit(READER.plain(text.encode()), READER.read(text.encode()))
    assert (found.gone, found.phantom) == ((), ())


@pytest.mark.parametrize("data", [b"", b"\n", b"a\0b", b"\x02\x03" * 20])
def test_bad_input(data: bytes) -> None:
    with pytest.raises(UnreadableSource):
        READER.read(data)


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (b"Words.", True),
        (b"# Markdown", False),
        (b"<html>x</html>", False),
        (b"<!-- x --><a/>", False),
        (b"<?xml?>", False),
        (b"%PDF-1.4", False),
        (b"{}", False),
        (b"", False),
        (b"a\0", False),
    ],
)
def test_recognises(data: bytes, answer: bool) -> None:
    assert READER.recognises(data) is answer


@pytest.mark.skipif(not SHARED.is_dir(), reason="the authentic texts are not here")
def test_authentic_texts_are_read_whole() -> None:
    files = [path for path in sorted((SHARED / "sources").rglob("*.txt")) if path.stat().st_size < 50_000]
    files += sorted((SHARED / "seeds").glob("00[01]_*.txt"))
    assert len(files) > 50
    for path in files:
        data = path.read_bytes()
        found = audit(READER.plain(data), READER.read(data))
        assert READER.recognises(data), path.name
        assert (found.gone, found.phantom) == ((), ()), path.name


@pytest.mark.skipif(not SHARED.is_dir(), reason="the authentic texts are not here")
def test_the_joint_statement_has_the_paragraphs_of_its_digest() -> None:
    (path,) = (SHARED / "seeds").glob("000_*.txt")
    units = {unit.locator: unit.text for unit in READER.read(path.read_bytes()).units()}
    assert list(units) == ["par_1", "par_2", "par_3", "par_4", "par_5", "par_6"]  # par_1 is its title
    assert units["par_5"].count("•") == 5
