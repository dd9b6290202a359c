"""The README keeps its word: its commands run, their output is as shown, what it links to is there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.settings import Settings
from evals.chroma import OwnChroma

REPOSITORY = Path(__file__).parent.parent
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
DOCUMENTS = ("README.md", "ARCHITECTURE.md", "CHANGELOG.md", "docs/scale.md")
NOT_RUN = (
    "run",
    "speed",
    "load",
    "growth",
    "calibrate",
    "external",
    "fetch",
    "covered",
    "web",
)  # they take minutes, write here, or need data
ON_TEXTS = ("add", "check act.html", "diff", "remove", "readers")  # run in turn, with a text and a home of their own
ON_SERVER = "PINCITE_CHROMA_URL=http://127.0.0.1:8000"  # before the commands that ask the server of the README
ACT = """<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>act</title></head><body>
<p class="oj-hd-date">15.11.2025</p><p class="oj-doc-ti">REGULATION (EU) 2021/1</p><p class="oj-doc-ti">on {matter}</p>
<p class="oj-ti-art">Article 1</p><p class="oj-sti-art">Subject matter</p><p class="oj-normal">This act is about {matter}.</p>
<p class="oj-ti-art">Article 2</p><p class="oj-normal">1. Whoever exports asks first.</p></body></html>"""

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_EXIT = re.compile(r"#\s*exit (\d+)\s*\Z")


@dataclass(frozen=True)
class Command:
    """A line of a ```sh block: its words, the exit status expected, and the output that the README shows of it."""

    line: str
    words: tuple[str, ...]
    status: int
    shown: str = ""


def blocks(kind: str) -> list[str]:
    return [text for name, text in _BLOCK.findall(README) if name == kind]


def commands() -> list[Command]:
    found = []
    for block in re.finditer(r"^```sh\n(.*?)^```$(?:\n\n^```text\n(.*?)^```$)?", README, re.MULTILINE | re.DOTALL):
        lines = [line for line in block[1].splitlines() if line.strip() and not line.startswith("#")]
        assert not block[2] or len(lines) == 1, f"one command, one output: {lines}"
        for line in lines:
            status = _EXIT.search(line)
            words = tuple(shlex.split(line, comments=True))
            found.append(Command(line, words, int(status[1]) if status else 0, block[2] or ""))
    return found


def of(program: str) -> list[Command]:
    return [command for command in commands() if command.words[0] == program]


def is_on_texts(command: Command) -> bool:
    return any(" ".join(command.words[2:]).startswith(start) for start in ON_TEXTS)


def is_run(command: Command) -> bool:
    if command.words[1] == "web":  # it runs until it is ended; its own tests start it
        return False
    return command.words[1] not in ("eval", "corpus") or not (command.words[2] in NOT_RUN or is_on_texts(command))


def squeezed(text: str) -> str:
    """A text whose line breaks do not matter: a terminal's width is not what is tested."""
    return " ".join(text.split())


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(settings: Settings, tmp_path: Path) -> Run:
    """Runs `pincite` with words, over the built index, in a folder of its own that holds the README's question file."""
    (tmp_path / "questions.jsonl").write_text("".join(blocks("jsonl")), encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PINCITE_")}
    environment: Mapping[str, str] = {
        **kept,
        "PYTHONPATH": str(REPOSITORY),
        "PYTHONIOENCODING": "utf-8",
        "PINCITE_HOME": str(settings.home),
    }

    def started(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "evals.cli", *words]
        return subprocess.run(
            command, env=environment, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False
        )

    return started


def test_every_command_is_of_pincite_make_or_chroma() -> None:
    """Or sets what the next ones read."""
    assert commands()
    assert {command.words[0] for command in commands()} == {"make", "pincite", "chroma", "export", ON_SERVER}


@pytest.mark.parametrize("command", of("make"), ids=lambda c: c.line)
def test_a_make_command_names_a_target_of_the_makefile(command: Command) -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{re.escape(command.words[1])}:", makefile, re.MULTILINE)


@pytest.mark.slow
@pytest.mark.parametrize("command", [c for c in of("pincite") if is_run(c)], ids=lambda c: c.line)
def test_a_command_ends_as_the_readme_says_and_prints_what_it_shows(command: Command, run: Run) -> None:
    done = run(*command.words[1:])
    assert done.returncode == command.status, done.stderr
    assert "Traceback" not in done.stderr
    printed = squeezed(done.stdout)
    pieces = [squeezed(piece) for part in command.shown.split("…") for piece in part.split("\n\n")]
    stale = [piece for piece in pieces if piece not in printed]
    assert stale == [], "the README shows what this command no longer prints; run it and paste its output"


@pytest.mark.slow
def test_the_commands_on_official_texts_run_one_after_the_other(tmp_path: Path) -> None:
    """An earlier text is there before, so that there is something to compare with."""
    (tmp_path / "texts").mkdir()
    for name, matter in (("earlier.html", "tea"), ("act.html", "coffee"), ("texts/act.html", "coffee")):
        (tmp_path / name).write_text(ACT.format(matter=matter), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PINCITE_HOME": str(tmp_path / "home")}
    earlier = "corpus add earlier.html --id eu-2021-821 --edition 2024"
    given = [shlex.split(earlier), *(list(c.words[1:]) for c in of("pincite") if is_on_texts(c))]
    assert len(given) == 1 + len(ON_TEXTS)
    printed = ""
    for words in given:
        done = subprocess.run(
            [sys.executable, "-m", "evals.cli", *words], env=environment, cwd=tmp_path, capture_output=True, text=True
        )
        assert done.returncode == 0, (words, done.stdout, done.stderr)
        printed += done.stdout
    for sentence in ("3 provisions", "[-tea", "{+coffee", "Sound: nothing gone", "is removed", "1/1 files"):
        assert sentence in printed


@pytest.mark.sweep
def test_the_commands_to_serve_many_run_one_after_the_other(settings: Settings, tmp_path: Path) -> None:
    """On a free port, over a copy of the index, whose embeddings are taken over."""
    (served,) = of("chroma")
    assert served.words[:4] == ("chroma", "run", "--path", "vectors")
    assert served.words[4:] == ("--host", "127.0.0.1", "--port", "8000")
    shutil.copytree(settings.home, tmp_path / "home")
    printed = ""
    with OwnChroma(tmp_path / "vectors") as chroma:
        environment = {
            **os.environ,
            "PYTHONPATH": str(REPOSITORY),
            "PINCITE_HOME": str(tmp_path / "home"),
            "PINCITE_CHROMA_URL": chroma.url,
        }
        for command in of(ON_SERVER):
            assert command.words[1] == "pincite"
            words = [sys.executable, "-m", "evals.cli", *command.words[2:]]
            done = subprocess.run(words, env=environment, cwd=tmp_path, capture_output=True, text=True)
            assert done.returncode == 0, (command.line, done.stdout, done.stderr)
            printed += done.stdout
    for sentence in (
        "0 of",
        f"vectors on {chroma.url}, collection pincite-",
        "Article 5(2) of Regulation (EU) 2021/821",
    ):
        assert sentence in printed


@pytest.mark.slow
@pytest.mark.parametrize("command", [c for c in of("pincite") if not is_run(c)], ids=lambda c: c.line)
def test_a_command_that_takes_minutes_exists(command: Command, run: Run) -> None:
    assert run(*command.words[1:], "--help").returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("block", blocks("python"))
def test_the_python_example_runs(
    block: str, settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PINCITE_HOME", str(settings.home))
    exec(compile(block, "README.md", "exec"), {})
    assert capsys.readouterr().out.startswith("answered ['eu-2021-821/art_5/par_2'")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_a_document_links_to_is_there(document: str) -> None:
    text = (REPOSITORY / document).read_text(encoding="utf-8")
    headings = {re.sub(r"[^\w\- ]", "", h).lower().replace(" ", "-") for h in re.findall(r"^#+ (.+)$", text, re.M)}
    links = [link for link in _LINK.findall(text) if not link.startswith("https://")]
    assert [link for link in links if link.startswith("#") and link[1:] not in headings] == []
    beside = (REPOSITORY / document).parent
    assert [link for link in links if not link.startswith("#") and not (beside / link).exists()] == []


def test_the_files_that_the_architecture_names_are_there() -> None:
    text = (REPOSITORY / "ARCHITECTURE.md").read_text(encoding="utf-8")
    package, missing = "", []
    for line in text.splitlines():
        heading = re.match(r"#+ `(\w+)/`", line)
        package = heading[1] if heading else "" if line.startswith("#") else package
        named = re.match(r"- ((?:`[\w./]+`(?:, )?)+)", line)
        if package and named:
            missing += [n for n in re.findall(r"`([^`]+)`", named[1]) if not (REPOSITORY / package / n).exists()]
    assert missing == []


def test_the_readme_names_every_setting_and_no_other() -> None:
    named = set(re.findall(r"\bPINCITE_[A-Z_]+\b", README))
    assert named == {f"PINCITE_{name.upper()}" for name in Settings.model_fields}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_names_no_place_of_one_machine(document: str) -> None:
    text = (REPOSITORY / document).read_text(encoding="utf-8")
    assert re.findall(r"(?<![\w~])/(?:work|tmp|home|root|Users)/", text) == []
