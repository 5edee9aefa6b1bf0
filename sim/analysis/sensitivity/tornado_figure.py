"""The tornado: what each number alone does to an outcome, beside what chance can do."""

from __future__ import annotations

import textwrap
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.report import style
from sim.scenario import path_in_words
from sim.system.text import signed

from .screening import SURE
from .sensitivity import ENDS, Looks

MOST_ROWS = 16
LOW, HIGH, CHANCE = "#0072B2", "#E69F00", "#d9d9d9"  # apart in a grey print, too
_THICK = 0.36  # of a row: a bar for each end, so that ends on the same side both show
_TITLE, _SMALL = 8.5, 15.5  # letters to an inch
_WIDTH, _ROW, _ABOVE, _BELOW, _LEFT = 10.5, 0.42, 0.95, 0.95, 3.9  # inches
_NAMES = 3.6  # inches for what a number is


def bars(axes: Axes, table: pd.DataFrame, shares: bool = False) -> Axes:
    """Draw two bars a number, the change at either end of its range, over the band of chance.

    Parameters
    ----------
    axes : Axes
    table : DataFrame
        Rows of ``screening.Tornado.table``, the first on top.
    shares : bool
        The outcome is a share of histories, which is read in percentage points.
    """
    y = np.arange(len(table))
    for name, up, colour in (("low", -1, LOW), ("high", 1, HIGH)):
        height, change, noise = (
            y + up * _THICK / 2,
            table[f"at_{name}"],
            SURE * table[f"{name}_error"],
        )
        axes.barh(height, 2 * noise, _THICK, left=-noise, color=CHANCE, linewidth=0, zorder=1)
        axes.barh(height, change, 0.8 * _THICK, color=colour, linewidth=0, zorder=2)
        for at, far, value in zip(height, change, table[name], strict=True):
            side = -1 if far < 0 else 1
            axes.annotate(
                f"{value:z.3g}".replace("-", "−"), (far, at), (3 * side, 0), zorder=3, fontsize=6.5,
                textcoords="offset points", ha="left" if side > 0 else "right", va="center",
            )  # fmt: skip
    axes.axvline(0, color=style.INK, linewidth=0.9)
    axes.set(ylim=(len(table) - 0.4, -0.6), yticks=y)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.margins(x=0.08)
    axes.xaxis.set_major_formatter(lambda value, tick: amount(value, shares))
    return axes


def amount(change: float, share: bool) -> str:
    """Write a change of an outcome; of a share in percentage points."""
    written = signed(100 * change, 0) if share else signed(change)
    return written.replace("-", "−") if float(written) else "0"


def names(axes: Axes, result: Looks, paths: list[str]) -> None:
    """Write beside each row what its number is, and its path in small type."""
    axes.set_yticklabels([])
    place: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "ha": "right"}
    for k, path in enumerate(paths):
        words = path_in_words(result.scenario, path)
        axes.text(
            -0.015, k, words, fontsize=style.fits(words, 72 * _NAMES, 8), va="bottom", **place
        )
        size = style.fits(path, 72 * _NAMES, 6.5)
        axes.text(-0.015, k + 0.06, path, fontsize=size, color="#666666", va="top", **place)


def figure(result: Looks) -> Figure:
    """Return the figure: the numbers that swing the outcome farthest."""
    table = result.tornado.table()[:MOST_ROWS]
    height = _ABOVE + _BELOW + _ROW * len(table)
    asked = result.of.output.is_share
    lines = textwrap.wrap(_small(result, len(table)), int(_WIDTH * _SMALL))

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        grid = canvas.add_gridspec(
            1, 1, left=_LEFT / _WIDTH, right=0.975, top=1 - _ABOVE / height, bottom=_BELOW / height
        )
        axes = bars(canvas.add_subplot(grid[0]), table, asked)
        names(axes, result, list(table["path"]))
        axes.set_xlabel(_axis(result, asked), fontsize=8.5)
        keys = [Patch(color=LOW), Patch(color=HIGH), Patch(color=CHANCE)]
        words = ["low end of its range", "high end", f"within chance ({SURE:g} standard errors)"]
        axes.legend(
            keys, words, fontsize=7.5, frameon=False, loc="lower left", bbox_to_anchor=(0, 1),
            ncols=3, borderaxespad=0.2,
        )  # fmt: skip
        style.head(canvas, style.folded(_title(result), int(_WIDTH * _TITLE)), "\n".join(lines))

    return style.drawn(_WIDTH, height, draw)


def _axis(result: Looks, asked: bool) -> str:
    """Say what is measured, and from where."""
    base = result.tornado.outcome
    if asked:
        return f"percentage points of histories, from {100 * base:z.0f} % in the scenario"
    return f"change of the mean, from {base:z.3g} in the scenario"


def _small(result: Looks, shown: int) -> str:
    """Say how the numbers came about, and how to read them."""
    histories = ENDS * result.asked.histories
    shown_of = (
        ""
        if shown == len(result.paths)
        else f"The {shown} of {len(result.paths)} parameters that move it farthest. "
    )
    return (
        f"{shown_of}Each parameter alone at either end of its range, all others as in the "
        "scenario; "
        "small figures: its value there. Differences history by history, on the same random draws. "
        f"{histories:,} histories at each end of “{result.scenario.title}”, "
        f"seed {result.asked.seed}."
    )


def _title(result: Looks) -> str:
    """Say which number swings the outcome farthest, and how far."""
    row = result.tornado.table().iloc[0]
    what = result.what
    if row["swing"] == 0.0:
        return f"{what}: no parameter moves it by itself"
    ends = sorted((row[f"at_{end}"], row[end]) for end in ("low", "high"))
    asked = result.of.output.is_share
    points = " points" if asked else ""
    swing = " to ".join(
        f"{amount(change, asked)}{points} (at {value:z.3g})" for change, value in ends
    )
    return f"{what}: {path_in_words(result.scenario, row['path'])} alone swings it by {swing}"
