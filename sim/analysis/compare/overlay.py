"""Figure 1 for several scenarios: their fans on the same axes, the same histories in each."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.countries.named import possessive
from sim.outcomes.focus import name_in_text
from sim.report import style
from sim.report.figures.fan import (
    ABOVE,
    BELOW,
    TALL,
    dress_economy,
    dress_tilt,
    fan,
    most_changed,
)
from sim.report.figures.shocks import Key

from .comparison import Compared
from .words import headline, provenance


def overlaid(axes: Axes, values: list[np.ndarray]) -> Axes:
    """Draw the fan of a measure, (history, month), for each of two scenarios."""
    for k, array in enumerate(values):
        fan(axes, array, style.SCENARIOS[k], style.DASHES[k])
    return axes


def figure(result: Compared) -> Figure:
    """Return the figure for a comparison."""
    states = most_changed(result.results[0])
    columns = min(len(states), 6)
    lines = -(-len(states) // columns)
    small = provenance(result) + " Line: median."
    small += " Dark band: middle half of histories. Light band: 90 %."

    key = Key.of(result.scenarios[0], 11 - 0.3)
    height = TALL + key.height + 1.3 * (lines - 1)

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        grid = canvas.add_gridspec(
            3 + lines, columns, height_ratios=[3.2, 1.2, 1.2, *[1.1] * lines], hspace=0.6,
            wspace=0.28, left=0.1, right=0.865, top=1 - ABOVE / height,
            bottom=(BELOW + key.height) / height,
        )  # fmt: skip
        _tilts(canvas.add_subplot(grid[0, :]), result)
        _supports(canvas.add_subplot(grid[1, :]), result)
        _economies(canvas.add_subplot(grid[2, :]), result)
        for k, code in enumerate(states):
            axes = canvas.add_subplot(grid[3 + k // columns, k % columns])
            overlaid(axes, [results.hedging(code) for results in result.results])
            axes.set(ylim=(0, 1), yticks=(0, 0.5, 1))
            axes.set_title(f"{code} hedging", fontsize=8.5, loc="left", pad=3)
            style.time_axis(axes, result.results[0])
            if k % columns:
                axes.set_yticklabels([])
            axes.tick_params(labelsize=7)
        key.write(canvas, 0.15, BELOW - 0.32 + key.height)
        style.head(canvas, headline(result), small)

    return style.drawn(11, height, draw)


def _tilts(axes: Axes, result: Compared) -> None:
    """Draw the tilts, named at their ends."""
    values = result.tilts()
    overlaid(axes, values)
    dress_tilt(axes, result.results[0])
    name_ends(
        axes, [float(np.median(array[:, -1])) for array in values], result.labels, (-1.0, 1.0)
    )


def _supports(axes: Axes, result: Compared) -> None:
    """Draw the support that each scenario's tilt divides: from the first patron dashed."""
    about = result.about
    for k, results in enumerate(result.results):
        for code, dashes in ((about.a, "--"), (about.b, "-")):
            values = results.support(code, about.state, about.needs).mean(axis=0)
            x, colour = np.arange(len(values)), style.scenario_colour(k)
            axes.plot(x, values, color=colour, linestyle=dashes, linewidth=1.6)
    axes.set_ylim(0, max(0.1, axes.get_ylim()[1]))
    names = (name_in_text(result.scenarios[0], code) for code in (about.a, about.b))
    a, b = map(possessive, names)
    title = f"Support that the tilt divides, in patrons (means): dashed {a}, solid {b}"
    axes.set_title(title, fontsize=9, loc="left", pad=3)
    style.time_axis(axes, result.results[0])


def _economies(axes: Axes, result: Compared) -> None:
    """Draw the first patron's share of the economy."""
    about = result.about
    values = [results.dependence(about.state, about.a, "economy") for results in result.results]
    overlaid(axes, values)
    dress_economy(axes, result.results[0], values)


def name_ends(
    axes: Axes, heights: list[float], labels: tuple[str, ...], limits: tuple[float, float]
) -> None:
    """Write each line's label beside its end, apart from one another."""
    spread = style.spread(heights, 0.11 * (limits[1] - limits[0]), *limits)
    for k, (height, label) in enumerate(zip(spread, labels, strict=True)):
        axes.text(
            1.008, height, style.folded(label, 22), color=style.SCENARIOS[k], fontsize=8,
            fontweight="bold", va="center", transform=axes.get_yaxis_transform(),
        )  # fmt: skip
