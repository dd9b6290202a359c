"""A Chroma server that holds the vectors of indexes, and what is said where it does not answer as one does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from corpus.errors import PinciteError

REACHED_WITHIN, ANSWERED_WITHIN = 5.0, 60.0  # seconds; a page of vectors takes some to write
_DEFAULTS = {"tenant": "default_tenant", "database": "default_database"}  # Chroma's own


class ServerError(PinciteError):
    """The Chroma server that is set does not answer, or not as one does."""


class NoCollection(ServerError):
    """The Chroma server does not hold the vectors of an index, or not all of them."""


@dataclass(frozen=True, slots=True)
class Server:
    """A database of a Chroma server: its address without a path of the API, a tenant and a database."""

    address: str
    tenant: str
    database: str

    @classmethod
    def parse(cls, written: str) -> Server:
        """Read `http://host:8000`, with `?tenant=…&database=…` where these are not Chroma's default ones.

        Raises `ServerError` if that is no such address.
        """
        try:
            parts = urlsplit(written.strip())
            named = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
            sound = parts.port != 0 and parts.scheme in ("http", "https") and bool(parts.hostname)
        except ValueError:
            sound, named = False, {}
        if not sound or parts.username is not None or parts.fragment or set(named) - set(_DEFAULTS):
            raise ServerError(
                f"PINCITE_CHROMA_URL is “{written}”, which is no address of a Chroma server. Write it as "
                "http://127.0.0.1:8000, with ?tenant=…&database=… behind it where they are not the default ones."
            )
        return cls(f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}", **{**_DEFAULTS, **named})

    def __str__(self) -> str:
        named = {name: value for name in _DEFAULTS if (value := getattr(self, name)) != _DEFAULTS[name]}
        return f"{self.address}?{urlencode(named)}" if named else self.address

    def client(self) -> Any:
        """A Chroma client, safe to use from several threads. Raises `ServerError`."""
        os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
        import chromadb
        import httpx
        from chromadb.config import Settings
        from chromadb.errors import ChromaError

        asks_for_log_in = self._greet()
        with self.told():
            try:
                base: Any = chromadb.HttpClient(
                    self.address,
                    settings=Settings(anonymized_telemetry=False),
                    tenant=self.tenant,
                    database=self.database,
                )
            except ChromaError as error:
                raise ServerError(
                    f"The Chroma server at {self.address} does not open the database “{self.database}” of the tenant "
                    f"“{self.tenant}”: {_line(error)}. Create it there, or correct PINCITE_CHROMA_URL."
                ) from error
            except ValueError as error:
                if not asks_for_log_in:
                    raise
                raise ServerError(
                    f"The server at {self.address} does not let Pincite in. Set CHROMA_CLIENT_AUTH_PROVIDER and "
                    "CHROMA_CLIENT_AUTH_CREDENTIALS as Chroma's documentation says."
                ) from error
            # Chroma sets no limit: a server that takes a question and never answers it would hold it for ever.
            base._server._session.timeout = httpx.Timeout(ANSWERED_WITHIN, connect=REACHED_WITHIN)
        return base

    def _greet(self) -> bool:
        """See that a Chroma server is there before its client, which waits without limit, is set upon it; and whether it
        asks for a log-in, which only that client knows.
        """
        import httpx

        with self.told():
            limits = httpx.Timeout(REACHED_WITHIN)
            answered = httpx.get(f"{self.address}/api/v2/heartbeat", timeout=limits)
            if answered.status_code in (401, 403):
                return True
            if answered.status_code != 200 or "nanosecond heartbeat" not in answered.json():
                raise ServerError(
                    f"What answers at {self.address} is not a Chroma server (HTTP {answered.status_code}). "
                    "Correct PINCITE_CHROMA_URL."
                )
            return False

    @contextmanager
    def told(self, collection: str = "") -> Iterator[None]:
        """Turns whatever is raised while the server is asked into a sentence. Raises `ServerError`."""
        import httpx
        from chromadb.errors import ChromaError, NotFoundError

        try:
            yield
        except PinciteError:
            raise
        except NotFoundError as error:
            raise self.lacks(collection) from error
        except httpx.TimeoutException as error:
            raise ServerError(f"The Chroma server at {self.address} does not answer in time; try again.") from error
        except httpx.TransportError as error:
            raise ServerError(
                f"The Chroma server at {self.address} cannot be reached ({_line(error)}). "
                "Start it, or correct PINCITE_CHROMA_URL."
            ) from error
        except ChromaError as error:
            raise ServerError(f"The Chroma server at {self.address} refused: {_line(error)}.") from error
        except Exception as error:  # what is read from another service's answer fails in as many ways as there are
            raise ServerError(
                f"What answers at {self.address} does not speak as a Chroma server does ({_line(error)}). "
                "Correct PINCITE_CHROMA_URL, or set that server right."
            ) from error

    def lacks(self, collection: str) -> NoCollection:
        return NoCollection(
            f"The Chroma server at {self.address} does not hold all vectors of this index (collection {collection}). "
            "Write them anew with `pincite index build`."
        )


def _line(error: Exception) -> str:
    """The first line of what was raised, cut short: it may be a whole page of another service."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200].rstrip(".")
