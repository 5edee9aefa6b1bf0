"""Figure 4 for several scenarios: how histories flow from posture to posture in each."""

from __future__ import annotations

from matplotlib.figure import Figure

from sim.outcomes.focus import name_in_text
from sim.report import style
from sim.report.figures.alluvial import alluvial, commonest

from .comparison import Compared
from .matrix import order
from .words import provenance


def figure(result: Compared) -> Figure:
    """Return the figure for a comparison: a panel per scenario."""
    code = result.about.state
    rows = [0, *order(result)]
    panels = [result.results[which] for which in rows]
    wide = style.across(5.2 * min(3, len(panels)))
    across = style.columns_for(len(panels), wide, 3.4, 3)
    down = -(-len(panels) // across)
    titles = [style.in_lines(result.labels[which], int(44 * wide / across / 5.2)) for which in rows]
    more = 0.15 * max(max(title.count("\n") for title in titles) - 1, 0)  # of more lines than two
    height = 1.3 + more + 3.1 * down + (0.25 + more) * (down - 1)
    small = provenance(result) + " Bands: histories, coloured by the posture they come from."
    ends = [commonest(results, code) for results in panels]

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        grid = canvas.add_gridspec(
            down, across, left=0.02, right=0.985, top=1 - (0.98 + more) / height,
            bottom=0.64 / height, wspace=0.06, hspace=0.3 + more / 2.3,
        )  # fmt: skip
        for k, results in enumerate(panels):
            axes = canvas.add_subplot(grid[k // across, k % across])
            alluvial(axes, results, code)
            axes.set_title(
                titles[k],
                fontsize=9.5,
                loc="left",
                color=style.scenario_colour(k),
                fontweight="bold",
            )
        state = name_in_text(result.scenarios[0], code)
        ends_in = "; ".join(
            f"{label}: {posture}" for label, posture in zip(result.labels, ends, strict=True)
        )
        few = f"How {state} ends: {ends_in}"
        many = f"How {state} ends in {len(panels)} scenarios"
        style.head(canvas, few if len(panels) == 2 else many, small)

    return style.drawn(wide, height, draw, fits=True)
