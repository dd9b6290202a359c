"""The words that people use for the corpus' terms: acronyms, synonyms, names of jurisdictions (`glossary.yaml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

_FILE = Path(__file__).parent / "glossary.yaml"


@dataclass(frozen=True, slots=True)
class Glossary:
    """Acronyms by their letters, synonyms and names of jurisdictions in lower case."""

    acronyms: dict[str, str]
    synonyms: dict[str, str]
    jurisdictions: dict[str, str]

    def expansions(self, text: str) -> list[tuple[str, str]]:
        """What a text says otherwise than the corpus: the words used, and the corpus' term for them."""
        found = [(short, long) for short, long in self.acronyms.items() if _word(short).search(text)]
        folded = text.casefold()
        said = ((phrase, term) for phrase, term in self.synonyms.items() if phrase in folded)
        return found + [(phrase, term) for phrase, term in said if _word(phrase).search(folded)]

    def places(self, text: str) -> tuple[str, ...]:
        """The codes of the jurisdictions that a text names, in order. Codes (EU, UK, US) count in capitals only."""
        folded = text.casefold()
        found = [(m.start(), code) for name, code in self.jurisdictions.items() for m in _word(name).finditer(folded)]
        for code in set(self.jurisdictions.values()):
            found += [(m.start(), code) for m in _word(code).finditer(text)]
        return tuple(dict.fromkeys(code for _, code in sorted(found)))


@lru_cache(maxsize=4096)
def _word(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)")


@lru_cache(maxsize=1)
def glossary() -> Glossary:
    """The glossary that comes with the package."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=loader)
    return Glossary(data["acronyms"], data["synonyms"], data["jurisdictions"])
