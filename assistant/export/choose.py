"""Puts a paper out: into a file, in the format of its suffix, or into a terminal."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import BaseModel
from rich.console import Console

from assistant.export.csv import table_values
from assistant.export.markdown import markdown
from assistant.export.terminal import draw
from assistant.paper import Paper
from corpus.errors import UsageError


def write(paper: Paper, path: Path, result: BaseModel | None = None) -> None:
    """Write a paper, whole or not at all; a file that is there is replaced. `result` is what .json holds, if it is given.

    Raises `UsageError` for a suffix without format or a folder that is not there.
    """
    made = content(paper, path, result)
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent}; make it, or write elsewhere.")
    if path.is_dir():
        raise UsageError(f"{path} is a folder; name a file.")
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(made)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def show(console: Console, paper: Paper) -> None:
    """Draw a paper in a terminal."""
    draw(console, paper)


def content(paper: Paper, path: Path, result: BaseModel | None = None) -> bytes:
    """What a file of that name holds, in the format of its suffix. Raises `UsageError` for a suffix without format."""
    match path.suffix.lower():
        case ".md":
            return markdown(paper).encode()
        case ".docx":
            from assistant.export.docx import docx  # takes a tenth of a second to import

            return docx(paper)
        case ".csv":
            return table_values(paper).encode("utf-8-sig")  # without the mark, Excel reads another encoding
        case ".json" if result is not None:
            return f"{result.model_dump_json(indent=1)}\n".encode()
    known = [".md", ".docx", ".csv", *([".json"] if result is not None else [])]
    raise UsageError(f"{path.name} names no format; end it in {', '.join(known[:-1])} or {known[-1]}.")
