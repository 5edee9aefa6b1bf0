"""The figure of a calibration: what a record pins down, and how the agreement with it grows."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.outcomes.quantiles import LEVELS
from sim.report import style
from sim.report.rows import Rows
from sim.scenario import Scenario, path_in_words
from sim.system.text import in_percent

from .calibration import Calibration

MOST_ROWS, MOST_OF_NARROW = 20, 10
CLEARLY = 0.05  # judgement: share of its uncertainty by which a number is said to be pinned down
_WIDTH, _ROW, _ABOVE, _BELOW, _LEFT, _PATTERN = 11.5, 0.34, 0.2, 0.5, 3.6, 0.6  # inches
_ROW_OF_NARROW, _BETWEEN, _HEAD = 0.2, 0.3, 0.3
_NARROW = 10.0  # in a narrower figure the panels stand one below the other
_AXIS = 0.2  # inches below the panel beside
_Place = tuple[float, float, float, float]
_FEWEST_ROWS = 8  # for which there is room, so that the panel beside has some too


def intervals(axes: Axes, fit: Calibration, shown: np.ndarray, rows: Rows) -> Axes:
    """Draw numbers over their ranges: value in the scenario, 90 % of the sample, fitted value.

    Parameters
    ----------
    axes : Axes
    fit : Calibration
    shown : ndarray of int
        Positions of the numbers, the first on top.
    rows : Rows
        What each is.
    """
    y, span = np.arange(len(shown)), fit.high - fit.low

    def along(values: np.ndarray) -> np.ndarray:
        """Return values as parts of their ranges."""
        return ((values - fit.low) / span)[shown]

    low, high = np.quantile(fit.sample, LEVELS[::4], axis=0)
    axes.hlines(y, 0, 1, color="#d9d9d9", linewidth=1.2, zorder=1)
    axes.hlines(
        y, along(low), along(high), color=style.SCENARIO_B, linewidth=5, alpha=0.35, zorder=2
    )
    axes.plot(
        along(fit.base), y, "o", color=style.INK, markerfacecolor="white", markersize=5.5, zorder=3
    )
    axes.plot(along(fit.fitted), y, "o", color=style.SCENARIO_B, markersize=5, zorder=4)
    for row, k in enumerate(shown):
        place: dict[str, Any] = {"fontsize": 7, "color": "#666666", "va": "center"}
        axes.text(-0.02, row, _number(fit.low[k]), ha="right", **place)
        axes.text(1.02, row, _number(fit.high[k]), ha="left", **place)
        axes.text(
            1.3, row, in_percent(fit.pinned[k], brief=True), fontsize=7.5, ha="right", va="center"
        )
    rows.write(axes, _LEFT - 0.1)
    last, first = rows.limits
    above = _HEAD / rows.pitch
    place = {"fontsize": 7.5, "color": "#666666", "ha": "right", "va": "center"}
    axes.text(1.3, first - above / 2, "taken away", **place)
    axes.set(xlim=(-0.14, 1.32), ylim=(max(last, _FEWEST_ROWS * (not rows.above)), first - above))
    axes.axis("off")
    return axes


def _number(value: float) -> str:
    """Write a number briefly."""
    return f"{value:z.3g}".replace("-", "−")


def agreements(axes: Axes, fit: Calibration) -> Axes:
    """Draw the correlation of each pattern with the record's, before and after."""
    before, after, y = fit.rounds[0], fit.rounds[-1], np.arange(len(fit.rows))
    axes.hlines(y, before, after, color=style.SCENARIO_A, linewidth=1.4, alpha=0.6)
    axes.plot(before, y, "o", color=style.INK, markerfacecolor="white", markersize=5.5, zorder=3)
    axes.plot(after, y, "o", color=style.SCENARIO_A, markersize=5.5, zorder=4)
    for row, name in enumerate(fit.rows):
        axes.text(
            0.0, row - 0.24, name, fontsize=7.5, va="bottom", transform=axes.get_yaxis_transform()
        )
    axes.set(
        ylim=(len(y) - 0.5, -0.9),
        yticks=(),
        xlim=(min(0.0, before.min(), after.min()) - 0.03, 1.03),
    )
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x", color="#eeeeee")
    asked = (
        ";\nshare of histories with yes"
        if any(row.startswith("yes to ") for row in fit.rows)
        else ""
    )
    axes.set_xlabel(f"correlation with the record, over dyads{asked}", fontsize=8)
    axes.tick_params(labelsize=7.5)
    return axes


def figure(scenario: Scenario, fit: Calibration, small: str) -> Figure:
    """Return the figure.

    Parameters
    ----------
    scenario : Scenario
        Before it was fitted.
    fit : Calibration
    small : str
        How the numbers came about, for the small type.
    """
    wide = style.across(_WIDTH)
    narrow = wide < _NARROW
    shown = np.argsort(-fit.pinned, kind="stable")[: MOST_OF_NARROW if narrow else MOST_ROWS]
    named = [(path_in_words(scenario, fit.paths[k]), fit.paths[k]) for k in shown]
    rows = Rows.of(named, _ROW_OF_NARROW if narrow else _ROW, wide - 0.5, narrow)
    small, head = f"{_legend(fit, len(shown))} {small}", title(fit)
    above, below = _ABOVE + style.room_above(head, wide), _BELOW + style.room_below(small, wide)
    tall = rows.pitch * (len(shown) if narrow else max(len(shown), _FEWEST_ROWS)) + _HEAD
    second = _PATTERN * (len(fit.rows) + 1)
    height = above + below + tall + (second + _BETWEEN if narrow else 0)
    first: _Place = (_LEFT / wide, below / height, 0.37, tall / height)
    low = below + tall - min(second, tall - _AXIS)
    beside: _Place = (0.76, low / height, 0.22, min(second, tall - _AXIS) / height)
    if narrow:
        first = (0.1 / wide, 1 - (above + tall) / height, 1 - 0.2 / wide, tall / height)
        beside = (0.2 / wide, below / height, 1 - 0.4 / wide, second / height)

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        intervals(canvas.add_axes(first), fit, shown, rows)
        agreements(canvas.add_axes(beside), fit)
        style.head(canvas, head, small)

    return style.drawn(wide, height, draw, fits=True)


def _legend(fit: Calibration, shown: int) -> str:
    """Say what is drawn."""
    told = "" if shown == len(fit.paths) else f"The first {shown} of {len(fit.paths)} parameters. "
    told += "Line: range; ring: the scenario; dot: fitted; bar: 90 % of what the record allows; "
    told += "right: share of the "
    return told + f"uncertainty taken away (beyond chance: more than {100 * fit.surely:z.1f} %)."


def title(fit: Calibration) -> str:
    """Say how much the record pins down, and how far agreement with it grows."""
    before, after = fit.agreement
    clearly, part = int((fit.found & (fit.pinned > CLEARLY)).sum()), in_percent(CLEARLY, brief=True)
    told = f"The record takes away more than {part} of the uncertainty of {clearly} of "
    told += f"{len(fit.paths)} parameters"
    return f"{told}; the mean correlation with it goes from {before:z.2f} to {after:z.2f}"
