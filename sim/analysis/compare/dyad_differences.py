"""Figure 5 for several scenarios: how states regard each other at the end, and what changes."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from sim.outcomes.focus import name_in_text, name_opening
from sim.report import style
from sim.report.figures.dyads import dyad_data, panels_of_maps, sized, unsure

from .comparison import Compared
from .matrix import order
from .words import provenance


def figure(result: Compared) -> Figure:
    """Return the figure for a comparison: the first scenario's last month, and what changes."""
    rows = [0, *order(result)]
    last = [result.results[which].stances[:, -1] for which in rows]
    labels = [result.labels[which] for which in rows]
    panels = [(last[0], f"{result.labels[0]}, {result.scenarios[0].month_labels[-1]}")]
    changed = zip(last[1:], labels[1:], strict=True)
    panels += [(values - last[0], f"change: {label}") for values, label in changed]
    small = provenance(result) + " Row regards column: median stance and median paired difference. "
    codes = result.results[0].codes
    small += unsure(codes)

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        panels_of_maps(canvas, panels, codes)
        changes = [values - last[0] for values in last[1:]]
        style.head(canvas, _largest(changes, labels, result), small)

    return sized([title for _, title in panels], codes, draw)


def _largest(changes: list[np.ndarray], labels: list[str], result: Compared) -> str:
    """Name the tie that a scenario changes most."""
    best, told = 0.02, ""  # judgement: less is not worth mentioning
    for change, label in zip(changes, labels[1:], strict=True):
        medians, agreed = dyad_data(change)
        size = np.where(agreed, np.abs(medians), 0.0)
        np.fill_diagonal(size, 0.0)
        if size.max() <= best:
            continue
        i, j = np.unravel_index(size.argmax(), size.shape)
        first = result.scenarios[0]
        a, b = name_opening(first, first.codes[i]), name_in_text(first, first.codes[j])
        word = "warmer" if medians[i, j] > 0 else "colder"
        best = size.max()
        told = f"{a} ends {word} toward {b} by {best:z.2f}: {label}"
    return told or f"Stances end the same: {', '.join(labels[1:])}"
