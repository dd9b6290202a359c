"""Questions: the places and documents that they name, their jurisdictions, words, years and language; and clean text."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.question import LONGEST, Question, clean, understand
from corpus.citations import PinsInMemory
from corpus.errors import UsageError
from corpus.library import Library
from indexer.lexical import words

Read = Callable[[str], Question]

NAMED = [
    ("What does Article 5(2) of the dual-use regulation require?", ["eu-2021-821/art_5/par_2"]),
    ("Is a C2 server caught by 4D004?", ["eu-annex-1/itm_4D004"]),
    ("What does 15 CFR § 734.18(a)(5) leave out?", ["us-ear/sec_734.18/par_a/par_5"]),
    ("What do states commit to in PMP 8.b.iii?", ["pmp-code/par_8/pnt_b/pnt_iii"]),
    ("Does section 52a AWV need intent?", ["de-awv/sec_52a"]),
    ("How do Article 2(20) and Article 5(1) fit together?", ["eu-2021-821/art_2/pnt_20", "eu-2021-821/art_5/par_1"]),
    ("Which goods does an exporter have to declare?", []),
]


@pytest.mark.parametrize(("text", "pins"), NAMED)
def test_a_question_names_the_places_that_it_cites(text: str, pins: list[str], read: Read) -> None:
    assert sorted(map(str, read(text).named)) == sorted(pins)


def test_the_same_entry_of_another_list_may_be_meant_too(read: Read) -> None:
    assert "us-ccl/itm_4D004" in map(str, read("Is a C2 server caught by 4D004?").alike)


def test_a_place_that_does_not_exist_is_missing_and_the_nearest_are_known(read: Read) -> None:
    question = read("What does Article 99 of the dual-use regulation say?")
    assert question.named == ()
    assert [found.written for found in question.missing] == ["Article 99"]
    assert {pin.document for pin in question.missing[0].nearest} == {"eu-2021-821"}


def test_a_place_named_twice_is_missing_once(read: Read) -> None:
    assert len(read("Does Article 99 apply, and if Article 99 does, how?").missing) == 1


DOCUMENTS = [
    ("What do the PMP code and the EAR have in common?", {"pmp-code", "us-ear"}),
    ("What does the Wassenaar list control?", {"wa-list"}),
    ("What does Regulation (EU) 2021/821 regulate?", {"eu-2021-821"}),
    ("Who lends me an ear?", set()),
    ("What do exporters have to do?", set()),
]


@pytest.mark.parametrize(("text", "documents"), DOCUMENTS)
def test_a_question_names_documents_by_their_names(text: str, documents: set[str], read: Read) -> None:
    assert set(read(text).documents) == documents


JURISDICTIONS = [
    ("How do the EU, UK and US treat SaaS?", ("EU", "UK", "US")),
    ("What do Swiss and German rules say?", ("CH", "DE")),
    ("Does American law differ from that of the United Kingdom?", ("US", "UK")),
    ("Can you tell us what our licence covers?", ()),
    ("May a bus full of laptops leave?", ()),
    ("Is it controlled in the U.S.?", ("US",)),
    ("What do exporters have to do?", ()),
]


@pytest.mark.parametrize(("text", "codes"), JURISDICTIONS)
def test_a_question_names_jurisdictions_and_us_is_no_country(text: str, codes: tuple[str, ...], read: Read) -> None:
    assert read(text).jurisdictions == codes


ACRONYMS = [
    ("What is a CCIC?", "ccic", "commercial cyber intrusion capability"),
    ("Who signs the EUC?", "euc", "end-user certificate"),
    ("Is SaaS an export?", "saa", "software as a service"),
    ("Is Pegasus controlled?", "pegasus", "spyware intrusion software"),
]


@pytest.mark.parametrize(("text", "word", "long"), ACRONYMS)
def test_a_word_that_the_corpus_does_not_use_stands_for_those_that_it_does(
    text: str, word: str, long: str, read: Read
) -> None:
    question = read(text)
    assert question.means(word) == set(words(long))
    assert set(words(long)) <= set(question.meant)


def test_a_word_of_the_corpus_means_itself(read: Read) -> None:
    assert read("What is a CCIC?").means("exporter") == {"exporter"}


YEARS = [
    ("What did the joint statement of 2023 say?", ("2023",)),
    ("What changed between 1998 and 2024?", ("1998", "2024")),
    ("What does paragraph 20234 say about 3000 items?", ()),
]


@pytest.mark.parametrize(("text", "years"), YEARS)
def test_a_question_names_years(text: str, years: tuple[str, ...], read: Read) -> None:
    assert read(text).years == years


LANGUAGES = [
    ("Quelles sont les obligations pour les exportateurs dans le règlement ?", "French"),
    ("Welche Pflichten hat der Ausführer und was ist eine Ausfuhr?", "German"),
    ("Что такое программное обеспечение для вторжения?", "a language in another script"),
    ("什么是入侵软件", "a language in another script"),
    ("What does Article 5(2) of the dual-use regulation require?", None),
    ("Which licence does the Außenwirtschaftsverordnung ask for?", None),
    ("4D004", None),
]


@pytest.mark.parametrize(("text", "language"), LANGUAGES)
def test_a_question_that_is_plainly_not_english_is_known(text: str, language: str | None, read: Read) -> None:
    assert read(text).language == language


CLEAN = [
    ("  What is\n\t4D004?  ", "What is 4D004?"),
    ("What is\x00 4D004?\x07", "What is 4D004?"),
    ("What is \u202e4D004\u202c\u200b?", "What is 4D004?"),
    ("What is 4D\u200b004?", "What is 4D004?"),
    ("What is intru\u00adsion software?", "What is intrusion software?"),
    ("What is 4D004?\U000e0049\U000e0067", "What is 4D004?"),
    ("\x1b[31mWhat is\x1b[0m 4D004?", "What is 4D004?"),
    ("What is \ud8004D004?", "What is 4D004?"),
    ("What is \uff14\uff24\uff10\uff10\uff14?", "What is 4D004?"),
    ("<b>What</b> is [bold]4D004[/bold]?", "<b>What</b> is [bold]4D004[/bold]?"),
]


@pytest.mark.parametrize(("text", "cleaned"), CLEAN)
def test_a_question_is_one_line_without_control_or_invisible_characters(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text(st.characters(), max_size=60))
def test_whatever_is_asked_is_shown_without_harm(text: str) -> None:
    try:
        cleaned = clean(text)
    except UsageError:
        return
    assert {unicodedata.category(c) for c in cleaned} & {"Cc", "Cf", "Cs", "Zl", "Zp"} == set()
    assert cleaned == cleaned.strip()


@pytest.mark.parametrize("text", ["", "   ", "?!", "\u202e\u200b", "\x00", "\udcff", "—"])
def test_a_question_without_words_is_no_question(text: str) -> None:
    with pytest.raises(UsageError, match="The question is empty"):
        clean(text)


def test_a_question_that_is_too_long_is_told_how_long_it_is_and_may_be() -> None:
    assert len(clean("x" * LONGEST)) == LONGEST
    with pytest.raises(UsageError, match=r"has 4,001 characters; ask in at most 4,000"):
        clean("x" * (LONGEST + 1))


COMPOUND = [
    ("Which ECCN is it, and is there a licence exception?", True),
    ("What does the guide recommend? What does the code commit to?", True),
    ("Who decides on the licence and what must be said in the application?", True),
    ("Which entry covers software and technology?", False),
    ("What is intrusion software?", False),
    ("Hello. What is intrusion software?", False),
]


@pytest.mark.parametrize(("text", "compound"), COMPOUND)
def test_a_question_of_several_parts_is_told(text: str, compound: bool, read: Read) -> None:
    assert read(text).is_compound == compound


LAWS = [
    ("Does the US control 4D004?", "us-ccl/itm_4D004"),
    ("May 5A001.j go under License Exception ACE?", "us-ccl/itm_5A001/pnt_j"),
    ("Does the EU control 4D004, and does the US?", "eu-annex-1/itm_4D004"),
    ("Is 4D004 controlled?", "eu-annex-1/itm_4D004"),
]


@pytest.mark.parametrize(("text", "pin"), LAWS)
def test_of_places_written_alike_that_of_the_law_named_is_meant(text: str, pin: str, read: Read) -> None:
    assert str(read(text).named[0]) == pin


def test_a_jurisdiction_asked_within_counts_as_one_named(library: Library) -> None:
    addresses = PinsInMemory(provision.pin for provision in library.provisions())
    asked = understand("What is 4D004?", library.documents, addresses, within=("US",))
    assert [str(pin) for pin in asked.named] == ["us-ccl/itm_4D004"]
    assert "eu-annex-1/itm_4D004" in map(str, asked.alike)
