"""Measures Pincite against its budgets on this machine: start, answers, builds, memory, indexing rate.

Whatever a user starts as a command is measured as a process of its own, from its start to its end.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import numpy as np

from corpus.errors import PinciteError
from corpus.settings import Settings
from evals.questions import Question

BATCH = 100  # questions answered before memory is read
_COLD = "What does Article 5(2) of the EU dual-use regulation require of an exporter?"

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Timed:
    """What was measured: the value, its unit, the budget with the side on which it must be, and of how many runs."""

    name: str
    value: float
    unit: str
    budget: float | None
    at_least: bool = False
    n: int = 1

    @property
    def is_within(self) -> bool:
        if self.budget is None:
            return True
        return self.value >= self.budget if self.at_least else self.value <= self.budget


def measure_speed(
    settings: Settings, questions: Iterable[Question], repeats: int = 5, builds: int = 1, say: Say | None = None
) -> list[Timed]:
    """Everything, with medians over `repeats` runs of a command or pass over the questions, and over `builds` builds.

    Needs a built index. Takes some minutes: a build from nothing is measured `builds` times.
    """
    asked = [question.question for question in questions]
    if not asked:
        raise PinciteError("There is no question to measure with; write some in evals/questions.")
    # Other work on the machine slows everything measured here; the reader must see that there was some.
    found = [Timed("load average at the start", os.getloadavg()[0], "", None)]
    say = say or _silent
    say("cold start")
    found.append(cold(settings, repeats))
    say("memory")
    # Before this process itself grows: a child's peak is never told lower than its parent's at the start.
    found.append(memory(settings, asked))
    say("warm answers")
    found += warm(settings, asked, repeats)
    say("builds")
    found += _builds(settings, builds)
    say("indexing rate")
    found.append(_rate(settings, builds))
    return found


def shown(measured: Sequence[Timed], as_json: bool) -> str:
    """Measures as JSON or as lines: each with its budget, and whether it is missed."""
    if as_json:
        return json.dumps([{**asdict(m), "is_within": m.is_within} for m in measured], ensure_ascii=False, indent=1)
    lines = []
    for m in measured:
        budget = "" if m.budget is None else f"budget {'≥' if m.at_least else '≤'} {m.budget:g} {m.unit}"
        verdict = "" if m.is_within else "  MISSED"
        lines.append(f"{m.name:<36} {m.value:>8.2f} {m.unit:<4} {budget:<20} n={m.n}{verdict}")
    return "\n".join(lines)


def _silent(what: str) -> None:
    """The progress of a measurement that nobody watches."""


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "evals.cli", *words]


def environment(settings: Settings) -> dict[str, str]:
    """These settings, for a process that reads them from its environment."""
    root = str(Path(__file__).parent.parent)
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    named = {f"PINCITE_{name.upper()}": str(value) for name, value in settings.model_dump().items()}
    return {**os.environ, "PYTHONPATH": path, **named}


def _seconds(words: Sequence[str], settings: Settings) -> float:
    """Wall time of a command that must end well. Raises `PinciteError` with what it said if it does not."""
    start = time.perf_counter()
    done = subprocess.run(words, env=environment(settings), capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if done.returncode not in (0, 3):
        raise PinciteError(f"`{' '.join(words[1:])}` failed: {done.stderr.strip()[-500:]}")
    return seconds


def cold(settings: Settings, repeats: int) -> Timed:
    words = command("ask", _COLD, "--json")
    _seconds(words, settings)  # the first run reads the files from the disk
    times = [_seconds(words, settings) for _ in range(repeats)]
    return Timed("cold ask, process start to answer", median(times), "s", 2.5, n=repeats)


def memory(settings: Settings, asked: Sequence[str]) -> Timed:
    """The peak resident memory of a process that answered `BATCH` questions, as the system counts it for that process."""
    with tempfile.TemporaryDirectory() as folder:
        batch = Path(folder) / "questions.jsonl"
        lines = (json.dumps({"id": n, "question": asked[n % len(asked)]}) for n in range(BATCH))
        batch.write_text("\n".join(lines), encoding="utf-8")
        words = command("ask", "--batch", str(batch), "--json")
        with subprocess.Popen(words, env=environment(settings), stdout=subprocess.DEVNULL) as process:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise PinciteError(f"`{' '.join(words[1:])}` failed with exit status {process.returncode}.")
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is in bytes there, in KiB elsewhere
    return Timed(f"peak memory after {BATCH} questions", used.ru_maxrss * unit / 2**20, "MiB", 1024)


def warm(settings: Settings, asked: Sequence[str], repeats: int) -> list[Timed]:
    """Every question `repeats` times; each question's median, then percentiles over the questions, as a user meets them."""
    from assistant.ask import Pincite

    pincite = Pincite(settings)
    for question in asked[:10]:
        pincite.ask(question)
    times = np.zeros((repeats, len(asked)))
    for turn in range(repeats):
        for place, question in enumerate(asked):
            start = time.perf_counter()
            pincite.ask(question)
            times[turn, place] = (time.perf_counter() - start) * 1000
    p50, p95 = np.percentile(np.median(times, axis=0), [50, 95])
    n = times.size
    return [
        Timed("warm answer, p50", float(p50), "ms", None, n=n),
        Timed("warm answer, p95", float(p95), "ms", 60, n=n),
    ]


def _builds(settings: Settings, repeats: int) -> list[Timed]:
    """The first build, one with nothing to do, and one after a sentence changed, each on a copy of the corpus."""
    build = command("index", "build")
    first, same, changed = list[float](), list[float](), list[float]()
    for turn in range(repeats):
        with tempfile.TemporaryDirectory() as folder:
            digests = Path(folder) / "digests"
            shutil.copytree(settings.digests, digests)
            there = settings.model_copy(update={"home": Path(folder) / "home", "digests": digests})
            first.append(_seconds(build, there))
            same.append(_seconds(build, there))
            _change_a_sentence(digests, turn)
            changed.append(_seconds(build, there))
    return [
        Timed("first build", median(first), "s", 60, n=repeats),
        Timed("build, nothing changed", median(same), "s", 3, n=repeats),
        Timed("build, one provision changed", median(changed), "s", 5, n=repeats),
    ]


def _change_a_sentence(digests: Path, turn: int) -> None:
    """Add a sentence at the end of the last provision of a digest."""
    path = sorted(digests.glob("*.md"))[turn % len(list(digests.glob("*.md")))]
    path.write_text(path.read_text(encoding="utf-8").rstrip() + "\nThis sentence was added.\n", encoding="utf-8")


def _rate(settings: Settings, repeats: int) -> Timed:
    """How fast a whole build indexes against the embedding model alone, by `evals.rate` in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        there = settings.model_copy(update={"home": Path(folder)})
        words = [sys.executable, "-m", "evals.rate", str(repeats)]
        done = subprocess.run(words, env=environment(there), capture_output=True, text=True)
    if done.returncode:
        raise PinciteError(f"The indexing rate could not be measured: {done.stderr.strip()[-500:]}")
    return Timed("indexing rate / model alone", float(done.stdout.split()[-1]), "×", 0.9, at_least=True, n=repeats)
