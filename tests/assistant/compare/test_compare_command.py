"""`pincite compare` on the command line."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import Done

SAAS = ("compare", "SaaS", "--jurisdictions", "EU,JP,FR")


def test_it_is_drawn_in_the_terminal(command: Callable[..., Done]) -> None:
    done = command(*SAAS)
    assert done.status == 0
    assert "Who is the exporter" in done.out
    assert "Nothing in the corpus." in done.out
    assert "Not legal advice" in done.out


def test_json_is_the_comparison(command: Callable[..., Done]) -> None:
    made = command(*SAAS, "--json").json()
    assert (made["status"], made["jurisdictions"]) == ("answered", ["EU", "JP", "FR"])


@pytest.mark.parametrize("suffix", [".md", ".docx", ".csv", ".json"])
def test_it_is_written_in_the_format_of_the_suffix(command: Callable[..., Done], tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"saas{suffix}"
    done = command(*SAAS, "--out", str(path))
    assert (done.status, done.out) == (0, f"Written: {path}\n")
    if suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as lines:
            head, *rows = csv.reader(lines)
        assert head == ["Point", "EU", "JP", "FR"]
        assert len(rows) == 8
    elif suffix == ".json":
        assert json.loads(path.read_text(encoding="utf-8"))["title"] == "Cloud and software as a service (SaaS)"
    else:
        assert path.stat().st_size > 1000


STATUSES = [
    (("compare", "bananas", "--jurisdictions", "EU,UK"), 3),
    (("compare", "SaaS", "--jurisdictions", "EU"), 2),
    (("compare", "--jurisdictions", "EU,UK"), 2),
    (("compare", "SaaS"), 2),
    ((*SAAS, "--out", "saas.pdf"), 2),
]


@pytest.mark.parametrize(("words", "status"), STATUSES)
def test_the_exit_status_tells_what_happened(command: Callable[..., Done], words: tuple[str, ...], status: int) -> None:
    done = command(*words)
    assert done.status == status
    assert (len(done.err.splitlines()) == 1) is (status == 2)
