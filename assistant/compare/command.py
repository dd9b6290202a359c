"""The command `pincite compare`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def compare_command(
    topic: Annotated[list[str] | None, typer.Argument(help="The topic: SaaS, brokering, technical assistance …")] = None,
    jurisdictions: Annotated[
        list[str] | None, typer.Option("--jurisdictions", help="Two or more, codes or names: EU,UK,US,Japan.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    out: Annotated[Path | None, typer.Option(help="Write to this file: .md, .docx, .csv or .json.")] = None,
) -> None:
    """Compare how jurisdictions treat a topic: a table of points, each cell cited, or nothing."""
    from assistant.answer import EXIT
    from assistant.ask import Pincite
    from assistant.compare.compare import compare
    from assistant.compare.paper import paper
    from assistant.export.hand_out import hand_out

    made = compare(Pincite(), " ".join(topic or []), jurisdictions or [])
    hand_out(made, paper(made), as_json, out)
    raise typer.Exit(EXIT[made.status])
