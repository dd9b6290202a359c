"""The key to “is my item covered?” (`descriptions.yaml`), read and checked against the corpus."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.coverage.weigh import Verdict
from corpus.errors import UsageError
from corpus.pins import Pin
from corpus.yamls import SafeLoader

KEY = Path(__file__).parent / "descriptions.yaml"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class KeyElement(_Frozen):
    """An element of the right entry, in words of its provision, and what the description says of it."""

    element: str
    pin: str
    verdict: Verdict


class Described(_Frozen):
    """A description, the codes of Annex I that are right (none for an item without entry), and its elements, for some."""

    id: str
    split: Literal["dev", "aside", "test"]
    description: str
    entries: tuple[str, ...]
    us: tuple[str, ...] = ()
    kind: Literal["controlled", "excluded", "ordinary", "service"]
    deciding: tuple[str, ...] = ()
    why: str = ""
    elements: tuple[KeyElement, ...] = ()


def read_key(path: Path = KEY, known: Collection[Pin] | None = None) -> tuple[Described, ...]:
    """Every description. Raises `UsageError` for a file that is no key, or a pin that is not `known`."""
    try:
        read = tuple(
            Described.model_validate(one) for one in yaml.load(path.read_text(encoding="utf-8"), Loader=SafeLoader)
        )
    except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError, ValidationError) as error:
        raise UsageError(f"{path} cannot be read as a key of descriptions ({error}).") from None
    for one in read:
        for element in one.elements:
            if known is not None and Pin.parse(element.pin) not in known:
                raise UsageError(f"{path}: {one.id}: pin {element.pin} leads to no provision.")
    return read
