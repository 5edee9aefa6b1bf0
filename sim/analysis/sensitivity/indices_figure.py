"""Indices: shares of variance, of numbers alone and with their interplay, and of chance."""

from __future__ import annotations

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report import style
from sim.scenario import path_in_words

from .sensitivity import Looks
from .tornado_figure import CHANCE, names
from .variance import Shares

MOST_ROWS = 20
_ROOM = 0.009  # of the bar, that a letter needs
_TITLE, _SMALL = 8.5, 15.5  # letters to an inch
_WIDTH, _ROW, _SHARES, _ABOVE, _BELOW, _LEFT = 10.5, 0.38, 0.4, 0.9, 0.95, 3.9  # inches


def dots(axes: Axes, table: pd.DataFrame) -> Axes:
    """Draw both indices of each number with their 95 % intervals, over what is chance.

    Parameters
    ----------
    axes : Axes
    table : DataFrame
        Rows of ``variance.Sobol.table``, the first on top.
    """
    y = np.arange(len(table))
    axes.barh(
        y, table["ST_noise"], 0.8, color=CHANCE, linewidth=0, label="chance left in the total index"
    )
    for name, up, colour, mark, words in (
        ("ST", -0.15, style.SCENARIO_A, "o", "total index: with its interplay with the others"),
        ("S1", 0.15, style.SCENARIO_B, "D", "first-order index: by itself"),
    ):
        low, high = table[f"{name}_low"], table[f"{name}_high"]
        axes.hlines(y + up, low, high, color=colour, linewidth=1.4)
        axes.plot(table[name], y + up, mark, color=colour, markersize=4.5, label=words)
    axes.axvline(0, color=style.INK, linewidth=0.9)
    axes.set(
        ylim=(len(table) - 0.4, -0.6),
        yticks=y,
        xlabel="share of the variance due to the parameters",
    )
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.legend(fontsize=7.5, frameon=False, loc="lower right", borderaxespad=0.2)
    return axes


def parts(axes: Axes, shares: Shares) -> Axes:
    """Draw all variance as a bar: of the numbers, and of chance, the same at all points or not."""
    left = 0.0
    for words, share, colour, ink in (
        ("parameters", shares.parameters, style.SCENARIO_A, "white"),
        ("chance, the same\nat all points", shares.same, "#bdbdbd", style.INK),
        (
            "chance that differs\nfrom point to point",
            shares.chance - shares.same,
            CHANCE,
            style.INK,
        ),
    ):
        axes.barh(0, share, 1, left=left, color=colour, edgecolor="white")
        text = f"{words}: {100 * share:z.0f} %"
        if share >= _ROOM * max(map(len, text.split("\n"))):
            axes.text(left + share / 2, 0, text, fontsize=7.5, color=ink, ha="center", va="center")
        left += share
    axes.set(xlim=(0, 1), ylim=(-0.5, 0.5))
    axes.axis("off")
    return axes


def figure(result: Looks) -> Figure:
    """Return the figure: chance against all numbers above, the foremost numbers below."""
    table = result.sobol.table()[:MOST_ROWS]
    height = _ABOVE + _SHARES + _BELOW + _ROW * len(table)
    lines = textwrap.wrap(_small(result, len(table)), int(_WIDTH * _SMALL))

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        left, top = _LEFT / _WIDTH, 1 - _ABOVE / height
        grid = canvas.add_gridspec(
            2, 1, left=left, right=0.975, top=top, bottom=_BELOW / height,
            height_ratios=(_SHARES, _ROW * len(table)), hspace=0.5 * _SHARES / (_ROW * len(table)),
        )  # fmt: skip
        whole = parts(canvas.add_subplot(grid[0]), result.sobol.shares)
        whole.text(
            -0.015,
            0,
            "all variance",
            transform=whole.get_yaxis_transform(),
            fontsize=8,
            ha="right",
            va="center",
        )
        names(dots(canvas.add_subplot(grid[1]), table), result, list(table["path"]))
        style.head(canvas, style.folded(_title(result), int(_WIDTH * _TITLE)), "\n".join(lines))

    return style.drawn(_WIDTH, height, draw)


def _small(result: Looks, shown: int) -> str:
    """Say how the numbers came about, and how to read them."""
    varied = len(result.sobol.paths)
    points = result.plan.base * (varied + 2)
    first = "" if varied == shown else f"The first {shown} of {varied} indices. "
    rest = (
        ""
        if varied == len(result.paths)
        else f"of {len(result.paths)}, which screening put first, "
    )
    half = result.sobol.shares.confidence
    interval = "" if np.isnan(half) else f" (parameters ± {100 * half:z.0f} %)"
    return (
        f"{first}{varied} parameters {rest}vary evenly over their ranges. Lines: 95 % intervals of "
        f"Sobol indices of the mean over {result.asked.histories:,} histories. Bar: all variance, "
        f"over points and histories{interval}. {points:,} points of “{result.scenario.title}” on "
        f"the same random draws, seed {result.asked.seed}."
    )


def _title(result: Looks) -> str:
    """Say how much the numbers matter beside chance, and which most."""
    shares, first = result.sobol.shares, result.sobol.table().iloc[0]
    what = result.what
    numbers, chance = (f"{100 * share:z.0f} %" for share in (shares.parameters, shares.chance))
    text = f"{what}: {numbers} of all variance comes from the parameters, {chance} from chance"
    return text + (
        f"; of the parameters, most from {path_in_words(result.scenario, first['path'])}"
        if first["ST_low"] > first["ST_noise"]
        else ""
    )
