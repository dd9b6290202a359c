"""What the tests of the page share: the page over the embedded corpus, served, and browsers to look at it with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from assistant.ask import Pincite
from assistant.web.prepare import import_gradio, working_folder
from corpus.settings import Settings
from evals.browser import NoBrowser
from evals.browser import browser as opened
from evals.evidence import evidence

import_gradio()
expect.set_options(timeout=20_000)  # milliseconds; a busy machine takes its time

from served import Site, Visitor, missing, serving  # noqa: E402

from assistant.web.app import look, page  # noqa: E402


@pytest.fixture(scope="session")
def working() -> Iterator[Path]:
    """The folder for the files that pages make."""
    with working_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def site(working: Path, pincite: Pincite, settings: Settings) -> Iterator[Site]:
    """The page over the embedded corpus, served, and warm: what it is asked is shown within a second or two."""
    pincite.ask("What is intrusion software?")
    roomy = settings.model_copy(update={"web_rate": "100000/minute"})
    with serving(page(pincite, roomy, evidence), roomy, look()) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the tests of a file. It ends with them: another in the same process could not be driven beside it."""
    try:
        with opened() as one:
            yield one
    except NoBrowser as error:
        missing(str(error))


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """`visitor(**options)` is somebody new, with a browser context of these options. At the end nobody met a fault; tests of
    what does go wrong clear the faults that they expect.
    """
    came: list[Visitor] = []

    def come(**options: Any) -> Visitor:
        came.append(Visitor(browser.new_context(**options)))
        return came[-1]

    yield come
    for one in came:
        one.context.close()
    assert [fault for one in came for fault in one.faults] == []
