"""How much work one visitor may ask for in a time."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import bcrypt
import pytest
from pydantic import ValidationError
from served import Visitor, echoing, serving

from assistant.web.rate import Rate
from corpus.settings import Settings


def test_each_is_counted_apart() -> None:
    rate = Rate("2/minute")
    assert [rate.count("name", "anna") for _ in range(4)] == [True, True, False, False]
    assert rate.count("name", "bert")
    assert rate.count("address", "anna")
    assert rate.is_used_up("name", "anna") and not rate.is_used_up("name", "bert")


def test_the_wait_is_told_and_is_not_longer_than_the_window() -> None:
    rate = Rate("1/minute")
    rate.count("address", "127.0.0.1")
    assert 50 < rate.wait("address", "127.0.0.1") <= 60


def test_the_window_moves() -> None:
    rate = Rate("1/second")
    assert rate.count("x")
    assert not rate.count("x")
    time.sleep(1.01)
    assert rate.count("x")


def test_work_is_limited_and_looking_is_not(working: Path) -> None:
    with serving(echoing(), Settings(web_rate="3/hour")) as site:
        paths = ("call/echo", "queue/join", "call/echo/", "run/echo")
        answers = [site.post(f"/gradio_api/{path}", json={"data": ["x"]}) for path in paths]
        assert answers[-1].status_code == 429 and 429 not in [answer.status_code for answer in answers[:-1]]
        seconds = answers[-1].headers["retry-after"]
        assert answers[-1].json()["detail"] == f"That was too much at once. Wait {seconds} seconds, then try again."
        assert site.get("/").status_code == site.get("/gradio_api/info").status_code == 200
        assert site.post("/gradio_api/reset", json={"event_id": "x"}).status_code == 200


def test_who_is_logged_in_is_counted_by_name(working: Path, tmp_path: Path) -> None:
    kept = bcrypt.hashpw(b"x", bcrypt.gensalt(4)).decode()
    (tmp_path / "accounts").write_text(f"anna:{kept}\nbert:{kept}\n", encoding="utf-8")
    with serving(echoing(), Settings(web_rate="1/hour", auth_file=str(tmp_path / "accounts"))) as site:

        def asked(name: str) -> int:
            given = site.post("/login", data={"username": name, "password": "x"}).headers["set-cookie"]
            headers = {"Cookie": given.split(";")[0]}
            return site.post("/gradio_api/call/echo", json={"data": ["x"]}, headers=headers).status_code

        assert [asked(name) for name in ("anna", "anna", "bert")] == [200, 429, 200]


def test_a_person_is_told(working: Path, visitor: Callable[..., Visitor]) -> None:
    with serving(echoing(), Settings(web_rate="1/hour")) as site:
        somebody = visitor()
        page = somebody.opens(site.url)
        page.fill("#written textarea", "hello")
        page.click("#say")
        page.wait_for_selector("#shown p")
        page.click("#say")
        told = page.get_by_text(re.compile(r"That was too much at once\. Wait \d+ seconds"))
        told.first.wait_for()
        assert somebody.faults and all("429" in fault for fault in somebody.faults)
        somebody.faults.clear()


@pytest.mark.parametrize(
    "written", ["", "fast", "0/minute", "-1/minute", "1/fortnight", "1.5/second", "1/minute;2/hour"]
)
def test_what_is_no_rate_is_refused(written: str) -> None:
    with pytest.raises(ValidationError, match="write how often"):
        Settings(web_rate=written)


@pytest.mark.parametrize("written", ["1/second", "300/minute", "5000/hour", "1000000/day"])
def test_a_rate_can_be_set(written: str) -> None:
    assert Rate(Settings(web_rate=written).web_rate).count("x")
