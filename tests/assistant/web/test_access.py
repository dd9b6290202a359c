"""Login to a shared page, asked of a real server: nothing is served without it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import bcrypt
import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AuthenticationError
from served import Site, Visitor, echoing, inaccessible, serving

from assistant.web import access
from corpus.settings import Settings

PASSWORD = "a password"
HASH = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()


@pytest.fixture
def accounts(tmp_path: Path) -> Path:
    path = tmp_path / "accounts"
    path.write_text(f"anna:{HASH}\nbert:{HASH}\n", encoding="utf-8")
    return path


@pytest.fixture
def shared(working: Path, accounts: Path) -> Iterator[Site]:
    with serving(echoing(), Settings(auth_file=str(accounts))) as site:
        yield site


def logged_in(site: Site, name: str = "anna", password: str = PASSWORD, path: str = "/login") -> httpx.Response:
    return site.post(path, data={"username": name, "password": password}, headers={"Accept": "text/html"})


def cookie(site: Site, name: str = "anna") -> dict[str, str]:
    """The header that shows who has logged in."""
    return {"Cookie": logged_in(site, name).headers["set-cookie"].split(";")[0]}


def test_nothing_is_served_without_login(shared: Site) -> None:
    for path in (
        "/config",
        "/theme.css",
        "/favicon.ico",
        "/manifest.json",
        "/assets/index.js",
        "/static/img/logo.svg",
        "/gradio_api/info",
        "/gradio_api/app_id",
        "/gradio_api/startup-events",
        "/gradio_api/queue/data?session_hash=x",
        "/gradio_api/queue/status",
        "/gradio_api/heartbeat/x",
        "/gradio_api/call/echo/x",
        "/gradio_api/file=/etc/passwd",
    ):
        assert shared.get(path).status_code in (401, 404), path
        assert "Log in first" in shared.get(path).text or path.startswith("/gradio_api/file"), path
    for path in ("call/echo", "call/v2/echo", "queue/join", "run/echo", "api/echo", "cancel", "reset"):
        assert shared.post(f"/gradio_api/{path}", json={"data": ["x"]}).status_code == 401, path


def test_the_page_asks_for_login_and_leads_to_what_was_asked_for(shared: Site) -> None:
    sent = shared.get("/?q=What+is+%C2%A7&show=eu-2021-821/art_5", headers={"Accept": "text/html"})
    assert sent.status_code == 303
    form = shared.get(sent.headers["location"])
    assert form.status_code == 200
    assert "default-src 'none'" in form.headers["content-security-policy"]
    back = logged_in(shared, path=sent.headers["location"])
    assert (back.status_code, back.headers["location"]) == (303, "/?q=What+is+%C2%A7&show=eu-2021-821/art_5")


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "/login", "javascript:1"]
)
def test_login_leads_nowhere_else(shared: Site, elsewhere: str) -> None:
    assert logged_in(shared, path=f"/login?next={elsewhere}").headers["location"] == "/"


def test_who_has_logged_in_is_served_and_known(shared: Site) -> None:
    assert "gradio" in shared.get("/", headers=cookie(shared)).text
    for name in ("anna", "bert"):
        client = Client(shared.url, auth=(name, PASSWORD), verbose=False, analytics_enabled=False)
        assert client.predict(api_name="/who") == name


def test_a_program_without_the_password_is_refused(shared: Site) -> None:
    with pytest.raises(AuthenticationError):
        Client(shared.url, auth=("anna", "wrong"), verbose=False, analytics_enabled=False)


def test_the_cookie_is_for_the_server_alone(shared: Site) -> None:
    given = logged_in(shared).headers["set-cookie"]
    assert {"HttpOnly", "Path=/", "SameSite=lax", f"Max-Age={access.HOURS * 3600}"} <= set(given.split("; "))


@pytest.mark.parametrize(
    "made_up", ["", "x", "pincite-login=", "pincite-login=x", "pincite-login=anna", "access-token=anna"]
)
def test_a_made_up_cookie_opens_nothing(shared: Site, made_up: str) -> None:
    assert shared.get("/gradio_api/info", headers={"Cookie": made_up}).status_code == 401


def test_logging_out_ends_it(shared: Site) -> None:
    anna, bert = cookie(shared), cookie(shared, "bert")
    assert shared.post("/logout", headers=anna).headers["location"] == "/login"
    assert shared.get("/gradio_api/info", headers=anna).status_code == 401
    assert shared.get("/gradio_api/info", headers=bert).status_code == 200


def test_no_other_page_can_log_somebody_in_or_out(shared: Site) -> None:
    for path in ("/login", "/logout"):
        assert shared.post(path, headers={"Origin": "http://evil.example"}).status_code == 403
    anna = cookie(shared)
    shared.get("/logout", headers=anna)
    assert shared.get("/gradio_api/info", headers=anna).status_code == 200


def test_a_login_lasts_for_its_hours(shared: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = cookie(shared)
    now = access.time.monotonic
    for hours, status in ((access.HOURS - 1, 200), (access.HOURS + 1, 401)):
        monkeypatch.setattr(access.time, "monotonic", lambda hours=hours: now() + hours * 3600)
        assert shared.get("/gradio_api/info", headers=anna).status_code == status


def test_an_account_that_is_gone_or_has_another_password_is_out_at_once(shared: Site, accounts: Path) -> None:
    anna, bert = cookie(shared), cookie(shared, "bert")
    other = bcrypt.hashpw(b"another", bcrypt.gensalt(4)).decode()
    accounts.write_text(f"bert:{other}\n", encoding="utf-8")
    assert [shared.get("/gradio_api/info", headers=one).status_code for one in (anna, bert)] == [401, 401]


def test_accounts_that_cannot_be_read_let_nobody_in(
    shared: Site, accounts: Path, caplog: pytest.LogCaptureFixture
) -> None:
    anna = cookie(shared)
    accounts.write_text("anna:secret\n", encoding="utf-8")
    with caplog.at_level(logging.ERROR):
        refused = shared.get("/gradio_api/info", headers=anna)
    assert refused.status_code == logged_in(shared).status_code == 503
    assert "secret" not in refused.text and str(accounts) not in refused.text
    assert "accounts:1: not an account" in caplog.text and "secret" not in caplog.text


def test_guessing_is_stopped_and_the_others_are_not(shared: Site) -> None:
    anna = cookie(shared)
    answers = [logged_in(shared, "anna", f"guess {n}").status_code for n in range(12)]
    assert answers == [401] * 10 + [429] * 2
    assert "Wait ten minutes" in logged_in(shared).text
    assert shared.get("/gradio_api/info", headers=anna).status_code == 200


def test_a_wrong_login_does_not_tell_which_part_was_wrong(shared: Site) -> None:
    unknown, wrong = logged_in(shared, "nobody", "x"), logged_in(shared, "anna", "x")
    assert unknown.text == wrong.text
    assert unknown.status_code == wrong.status_code == 401


def test_what_is_written_into_the_form_is_no_markup(shared: Site) -> None:
    assert "<script" not in logged_in(shared, "<script>alert(1)</script>", "x", "/login?next=/?q=%22><script>").text


def test_a_person_logs_in_and_out(shared: Site, visitor: Callable[..., Visitor]) -> None:
    somebody = visitor()
    page = somebody.opens(f"{shared.url}/?q=shared")
    assert inaccessible(page) == []
    page.get_by_label("Name").fill("anna")
    page.get_by_label("Password").fill("wrong")
    page.keyboard.press("Enter")
    assert page.get_by_role("alert").inner_text() == "The name or the password is wrong."
    assert inaccessible(page) == []
    somebody.faults.clear()  # the browser logs the status 401
    page.get_by_label("Name").fill("anna")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_selector("#say")
    assert page.url == f"{shared.url}/?q=shared"
    page.goto(f"{shared.url}/login")
    assert "anna" in page.locator("main").inner_text()
    page.get_by_role("button", name="Log out").click()
    page.goto(shared.url)
    assert page.get_by_label("Password").is_visible()
