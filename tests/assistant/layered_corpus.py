"""A corpus whose documents are held in both layers: digests, and official texts of our own words that a user has added.

| document | digests | official texts |
|---|---|---|
| demo-act | 2019-02, 2024-05-01 | 2024-05-01, of the same date as the digest |
| demo-list | 2023 | 2025-03, newer than the digest |
| demo-leaflet | none, a pointer | 2022 |
| demo-code | 2023-11 | 2024-02, partial and newer |
| demo-notice | 2021 | 2021, accepted with its faults |
"""

from __future__ import annotations

from pathlib import Path

from corpus.catalogue import read_catalogue
from corpus.library import Library, read_library
from corpus.official import Kept, Origin, keep
from corpus.settings import Settings

CATALOGUE = """\
documents:
  - {id: demo-act, title: Demonstration act on licences, short: Demo act, kind: regulation, jurisdiction: EU,
     issuer: Parliament of Demonstration, binding: true, url: https://example.org/act, licence: none, newest: '2024-05-01',
     primary: true}
  - {id: demo-list, title: Demonstration control list, short: Demo list, kind: list, jurisdiction: UK,
     issuer: Ministry of Demonstration, binding: true, url: https://example.org/list, licence: none, newest: '2025-03'}
  - {id: demo-leaflet, title: Demonstration leaflet, short: Demo leaflet, kind: guidance, jurisdiction: UK,
     issuer: Ministry of Demonstration, binding: false, url: 'https://example.org/', licence: none, newest: '2022',
     coverage: pointer}
  - {id: demo-code, title: Demonstration code of conduct, short: Demo code, kind: code, jurisdiction: EU,
     issuer: Conference of Demonstration, binding: false, url: https://example.org/code, licence: none, newest: 2024-02}
  - {id: demo-notice, title: Demonstration notice, short: Demo notice, kind: guidance, jurisdiction: EU,
     issuer: Office of Demonstration, binding: false, url: https://example.org/notice, licence: none, newest: '2021'}
  - {id: demo-paper, title: Demonstration paper, short: Demo paper, kind: report, jurisdiction: EU,
     issuer: Office of Demonstration, binding: false, url: https://example.org/paper, licence: none, newest: '2020',
     coverage: pointer}
"""

ACT = """\
---
document: demo-act
edition: 2024-05-01
coverage: partial
covers: Articles 1 to 5.
missing: The text of Article 5.
sources:
  gazette: Official gazette of 1 May 2024
---

## art_1: Subject matter
basis: text, gazette

The act governs the export of surveillance systems and of their software.

## art_2: Definitions
basis: text, gazette

The act defines its words.

## art_2/def_exporter: Exporter
basis: text, gazette
asks: who counts as an exporter; is storing a blueprint on a foreign cloud server an export

An exporter is whoever decides that a surveillance system leaves the country, also over the internet.

## art_3: Licences
basis: text, gazette
see: demo-list

Article 3 deals with licences.

## art_3/par_1: Licence for surveillance systems
basis: text, gazette
see: demo-list/itm_4D004, demo-act/art_2/def_exporter
asks: do I need a permit to sell spyware abroad

You need a licence before a surveillance system is exported. Training foreign police in it needs one too.

## art_3/par_2: Refusal of a licence
basis: text, gazette
see: demo-act/art_3/par_1

A licence is refused if journalists or lawyers would be spied upon. The authority gives its reasons in writing.

## art_4: Duties of the exporter
basis: text, gazette
see: demo-act/art_3/par_1
asks: how long must an exporter keep its contracts and invoices; what does an exporter ask its customers

An exporter asks each customer what the system is meant for. It keeps its contracts and invoices for ten years.

## art_5: Penalties
basis: text, gazette
held: heading

Article 5 is about penalties; its words are not at hand.
"""

OLD_ACT = """\
---
document: demo-act
edition: 2019-02
coverage: complete
covers: Article 3(1) as it was.
sources:
  gazette: Official gazette of February 2019
---

## art_3: Licences
basis: text, gazette

Article 3 deals with licences.

## art_3/par_1: Licence for wiretaps
basis: text, gazette
asks: was a licence needed before a telephone wiretap was exported

In those days a licence was needed before a telephone wiretap was exported.
"""

LIST = """\
---
document: demo-list
edition: 2023
coverage: complete
covers: The entries on intrusion software.
sources:
  ministry: Control list of the ministry
---

## itm_4D004: Command of intrusion software
basis: text, ministry
asks: which software does entry 4D004 cover

Entry 4D004 covers software that commands or delivers intrusion software.
"""

