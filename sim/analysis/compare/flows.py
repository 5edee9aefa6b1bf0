"""Figure 4 for several scenarios: how histories flow from posture to posture in each."""

from __future__ import annotations

from matplotlib.figure import Figure

from sim.outcomes.focus import name_of
from sim.report import style
from sim.report.figures.alluvial import alluvial, commonest

from .comparison import Compared
from .words import provenance


def figure(result: Compared) -> Figure:
    """Return the figure for a comparison: a panel per scenario."""
    code = result.about.state
    panels = result.results[:4]
    small = provenance(result) + " Bands: histories, coloured by the posture they come from."
    ends = [commonest(results, code) for results in panels]

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        grid = canvas.add_gridspec(
            1, len(panels), left=0.02, right=0.985, top=0.78, bottom=0.14, wspace=0.06
        )
        for k, results in enumerate(panels):
            axes = canvas.add_subplot(grid[0, k])
            alluvial(axes, results, code)
            axes.set_title(
                result.labels[k],
                fontsize=9.5,
                loc="left",
                color=style.SCENARIOS[k],
                fontweight="bold",
            )
        state = name_of(result.scenarios[0], code)
        ends_in = "; ".join(
            f"{label}: {posture}" for label, posture in zip(result.labels, ends, strict=False)
        )
        style.head(canvas, f"How {state} ends: {ends_in}", small)

    return style.drawn(5.6 * len(panels), 4.6, draw)
