"""What kind of thing is handed over: goods, software or technology, read from the words by which a description names it
(`kinds.yaml`); and the entries of that kind for what other entries name.

Entries bear the kind in their letter: A, B and C goods, D software, E technology.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

from assistant.coverage.description import Description
from corpus.pins import Pin
from corpus.yamls import SafeLoader
from indexer.opened import Index

Kind = Literal["goods", "software", "technology"]
_LETTERS: dict[Kind, str] = {"goods": "ABC", "software": "D", "technology": "E"}
_FILE = Path(__file__).parent / "kinds.yaml"
_CODE = re.compile(r"(?P<category>\d)(?P<letter>[A-E])(?P<number>\d{3})")


def kind_of(description: Description) -> Kind | None:
    """The kind of thing that is said to be handed over, else the one named first; `None` if none is named."""
    hands, kinds = _words()
    for verb in hands.finditer(description.written):
        clause = re.split(r"[.;:]", description.written[verb.end() :], maxsplit=1)[0]
        if kind := _first(kinds, clause):
            return kind
    return _first(kinds, description.written)


def _first(kinds: dict[Kind, re.Pattern[str]], text: str) -> Kind | None:
    found = [(match.start(), kind) for kind, words in kinds.items() if (match := words.search(text))]
    return min(found)[1] if found else None


def is_of(kind: Kind, entry: Pin) -> bool:
    """Whether an entry is for a kind of thing."""
    code = _CODE.fullmatch(entry.segments[-1].number)
    return code is not None and code["letter"] in _LETTERS[kind]


def kin(index: Index, entry: Pin, kind: Kind) -> list[Pin]:
    """The entries of the same list for a kind of thing whose text names an entry, by its code or its section ("4A")."""
    code = _CODE.fullmatch(entry.segments[-1].number)
    if code is None or is_of(kind, entry):
        return []
    named = re.compile(rf"(?<!\w)(?:{code[0]}|{code['category']}{code['letter']})(?!\w)")
    texts: dict[Pin, list[str]] = defaultdict(list)
    for pin in index.store.within(entry.document):
        top = Pin(pin.document, pin.segments[: len(entry.segments)])
        if top.segments and top.segments[-1].number.startswith(code["category"]) and is_of(kind, top):
            texts[top] += (one.text for one in index.store.provisions(index.store.rows(pin)).values())
    return [pin for pin, said in texts.items() if any(map(named.search, said))]


@lru_cache(maxsize=1)
def _words() -> tuple[re.Pattern[str], dict[Kind, re.Pattern[str]]]:
    read = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=SafeLoader)
    found = {name: re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE) for name, words in read.items()}
    return found.pop("hands"), found
