"""The command `pincite eval compare`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import UsageError
from corpus.settings import Settings


def eval_compare(
    keys: Annotated[list[Path] | None, typer.Argument(help="Keys; those that come with Pincite unless given.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, with every cell.")] = False,
) -> None:
    """Compare jurisdictions as keys ask, and count the cells that are right, missed and wrong."""
    import json
    from dataclasses import asdict

    from assistant.ask import Pincite
    from evals.compare.measure import FOLDER, measure

    missing = [path for path in keys or () if not path.is_file()]
    if missing:
        raise UsageError(f"There is no key {missing[0]}.")
    pincite = Pincite(Settings())
    measured = [measure(pincite, path) for path in keys or sorted(FOLDER.glob("*.yaml"))]
    if as_json:
        print(json.dumps([{**asdict(one), "figures": one.figures} for one in measured], ensure_ascii=False, indent=1))
        return
    for one in measured:
        f = one.figures
        print(
            f"{one.topic}: {f['right']:.0f} of {f['fillable']:.0f} cells filled and right ({f['right_share']:.0%}), "
            f"{f['missed']:.0f} missed, {f['wrong']:.0f} wrong; {f['blank_rightly']:.0f} rightly blank; "
            f"{f['beside']:.0f} of {f['statements']:.0f} statements beside the key; "
            f"force named as in the key in {f['kind_right']:.0%}; {f['ms']:,.0f} ms"
        )
        for cell in one.cells:
            if cell.verdict in ("missed", "wrong"):
                print(f"  {cell.verdict}: {cell.key.row}, {cell.key.jurisdiction}: {', '.join(cell.pins) or 'blank'}")
