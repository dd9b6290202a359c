"""A program killed while it keeps, removes or reads official texts: a text is then there whole or as it was, or gone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from official_texts import DEMO, UNSOUND, act, everything, kept, texts, unreadable

from corpus.official import UnsoundSource, held, is_whole, remove, replaced

OLD, NEW = act(), act("2024-05-01", "for kites", "for kites and balloons")
STEPS = 40  # more than any of these tasks takes


class Killed(BaseException):
    """The end of the program."""


def _half_removed(path: Path, **_: object) -> None:
    for file in [p for p in sorted(path.rglob("*")) if p.is_file()][-1:]:
        file.unlink()


# What each step that changes a disk leaves if the program ends in the midst of it.
HALF: list[tuple[Any, str, Callable[..., object]]] = [
    (Path, "mkdir", lambda *_, **__: None),
    (Path, "replace", lambda *_: None),
    (Path, "write_bytes", lambda path, data: Path.touch(path)),
    (Path, "write_text", lambda path, text, **_: path.open("w").write(text[: len(text) // 2])),
    (shutil, "copyfile", lambda _, to: Path.touch(to)),
    (shutil, "rmtree", _half_removed),
]


def killed(monkeypatch: pytest.MonkeyPatch, at: int, task: Callable[[], object]) -> bool:
    """Whether a task was killed at its n-th step, rather than done before it came to that."""
    taken = 0

    def counted(do: Callable[..., object], half: Callable[..., object]) -> Callable[..., object]:
        def step(*args: Any, **more: Any) -> object:
            nonlocal taken
            taken += 1
            if taken == at:
                half(*args, **more)
                raise Killed
            return do(*args, **more)

        return step

    with monkeypatch.context() as patched:
        for owner, name, half in HALF:
            patched.setattr(owner, name, counted(getattr(owner, name), half))
        try:
            task()
        except Killed:
            return True
    return False


def deaths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prepare: Callable[[Path], object], task: Callable[[Path], object]
) -> Iterator[Path]:
    """A home for each step at which a task can be killed, after it was."""
    for at in range(1, STEPS):
        home = tmp_path / str(at)
        prepare(home)
        if not killed(monkeypatch, at, partial(task, home)):
            assert at > 1, "the task has no step"
            return
        yield home
    pytest.fail(f"the task has more than {STEPS} steps")


WITH_OLD, WITH_NEW = {"2024-05-01": "for kites."}, {"2024-05-01": "for kites and balloons."}


def subject(home: Path) -> dict[str, str]:
    """The end of Article 1 in each text held."""
    return {date: places["art_1"].removeprefix("This act is about licences ") for date, places in texts(home).items()}


def test_a_first_text_is_there_or_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    for home in deaths(tmp_path, monkeypatch, lambda home: None, lambda home: kept(home, OLD)):
        assert subject(home) in ({}, WITH_OLD) and unreadable(home) == []
        seen.append(bool(subject(home)))
        kept(home, OLD)
        assert subject(home) == WITH_OLD
    assert len(seen) >= 5


def test_a_text_replaced_is_there_as_it_was_or_as_it_is_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    for home in deaths(tmp_path, monkeypatch, lambda home: kept(home, OLD), lambda home: kept(home, NEW)):
        now = subject(home)
        assert now in (WITH_OLD, WITH_NEW) and unreadable(home) == []
        assert all(is_whole(home, there) for there in held(home))
        assert [p.text for p in replaced(home, DEMO, "2024-05-01")][:1] == (
            ["This act is about licences for kites."] if now == WITH_NEW else []
        )
        seen.append(now == WITH_NEW)
    assert seen == sorted(seen) and set(seen) == {False, True}


def test_what_was_killed_can_be_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for home in deaths(tmp_path, monkeypatch, lambda home: kept(home, OLD), lambda home: kept(home, NEW)):
        kept(home, NEW)
        assert subject(home) == WITH_NEW
        assert replaced(home, DEMO, "2024-05-01")[0].text == "This act is about licences for kites."


def test_what_a_kill_left_does_not_come_back_after_removal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for home in deaths(tmp_path, monkeypatch, lambda home: kept(home, OLD), lambda home: kept(home, NEW)):
        assert subject(home)
        remove(home, "demo-act", "2024-05-01")
        assert held(home) == [] and subject(home) == {}


def test_a_text_being_removed_is_there_whole_or_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def both(home: Path) -> None:
        kept(home, OLD)
        kept(home, act("2025"))

    for home in deaths(tmp_path, monkeypatch, both, lambda home: remove(home, "demo-act", "2024-05-01")):
        now = subject(home)
        assert now.pop("2025") == "for kites."
        assert now in (WITH_OLD, {}) and unreadable(home) == []


def test_a_text_being_read_anew_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept_before = []

    def prepare(home: Path) -> None:
        monkeypatch.undo()
        kept(home, OLD)
        monkeypatch.setattr("corpus.official.READERS", 10_000)

    for home in deaths(tmp_path, monkeypatch, prepare, texts):
        kept_before.append(home)
        assert subject(home) == WITH_OLD and unreadable(home) == []
    assert len(kept_before) >= 2


def test_a_refusal_changes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(tmp_path, OLD)
    before = everything(tmp_path)

    def refused() -> None:
        with pytest.raises(UnsoundSource):
            kept(tmp_path, UNSOUND, edition="2024-05-01")

    assert not killed(monkeypatch, 1, refused)
    assert everything(tmp_path) == before


@pytest.mark.parametrize("refusing", ["write_bytes", "write_text", "replace", "mkdir"])
def test_a_disk_that_refuses_leaves_the_text_as_it_was(
    refusing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(tmp_path, OLD)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, refusing, full)
        with pytest.raises(OSError, match="No space left"):
            kept(tmp_path, NEW)
        assert subject(tmp_path) == WITH_OLD
    assert subject(tmp_path) == WITH_OLD
    kept(tmp_path, NEW)
    assert subject(tmp_path) == WITH_NEW
