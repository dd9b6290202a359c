"""Official texts: kept whole with where they came from, read once, refused when unsound, never half there."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from official_texts import (
    DEMO,
    FROM,
    UNDATED,
    UNSOUND,
    act,
    act_with_list,
    document,
    everything,
    kept,
    texts,
    unreadable,
)  # fmt: skip

from corpus.errors import UsageError
from corpus.official import (
    BEFORE,
    PROVENANCE,
    PROVISIONS,
    SOURCE,
    Origin,
    UnsoundSource,
    faults_of,
    held,
    is_whole,
    keep,
    read_official,
    remove,
    replaced,
)  # fmt: skip
from corpus.provisions import Basis
from corpus.readers.audit import audit
from corpus.readers.reading import Reading, UnreadableSource

PLACES = ["art_1", "art_2", "art_2/par_1", "art_2/par_2", "art_2/par_2/pnt_a", "art_2/par_2/pnt_b"]
CHANGED = ("for kites", "for kites and balloons")


# --- what is kept


def test_a_text_is_kept_with_where_it_came_from(tmp_path: Path) -> None:
    origin = Origin("https://example.org/moved", '"v1"', "Wed, 01 May 2024 00:00:00 GMT", "https://example.org/act")
    done = keep(tmp_path, DEMO, act(), origin)
    assert done.is_changed and done.audit is not None and done.audit.is_sound
    assert done.folder == tmp_path / "official" / "demo-act" / "2024-05-01"
    assert sorted(path.name for path in done.folder.iterdir()) == [PROVENANCE, PROVISIONS, SOURCE]
    assert (done.folder / SOURCE).read_bytes() == act()
    (there,) = held(tmp_path)
    assert there == done.provenance
    assert (there.document, there.edition, there.format, there.licence) == (
        "demo-act", "2024-05-01", "markdown", "free for tests"
    )  # fmt: skip
    assert (there.url, there.etag, there.last_modified, there.asked) == (
        "https://example.org/moved", '"v1"', "Wed, 01 May 2024 00:00:00 GMT", "https://example.org/act"
    )  # fmt: skip
    assert there.sha256 == hashlib.sha256(act()).hexdigest()
    assert abs(datetime.now(UTC) - datetime.fromisoformat(there.retrieved_at)) < timedelta(minutes=5)


def test_a_text_kept_is_an_official_edition(tmp_path: Path) -> None:
    kept(tmp_path)
    ((edition,), told) = read_official(tmp_path, {"demo-act": DEMO})
    assert told == []
    assert (edition.document, edition.date, edition.layer, edition.coverage) == (
        "demo-act", "2024-05-01", "official", "complete"
    )  # fmt: skip
    assert "https://example.org/act.md, markdown, sha256 " in edition.sources["official"]
    assert [p.pin.locator for p in edition.provisions] == PLACES
    for provision in edition.provisions:
        assert provision.title and provision.edition == "2024-05-01" and provision.layer == "official"
        assert provision.basis == Basis("text", ("official",))
    assert {p.pin.locator: p.title for p in edition.provisions} == {
        "art_1": "Article 1 Subject matter", "art_2": "Article 2 Licences", "art_2/par_1": "1.", "art_2/par_2": "2.",
        "art_2/par_2/pnt_a": "(a)", "art_2/par_2/pnt_b": "(b)",
    }  # fmt: skip


@pytest.mark.parametrize("given", ["", "2024-05-01"])
def test_the_same_bytes_again_change_nothing(given: str, tmp_path: Path) -> None:
    first = kept(tmp_path)
    before = everything(tmp_path)
    again = kept(tmp_path, edition=given)
    assert (again.is_changed, again.audit, again.provenance) == (False, None, first.provenance)
    assert everything(tmp_path) == before


@pytest.mark.parametrize("more", [{"edition": "2023"}, {"missing": "The annexes."}], ids=["another date", "partial"])
def test_the_same_bytes_said_to_be_something_else_are_kept_as_such(more: dict[str, str], tmp_path: Path) -> None:
    kept(tmp_path)
    done = kept(tmp_path, **more)
    assert done.is_changed
    assert {key: getattr(done.provenance, key) for key in more} == more


def test_the_same_bytes_for_another_document_are_kept_for_it(tmp_path: Path) -> None:
    kept(tmp_path)
    assert kept(tmp_path, of=document("demo-copy")).is_changed
    assert [there.document for there in held(tmp_path)] == ["demo-act", "demo-copy"]


def test_changed_bytes_of_one_date_replace_the_text_and_remember_it(tmp_path: Path) -> None:
    kept(tmp_path)
    assert replaced(tmp_path, DEMO, "2024-05-01") == []
    assert kept(tmp_path, act("2024-05-01", *CHANGED)).is_changed
    assert texts(tmp_path)["2024-05-01"]["art_1"] == "This act is about licences for kites and balloons."
    was = replaced(tmp_path, DEMO, "2024-05-01")
    assert [p.pin.locator for p in was] == PLACES
    assert was[0].text == "This act is about licences for kites."


def test_a_text_of_another_date_stands_beside(tmp_path: Path) -> None:
    kept(tmp_path)
    kept(tmp_path, act("2025-01", *CHANGED))
    assert list(texts(tmp_path)) == ["2024-05-01", "2025-01"]
    assert replaced(tmp_path, DEMO, "2025-01") == []


@pytest.mark.parametrize(
    ("data", "edition", "otherwise", "expected"),
    [
        (act(), "", "2020", "2024-05-01"),
        (act(), "2023-12", "2020", "2023-12"),
        (UNDATED, "", "2020", "2020"),
        (UNDATED, "2021-02-03", "2020", "2021-02-03"),
        (act("2024-13-45"), "", "2020", "2020"),
    ],
    ids=["its own", "the user's", "one assumed", "the user's again", "its own is no date"],
)
def test_the_date_is_the_user_s_or_the_text_s_or_one_assumed(
    data: bytes, edition: str, otherwise: str, expected: str, tmp_path: Path
) -> None:
    assert kept(tmp_path, data, edition=edition, otherwise=otherwise).provenance.edition == expected
    assert list(texts(tmp_path)) == [expected]


def test_an_undated_text_is_not_kept_without_a_date(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"does not say of which date.*--edition \(demo act\)"):
        kept(tmp_path, UNDATED)
    assert everything(tmp_path) == {}


@pytest.mark.parametrize(
    "date", ["yesterday", "2024-13", "2024-5-1", "24", "../../2024", "2024-05-01/..", "2024-05-01\n"]
)
def test_what_is_no_date_is_not_taken_for_one(date: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not the date of an edition"):
        kept(tmp_path, edition=date)
    assert everything(tmp_path) == {}


# --- what is refused


def test_an_unsound_text_is_refused_with_what_is_wrong(tmp_path: Path) -> None:
    kept(tmp_path)
    before = everything(tmp_path)
    with pytest.raises(
        UnsoundSource, match=r"not taken into the corpus: 4 provisions stand twice, as art_1-2\."
    ) as why:
        kept(tmp_path, UNSOUND, edition="2024-05-01")
    assert not why.value.audit.is_sound and len(why.value.audit.repeated) == 4
    assert everything(tmp_path) == before


def test_an_unsound_text_taken_all_the_same_says_so_for_good(tmp_path: Path) -> None:
    done = kept(tmp_path, UNSOUND, edition="2024-05-01", accept=True)
    assert done.provenance.faults == ("4 provisions stand twice, as art_1-2.",)
    (there,) = held(tmp_path)
    assert there.faults == done.provenance.faults
    ((edition,), _) = read_official(tmp_path, {"demo-act": DEMO})
    assert (edition.coverage, edition.missing) == ("partial", "4 provisions stand twice, as art_1-2.")
    assert kept(tmp_path / "other", act(), accept=True).provenance.faults == ()


def test_a_partial_text_says_what_it_lacks(tmp_path: Path) -> None:
    kept(tmp_path, missing="The annexes.")
    ((edition,), _) = read_official(tmp_path, {"demo-act": DEMO})
    assert (edition.coverage, edition.missing) == ("partial", "The annexes.")


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n\0\0", b"PK\x03\x04\0\0", b"{}"])
def test_what_cannot_be_read_leaves_what_is_there(data: bytes, tmp_path: Path) -> None:
    kept(tmp_path)
    before = everything(tmp_path)
    with pytest.raises(UnreadableSource):
        kept(tmp_path, data, edition="2024-05-01")
    assert everything(tmp_path) == before


def test_a_list_in_an_act_s_annex_has_the_places_of_the_list_alone(tmp_path: Path) -> None:
    the_list = document("demo-list", kind="list")
    kept(tmp_path, act_with_list(), of=the_list, edition="2031")
    assert texts(tmp_path, the_list) == {
        "2031": {"itm_ML21": "Kites, as follows:", "itm_ML21/pnt_a": "of silk.", "itm_ML22": "Strings."}
    }
    kept(tmp_path, act_with_list(), edition="2031")
    assert list(texts(tmp_path)["2031"]) == [
        "art_1",
        "anx_2",
        "anx_2/itm_ML21",
        "anx_2/itm_ML21/pnt_a",
        "anx_2/itm_ML22",
    ]


# --- what is taken out again


def test_a_text_removed_is_gone_and_the_others_are_not(tmp_path: Path) -> None:
    kept(tmp_path)
    kept(tmp_path, act("2025"))
    remove(tmp_path, "demo-act", "2024-05-01")
    assert list(texts(tmp_path)) == ["2025"]
    assert not [path for path in everything(tmp_path) if "2024" in path]


@pytest.mark.parametrize(("name", "edition"), [("demo-act", "2023"), ("demo-guide", "2024-05-01"), ("..", "official")])
def test_what_is_not_held_cannot_be_removed(name: str, edition: str, tmp_path: Path) -> None:
    kept(tmp_path)
    before = everything(tmp_path)
    with pytest.raises(UsageError, match=r"No official text of .* is held\."):
        remove(tmp_path, name, edition)
    assert everything(tmp_path) == before


# --- what is damaged


DAMAGE: dict[str, Any] = {
    "gone": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-9]),
    "binary": lambda path: path.write_bytes(b"\xff\xfe\0"),
    "a list": lambda path: path.write_text("[]"),
    "null": lambda path: path.write_text("null"),
    "other keys": lambda path: path.write_text('{"readers": 1, "units": [{"place": "art_1"}], "faults": []}'),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
}


@pytest.mark.parametrize("name", [PROVENANCE, PROVISIONS, SOURCE, BEFORE])
@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_to_one_text_leaves_the_others_and_is_mended_by_adding_it_again(
    damage: str, name: str, tmp_path: Path
) -> None:
    kept(tmp_path, act("2024-05-01", *CHANGED))
    folder = kept(tmp_path).folder
    kept(tmp_path, act("2025"))
    whole = texts(tmp_path)
    DAMAGE[damage](folder / name)
    now = texts(tmp_path)
    assert now["2025"] == whole["2025"]
    if name == PROVENANCE:
        assert list(now) == ["2025"] and unreadable(tmp_path) == []
    else:
        assert now == whole and unreadable(tmp_path) == []
    if name == BEFORE:
        assert replaced(tmp_path, DEMO, "2024-05-01") == []
    kept(tmp_path)
    assert texts(tmp_path) == whole
    assert all(is_whole(tmp_path, there) for there in held(tmp_path))


def test_a_text_whose_reading_and_source_are_lost_is_told_and_left_out(tmp_path: Path) -> None:
    folder = kept(tmp_path).folder
    kept(tmp_path, act("2025"))
    (folder / PROVISIONS).unlink()
    (folder / SOURCE).write_bytes(act("2024-05-01", *CHANGED))
    assert list(texts(tmp_path)) == ["2025"]
    (told,) = unreadable(tmp_path)
    assert told.startswith("The official text of demo act (2024-05-01) in ") and str(folder) in told
    assert told.endswith("(the file kept is not the one that came); fetch or add it again.")
    assert kept(tmp_path).is_changed
    assert unreadable(tmp_path) == []


def test_a_folder_under_another_name_is_not_the_text_that_it_says(tmp_path: Path) -> None:
    folder = kept(tmp_path).folder
    shutil.copytree(folder, folder.parent / "2030")
    assert [there.edition for there in held(tmp_path)] == ["2024-05-01"]


# --- readers that make something else of a source


def test_a_source_is_read_once_until_the_readers_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = kept(tmp_path).folder
    whole = texts(tmp_path)
    data = json.loads((folder / PROVISIONS).read_text(encoding="utf-8"))
    data["units"][0]["text"] = "As an earlier reader had it."
    (folder / PROVISIONS).write_text(json.dumps(data), encoding="utf-8")
    assert texts(tmp_path)["2024-05-01"]["art_1"] == "As an earlier reader had it."
    monkeypatch.setattr("corpus.official.READERS", data["readers"] + 1)
    assert texts(tmp_path) == whole
    assert json.loads((folder / PROVISIONS).read_text(encoding="utf-8"))["readers"] == data["readers"] + 1
    monkeypatch.setattr("corpus.official.reader_of", None)
    assert texts(tmp_path) == whole, "it was read again though the readers had not changed"


def test_a_list_read_anew_has_the_places_of_the_list_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    the_list = document("demo-list", kind="list")
    keep(tmp_path, the_list, act_with_list(), FROM, "2031")
    before = texts(tmp_path, the_list)
    monkeypatch.setattr("corpus.official.READERS", 10_000)
    assert texts(tmp_path, the_list) == before != {}


def test_the_words_of_a_source_cannot_command_a_terminal() -> None:
    found = audit("A text that is \x1b[31mgone\x07 altogether.", Reading("none", ()))
    (told, *_) = faults_of(found)
    assert told.isprintable() and "gone" in told


def test_nothing_outside_the_official_texts_is_removed(tmp_path: Path) -> None:
    folder = kept(tmp_path / "home").folder
    outside = tmp_path / "home" / "official" / "elsewhere"
    shutil.copytree(folder, outside)
    with pytest.raises(UsageError):
        remove(tmp_path / "home", "demo-act", "../elsewhere")
    assert outside.is_dir()
