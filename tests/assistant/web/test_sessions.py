"""Each session begins as Gradio would begin it, and holds what is its own."""

from __future__ import annotations

from pathlib import Path

import gradio as gr
import pytest
from gradio.state_holder import SessionState
from served import echoing

from assistant.web.sessions import Sessions


@pytest.fixture
def page(working: Path) -> gr.Blocks:
    return echoing()


def number(page: gr.Blocks, kind: type) -> int:
    return next(key for key, block in page.blocks.items() if isinstance(block, kind))


def test_a_session_begins_as_gradio_would_begin_it(page: gr.Blocks) -> None:
    opened, usual = Sessions(page)["anna"], SessionState(page)
    assert opened.config_values == usual.config_values
    assert vars(opened).keys() == vars(usual).keys()
    assert opened.blocks_config is not page.default_config and opened.blocks_config.blocks == page.default_config.blocks


def test_what_a_session_holds_and_shows_is_its_own(page: gr.Blocks) -> None:
    sessions = Sessions(page)
    held, shown = number(page, gr.State), number(page, gr.HTML)
    sessions["anna"][held] = ["hers"]
    sessions["anna"]._update_value_in_config(shown, "hers")
    sessions["anna"][shown] = gr.HTML("hers", render=False)
    sessions["anna"].is_closed = True
    for other in (sessions["bert"], Sessions(page)["anna"]):
        assert other[held] == []
        assert other.config_values[shown]["props"].get("value") != "hers"
        assert other.blocks_config.blocks[shown] is page.blocks[shown]
        assert not other.is_closed
    assert sessions["anna"][held] == ["hers"] and sessions["anna"].is_closed


def test_no_more_sessions_are_kept_than_the_page_has_room_for(page: gr.Blocks) -> None:
    page.state_session_capacity = 3
    sessions = Sessions(page)
    for name in "abcde":
        assert sessions[name] is sessions[name]
    assert list(sessions.session_data) == ["c", "d", "e"]
