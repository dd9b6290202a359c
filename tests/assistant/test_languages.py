"""Questions in French and German are put into the corpus' English, and English is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import assistant.languages
from assistant.ask import Pincite
from assistant.languages import LANGUAGES, in_english, language_of, vocabulary

SPOKEN = [
    ("Faut-il une autorisation pour exporter ce logiciel ?", "French"),
    ("Qui délivre la licence en Suisse ?", "French"),
    ("Wann brauchen wir eine Genehmigung für die Ausfuhr?", "German"),
    ("Welche Strafe droht nach dem AWG?", "German"),
    ("Do we need a licence to export this software?", None),
    ("who decides on imsi catcher permit in swiss", None),
    ("What does the Güterkontrollverordnung say on software?", None),
    ("Pegasus export licence", None),
    ("4D004", None),
    ("輸出許可は必要ですか", "a language in another script"),
]


@pytest.mark.parametrize(("text", "language"), SPOKEN)
def test_the_language_of_a_question_is_told_where_it_is_plain(text: str, language: str | None) -> None:
    assert language_of(text) == language


GLOSSED = [
    ("Brauchen wir eine Ausfuhrgenehmigung?", "German", {"export", "licence"}),
    ("Wer haftet für Überwachungstechnik?", "German", {"who", "surveillance"}),
    ("Un logiciel d'intrusion est-il contrôlé ?", "French", {"intrusion", "software"}),
    ("les biens à double usage", "French", {"dual-use", "items"}),
    ("l’assistance technique selon l'article 8", "French", {"technical", "assistance", "article", "8"}),
]


@pytest.mark.parametrize(("text", "language", "words"), GLOSSED)
def test_words_and_phrases_become_the_terms_of_the_corpus(text: str, language: str, words: set[str]) -> None:
    assert words <= set(in_english(text, language).split())


def test_codes_numbers_and_names_stay_as_they_are() -> None:
    glossed = in_english("Fällt 4D004 der Firma Kowalski unter Artikel 5 der Verordnung (EU) 2021/821?", "German")
    assert {"4D004", "Kowalski", "5", "2021/821?"} & set(glossed.split()) >= {"4D004", "Kowalski", "5"}
    assert "2021/821" in glossed


@given(st.text(max_size=80))
def test_english_and_unknown_languages_are_not_touched(text: str) -> None:
    assert in_english(text, None) == text
    assert in_english(text, "a language in another script") == text


@given(st.text(max_size=80), st.sampled_from(sorted(LANGUAGES)))
def test_any_text_can_be_glossed(text: str, language: str) -> None:
    assert isinstance(in_english(text, language), str)


@pytest.mark.parametrize("code", sorted(LANGUAGES.values()))
def test_no_two_entries_of_a_vocabulary_have_the_same_stems_and_other_terms(code: str) -> None:
    file = Path(assistant.languages.__file__).parent / f"{code}.yaml"
    entries = [(key.value, value.value) for key, value in yaml.compose(file.read_text(encoding="utf-8")).value]
    known = vocabulary(code)
    wrong = [
        (key, value) for key, value in entries if known.terms[known.stems(assistant.languages.tokens(key))] != value
    ]
    assert wrong == []


ANSWERED = [
    ("Ist der Verhaltenskodex des Pall-Mall-Prozesses rechtlich bindend?", "pmp-code"),
    ("Comment le règlement européen définit-il les biens de cybersurveillance ?", "eu-2021-821"),
]


@pytest.mark.parametrize(("text", "document"), ANSWERED)
def test_a_question_is_answered_from_the_english_corpus_and_shown_as_asked(
    pincite: Pincite, text: str, document: str
) -> None:
    given = pincite.ask(text)
    assert given.question == text
    (read,) = [note.text for note in given.notes if note.code == "put-into-english"]
    assert read.startswith("The question was read word by word as “")
    assert any(citation.pin.startswith(document) for statement in given.statements for citation in statement.citations)
