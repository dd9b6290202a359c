"""Many clients ask while the index is rebuilt and swapped: over a Chroma server of its own, which is killed at the end.

Each client is a thread, several in each of a few processes: processes share nothing but the server and the index folder, as
machines do; the threads of one share an open assistant, as the visitors of a page do. Each answer is compared with what an
index in a folder, built alone and asked alone, gives of the same edition of the corpus.
"""

from __future__ import annotations

import multiprocessing
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing.synchronize import Event
from pathlib import Path

import numpy as np

from assistant.answer import Answer
from assistant.ask import Pincite
from corpus.errors import PinciteError
from corpus.pins import Pin
from corpus.settings import Settings
from evals.chroma import OwnChroma
from indexer.build import build_index
from indexer.places import shelf
from indexer.server import ServerError

PROCESSES = 4  # at most, over which the clients are spread
MOST = 40  # known questions asked, evenly over all of them
OUTAGE = 3.0  # seconds for which the server is away
AFTER = 5.0  # seconds of questions after it is back

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer says, without how long it took: its status, and of each statement the text, pins and quotations."""

    status: str
    statements: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    @classmethod
    def of(cls, answer: Answer) -> Told:
        said = ((s.text, tuple((c.pin, c.quote) for c in s.citations)) for s in answer.statements)
        return cls(answer.status, tuple(said))


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of one client: when it was put and dealt with (seconds since the epoch), and the answer with the time at
    which its index was built, or the error.
    """

    client: int
    question: int
    begun: float
    ended: float
    built_at: str = ""
    told: Told | None = None
    error: str = ""
    is_clear: bool = False


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of the corpus: what it must answer to each question, and from when on answers must be of it or newer."""

    expected: tuple[Told, ...]
    built_at: str
    swapped: float


@dataclass(frozen=True, slots=True)
class Load:
    """What was seen. Times are in milliseconds, and are of questions that were not asked while the server was away."""

    clients: int
    asked: int
    wrong: int  # status, pins or quotations other than the edition gives that the answer names
    stale: int  # of an edition older than the newest when the question was put
    empty: int  # no statements where the edition gives some
    failed: int  # no answer while the server was there, or no clear sentence while it was away
    p50: float
    p95: float
    rebuilds: int
    swaps_seen: int  # by the client that saw the fewest
    told_away: int  # clear errors while the server was away
    right_after: int  # right answers to questions put after it was back

    @property
    def is_sound(self) -> bool:
        faults = self.wrong + self.stale + self.empty + self.failed
        return not faults and self.told_away > 0 and self.right_after > 0


def measure_load(
    settings: Settings, questions: Sequence[str], clients: int, seconds: float, rebuilds: int, say: Say
) -> Load:
    """Ask with so many clients for so many seconds, or longer if the rebuilds take longer. Works in a temporary folder."""
    asked = list(questions[:: max(1, len(questions) // MOST)])[:MOST]
    with tempfile.TemporaryDirectory() as name, OwnChroma(Path(name) / "server") as chroma:
        digests = Path(name) / "digests"
        alone = settings.model_copy(update={"home": Path(name) / "home", "digests": digests, "chroma_url": ""})
        over = alone.model_copy(update={"chroma_url": chroma.url})
        shutil.copytree(settings.digests, digests)
        if shelf(settings).is_dir():  # what is embedded already is taken over
            shutil.copytree(shelf(settings), shelf(alone))
        editions = _editions(alone, asked, rebuilds, say)
        expected = [told for told, _ in editions]
        _write(digests, editions[0][1])
        say("first index on the server")
        swapped = [Edition(expected[0], build_index(over).manifest.built_at, time.time())]
        context = multiprocessing.get_context("spawn")
        stop = context.Event()
        spread = [part.tolist() for part in np.array_split(np.arange(clients), min(clients, PROCESSES))]
        with ProcessPoolExecutor(len(spread), context, initializer=_begin, initargs=(stop,)) as pool:
            running = [pool.submit(_process, over, asked, numbers) for numbers in spread]
            try:
                began = time.time()
                for n in range(1, rebuilds + 1):
                    _sleep_until(began + seconds * n / (rebuilds + 1))
                    say(f"rebuild {n} of {rebuilds}")
                    _write(digests, editions[n][1])
                    swapped.append(Edition(expected[n], build_index(over).manifest.built_at, time.time()))
                _sleep_until(began + seconds)
                say("the server is away")
                killed = time.time()
                chroma.kill()
                time.sleep(OUTAGE)
                chroma.start()
                back = time.time()
                time.sleep(AFTER)
            finally:
                stop.set()
            found = [one for process in running for one in process.result()]
    return _counted(found, swapped, clients, killed, back)


def _sleep_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.time()))


Texts = dict[str, str]
"""The digests of an edition by file name."""


def _editions(alone: Settings, asked: Sequence[str], rebuilds: int, say: Say) -> list[tuple[tuple[Told, ...], Texts]]:
    """Of each edition what it must answer, from an index in a folder, and its texts. Each differs from the one before in one
    sentence that was cited.
    """
    found: list[tuple[tuple[Told, ...], Texts]] = []
    for n in range(rebuilds + 1):
        say(f"edition {n} of {rebuilds}, alone")
        if n:
            _edit(alone.digests, found[-1][0], n)
        build_index(alone)
        pincite = Pincite(alone)
        texts = {path.name: path.read_text(encoding="utf-8") for path in alone.digests.glob("*.md")}
        found.append((tuple(Told.of(pincite.ask(question)) for question in asked), texts))
    return found


def _write(digests: Path, texts: Texts) -> None:
    for name, text in texts.items():
        (digests / name).write_text(text, encoding="utf-8")


def _edit(digests: Path, told: Sequence[Told], n: int) -> None:
    """Change the first cited sentence that stands once in its digest, another one for each `n`."""
    seen = 0
    for pin, quote in (cited for one in told for _, citations in one.statements for cited in citations):
        for path in digests.glob(f"{Pin.parse(pin).document}*.md"):
            text = path.read_text(encoding="utf-8")
            seen += text.count(quote) == 1 and quote.endswith(".") and "edited" not in quote
            if seen == n:
                path.write_text(text.replace(quote, f"{quote[:-1]}, as edited for the {n}. time."), encoding="utf-8")
                return
    raise PinciteError("No cited sentence was found that can be changed; ask other questions.")


_stop: Event  # of a client's process, set when it begins


def _begin(stop: Event) -> None:
    global _stop
    _stop = stop


def _process(settings: Settings, asked: Sequence[str], numbers: Sequence[int]) -> list[Asked]:
    """What the clients of one process asked, until they were told to stop."""
    pincite = Pincite(settings)
    with ThreadPoolExecutor(len(numbers)) as pool:
        parts = pool.map(lambda client: list(_client(pincite, asked, client)), numbers)
        return [one for part in parts for one in part]


def _client(pincite: Pincite, asked: Sequence[str], client: int) -> Iterator[Asked]:
    turn = client
    while not _stop.is_set():
        question, begun = turn % len(asked), time.time()
        turn += 1
        try:
            answer = pincite.ask(asked[question])
        except ServerError as error:
            yield Asked(client, question, begun, time.time(), error=str(error), is_clear=True)
            _stop.wait(0.2)  # as one who is told to try again later
        except Exception as error:  # whatever it is, it is counted as a failure
            yield Asked(client, question, begun, time.time(), error=f"{type(error).__name__}: {error}")
        else:
            yield Asked(client, question, begun, time.time(), answer.corpus.built_at, Told.of(answer))


def _counted(found: Sequence[Asked], editions: Sequence[Edition], clients: int, killed: float, back: float) -> Load:
    numbers = {edition.built_at: n for n, edition in enumerate(editions)}
    given = [(one, one.told) for one in found if one.told is not None]
    errors = [one for one in found if one.told is None]
    wrong = stale = empty = right_after = 0
    for one, told in given:
        number = numbers.get(one.built_at, -1)
        expected = editions[number].expected[one.question]
        is_right = number >= 0 and told == expected
        wrong += not is_right
        empty += bool(expected.statements) and not told.statements
        newest = max(n for n, edition in enumerate(editions) if edition.swapped <= one.begun or n == 0)
        stale += number < newest
        right_after += is_right and one.begun >= back
    away = [one for one in errors if one.is_clear and one.ended >= killed and one.begun <= back]
    times = [(one.ended - one.begun) * 1000 for one, _ in given if one.ended < killed]
    p50, p95 = np.percentile(times, [50, 95]) if times else (0.0, 0.0)
    return Load(
        clients=clients,
        asked=len(found),
        wrong=wrong,
        stale=stale,
        empty=empty,
        failed=len(errors) - len(away),
        p50=float(p50),
        p95=float(p95),
        rebuilds=len(editions) - 1,
        swaps_seen=min(_swaps(given, client, numbers) for client in range(clients)),
        told_away=len(away),
        right_after=right_after,
    )


def _swaps(given: Sequence[tuple[Asked, Told]], client: int, numbers: dict[str, int]) -> int:
    """How many times a client's answers came from a newer index than the one before."""
    seen = [numbers.get(one.built_at, -1) for one, _ in given if one.client == client]
    return sum(after > before for before, after in pairwise(seen))
