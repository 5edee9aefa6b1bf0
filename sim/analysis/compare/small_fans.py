"""Figure 1 and 2 for three scenarios or more: a small fan for each, on the same axes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.countries.named import possessive
from sim.outcomes.focus import name_in_text, name_opening, needs_in_words
from sim.outcomes.quantiles import quantiles
from sim.report import style
from sim.report.figures.fan import fan

from .comparison import Compared
from .matrix import finding_of_many, order
from .words import provenance

Panel: TypeAlias = Callable[[Axes, int], None]  # draws the scenario at a position
_ACROSS = 4
_WIDE, _TALL, _GAP, _ABOVE, _BELOW, _LEFT = 2.4, 1.25, 0.62, 1.0, 0.85, 0.95  # inches
_LABEL = 32  # characters to a line of a panel's title


def levels(result: Compared) -> Figure:
    """Return the figure of tilts: the first scenario, then the others as the matrix has them."""
    values, rows = result.tilts(), [0, *order(result)]
    a, b = (name_in_text(result.scenarios[0], code) for code in (result.about.a, result.about.b))
    low, high = (style.folded(f"all from {name}", 11) for name in (a, b))
    base = np.median(values[0], axis=0)

    def panel(axes: Axes, which: int) -> None:
        """Draw one scenario, with the median of the first."""
        fan(axes, values[which], style.SCENARIO_B if which else style.SCENARIO_A)
        if which:
            axes.plot(base, color=style.SCENARIO_A, linewidth=1.2, linestyle="--")
        axes.set_ylim(-1, 1)
        axes.set_yticks((-1, 0, 1), (f"{low} −1", "even 0", f"{high} +1"))
        lowest, _, highest = axes.get_yticklabels()
        lowest.set_verticalalignment("bottom")  # so that it does not run into the first year
        highest.set_verticalalignment("top")

    small = " Line: median; bands: middle half and 90 % of histories; dashed: the median of "
    return _figure(result, rows, panel, f"{small}{result.labels[0]}.")


def differences(result: Compared) -> Figure:
    """Return the figure of paired differences of the tilt from the first scenario."""
    first, *_ = values = result.tilts()
    rows = order(result)
    b = name_in_text(result.scenarios[0], result.about.b)
    drawn = np.concatenate([quantiles(values[k] - first)[[0, -1]] for k in rows])
    low, high = float(drawn.min()), float(drawn.max())
    room = 0.05 * (high - low) or 0.1

    def panel(axes: Axes, which: int) -> None:
        """Draw one scenario's differences."""
        fan(axes, values[which] - first, style.SCENARIO_B)
        axes.set_ylim(low - room, high + room)

    small = f" Tilt less that in {result.labels[0]}, history by history; up is toward {b}. Line: "
    return _figure(result, rows, panel, f"{small}median; bands: middle half and 90 %.")


def _figure(result: Compared, rows: Sequence[int], panel: Panel, small: str) -> Figure:
    """Return a figure of small panels, one for each of these scenarios."""
    natural = max(7.5, _LEFT + min(_ACROSS, len(rows)) * _WIDE + 0.2)
    width = style.across(natural)
    across = style.columns_for(len(rows), width - _LEFT - 0.2, 1.3, _ACROSS)
    down = -(-len(rows) // across)
    room = int(min(_LABEL, 13 * (width - _LEFT - 0.2) / across))
    titles = [style.in_lines(result.labels[which], room) for which in rows]
    gap = _GAP + 0.14 * max(title.count("\n") for title in titles)
    height = _ABOVE + _BELOW + down * _TALL + (down - 1) * gap
    needs = needs_in_words(result.about.needs)
    state = name_opening(result.scenarios[0], result.about.state)

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        grid = canvas.add_gridspec(
            down, across, left=_LEFT / width, right=0.985, top=1 - _ABOVE / height,
            bottom=_BELOW / height, hspace=gap / _TALL, wspace=0.12,
        )  # fmt: skip
        for k, (which, title) in enumerate(zip(rows, titles, strict=True)):
            axes = canvas.add_subplot(grid[k // across, k % across])
            panel(axes, which)
            axes.axhline(0, color=style.FAINT, linewidth=0.8, zorder=0)
            axes.set_title(title, fontsize=8.5, loc="left", pad=3)
            style.time_axis(axes, result.results[0])
            axes.tick_params(labelsize=7.5)
            if k % across:
                axes.set_yticklabels([])
        about = f"{provenance(result)} {possessive(state)} tilt, {needs}."
        style.head(canvas, finding_of_many(result), about + small)

    return style.drawn(width, height, draw, fits=True)
