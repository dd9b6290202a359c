"""The commands that compare and fetch official texts; and what a hostile text does to a terminal, which is nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Command
from layered_corpus import OFFICIAL_ACT, OFFICIAL_NOTICE, LayeredCorpus

from evals.cli import main

LATER_ACT = (
    OFFICIAL_ACT.replace("date: 2024-05-01", "date: 2025-11-15")
    .replace("a fine not exceeding one million crowns", "imprisonment")
    .replace("## Article 6 Entry into force", "## Article 7 Commencement")
)
HOSTILE = "[bold red]loud[/bold red] [link=https://evil.example]here[/link] \x1b[31mred \x1b]0;title\x07 \u202eback"
SHOWN = "[bold red]loud[/bold red] [link=https://evil.example]here[/link] [31mred ]0;title back"


@pytest.fixture
def corpus(tmp_path: Path) -> LayeredCorpus:
    return LayeredCorpus(tmp_path / "corpus")


@pytest.fixture
def pincite(corpus: LayeredCorpus, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command over the small corpus; it has no index and needs none."""
    for name in ("home", "digests", "catalogue"):
        monkeypatch.setenv(f"PINCITE_{name.upper()}", str(getattr(corpus, name)))
    return Command(main, monkeypatch, capsys)


class TestDiff:
    CHANGED = (("changed", "art_5"), ("removed", "art_6"), ("added", "art_7"))

    def test_shows_what_changed_since_the_edition_before(self, pincite: Command, corpus: LayeredCorpus) -> None:
        corpus.add("demo-act", OFFICIAL_ACT)
        corpus.add("demo-act", LATER_ACT)
        done = pincite("corpus", "diff", "demo-act")
        assert (done.status, done.err) == (0, "")
        assert done.out.splitlines()[0] == "Demo act: 2024-05-01 → 2025-11-15, 3 provisions differ"
        assert [line for line in done.out.splitlines() if line.startswith("art_")] == [
            f"{place}  {kind}" for kind, place in self.CHANGED
        ]
        assert "shall be liable to [-a fine not exceeding one million crowns.-] {+imprisonment.+}" in " ".join(
            done.out.split()
        )

    def test_as_json_gives_both_texts_of_each_change(self, pincite: Command, corpus: LayeredCorpus) -> None:
        corpus.add("demo-act", OFFICIAL_ACT)
        corpus.add("demo-act", LATER_ACT)
        found = pincite("corpus", "diff", "Demo act", "--json").json()
        assert [(one["kind"], one["locator"]) for one in found] == [*self.CHANGED]
        fine, gone, new = found
        assert fine["before"].endswith("one million crowns.") and fine["after"].endswith("imprisonment.")
        assert (gone["after"], new["before"]) == ("", "")

    def test_compares_the_editions_asked_for_in_either_direction(self, pincite: Command, corpus: LayeredCorpus) -> None:
        for date in ("2020", "2022"):
            corpus.add("demo-act", OFFICIAL_ACT, edition=date, missing=date)
        corpus.add("demo-act", LATER_ACT)
        words = ("corpus", "diff", "demo-act")
        assert pincite(*words, "--edition", "2022").out.startswith("Demo act: 2020 → 2022, 0 provisions differ")
        assert pincite(*words, "--against", "2020").out.startswith("Demo act: 2020 → 2025-11-15, 3 provisions")
        back = pincite(*words, "--edition", "2020", "--against", "2025-11-15", "--json").json()
        assert {(one["kind"], one["locator"]) for one in back} == {
            ("changed", "art_5"), ("added", "art_6"), ("removed", "art_7")
        }  # fmt: skip

    def test_of_one_edition_compares_with_the_text_that_it_replaced(
        self, pincite: Command, corpus: LayeredCorpus
    ) -> None:
        corpus.add("demo-act", OFFICIAL_ACT)
        corpus.add("demo-act", LATER_ACT, edition="2024-05-01")
        done = pincite("corpus", "diff", "demo-act")
        assert done.out.startswith("Demo act: the text before → 2024-05-01, 3 provisions differ")
        found = pincite("corpus", "diff", "demo-act", "--json").json()
        assert [(one["kind"], one["locator"]) for one in found] == [*self.CHANGED]

    def test_of_what_has_nothing_before_it_says_so(self, pincite: Command, corpus: LayeredCorpus) -> None:
        told = "There is no earlier official text of Demo act to compare with.\n"
        for _ in range(2):  # with no official text at all, then with the first one
            done = pincite("corpus", "diff", "demo-act")
            assert (done.status, done.out, done.err) == (2, "", told)
            corpus.add("demo-act", OFFICIAL_ACT)

    @pytest.mark.parametrize("option", ["--edition", "--against"])
    def test_of_an_edition_that_is_not_held_names_those_that_are(
        self, option: str, pincite: Command, corpus: LayeredCorpus
    ) -> None:
        missing = pincite("corpus", "diff", "demo-act", option, "1999")
        corpus.add("demo-act", OFFICIAL_ACT)
        done = pincite("corpus", "diff", "demo-act", option, "1999")
        assert (done.status, done.out) == (2, "")
        assert done.err == "No official text of Demo act of 1999 is held; held are: 2024-05-01.\n"
        assert missing.err == "No official text of Demo act of 1999 is held; held are: none.\n"

    def test_of_an_unknown_document_is_bad_usage(self, pincite: Command) -> None:
        done = pincite("corpus", "diff", "demo-nothing")
        assert (done.status, done.out) == (2, "")
        assert done.err.startswith("“demo-nothing” is not a document of the catalogue")


