"""The tab Evidence: how good Pincite is, on what, measured when. The figures are handed in by the evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.web.draw import cleaned, draw
from assistant.web.house import House, Tab, told


def evidence_tab(house: House) -> Tab:
    """Build the tab. It is drawn when it is chosen: the figures may have been made anew."""
    shown = house.output("evidence")

    def drawn() -> str:
        return told(lambda: draw("evidence", report=cleaned(house.evidence()) if house.evidence else ""))()

    def restore(given: Mapping[str, str]) -> list[Any]:
        return [drawn() if given["tab"] == "evidence" else ""]

    return Tab("evidence", [shown], restore, (lambda _: drawn(), shown))
