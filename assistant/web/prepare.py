"""What comes before Gradio: its packages looked for, a folder for what it writes, and its import in half the time."""

from __future__ import annotations

import inspect
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

from corpus.errors import PinciteError


class NotInstalled(PinciteError):
    """The page needs packages that not everyone installs."""


def check_installed() -> None:
    """Raise `NotInstalled` if a package that the page needs is not there."""
    for name in ("gradio", "nh3", "bcrypt", "limits"):
        if find_spec(name) is None:
            raise NotInstalled(
                f"The page needs the package {name}, which is not installed. "
                "Install what it needs with `pip install 'pincite[web]'`."
            )


@contextmanager
def working_folder() -> Iterator[Path]:
    """A folder for what Gradio writes while it runs, for its owner alone, gone at the end; it would take one for all."""
    before = os.environ.get("GRADIO_TEMP_DIR")
    with tempfile.TemporaryDirectory(prefix="pincite-web-", ignore_cleanup_errors=True) as folder:
        os.environ["GRADIO_TEMP_DIR"] = folder
        try:
            yield Path(folder)
        finally:
            del os.environ["GRADIO_TEMP_DIR"]
            if before is not None:
                os.environ["GRADIO_TEMP_DIR"] = before


def import_gradio() -> None:
    """Import Gradio, before anything else does, without what it does not need for the page: stubs, and its MCP server."""
    with without_stubs(), without("mcp"):
        import_module("gradio")


@contextmanager
def without_stubs() -> Iterator[None]:
    """When it is imported, Gradio parses its components' sources and writes their type stubs anew, which ship with it.
    It leaves that out where a component has no source file, so it is told that none has.
    """
    whole = inspect.getfile

    def none_of_gradio(object: Any) -> str:
        if sys._getframe(1).f_globals.get("__name__") == "gradio.component_meta":
            raise OSError
        return whole(object)

    inspect.getfile = none_of_gradio
    try:
        yield
    finally:
        inspect.getfile = whole


@contextmanager
def without(package: str) -> Iterator[None]:
    """While an optional package is not to be found, unless it is imported already."""
    modules = cast(
        "dict[str, object]", sys.modules
    )  # `None` hides a package: so the import system is told, not its types
    is_hidden = package not in modules
    if is_hidden:
        modules[package] = None
    try:
        yield
    finally:
        if is_hidden:
            del modules[package]