class TestFetch:
    """No address is asked: those of the catalogue are invented, and one is a site alone."""

    TOLD = (
        "The catalogue knows no address of the text of Demo leaflet, only the site https://example.org/; get the file there "
        "and add it with `pincite corpus add FILE --id demo-leaflet`."
    )

    def test_of_a_document_of_which_only_the_site_is_known_says_how_to_add_it(self, pincite: Command) -> None:
        done = pincite("corpus", "fetch", "demo-leaflet")
        assert (done.status, done.out) == (1, f"demo-leaflet: {self.TOLD}\n")

    def test_as_json_gives_the_outcome(self, pincite: Command) -> None:
        done = pincite("corpus", "fetch", "Demo leaflet", "--json")
        assert done.status == 1
        assert done.json() == [{"document": "demo-leaflet", "outcome": "failed", "message": self.TOLD}]

    def test_of_an_unknown_document_asks_for_none(self, pincite: Command, corpus: LayeredCorpus) -> None:
        done = pincite("corpus", "fetch", "demo-leaflet", "demo-nothing")
        told = "“demo-nothing” is not a document of the catalogue; `pincite corpus list` shows their ids.\n"
        assert (done.status, done.out, done.err) == (2, "", told)
        assert not corpus.home.exists()


class TestHostile:
    """Texts, titles and names are shown as they were written, without control characters."""

    def test_a_change_shows_markup_as_words(self, pincite: Command, corpus: LayeredCorpus) -> None:
        escaped = HOSTILE.replace("[", "\\[").replace("]", "\\]")
        corpus.add("demo-act", OFFICIAL_ACT)
        corpus.add("demo-act", OFFICIAL_ACT.replace("one million crowns", escaped), edition="2025")
        out = pincite("corpus", "diff", "demo-act").out
        assert SHOWN in " ".join(out.split())
        assert not {"\x1b", "\x07", "\u202e"} & set(out)

    def test_the_list_shows_a_name_of_the_catalogue_as_words(self, pincite: Command, corpus: LayeredCorpus) -> None:
        text = corpus.catalogue.read_text(encoding="utf-8")
        corpus.catalogue.write_text(text.replace("short: Demo paper", "short: '[red]P[/red]'"), encoding="utf-8")
        assert " [red]P[/red] " in pincite("corpus", "list").out

    @pytest.mark.parametrize("words", [("check",), ("add", "--id", "demo-notice", "--accept-faults")])
    def test_what_is_said_of_a_file_has_no_control_character_of_it(
        self, words: tuple[str, ...], pincite: Command, tmp_path: Path
    ) -> None:
        path = tmp_path / "text.md"
        path.write_text(OFFICIAL_NOTICE.replace("Exhibitions", HOSTILE), encoding="utf-8")
        done = pincite("corpus", *words, str(path))
        assert "art_1-2" in done.out
        assert not {"\x1b", "\x07", "\u202e"} & set(done.out + done.err)
