"""`pincite web` as a user starts it."""

from __future__ import annotations

import getpass
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import bcrypt
import httpx
import pytest
from commands import REPOSITORY, Done
from served import CLIENT

from assistant.web.accounts import Accounts
from assistant.web.command import shared
from corpus.errors import UsageError
from corpus.settings import Settings


@contextmanager
def running(settings: Settings, *words: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`pincite web` in a process of its own, and the address that it names."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PINCITE_")}
    named = {"PYTHONPATH": str(REPOSITORY), "PINCITE_HOME": str(settings.home), **environment}
    process = subprocess.Popen(
        [sys.executable, "-m", "evals.cli", "web", "--port", "0", "--no-open", *words],
        env={**kept, **named},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        found = re.search(r"http://\S+/", process.stdout.readline())
        yield process, found[0] if found else ""
    finally:
        process.kill()
        process.wait()


def test_it_serves_the_page_and_ends_quietly(settings: Settings, tmp_path: Path) -> None:
    with running(settings, TMPDIR=str(tmp_path)) as (process, url):
        assert "<gradio-app" in CLIENT.get(url).text
        assert len(list(tmp_path.glob("pincite-web-*"))) == len(list(tmp_path.iterdir())) == 1
        with waiting(url):
            assert ended(process, signal.SIGINT) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


@contextmanager
def waiting(url: str) -> Iterator[None]:
    """A page that is open and waits for an answer: of a session that exists, to which nothing more is said."""
    jobs = CLIENT.get(f"{url}config").json()["dependencies"]
    catalogue = next(job["id"] for job in jobs if job["api_name"] == "catalogue")
    CLIENT.post(f"{url}gradio_api/queue/join", json={"data": [], "fn_index": catalogue, "session_hash": "open"})
    assert "process_completed" in CLIENT.get(f"{url}gradio_api/queue/data?session_hash=open").text
    with CLIENT.stream("GET", f"{url}gradio_api/queue/data?session_hash=open") as stream:
        assert stream.status_code == 200
        yield


def ended(process: subprocess.Popen[str], how: signal.Signals) -> tuple[int, str, str]:
    """The status of a process that is told to end, and what it still said."""
    process.send_signal(how)
    out, err = process.communicate(timeout=30)
    return process.returncode, out.strip(), err


def test_a_port_that_is_taken_is_told(command: Callable[..., Done]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = command("web", "--port", port, "--no-open")
    assert done.status == 1
    assert done.err.startswith(f"The page cannot be served at port {port} of 127.0.0.1: Address already in use.")


def test_an_address_that_is_not_this_machines_is_told(
    command: Callable[..., Done], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Accounts(tmp_path / "accounts").add("anna", "x")
    monkeypatch.setenv("PINCITE_AUTH_FILE", str(tmp_path / "accounts"))
    done = command("web", "--host", "192.0.2.1", "--no-open")
    assert (done.status, "192.0.2.1" in done.err) == (1, True)


def test_without_an_index_it_says_how_to_build_one(
    command: Callable[..., Done], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_HOME", str(tmp_path))
    done = command("web")
    assert (done.status, "pincite index build" in done.err) == (1, True)


def test_without_its_packages_it_says_how_to_install_them(
    command: Callable[..., Done], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.web.prepare.find_spec", lambda name: None if name == "gradio" else object())
    done = command("web")
    assert done.status == 1
    assert "the package gradio, which is not installed" in done.err and "pip install 'pincite[web]'" in done.err


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "pincite.example.org"])
def test_nothing_is_open_to_others_without_a_login(command: Callable[..., Done], host: str) -> None:
    done = command("web", "--host", host)
    assert (done.status, "without a login" in done.err) == (2, True)


def test_another_name_is_for_others_too(command: Callable[..., Done], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINCITE_WEB_NAMES", "pincite.example.org")
    assert "without a login" in command("web").err


@pytest.fixture
def accounts(tmp_path: Path) -> Settings:
    path = tmp_path / "accounts"
    path.write_text(f"anna:{bcrypt.hashpw(b'x', bcrypt.gensalt(4)).decode()}\n", encoding="utf-8")
    return Settings(auth_file=str(path))


@pytest.mark.parametrize(
    "host, written, names",
    [
        ("127.0.0.1", "", ""),
        ("localhost", "", ""),
        ("::1", " , ", " , "),
        ("192.168.1.5", "", ",192.168.1.5"),
        ("192.168.1.5", "pincite.example.org", "pincite.example.org,192.168.1.5"),
        ("0.0.0.0", "pincite.example.org", "pincite.example.org"),
    ],
)
def test_the_names_that_it_is_served_under(accounts: Settings, host: str, written: str, names: str) -> None:
    assert shared(accounts.model_copy(update={"web_names": written}), host).web_names == names


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_listening_everywhere_needs_a_name(accounts: Settings, host: str) -> None:
    with pytest.raises(UsageError, match="PINCITE_WEB_NAMES="):
        shared(accounts, host)


def test_accounts_that_nobody_could_use_are_told_at_the_start(
    command: Callable[..., Done], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "accounts").write_text("anna:secret\n", encoding="utf-8")
    monkeypatch.setenv("PINCITE_AUTH_FILE", str(tmp_path / "accounts"))
    done = command("web")
    assert (done.status, "accounts:1: not an account" in done.err, "secret" in done.err) == (1, True, False)


def test_a_new_user_is_asked_for_a_password_twice(
    command: Callable[..., Done], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "accounts"
    monkeypatch.setenv("PINCITE_AUTH_FILE", str(path))
    typed = iter(["a password", "a pasword", "a password", "a password"])
    monkeypatch.setattr(getpass, "getpass", lambda prompt: next(typed))
    assert command("web", "--new-user", "anna").err == "The two passwords are not the same; nothing was added.\n"
    assert not path.exists()
    done = command("web", "--new-user", "anna")
    assert (done.status, "anna can log in now" in done.out) == (0, True)
    assert Accounts(path).accepts("anna", "a password")


def test_a_new_user_needs_a_file(command: Callable[..., Done]) -> None:
    done = command("web", "--new-user", "anna")
    assert (done.status, "PINCITE_AUTH_FILE" in done.err) == (2, True)


def test_behind_a_proxy_each_visitor_has_an_address(settings: Settings, accounts: Settings) -> None:
    """Else all who come through it would be one to the count of failed logins."""
    given = {"PINCITE_AUTH_FILE": accounts.auth_file, "PINCITE_WEB_NAMES": "pincite.example.org"}
    with running(settings, **given) as (process, url):

        def login(address: str) -> httpx.Response:
            headers = {"Host": "pincite.example.org", "X-Forwarded-For": address, "X-Forwarded-Proto": "https"}
            data = {"username": "anna", "password": "wrong" if address == "192.0.2.1" else "x"}
            return CLIENT.post(f"{url}login", headers=headers, data=data)

        assert [login("192.0.2.1").status_code for _ in range(11)] == [401] * 10 + [429]
        let_in = login("192.0.2.2")
        assert let_in.status_code == 200
        assert "Secure" in let_in.headers["set-cookie"]
        assert ended(process, signal.SIGTERM) == (0, "", "")
