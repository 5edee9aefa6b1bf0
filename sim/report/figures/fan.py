"""Figure 1: fans. How the state in focus tilts, on whom its economy depends, who hedges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
from sim.system.text import in_percent

from . import shocks
from .behind import half_year_means, support_panel
from .shocks import Key

# Inches: a figure with one line of small panels, and above and below its panels without the key.
_TALL, _ABOVE, _BELOW = 8.3, 0.95, 0.75
_LOW, _NARROW = 7.6, 5.0  # inches: its height where it is narrower than this
_LEFT, _RIGHT = 1.0, 0.7  # inches beside its panels
_HIGH = 0.72  # a tilt above which there is no room for words
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
    small = (
        style.provenance(results)
        + " Line: median. Dark band: middle half of histories. Light band: 90 %. Diamonds: means "
        "of half-years."
    )
    if len(states) < len(results.codes):
        small += (
            f" Below: the {len(states)} states whose hedging changes most, of {len(results.codes)}."
        )

    sheet = Sheet.of(results, states, style.across(10), _RIGHT)

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        above, middle, below = sheet.lay_out(canvas, results, hedging)
        _tilt_panel(above, results)
        support_panel(middle, results, focus(results))
        _economy_panel(below, results)
        style.head(canvas, headline(outcome_table(results)), small)

    def hedging(axes: Axes, code: str) -> None:
        """Draw how evenly a state spreads its support."""
        fan(axes, results.hedging(code), style.colour(results.codes, code))

    return style.drawn(sheet.wide, sheet.height, draw, fits=True)


@dataclass(frozen=True)
class Sheet:
    """Where the panels of a figure of fans stand: three lines, a small one per state, the key.

    Attributes
    ----------
    states : list of str
        Codes.
    columns : int
        Small panels side by side.
    wide, height : float
        Inches of the figure.
    right : float
        Inches beside the panels, for what is written there.
    key : Key
        To the shocks.
    """

    states: list[str]
    columns: int
    wide: float
    height: float
    right: float
    key: Key

    @classmethod
    def of(cls, results: Results, states: list[str], wide: float, right: float) -> Sheet:
        """Lay out a figure.

        Parameters
        ----------
        results : Results
        states : list of str
            Codes.
        wide, right : float
            Inches of the figure, and beside its panels.
        """
        columns = style.columns_for(len(states), wide - _LEFT - right, 0.85, 6)
        key = Key.of(results.scenario, wide - 0.3)
        lines, narrow = -(-len(states) // columns), wide < _NARROW
        height = (_LOW if narrow else _TALL) + key.height + (0.95 if narrow else 1.3) * (lines - 1)
        return cls(states, columns, wide, height, right, key)

    def lay_out(
        self, canvas: Figure, results: Results, hedging: Callable[[Axes, str], None]
    ) -> list[Axes]:
        """Draw the small panels and the key; return the three large panels, empty.

        Parameters
        ----------
        canvas : Figure
        results : Results
        hedging : callable
            Draws the small panel of a state.
        """
        lines, tall = -(-len(self.states) // self.columns), canvas.get_figheight()
        grid = canvas.add_gridspec(
            3 + lines, self.columns, height_ratios=[3.2, 1.2, 1.2, *[1.1] * lines], wspace=0.28,
            hspace=1.0 if self.wide < _NARROW else 0.6, left=_LEFT / self.wide,
            right=1 - self.right / self.wide, top=1 - _ABOVE / tall,
            bottom=(_BELOW + self.key.height) / tall,
        )  # fmt: skip
        for k, code in enumerate(self.states):
            axes = canvas.add_subplot(grid[3 + k // self.columns, k % self.columns])
            hedging(axes, code)
            axes.set(ylim=(0, 1), yticks=(0, 0.5, 1))
            axes.set_title(f"{code} hedging", fontsize=8.5, loc="left", pad=3)
            style.time_axis(axes, results)
            if k % self.columns:
                axes.set_yticklabels([])
            axes.tick_params(labelsize=7)
        self.key.write(canvas, 0.15, _BELOW - 0.32 + self.key.height)
        return [canvas.add_subplot(grid[line, :]) for line in range(3)]


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
    tall = max(end.count("\n") + 1 for end in ends) * 1.3 * 9 / 72 + 0.1  # inches of the longer
    halves = ("−0.5", "+0.5") if tall < style.inches_up(axes) / 4 else ("", "")
    words = (f"{ends[0]} −1", halves[0], "even 0", halves[1], f"{ends[1]} +1")
    axes.set_yticks((-1, -0.5, 0, 0.5, 1), words)
    low, *_, high = axes.get_yticklabels()
    low.set_verticalalignment("bottom")  # so that it does not run into the first year
    high.set_verticalalignment("top")
    style.time_axis(axes, results)
    _name_needs(axes, needs_in_words(about.needs).capitalize())
    shocks.mark(axes, results)


def _name_needs(axes: Axes, words: str) -> None:
    """Write which needs a tilt is of into a corner at the left, off the means of half-years."""
    low, high = axes.get_xlim()
    reach = low + (high - low) * (style.points(words, 9) + 8) / (72 * style.inches_across(axes))
    marks = [np.asarray(line.get_xydata()) for line in axes.lines if line.get_marker() == "D"]
    means = [float(y) for points in marks for x, y in points if x < reach]
    above = max(means, default=0.0) < _HIGH or min(means) < -_HIGH
    y, side = (0.95, "top") if above else (0.05, "bottom")
    axes.text(0.012, y, words, fontsize=9, va=side, transform=axes.transAxes)


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
    axes.set_yticks(ticks, [in_percent(tick, brief=True) for tick in ticks])
    title = f"Economy: {possessive(name_in_text(results.scenario, about.a))} share"
    axes.set_title(style.filled(axes, title, 9), fontsize=9, loc="left", pad=3)
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
