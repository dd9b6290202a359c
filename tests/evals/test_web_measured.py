"""The page measured, on few questions; how fast it is on this machine is not asserted."""

from __future__ import annotations

import dataclasses
import os

import pytest

from corpus.errors import PinciteError
from corpus.settings import Settings
from evals.browser import NoBrowser, browser
from evals.web import answers, crowd, serving

ASKED = ["What does Article 5(2) of the dual-use regulation require?", "What is a catch-all control?"]


@pytest.mark.sweep
def test_the_page_is_asked_by_a_browser_and_by_several_programs(settings: Settings) -> None:
    with serving(settings) as page:
        assert 50 < page.memory() < 4096
        try:
            clicked = answers(page, ASKED, clicks=3)
        except NoBrowser as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(str(error))
        assert clicked.n == 3 and clicked.value > 0
        put = crowd(page, ASKED, users=2, seconds=0.5, pause=0, alone=dict.fromkeys(ASKED))
        other, p50, p95 = put
        assert other.value == other.n >= 2, "no answer is what was answered alone, as that was nothing"
        assert 0 < p50.value <= p95.value
    gone = crowd(page, ASKED, users=2, seconds=0, pause=0, alone=dict.fromkeys(ASKED))
    assert gone[0].value == 0 and gone[0].n == 2, "a page that is gone answers nothing"
    with pytest.raises(PinciteError, match="/proc"):
        dataclasses.replace(page, process=2**22 + 1).memory()


def test_a_page_that_does_not_start_says_why(settings: Settings) -> None:
    broken = settings.model_copy(update={"auth_file": "/nowhere/accounts"})
    with pytest.raises(PinciteError, match=r"/nowhere/accounts .* cannot be read"), serving(broken):
        pass


def test_without_chromium_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NoBrowser, match="make browser"), browser():
        pass
