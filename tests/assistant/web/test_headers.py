"""What every answer tells the browser."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from served import CLIENT, Site, Visitor, echoing, serving

from corpus.settings import Settings


@pytest.fixture(scope="module")
def small(working: Path) -> Iterator[Site]:
    with serving(echoing(), Settings()) as site:
        yield site


@pytest.mark.parametrize(
    "path", ["/", "/config", "/theme.css", "/assets/none.js", "/none", "/gradio_api/file=/etc/passwd"]
)
def test_every_answer_is_guarded(small: Site, path: str) -> None:
    told = small.get(path).headers
    assert told["x-content-type-options"] == "nosniff"
    assert told["referrer-policy"] == "no-referrer"
    assert told["x-frame-options"] == "DENY"
    assert told["cross-origin-opener-policy"] == told["cross-origin-resource-policy"] == "same-origin"
    assert "microphone=()" in told["permissions-policy"]
    assert "frame-ancestors 'none'" in told["content-security-policy"]
    assert told["cache-control"] == "no-store"
    assert not {"server", "x-powered-by", "access-control-allow-credentials"} & set(told)


def test_only_what_is_named_by_its_content_is_kept_by_the_browser(small: Site) -> None:
    name = re.search(r'src="\./(assets/[^"]+\.js)"', small.get("/").text)
    assert name
    assert "immutable" in small.get(f"/{name[1]}").headers["cache-control"]


def test_each_page_has_its_own_nonce_on_each_of_its_scripts(small: Site) -> None:
    pages = [small.get("/") for _ in range(2)]
    nonces = []
    for page in pages:
        policy = re.search(
            r"script-src 'self' 'nonce-([\w-]+)' 'unsafe-eval';", page.headers["content-security-policy"]
        )
        assert policy
        scripts = re.findall(r"<script\b[^>]*>", page.text)
        assert scripts and all(f'nonce="{policy[1]}"' in script for script in scripts)
        assert int(page.headers["content-length"]) == len(page.content)
        nonces.append(policy[1])
    assert len(set(nonces)) == 2


def test_a_script_in_a_text_gets_none(small: Site) -> None:
    """The title of this page is markup that would run as a script."""
    assert "alert(1)" in (page := small.get("/").text)
    assert not re.search(r"<script[^>]*>alert\(1\)", page)


def test_the_page_runs_under_its_policy(small: Site, visitor: Callable[..., Visitor]) -> None:
    page = visitor().opens(small.url)
    page.fill("#written textarea", "<img src=x onerror=alert(1)><script>alert(2)</script>")
    page.click("#say")
    assert "<script>alert(2)</script>" in page.locator("#shown p").inner_text()


def test_a_script_without_the_nonce_does_not_run(small: Site, visitor: Callable[..., Visitor]) -> None:
    somebody = visitor()
    page = somebody.opens(small.url)
    ran = page.evaluate(
        """() => { const script = document.createElement("script"); script.textContent = "window.ran = true";
        document.head.append(script); return window.ran === true; }"""
    )
    assert not ran
    assert any("Content Security Policy" in fault for fault in somebody.faults)
    somebody.faults.clear()


def test_a_stream_comes_piece_by_piece(small: Site) -> None:
    """A heartbeat never ends, so that its first piece can only come if nothing waits for the rest."""
    begun = time.monotonic()
    with CLIENT.stream("GET", f"{small.url}/gradio_api/heartbeat/somebody") as stream:
        assert next(stream.iter_text()).startswith("data: ALIVE")
        assert stream.headers["cache-control"] == "no-store"
    assert time.monotonic() - begun < 10


def test_a_failure_tells_nothing_and_is_guarded(small: Site) -> None:
    started = small.post("/gradio_api/call/fail", json={"data": ["a secret"]})
    told = small.get(f"/gradio_api/call/fail/{started.json()['event_id']}").text
    assert "error" in told
    assert "secret" not in told
