"""Figure 9: quantile dots. Twenty dots for all histories, so that a chance can be counted."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.outcomes.focus import half_years, name_in_text, needs_in_words
from sim.outcomes.months import half_year_in_words
from sim.outcomes.table import half_year_column
from sim.report import style

from .comparison import Compared
from .matrix import order
from .words import provenance

DOTS = 20  # each stands for one history in twenty
_BINS = 16
_TALL = 2.4  # inches of a line of panels


def quantile_dots(
    values: np.ndarray, low: float = -1.0, high: float = 1.0
) -> tuple[np.ndarray, np.ndarray]:
    """Return where to put twenty dots: percentiles in bins, and their places in the stacks."""
    levels = (np.arange(DOTS) + 0.5) / DOTS
    width = (high - low) / _BINS
    bins = np.clip(((np.quantile(values, levels) - low) / width).astype(int), 0, _BINS - 1)
    places = np.array([int((bins[:k] == b).sum()) for k, b in enumerate(bins)])
    return low + (bins + 0.5) * width, places


def dots(axes: Axes, values: np.ndarray, colour: str, tallest: int) -> Axes:
    """Draw the dots of one scenario over a tilt from -1 to 1."""
    x, y = quantile_dots(values)
    axes.scatter(x, y + 0.5, s=62, color=colour, zorder=3)
    axes.axvline(0, color=style.FAINT, linewidth=0.8)
    axes.set(xlim=(-1.05, 1.05), ylim=(0, max(tallest, 4)), yticks=())
    axes.spines["left"].set_visible(False)
    return axes


def figure(result: Compared) -> Figure:
    """Return the figure for a comparison: a panel per scenario."""
    about, scenario = result.about, result.scenarios[0]
    label = half_years(scenario)[-1][0]
    column = half_year_column("tilt", label)
    rows = [0, *order(result)]
    values = [result.outcomes[which].columns[column] for which in rows]
    state, a, b = (name_in_text(scenario, code) for code in (about.state, about.a, about.b))
    ends = (f"all from\n{a} −1", "even 0", f"all from\n{b} +1")
    tallest = max(int(quantile_dots(array)[1].max()) + 1 for array in values)
    small = provenance(result) + f" Each dot is one history in {DOTS}."

    wide = style.across(10)
    columns = style.columns_for(len(values), wide, 2.6, 3)
    lines = -(-len(values) // columns)
    height = 0.9 + _TALL * lines

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        grid = canvas.add_gridspec(
            lines, columns, left=0.6 / wide, right=1 - 0.6 / wide,
            top=1 - 1.05 / height, bottom=0.75 / height, wspace=0.3, hspace=1.0,
        )  # fmt: skip
        for k, array in enumerate(values):
            axes = canvas.add_subplot(grid[k // columns, k % columns])
            dots(axes, array, style.scenario_colour(k), tallest)
            axes.set_xticks((-1, 0, 1), ends, fontsize=8)
            count = round(DOTS * float((array > 0).mean()))
            head = f"{result.labels[rows[k]]}: {count} of {DOTS} tilt toward {b}"
            words = style.in_lines(head, 34)
            axes.set_title(words, fontsize=9.5, loc="left", color=style.scenario_colour(k))
        when, needs = half_year_in_words(label), needs_in_words(about.needs)
        style.head(canvas, f"Where {state} stands in {when} ({needs})", small)

    return style.drawn(wide, height, draw, fits=True)
