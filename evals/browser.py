"""The browser that looks at the page in measures and tests: Chromium as the system has it, driven by Playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from corpus.errors import PinciteError

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_NAMES = ("chromium", "chromium-browser", "google-chrome")
# Containers have no sandbox to give and little shared memory; what is looked at is our own page.
_SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


class NoBrowser(PinciteError):
    """The page cannot be looked at."""


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser without a window. Raises `NoBrowser` if Chromium or Playwright is not there."""
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError as missing:
        raise NoBrowser("The package playwright is not there; `pip install --group dev` installs it.") from missing
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        raise NoBrowser("Chromium is not there; `make browser` installs Debian's package `chromium` where it may.")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, headless=True, args=_SWITCHES)
        yield opened
        opened.close()
