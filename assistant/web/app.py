"""The page: tabs on the left, the source on the right, taken up from its address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.ask import Pincite
from assistant.web import address
from assistant.web.ask_tab import ask_tab
from assistant.web.browse_tab import browse_tab
from assistant.web.compare_tab import compare_tab
from assistant.web.coverage_tab import coverage_tab
from assistant.web.draw import draw
from assistant.web.endpoints import endpoints
from assistant.web.evidence_tab import evidence_tab
from assistant.web.house import SCRIPT, House, Tab
from assistant.web.texts import say
from assistant.web.workshop_tab import workshop_tab
from corpus.settings import Settings

TABS: tuple[tuple[str, Callable[[House], Tab]], ...] = (
    ("ask", ask_tab),
    ("browse", browse_tab),
    ("compare", compare_tab),
    ("coverage", coverage_tab),
    ("workshop", workshop_tab),
    ("evidence", evidence_tab),
)


def page(pincite: Pincite, settings: Settings | None = None, evidence: Callable[[], str] | None = None) -> gr.Blocks:
    """The page of an assistant. `evidence` gives the HTML of what is proven, which is not known here."""
    panel = gr.HTML(
        draw("empty"), elem_id="panel", js_on_load=SCRIPT, apply_default_css=False, render=False, elem_classes="panel"
    )
    house = House(pincite, settings or Settings(), panel, evidence)
    made = gr.Blocks(title=say("page.title"), analytics_enabled=False, fill_width=True)
    with made:
        gr.HTML(draw("head"), apply_default_css=False)
        with gr.Row(elem_id="house"):
            with gr.Column(scale=3, elem_id="work", min_width=320), gr.Tabs(elem_id="tabs") as tabs:
                for name, build in TABS:
                    with gr.Tab(say(f"tab.{name}"), id=name) as tab:
                        house.tabs.append(build(house))
                    tab.select(None, js=f"() => window.pincite.tab('{name}')", api_visibility="private")
                    if opened := house.tabs[-1].opened:
                        tab.select(opened[0], opened[1], opened[1], api_visibility="private", show_progress="minimal")
            with gr.Column(scale=2, elem_id="beside", min_width=320):
                panel.render()
                house.opens(panel)
        gr.HTML(draw("foot"), apply_default_css=False)
        endpoints(house.pincite, house.settings)
        components = [component for tab in house.tabs for component in tab.components]

        def chosen(request: gr.Request) -> Any:
            """The tab of the address. The first is there already; by now the user may have chosen another."""
            name = address.read(dict(request.query_params))["tab"]
            return gr.Tabs(selected=name) if name != TABS[0][0] else gr.skip()

        def restore(request: gr.Request) -> list[Any]:
            given = address.read(dict(request.query_params))
            values = [value for tab in house.tabs for value in tab.restore(given)]
            shown = house.safe_source(given["show"], given["edition"], given["quote"]) if given["show"] else gr.skip()
            return [shown, *values]

        # The tab first: what it shows may take a second.
        made.load(chosen, None, tabs, api_visibility="private", show_progress="hidden").then(
            restore,
            None,
            [panel, *components],
            api_visibility="private",
            show_progress="minimal",
            show_progress_on=panel,
        )
    return made


def look() -> dict[str, Any]:
    """How the page looks and moves, as arguments of `gr.mount_gradio_app`: nothing is fetched from elsewhere."""
    fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica", "Arial", "sans-serif"]
    theme = gr.themes.Default(
        primary_hue="blue", neutral_hue="slate", font=fonts, font_mono=["ui-monospace", "monospace"]
    ).set(  # the theme's own blue and grey are too faint to read for some (WCAG 1.4.3)
        button_primary_background_fill="*primary_700",
        button_primary_background_fill_dark="*primary_700",
        button_primary_background_fill_hover="*primary_800",
        button_primary_background_fill_hover_dark="*primary_600",
        input_placeholder_color="*neutral_500",
        input_placeholder_color_dark="*neutral_400",
        block_info_text_color="*neutral_600",
        block_info_text_color_dark="*neutral_300",
        block_label_text_color="*neutral_700",
    )
    return {
        "theme": theme,
        "css": Path(__file__).with_name("page.css").read_text(encoding="utf-8"),
        "footer_links": [],
    }
