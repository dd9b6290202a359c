"""Every string of the page is in one file; none is missing, none is left over."""

from __future__ import annotations

import re
from pathlib import Path

import assistant.web
from assistant.web.texts import say

FOLDER = Path(assistant.web.__file__).parent
SOURCES = [*FOLDER.glob("*.py"), *FOLDER.glob("templates/*.j2")]


def used() -> set[str]:
    """The keys that the page names whole, and the beginnings of those that it puts together."""
    texts = "".join(path.read_text(encoding="utf-8") for path in SOURCES)
    whole = re.findall(r"""say\(\s*f?["']([a-z_.]+)["']""", texts)
    begun = re.findall(r"""say\(\s*f?["']([a-z_]+\.)["{]""", texts) + re.findall(
        r"""say\(\s*f["']([a-z_]+\.)\{""", texts
    )
    sections = re.findall(r"""say\.(?:name|several)\(\s*f?["']([a-z_]+)["'.]""", texts)
    return {*whole, *begun, *(f"{name}." for name in sections)}


def test_every_string_that_is_used_is_there() -> None:
    missing = [key for key in used() if not key.endswith(".") and key not in say.keys]
    assert missing == []


def test_no_string_is_left_over() -> None:
    known = used()
    left = [
        key for key in say.keys if key not in known and not any(key.startswith(b) for b in known if b.endswith("."))
    ]
    assert sorted(left) == []


def test_a_code_without_a_name_is_called_by_its_code() -> None:
    assert say.name("place", "EU") == "European Union"
    assert say.name("place", "ZZ") == "ZZ"
