"""What programs asked is forgotten, and what a page in a browser holds is not."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from served import Site, echoing, serving

from corpus.settings import Settings


@pytest.fixture
def page(working: Path) -> gr.Blocks:
    return echoing()


@pytest.fixture
def small(page: gr.Blocks) -> Iterator[Site]:
    with serving(page, Settings()) as served:
        yield served


def asked(site: Site, **named: Any) -> str:
    event = site.post("/gradio_api/call/echo", json={"data": ["hello"], **named}).json()["event_id"]
    return site.get(f"/gradio_api/call/echo/{event}").text


def test_a_question_of_a_program_leaves_nothing(small: Site, page: gr.Blocks) -> None:
    assert all("hello" in asked(small) for _ in range(5))
    queue, held = page._queue, page.state_holder
    kept = (held.session_data, held.time_last_used, queue.event_ids_to_events)
    kept += (queue.pending_messages_per_session, queue.pending_event_ids_session)
    until = time.monotonic() + 20
    while any(kept) and time.monotonic() < until:  # the last is let go of just after its answer was read
        time.sleep(0.05)
    assert [list(one) for one in kept] == [[]] * 5


def test_questions_under_one_name_each_get_their_own_answer(small: Site, page: gr.Blocks) -> None:
    """Gradio alone would give the answer that comes first to whoever looks first, and leave the other waiting."""
    said = ["first", "second", "third"]
    events = [
        small.post("/gradio_api/call/echo", json={"data": [text], "session_hash": "anna"}).json()["event_id"]
        for text in said
    ]
    for event, text in reversed(list(zip(events, said, strict=True))):
        assert f'data: ["{text}"]' in small.get(f"/gradio_api/call/echo/{event}").text
    assert "anna" not in page.state_holder.session_data


@pytest.mark.parametrize("body", [b"[]", b'"x"', b"1", b"null", b"{}"])
def test_a_body_that_is_no_question_is_refused(small: Site, body: bytes) -> None:
    told = small.post("/gradio_api/call/echo", content=body, headers={"Content-Type": "application/json"})
    assert told.status_code == 422
