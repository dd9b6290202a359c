"""The numpy encoder: what sentence-transformers computes, to 1e-4."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from indexer.embedder import SentenceTransformersEmbedder, model_place
from indexer.minilm import MiniLM, readable

TEXTS = {
    "a question": "Does penetration-testing software count as intrusion software?",
    "one word": "licence",
    "a code": "5A001.f.1 and 4D004, 15 CFR § 734.18(a)(5)",
    "empty": "",
    "white space": " \n\t ",
    "longer than the model reads": "The exporter asks the authority for a licence. " * 200,
    "one endless word": "x" * 5_000,
    "accents": "Güter mit doppeltem Verwendungszweck — contrôle à l’exportation, ß, Ł, ø",
    "other scripts": "出口管制 и контроль экспорта أمن المعلومات 🔒",
    "combined characters": "e\u0301te\u0301 \u200b\ufeff \u00ad",
    "control characters": "a\x00b\x1fc\ufffd",
    "capitals": "ARTICLE FIVE OF THE DUAL-USE REGULATION",
    "special tokens": "[CLS] licence [SEP] [MASK] [PAD]",
}


@pytest.fixture(scope="module")
def numpy_encoder() -> MiniLM:
    return MiniLM(Path(model_place("")))


@pytest.fixture(scope="module")
def reference() -> SentenceTransformersEmbedder:
    return SentenceTransformersEmbedder(model_place(""))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_is_embedded_as_by_sentence_transformers(
    text: str, numpy_encoder: MiniLM, reference: SentenceTransformersEmbedder
) -> None:
    np.testing.assert_allclose(numpy_encoder.embed([text]), reference.embed([text]), rtol=0, atol=1e-4)


def test_many_texts_are_embedded_as_by_sentence_transformers(
    numpy_encoder: MiniLM, reference: SentenceTransformersEmbedder
) -> None:
    texts = list(TEXTS.values())
    np.testing.assert_allclose(numpy_encoder.embed(texts), reference.embed(texts), rtol=0, atol=1e-4)


def test_rows_are_as_many_as_texts_and_of_the_models_dimension(numpy_encoder: MiniLM) -> None:
    rows = numpy_encoder.embed(list(TEXTS.values()))
    assert rows.shape == (len(TEXTS), numpy_encoder.dimension) == (len(TEXTS), 384)
    assert rows.dtype == np.float32
    assert numpy_encoder.embed([]).shape == (0, 384)


def test_rows_are_of_unit_length(numpy_encoder: MiniLM) -> None:
    rows = numpy_encoder.embed(list(TEXTS.values()))
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_a_text_is_embedded_the_same_in_any_company(numpy_encoder: MiniLM) -> None:
    texts = list(TEXTS.values())
    alone = np.concatenate([numpy_encoder.embed([text]) for text in texts])
    np.testing.assert_array_equal(numpy_encoder.embed(texts), alone)


def test_what_stands_after_the_models_limit_does_not_count(numpy_encoder: MiniLM) -> None:
    long = "licence " * 300
    np.testing.assert_array_equal(numpy_encoder.embed([long]), numpy_encoder.embed([f"{long} spyware"]))


def test_texts_of_like_meaning_are_nearer_than_others(numpy_encoder: MiniLM) -> None:
    asked, like, other = numpy_encoder.embed(
        [
            "Do I need a permit to sell spyware abroad?",
            "A licence is needed to export surveillance software.",
            "It rains.",
        ]
    )
    assert asked @ like > asked @ other


def test_the_packaged_model_can_be_read() -> None:
    assert readable(Path(model_place("")))


def packaged(name: str) -> dict[str, object]:
    return dict(json.loads((Path(model_place("")) / name).read_text(encoding="utf-8")))


DENSE = [{"type": f"sentence_transformers.models.{kind}"} for kind in ("Transformer", "Pooling", "Dense", "Normalize")]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("config.json", None),
        ("config.json", b"{"),
        ("config.json", json.dumps(packaged("config.json") | {"model_type": "distilbert"}).encode()),
        ("config.json", json.dumps(packaged("config.json") | {"hidden_act": "relu"}).encode()),
        ("1_Pooling/config.json", None),
        ("1_Pooling/config.json", json.dumps({"pooling_mode_cls_token": True}).encode()),
        ("modules.json", None),
        ("modules.json", json.dumps(DENSE).encode()),
        ("model.safetensors", None),
        ("tokenizer.json", None),
        ("sentence_bert_config.json", None),
    ],
)
def test_a_model_of_another_architecture_or_with_a_file_missing_is_not_read(
    name: str, content: bytes | None, model_folder: Callable[[dict[str, bytes | None]], Path]
) -> None:
    assert not readable(model_folder({name: content}))


def test_a_folder_with_the_packaged_models_files_can_be_read(
    model_folder: Callable[[dict[str, bytes | None]], Path],
) -> None:
    assert readable(model_folder({}))
