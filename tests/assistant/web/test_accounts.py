"""The file of accounts: how it is written, read and doubted."""

from __future__ import annotations

import os
import re
from pathlib import Path

import bcrypt
import pytest

from assistant.web.accounts import Accounts, AccountsError
from corpus.errors import UsageError

PASSWORD = "correct horse ünd battery"
HASH = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that cost little: what they cost elsewhere is no matter of these tests."""
    monkeypatch.setattr("assistant.web.accounts.ROUNDS", 4)


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    """A file with one account, as `htpasswd -B` writes it, and a comment."""
    path = tmp_path / "accounts"
    path.write_text(f"# of the unit\n\nanna:$2y${HASH[4:]}\n", encoding="utf-8")
    return Accounts(path)


@pytest.mark.parametrize(
    "name, password, accepted",
    [
        ("anna", PASSWORD, True),
        ("anna", PASSWORD + "x", False),
        ("anna", "", False),
        ("Anna", PASSWORD, False),
        ("bert", PASSWORD, False),
        ("", "", False),
        ("anna", "\0", False),
        ("anna", PASSWORD + "\0", False),
    ],
)
def test_only_its_own_password_opens_an_account(accounts: Accounts, name: str, password: str, accepted: bool) -> None:
    assert accounts.accepts(name, password) is accepted


def test_what_bcrypt_does_not_see_of_a_password_is_not_taken_for_it(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "accounts")
    accounts.add("anna", "x" * 72)
    assert accounts.accepts("anna", "x" * 72)
    assert not accounts.accepts("anna", "x" * 73)


def test_an_account_that_is_added_can_log_in_and_its_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "new" / "accounts")
    accounts.add("anna", PASSWORD)
    accounts.add("bert", "another")
    assert accounts.accepts("anna", PASSWORD) and accounts.accepts("bert", "another")
    assert not accounts.accepts("anna", "another")
    assert accounts.path.stat().st_mode & 0o777 == 0o600
    assert PASSWORD not in accounts.path.read_text(encoding="utf-8")


def test_an_account_is_added_after_a_last_line_without_an_end(accounts: Accounts) -> None:
    accounts.path.write_text(f"anna:{HASH}", encoding="utf-8")
    accounts.add("bert", "another")
    assert accounts.accepts("anna", PASSWORD) and accounts.accepts("bert", "another")


@pytest.mark.parametrize(
    "name, password, why",
    [
        ("anna", "x", "has an account"),
        ("a:b", "x", "no colon"),
        (" anna", "x", "no space"),
        ("#anna", "x", "no #"),
        ("a\nb", "x", "1 to 64"),
        ("", "x", "1 to 64"),
        ("a" * 65, "x", "1 to 64"),
        ("bert", "", "72 bytes"),
        ("bert", "ü" * 37, "72 bytes"),
        ("bert", "a\0b", "72 bytes"),
    ],
)
def test_what_cannot_be_an_account_is_refused(accounts: Accounts, name: str, password: str, why: str) -> None:
    before = accounts.path.read_bytes()
    with pytest.raises(UsageError, match=why):
        accounts.add(name, password)
    assert accounts.path.read_bytes() == before


def test_the_file_is_read_anew_when_it_changes(accounts: Accounts) -> None:
    assert accounts.accepts("anna", PASSWORD)
    accounts.path.write_text(f"bert:{HASH}\n", encoding="utf-8")
    assert not accounts.accepts("anna", PASSWORD)
    assert accounts.accepts("bert", PASSWORD)


@pytest.mark.parametrize(
    "text, why",
    [
        (f"anna:{HASH}\nbert\n", "accounts:2: not an account"),
        ("anna:secret\n", "accounts:1: not an account"),
        ("anna:$apr1$abc$def\n", "accounts:1: not an account"),
        (f"anna:$2b$31${HASH[7:]}\n", "accounts:1: not an account"),
        (f":{HASH}\n", "accounts:1: not an account"),
        (f"anna:{HASH}\n# \nanna:{HASH}\n", "accounts:3: anna has an account above"),
        ("# nobody\n", "holds no account"),
        ("", "holds no account"),
    ],
    ids=lambda text: re.sub(
        r"\$2b\S+", "HASH", text
    ),  # a hash is new each time, and the processes of a run share names
)
def test_a_fault_is_told_with_its_line(accounts: Accounts, text: str, why: str) -> None:
    accounts.path.write_text(text, encoding="utf-8")
    for _ in range(2):  # a file that does not change is not trusted for that
        with pytest.raises(AccountsError, match=why):
            accounts.accepts("anna", PASSWORD)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "accounts"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(AccountsError, match=r"accounts \(PINCITE_AUTH_FILE\) cannot be read"):
        Accounts(path).hashes()


def test_an_unknown_name_costs_what_a_known_one_does(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    costs: list[str] = []
    check = bcrypt.checkpw

    def counting(password: bytes, kept: bytes) -> bool:
        costs.append(kept[4:6].decode())
        return check(password, kept)

    monkeypatch.setattr(bcrypt, "checkpw", counting)
    for name in ("anna", "nobody"):
        accounts.accepts(name, "wrong")
    assert costs == ["04", "04"]


def test_a_file_that_was_put_in_its_place_is_seen(accounts: Accounts, tmp_path: Path) -> None:
    """Editors write another file and rename it; size and time may be the same."""
    assert accounts.accepts("anna", PASSWORD)
    stat = accounts.path.stat()
    other = tmp_path / "other"
    other.write_text(accounts.path.read_text(encoding="utf-8").replace("anna", "otto"), encoding="utf-8")
    os.utime(other, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    other.replace(accounts.path)
    assert not accounts.accepts("anna", PASSWORD)
