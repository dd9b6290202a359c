"""The command `pincite compare`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def compare_command(
    topic: Annotated[
        list[str] | None, typer.Argument(help="The topic: SaaS, brokering, technical assistance …")
    ] = None,
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
    from assistant.export.choose import show, write

    made = compare(Pincite(), " ".join(topic or []), jurisdictions or [])
    if out is not None:
        write(paper(made), out, made)
    if as_json:
        print(made.model_dump_json(indent=1))
    elif out is None:
        from rich.console import Console

        show(Console(highlight=False), paper(made, is_narrow=True))
    else:
        print(f"Written: {out}")
    raise typer.Exit(EXIT[made.status])
