"""Late interaction: what is stored in int8 compares as the exact floats do, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import PinciteError
from indexer import late
from indexer.chunks import Chunk
from indexer.late import ASKS, HEADING, KEPT, LENGTH, LateIndex, TokenEncoder, write

FILES = ("axes.npy", "sentences.npy", "starts.npy", "tokens.int8")
QUESTIONS = [
    "Do I need a permit to sell spyware abroad?",
    "who must answer for compliance on the board",
    "4D004",
    "equipment that jams mobile telephones",
    "when is a licence refused",
]


@pytest.fixture(scope="module")
def encoder() -> TokenEncoder:
    return TokenEncoder()


@pytest.fixture(scope="module")
def folder(chunks: list[Chunk], tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("tokens") / "late"
    write(made, chunks, None, {}, lambda done: None)
    return made


@pytest.fixture(scope="module")
def index(folder: Path) -> LateIndex:
    return LateIndex(folder)


def provisions(chunks: Sequence[Chunk]) -> list[list[int]]:
    """The numbers of the chunks of each provision."""
    found: dict[int, list[int]] = {}
    for n, chunk in enumerate(chunks):
        found.setdefault(chunk.row, []).append(n)
    return list(found.values())


def maxsim(asked: np.ndarray, held: np.ndarray) -> float:
    """The mean over the asked tokens of each one's best cosine similarity with a held token."""
    asked, held = (rows / np.linalg.norm(rows, axis=1, keepdims=True) for rows in (asked, held))
    return float((asked @ held.T).max(axis=1).mean())


class TestEncoder:
    @pytest.mark.parametrize("text", ["A licence is needed.", "", "出口管制 🔒 Güter", "licence " * 1_000])
    def test_gives_a_unit_vector_for_each_token_and_where_it_stands(self, text: str, encoder: TokenEncoder) -> None:
        vectors, offsets, tokens = encoder.encode(text)
        assert vectors.shape == (len(tokens), 384)
        assert len(offsets) == len(tokens) <= late.LONGEST
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
        assert all(0 <= start <= end <= len(text) for start, end in offsets)

    def test_a_missing_package_of_the_model_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(late, "PACKAGED", "no_such_package")
        with pytest.raises(PinciteError, match=r"no_such_package, which carries a model, is not installed\. Install"):
            TokenEncoder()


class TestStored:
    def test_there_is_one_int8_vector_for_each_token_of_each_chunk(
        self, index: LateIndex, chunks: list[Chunk], encoder: TokenEncoder
    ) -> None:
        for n, chunk in enumerate(chunks):
            rows = index.rows(n)
            assert rows.vectors.dtype == np.int8
            assert rows.vectors.shape == (len(encoder.encode(chunk.led_text)[2]), KEPT)
            assert rows.sentences.shape == (len(rows.vectors),)

    def test_each_token_belongs_to_the_sentence_it_stands_in(
        self, index: LateIndex, chunks: list[Chunk], encoder: TokenEncoder
    ) -> None:
        for n, chunk in enumerate(chunks):
            _, offsets, _ = encoder.encode(chunk.led_text)
            for (start, end), number in zip(offsets, index.rows(n).sentences, strict=True):
                if not chunk.sentences:
                    assert number == ASKS
                elif number == HEADING:
                    assert start == end or start < len(chunk.led)
                else:
                    assert chunk.led_text[start:end] in chunk.sentences[number - chunk.first]

    def test_sentences_are_counted_on_over_the_pieces_of_a_provision(
        self, index: LateIndex, chunks: list[Chunk]
    ) -> None:
        [one, two] = [n for n, chunk in enumerate(chunks) if chunk.id.startswith("demo-act/art_4@")]
        first, second = ({int(s) for s in index.rows(n).sentences} - {HEADING} for n in (one, two))
        assert first == set(range(len(chunks[one].sentences)))
        assert second == set(range(len(first), len(first) + len(chunks[two].sentences)))

    def test_files_that_do_not_fit_together_are_refused(
        self, chunks: list[Chunk], folder: Path, tmp_path: Path
    ) -> None:
        for name in FILES:
            (tmp_path / name).write_bytes((folder / name).read_bytes())
        with (tmp_path / "tokens.int8").open("r+b") as tokens:
            tokens.truncate(10 * KEPT)
        with pytest.raises(ValueError, match="its token vectors are cut"):
            LateIndex(tmp_path)

    def test_progress_counts_every_chunk(self, chunks: list[Chunk], index: LateIndex, tmp_path: Path) -> None:
        told: list[int] = []
        write(tmp_path / "late", chunks, index, {chunk.key: n for n, chunk in enumerate(chunks)}, told.append)
        assert told == list(range(1, len(chunks) + 1))


