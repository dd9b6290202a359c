"""A description is read as sentences and parts; what cannot be read is said in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.coverage.description import LONGEST, WINDOW, read_description, read_file
from corpus.errors import UsageError


@pytest.mark.parametrize(
    ("sentence", "denied"),
    [
        ("It lists the numbers. It records no calls.", ["It records no calls"]),
        ("It cannot read data, and it does not pass a lock.", ["It cannot read data", "it does not pass a lock"]),
        ("It copies the memory without asking the system.", ["without asking the system"]),
        ("Nothing on how it is built, sold or lent is taught.", ["Nothing on how it is built", "sold or lent is taught"]),
        ("Searching and analysing is left to the police.", ["Searching", "analysing is left to the police"]),
        ("Nothing is special, and they are rated for rooms.", ["Nothing is special"]),
        ("It finds phones and reads their numbers.", []),
    ],
)  # fmt: skip
def test_what_a_part_denies_is_told_from_what_it_says(sentence: str, denied: list[str]) -> None:
    assert [part.words for part in read_description(sentence).parts if part.denies] == denied


@given(
    st.lists(
        st.sampled_from(["It finds phones, reads numbers.", "No calls are kept.", "“Quoted”; and more."]), min_size=2
    )
)
def test_every_part_is_verbatim(sentences: list[str]) -> None:
    description = read_description(" ".join(sentences))
    assert all(part.words in description.sentences[part.sentence] for part in description.parts)


def test_windows_hold_all_sentences_in_order_and_stay_short() -> None:
    text = " ".join(f"Sentence number {n} says what the item does." for n in range(90))
    windows = read_description(text).windows()
    assert " ".join(windows) == text
    assert len(windows) > 1
    assert max(map(len, windows)) <= WINDOW


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is empty"),
        (" \x00 \u200b ", "is empty"),
        ("a console", "too little"),
        ("x " * 10_000, f"at most {LONGEST:,}"),
        ("Dit programma leest berichten op telefoons en stuurt ze naar politie zonder dat iemand merkt", "French or German"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        read_description(text)


def test_a_french_description_is_ranked_and_not_weighed() -> None:
    description = read_description(
        "Notre logiciel permet à la police de lire les messages sur le téléphone d'une personne."
    )
    assert (description.language, description.parts) == ("French", ())


def test_a_file_that_is_no_text_is_said(tmp_path: Path) -> None:
    (tmp_path / "item.txt").write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(UsageError, match="UTF-8"):
        read_file(tmp_path / "item.txt")
    with pytest.raises(UsageError, match="cannot be read"):
        read_file(tmp_path / "none.txt")
