"""The command line: exit statuses, JSON, batches, and sentences instead of tracebacks."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import Command, process

from assistant.ask import Pincite
from corpus.library import DIGESTS, Library
from corpus.settings import Settings
from indexer.places import index_folder

QUESTION = "What does Article 5(2) of the dual-use regulation require?"
MISSING = "What does Article 99 of the dual-use regulation say?"


def test_an_answer_ends_with_0(command: Command) -> None:
    done = command("ask", QUESTION)
    assert (done.status, done.err) == (0, "")
    assert "Article 5(2) of Regulation (EU) 2021/821" in done.out


def test_an_answer_in_part_ends_with_0(command: Command) -> None:
    done = command("ask", "--json", "What do Article 5(2) and Article 99 of Regulation (EU) 2021/821 require?")
    assert (done.status, done.json()["status"]) == (0, "partial")


def test_an_abstention_ends_with_3(command: Command) -> None:
    done = command("ask", MISSING)
    assert (done.status, done.err) == (3, "")
    assert "“Article 99” is not in the corpus. The nearest are" in done.out


def test_json_is_the_answer_that_python_gives(command: Command, pincite: Pincite) -> None:
    done = command("ask", *QUESTION.split(), "--json", "--jurisdiction", "EU,UK", "--kind", "regulation")
    given = json.loads(pincite.ask(QUESTION, jurisdiction=["EU", "UK"], kind=["regulation"]).model_dump_json())
    printed = done.json()
    assert done.status == 0
    assert {**printed, "timings_ms": None} == {**given, "timings_ms": None}


USAGE = [
    (["ask"], "Give a question, or --batch"),
    (["ask", ""], "The question is empty"),
    (["ask", "?!"], "The question is empty"),
    (["ask", "x" * 10_000], "The question has 10,000 characters; ask in at most 4,000."),
    (["ask", QUESTION, "--jurisdiction", "Narnia"], "“NARNIA” is not a jurisdiction of the corpus; there are "),
    (["ask", QUESTION, "--kind", "poem"], "“poem” is not a kind of document of the corpus; there are "),
    (
        ["ask", QUESTION, "--document", "phone book"],
        "“phone book” is not a document of the corpus; `pincite corpus list`",
    ),
    (["ask", QUESTION, "--batch", "b.jsonl", "--json"], "Give a question, or --batch"),
    (["ask", "--batch", "b.jsonl"], "add --json"),
    (["ask", "--batch", "no-such-file.jsonl", "--json"], "no-such-file.jsonl cannot be read"),
    (["ask", "--batch", ".", "--json"], "cannot be read"),
    (["ask", QUESTION, "--frobnicate"], "No such option"),
    (["frobnicate"], "No such command"),
]


@pytest.mark.parametrize(("words", "sentence"), USAGE, ids=lambda v: " ".join(v)[:60] if isinstance(v, list) else None)
def test_bad_usage_ends_with_2_and_a_sentence(words: list[str], sentence: str, command: Command) -> None:
    done = command(*words)
    assert (done.status, done.out) == (2, "")
    assert sentence in done.err
    assert "Traceback" not in done.err


def test_show_prints_a_provision_as_json(command: Command) -> None:
    done = command("show", "4D004", "--json")
    shown = done.json()
    assert done.status == 0
    assert (shown["pin"], shown["pincite"]) == ("eu-annex-1/itm_4D004", "EU Annex I, 4D004")
    assert shown["text"]
    assert [place["pin"] for place in shown["inside"]] == ["eu-annex-1/itm_4D004/note_1"]


def test_show_of_a_place_that_does_not_exist_ends_with_3_and_the_nearest(command: Command) -> None:
    done = command("show", "Article", "99", "--json")
    assert done.status == 3
    assert done.json()["nearest"][0].keys() == {"pin", "pincite", "title"}
    assert done.err.startswith("“Article 99” leads to no provision of the corpus. The nearest are: ")


def test_show_of_an_edition_that_is_not_held_ends_with_1(command: Command) -> None:
    done = command("show", "joint-statement-spyware/cmt_1", "--edition", "1999")
    assert done.status == 1
    assert "held are: 2024-03-18, 2023-03-30" in done.err


def test_corpus_list_gives_every_document_as_json(command: Command, library: Library) -> None:
    done = command("corpus", "list", "--json")
    listed = done.json()
    assert [document["id"] for document in listed] == list(library.documents)
    held = {document["id"] for document in listed if document["provisions"]}
    assert held == {edition.document for edition in library.editions}
    assert all((d["coverage"] == "pointer") == (d["id"] not in held) for d in listed)


def test_corpus_list_is_a_table_for_people(command: Command) -> None:
    done = command("corpus", "list")
    assert done.status == 0
    assert done.out.splitlines()[0].split() == [
        *("id", "name", "place", "kind", "coverage", "layer", "edition", "provisions", "days", "old")
    ]


def test_corpus_check_finds_no_fault_in_the_embedded_corpus(command: Command) -> None:
    done = command("corpus", "check")
    assert done.status == 0
    assert done.out.rstrip().endswith(" 0 faults.")


def test_corpus_check_names_the_file_and_the_line_of_a_fault(command: Command, tmp_path: Path) -> None:
    digests = tmp_path / "digests"
    shutil.copytree(DIGESTS, digests)
    broken = digests / "ungp.md"
    text = broken.read_text(encoding="utf-8") + "\n## nonsense: No pin\nbasis: text, x\n\nText.\n"
    broken.write_text(text, encoding="utf-8")
    line = text.splitlines().index("## nonsense: No pin") + 1
    done = command("corpus", "check", str(digests))
    assert done.status == 1
    assert any(printed.startswith(f"ungp.md:{line}: ") for printed in done.out.splitlines())


def batch(tmp_path: Path, *lines: str) -> str:
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def test_a_batch_is_answered_in_order_under_its_own_ids(command: Command, tmp_path: Path) -> None:
    asked = [
        {"id": "b", "question": MISSING},
        {"id": 7, "question": QUESTION},
        {"id": {"set": "x"}, "question": "4D004"},
    ]
    done = command("ask", "--json", "--batch", batch(tmp_path, *map(json.dumps, asked)))
    assert done.status == 0
    assert [line["id"] for line in done.lines()] == ["b", 7, {"set": "x"}]
    assert [line["question"] for line in done.lines()] == [line["question"] for line in asked]
    assert [line["status"] for line in done.lines()][:2] == ["abstained", "answered"]


def test_a_batch_line_without_id_is_named_by_its_number(command: Command, tmp_path: Path) -> None:
    done = command("ask", "--json", "--batch", batch(tmp_path, "", json.dumps({"question": QUESTION})))
    assert [line["id"] for line in done.lines()] == [2]


BAD = [
    ("not json", 1, ":1: not JSON"),
    ("[]", 1, ":1: a line needs “question” with text."),
    ('{"id": "x"}', 1, ":1: a line needs “question” with text."),
    ('{"id": "x", "question": 5}', 1, ":1: a line needs “question” with text."),
    ('{"id": "x", "question": "  "}', "x", "The question is empty"),
    ('{"id": "x", "question": "\\ud800"}', "x", "The question is empty"),
    (json.dumps({"id": "x", "question": "y" * 5_000}), "x", "The question has 5,000 characters"),
    ("[" * 100_000, 1, ":1: not JSON"),
    ("\ufeff\ufeff{}", 1, ":1: not JSON"),
]


@pytest.mark.parametrize(("line", "name", "error"), BAD, ids=lambda value: str(value)[:30])
def test_a_bad_line_gets_an_error_and_the_others_are_answered(
    line: str, name: object, error: str, command: Command, tmp_path: Path
) -> None:
    done = command("ask", "--json", "--batch", batch(tmp_path, line, json.dumps({"id": "good", "question": QUESTION})))
    bad, good = done.lines()
    assert done.status == 1
    assert set(bad) == {"id", "error"}
    assert bad["id"] == name
    assert error in bad["error"]
    assert (good["id"], good["status"]) == ("good", "answered")


def test_a_batch_may_begin_with_the_mark_that_windows_editors_write(command: Command, tmp_path: Path) -> None:
    done = command(
        "ask", "--json", "--batch", batch(tmp_path, "\ufeff" + json.dumps({"id": "a", "question": QUESTION}))
    )
    assert [(line["id"], line["status"]) for line in done.lines()] == [("a", "answered")]


def test_an_id_that_no_file_can_hold_is_carried_over_all_the_same(command: Command, tmp_path: Path) -> None:
    done = command("ask", "--json", "--batch", batch(tmp_path, '{"id": "\\ud800", "question": "4D004"}'))
    assert [line["id"] for line in done.lines()] == ["\ud800"]


def test_a_batch_that_is_not_utf_8_ends_with_2(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_bytes(b'{"id": 1, "question": "caf\xe9"}\n')
    done = command("ask", "--json", "--batch", str(path))
    assert (done.status, done.err) == (2, f"{path} is not UTF-8 text; save it as UTF-8.\n")


def test_filters_hold_for_every_line_of_a_batch(command: Command, tmp_path: Path) -> None:
    lines = [json.dumps({"id": n, "question": QUESTION}) for n in range(2)]
    done = command("ask", "--json", "--jurisdiction", "UK", "--binding", "--batch", batch(tmp_path, *lines))
    assert [line["filters"] for line in done.lines()] == [{"jurisdiction": ["UK"], "binding": ["true"]}] * 2


def without_index(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PINCITE_HOME", str(tmp_path / "nothing"))


@pytest.mark.parametrize("words", [["ask", QUESTION], ["show", "4D004"], ["index", "status"], ["index", "verify"]])
def test_without_an_index_it_is_told_how_to_build_one(
    words: list[str], command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    without_index(monkeypatch, tmp_path)
    done = command(*words)
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith(f"There is no index in {tmp_path / 'nothing'} yet. Build it with `pincite index build`")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scribbled(path: Path) -> None:
    """The same size, other bytes."""
    path.write_bytes(b"\0" * path.stat().st_size)


DAMAGE: list[tuple[str, Callable[[Path], None]]] = [
    ("manifest.json", cut),
    ("manifest.json", Path.unlink),
    ("provisions.sqlite", cut),
    ("provisions.sqlite", scribbled),
    ("chroma/chroma.sqlite3", Path.unlink),
    ("chroma/chroma.sqlite3", scribbled),
    ("late/tokens.int8", cut),
    ("late/axes.npy", scribbled),
]


@pytest.mark.parametrize(
    ("name", "damage"), DAMAGE, ids=lambda value: value if isinstance(value, str) else value.__name__
)
def test_a_damaged_index_is_told_with_how_to_build_it_anew(
    name: str,
    damage: Callable[[Path], None],
    command: Command,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    shutil.copytree(settings.home, tmp_path / "home")
    folder, _ = index_folder(settings.model_copy(update={"home": tmp_path / "home"}))
    damage(folder / name)
    monkeypatch.setenv("PINCITE_HOME", str(tmp_path / "home"))
    done = command("ask", QUESTION)
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith(f"The index {folder} is damaged: ")
    assert "Build it anew with `pincite index build --fresh`." in done.err


def test_the_state_of_the_index_is_told_as_json(command: Command, pincite: Pincite) -> None:
    state = command("index", "status", "--json").json()
    assert state["is_current"] is True
    assert state["provisions"] == pincite.index.manifest.provisions


def test_an_index_that_is_up_to_date_is_not_built_again(command: Command, pincite: Pincite) -> None:
    done = command("index", "build")
    assert done.status == 0
    assert done.out.startswith(f"The index is up to date: {pincite.index.manifest.provisions} provisions")


# In a process of its own, as users run it:


@pytest.mark.slow
def test_the_process_ends_with_the_status_and_prints_json_alone(settings: Settings) -> None:
    done = process(settings.home, "ask", "--json", QUESTION)
    assert (done.status, done.err) == (0, "")
    assert done.json()["status"] == "answered"


@pytest.mark.slow
def test_the_process_prints_utf_8_whatever_the_locale_is(settings: Settings) -> None:
    done = process(settings.home, "ask", MISSING, PYTHONIOENCODING="ascii", LC_ALL="C")
    assert done.status == 3
    assert "“Article 99” is not in the corpus" in done.out


@pytest.mark.slow
def test_the_process_without_an_index_prints_one_sentence(tmp_path: Path) -> None:
    done = process(tmp_path, "ask", QUESTION)
    assert (done.status, done.out) == (1, "")
    assert len(done.err.splitlines()) == 1


@pytest.mark.slow
def test_the_process_takes_bytes_that_are_no_text(settings: Settings) -> None:
    done = process(settings.home, "show", "\udcff")
    assert done.status == 3
    assert "Traceback" not in done.err
