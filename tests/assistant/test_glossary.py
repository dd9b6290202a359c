"""The glossary: a file in which nothing stands twice and nothing is empty, and how its words are found in a text."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import assistant.glossary
from assistant.glossary import glossary, glossary_faults
from corpus.errors import UsageError
from corpus.library import Library
from indexer.lexical import words

FILE = Path(assistant.glossary.__file__).parent / "glossary.yaml"
SECTIONS = ("acronyms", "synonyms", "jurisdictions")


def entries(section: str) -> list[tuple[str, str]]:
    """The entries of a section as they are written, so that one written twice is there twice."""
    root = yaml.compose(FILE.read_text(encoding="utf-8"))
    found = next(value for key, value in root.value if key.value == section)
    return [(key.value, value.value) for key, value in found.value]


def test_the_file_has_these_sections_and_no_other() -> None:
    root = yaml.compose(FILE.read_text(encoding="utf-8"))
    assert [key.value for key, _ in root.value] == [*SECTIONS, "terms"]


@pytest.mark.parametrize("section", SECTIONS)
def test_no_word_stands_twice(section: str) -> None:
    written = [word for word, _ in entries(section)]
    assert sorted({word for word in written if written.count(word) > 1}) == []


@pytest.mark.parametrize("section", SECTIONS)
def test_every_word_stands_for_something(section: str) -> None:
    assert entries(section)
    assert [word for word, meant in entries(section) if not word.strip() or not meant.strip()] == []


@pytest.mark.parametrize("section", SECTIONS)
def test_what_the_file_says_is_text(section: str) -> None:
    """YAML reads an unquoted `NO` as false and `1.10` as a number."""
    read = getattr(glossary(), section)
    assert [pair for pair in read.items() if not all(isinstance(one, str) for one in pair)] == []


def test_every_expansion_adds_words_to_be_searched() -> None:
    assert [word for word, meant in [*entries("acronyms"), *entries("synonyms")] if not words(meant)] == []


def test_synonyms_are_in_lower_case_as_they_are_looked_for() -> None:
    assert [word for word, _ in entries("synonyms") if word != word.casefold()] == []


def test_every_jurisdiction_is_one_of_the_catalogue(library: Library) -> None:
    known = {document.jurisdiction for document in library.documents.values()}
    assert sorted({code for _, code in entries("jurisdictions")} - known) == []


EXPANDED = [
    ("What is a CCIC?", ["CCIC"]),
    ("Is a bug bounty an export?", ["bug bounty", "bug"]),
    ("Do EUCs name the end-user?", ["EUCs"]),
    ("Who aced the test in a malwarelike manner?", []),
    ("Is Malware controlled?", ["malware"]),
]


@pytest.mark.parametrize(("text", "used"), EXPANDED)
def test_words_are_found_whole_and_acronyms_only_as_they_are_written(text: str, used: list[str]) -> None:
    assert sorted(word for word, _ in glossary().expansions(text)) == sorted(used)


def test_every_term_leads_to_places_of_the_corpus_and_stands_once(library: Library) -> None:
    root = yaml.compose(FILE.read_text(encoding="utf-8"))
    terms = next([key.value for key, _ in value.value] for key, value in root.value if key.value == "terms")
    assert sorted({term for term in terms if terms.count(term) > 1}) == []
    assert all(glossary().terms.values())
    assert glossary_faults({p.pin for p in library.provisions()}) == []


def test_a_place_that_the_corpus_lacks_is_told_with_its_line() -> None:
    wanted = glossary().terms["intrusion software"][0]
    known = {pin for pins in glossary().terms.values() for pin in pins} - {wanted}
    (fault,) = glossary_faults(known)
    assert fault.message == f"{wanted} leads to no provision."
    assert str(wanted) in FILE.read_text(encoding="utf-8").splitlines()[fault.line - 1]


TERMS = [
    ("intrusion software", "intrusion software"),
    ("Intrusion Software", "intrusion software"),
    ("SaaS", "software as a service"),
    ("saas", "software as a service"),
    ("EUC", "end-user certificate"),
    ("GTN", "General Technology Note"),
]


@pytest.mark.parametrize(("written", "term"), TERMS)
def test_a_term_is_found_by_name_and_by_acronym(written: str, term: str) -> None:
    assert glossary().term(written) == term


MEANINGS = [
    ("What is intrusion software?", "eu-annex-1/def_intrusion-software"),
    ("What does “intrusion software” mean?", "eu-annex-1/def_intrusion-software"),
    ("what are cyber-surveillance items", "eu-2021-821/art_2/pnt_20"),
    ("What is meant by a deemed export?", "us-ear/sec_734.13/par_a/par_2"),
    ("deemed export whats that", "us-ear/sec_734.13/par_a/par_2"),
    ("What is an EUC?", "sipri-ccic-guide/fn_73"),
    ("brokering services, definition", "eu-2021-821/art_2/pnt_7"),
    ("What is intrusion software used for in Germany?", None),
    ("What is the penalty?", None),
    ("", None),
]


@pytest.mark.parametrize(("question", "first"), MEANINGS)
def test_a_question_for_a_meaning_leads_to_the_places_of_the_term(question: str, first: str | None) -> None:
    found = glossary().asked_for(question)
    assert (str(found[0]) if found else None) == first


def test_a_term_that_is_not_there_gives_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"“intrusive softwar” is not .* The nearest are: .*intrusion software"):
        glossary().term("intrusive softwar")
    with pytest.raises(UsageError, match=r"“xyzzy” is not in the glossary\. `pincite glossary` lists its terms\."):
        glossary().term("xyzzy")


PLACES = [
    ("US and UK", ("US", "UK")),
    ("tell us and the uk", ("UK",)),
    ("Germany, the german rules, and DE", ("DE",)),
    ("in the Netherlands and in France", ("NL", "FR")),
    ("the Germanic tribes", ()),
]


@pytest.mark.parametrize(("text", "codes"), PLACES)
def test_jurisdictions_are_given_once_each_in_the_order_of_the_text(text: str, codes: tuple[str, ...]) -> None:
    assert glossary().places(text) == codes
