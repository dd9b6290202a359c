"""Who may use a shared page: a file of names and hashed passwords, as `htpasswd -B` writes it."""

from __future__ import annotations

import re
from pathlib import Path
from threading import Lock

import bcrypt

from corpus.errors import PinciteError, UsageError

ROUNDS = 12
_LONGEST = 72  # bytes; bcrypt sees no more of a password
_HASH = re.compile(r"\$2[aby]\$(?P<rounds>0[4-9]|1[0-9])\$[./A-Za-z0-9]{53}")
_NAME = re.compile(r"[^\s:#][^\n\r:]{0,63}")


class AccountsError(PinciteError):
    """The file of accounts cannot be used."""


class Accounts:
    """The accounts of a file, read anew whenever it changes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        self._seen: tuple[int, int, int] | None = None
        self._hashes: dict[str, str] = {}

    def hashes(self) -> dict[str, str]:
        """The hashes by name. Raises `AccountsError` that names what is wrong with the file, and where."""
        with self._lock:
            try:
                stat = self.path.stat()
                seen = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
                if seen != self._seen:
                    self._hashes = dict(_read(self.path))
                    self._seen = seen
            except (OSError, UnicodeDecodeError) as error:
                self._seen = None
                why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
                raise AccountsError(
                    f"The accounts {self.path} (PINCITE_AUTH_FILE) cannot be read: {why}. "
                    "`PINCITE_AUTH_FILE=… pincite web --new-user NAME` makes such a file."
                ) from error
            except AccountsError:
                self._seen = None
                raise
            return self._hashes

    def accepts(self, name: str, password: str) -> bool:
        """Whether this is the password of that name. Takes as long for a name that is not there."""
        hashes = self.hashes()
        kept = hashes.get(name) or _decoy(hashes)
        written = password.encode()
        fits = bcrypt.checkpw(written[:_LONGEST], kept.encode())
        return fits and name in hashes and len(written) <= _LONGEST

    def add(self, name: str, password: str) -> None:
        """Add an account at the end of the file, which is made if it is not there, for its owner alone.

        Raises `UsageError` for a name or password that cannot be one, or a name that is taken.
        """
        if not _NAME.fullmatch(name) or name != name.strip():
            raise UsageError(
                "A name has 1 to 64 characters, no colon, no space at its ends, and no # at its beginning."
            )
        if not password or "\0" in password or len(password.encode()) > _LONGEST:
            raise UsageError(f"A password has 1 to {_LONGEST} bytes.")
        if self.path.exists() and name in self.hashes():
            raise UsageError(f"{name} has an account in {self.path}; remove that line first to give another password.")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch(mode=0o600)
        before = self.path.read_text(encoding="utf-8")
        line = f"{name}:{bcrypt.hashpw(password.encode(), bcrypt.gensalt(ROUNDS)).decode()}\n"
        with self.path.open("a", encoding="utf-8") as file:
            file.write(line if not before or before.endswith("\n") else f"\n{line}")


def _read(path: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, written in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = written.strip()
        if not line or line.startswith("#"):
            continue
        name, _, kept = line.partition(":")
        if not _NAME.fullmatch(name) or not _HASH.fullmatch(kept):
            raise AccountsError(
                f"{path}:{number}: not an account. A line is a name, a colon and a bcrypt hash, as `htpasswd -B` writes it."
            )
        if name in found:
            raise AccountsError(f"{path}:{number}: {name} has an account above already; remove one of the two.")
        found[name] = kept
    if not found:
        raise AccountsError(f"{path} holds no account; `pincite web --new-user NAME` adds one.")
    return found


def _decoy(hashes: dict[str, str]) -> str:
    """A hash that no password is kept under, as costly as the costliest of these."""
    rounds = max(kept[4:6] for kept in hashes.values())
    return f"$2b${rounds}$" + "." * 53
