"""How the server says no: a status and a sentence, which the page shows as it is."""

from __future__ import annotations

from starlette.responses import JSONResponse


def refusal(status: int, sentence: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """An answer that refuses. Gradio's page and its clients read the sentence under `detail`."""
    return JSONResponse({"detail": sentence}, status, headers)
