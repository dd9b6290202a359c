"""What a user may set, by environment variable (`PINCITE_HOME`, `PINCITE_MODEL`, …) or in a call."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.catalogue import CATALOGUE
from corpus.library import DIGESTS


class Settings(BaseSettings):
    """`home` holds indexes and fetched texts; `model` is a sentence-transformers name or folder, empty for the one that
    comes with the package; `digests` and `catalogue` are the embedded corpus unless set. `chroma_url` is the Chroma server
    that holds the vectors, empty for a folder of the index; `workers` is how many processes embed, 0 for one a processor."""

    model_config = SettingsConfigDict(env_prefix="PINCITE_", frozen=True)

    home: Path = user_data_path("pincite", appauthor=False)
    model: str = ""
    digests: Path = DIGESTS
    catalogue: Path = CATALOGUE
    chroma_url: str = ""
    workers: int = Field(0, ge=0, le=64)
