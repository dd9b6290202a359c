"""Official texts in the library: which editions answer, what they take from digests, when an index is out of date."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from official_texts import DEMO, UNSOUND, act, document, kept
from small_corpus import ACT, SmallCorpus

from corpus.library import Library, fingerprint, read_library
from corpus.official import PROVISIONS, SOURCE, inherit, official_fingerprint, read_official, remove
from corpus.pins import Pin
from corpus.provisions import Edition


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def read(small: SmallCorpus, home: Path) -> Library:
    return read_library(small.digests, small.catalogue, home)


def named(editions: Iterable[Edition]) -> list[str]:
    return [f"{edition.layer} {edition.date}" for edition in editions]


@pytest.mark.parametrize(
    ("digests", "official", "partial", "all_held", "current", "coverage"),
    [
        (["2024-05-01"], [], [], ["digest 2024-05-01"], ["digest 2024-05-01"], "partial"),
        (
            ["2024-05-01"],
            ["2024-05-01"],
            [],
            ["official 2024-05-01", "digest 2024-05-01"],
            ["official 2024-05-01", "digest 2024-05-01"],
            "complete",
        ),
        (
            ["2024-05-01"],
            ["2025-02-03"],
            [],
            ["official 2025-02-03", "digest 2024-05-01"],
            ["official 2025-02-03"],
            "complete",
        ),
        (
            ["2024-05-01"],
            [],
            ["2025-02-03"],
            ["official 2025-02-03", "digest 2024-05-01"],
            ["official 2025-02-03", "digest 2024-05-01"],
            "partial",
        ),
        (
            ["2024-05-01"],
            ["2023-01-01"],
            [],
            ["digest 2024-05-01", "official 2023-01-01"],
            ["digest 2024-05-01"],
            "partial",
        ),
        (
            ["2020-01-01", "2024-05-01"],
            ["2023-01-01", "2024-05-01"],
            ["2025-02-03"],
            [
                "official 2025-02-03",
                "official 2024-05-01",
                "digest 2024-05-01",
                "official 2023-01-01",
                "digest 2020-01-01",
            ],
            ["official 2025-02-03", "digest 2024-05-01"],
            "partial",
        ),
    ],
    ids=[
        "no official text",
        "of one date",
        "a later whole text",
        "a later partial text",
        "an earlier text",
        "several dates",
    ],
)
def test_the_newest_answers_and_a_digest_beside_it_where_it_adds(
    digests: list[str],
    official: list[str],
    partial: list[str],
    all_held: list[str],
    current: list[str],
    coverage: str,
    small: SmallCorpus,
    home: Path,
) -> None:
    for date in digests[:-1]:
        small.write(ACT.replace("2024-05-01", date), f"demo-act@{date}.md")
    for date in official:
        kept(home, act(date))
    for date in partial:
        kept(home, act(date), missing="The annexes.")
    library = read(small, home)
    assert named(library.editions) == all_held
    assert named(library.current("demo-act")) == current
    newest = library.newest("demo-act")
    assert newest is not None and named([newest]) == current[:1]
    assert library.documents["demo-act"].coverage == coverage
    assert library.current("demo-guide") == [] and library.unreadable == ()


def test_a_document_of_which_only_the_official_text_is_held(small: SmallCorpus, home: Path) -> None:
    guide = document("demo-guide")
    kept(home, of=guide)
    library = read(small, home)
    assert named(library.current("demo-guide")) == ["official 2024-05-01"]
    assert library.documents["demo-guide"].coverage == "complete"


def test_a_text_of_a_document_that_the_catalogue_does_not_know_is_passed_over(small: SmallCorpus, home: Path) -> None:
    kept(home, of=document("of-another-catalogue"))
    library = read(small, home)
    assert named(library.editions) == ["digest 2024-05-01"] and library.unreadable == ()


def test_without_a_home_there_is_no_official_text(small: SmallCorpus, home: Path) -> None:
    kept(home)
    assert named(read_library(small.digests, small.catalogue).editions) == ["digest 2024-05-01"]


def test_a_text_that_cannot_be_read_is_told_and_the_digest_answers(small: SmallCorpus, home: Path) -> None:
    folder = kept(home).folder
    for name in (PROVISIONS, SOURCE):
        (folder / name).unlink()
    library = read(small, home)
    assert named(library.current("demo-act")) == ["digest 2024-05-01"]
    (told,) = library.unreadable
    assert told.startswith("The official text of Demo act (2024-05-01) in ")


def test_what_a_digest_restates_is_quoted_from_the_official_text_and_no_more(small: SmallCorpus, home: Path) -> None:
    kept(home)
    library = read(small, home)
    provisions = list(library.provisions())
    quoted = [provisions[n] for n in sorted(library.quoted_only())]
    assert {p.layer for p in quoted} == {"official"}
    assert [p.pin.locator for p in quoted] == ["art_1", "art_2", "art_2/par_1"]
    kept(home, act("2025-02-03"))
    assert read(small, home).quoted_only() == set()


def test_footnotes_of_an_official_text_are_shown_and_not_searched(small: SmallCorpus, home: Path) -> None:
    noted = act("2025-02-03") + b"\nA paragraph with a note.[^1]\n\n[^1]: Gazette of 3 May, page 7.\n"
    kept(home, noted)
    library = read(small, home)
    provisions = list(library.provisions())
    assert [provisions[n].pin.locator for n in sorted(library.quoted_only())] == ["fn_1"]


def test_wordings_and_references_are_taken_over_from_the_newest_digest(small: SmallCorpus, home: Path) -> None:
    small.change(
        "basis: text, gazette\nsee: demo-act/art_2/par_1, demo-guide\n",
        "basis: text, gazette\nasks: what the act is about\nsee: demo-act/art_2/par_1, demo-guide\n",
    )
    kept(home)
    official = read(small, home).editions[0]
    by_place = {p.pin.locator: p for p in official.provisions}
    assert official.layer == "official"
    assert by_place["art_1"].asks == ("what the act is about",)
    assert by_place["art_1"].see == (Pin.parse("demo-act/art_2/par_1"), Pin.parse("demo-guide"))
    assert by_place["art_1"].text == "This act is about licences for kites."
    assert by_place["art_2/par_2"].asks == () and by_place["art_2/par_2"].see == ()


def test_references_to_places_that_the_official_text_does_not_have_are_dropped(small: SmallCorpus, home: Path) -> None:
    kept(home, b"# An act\n\n## Article 1 Subject matter\n\nKites.\n", edition="2024-05-01")
    ((official,), _) = read_official(home, {"demo-act": DEMO})
    digest = read_library(small.digests, small.catalogue).editions[0]
    (article,) = inherit(official, digest).provisions
    assert article.see == (Pin.parse("demo-guide"),)
    assert inherit(official, digest).date == official.date


# --- when what was made of the corpus is out of date


def test_the_fingerprint_is_that_of_what_is_held(small: SmallCorpus, home: Path) -> None:
    def now() -> str:
        found = fingerprint(small.digests, small.catalogue, home)
        assert read(small, home).fingerprint == found
        return found

    alone = fingerprint(small.digests, small.catalogue)
    assert now() == alone and official_fingerprint(home) == b""
    seen = [alone]
    for change in (
        lambda: kept(home),
        lambda: kept(home, act("2024-05-01", "for kites", "for kites and balloons")),
        lambda: kept(home, act("2025")),
        lambda: kept(home, act("2025"), missing="The annexes."),
        lambda: kept(home, UNSOUND, edition="2026", accept=True),
        lambda: kept(home, of=document("demo-guide")),
        lambda: remove(home, "demo-act", "2025"),
    ):
        change()
        assert now() not in seen
        seen.append(now())
    kept(home, of=document("demo-guide"))
    assert now() == seen[-1], "the same bytes again changed it"
    remove(home, "demo-act", "2024-05-01")
    remove(home, "demo-act", "2026")
    remove(home, "demo-guide", "2024-05-01")
    assert now() == alone


def test_the_fingerprint_is_of_the_texts_and_not_of_where_they_are(home: Path, tmp_path: Path) -> None:
    kept(home)
    kept(tmp_path / "elsewhere")
    assert official_fingerprint(home) == official_fingerprint(tmp_path / "elsewhere")


def test_the_fingerprint_changes_with_the_readers(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(home)
    before = official_fingerprint(home)
    monkeypatch.setattr("corpus.official.READERS", 10_000)
    assert official_fingerprint(home) != before
