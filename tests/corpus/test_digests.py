"""Digests: a good one reads as written; each mistake is told with its file, its line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_corpus import ACT, SmallCorpus

from corpus.digests import Fault, read_digest
from corpus.pins import Pin
from corpus.provisions import Basis, Edition


def read_good(path: Path) -> Edition:
    edition, faults = read_digest(path)
    assert faults == []
    assert edition is not None
    return edition


def test_a_good_digest_has_no_fault(small: SmallCorpus) -> None:
    assert small.faults() == []


def test_front_matter_is_read_as_written(small: SmallCorpus) -> None:
    edition = read_good(small.write(ACT))
    assert (edition.document, edition.date, edition.layer) == ("demo-act", "2024-05-01", "digest")
    assert (edition.coverage, edition.covers, edition.missing) == ("partial", "Articles 1 and 2.", "The annexes.")
    assert edition.sources == {"gazette": "Official gazette of 1 May 2024"}
    assert edition.file == "demo-act.md"


@pytest.mark.parametrize("date", ["2024-05-01", "2024-05", "2024"])
def test_a_date_stays_as_it_is_written(date: str, small: SmallCorpus) -> None:
    edition = read_good(small.write(ACT.replace("2024-05-01", date)))
    assert edition.date == date
    assert {provision.edition for provision in edition.provisions} == {date}


def test_provisions_stand_in_the_order_of_the_file_with_their_lines(small: SmallCorpus) -> None:
    edition = read_good(small.write(ACT))
    assert [(p.pin.locator, p.line) for p in edition.provisions] == [("art_1", 11), ("art_2", 17), ("art_2/par_1", 22)]


def test_a_provision_has_title_text_basis_and_cross_references(small: SmallCorpus) -> None:
    first, _, last = read_good(small.write(ACT)).provisions
    assert first.title == "Subject matter"
    assert first.text == "Article 1 of the demonstration act says what the act is about."
    assert first.basis == Basis("text", ("gazette",))
    assert first.see == (Pin.parse("demo-act/art_2/par_1"), Pin("demo-guide"))
    assert first.held == "text"
    assert last.text.split("\n\n")[1] == "A second paragraph of text belongs to the same provision."


def test_a_title_may_hold_a_colon(small: SmallCorpus) -> None:
    edition = read_good(small.write(ACT.replace("Subject matter", "Subject matter: the whole")))
    assert edition.provisions[0].title == "Subject matter: the whole"


def test_asks_are_the_wordings_in_which_people_look_for_a_provision(small: SmallCorpus) -> None:
    edition = read_good(small.write(ACT.replace("see: demo", "asks: purpose of the act; what is it for;\nsee: demo")))
    assert [provision.asks for provision in edition.provisions] == [("purpose of the act", "what is it for"), (), ()]


def test_held_heading_says_that_only_the_heading_is_known(small: SmallCorpus) -> None:
    edition = read_good(small.write(ACT.replace("see: demo", "held: heading\nsee: demo")))
    assert [provision.held for provision in edition.provisions] == ["heading", "text", "text"]


@pytest.mark.parametrize(
    ("written", "basis"),
    [
        ("text, gazette", Basis("text", ("gazette",))),
        ("text, gazette; report", Basis("text", ("gazette", "report"))),
        ("text, gazette; quoted, demo-guide", Basis("quoted", ("gazette", "demo-guide"))),
        ("quoted, demo-guide; commentary, report", Basis("commentary", ("demo-guide", "report"))),
        ("commentary, report; text, gazette", Basis("commentary", ("report", "gazette"))),
    ],
)
def test_the_weakest_kind_of_basis_is_the_basis(written: str, basis: Basis, small: SmallCorpus) -> None:
    text = ACT.replace("quoted, demo-guide", written).replace("sources:", "sources:\n  report: A news report")
    assert read_good(small.write(text)).provisions[-1].basis == basis
    assert small.faults() == []


FRONT = [
    ("---\ndocument: demo-act\nedition", "document: demo-act\nedition", 1, "front matter is missing"),
    (
        "sources:\n  gazette: Official gazette of 1 May 2024\n---",
        "sources:\n  gazette: Official",
        1,
        "no end; close it",
    ),
    ("covers: Articles 1 and 2.", "covers: [Articles 1 and 2.", 6, "front matter is not YAML"),
    ("edition: 2024-05-01", "edition: 1 May 2024", 1, "edition “1 May 2024” is not a date"),
    ("edition: 2024-05-01", "edition: 2024-13-01", 1, "edition “2024-13-01” is not a date"),
    ("edition: 2024-05-01", "edition: 2024-5-1", 1, "edition “2024-5-1” is not a date"),
    ("edition: 2024-05-01\n", "", 1, "lacks “edition”"),
    ("document: demo-act\n", "", 1, "lacks “document”"),
    ("covers: Articles 1 and 2.\n", "", 1, "lacks “covers”"),
    ("sources:\n  gazette: Official gazette of 1 May 2024\n", "", 1, "lacks “sources”"),
    ("sources:\n  gazette: Official", "sources: Official", 1, "“sources” must map a key to what the source is"),
    ("coverage: partial\n", "", 1, "lacks “coverage”"),
    ("coverage: partial", "coverage: full", 1, "coverage “full” is neither complete nor partial"),
    ("missing: The annexes.\n", "", 1, "coverage is partial, so front matter must say in “missing”"),
]


@pytest.mark.parametrize(("old", "new", "line", "words"), FRONT)
def test_front_matter_that_cannot_be_used_is_told_and_nothing_is_read(
    old: str, new: str, line: int, words: str, small: SmallCorpus
) -> None:
    small.change(old, new)
    edition, faults = read_digest(small.digests / "demo-act.md")
    assert edition is None
    assert [(fault.file, fault.line) for fault in faults] == [("demo-act.md", line)]
    assert words in faults[0].message


MISTAKES = [
    ("## art_1: Subj", "## clause_1: Subj", 11, "“clause” is not a kind of provision; the kinds are cpt,"),
    ("## art_1: Subj", "## art 1: Subj", 11, "“art 1” in “demo-act/art 1” is not a step of a pin"),
    ("## art_1: Subj", "## art_(1): Subj", 11, "“(1)” is not a number of a provision"),
    ("## art_1: Subject matter", "## art_1", 11, "heading “art_1” lacks “locator: title”"),
    ("## art_1: Subject matter", "## art_1:", 11, "heading “art_1:” lacks “locator: title”"),
    ("basis: text, gazette\nsee", "see", 11, "basis is missing"),
    ("basis: quoted, demo-guide", "basis: memory, demo-guide", 22, "basis “memory” is not one of text, quoted"),
    ("basis: quoted, demo-guide", "basis: quoted", 22, "basis “quoted” names no source"),
    ("basis: quoted, demo-guide", "basis: quoted,", 22, "names no source"),
    ("basis: quoted, demo-guide", "basis: text, demo-guide", 22, "names “demo-guide”, which is neither among"),
    ("basis: quoted, demo-guide", "basis: quoted, demo-book", 22, "names “demo-book”, which is neither among"),
    ("art_2/par_1, demo-guide", "art_2/par_9, demo-guide", 11, "cross-reference demo-act/art_2/par_9 leads nowhere"),
    ("art_2/par_1, demo-guide", "art_2/par_1, demo-book", 11, "cross-reference demo-book leads nowhere"),
    ("art_2/par_1, demo-guide", "Article 2(1)", 11, "cross-reference “demo-act/Article 2(1)”"),
    ("Article 2 of the demonstration act deals with licences.", "", 17, "art_2 has no text"),
    ("## art_2/par_1", "## art_3/par_1", 22, "art_3/par_1 stands before any heading for art_3"),
    ("## art_2/par_1", "## art_2/par_1/pnt_a", 22, "stands before any heading for art_2/par_1"),
    ("see: demo-act", "seen: demo-act", 11, "“seen:” is not a field of a provision; the fields are basis, see"),
    ("see: demo-act", "held: perhaps\nsee: demo-act", 11, "“held: perhaps” is neither text nor heading"),
    ("---\n\n## art_1", "---\n\nA foreword.\n\n## art_1", 11, "text before the first provision belongs to none"),
    ("## art_2: Lic", "# art_2: Lic", 17, "only “## locator: title” headings are read"),
    ("## art_2/par_1", "### art_2/par_1", 22, "only “## locator: title” headings are read"),
    ("document: demo-act", "document: demo-law", 1, "document “demo-law” is not in the catalogue"),
    ("document: demo-act", "document: demo-guide", 1, "call it demo-guide.md or demo-guide@2024-05-01.md"),
]


@pytest.mark.parametrize(("old", "new", "line", "words"), MISTAKES)
def test_a_mistake_is_told_with_its_file_and_line(
    old: str, new: str, line: int, words: str, small: SmallCorpus
) -> None:
    small.change(old, new)
    told = [fault for fault in small.faults() if fault.startswith(f"demo-act.md:{line}: ") and words in fault]
    assert len(told) == 1, small.faults()


def test_a_pin_that_stands_twice_is_told_with_both_lines(small: SmallCorpus) -> None:
    small.change("## art_2: Lic", "## art_1: Lic")
    assert any(f.startswith("demo-act.md:17: art_1 stands twice, first in line 11") for f in small.faults())


def test_an_earlier_edition_must_carry_its_own_date_in_its_name(small: SmallCorpus) -> None:
    small.write(ACT.replace("2024-05-01", "2020-01-01"), "demo-act@2021.md")
    (fault,) = small.faults()
    assert fault.startswith("demo-act@2021.md:1: the file's name does not fit its front matter")
    assert "demo-act@2020-01-01.md" in fault


def test_a_digest_with_no_provision_is_told(small: SmallCorpus) -> None:
    small.write(ACT[: ACT.index("## art_1")])
    assert any("the digest has no provision" in fault for fault in small.faults())


def test_a_file_that_is_not_utf_8_is_told_with_what_to_do(small: SmallCorpus) -> None:
    path = small.digests / "demo-act.md"
    path.write_bytes(ACT.replace("Licences", "Lizenzgebühren").encode("latin-1"))
    edition, (fault,) = read_digest(path)
    assert edition is None
    assert str(fault).startswith("demo-act.md:1: cannot be read as UTF-8 text")
    assert fault.message.endswith("save it as UTF-8.")


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"---", b"---\n---\n", b"---\n- a\n---\n", b"\x00\x01\x02", b"## art_1: A\n"]
)
def test_any_file_gives_faults_and_never_a_traceback(content: bytes, small: SmallCorpus) -> None:
    path = small.digests / "demo-act.md"
    path.write_bytes(content)
    edition, faults = read_digest(path)
    assert edition is None
    assert faults


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(small: SmallCorpus) -> None:
    text = ACT.replace("basis: quoted, demo-guide", "basis: memory, demo-guide").replace("## art_1:", "## clause_1:")
    small.write(text)
    assert [fault.split(" ")[0] for fault in small.faults()] == ["demo-act.md:11:", "demo-act.md:22:"]


def test_a_fault_reads_as_file_line_and_sentence() -> None:
    assert str(Fault("demo-act.md", 7, "art_1 has no text.")) == "demo-act.md:7: art_1 has no text."
