"""What the tests of builds share: changes to the small corpus, and what is seen of an index afterwards."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from indexed_corpus import IndexedCorpus

from corpus.settings import Settings
from indexer.opened import Index
from indexer.places import shelf

REASONS = "It gives its reasons in writing."
ASKED = "within how many days does the authority give reasons when it refuses a licence"
QUESTIONS = [ASKED, "Do I need a permit to sell spyware abroad?", "4D004", "human rights of the importing country"]


def give_days(corpus: IndexedCorpus, days: int, before: str = REASONS) -> str:
    """Change one sentence of Article 3(2)."""
    after = f"It gives its reasons within {days} days."
    corpus.change("demo-act.md", before, after)
    return after


def answer(settings: Settings) -> str:
    """The text of the provision that the index finds first for `ASKED`."""
    index = Index(settings)
    with closing(index.store):
        found = index.nearest(index.embed([ASKED])[0], 3)
        row = max(found, key=found.__getitem__)
        return index.store.provisions([row])[row].text


def on_shelf(settings: Settings) -> set[str]:
    return {path.name for path in shelf(settings).iterdir()}


def assert_tidy(settings: Settings) -> None:
    """Nothing but indexes, the references to them and the lock."""
    names = on_shelf(settings)
    folders = {path.name for path in shelf(settings).iterdir() if path.is_dir()}
    assert {name for name in names if name.startswith(".")} <= {".lock"}
    assert folders == {(shelf(settings) / name).read_text() for name in names if name.endswith(".ref")}


class Watch:
    """Follows a build: what was told of its progress, and how many texts went through the models."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int, int]] = []

    def __call__(self, what: str, done: int, of: int) -> None:
        self.told.append((what, done, of))

    def of(self, what: str) -> list[tuple[int, int]]:
        return [(done, of) for told, done, of in self.told if told == what]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
