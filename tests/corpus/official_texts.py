"""Texts as publishers give them, for tests of what is kept: an act in Markdown, dated or not, sound or not, and a list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from corpus.official import Kept, Origin, keep, read_official
from corpus.provisions import Document

FROM = Origin("https://example.org/act.md")

BODY = """\
# Demonstration act on licences

## Article 1 Subject matter

This act is about licences for kites.

## Article 2 Licences

1. A kite that leaves the country needs a licence.

2. The office of kites grants it:

(a) on request; or

(b) of its own accord.
"""
UNDATED = BODY.encode()
UNSOUND = ("# An act\n" + "\n## Article 1\n\nThe same number each time.\n" * 5).encode()
WITHOUT_PROVISIONS = b'<Legislation xmlns="http://www.legislation.gov.uk/namespaces/legislation"/>'


def act(edition: str = "2024-05-01", old: str = "", new: str = "") -> bytes:
    """The act, dated by its front matter, with one passage replaced."""
    assert not old or BODY.count(old) == 1, f"“{old}” stands {BODY.count(old)} times in the act"
    return f"---\nedition: {edition}\n---\n\n{BODY.replace(old, new) if old else BODY}".encode()


def act_with_list() -> bytes:
    """An order in CLML with a control list as its second schedule."""
    return b"""<?xml version="1.0"?>
<Legislation xmlns="http://www.legislation.gov.uk/namespaces/legislation"><Secondary>
<Body><P1><Pnumber>1</Pnumber><P1para><Text>The list is in the schedule.</Text></P1para></P1></Body>
<Schedules><Schedule><Number>SCHEDULE 2</Number><ScheduleBody>
<P1><Pnumber>ML21</Pnumber><P1para><Text>Kites, as follows:</Text>
<P3><Pnumber>a</Pnumber><P3para><Text>of silk.</Text></P3para></P3></P1para></P1>
<P1><Pnumber>ML22</Pnumber><P1para><Text>Strings.</Text></P1para></P1>
</ScheduleBody></Schedule></Schedules></Secondary></Legislation>"""


def document(name: str = "demo-act", **more: Any) -> Document:
    described: dict[str, Any] = {
        "title": f"Title of {name}",
        "short": name.replace("-", " "),
        "kind": "regulation",
        "jurisdiction": "XX",
        "issuer": "Parliament of Demonstration",
        "binding": True,
        "url": "https://example.org/act",
        "licence": "free for tests",
        "newest": "2024-05-01",
    }
    return Document(id=name, **{**described, **more})


DEMO = document()


def kept(home: Path, data: bytes | None = None, of: Document = DEMO, **more: Any) -> Kept:
    return keep(home, of, act() if data is None else data, FROM, **more)


def texts(home: Path, of: Document = DEMO) -> dict[str, dict[str, str]]:
    """Everything that is held of a document and can be read: by edition, the text of each place."""
    editions, _ = read_official(home, {of.id: of})
    return {e.date: {p.pin.locator: p.text for p in e.provisions} for e in editions}


def unreadable(home: Path, of: Document = DEMO) -> list[str]:
    return read_official(home, {of.id: of})[1]


def everything(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, with its bytes."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
