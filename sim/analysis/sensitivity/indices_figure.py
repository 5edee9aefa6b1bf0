"""Indices: shares of variance, of numbers alone and with their interplay, and of chance."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report import style
from sim.report.rows import NARROW, Rows
from sim.scenario import path_in_words
from sim.system.text import in_percent, many

from .sensitivity import Looks
from .tornado_figure import CHANCE, LEFT, NAMES, rows_of
from .variance import Shares

MOST_ROWS, MOST_OF_NARROW = 20, 10
_WIDTH, _ROW, _SHARES, _ABOVE, _BELOW = 10.5, 0.38, 0.4, 0.1, 0.5  # inches
_KEY = 0.65  # inches of the key, in a narrow figure
_PARTS = 7.5  # points of the words in the parts of all variance


def dots(axes: Axes, table: pd.DataFrame, part: float = 1.0) -> Axes:
    """Draw both indices of each number with their 95 % intervals, over what is chance.

    Parameters
    ----------
    axes : Axes
    table : DataFrame
        Rows of ``variance.Sobol.table``, the first on top.
    part : float
        Of the distance between two rows, that is drawn in.
    """
    y, words = np.arange(len(table)), "chance left in the total index"
    axes.barh(y, table["ST_noise"], 0.8 * part, color=CHANCE, linewidth=0, label=words)
    for name, up, colour, mark, words in (
        ("ST", -0.15, style.SCENARIO_A, "o", "total index: with its interplay with the others"),
        ("S1", 0.15, style.SCENARIO_B, "D", "first-order index: by itself"),
    ):
        low, high = table[f"{name}_low"], table[f"{name}_high"]
        axes.hlines(y + part * up, low, high, color=colour, linewidth=1.4)
        axes.plot(table[name], y + part * up, mark, color=colour, markersize=4.5, label=words)
    axes.axvline(0, color=style.INK, linewidth=0.9)
    axes.set(yticks=y, xlabel="share of the variance due to the parameters")
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
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
        text, room = (
            f"{words}: {in_percent(share, brief=True)}",
            72 * share * style.inches_across(axes),
        )
        if room >= 6 + max(style.points(line, _PARTS) for line in text.split("\n")):
            how: dict[str, Any] = {"fontsize": _PARTS, "color": ink, "ha": "center", "va": "center"}
            axes.text(left + share / 2, 0, text, **how)
        left += share
    axes.set(xlim=(0, 1), ylim=(-0.5, 0.5))
    axes.axis("off")
    return axes


def figure(result: Looks) -> Figure:
    """Return the figure: chance against all parameters above, the foremost parameters below."""
    wide = style.across(_WIDTH)
    narrow = wide < NARROW
    table = result.sobol.table()[: MOST_OF_NARROW if narrow else MOST_ROWS]
    rows = rows_of(result, list(table["path"]), _ROW, wide)
    small, title = _small(result, len(table)), _title(result)
    above = _ABOVE + style.room_above(title, wide) + (0.2 if narrow else 0)
    between = 0.2 + (_KEY if narrow else 0)
    below = _BELOW + style.room_below(small, wide)
    height = above + _SHARES + between + rows.tall + below

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        left, right = (0.15 / wide, 1 - 0.15 / wide) if narrow else (LEFT / wide, 0.975)
        place = (left, 1 - (above + _SHARES) / height, right - left, _SHARES / height)
        whole = parts(canvas.add_axes(place), result.sobol.shares)
        _name(whole, narrow)
        place = (left, below / height, right - left, rows.tall / height)
        _numbers(canvas.add_axes(place), table, rows)
        style.head(canvas, title, small)

    return style.drawn(wide, height, draw, fits=True)


def _name(whole: Axes, narrow: bool) -> None:
    """Say what the bar of all variance is: beside it, or in a narrow figure above."""
    if narrow:
        whole.text(0, 0.55, "all variance", fontsize=8, va="bottom")
        return
    how: dict[str, Any] = {"transform": whole.get_yaxis_transform(), "fontsize": 8}
    whole.text(-0.015, 0, "all variance", ha="right", va="center", **how)


def _numbers(axes: Axes, table: pd.DataFrame, rows: Rows) -> None:
    """Draw the foremost parameters, what each is, and the key."""
    dots(axes, table, rows.part)
    axes.set_ylim(rows.limits)
    rows.write(axes, NAMES)
    how = {"fontsize": 7.5, "frameon": False, "borderaxespad": 0.2}
    if rows.above:
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), **how)
    else:
        axes.legend(loc="lower right", **how)


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
    half, bar = result.sobol.shares.confidence, "Bar: all variance, over points and histories"
    bar += "" if np.isnan(half) else f" (parameters ± {in_percent(half)})"
    return (
        f"{first}{varied} parameters {rest}vary evenly over their ranges. Lines: 95 % intervals of "
        f"Sobol indices of the mean over {many(result.asked.histories, 'history')}. "
        f"{bar}{_parts_in_words(result.sobol.shares)}. "
        f"{points:,} points of “{result.scenario.title}” on the same random draws, "
        f"seed {result.asked.seed}."
    )


def _parts_in_words(shares: Shares) -> str:
    """Return the parts of all variance, for a narrow figure, whose bar has no room for words."""
    if style.across(_WIDTH) >= NARROW:
        return ""
    same, differs = map(in_percent, (shares.same, shares.chance - shares.same))
    return (
        f": parameters {in_percent(shares.parameters)} (blue), chance {same} the same at "
        f"all points and {differs} that differs from point to point (light)"
    )


def _title(result: Looks) -> str:
    """Say how much the numbers matter beside chance, and which most."""
    shares, first = result.sobol.shares, result.sobol.table().iloc[0]
    what = result.what
    numbers, chance = (in_percent(share) for share in (shares.parameters, shares.chance))
    text = f"{what}: {numbers} of all variance comes from the parameters, {chance} from chance"
    return text + (
        f"; of the parameters, most from {path_in_words(result.scenario, first['path'])}"
        if first["ST_low"] > first["ST_noise"]
        else ""
    )
