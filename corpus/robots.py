"""What a site asks of robots: its robots.txt by RFC 9309.

`urllib.robotparser` of Python 3.11 takes the first rule that fits and knows no wildcards, so that “Allow: /” before
“Disallow: /*/data.pdf” would let everything through. Here the longest rule counts, as sites mean it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LINE = re.compile(r"\s*([A-Za-z-]+)\s*:\s*(.*?)\s*\Z")
_TOKEN = re.compile(r"[A-Za-z_-]+")
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}|[^\x21-\x7e]")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a group: a pattern of paths, `*` for any run of characters and `$` at its end for the end."""

    allow: bool
    pattern: str

    def fits(self, path: str) -> bool:
        """Whether a path, with its query, begins with the pattern. Takes time in proportion to the path, not to the `*`."""
        whole = self.pattern.endswith("$")
        first, *others = self.pattern.removesuffix("$").split("*")
        if not path.startswith(first):
            return False
        at = len(first)
        if not others:
            return not whole or at == len(path)
        for part in others[:-1]:
            found = path.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        return path.endswith(others[-1]) and len(path) - len(others[-1]) >= at if whole else others[-1] in path[at:]


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of a site for one robot."""

    rules: tuple[Rule, ...] = ()

    def allows(self, path: str) -> bool:
        """Whether a path, with its query, may be fetched: the longest rule that fits decides, of two equal ones `Allow`."""
        plain = _normal(path)
        fitting = [(len(rule.pattern), rule.allow) for rule in self.rules if rule.fits(plain)]
        return max(fitting, default=(0, True))[1]


def read_robots(data: bytes, agent: str) -> Robots:
    """The rules for the robot whose product name is `agent`; those for `*` if none are for it. Other lines are ignored."""
    groups = list(_groups(data.decode("utf-8-sig", errors="replace")))
    for name in (agent.casefold(), "*"):
        mine = [rules for names, rules in groups if name in names]
        if mine:
            return Robots(tuple(rule for rules in mine for rule in rules))
    return Robots()


def _groups(text: str) -> Iterator[tuple[set[str], list[Rule]]]:
    names, rules, heading = set[str](), list[Rule](), True
    for line in re.split(r"\r\n|\r|\n", text):
        match = _LINE.match(line.partition("#")[0])
        key, value = (match[1].lower(), match[2]) if match else ("", "")
        if key == "user-agent":
            if not heading:
                yield names, rules
                names, rules, heading = set(), [], True
            token = _TOKEN.match(value)
            names.add("*" if value.startswith("*") else token[0].casefold() if token else "")
        elif key in ("allow", "disallow"):
            heading = False
            if value:
                rules.append(Rule(key == "allow", _normal(value)))
    yield names, rules


def _normal(path: str) -> str:
    """One spelling for each path: what needs no escape is written out, all else escaped with capitals."""

    def spelt(match: re.Match[str]) -> str:
        if len(match[0]) == 3:
            character = chr(int(match[0][1:], 16))
            return character if character in _UNRESERVED else match[0].upper()
        return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", errors="replace"))

    return _ESCAPED.sub(spelt, path)
