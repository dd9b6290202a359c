"""A small BERT sentence encoder in numpy, for questions: it loads in a tenth of the time torch needs.

Reads the folder of a sentence-transformers model whose modules are a BERT encoder, mean pooling and normalization
(all-MiniLM-L6-v2 is one; Reimers and Gurevych, 2019; Devlin et al., 2019). It computes what sentence-transformers
computes, to about 1e-6; the parity is tested. Documents are embedded in bulk by sentence-transformers itself.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

Vectors = NDArray[np.float32]


def readable(folder: Path) -> bool:
    """Whether `folder` holds a model of the architecture that is computed here."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        pooling = json.loads((folder / "1_Pooling" / "config.json").read_text(encoding="utf-8"))
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    kinds = [str(module["type"]).rpartition(".")[2] for module in modules]
    plain = kinds in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])
    mean = pooling.get("pooling_mode") == "mean" or bool(pooling.get("pooling_mode_mean_tokens"))
    needed = ("model.safetensors", "tokenizer.json", "sentence_bert_config.json")
    files = all((folder / name).is_file() for name in needed)
    return plain and files and mean and config.get("model_type") == "bert" and config.get("hidden_act") == "gelu"


class MiniLM:
    """The encoder. `embed` gives one unit row of `dimension` floats per text."""

    def __init__(self, folder: Path) -> None:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        limits = json.loads((folder / "sentence_bert_config.json").read_text(encoding="utf-8"))
        self.dimension: int = config["hidden_size"]
        self._layers: int = config["num_hidden_layers"]
        self._heads: int = config["num_attention_heads"]
        self._epsilon: float = config["layer_norm_eps"]
        self._weights: dict[str, Vectors] = load_file(folder / "model.safetensors")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(max_length=limits["max_seq_length"])
        self._tokenizer.no_padding()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), dimension). Texts longer than the model's limit are cut, as in training."""
        rows = [self._one(encoding.ids) for encoding in self._tokenizer.encode_batch(list(texts))]
        return np.stack(rows) if rows else np.zeros((0, self.dimension), dtype=np.float32)

    def _one(self, ids: list[int]) -> Vectors:
        """The mean of the last layer's token states, scaled to length 1. One text at a time needs no padding."""
        words, positions, types = (
            self._weights[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position", "token_type")
        )
        state = self._norm(words[ids] + positions[: len(ids)] + types[0], "embeddings.LayerNorm")
        for n in range(self._layers):
            layer = f"encoder.layer.{n}"
            state = self._norm(
                state + self._attention(state, f"{layer}.attention"), f"{layer}.attention.output.LayerNorm"
            )
            inner = _gelu(self._linear(state, f"{layer}.intermediate.dense"))
            state = self._norm(state + self._linear(inner, f"{layer}.output.dense"), f"{layer}.output.LayerNorm")
        mean = state.mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)

    def _attention(self, state: Vectors, name: str) -> Vectors:
        length = len(state)

        def heads(part: str) -> Vectors:
            projected = self._linear(state, f"{name}.self.{part}")
            return projected.reshape(length, self._heads, -1).transpose(1, 0, 2)

        query, key, value = heads("query"), heads("key"), heads("value")
        scores = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(query.shape[-1]))
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        mixed = (scores @ value).transpose(1, 0, 2).reshape(length, -1)
        return self._linear(mixed, f"{name}.output.dense")

    def _linear(self, state: Vectors, name: str) -> Vectors:
        return np.asarray(state @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"], dtype=np.float32)

    def _norm(self, state: Vectors, name: str) -> Vectors:
        centred = state - state.mean(axis=-1, keepdims=True)
        scale = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + self._epsilon)
        return np.asarray(centred / scale * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"], np.float32)


def _gelu(x: Vectors) -> Vectors:
    return np.asarray(x * 0.5 * (1.0 + _erf(x / np.float32(np.sqrt(2.0)))), dtype=np.float32)


def _erf(x: Vectors) -> NDArray[Any]:
    """The error function to 1.5e-7 (Abramowitz and Stegun, 1964, 7.1.26); numpy has none."""
    t = 1.0 / (1.0 + 0.3275911 * np.abs(x))
    series = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
    return np.asarray(np.sign(x) * (1.0 - series * np.exp(-x * x)))
