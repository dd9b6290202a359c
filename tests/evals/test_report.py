"""A run is reported whole, in JSON, on a page and in the terminal, and nothing of it is taken for markup."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html as lxml_html
from rich.console import Console
from samples import ARTICLE_5_2, answer, case, question, refusal

from assistant.ask import Pincite
from corpus.settings import Settings
from evals.questions import Question
from evals.report import by_group, html, print_report, rows, write_report
from evals.run import Graded, Report, figures, grade, groups, run

NASTY = "<script>alert('x')</script> [bold]what[/bold]?"


def _graded() -> list[Graded]:
    nasty = Question("off-9", "trainer", "test", NASTY, question().pins, (("<b>fact</b>",),))
    return [
        grade("Pincite", case(question(split="test"), answer(ARTICLE_5_2))),
        grade("Pincite", case(nasty, answer("ungp/par_1"))),
        grade("Pincite", case(question(id="q-2"), answer(ARTICLE_5_2))),
        grade("Pincite", case(question(id="q-3", unanswerable="out-of-field"), answer(ARTICLE_5_2))),
        grade("BM25 alone", case(question(split="test"), refusal())),
        grade("BM25 alone", case(question(id="q-2"), answer(ARTICLE_5_2))),
    ]


@pytest.fixture
def report() -> Report:
    graded = _graded()
    return Report(
        made_at="2026-01-02T03:04:05+00:00",
        built_at="2026-01-01T00:00:00+00:00",
        documents=2,
        provisions=30,
        model="mini",
        thresholds={"BM25 alone": 3.5},
        figures=tuple(figures(graded, ("test", "dev"))),
        graded=tuple(graded),
    )


def test_figures_are_means_by_system_and_split(report: Report) -> None:
    right = [(f.system, f.split, f.value, f.n) for f in report.figures if f.measure == "right-answer"]
    assert right == [
        ("Pincite", "test", 0.5, 2),
        ("Pincite", "dev", 1.0, 1),
        ("BM25 alone", "test", 0.0, 1),
        ("BM25 alone", "dev", 1.0, 1),
    ]


def test_what_is_missing_is_told_for_each_question(report: Report) -> None:
    wrong = next(one for one in report.graded if one.id == "off-9")
    assert wrong.missing_pins == (ARTICLE_5_2,)
    assert wrong.missing_facts == ("<b>fact</b>",)
    assert [one.id for one in report.graded if one.went_wrong] == ["off-9", "q-3", "q-1"]


def test_a_report_comes_back_from_its_json(report: Report, tmp_path: Path) -> None:
    data, page = write_report(report, tmp_path / "reports")
    assert Report.model_validate_json(data.read_bytes()) == report
    assert page.read_text(encoding="utf-8") == html(report)


def test_the_page_shows_questions_as_text_and_loads_nothing(report: Report) -> None:
    page = html(report)
    tree = lxml_html.fromstring(page)
    assert not tree.xpath("//script") and not tree.xpath("//link") and not tree.xpath("//img")
    assert not re.search(r"""(?:src|href)\s*=|url\(|@import""", page)
    assert NASTY.split("[")[0].strip() in tree.text_content()
    assert "<b>fact</b>" in tree.text_content()


def test_the_page_charts_every_system_with_a_text_that_says_the_same(report: Report) -> None:
    tree = lxml_html.fromstring(html(report))
    labels = [svg.get("aria-label") for svg in tree.xpath("//svg")]
    assert "right-answer: Pincite 0.500, BM25 alone 0.000" in labels


def test_the_best_of_a_measure_is_the_lowest_where_less_is_better(report: Report) -> None:
    best = {row.measure.name: row.best for row in rows(report)}
    assert (best["right-answer"], best["false-refusal"], best["answer-words"]) == (0.5, 0.0, None)


def test_each_kind_of_question_is_counted_apart(report: Report) -> None:
    assert by_group(report) == [
        ("official", 1, (1.0, 0.0)),
        ("trainer", 1, (0.0, None)),
        ("has an answer: in English", 2, (0.5, 0.0)),
        ("has an answer: in whole sentences", 2, (0.5, 0.0)),
        ("has an answer: one document", 2, (0.5, 0.0)),
    ]


def test_a_question_is_of_several_kinds() -> None:
    asked = question(ARTICLE_5_2, "eu-annex-1/itm_4D004")
    typed = replace(asked, style="as-typed", language="de")
    assert groups(typed) == (
        "official", "has an answer: several documents", "has an answer: as people type", "has an answer: in German",
    )  # fmt: skip
    assert groups(question(unanswerable="no-such-place")) == ("official", "no answer: no-such-place")


def test_the_terminal_shows_every_system_and_what_went_wrong(report: Report) -> None:
    out = io.StringIO()
    print_report(Console(file=out, width=120), report)
    assert "BM25 alone" in out.getvalue() and "right-answer" in out.getvalue()
    assert "off-9, q-3" in out.getvalue()


def test_a_run_grades_pincite_on_the_splits_asked_for(settings: Settings, pincite: Pincite) -> None:
    asked = Question(
        "off-1", "official", "test", "What does Article 5(2) of the EU dual-use regulation require?",
        question("eu-2021-821/art_5").pins, (("notify", "inform"),),
    )  # fmt: skip
    ran = run(settings, [asked, question(split="dev")], ("test",), with_baselines=False)
    assert ran.systems == ("Pincite",) and ran.splits == ("test",)
    assert [one.id for one in ran.graded] == ["off-1"]
    assert ran.graded[0].scores["pins-resolve"] == ran.graded[0].scores["quote-fidelity"] == 1.0
    assert ran.provisions == pincite.index.manifest.provisions
