"""The lexical index: how texts are cut into terms, and BM25 as the literature has it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from indexed_corpus import IndexedCorpus

from indexer.chunks import lexical_fields
from indexer.lexical import STOPWORDS, Fields, Lexical, terms, words

QUESTIONS = [
    "Do I need a licence to export surveillance systems?",
    "4D004",
    "What does Article 3(1) say of training?",
    "intrusion software that takes data",
    "which duties does an exporter have, and who answers for them",
    "duties duties exporter",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5A001.f.1", ["5a001", "1", "5a001.f.1"]),
        ("4D004", ["4d004"]),
        ("Wassenaar 4.E.1.c", ["wassenaar", "4", "1", "4.e.1.c"]),
        ("734.18(a)(5)", ["734", "18", "734.18", "5"]),
        ("(EU) 2021/821", ["eu", "2021", "821", "2021/821"]),
        ("U.S. rules", ["u.s", "rule"]),
        ("cloud-based e-mail", ["cloud", "base", "mail"]),
        ("Licences, licensing; licensed!", ["licenc", "licens", "licens"]),
        ("Ausfuhr nach § 9 — Güter", ["ausfuhr", "nach", "9", "güter"]),
        ("snake_case", ["snake", "case"]),
        ("the of and to", []),
        ("", []),
        ("… — §", []),
    ],
)
def test_words_are_stemmed_without_stop_words_and_codes_stay_whole_and_in_parts(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize("written", ["4d004", "4D004", "(4D004)", "4D004,", "“4D004”"])
def test_a_code_is_found_however_it_is_written(written: str) -> None:
    assert words(written) == ["4d004"]


def test_stop_words_are_left_out_however_they_are_written() -> None:
    assert words(" ".join(STOPWORDS)) == words(" ".join(STOPWORDS).upper()) == []


@given(st.text(max_size=200))
def test_any_text_can_be_cut_into_words(text: str) -> None:
    assert all(word and not word[0].isspace() for word in words(text))
    assert words(text) == words(f" {text}\n")


def test_terms_are_words_and_pairs_of_words_that_stand_together() -> None:
    assert terms("export of the surveillance systems") == [
        *["export", "surveil", "system"],
        *["export surveil", "surveil system"],
    ]


def plain(*texts: str) -> list[Fields]:
    """Texts of one field that counts once."""
    return [((text, 1.0),) for text in texts]


def counted(fields: Fields) -> Mapping[str, float]:
    """How often a text says each term, each time counting as much as its field does."""
    found: dict[str, float] = defaultdict(float)
    for text, weight in fields:
        for term in terms(text):
            found[term] += weight
    return found


def bm25(texts: Sequence[Mapping[str, float]], asked: Sequence[str], k1: float = 1.2, b: float = 0.75) -> list[float]:
    """BM25 with the idf of Lucene: sum over asked terms of ln(1 + (N-n+.5)/(n+.5)) tf / (tf + k1 (1 - b + b |d|/avg))."""
    lengths = [sum(text.values()) for text in texts]
    average = sum(lengths) / len(texts)

    def idf(term: str) -> float:
        n = sum(term in text for text in texts)
        return math.log(1 + (len(texts) - n + 0.5) / (n + 0.5))

    def part(text: Mapping[str, float], length: float, term: str) -> float:
        count = text.get(term, 0.0)
        return count / (count + k1 * (1 - b + b * length / average)) if count else 0.0

    return [
        sum(idf(term) * part(text, length, term) for term in asked) for text, length in zip(texts, lengths, strict=True)
    ]


def ranking(scores: Sequence[float]) -> list[int]:
    """Rows from the highest score down, equal ones in order."""
    return sorted(range(len(scores)), key=lambda row: (-round(float(scores[row]), 4), row))


@pytest.fixture
def texts(corpus: IndexedCorpus) -> list[Fields]:
    """What is indexed for words of every provision of the small corpus."""
    library = corpus.library()
    found: list[Fields] = []
    for edition in library.editions:
        above = {p.pin: p for p in edition.provisions}
        document = library.documents[edition.document]
        found += [lexical_fields(p, document, above, edition.provisions[:1]) for p in edition.provisions]
    return found


@pytest.mark.parametrize("question", QUESTIONS)
def test_scores_and_ranking_are_those_of_bm25(question: str, texts: list[Fields]) -> None:
    expected = bm25([counted(text) for text in texts], terms(question))
    scores = Lexical.build(texts).scores(terms(question))
    assert max(expected) > 0
    np.testing.assert_allclose(scores, expected, rtol=1e-4, atol=1e-5)
    assert ranking(list(scores)) == ranking(expected)


@given(
    st.lists(st.lists(st.sampled_from(["export", "licence", "spyware", "4D004"]), max_size=6), min_size=1, max_size=6),
    st.lists(st.sampled_from(["export", "licence", "spyware", "4D004", "unseen"]), max_size=4),
)
def test_scores_are_those_of_bm25_over_the_texts_that_have_words(held: list[list[str]], asked: list[str]) -> None:
    texts = plain(*(" ".join(text) for text in held))
    spoken = iter(bm25([counted(text) for text in texts if counted(text)], terms(" ".join(asked))) if any(held) else [])
    expected = [next(spoken) if counted(text) else 0.0 for text in texts]
    np.testing.assert_allclose(Lexical.build(texts).scores(terms(" ".join(asked))), expected, rtol=1e-4, atol=1e-5)


def test_terms_that_no_text_has_score_nothing(texts: list[Fields]) -> None:
    lexical = Lexical.build(texts)
    for asked in (["unheard"], [], ["unheard", "unheard of"], ["∅"]):
        scores = lexical.scores(asked)
        assert scores.shape == (len(texts),)
        assert not scores.any()


def test_terms_that_no_text_has_take_nothing_from_the_others(texts: list[Fields]) -> None:
    lexical = Lexical.build(texts)
    np.testing.assert_array_equal(lexical.scores(["licenc", "unheard"]), lexical.scores(["licenc"]))


def test_a_text_without_words_keeps_its_row_and_counts_for_nothing() -> None:
    lexical = Lexical.build(plain("licence", "", "of the", "licence"))
    scores = lexical.scores(["licenc"])
    assert scores.shape == (4,)
    assert [bool(score) for score in scores] == [True, False, False, True]
    assert scores[0] == Lexical.build(plain("licence", "licence")).scores(["licenc"])[0]


def test_of_texts_without_any_words_nothing_is_found(tmp_path: Path) -> None:
    Lexical.build(plain("", "of the")).save(tmp_path / "bm25")
    assert Lexical.load(tmp_path / "bm25").scores(["licenc", "∅"]).tolist() == [0.0, 0.0]


def test_what_was_saved_scores_as_before_when_loaded(texts: list[Fields], tmp_path: Path) -> None:
    lexical = Lexical.build(texts)
    lexical.save(tmp_path / "bm25")
    loaded = Lexical.load(tmp_path / "bm25")
    for question in [*QUESTIONS, "unheard", ""]:
        np.testing.assert_array_equal(loaded.scores(terms(question)), lexical.scores(terms(question)))


def test_a_term_is_the_rarer_the_fewer_texts_have_it(tmp_path: Path) -> None:
    Lexical.build(plain("licence", "licence system", "licence system spyware", "")).save(tmp_path / "bm25")
    lexical = Lexical.load(tmp_path / "bm25")
    rarities = [lexical.rarity(term) for term in ("licenc", "system", "spywar", "unheard")]
    assert rarities == sorted(rarities)
    assert rarities[:2] == pytest.approx([math.log(1 + 0.5 / 3.5), math.log(1 + 1.5 / 2.5)])


def test_a_word_counts_as_much_as_its_field_does() -> None:
    lexical = Lexical.build([(("licence", 3.0),), (("licence", 0.3), ("system system", 1.0)), (("system", 1.0),)])
    first, second, third = lexical.scores(["licenc"])
    assert first > second > third == 0
