"""Papers in Markdown: read by a Markdown parser, the texts are what they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from papers import HOSTILE, SHOWN, cited, hostile, paper

from assistant.export.markdown import escaped, markdown
from assistant.paper import Items, Line, Table, one_line

PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def rendered(text: str) -> str:
    """The plain text that a Markdown parser sees; it must be one paragraph without any mark-up."""
    tokens = PARSER.parse(text)
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"], tokens
    kinds = {child.type for child in tokens[1].children or []}
    assert kinds <= {"text", "text_special"}, kinds
    return "".join(child.content for child in tokens[1].children or [])


@pytest.mark.parametrize(
    "text",
    [
        "- no item", "1. no number", "12) no number", "# no heading", "+ no item", "> no quote", "--- ", "===", "~~~",
        "```", "a | b", "&lt; stays", "AT&T", "[link](x)", "<https://evil.example>", "4.A.5. Note 2", "*_*", "\\*",
        "5A001.f.1", "![x](y)",
    ],
)  # fmt: skip
def test_a_text_stays_what_it_is(text: str) -> None:
    assert rendered(escaped(text)) == one_line(text)


@given(st.text(min_size=1).filter(one_line))
def test_any_text_stays_what_it_is(text: str) -> None:
    assert rendered(escaped(text)) == one_line(text)


def test_no_text_becomes_a_link_or_mark_up() -> None:
    tokens = PARSER.parse(markdown(hostile()))
    inline = [child for token in tokens for child in token.children or []]
    links = {child.attrs["href"] for child in inline if child.type == "link_open"}
    assert links == {"https://example.org/act"}
    assert {child.content for child in inline if child.type == "html_inline"} == {"<br>"}
    assert [token.content for token in tokens if token.type == "html_block"] == []
    assert PARSER.parse(markdown(hostile()))[1].children is not None


def test_citations_are_numbered_and_their_places_end_the_paper() -> None:
    other = cited("act/art_2", "Said so.", "Article 2")
    text = markdown(paper(Line("Quoted.", (cited(), other)), Items((Line("Said so.", (other,)),), "number")))
    assert "Quoted. \\[1\\] \\[2\\]" in text
    assert "1. Said so. \\[2\\]" in text
    assert "- \\[1\\] **Article 1**, restated by Pincite, edition 2024, `act/art_1`. <https://example.org/act>" in text
    assert "**Article 2**, restated by Pincite, edition 2024, `act/art_2`. “Said so.”" in text
    assert "2 documents and 1,234 provisions" in text.splitlines()[-1]


def test_lists_and_tables_are_lists_and_tables() -> None:
    rows = (((Line("x"),), (Line("1", tag="law"), Line("2"))),)
    text = markdown(
        paper(Items((Line("one"), Line("two")), "letter"), Items((Line("do"),), "box"), Table(("a", "b"), rows))
    )
    assert "- A. one\n- B. two" in text
    assert "- [ ] do" in text
    assert "| a | b |\n|---|---|\n| x | **law** 1<br>2 |" in text


def test_what_no_reader_should_see_is_left_out() -> None:
    assert one_line(HOSTILE) == SHOWN
