"""Every string of the page, from `texts.yaml`: translate that file and the page speaks another language."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("texts.yaml")


class Texts:
    """Strings by section and name: `say("ask.button")`. Named gaps are filled with the values given."""

    def __init__(self, path: Path = FILE) -> None:
        self._known = dict(_flat(yaml.safe_load(path.read_text(encoding="utf-8"))))

    def __call__(self, key: str, **values: object) -> str:
        return self._known[key].format(**values) if values else self._known[key]

    def name(self, section: str, code: str) -> str:
        """What a code of the corpus is called; the code itself where the file has no name for it."""
        return self._known.get(f"{section}.{code}", code)

    def several(self, section: str) -> dict[str, str]:
        """The strings of a section, by name, in the order of the file."""
        start = f"{section}."
        return {key.removeprefix(start): text for key, text in self._known.items() if key.startswith(start)}

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(self._known)


def _flat(tree: Mapping[str, Any], above: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in tree.items():
        key = f"{above}{name}"
        found += _flat(value, f"{key}.") if isinstance(value, Mapping) else [(key, str(value).strip())]
    return found


say = Texts()
