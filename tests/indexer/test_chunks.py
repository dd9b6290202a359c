"""Chunks: every word of a provision in verbatim sentences, in pieces that the model can read, under its headings."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from indexed_corpus import IndexedCorpus, chunks_of_all

from corpus.library import Library
from corpus.pins import Pin
from corpus.provisions import Provision
from indexer.chunks import BESIDE, LONGEST, OWN, Chunk, heading_path, lexical_fields, sentences

LEGAL = [
    "The licence",
    "No. 5",
    "Art. 6",
    "e.g. this",
    "U.S. rules",
    "Annex B.",
    "(See.)",
    "“No.”",
    "is needed.",
    "why?",
]
MARKS = [" ", "  ", "\n", "\n\n", "\n \n", "\n- ", ":\n- ", ": ", ".", "!", "\t", "\u00a0", "”", "- "]
ABBREVIATED = """No. III/Nos. V/Art. XX/e.g. Italy/i.e. Mali/cf. Annex/para. A/pt. II/U.S. law/U.K. law/Dr. No/Mr. X/
    NSO Group Ltd. Cyprus/Hacking Team Inc. Milan/J. Doe/Abs. II/Nr. VI/St. Gallen/approx. TEN""".split("/")
TEXTS = st.lists(st.sampled_from(LEGAL + MARKS), max_size=40).map("".join) | st.text(max_size=200)


def dense(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


def assert_verbatim(text: str, found: list[str]) -> None:
    at = 0
    for sentence in found:
        assert sentence == sentence.strip() != ""
        at = text.index(sentence, at) + len(sentence)
    assert dense("".join(found)) == dense(text)


class TestSentences:
    @given(TEXTS)
    def test_are_spans_of_the_text_in_order_and_hold_all_of_it(self, text: str) -> None:
        assert_verbatim(text, sentences(text))

    def test_are_spans_of_every_provision_of_the_embedded_corpus_and_hold_all_of_it(self, library: Library) -> None:
        for provision in library.provisions():
            assert_verbatim(provision.text, sentences(provision.text))

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("A licence is needed. It is refused at times.", ["A licence is needed.", "It is refused at times."]),
            ("Is it controlled? Yes! It is.", ["Is it controlled?", "Yes!", "It is."]),
            ("The entry says “no”. (It adds a note.) Then?", ["The entry says “no”.", "(It adds a note.)", "Then?"]),
            ("It ends with “no.” The rest follows.", ["It ends with “no.”", "The rest follows."]),
            ("One line\nand the next.", ["One line\nand the next."]),
            ("A paragraph without a stop\n\nAnother", ["A paragraph without a stop", "Another"]),
            ("Version 2.5 of the list. entry 5A001.f.1 stays.", ["Version 2.5 of the list. entry 5A001.f.1 stays."]),
            ("", []),
            (" \n\n\t", []),
        ],
    )
    def test_end_where_a_reader_ends_them(self, text: str, expected: list[str]) -> None:
        assert sentences(text) == expected

    @pytest.mark.parametrize("abbreviated", ABBREVIATED)
    def test_do_not_end_at_an_abbreviation(self, abbreviated: str) -> None:
        text = f"The rule names {abbreviated} among others."
        assert sentences(text) == [text]

    @pytest.mark.parametrize("gap", ["\n\n", "\n \n", "\n- "])
    def test_end_with_their_paragraph_even_after_an_abbreviation(self, gap: str) -> None:
        """“… not above 85 °C.” ends the paragraph although it looks like an initial."""
        first, second = sentences(f"It works at no more than 85 °C.{gap}The entry goes on.")
        assert first == "It works at no more than 85 °C."
        assert second.endswith("The entry goes on.")

    @pytest.mark.parametrize("gap", ["\n", "\n\n"])
    def test_keep_a_list_with_the_words_that_lead_it_in(self, gap: str) -> None:
        text = gap.join(["The exporter has two duties:", "- to ask the customer.", "- to keep the papers."])
        assert sentences(f"{text}\n\nThe rest follows.") == [text, "The rest follows."]

    def test_are_the_items_of_a_list_that_nothing_leads_in(self) -> None:
        assert sentences("Two duties.\n- to ask\n- to keep") == ["Two duties.", "- to ask", "- to keep"]

    def test_let_a_list_go_once_it_has_ended(self) -> None:
        assert sentences("Duties:\n- to ask\n\nMore.\n- to keep") == ["Duties:\n- to ask", "More.", "- to keep"]


class TestChunksOfTheEmbeddedCorpus:
    @pytest.fixture(scope="class")
    def made(self, library: Library) -> list[Chunk]:
        return chunks_of_all(library)

    def test_have_ids_of_their_own(self, made: list[Chunk]) -> None:
        assert len({chunk.id for chunk in made}) == len(made)

    def test_have_equal_keys_if_and_only_if_their_texts_are_equal(self, made: list[Chunk]) -> None:
        assert len({chunk.key for chunk in made}) == len({(chunk.text, chunk.led_text) for chunk in made})
        assert len({(chunk.key, chunk.text, chunk.led_text) for chunk in made}) == len({chunk.key for chunk in made})

    def test_are_within_the_longest_piece_unless_they_are_one_sentence(self, made: list[Chunk]) -> None:
        for chunk in made:
            assert len(chunk.sentences) <= 1 or sum(len(s.split()) for s in chunk.sentences) <= LONGEST, chunk.id

    def test_hold_the_sentences_of_each_provision_once_and_in_order(self, made: list[Chunk], library: Library) -> None:
        held: dict[int, list[str]] = {}
        for chunk in made:
            if chunk.sentences:
                before = held.setdefault(chunk.row, [])
                assert chunk.first == len(before), chunk.id
                before += chunk.sentences
        assert held == {row: sentences(p.text) for row, p in enumerate(library.provisions())}

    def test_say_where_each_sentence_begins(self, made: list[Chunk]) -> None:
        for chunk in made:
            if chunk.sentences:
                for at, sentence in zip(chunk.bounds(), chunk.sentences, strict=True):
                    assert chunk.led_text[at : at + len(sentence)] == sentence

    def test_are_no_longer_than_they_must_be(self, made: list[Chunk]) -> None:
        """A piece ends only where the next sentence would have been too much."""
        for chunk, after in pairwise(made):
            if chunk.row == after.row and after.sentences and chunk.sentences:
                together = [*chunk.sentences, after.sentences[0]]
                assert sum(len(s.split()) for s in together) > LONGEST, chunk.id

    def test_hold_the_wordings_of_askers_apart_from_the_text(self, made: list[Chunk], library: Library) -> None:
        asks = {chunk.row: chunk.text for chunk in made if not chunk.sentences}
        assert asks == {row: "; ".join(p.asks) for row, p in enumerate(library.provisions()) if p.asks}


SHORT = st.text(max_size=5)


@given(st.lists(st.tuples(SHORT, SHORT, st.lists(SHORT, max_size=2)), min_size=2, max_size=2))
def test_keys_of_any_two_chunks_are_equal_if_and_only_if_their_texts_are(
    pieces: list[tuple[str, str, list[str]]],
) -> None:
    one, other = (Chunk(f"id{n}", n, path, led, tuple(held), 0) for n, (path, led, held) in enumerate(pieces))
    assert (one.key == other.key) == ((one.text, one.led_text) == (other.text, other.led_text))


class TestOneProvision:
    """Article 3(1) of the demonstration act, under Article 3."""

    @pytest.fixture
    def library(self, corpus: IndexedCorpus) -> Library:
        return corpus.library()

    @pytest.fixture
    def above(self, library: Library) -> dict[Pin, Provision]:
        newest = library.newest("demo-act")
        assert newest is not None
        return {provision.pin: provision for provision in newest.provisions}

    def test_is_embedded_under_the_titles_above_it(self, library: Library, above: dict[Pin, Provision]) -> None:
        provision = above[Pin.parse("demo-act/art_3/par_1")]
        path = heading_path(provision, library.documents["demo-act"], above, lead_ins=False)
        assert path == "Demo act > Licences > Licence for surveillance systems"
        [chunk] = [c for c in chunks_of_all(library) if c.id == "demo-act/art_3/par_1@2024-05-01.digest#0"]
        assert chunk.text.splitlines()[0] == path

    def test_its_tokens_stand_under_the_words_that_lead_in_what_has_no_title(
        self, library: Library, above: dict[Pin, Provision]
    ) -> None:
        [article] = [pin for pin in above if str(pin) == "demo-act/art_3"]
        untitled = {**above, article: replace(above[article], title="", text="Licences are of two kinds. More.")}
        provision = above[Pin.parse("demo-act/art_3/par_1")]
        path, led = (heading_path(provision, library.documents["demo-act"], untitled, n) for n in (False, True))
        assert path == "Demo act > Licence for surveillance systems"
        assert led == "Demo act > Licences are of two kinds. > Licence for surveillance systems"

    def test_is_cut_where_it_is_too_long_and_each_piece_keeps_the_titles(self, library: Library) -> None:
        pieces = [c for c in chunks_of_all(library) if c.id.startswith("demo-act/art_4@")]
        assert [c.id[-2:] for c in pieces] == ["#0", "#1"]
        assert {c.path for c in pieces} == {"Demo act > Duties of the exporter"}

    def test_is_indexed_for_its_own_words_and_less_for_what_stands_above_it(
        self, library: Library, above: dict[Pin, Provision]
    ) -> None:
        provision = above[Pin.parse("demo-act/art_3/par_1")]
        (own, most), (context, less), (near, _) = lexical_fields(
            provision, library.documents["demo-act"], above, [provision]
        )
        assert (most, less) == (OWN, 1.0)
        assert own.count("Licence for surveillance systems") == own.count("A licence is also needed for training") == 1
        assert "Article 3 of the demonstration act deals with licences." in context
        assert "permit to sell spyware abroad" in context
        assert "Demo act XX 3 1" in context
        assert "refuses" not in own + context
        assert near == ""

    def test_without_a_title_is_indexed_for_a_little_of_what_stands_beside_it(
        self, library: Library, above: dict[Pin, Provision]
    ) -> None:
        provision = replace(above[Pin.parse("demo-act/art_3/par_1")], title="")
        beside = [replace(provision, text="It is refused."), replace(provision, text="It is granted.")]
        fields = lexical_fields(provision, library.documents["demo-act"], above, beside)
        assert fields[-1] == ("It is refused.\nIt is granted.", BESIDE)
