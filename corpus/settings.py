"""What a user may set, by environment variable (`PINCITE_HOME`, `PINCITE_MODEL`, …) or in a call."""

from __future__ import annotations

import re
from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.catalogue import CATALOGUE
from corpus.library import DIGESTS


class Settings(BaseSettings):
    """`home` holds indexes and fetched texts; `model` is a sentence-transformers name or folder, empty for the one that
    comes with the package; `digests` and `catalogue` are the embedded corpus unless set. `chroma_url` is the Chroma server
    that holds the vectors, empty for a folder of the index; `workers` is how many processes embed, 0 for one a processor.

    Of the page: `auth_file` is the file of accounts, empty for no login; `web_names` are the names by which it is reached
    besides those of this machine, with commas between; `web_rate` is how much work a visitor may ask of it in a time.
    """

    model_config = SettingsConfigDict(env_prefix="PINCITE_", frozen=True)

    home: Path = user_data_path("pincite", appauthor=False)
    model: str = ""
    digests: Path = DIGESTS
    catalogue: Path = CATALOGUE
    chroma_url: str = ""
    workers: int = Field(0, ge=0, le=64)
    auth_file: str = ""
    web_names: str = ""
    web_rate: str = "300/minute"

    @field_validator("web_rate")
    @classmethod
    def _is_rate(cls, written: str) -> str:
        if not re.fullmatch(r"[1-9]\d{0,6}/(second|minute|hour|day)", written):
            raise ValueError("write how often in a second, minute, hour or day, as 300/minute")
        return written
