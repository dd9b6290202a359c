"""The commands on the corpus: listing, checking, adding, removing and comparing texts, with their exit statuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Command, Done
from layered_corpus import OFFICIAL_ACT, OFFICIAL_CODE, OFFICIAL_LIST, OFFICIAL_NOTICE, LayeredCorpus

from evals.cli import main


@pytest.fixture
def corpus(tmp_path: Path) -> LayeredCorpus:
    return LayeredCorpus(tmp_path / "corpus")


@pytest.fixture
def pincite(corpus: LayeredCorpus, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command over the small corpus; it has no index and needs none."""
    for name in ("home", "digests", "catalogue"):
        monkeypatch.setenv(f"PINCITE_{name.upper()}", str(getattr(corpus, name)))
    return Command(main, monkeypatch, capsys)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The official text of the act, in a file."""
    return written(tmp_path, OFFICIAL_ACT)


def written(folder: Path, text: str) -> Path:
    path = folder / "text.md"
    path.write_text(text, encoding="utf-8")
    return path


def ended(done: Done) -> tuple[int, str, str]:
    return done.status, done.out, done.err


class TestList:
    def test_is_a_table_with_each_document_and_what_is_held_of_it(
        self, pincite: Command, corpus: LayeredCorpus
    ) -> None:
        corpus.add_all()
        done = pincite("corpus", "list")
        lines = [line.split() for line in done.out.splitlines()]
        assert (done.status, done.err) == (0, "")
        assert [line[0] for line in lines[1:]] == list(corpus.library().documents)
        act, paper = lines[1], lines[-1]
        assert act[1:-1] == "Demo act EU regulation complete official, digest 2024-05-01 9".split()
        assert act[-1].replace(",", "").isdigit()
        assert paper[1:] == "Demo paper EU report pointer 2020".split()

    def test_as_json_gives_every_field(self, pincite: Command, corpus: LayeredCorpus) -> None:
        corpus.add("demo-list", OFFICIAL_LIST)
        found = {one["id"]: one for one in pincite("corpus", "list", "--json").json()}
        assert list(found) == list(corpus.library().documents)
        entry = found["demo-list"]
        assert (entry["layers"], entry["edition"], entry["editions"]) == (["official"], "2025-03", ["2025-03", "2023"])
        assert (found["demo-act"]["layers"], found["demo-act"]["checked"]) == (["digest"], "")

    def test_names_an_official_text_that_cannot_be_read_and_lists_the_rest(
        self, pincite: Command, corpus: LayeredCorpus
    ) -> None:
        kept = corpus.add("demo-list", OFFICIAL_LIST)
        for name in ("provisions.json", "source"):
            (kept.folder / name).write_bytes(b"")
        done = pincite("corpus", "list", "--json")
        assert done.status == 0
        assert done.err.startswith(f"The official text of Demo list (2025-03) in {kept.folder} cannot be read")
        assert next(one for one in done.json() if one["id"] == "demo-list")["edition"] == "2023"


class TestCheck:
    def test_of_sound_digests_counts_them_and_ends_with_0(self, pincite: Command, corpus: LayeredCorpus) -> None:
        count = sum(1 for _ in corpus.library().provisions())
        done = pincite("corpus", "check")
        assert ended(done) == (0, f"6 documents, 5 editions, {count} provisions, 0 faults.\n", "")
        assert pincite("corpus", "check", "--json").json() == {"provisions": count, "faults": []}

    def test_of_digests_with_a_fault_names_file_and_line_and_ends_with_1(
        self, pincite: Command, corpus: LayeredCorpus
    ) -> None:
        path = corpus.digests / "demo-notice.md"
        path.write_text(path.read_text().replace("basis: text, office", "basis: hearsay, office"))
        done = pincite("corpus", "check", str(corpus.digests))
        assert done.status == 1
        assert done.out.startswith("demo-notice.md:10: basis “hearsay” is not one of text, quoted, commentary.\n")
        assert done.out.endswith(" 1 faults.\n")
        as_json = pincite("corpus", "check", "--json")
        (fault,) = as_json.json()["faults"]
        assert (as_json.status, fault["file"], fault["line"]) == (1, "demo-notice.md", 10)

    def test_of_a_sound_file_says_so_and_ends_with_0(self, pincite: Command, file: Path) -> None:
        done = pincite("corpus", "check", str(file))
        assert (done.status, done.err) == (0, "")
        assert done.out.startswith(f"{file}: markdown, 7 provisions, ")
        assert done.out.endswith("Sound: nothing gone, nothing invented.\n")
        assert "number missing between: art_1 … art_3" in done.out

    def test_of_an_unsound_file_says_why_and_ends_with_1(self, pincite: Command, tmp_path: Path) -> None:
        done = pincite("corpus", "check", str(written(tmp_path, OFFICIAL_NOTICE)))
        assert done.status == 1
        assert "  twice: art_1-2\n" in done.out
        assert done.out.endswith("1 provisions stand twice, as art_1-2.\nNot sound.\n")

    @pytest.mark.parametrize(
        ("text", "status", "date"), [(OFFICIAL_ACT, 0, "2024-05-01"), (OFFICIAL_NOTICE, 1, "2021")]
    )
    def test_of_a_file_as_json_has_the_same_status(
        self, text: str, status: int, date: str, pincite: Command, tmp_path: Path
    ) -> None:
        done = pincite("corpus", "check", str(written(tmp_path, text)), "--json")
        found = done.json()
        assert done.status == status
        assert (found["sound"], found["format"], found["edition"]) == (status == 0, "markdown", date)
        assert (found["gone"], found["phantom"]) == ([], [])

    @pytest.mark.parametrize(
        ("data", "told"), [(b"", "The file is empty; get it again."), (b"\0\1\2" * 99, "no format that Pincite reads")]
    )
    def test_of_a_file_that_no_reader_reads_is_one_sentence(
        self, data: bytes, told: str, pincite: Command, tmp_path: Path
    ) -> None:
        (tmp_path / "text").write_bytes(data)
        done = pincite("corpus", "check", str(tmp_path / "text"))
        assert (done.status, done.out, len(done.err.splitlines())) == (1, "", 1)
        assert told in done.err

    def test_of_a_folder_that_is_not_there_names_it(self, pincite: Command, tmp_path: Path) -> None:
        done = pincite("corpus", "check", str(tmp_path / "nowhere"))
        assert ended(done) == (1, "", f"There is no folder of digests at {tmp_path / 'nowhere'}.\n")


class TestAdd:
    BUILD = "`pincite index build` takes them into the index.\n"

    def test_takes_a_new_text_and_the_same_again_changes_nothing(
        self, pincite: Command, corpus: LayeredCorpus, file: Path
    ) -> None:
        first = pincite("corpus", "add", str(file), "--id", "demo-act")
        assert ended(first) == (0, f"Demo act (2024-05-01): 7 provisions from markdown. {self.BUILD}", "")
        again = pincite("corpus", "add", str(file), "--id", "demo-act")
        assert ended(again) == (0, "Demo act (2024-05-01) is held as it is in this file.\n", "")
        (official,) = [e for e in corpus.library().editions if e.layer == "official"]
        assert (official.document, official.date, len(official.provisions)) == ("demo-act", "2024-05-01", 7)
        assert official.sources["official"].startswith(file.as_uri())

    def test_takes_a_document_by_its_name_too(self, pincite: Command, file: Path) -> None:
        assert pincite("corpus", "add", str(file), "--id", "Demo act").out.startswith("Demo act (2024-05-01): 7")

    def test_of_an_undated_text_asks_for_the_date(
        self, pincite: Command, corpus: LayeredCorpus, tmp_path: Path
    ) -> None:
        undated = str(written(tmp_path, OFFICIAL_ACT.replace("date: 2024-05-01\n", "")))
        refused = pincite("corpus", "add", undated, "--id", "demo-act")
        told = "The source does not say of which date its text is; give it with --edition (Demo act).\n"
        assert ended(refused) == (2, "", told)
        wrong = pincite("corpus", "add", undated, "--id", "demo-act", "--edition", "last year")
        assert wrong.status == 2 and wrong.err.startswith("“last year” is not the date of an edition")
        assert not list(corpus.home.glob("official/*/*"))
        given = pincite("corpus", "add", undated, "--id", "demo-act", "--edition", "2023-07")
        assert given.status == 0 and given.out.startswith("Demo act (2023-07): 7 provisions")

    def test_refuses_an_unsound_text_and_takes_it_if_told_to(
        self, pincite: Command, corpus: LayeredCorpus, tmp_path: Path
    ) -> None:
        words = ("corpus", "add", str(written(tmp_path, OFFICIAL_NOTICE)), "--id", "demo-notice")
        fault = "1 provisions stand twice, as art_1-2."
        assert ended(pincite(*words)) == (1, "", f"The text is not taken into the corpus: {fault}\n")
        assert not list(corpus.home.glob("official/*/*"))
        taken = pincite(*words, "--accept-faults")
        assert taken.status == 0
        assert taken.out.splitlines()[0] == f"Taken all the same: {fault}"

    def test_of_a_text_that_is_not_whole_says_what_it_lacks(
        self, pincite: Command, corpus: LayeredCorpus, file: Path
    ) -> None:
        assert pincite("corpus", "add", str(file), "--id", "demo-act", "--partial", "The schedule.").status == 0
        newest = corpus.library().newest("demo-act")
        assert newest is not None and (newest.coverage, newest.missing) == ("partial", "The schedule.")

    @pytest.mark.parametrize(
        ("text", "document", "warned"),
        [
            (OFFICIAL_CODE, "demo-act", "Only 0 of 8 places that are known of Demo act are in this text. "),
            (OFFICIAL_ACT, "demo-act", ""),
            (OFFICIAL_ACT, "demo-leaflet", ""),  # nothing is known of it that could be compared
        ],
    )
    def test_warns_of_a_text_that_looks_like_another_document(
        self, text: str, document: str, warned: str, pincite: Command, tmp_path: Path
    ) -> None:
        done = pincite("corpus", "add", str(written(tmp_path, text)), "--id", document)
        assert done.status == 0
        assert done.out.startswith(warned)
        assert ("If it is another document, take it out with `pincite corpus remove demo-act" in done.out) == bool(
            warned
        )

    def test_of_a_file_that_is_not_there_or_an_id_that_is_not_known_is_bad_usage(
        self, pincite: Command, file: Path, tmp_path: Path
    ) -> None:
        gone = tmp_path / "gone.md"
        missing = pincite("corpus", "add", str(gone), "--id", "demo-act")
        assert ended(missing) == (2, "", f"{gone} cannot be read: No such file or directory.\n")
        folder = pincite("corpus", "add", str(tmp_path), "--id", "demo-act")
        assert ended(folder) == (2, "", f"{tmp_path} cannot be read: Is a directory.\n")
        told = "“demo-nothing” is not a document of the catalogue; `pincite corpus list` shows their ids.\n"
        assert ended(pincite("corpus", "add", str(file), "--id", "demo-nothing")) == (2, "", told)


class TestRemove:
    def test_takes_a_text_out_and_only_that(self, pincite: Command, corpus: LayeredCorpus) -> None:
        corpus.add_all()
        done = pincite("corpus", "remove", "demo-act", "--edition", "2024-05-01")
        told = (
            "The official text of demo-act (2024-05-01) is removed; `pincite index build` takes it out of the index.\n"
        )
        assert ended(done) == (0, told, "")
        left = [e.document for e in corpus.library().editions if e.layer == "official"]
        assert left == ["demo-list", "demo-leaflet", "demo-code", "demo-notice"]

    @pytest.mark.parametrize(("document", "edition"), [("demo-act", "1999"), ("demo-act", "")])
    def test_of_a_text_that_is_not_held_is_bad_usage(
        self, document: str, edition: str, pincite: Command, corpus: LayeredCorpus
    ) -> None:
        corpus.add("demo-act", OFFICIAL_ACT)
        done = pincite("corpus", "remove", document, "--edition", edition)
        assert ended(done) == (2, "", f"No official text of {document} in the edition {edition} is held.\n")
        assert len(list(corpus.home.glob("official/*/*"))) == 1

    def test_of_a_document_that_there_is_not_is_bad_usage(self, pincite: Command) -> None:
        done = pincite("corpus", "remove", "../demo-act", "--edition", "2024-05-01")
        assert done.status == 2 and "is not a document of the catalogue" in done.err
