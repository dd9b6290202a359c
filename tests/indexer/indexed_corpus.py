"""A corpus of three documents with text, one of them in two editions, for tests to index, change and damage."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.library import Library, read_library
from corpus.settings import Settings
from indexer.chunks import Chunk, chunks_of

CATALOGUE = """\
documents:
  - {id: demo-act, title: Demonstration act on licences, short: Demo act, kind: regulation, jurisdiction: XX,
     issuer: Parliament of Demonstration, binding: true, url: https://example.org/act, licence: none, newest: '2024-05-01'}
  - {id: demo-list, title: Demonstration control list, short: Demo list, kind: list, jurisdiction: YY,
     issuer: Ministry of Demonstration, binding: true, url: https://example.org/list, licence: none, newest: '2025'}
  - {id: demo-code, title: Demonstration code of conduct, short: Demo code, kind: code, jurisdiction: XX,
     issuer: Conference of Demonstration, binding: false, url: https://example.org/code, licence: none, newest: 2023-11}
  - {id: demo-leaflet, title: Demonstration leaflet, short: Demo leaflet, kind: guidance, jurisdiction: YY,
     issuer: Ministry of Demonstration, binding: false, url: https://example.org/leaflet, licence: none, newest: '2022',
     coverage: pointer}
"""

ACT = """\
---
document: demo-act
edition: 2024-05-01
coverage: partial
covers: Articles 1 to 4.
missing: The text of Article 5.
sources:
  gazette: Official gazette of 1 May 2024
---

## art_1: Subject matter
basis: text, gazette

Article 1 of the demonstration act says that the act governs the export of surveillance systems and of their software.

## art_2: Definitions
basis: text, gazette

Article 2 of the demonstration act defines the words of the act.

## art_2/def_exporter: Exporter
basis: text, gazette
asks: who counts as an exporter; does a cloud provider count

An exporter is whoever decides that a surveillance system leaves the country, also when it is sent over the internet.

## art_3: Licences
basis: text, gazette
see: demo-list

Article 3 of the demonstration act deals with licences.

## art_3/par_1: Licence for surveillance systems
basis: text, gazette
see: demo-list/itm_4D004, demo-act/art_2/def_exporter
asks: do I need a permit to sell spyware abroad

Article 3(1) of the demonstration act asks for a licence before a surveillance system is exported.

A licence is also needed for training that shows foreign police how the system works.

## art_3/par_2: Refusal of a licence
basis: text, gazette

The authority refuses a licence if journalists or lawyers would be spied upon. It gives its reasons in writing.

## art_4: Duties of the exporter
basis: text, gazette
see: demo-list/itm_4D004/note_1

Article 4 of the demonstration act gives the exporter these duties:
- to ask each customer in writing what the surveillance system is meant for and who will work with it
- to keep the contracts, the invoices and the transport papers for ten years after the last delivery
- to tell the authority at once of any sign that a customer used the system against the opposition
An exporter names one person on the board who answers for compliance with these duties. That person has direct access to
the board and to all papers of the sales department. The person may stop any delivery without asking anybody else before.
Whoever stops a delivery in good faith may not be dismissed for it, nor be put at any other disadvantage by the company.
The exporter trains its sales staff every year in the demonstration act and writes down who was there. New staff are trained
within three months of the day on which they begin. The authority may ask for the records of the training at any time.
Exporters with fewer than ten employees may share one responsible person with other exporters, if the authority agrees.
The agreement is given for two years and can be prolonged. It ends when one of the exporters has more than twenty employees.
The authority publishes each year how many exporters it inspected and how often it found that a duty had been neglected.

## art_5: Penalties
basis: text, gazette
held: heading

Article 5 of the demonstration act is about penalties; its words are not at hand.
"""

OLD_ACT = """\
---
document: demo-act
edition: 2019-02
coverage: partial
covers: Article 3(1) as it was.
missing: All other articles.
sources:
  gazette: Official gazette of February 2019
---

## art_3: Licences
basis: text, gazette

Article 3 of the demonstration act deals with licences.

## art_3/par_1: Licence for wiretaps
basis: text, gazette

Article 3(1) asked for a licence before a telephone tap was exported.
"""

LIST = """\
---
document: demo-list
edition: 2025
coverage: complete
covers: The entries on intrusion software.
sources:
  ministry: Control list of the ministry
---

## itm_4D004: Command of intrusion software
basis: text, ministry

Entry 4D004 of the demonstration list controls software that commands or delivers intrusion software.

## itm_4D004/note_1: Disclosure of vulnerabilities
basis: text, ministry

The entry leaves free what is needed to disclose a vulnerability or to respond to an incident.

## itm_5A001: Telecommunications
basis: text, ministry

Entry 5A001 of the demonstration list controls equipment for telecommunications, namely the following.

## itm_5A001/pnt_f: Interception of mobile telephones
basis: text, ministry

Equipment that intercepts or jams mobile telephones is controlled, as are its test benches.

## def_intrusion-software: Intrusion software
basis: text, ministry

Intrusion software is made to escape monitoring tools and takes data from a computer or changes how a program runs.
"""

CODE = """\
---
document: demo-code
edition: 2023-11
coverage: complete
covers: Paragraphs 1 and 8.
sources:
  conference: Papers of the conference
---

## par_1: A voluntary code
basis: text, conference

The demonstration code is voluntary and binds nobody.

## par_8: Export controls
basis: text, conference
see: demo-act/art_3/par_1

Paragraph 8 of the demonstration code speaks of export controls.

## par_8/pnt_b: Human rights
basis: text, conference

States look at the human rights record of the importing country before they decide.
"""

DIGESTS = {"demo-act.md": ACT, "demo-act@2019-02.md": OLD_ACT, "demo-list.md": LIST, "demo-code.md": CODE}


class IndexedCorpus:
    """A folder with the catalogue and the digests above."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.catalogue = folder / "catalogue.yaml"
        self.digests = folder / "digests"
        self.digests.mkdir(parents=True)
        self.catalogue.write_text(CATALOGUE, encoding="utf-8")
        for name, text in DIGESTS.items():
            (self.digests / name).write_text(text, encoding="utf-8")

    def settings(self, home: Path | None = None, model: str = "") -> Settings:
        """Settings of this corpus; its own home unless another is given."""
        return Settings(home=home or self.folder / "home", model=model, digests=self.digests, catalogue=self.catalogue)

    def library(self) -> Library:
        return read_library(self.digests, self.catalogue)

    def change(self, name: str, old: str, new: str) -> None:
        """Replace one passage of a digest."""
        path = self.digests / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"“{old}” stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")


@dataclass(frozen=True)
class Copy:
    """An index of the small corpus that a test may damage."""

    settings: Settings
    folder: Path

    def garble(self, name: str) -> None:
        """Overwrite a file with other bytes, as many as there were."""
        path = self.folder / name
        path.write_bytes(b"garbage " * (path.stat().st_size // 8) + b"!" * (path.stat().st_size % 8))

    def cut(self, name: str) -> None:
        """Leave the first half of a file."""
        path = self.folder / name
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def chunks_of_all(library: Library) -> list[Chunk]:
    """The chunks of all editions, as an index numbers them."""
    found: list[Chunk] = []
    row = 0
    for edition in library.editions:
        found += chunks_of(edition, library.documents[edition.document], row)
        row += len(edition.provisions)
    return found
