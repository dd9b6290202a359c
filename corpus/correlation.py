"""Which entry of one control list matches which of another, and how they differ (`corpus/correlation.yaml`)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast, get_args

import yaml

from corpus.digests import Fault
from corpus.errors import CorpusError, PinError
from corpus.pins import Pin
from corpus.yamls import LinedLoader

Relation = Literal["same", "narrower", "wider", "related"]


@dataclass(frozen=True, slots=True)
class Member:
    """An entry of a family, and what it is to the Wassenaar entry that the family is about.

    “same” adopts it, “narrower” and “wider” hold less or more, “related” is on the same matter.
    """

    pin: Pin
    relation: Relation


@dataclass(frozen=True, slots=True)
class Difference:
    """A sentence on how some entries differ, and the provisions that it rests on."""

    pins: tuple[Pin, ...]
    text: str
    basis: tuple[Pin, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Entries of several lists that correspond."""

    id: str
    title: str
    members: tuple[Member, ...]
    differences: tuple[Difference, ...]


def correlation_of(digests: Path) -> Path:
    """The file with the correlation of the corpus whose digests are in this folder; there need be none."""
    return digests.parent / "correlation.yaml"


def read_families(path: Path) -> tuple[Family, ...]:
    """Every family; none where there is no file. Raises `CorpusError` with all faults of form."""
    families, faults = inspect_families(path)
    if faults:
        raise CorpusError("The correlation has faults:\n" + "\n".join(map(str, faults)))
    return families


def inspect_families(path: Path, known: Collection[Pin] | None = None) -> tuple[tuple[Family, ...], list[Fault]]:
    """Every family that can be read, and every fault. With the corpus' pins as `known`, each pin must be one of them."""
    if not path.exists():
        return (), []
    try:
        entries = yaml.load(path.read_text(encoding="utf-8"), Loader=LinedLoader)["families"]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as error:
        mark, why = getattr(error, "problem_mark", None), getattr(error, "problem", error)
        return (), [Fault(path.name, mark.line + 1 if mark else 1, f"cannot be read as a list of families ({why}).")]
    families: list[Family] = []
    faults: list[Fault] = []
    for entry in entries:
        family, why = _family(entry)
        if family is not None:
            families.append(family)
            why += [
                f"pin {pin} leads to no provision." for pin in _pins(family) if known is not None and pin not in known
            ]
            why += ["stands twice."] if any(other.id == family.id for other in families[:-1]) else []
        line = entry.get("__line__", 1) if isinstance(entry, dict) else 1
        name = entry.get("id", "a family without id") if isinstance(entry, dict) else str(entry)
        faults += [Fault(path.name, line, f"{name}: {sentence}") for sentence in dict.fromkeys(why)]
    return tuple(families), faults


def _family(entry: Any) -> tuple[Family | None, list[str]]:
    """One entry as a family, or the sentences that say what is wrong with it."""
    why: list[str] = []
    try:
        members = tuple(_member(one, why.append) for one in entry["entries"])
        differences = tuple(
            Difference(_parsed(one["pins"]), " ".join(str(one["text"]).split()), _parsed(one["basis"]))
            for one in entry.get("differences") or ()
        )
        family = Family(str(entry["id"]), str(entry["title"]), members, differences)
    except KeyError as error:
        return None, [*why, f"lacks “{error.args[0]}”."]
    except PinError as error:
        return None, [*why, str(error)]
    except (TypeError, AttributeError):
        return None, [*why, "is not a family: it needs id, title, and a list of entries, each with pin and relation."]
    if len(family.members) < 2:
        why.append("needs two entries or more.")
    why += [f"the difference “{one.text[:40]}…” names no basis." for one in differences if not one.basis]
    return (None if why else family), why


def _member(one: Any, fault: Callable[[str], None]) -> Member:
    if one["relation"] not in get_args(Relation):
        fault(f"relation “{one['relation']}” is not one of {', '.join(get_args(Relation))}.")
    return Member(Pin.parse(one["pin"]), cast(Relation, one["relation"]))


def _parsed(pins: list[str]) -> tuple[Pin, ...]:
    return tuple(map(Pin.parse, pins))


def _pins(family: Family) -> Iterator[Pin]:
    yield from (member.pin for member in family.members)
    for difference in family.differences:
        yield from (*difference.pins, *difference.basis)
