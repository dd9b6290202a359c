"""Embedding by several processes: the same vectors in the same order, and what is said when one ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import PinciteError
from indexer import workers
from indexer.embedder import FEW, embedder

TEXTS = [f"Article {n} of the act asks for a licence{' before a system is exported' * (n % 7)}." for n in range(90)]
BATCHES = [TEXTS[start : start + 13] for start in range(0, len(TEXTS), 13)]


@pytest.mark.parametrize(("given", "expected"), [(1, 1), (3, 3)])
def test_as_many_processes_work_as_are_set(given: int, expected: int) -> None:
    assert workers.count(given) == expected


def test_unless_set_there_is_one_for_each_processor() -> None:
    assert 1 <= workers.count(0) <= (os.cpu_count() or 1)


@pytest.mark.sweep
def test_processes_embed_as_one_does_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "MANY", 1)
    assert len(TEXTS) > FEW
    told = list(workers.embedded("", BATCHES, 2))
    assert [len(rows) for rows in told] == [len(batch) for batch in BATCHES]
    expected = np.concatenate([embedder("", few=False).embed(batch) for batch in BATCHES])
    np.testing.assert_allclose(np.concatenate(told), expected, atol=1e-6)


@pytest.mark.sweep
def test_a_model_that_cannot_be_loaded_is_said_as_in_one_process(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(workers, "MANY", 1)
    with pytest.raises(PinciteError, match="cannot be loaded"):
        list(workers.embedded(str(tmp_path), BATCHES, 2))


EMBED = """
import multiprocessing, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a run that was started in the background ignores it
from corpus.errors import PinciteError
from indexer import workers
workers.MANY = 1
if __name__ == "__main__":
    texts = [["A licence is needed before a surveillance system is exported. " * 20] * 40] * 400
    told = workers.embedded("", texts, 2)
    try:
        next(told)
        print(*[child.pid for child in multiprocessing.active_children()], flush=True)
        list(told)
    except PinciteError as error:
        print(error)
    except KeyboardInterrupt:
        told.close()
        sys.exit(130)
"""


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("what", "status", "said"),
    [
        ("interrupt all", 130, ""),
        ("kill one of them", 0, "Build with PINCITE_WORKERS=1."),
        ("kill who began them", -signal.SIGKILL, ""),
    ],
)
def test_none_is_left_behind(what: str, status: int, said: str, tmp_path: Path, repository: Path) -> None:
    script = tmp_path / "embed.py"
    script.write_text(EMBED, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(repository)},
        start_new_session=True,
    )
    assert process.stdout is not None
    pids = [int(pid) for pid in process.stdout.readline().split()]
    assert len(pids) == 2
    if what == "interrupt all":
        os.killpg(process.pid, signal.SIGINT)
    else:
        os.kill(pids[0] if what == "kill one of them" else process.pid, signal.SIGKILL)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in err) == (status, False), err
    assert out.strip().endswith(said)
    until = time.monotonic() + 30
    while any(map(is_running, pids)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(is_running, pids))
