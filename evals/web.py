"""Measures the page beside its budgets: until it can be used, an answer on the screen, memory, many visitors at once.

It is served by a process of its own, as a user starts it. Programs and browsers ask it over HTTP from this process, which has
a part in what the machine can do: alone, the page is faster.
"""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median

import httpx
import numpy as np

from assistant.answer import Answer
from corpus.errors import PinciteError
from corpus.settings import Settings
from evals.browser import browser
from evals.load import Told
from evals.speed import Timed, command, environment

FIRST, MORE = 200, 1000  # questions after which memory is read, and after which it is read again
DIFFERENT = 40  # questions, evenly over all known ones
_LONGEST = 60.0  # seconds to wait for anything

Say = Callable[[str], None]

# Clicks, and waits until another answer stands on the screen: two frames after it stands in the page, it is drawn.
_CLICK = """
() => new Promise((done) => {
  const address = () => document.querySelector("#answer [data-address]")?.dataset.address;
  const before = address();
  const begun = performance.now();
  const watcher = new MutationObserver(() => {
    if (!address() || address() === before) return;
    watcher.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - begun)));
  });
  watcher.observe(document.querySelector("#answer"), { childList: true, subtree: true });
  document.querySelector("#ask").click();
})
"""


@dataclass(frozen=True, slots=True)
class Served:
    """The page, served by a process. `url` ends with a slash; `begun` is when the process was started (`perf_counter`)."""

    url: str
    process: int
    begun: float

    def memory(self) -> float:
        """The resident memory of the process in MiB. Raises `PinciteError` where the system has no /proc to tell it."""
        try:
            status = Path(f"/proc/{self.process}/status").read_text(encoding="utf-8")
        except OSError as error:
            raise PinciteError(f"Memory is read from /proc, which cannot be read here: {error.strerror}.") from error
        return int(status.split("VmRSS:")[1].split()[0]) / 1024


@dataclass(frozen=True, slots=True)
class Put:
    """A question put to the page by a program: how long it took in seconds, and what was answered; nothing if it failed."""

    question: str
    seconds: float
    told: Told | None


def measure_web(
    settings: Settings,
    questions: Sequence[str],
    starts: int,
    clicks: int,
    users: int,
    seconds: float,
    pause: float,
    say: Say,
) -> list[Timed]:
    """Everything. `pause` is how long (seconds) each of the users reads before the next question. Needs a built index."""
    asked = list(questions[:: max(1, len(questions) // DIFFERENT)])[:DIFFERENT]
    say("first page")
    found = [first_page(settings, starts)]
    with serving(settings) as page:
        say("answers in the browser")
        found.append(answers(page, asked, clicks))
        say("memory")
        alone = list(islice(_put_each(page, asked), FIRST))
        first = page.memory()
        found.append(Timed(f"memory after {FIRST} questions", first, "MiB", 1024))
        more = list(islice(_put_each(page, asked), MORE))
        found.append(Timed(f"growth over {MORE:,} more", page.memory() - first, "MiB", 16))
        failed = sum(put.told is None for put in (*alone, *more))
        found.append(Timed("failed, one user", failed, "", 0, n=FIRST + MORE))
        say(f"{users} users")
        found += crowd(page, asked, users, seconds, pause, {put.question: put.told for put in alone})
        found.append(Timed("memory at the end", page.memory(), "MiB", None))
    return found


@contextmanager
def serving(settings: Settings) -> Iterator[Served]:
    """`pincite web` in a process of its own, on a free port. Raises `PinciteError` with what it said if it does not start."""
    begun = time.perf_counter()
    unlimited = {**environment(settings), "PINCITE_WEB_RATE": "1000000/second"}
    words = command("web", "--port", "0", "--no-open")
    with subprocess.Popen(words, env=unlimited, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            found = re.search(r"http://\S+/", process.stdout.readline() if process.stdout else "")
            if found is None:
                process.terminate()
                raise PinciteError(f"The page did not start: {process.communicate()[1].strip()[-500:]}")
            yield Served(found[0], process.pid, begun)
        finally:
            process.terminate()


def first_page(settings: Settings, starts: int) -> Timed:
    """From the start of the process until a browser that is open already can ask."""
    times = []
    with browser() as chromium:
        for _ in range(starts):
            with serving(settings) as page:
                seen = chromium.new_context().new_page()
                seen.goto(page.url)
                seen.locator("#ask:enabled").wait_for()
                times.append(time.perf_counter() - page.begun)
                seen.context.close()
    return Timed("page usable, from process start", median(times), "s", 4, n=starts)


def answers(page: Served, asked: Sequence[str], clicks: int) -> Timed:
    """From the click until another answer is drawn, by the browser's own clock. The first is not counted."""
    times = []
    with browser() as chromium:
        seen = chromium.new_page()
        seen.goto(page.url)
        seen.locator("#ask:enabled").wait_for()
        for question in islice(cycle(asked), clicks + 1):
            seen.fill("#question textarea", question)
            times.append(float(seen.evaluate(_CLICK)))
    return Timed("answer on screen, from the click", median(times[1:]), "ms", 400, n=clicks)


def crowd(
    page: Served, asked: Sequence[str], users: int, seconds: float, pause: float, alone: dict[str, Told | None]
) -> list[Timed]:
    """Users who ask at the same time, each pausing between questions. `alone` is what is answered to who asks alone."""
    until = time.monotonic() + seconds

    def user(number: int) -> list[Put]:
        done = []
        time.sleep(pause * number / users)
        mine = [*asked[number % len(asked) :], *asked[: number % len(asked)]]
        for put in _put_each(page, mine):
            done.append(put)
            if time.monotonic() > until:
                return done
            time.sleep(pause)
        return done

    with ThreadPoolExecutor(users) as pool:
        puts = [put for done in pool.map(user, range(users)) for put in done]
    p50, p95 = np.percentile([put.seconds for put in puts], [50, 95])
    wrong = sum(put.told != alone[put.question] for put in puts)
    return [
        Timed(f"{users} users, failed or other answers", wrong, "", 0, n=len(puts)),
        Timed(f"{users} users, p50", float(p50), "s", None, n=len(puts)),
        Timed(f"{users} users, p95", float(p95), "s", 1.5, n=len(puts)),
    ]


def _put_each(page: Served, asked: Sequence[str]) -> Iterator[Put]:
    """The questions, one after the other, again and again."""
    with httpx.Client(base_url=page.url, timeout=_LONGEST, trust_env=False) as client:
        for question in cycle(asked):
            begun = time.perf_counter()
            try:
                told = _told(client, question)
            except (httpx.HTTPError, ValueError, KeyError):
                told = None
            yield Put(question, time.perf_counter() - begun, told)


def _told(client: httpx.Client, question: str) -> Told:
    """What the page answers to a program. Raises `ValueError` or `KeyError` for anything but an answer."""
    put = client.post("gradio_api/call/ask", json={"data": [question, None, None, None, "", False]}).raise_for_status()
    until, told = time.monotonic() + _LONGEST, None
    with client.stream("GET", f"gradio_api/call/ask/{put.json()['event_id']}") as stream:
        for line in stream.raise_for_status().iter_lines():
            if line.startswith("data: ["):
                told = Told.of(Answer.model_validate(json.loads(line.removeprefix("data: "))[0]))
            if time.monotonic() > until:  # a stream that waits says so now and then
                break
    if told is None:
        raise ValueError("no answer came")
    return told
