"""The house rules: one way through the packages, files small enough to read, no text copied from a source."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGES = ("corpus", "indexer", "assistant", "evals")
LONGEST = 350  # lines
REPOSITORY = Path(__file__).parent.parent
CHECKER = REPOSITORY.parent / "shared" / "tools" / "verbatim_check.py"


def files(package: str) -> list[Path]:
    return sorted((REPOSITORY / package).rglob("*.py"))


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """The line and top-level name of every import, wherever in the file it stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            own = path.relative_to(REPOSITORY).parts[0]
            yield node.lineno, own if node.level else str(node.module).split(".")[0]


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_only_from_those_before_it(package: str) -> None:
    later = PACKAGES[PACKAGES.index(package) + 1 :]
    wrong = [
        f"{path}:{line} imports {name}" for path in files(package) for line, name in imported(path) if name in later
    ]
    assert files(package)
    assert wrong == []


@pytest.mark.parametrize("package", PACKAGES)
def test_no_package_imports_the_tests(package: str) -> None:
    assert [str(path) for path in files(package) for _, name in imported(path) if name in ("tests", "pytest")] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_a_file_can_be_read_at_one_sitting(package: str) -> None:
    lengths = {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files(package)}
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


@pytest.mark.skipif(not CHECKER.is_file(), reason="the sources that were worked from are not beside this clone")
def test_no_run_of_words_is_copied_from_a_source() -> None:
    """An official address may hold a document's whole title; that is no copied sentence."""
    command = [sys.executable, str(CHECKER), str(REPOSITORY), "--most", "1000"]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    assert told and re.fullmatch(r"\d+ runs of \d+ words or more", told[-1])
    assert [run for run in told[:-1] if not is_address(run)] == []


def is_address(run: str) -> bool:
    file, line = run.split(" ")[0].rsplit(":", 1)
    lines = (REPOSITORY / file).read_text(encoding="utf-8").splitlines()
    return re.match(r"\s*url: https://\S+$", lines[int(line) - 1]) is not None
