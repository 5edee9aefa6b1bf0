"""The article's scenario in Mesa's own viewer: step through one history in a browser.

Run it with ``solara run docs/watch_in_browser.py``; docs/python.md says with which versions.
"""

from __future__ import annotations

from mesa.visualization import Slider, SolaraViz, make_plot_component

import sim

PARAMETERS = {
    "scenario": "article",
    "seed": {"type": "InputText", "value": 1, "label": "Seed"},
    "run": Slider("History", value=0, min=0, max=99, step=1),
    "states.DPRK.autonomy": Slider("Autonomy of DPRK", value=0.35, min=0.0, max=2.0, step=0.05),
}
model = sim.Diplomacy("article", seed=1)
page = SolaraViz(
    model,
    components=[
        make_plot_component("tilt"),
        make_plot_component({"received_DPRK": "tab:orange", "hedging_DPRK": "tab:blue"}),
    ],
    model_params=PARAMETERS,
    name="Kim between Beijing and Moscow",
)
page  # noqa: B018  (Solara shows the last name)
