"""What comes before Gradio, and how it is imported."""

from __future__ import annotations

import ast
import importlib
import inspect
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

import gradio as gr
import pytest
from gradio.component_meta import create_or_modify_pyi

from assistant.web.prepare import without, without_stubs, working_folder


def test_components_are_whole_all_the_same() -> None:
    assert callable(gr.Button.click) and callable(gr.Textbox.submit) and callable(gr.HTML.click)
    assert inspect.getfile(gr.Button).endswith("button.py")


def test_no_stub_is_written_while_gradio_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    def parse(*given: Any, **named: Any) -> NoReturn:
        raise AssertionError("a component's source was parsed")

    monkeypatch.setattr(ast, "parse", parse)
    with without_stubs():
        create_or_modify_pyi(gr.Button, "Button", [])
    with pytest.raises(AssertionError, match="was parsed"):
        create_or_modify_pyi(gr.Button, "Button", [])


def test_a_package_is_hidden_only_for_a_time_and_only_if_it_is_not_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with without("colorsys"), pytest.raises(ModuleNotFoundError):
        importlib.import_module("colorsys")
    assert importlib.import_module("colorsys")
    with without("ast"):
        assert importlib.import_module("ast") is ast
    assert sys.modules["ast"] is ast


def test_the_working_folder_is_for_its_owner_alone_and_does_not_stay(working: Path) -> None:
    before = os.environ["GRADIO_TEMP_DIR"]
    with working_folder() as folder:
        assert os.environ["GRADIO_TEMP_DIR"] == str(folder)
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "a").mkdir()
    assert not folder.exists()
    assert os.environ["GRADIO_TEMP_DIR"] == before
