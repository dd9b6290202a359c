"""Shows a run: a table for the terminal, JSON for programs, one self-contained HTML page for people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from evals.coverage import HEADINGS, Covered
from evals.metrics import MEASURES, Measure, mean
from evals.run import PINCITE, Figure, Graded, Measured, Report

if TYPE_CHECKING:
    from jinja2 import Template

HEADLINE = (
    "right-answer",
    "fact-recall",
    "pin-recall",
    "pin-precision",
    "refusal-recall",
    "false-refusal",
    "nDCG@10",
    "R@10",
)
_TEMPLATES = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Row:
    """One measure over the systems: the headline split's figures, and those of the other split beside them."""

    measure: Measure
    figures: tuple[Figure | None, ...]
    beside: tuple[Figure | None, ...]

    @property
    def best(self) -> float | None:
        """The best of the headline figures; `None` where no value is better than another."""
        values = [f.value for f in self.figures if f is not None and f.value is not None]
        if not values or self.measure.better == "neither":
            return None
        return min(values) if self.measure.better == "lower" else max(values)


def rows(report: Measured) -> list[Row]:
    """The table of systems by measures: the test split where it was run, dev beside it."""
    head, *rest = sorted(report.splits, reverse=True)

    def figures(split: str, measure: Measure) -> tuple[Figure | None, ...]:
        return tuple(report.value(system, split, measure.name) for system in report.systems)

    return [Row(m, figures(head, m), figures(rest[0], m) if rest else ()) for m in MEASURES]


def print_report(console: Console, report: Report) -> None:
    """Print the table; the best of each measure in bold, the other split's figure dim beside it."""
    head, *rest = sorted(report.splits, reverse=True)
    title = f"{head} split" + (f" ({rest[0]} beside)" if rest else "")
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    table.add_column("measure")
    for system in report.systems:
        table.add_column(system, justify="right")
    table.add_column("n", justify="right", style="dim")
    for row in rows(report):
        cells = []
        for place, figure in enumerate(row.figures):
            is_best = figure is not None and figure.value is not None and figure.value == row.best
            cell = Text(written(figure), style="bold" if is_best else "")
            if row.beside:
                cell.append(f"  {written(row.beside[place])}", style="dim")
            cells.append(cell)
        first = row.figures[0]
        name = Text(row.measure.name)
        name.append(" ↓" if row.measure.better == "lower" else "", style="dim")
        table.add_row(name, *cells, str(first.n if first else ""))
    console.print(table)
    console.print()
    console.print(_groups(report))
    wrong = [one for one in report.graded if one.system == PINCITE and one.went_wrong]
    console.print(Text(f"Pincite went wrong on {len(wrong)} of {_asked(report)} questions: ", style="dim"), end="")
    console.print(Text(", ".join(one.id for one in wrong) or "none", style="dim"))


def _groups(report: Report) -> Table:
    """The share of each kind of question that went right, by system."""
    head = max(report.splits)
    table = Table(
        title=f"went right, {head} split", title_justify="left", box=None, pad_edge=False, header_style="bold"
    )
    table.add_column("kind of question")
    for system in report.systems:
        table.add_column(system, justify="right")
    table.add_column("n", justify="right", style="dim")
    for kind, n, shares in by_group(report):
        table.add_row(Text(kind), *("–" if share is None else f"{share:.3f}" for share in shares), str(n))
    return table


def _asked(report: Report) -> int:
    return sum(one.system == PINCITE for one in report.graded)


def written(figure: Figure | None) -> str:
    """A figure as people read it: three decimals, whole numbers from 10 on, a dash for none."""
    if figure is None or figure.value is None:
        return "–"
    return f"{figure.value:.0f}" if figure.value >= 10 else f"{figure.value:.3f}"


def write_report(report: Report, folder: Path, covered: Sequence[Covered] = ()) -> tuple[Path, Path]:
    """Write `evaluation.json` and `evaluation.html` into a folder. Gives both paths."""
    folder.mkdir(parents=True, exist_ok=True)
    data, page = folder / "evaluation.json", folder / "evaluation.html"
    data.write_text(report.model_dump_json(indent=1) + "\n", encoding="utf-8")
    page.write_text(html(report, covered), encoding="utf-8")
    return data, page


def template(name: str, **filters: Callable[..., object]) -> Template:
    """A template of this folder, in which every value is escaped, with figures `written` and further filters."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(written=written, **filters)
    return environment.get_template(name)


def html(report: Report, covered: Sequence[Covered] = ()) -> str:
    """The page. Every value is escaped; nothing is loaded from elsewhere."""
    return template("report.html.j2").render(
        report=report,
        rows=rows(report),
        charts=[row for row in rows(report) if row.measure.name in HEADLINE],
        head=max(report.splits),
        beside=sorted(report.splits, reverse=True)[1:],
        asked=_asked(report),
        groups=by_group(report),
        covered=covered,
        headings=HEADINGS,
        wrong=[one for one in report.graded if one.system == PINCITE and one.went_wrong],
    )


def by_group(report: Report) -> list[tuple[str, int, tuple[float | None, ...]]]:
    """For each kind of question its number in the headline split, and the share of each system that went right."""
    of_split = [one for one in report.graded if one.split == max(report.splits)]
    kinds = sorted({group for one in of_split for group in one.groups}, key=lambda group: (": " in group, group))
    return [(kind, *_right([g for g in of_split if kind in g.groups], report.systems)) for kind in kinds]


def _right(graded: Sequence[Graded], systems: Sequence[str]) -> tuple[int, tuple[float | None, ...]]:
    shares = [mean(float(not one.went_wrong) for one in graded if one.system == system) for system in systems]
    return shares[0][1], tuple(share for share, _ in shares)
