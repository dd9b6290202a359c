"""The tables of a paper as comma-separated values (RFC 4180), for spreadsheets."""

from __future__ import annotations

import csv
import io

from assistant.paper import Line, Paper, Table, one_line
from corpus.errors import UsageError

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def table_values(paper: Paper) -> str:
    """The tables one after the other, parted by an empty line; each line of a cell with its pincites in brackets.

    Raises `UsageError` if the paper has no table.
    """
    tables = [block for block in paper.blocks if isinstance(block, Table)]
    if not tables:
        raise UsageError("There is no table in this to write as .csv; write .md or .docx.")
    written = io.StringIO()
    values = csv.writer(written)
    for n, table in enumerate(tables):
        if n:
            values.writerow(())
        values.writerow([_harmless(one_line(name)) for name in table.head])
        for row in table.rows:
            values.writerow([_harmless("\n".join(_line(line) for line in cell)) for cell in row])
    return written.getvalue()


def _line(line: Line) -> str:
    pincites = "; ".join(dict.fromkeys(citation.pincite for citation in line.citations))
    tag = f"{line.tag}: " if line.tag else ""
    return one_line(f"{tag}{line.text}" + (f" ({pincites})" if pincites else ""))


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
