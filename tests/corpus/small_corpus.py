"""A corpus of two documents and one digest, for tests to break."""

from __future__ import annotations

from pathlib import Path

from corpus.library import inspect_library

CATALOGUE = """\
documents:
  - {id: demo-act, title: Demonstration act on licences, short: Demo act, kind: regulation, jurisdiction: XX,
     issuer: Parliament of Demonstration, binding: true, url: https://example.org/act, licence: none, newest: '2024-05-01'}
  - {id: demo-guide, title: Guide to the demonstration act, short: Demo guide, kind: guidance, jurisdiction: XX,
     issuer: Office of Demonstration, binding: false, url: https://example.org/guide, licence: none, newest: '2024',
     coverage: pointer}
"""

ACT = """\
---
document: demo-act
edition: 2024-05-01
coverage: partial
covers: Articles 1 and 2.
missing: The annexes.
sources:
  gazette: Official gazette of 1 May 2024
---

## art_1: Subject matter
basis: text, gazette
see: demo-act/art_2/par_1, demo-guide

Article 1 of the demonstration act says what the act is about.

## art_2: Licences
basis: text, gazette

Article 2 of the demonstration act deals with licences.

## art_2/par_1: Licence for surveillance systems
basis: quoted, demo-guide

Article 2(1) of the demonstration act asks for a licence.

A second paragraph of text belongs to the same provision.
"""


class SmallCorpus:
    """A folder with the catalogue and the digest above, without a fault until a test breaks them."""

    def __init__(self, folder: Path) -> None:
        self.catalogue = folder / "catalogue.yaml"
        self.digests = folder / "digests"
        self.digests.mkdir()
        self.catalogue.write_text(CATALOGUE, encoding="utf-8")
        self.write(ACT)

    def write(self, text: str, name: str = "demo-act.md") -> Path:
        path = self.digests / name
        path.write_text(text, encoding="utf-8")
        return path

    def change(self, old: str, new: str) -> None:
        """Replace one passage of the digest."""
        assert ACT.count(old) == 1, f"“{old}” stands {ACT.count(old)} times in the digest"
        self.write(ACT.replace(old, new))

    def change_catalogue(self, old: str, new: str) -> None:
        """Replace one passage of the catalogue."""
        assert CATALOGUE.count(old) == 1, f"“{old}” stands {CATALOGUE.count(old)} times in the catalogue"
        self.catalogue.write_text(CATALOGUE.replace(old, new), encoding="utf-8")

    def faults(self) -> list[str]:
        """Every fault, as it is shown to the user."""
        _, faults = inspect_library(self.digests, self.catalogue)
        return [str(fault) for fault in faults]
