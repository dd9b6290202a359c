"""Runs the command `pincite`: in this process, which is quick, or in one of its own, as a user does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Done:
    """A command that has ended: its exit status and what it printed."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)

    def lines(self) -> list[Any]:
        """The JSON lines printed."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class Command:
    """`command(*words)` is `pincite` with these words, run in this process."""

    main: Callable[[], None]
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str) -> Done:
        self.monkeypatch.setattr(sys, "argv", ["pincite", *words])
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            self.main()
        printed = self.capsys.readouterr()
        return Done(int(ended.value.code or 0), printed.out, printed.err)


def process(home: Path, *words: str, **environment: str) -> Done:
    """`pincite` with these words, in a process of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PINCITE_")}
    done = subprocess.run(
        [sys.executable, "-m", "evals.cli", *words],
        env={**kept, "PYTHONPATH": str(REPOSITORY), "PINCITE_HOME": str(home), **environment},
        capture_output=True,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
