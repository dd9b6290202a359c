"""The key of descriptions reads whole, and a result is judged by it as it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer import CorpusState
from assistant.coverage.result import Coverage
from corpus.errors import UsageError
from corpus.library import Library
from evals.covered.key import Described, read_key
from evals.covered.measure import judge

EMPTY = Coverage(
    description="x", language="English", status="nothing-near", candidates=(), further=(), routes=(), questions=(), stated=(),
    notes=(), corpus=CorpusState(built_at="", documents=0, provisions=0), editions=(), date="2026-01-01",
    timings_ms={"total": 1.0},
)  # fmt: skip


def test_every_pin_of_the_key_leads_to_a_provision(library: Library) -> None:
    key = read_key(known={provision.pin for provision in library.provisions()})
    assert len(key) >= 70
    assert len({one.id for one in key}) == len(key)
    assert sum(bool(one.elements) for one in key) >= 20


@pytest.mark.parametrize(("entries", "found"), [(("4D004",), False), ((), None)])
def test_what_is_not_found_counts_only_where_there_is_an_entry(entries: tuple[str, ...], found: bool | None) -> None:
    one = Described(id="a", split="dev", description="x", entries=entries, kind="ordinary")
    assert judge(one, EMPTY).found is found
    assert not judge(one, EMPTY).overstated


def test_a_file_that_is_no_key_is_said(tmp_path: Path) -> None:
    (tmp_path / "key.yaml").write_text("- {id: 1}", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be read as a key"):
        read_key(tmp_path / "key.yaml")
