"""Topics whose rows are known beforehand (`topics.yaml`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from assistant.compare.points import KnownPoint, Pattern
from corpus.yamls import SafeLoader

_FILE = Path(__file__).parent / "topics.yaml"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic, the wordings by which it is recognised, and its points."""

    id: str
    title: str
    names: tuple[str, ...]
    points: tuple[KnownPoint, ...]

    def is_named_in(self, text: str) -> bool:
        """Whether one of its wordings stands in a text, as whole words in any case of letters."""
        return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) for name in self.names)


def topic_of(text: str) -> Topic | None:
    """The topic that a text names, if its rows are known beforehand."""
    return next((topic for topic in topics() if topic.is_named_in(text)), None)


@lru_cache(maxsize=1)
def topics() -> tuple[Topic, ...]:
    """The topics that come with the package, in the order in which they are tried."""
    data = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=SafeLoader)
    return tuple(
        Topic(one["id"], one["title"], tuple(one["names"]), tuple(_points(one["rows"]))) for one in data["topics"]
    )


def _points(rows: Iterable[dict[str, Any]]) -> Iterator[KnownPoint]:
    for row in rows:
        says = tuple(_patterns(parts) for parts in row["says"])
        within, unless = _patterns(row.get("within", ())), _patterns(row.get("unless", ()))
        yield KnownPoint(row["id"], row["title"], " ".join(row["asks"].split()), says, within, unless)


def _patterns(written: Iterable[str]) -> tuple[Pattern, ...]:
    return tuple(re.compile(one, re.IGNORECASE) for one in written)
