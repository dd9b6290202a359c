"""What is proven, as a page shows it: which figures, of when, the weak ones first, and nothing that was not measured."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html as parser

from corpus.settings import Settings
from evals.drop import Baseline, read_baseline
from evals.evidence import FILE, NOT_KEPT, STEP, drawn, evidence, keep_report, read_evidence
from evals.metrics import MEASURES
from evals.questions import read_questions
from evals.run import Figure, Graded, Report

SYSTEMS = ("Pincite", "BM25 alone")


def figure(system: str, measure: str, value: float | None, n: int = 20) -> Figure:
    return Figure(system=system, split="test", measure=measure, value=value, n=n)


def graded(system: str, right: bool, group: str = "official") -> Graded:
    return Graded(
        system=system, id="q-1", persona="official", split="test", question="Why?", unanswerable=None, groups=(group,),
        refused=False, cited=(), missing_pins=(), missing_facts=(), scores={"right-answer": float(right)},
    )  # fmt: skip


def report(*figures: Figure, graded: tuple[Graded, ...] = (), made_at: str = "2026-01-02T10:00:00+00:00") -> Report:
    return Report(
        made_at=made_at, built_at="2026-01-01T00:00:00+00:00", documents=3, provisions=1234, model="mini", thresholds={},
        figures=figures, graded=graded,
    )  # fmt: skip


FIGURES = (
    figure("Pincite", "right-answer", 0.75, 126),
    figure("Pincite", "refusal-recall", 0.51, 49),
    figure("Pincite", "false-refusal", 0.056, 126),
    figure("Pincite", "documents-cited", None, 0),
    figure("BM25 alone", "right-answer", 0.595, 126),
    figure("BM25 alone", "refusal-recall", 0.163, 49),
    figure("BM25 alone", "false-refusal", 0.024, 126),
)


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    """Settings of a home in which a run was kept."""
    made = Settings(home=tmp_path / "home")
    keep_report(made.home, report(*FIGURES, graded=(graded("Pincite", True), graded("BM25 alone", False))))
    return made


def text(html: str) -> str:
    return " ".join(parser.fromstring(f"<div>{html}</div>").text_content().split())


def cells(html: str, row: str) -> list[str]:
    found = parser.fromstring(f"<div>{html}</div>").xpath(f"//tr[th[starts-with(normalize-space(), '{row}')]]/td")
    return [" ".join(cell.text_content().split()) for cell in found]


def test_without_a_run_the_figures_of_the_package_are_shown_and_said_to_be(tmp_path: Path) -> None:
    shown, committed = evidence(Settings(home=tmp_path / "nothing")), read_baseline()
    said = f"Measured on {committed.made_at[:10]}, before this version was handed out and not in this installation, "
    assert f"{said}over {committed.provisions:,} provisions" in text(shown)
    assert f"index built {committed.built_at[:10]}" in text(shown)
    for measure in MEASURES:
        if measure.better != "neither":
            value = committed.value("Pincite", "test", measure.name)
            assert value is not None and value.value is not None
            assert cells(shown, f"{measure.name} ")[0] == f"{value.value:.3f}"


def test_a_run_of_this_installation_is_shown_in_place_of_them(own: Settings) -> None:
    shown = evidence(own)
    assert "Measured on 2026-01-02 in this installation, over 1,234 provisions of 3 documents" in text(shown)
    assert cells(shown, "right-answer") == ["0.750", "0.595", "126"]
    assert cells(shown, "official")[:3] == ["1.000", "0.000", "1"]


def test_a_run_that_is_kept_replaces_the_one_before(own: Settings) -> None:
    keep_report(own.home, report(*FIGURES, made_at="2026-03-04T00:00:00+00:00"))
    assert "on 2026-03-04" in text(evidence(own))
    assert [path.name for path in (own.home / "reports").iterdir()] == ["evaluation.json"]


def test_figures_of_another_index_than_the_one_that_answers_say_so(own: Settings, settings: Settings) -> None:
    asked = read_evidence(own)
    assert "The index that answers now is another one" not in text(drawn(asked))
    (own.home / "indexes").symlink_to(settings.home / "indexes")
    assert "The index that answers now is another one, built 20" in text(evidence(own))


@pytest.mark.parametrize("damaged", ["", "{", '{"figures": []}', "\x00"])
def test_a_run_that_cannot_be_read_is_told_and_the_figures_of_the_package_stand_in(damaged: str, own: Settings) -> None:
    (own.home / FILE).write_text(damaged)
    shown = text(evidence(own))
    assert "reports/evaluation.json cannot be read; run `pincite eval run` again." in shown
    assert "not in this installation" in shown


def test_what_is_weak_is_said_first_and_where_a_simpler_system_is_better(own: Settings) -> None:
    shown = parser.fromstring(f"<div>{evidence(own)}</div>")
    first = [item.text_content() for item in shown.xpath("./section[1]//li")]
    assert first[0] == "Of 49 questions that the corpus cannot answer, Pincite answers 49 in a hundred all the same."
    assert "Of 126 questions that the corpus answers, 6 in a hundred are refused." in first
    assert any(
        line.startswith("BM25 alone does better than Pincite at false-refusal: 0.024 against 0.056") for line in first
    )
    assert not any("at right-answer" in line for line in first)


def test_kinds_of_questions_of_which_most_go_wrong_are_named_first_too(own: Settings) -> None:
    given = [("exporter", True), ("exporter", False), ("official", False), ("official", False), ("trainer", True)]
    keep_report(own.home, report(*FIGURES, graded=tuple(graded("Pincite", right, group) for group, right in given)))
    assert read_evidence(own).weak[-1] == "Of 2 questions of the kind “official”, 0 in a hundred go right."
    assert not any("“exporter”" in sentence or "“trainer”" in sentence for sentence in read_evidence(own).weak)


def test_a_bar_is_as_long_as_its_figure_and_no_style_is_written(own: Settings) -> None:
    shown = parser.fromstring(f"<div>{evidence(own)}</div>")
    for cell in shown.xpath("//td[contains(@class, 'bar')]"):
        (fill,) = cell.xpath(".//span[contains(@class, 'fill')]/@class")
        value = cell.xpath("string(.//span[@class='figure'])")
        width = int(fill.removeprefix("fill w"))
        assert width % STEP == 0
        assert abs(width / 100 - (0.0 if value == "–" else float(value))) <= STEP / 200 + 1e-9
    attributes = {name for element in shown.iter() for name in element.attrib}
    assert attributes <= {"class", "scope", "aria-hidden", "aria-label", "role", "tabindex", "datetime"}
    assert {element.tag for element in shown.iter()}.isdisjoint({"script", "style", "svg", "link", "img"})


def test_the_best_of_each_measure_stands_out_and_a_figure_that_is_missing_is_a_dash(own: Settings) -> None:
    shown = parser.fromstring(f"<div>{evidence(own)}</div>")
    best = {
        row.xpath("string(th)").split()[0]: [
            "best" in cell.get("class") for cell in row.xpath("td[contains(@class, 'bar')]")
        ]
        for row in shown.xpath("//section[@class='measures']//tbody/tr")
    }
    assert (best["right-answer"], best["false-refusal"]) == ([True, False], [False, True])
    assert cells(evidence(own), "documents-cited") == ["–", "–", "0"]


def test_the_questions_are_counted_as_they_are(own: Settings) -> None:
    questions = read_questions()
    shown = parser.fromstring(f"<div>{evidence(own)}</div>")
    numbers = [
        [int(n) for n in row.xpath("td[@class='n']/text()")]
        for row in shown.xpath("//section[@class='questions']//tbody/tr")
    ]
    assert [sum(column) for column in zip(*numbers, strict=True)] == [
        sum(question.split == "test" for question in questions),
        len(questions),
    ]


def test_what_is_not_covered_and_what_was_not_kept_is_said(own: Settings) -> None:
    shown = text(evidence(own))
    assert re.search(r"Not covered: known and linked, no text: \d+ of \d+ documents", shown)
    assert all(command in shown for command, _ in NOT_KEPT)


def test_the_commands_that_are_named_are_commands() -> None:
    from evals.cli import eval_app

    known = {command.name for command in eval_app.registered_commands} | {g.name for g in eval_app.registered_groups}
    assert {command.split()[2] for command, _ in NOT_KEPT} <= known


def test_names_are_text_and_never_markup(own: Settings) -> None:
    of = (graded("<b>Pincite</b>", True, "<i>x"),)
    keep_report(own.home, report(figure("<b>Pincite</b>", "right-answer", 0.5), graded=of))
    shown = evidence(own)
    assert "&lt;b&gt;Pincite&lt;/b&gt;" in shown and "&lt;i&gt;x" in shown
    assert "<b>" not in shown and "<i>" not in shown


def test_what_is_committed_holds_all_that_is_shown() -> None:
    committed = read_baseline()
    assert isinstance(committed, Baseline)
    assert {share.kind for share in committed.shares} >= {"official", "exporter", "trainer"}
    assert all(len(share.right) == len(committed.systems) for share in committed.shares)
