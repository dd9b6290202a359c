"""Answers where official texts are held: the law in its own words first, Pincite's plain words beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from layered_corpus import OFFICIAL_ACT, OFFICIAL_LEAFLET, LayeredCorpus

from assistant.answer import Answer, Statement
from assistant.ask import Pincite
from assistant.compose import QUOTED, closest
from assistant.filters import Filters
from assistant.retrieve import Hit
from assistant.show import show
from corpus.errors import UsageError
from corpus.library import Library
from corpus.pins import Pin
from corpus.provisions import Provision
from indexer.build import build_index
from indexer.chunks import sentences

SURVEILLANCE = "Do I need a licence to export a surveillance system?"
INVOICES = "How long must an exporter keep its contracts and invoices?"
ENTRY = "What does entry 4D004 cover?"
CLOUD = "Is storing a blueprint on a cloud server overseas an export?"
VETTING = "What do states vet before they sell hacking tools?"
VOLUNTARY = "Is the code of conduct voluntary?"
FAIR = "Is showing a jamming device at a trade fair abroad an export?"
WIRETAP = "Was a licence needed before a telephone wiretap was exported"

ASKED: list[tuple[str, str]] = [
    (SURVEILLANCE, ""),
    (INVOICES, ""),
    (ENTRY, ""),
    (ENTRY, "2024-12"),
    (CLOUD, ""),
    (VETTING, ""),
    (VOLUNTARY, ""),
    (VOLUNTARY, "2023"),
    (FAIR, ""),
    (f"{WIRETAP}?", "2020-06-30"),
    (f"{WIRETAP} in 2019?", ""),
]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> LayeredCorpus:
    made = LayeredCorpus(tmp_path_factory.mktemp("layered") / "corpus")
    made.add_all()
    build_index(made.settings)
    return made


@pytest.fixture(scope="module")
def layered(corpus: LayeredCorpus) -> Pincite:
    return Pincite(corpus.settings)


@pytest.fixture(scope="module")
def library(corpus: LayeredCorpus) -> Library:
    return corpus.library()


@pytest.fixture(scope="module")
def answers(layered: Pincite) -> dict[tuple[str, str], Answer]:
    return {(question, date): layered.ask(question, as_of=date) for question, date in ASKED}


Ask = Callable[..., Answer]


@pytest.fixture
def ask(answers: dict[tuple[str, str], Answer]) -> Ask:
    return lambda question, as_of="": answers[question, as_of]


def cited(statement: Statement) -> list[str]:
    return [f"{c.pin} {c.edition} {c.layer}" for c in statement.citations]


def rests_on(given: Answer) -> set[str]:
    return {place for statement in given.statements for place in cited(statement)}


def codes(given: Answer) -> list[str]:
    return [note.code for note in given.notes]


def notes(given: Answer, code: str) -> list[str]:
    return [note.text for note in given.notes if note.code == code]


@pytest.mark.parametrize(("question", "date"), ASKED)
class TestEveryAnswer:
    def test_is_given_and_each_citation_is_a_place_that_exists_quoted_to_the_character(
        self, question: str, date: str, ask: Ask, library: Library
    ) -> None:
        texts = {(str(p.pin), p.edition, p.layer): p.text for p in library.provisions()}
        given = ask(question, date)
        assert given.status == "answered"
        for statement in given.statements:
            assert statement.citations
            for citation in statement.citations:
                assert citation.quote.strip()
                assert citation.quote in texts[citation.pin, citation.edition, citation.layer]

    def test_cites_the_official_text_first_and_then_the_digest_of_the_same_place_and_edition(
        self, question: str, date: str, ask: Ask
    ) -> None:
        for statement in ask(question, date).statements:
            layers = [c.layer for c in statement.citations]
            assert layers in (["official", "digest"], ["official"], ["digest"])
            assert len({(c.pin, c.edition) for c in statement.citations}) == 1
            assert statement.text == statement.citations[-1].quote

    def test_says_that_it_is_restated_only_where_a_statement_rests_on_a_digest_alone(
        self, question: str, date: str, ask: Ask
    ) -> None:
        given = ask(question, date)
        alone = any({c.layer for c in s.citations} == {"digest"} for s in given.statements)
        assert ("restated" in codes(given)) == alone

    def test_shows_as_evidence_the_official_text_of_what_it_quotes_from_one(
        self, question: str, date: str, ask: Ask, library: Library
    ) -> None:
        texts = {(str(p.pin), p.layer, p.text) for p in library.provisions()}
        given = ask(question, date)
        shown = {e.pin: e for e in given.evidence}
        assert len(shown) == len(given.evidence)
        assert all((e.pin, e.layer, e.text) in texts for e in given.evidence)
        for citation in (s.citations[0] for s in given.statements):
            assert shown[citation.pin].layer == citation.layer


class TestBesideADigest:
    def test_the_statement_is_the_digests_and_the_quotation_the_laws(self, ask: Ask) -> None:
        given = ask(SURVEILLANCE)
        first = given.statements[0]
        assert first.text == "You need a licence before a surveillance system is exported."
        assert cited(first) == ["demo-act/art_3/par_1 2024-05-01 official", "demo-act/art_3/par_1 2024-05-01 digest"]
        assert first.citations[0].quote.startswith("No person shall export a surveillance system save under a licence")
        assert {c.url for c in first.citations} == {"https://example.org/act"}

    def test_a_long_official_text_is_quoted_by_the_sentence_that_each_statement_restates(self, ask: Ask) -> None:
        quotes = {s.text.split(" ")[0]: s.citations[0].quote for s in ask(INVOICES).statements}
        assert quotes["An"].startswith("Every exporter shall obtain from each customer a written declaration")
        assert quotes["It"].startswith("Contracts, invoices and papers of transport shall be preserved")

    def test_the_restated_text_is_found_by_its_digest_even_in_its_own_words(self, layered: Pincite) -> None:
        found = layered.find("written declaration of the purpose for which the system is destined", Filters()).ranking
        quoted_only = set(layered.index.store.matching(quoted_only=["1"]))
        assert "demo-act/art_4 digest" in [f"{h.provision.pin} {h.provision.layer}" for h in found.hits]
        newer = {"demo-code/par_1"}  # its digest is older, so that the official text takes its place
        assert {str(h.provision.pin) for h in found.hits if h.row in quoted_only} <= newer

    def test_what_is_in_the_digest_alone_is_given_beside_what_is_in_the_official_text_alone(self, ask: Ask) -> None:
        """The definition is restated only; the leaflet has no digest, and its own sentence is the statement."""
        given = ask(CLOUD)
        assert rests_on(given) >= {"demo-act/art_2/def_exporter 2024-05-01 digest", "demo-leaflet/art_1 2022 official"}
        sentence = OFFICIAL_LEAFLET.strip().splitlines()[-1]
        assert sentence in [s.text for s in given.statements]
        assert "restated" in codes(given)


class TestEditions:
    def test_a_newer_official_text_answers_alone_and_is_not_called_old(self, ask: Ask) -> None:
        given = ask(ENTRY)
        assert rests_on(given) == {"demo-list/itm_4D004 2025-03 official"}
        assert codes(given) == []

    def test_before_it_the_older_digest_answers_and_is_called_older(self, ask: Ask) -> None:
        given = ask(ENTRY, "2024-12")
        assert rests_on(given) == {"demo-list/itm_4D004 2023 digest"}
        assert notes(given, "older-edition") == ["Demo list is quoted in its edition of 2023; there is one of 2025-03."]
        assert given.filters == {"as_of": ["2024-12"]}

    @pytest.mark.parametrize("asked", [(f"{WIRETAP}?", "2020-06-30"), (f"{WIRETAP} in 2019?", "")])
    def test_an_older_digest_is_never_quoted_from_a_later_official_text(self, asked: tuple[str, str], ask: Ask) -> None:
        given = ask(*asked)
        assert rests_on(given) == {"demo-act/art_3/par_1 2019-02 digest"}
        assert codes(given) == ["restated", "older-edition"]
        assert next(e for e in given.evidence if e.pin == "demo-act/art_3/par_1").text.startswith("In those days")

    def test_of_a_partial_official_text_it_is_said_what_is_missing(self, ask: Ask) -> None:
        given = ask(VOLUNTARY)
        assert rests_on(given) == {"demo-code/par_1 2024-02 official"}
        assert notes(given, "partial-coverage") == ["Demo code (2024-02) is held in part. Not held: The annexes."]

    def test_what_a_partial_official_text_lacks_is_answered_from_the_older_digest(self, ask: Ask) -> None:
        given = ask(VETTING)
        assert rests_on(given) == {"demo-code/par_2 2023-11 digest"}
        assert codes(given) == ["restated", "older-edition"]

    def test_a_text_accepted_with_faults_is_quoted_and_its_faults_are_told(self, ask: Ask) -> None:
        given = ask(FAIR)
        assert rests_on(given) == {"demo-notice/art_1 2021 official", "demo-notice/art_1 2021 digest"}
        assert notes(given, "partial-coverage") == [
            "Demo notice (2021) is held in part. Not held: 1 provisions stand twice, as art_1-2."
        ]


class TestDates:
    ANY = "No text is held that was in force on 2018."
    ACT = "No edition of Demo act is held that was in force on 2018; held are: 2024-05-01, 2019-02."

    @pytest.mark.parametrize(
        ("limits", "expected"),
        [({}, [ANY]), ({"document": ["demo-act"]}, [ACT, ANY])],
    )
    def test_before_every_edition_no_answer_is_given(
        self, limits: dict[str, list[str]], expected: list[str], layered: Pincite
    ) -> None:
        given = layered.ask(SURVEILLANCE, as_of="2018", **limits)
        assert (given.status, given.statements, given.evidence) == ("abstained", (), ())
        assert [(n.code, n.text) for n in given.notes] == [("edition-not-held", text) for text in expected]

    def test_before_every_edition_of_the_document_named_no_other_answers_for_it(self, layered: Pincite) -> None:
        given = layered.ask("What does the Demo list say of intrusion software?", as_of="2021-06")
        assert given.status == "abstained"
        assert [(n.code, n.text) for n in given.notes] == [
            (
                "edition-not-held",
                "No edition of Demo list is held that was in force on 2021-06; held are: 2025-03, 2023.",
            )
        ]

    @pytest.mark.parametrize(
        "written",
        ["yesterday", "2025-13", "2025-02-30", "25", "2025-1-1", "2025-11-1", "2025/11/01", "2025-00", "٢٠٢٥"],
    )  # fmt: skip
    def test_what_is_no_date_is_bad_usage_for_a_question_and_for_a_place(self, written: str, layered: Pincite) -> None:
        told = f"“{written}” is not a date; write 2025-11-15, 2025-11 or 2025."
        for asked in (
            lambda: layered.ask(SURVEILLANCE, as_of=written),
            lambda: show(layered.index, "demo-act/art_1", as_of=written),
        ):
            with pytest.raises(UsageError) as refused:
                asked()
            assert (str(refused.value), refused.value.status) == (told, 2)


class TestClosest:
    """`closest` on Article 4, whose official text has three sentences and more than `QUOTED` words."""

    @staticmethod
    def both(layered: Pincite, pin: str) -> tuple[Hit, int, Provision]:
        store = layered.index.store
        (digest,), (official,) = (store.rows(Pin.parse(pin), "2024-05-01", layer) for layer in ("digest", "official"))
        found = store.provisions([digest, official])
        return Hit(digest, found[digest], 1.0), official, found[official]

    def test_a_long_text_gives_the_likest_sentence_for_each(self, layered: Pincite) -> None:
        hit, other, official = self.both(layered, "demo-act/art_4")
        assert len(official.text.split()) > QUOTED
        restated, theirs = sentences(hit.provision.text), sentences(official.text)
        assert len(theirs) == 3
        assert [closest(layered.index, hit, s, other, official.text) for s in restated] == theirs[:2]

    def test_a_short_text_is_given_whole(self, layered: Pincite) -> None:
        hit, other, official = self.both(layered, "demo-act/art_3/par_1")
        assert len(sentences(official.text)) == 2
        for sentence in sentences(hit.provision.text):
            assert closest(layered.index, hit, sentence, other, official.text) == official.text


def test_until_the_index_is_built_an_added_text_is_not_quoted_and_that_is_told(tmp_path: Path) -> None:
    later = LayeredCorpus(tmp_path / "later")
    build_index(later.settings)
    later.add("demo-act", OFFICIAL_ACT)
    behind = Pincite(later.settings).ask(SURVEILLANCE)
    assert {c.layer for s in behind.statements for c in s.citations} == {"digest"}
    assert "index-behind" in codes(behind)
    build_index(later.settings)
    assert "official" in {c.layer for s in Pincite(later.settings).ask(SURVEILLANCE).statements for c in s.citations}


def test_an_older_official_text_of_a_year_that_is_named_stands_for_itself_beside_a_newer_digest(tmp_path: Path) -> None:
    older = LayeredCorpus(tmp_path / "older")
    (older.digests / "demo-act@2019-02.md").unlink()
    text = "## Article 3 Licences\n\n(1) No telephone wiretap shall be exported save under a warrant.\n"
    older.add("demo-act", text, edition="2019-02")
    build_index(older.settings)
    found = Pincite(older.settings).find("Was a warrant needed to export a telephone wiretap in 2019?", Filters())
    best = found.ranking.hits[0].provision
    assert (str(best.pin), best.layer, best.edition) == ("demo-act/art_3/par_1", "official", "2019-02")
