"""The command `pincite eval covered`."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from corpus.settings import Settings


class CoveredSplit(StrEnum):
    """Which part of the key to run: fitted to, set aside from that, or never looked at."""

    dev = "dev"
    aside = "aside"
    test = "test"
    all = "all"


def covered(
    split: Annotated[CoveredSplit, typer.Option(help="The part of the key.")] = CoveredSplit.all,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Described items beside their key: right entries, ordinary items overstated, elements, time."""
    import json
    from dataclasses import asdict

    from corpus.library import read_library
    from evals.covered.key import read_key
    from evals.covered.measure import measure
    from indexer.opened import Index

    settings = Settings()
    known = {provision.pin for provision in read_library(settings.digests, settings.catalogue).provisions()}
    key = [one for one in read_key(known=known) if split in (CoveredSplit.all, one.split)]
    found = measure(Index(settings), key, _say)
    _say("", 0, 0)
    if as_json:
        print(json.dumps(asdict(found), ensure_ascii=False, indent=1))
        return
    print(f"{found.descriptions} descriptions ({split.value}), {found.with_entry} with an entry")
    print(f"right entry among the first three  {found.found}/{found.with_entry}  (goal ≥ 90 %)")
    print(f"ordinary items presented as likely {found.overstated}/{found.ordinary}  (goal 0)")
    print(f"elements right                     {found.elements_right}/{found.elements}  (goal ≥ 85 %)")
    print(f"median time                        {found.median_ms / 1000:.2f} s  (goal < 2 s)")
    for line in (*(f"missed: {name}" for name in found.missed), *found.wrong):
        print(line)


def _say(what: str, done: int, of: int) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{what} {f'{done}/{of}' if of > 1 else ''}", end="", file=sys.stderr, flush=True)
