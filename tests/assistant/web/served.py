"""Pages served on this machine for tests, and the browser that looks at them."""

from __future__ import annotations

import html
import os
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import gradio as gr
import httpx
import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

from assistant.web.serve import Server, application
from corpus.settings import Settings

REPOSITORY = Path(__file__).parent.parent.parent.parent
AXE = REPOSITORY / ".cache" / "axe.min.js"
CLIENT = httpx.Client(trust_env=False, timeout=30)


@dataclass(frozen=True)
class Site:
    """A page that is served. `url` has no slash at its end."""

    url: str

    def get(self, path: str, **named: Any) -> httpx.Response:
        return CLIENT.get(self.url + path, **named)

    def post(self, path: str, **named: Any) -> httpx.Response:
        return CLIENT.post(self.url + path, **named)


@contextmanager
def serving(page: gr.Blocks, settings: Settings, look: Mapping[str, Any] | None = None) -> Iterator[Site]:
    """A page, served in a thread as `pincite web` serves it."""
    listening = socket.create_server(("127.0.0.1", 0))
    is_ready = threading.Event()
    server = Server(application(page, look or {}, settings), is_ready.set)
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        assert is_ready.wait(30)
        yield Site(f"http://127.0.0.1:{listening.getsockname()[1]}")
    finally:
        server.should_exit = True
        thread.join(30)


def echoing() -> gr.Blocks:
    """A small page: what is written is shown again, remembered, and made into a file."""
    with gr.Blocks(analytics_enabled=False, title="</title><script>alert(1)</script>") as made:
        written = gr.Textbox(label="Written", elem_id="written")
        button = gr.Button("Say", elem_id="say")
        shown = gr.HTML(elem_id="shown")
        remembered = gr.State([])
        file = gr.DownloadButton("File", elem_id="file")

        def say(text: str, before: list[str]) -> tuple[str, list[str]]:
            return f"<p>{html.escape(' '.join([*before, str(text)]))}</p>", [*before, str(text)]

        def filed(text: str) -> str:
            path = Path(os.environ["GRADIO_TEMP_DIR"]) / "said.html"
            path.write_text(text, encoding="utf-8")
            return str(path)

        def echo(text: str) -> str:
            return text

        def fail(text: str) -> str:
            raise RuntimeError(text)

        def who(request: gr.Request) -> str:
            return str(request.username)

        button.click(say, [written, remembered], [shown, remembered], api_name="say")
        written.submit(filed, written, file, api_name="filed")
        gr.api(echo, api_name="echo")
        gr.api(fail, api_name="fail")
        gr.api(who, api_name="who")
    return made


def missing(sentence: str) -> NoReturn:
    """What a test needs is not on this machine: it is skipped, but in CI it fails."""
    if os.environ.get("CI"):
        pytest.fail(sentence)
    pytest.skip(sentence)


@dataclass
class Visitor:
    """Somebody with a browser of their own: cookies and storage are not shared with others. `faults` are what a page must
    not have: errors in its console, exceptions, and requests that leave this machine.
    """

    context: BrowserContext
    faults: list[str] = field(default_factory=list)

    def opens(self, url: str) -> Page:
        """A page at this address, watched."""
        page = self.context.new_page()
        page.on("console", self._of_console)
        page.on("pageerror", lambda error: self.faults.append(f"exception: {error}"))
        page.on("request", self._of_request)
        page.goto(url)
        return page

    def _of_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text}")

    def _of_request(self, request: Request) -> None:
        url = httpx.URL(request.url) if request.url.startswith(("http", "ws")) else None
        if url is not None and url.host not in ("127.0.0.1", "localhost"):
            self.faults.append(f"left the machine: {request.url}")


def inaccessible(page: Page) -> list[str]:
    """What axe-core finds serious or critical on a page as it is now: the rule, what it asks for, and where it is broken."""
    if not AXE.is_file():
        missing("axe-core is not there; `make browser` gets it from the npm registry.")
    page.evaluate(f"{AXE.read_text(encoding='utf-8')}; undefined")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {rule['help']}: {node['html'][:200]} ({node['target']})"
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]