class TestCompared:
    @pytest.mark.parametrize("question", QUESTIONS)
    def test_maxsim_of_what_is_stored_is_that_of_exact_floats(
        self, question: str, index: LateIndex, chunks: list[Chunk], encoder: TokenEncoder
    ) -> None:
        """On the stored axes the int8 rounding is all that is lost."""
        asked = encoder.encode(question)[0] @ index.axes
        for numbers in provisions(chunks):
            held = np.concatenate([encoder.encode(chunks[n].led_text)[0] for n in numbers]) @ index.axes
            score = index.compare(index.question(question), numbers).score
            assert score == pytest.approx(maxsim(asked, held), abs=0.01)

    @pytest.mark.parametrize("question", QUESTIONS)
    def test_the_stored_axes_keep_what_all_384_say(
        self, question: str, index: LateIndex, chunks: list[Chunk], encoder: TokenEncoder
    ) -> None:
        asked = encoder.encode(question)[0]
        held = [
            np.concatenate([encoder.encode(chunks[n].led_text)[0] for n in numbers]) for numbers in provisions(chunks)
        ]
        exact = np.array([maxsim(asked, rows) - LENGTH * np.log(len(rows)) for rows in held])
        stored = index.scores(index.question(question), provisions(chunks))
        assert np.abs(stored - exact).max() < 0.1
        assert np.argmax(stored) == np.argmax(exact)

    @pytest.mark.parametrize("question", QUESTIONS)
    def test_scores_of_many_are_those_of_each_less_something_for_length(
        self, question: str, index: LateIndex, chunks: list[Chunk]
    ) -> None:
        asked = index.question(question)
        compared = [index.compare(asked, numbers) for numbers in provisions(chunks)]
        each = [one.score - LENGTH * np.log(one.similarity.shape[1]) for one in compared]
        np.testing.assert_allclose(index.scores(asked, provisions(chunks)), each, atol=1e-5)

    def test_scores_of_none_are_none(self, index: LateIndex) -> None:
        assert index.scores(index.question("licence"), []).shape == (0,)

    def test_a_chunk_answers_its_own_words_fully(self, index: LateIndex, chunks: list[Chunk]) -> None:
        scores = index.scores(index.question(chunks[3].text), [[n] for n in range(len(chunks))])
        assert np.argmax(scores) == 3
        tokens = len(index.rows(3).vectors)
        assert scores[3] == pytest.approx(1 - LENGTH * np.log(tokens), abs=0.01)

    @pytest.mark.parametrize(
        ("question", "words"),
        [
            ("may the person who stops a delivery be dismissed", "may not be dismissed"),
            ("how often is sales staff trained", "trains its sales staff every year"),
            ("for how long are invoices kept", "for ten years"),
        ],
    )
    def test_the_sentence_that_answers_matches_best(
        self, question: str, words: str, index: LateIndex, chunks: list[Chunk]
    ) -> None:
        numbers = [n for n, chunk in enumerate(chunks) if chunk.id.startswith("demo-act/art_4@")]
        sentences = [sentence for n in numbers for sentence in chunks[n].sentences]
        found = index.compare(index.question(question), numbers).by_sentence()
        assert sorted(found) == list(range(len(sentences)))
        best = max(found, key=lambda n: float(found[n].mean()))
        assert words in " ".join(sentences[best].split())

    def test_a_part_is_scored_alone_and_nothing_if_it_has_no_tokens(
        self, index: LateIndex, chunks: list[Chunk]
    ) -> None:
        compared = index.compare(index.question("exporter"), [0])
        assert 0 < compared.to(HEADING) <= compared.score
        assert compared.to(ASKS) == 0


class TestTakenOver:
    def test_from_an_earlier_index_the_bytes_are_the_same(
        self, index: LateIndex, chunks: list[Chunk], folder: Path, tmp_path: Path
    ) -> None:
        write(tmp_path / "late", chunks, index, {chunk.key: n for n, chunk in enumerate(chunks)}, lambda done: None)
        for name in FILES:
            assert (tmp_path / "late" / name).read_bytes() == (folder / name).read_bytes(), name

    def test_nothing_is_encoded_again(
        self, index: LateIndex, chunks: list[Chunk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(late, "TokenEncoder", None)
        write(tmp_path / "late", chunks, index, {chunk.key: n for n, chunk in enumerate(chunks)}, lambda done: None)

    def test_chunks_may_change_their_places_and_new_ones_come_between(
        self, index: LateIndex, chunks: list[Chunk], tmp_path: Path, encoder: TokenEncoder
    ) -> None:
        new = Chunk("demo-act/art_9@2024.digest#0", 0, *["Demo act > Fees"] * 2, ("A licence costs a fee.",), 0)
        later = [*chunks[::-1], new, chunks[0]]
        write(tmp_path / "late", later, index, {chunk.key: n for n, chunk in enumerate(chunks)}, lambda done: None)
        written = LateIndex(tmp_path / "late")
        for n, chunk in enumerate(later):
            if chunk is new:
                assert len(written.rows(n).vectors) == len(encoder.encode(new.led_text)[2])
            else:
                np.testing.assert_array_equal(written.rows(n).vectors, index.rows(chunks.index(chunk)).vectors)
                np.testing.assert_array_equal(written.rows(n).sentences, index.rows(chunks.index(chunk)).sentences)

    def test_new_chunks_are_stored_on_the_same_axes_as_if_they_had_always_been_there(
        self, index: LateIndex, chunks: list[Chunk], tmp_path: Path
    ) -> None:
        known = {chunk.key: n for n, chunk in enumerate(chunks) if n % 2}
        write(tmp_path / "late", chunks, index, known, lambda done: None)
        written = LateIndex(tmp_path / "late")
        for n in range(len(chunks)):
            apart = written.rows(n).vectors.astype(int) - index.rows(n).vectors
            assert np.abs(apart).max() <= 1