CODE = """\
---
document: demo-code
edition: 2023-11
coverage: complete
covers: Paragraphs 1 and 2.
sources:
  conference: Papers of the conference
---

## par_1: A voluntary code
basis: text, conference
asks: is the code of conduct voluntary

The code is voluntary and binds nobody.

## par_2: Vetting of buyers
basis: text, conference
asks: what do states vet before they sell hacking tools

States vet the human rights record of buyers of hacking tools before they sell.
"""

NOTICE = """\
---
document: demo-notice
edition: 2021
coverage: complete
covers: The notice.
sources:
  office: Papers of the office
---

## art_1: Demonstrations at fairs
basis: text, office
asks: is showing a jamming device at a trade fair abroad an export

Showing a jamming device at a trade fair abroad is a temporary export.
"""

DIGESTS = {
    "demo-act.md": ACT,
    "demo-act@2019-02.md": OLD_ACT,
    "demo-list.md": LIST,
    "demo-code.md": CODE,
    "demo-notice.md": NOTICE,
}

OFFICIAL_ACT = """\
---
title: Demonstration act on licences
date: 2024-05-01
---

## Article 1 Subject matter

This act applies to the exportation of surveillance systems and associated software.

## Article 3 Licences

(1) No person shall export a surveillance system save under a licence granted by the authority. The provision of \
training in such a system to a foreign constabulary shall be deemed to be an export.

(2) The authority shall refuse the grant where journalists or advocates would be subjected to surveillance.

## Article 4 Duties of the exporter

Every exporter shall obtain from each customer a written declaration of the purpose for which the system is destined and \
of the persons by whom it will be operated. Contracts, invoices and papers of transport shall be preserved for a period \
of ten years reckoned from the last delivery. The authority shall be notified forthwith of any circumstance which \
suggests that a customer has misused the system.

## Article 5 Penalties

Whoever contravenes this act shall be liable to a fine not exceeding one million crowns.

## Article 6 Entry into force

This act shall enter into force on the day after its publication in the gazette.
"""

OFFICIAL_LIST = """\
---
date: 2025-03
---

4D004 Software specially designed for the command, control or delivery of intrusion software.
"""

OFFICIAL_LEAFLET = """\
---
date: 2022
---

## Article 1 Cloud storage

Uploading a blueprint of a drone to a cloud server located overseas constitutes a transfer of technology.
"""

OFFICIAL_CODE = """\
---
date: 2024-02
---

1. The present code shall be of a voluntary character.

3. Participants shall report yearly on the brokers of zero-day exploits whom they have registered.
"""

OFFICIAL_NOTICE = """\
---
date: 2021
---

## Article 1 Exhibitions

The presentation of a jamming device at a trade exhibition abroad shall be regarded as temporary exportation.

## Article 1 Exhibitions

The presentation shall be announced to the office.
"""

OFFICIAL = {
    "demo-act": (OFFICIAL_ACT, "", False),
    "demo-list": (OFFICIAL_LIST, "", False),
    "demo-leaflet": (OFFICIAL_LEAFLET, "", False),
    "demo-code": (OFFICIAL_CODE, "The annexes.", False),
    "demo-notice": (OFFICIAL_NOTICE, "", True),
}


class LayeredCorpus:
    """A folder with the catalogue and the digests above; `add_all` adds the official texts."""

    def __init__(self, folder: Path) -> None:
        self.catalogue, self.digests, self.home = folder / "catalogue.yaml", folder / "digests", folder / "home"
        self.digests.mkdir(parents=True)
        self.catalogue.write_text(CATALOGUE, encoding="utf-8")
        for name, text in DIGESTS.items():
            (self.digests / name).write_text(text, encoding="utf-8")

    @property
    def settings(self) -> Settings:
        return Settings(home=self.home, digests=self.digests, catalogue=self.catalogue)

    def library(self) -> Library:
        return read_library(self.digests, self.catalogue, self.home)

    def add(self, document: str, text: str, edition: str = "", missing: str = "", accept: bool = False) -> Kept:
        """Keep an official text as `pincite corpus add` does."""
        of = read_catalogue(self.catalogue)[document]
        return keep(self.home, of, text.encode(), Origin("file:///text.md"), edition, missing, accept)

    def add_all(self) -> None:
        for document, (text, missing, accept) in OFFICIAL.items():
            self.add(document, text, missing=missing, accept=accept)
