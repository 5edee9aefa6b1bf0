"""Figure 1: fans. How the state in focus tilts, on whom its economy depends, who hedges."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.countries.named import possessive
from sim.outcomes.focus import focus, name_in_text, needs_in_words
from sim.outcomes.quantiles import quantiles
from sim.outcomes.results import Results
from sim.outcomes.summary import headline
from sim.outcomes.table import outcome_table
from sim.report import style

from . import shocks
from .behind import half_year_means, support_panel
from .shocks import Key

# Inches: a figure with one line of small panels, and above and below its panels without the key.
TALL, ABOVE, BELOW = 8.3, 0.95, 0.75
_MOST, _HALF = 0.18, 0.38  # how opaque the bands of 90 % and of half of histories are


def fan_data(values: np.ndarray) -> dict[str, np.ndarray]:
    """Return median and bands of a measure (history, month) over histories, month by month."""
    low, first, middle, third, high = quantiles(values)
    return {"q05": low, "q25": first, "median": middle, "q75": third, "q95": high}


def fan(axes: Axes, values: np.ndarray, colour: str, dashes: Any = "-") -> Axes:
    """Draw the fan of a measure: median line, middle half dark, 90 % of histories light."""
    data = fan_data(values)
    x = np.arange(values.shape[1])
    axes.fill_between(x, data["q05"], data["q95"], color=colour, alpha=_MOST, linewidth=0)
    axes.fill_between(x, data["q25"], data["q75"], color=colour, alpha=_HALF, linewidth=0)
    axes.plot(x, data["median"], color=colour, linewidth=2, linestyle=dashes,
              marker="o" if len(x) == 1 else None)  # fmt: skip
    return axes


def figure(results: Results) -> Figure:
    """Return the figure for a run."""
    states = most_changed(results)
    columns = min(len(states), 6)
    lines = -(-len(states) // columns)
    small = (
        style.provenance(results)
        + " Line: median. Dark band: middle half of histories. Light band: 90 %. Diamonds: means "
        "of half-years, as in the title."
    )
    if len(states) < len(results.codes):
        small += (
            f" Below: the {len(states)} states whose hedging changes most, of {len(results.codes)}."
        )

    key = Key.of(results.scenario, 10 - 0.3)
    height = TALL + key.height + 1.3 * (lines - 1)

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        grid = canvas.add_gridspec(
            3 + lines, columns, height_ratios=[3.2, 1.2, 1.2, *[1.1] * lines], hspace=0.6,
            wspace=0.28, left=0.1, right=0.93, top=1 - ABOVE / height,
            bottom=(BELOW + key.height) / height,
        )  # fmt: skip
        _tilt_panel(canvas.add_subplot(grid[0, :]), results)
        support_panel(canvas.add_subplot(grid[1, :]), results, focus(results))
        _economy_panel(canvas.add_subplot(grid[2, :]), results)
        for k, code in enumerate(states):
            axes = canvas.add_subplot(grid[3 + k // columns, k % columns])
            fan(axes, results.hedging(code), style.colour(results.codes, code))
            axes.set(ylim=(0, 1), yticks=(0, 0.5, 1))
            axes.set_title(f"{code} hedging", fontsize=8.5, loc="left", pad=3)
            style.time_axis(axes, results)
            if k % columns:
                axes.set_yticklabels([])
            axes.tick_params(labelsize=7)
        key.write(canvas, 0.15, BELOW - 0.32 + key.height)
        style.head(canvas, headline(outcome_table(results)), small)

    return style.drawn(10, height, draw)


def _tilt_panel(axes: Axes, results: Results) -> None:
    """Draw the tilt of the state in focus."""
    about = focus(results)
    fan(axes, results.tilt(about.state, about.a, about.b, about.needs), style.SCENARIO_A)
    half_year_means(axes, results, about, style.SCENARIO_A)
    dress_tilt(axes, results)


def dress_tilt(axes: Axes, results: Results) -> None:
    """Give an axis of tilts its ends, its needs, its months and the shocks."""
    about = focus(results)
    axes.axhline(0, color=style.FAINT, linewidth=0.8)
    a, b = (name_in_text(results.scenario, code) for code in (about.a, about.b))
    axes.set_ylim(-1, 1)
    ends = [style.folded(f"all from {name}", 11) for name in (a, b)]
    words = (f"{ends[0]} −1", "−0.5", "even 0", "+0.5", f"{ends[1]} +1")
    axes.set_yticks((-1, -0.5, 0, 0.5, 1), words)
    low, *_, high = axes.get_yticklabels()
    low.set_verticalalignment("bottom")  # so that it does not run into the first year
    high.set_verticalalignment("top")
    axes.text(0.012, 0.95, needs_in_words(about.needs).capitalize(), fontsize=9, va="top",
              transform=axes.transAxes)  # fmt: skip
    style.time_axis(axes, results)
    shocks.mark(axes, results)


def _economy_panel(axes: Axes, results: Results) -> None:
    """Draw how much of the focus state's economy hangs on its first patron."""
    about = focus(results)
    values = results.dependence(about.state, about.a, "economy")
    fan(axes, values, style.colour(results.codes, about.a))
    dress_economy(axes, results, [values])


def dress_economy(axes: Axes, results: Results, values: list[np.ndarray]) -> None:
    """Give an axis of shares of the economy its ends, near what is drawn, and its months.

    Parameters
    ----------
    axes : Axes
    results : Results
    values : list of ndarray (history, month)
        What is drawn, 0..1.
    """
    about = focus(results)
    ends = [np.concatenate([np.ravel(fan_data(v)[end]) for v in values]) for end in ("q05", "q95")]
    low, high = style.near(float(ends[0].min()), float(ends[1].max()))
    axes.set_ylim(low, high)
    ticks = np.linspace(low, high, 3)
    axes.set_yticks(ticks, [f"{100 * tick:z.0f} %" for tick in ticks])
    title = f"Economy: {possessive(name_in_text(results.scenario, about.a))} share"
    axes.set_title(title, fontsize=9, loc="left", pad=3)
    style.time_axis(axes, results)


def most_changed(results: Results) -> list[str]:
    """Return the states to draw: all, or of too many those whose hedging changes most."""
    if len(results.codes) <= style.MOST_PANELS:
        return list(results.codes)
    change = {}
    for code in results.codes:
        hedging = np.median(results.hedging(code), axis=0)
        change[code] = float(hedging.max() - hedging.min())
    chosen = sorted(results.codes, key=lambda code: -change[code])[: style.MOST_PANELS]
    return [code for code in results.codes if code in chosen]
