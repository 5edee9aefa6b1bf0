"""Figure 5 for several scenarios: how states regard each other at the end, and what changes."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from sim.report import style
from sim.report.figures.dyads import dyad_data, panels_of_maps, sized, unsure

from .comparison import Compared
from .words import provenance


def figure(result: Compared) -> Figure:
    """Return the figure for a comparison: the first scenario's last month, and what changes."""
    last = [results.stances[:, -1] for results in result.results[:4]]
    panels = [(last[0], f"{result.labels[0]}, {result.scenarios[0].month_labels[-1]}")]
    changed = zip(last[1:], result.labels[1:], strict=False)
    panels += [(values - last[0], f"change: {label}") for values, label in changed]
    small = provenance(result) + " Row regards column: median stance and median paired difference. "
    codes = result.results[0].codes
    small += unsure(codes)

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        panels_of_maps(canvas, panels, codes)
        style.head(canvas, _largest(last[1] - last[0], result), small)

    return sized(0.9 + 3.1 * len(panels), 4.5, codes, draw)


def _largest(change: np.ndarray, result: Compared) -> str:
    """Name the tie that a scenario changes most."""
    medians, agreed = dyad_data(change)
    size = np.where(agreed, np.abs(medians), 0.0)
    np.fill_diagonal(size, 0.0)
    if size.max() < 0.02:  # judgement: less is no change to speak of
        return f"Stances end the same: {result.labels[1]}"
    i, j = np.unravel_index(size.argmax(), size.shape)
    a, b = (result.scenarios[0].states[k].name for k in (i, j))
    word = "warmer" if medians[i, j] > 0 else "colder"
    return f"{a} ends {word} toward {b} by {abs(medians[i, j]):.2f}: {result.labels[1]}"
