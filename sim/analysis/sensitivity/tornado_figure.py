"""The tornado: what each number alone does to an outcome, beside what chance can do."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.report import style
from sim.report.rows import NARROW, Rows
from sim.scenario import path_in_words
from sim.system.text import in_percent, many, signed

from .screening import SURE
from .sensitivity import ENDS, Looks

MOST_ROWS, MOST_OF_NARROW = 16, 10
LOW, HIGH, CHANCE = "#0072B2", "#E69F00", "#d9d9d9"  # apart in a grey print, too
_THICK = 0.36  # of a row: a bar for each end, so that ends on the same side both show
_WIDTH, _ROW, _ABOVE, _BELOW, LEFT = 10.5, 0.42, 0.3, 0.5, 3.9  # inches
NAMES = 3.6  # inches for what a parameter is
_KEY = 0.2  # inches of a line of the key
_ZERO = 1e-9  # what is less is the tick at 0, computed


def bars(axes: Axes, table: pd.DataFrame, shares: bool = False, part: float = 1.0) -> Axes:
    """Draw two bars a number, the change at either end of its range, over the band of chance.

    Parameters
    ----------
    axes : Axes
    table : DataFrame
        Rows of ``screening.Tornado.table``, the first on top.
    shares : bool
        The outcome is a share of histories, which is read in percentage points.
    part : float
        Of the distance between two rows, that is drawn in.
    """
    y, thick = np.arange(len(table)), part * _THICK
    for name, up, colour in (("low", -1, LOW), ("high", 1, HIGH)):
        height, change, noise = (
            y + up * thick / 2,
            table[f"at_{name}"],
            SURE * table[f"{name}_error"],
        )
        axes.barh(height, 2 * noise, thick, left=-noise, color=CHANCE, linewidth=0, zorder=1)
        axes.barh(height, change, 0.8 * thick, color=colour, linewidth=0, zorder=2)
        for at, far, value in zip(height, change, table[name], strict=True):
            side = -1 if far < 0 else 1
            axes.annotate(
                f"{value:z.3g}".replace("-", "−"), (far, at), (3 * side, 0), zorder=3, fontsize=7,
                textcoords="offset points", ha="left" if side > 0 else "right", va="center",
            )  # fmt: skip
    axes.axvline(0, color=style.INK, linewidth=0.9)
    axes.set(ylim=(len(table) - 0.4, -0.6), yticks=y)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.margins(x=0.08)
    axes.xaxis.set_major_formatter(lambda value, tick: _tick(value, shares))
    return axes


def amount(change: float, share: bool) -> str:
    """Write a change of an outcome; of a share in percentage points."""
    written = signed(100 * change, 0) if share else signed(change)
    return written.replace("-", "−") if float(written) else "0"


def _tick(change: float, share: bool) -> str:
    """Write where a tick stands, with all digits that its place has: 0.025 is not 0.03."""
    at = 100 * change if share else change
    return "0" if abs(at) < _ZERO else f"{'+' if at > 0 else '−'}{abs(at):z.4g}"


def rows_of(result: Looks, paths: list[str], row: float, wide: float) -> Rows:
    """Return rows that say what each parameter is.

    Parameters
    ----------
    result : Looks
    paths : list of str
        Of the parameters.
    row, wide : float
        Inches of what is drawn in a row, and of the figure.
    """
    named = [(path_in_words(result.scenario, path), path) for path in paths]
    narrow = wide < NARROW
    return Rows.of(named, row, wide - 0.3 if narrow else NAMES, narrow)


def figure(result: Looks) -> Figure:
    """Return the figure: the parameters that swing the outcome farthest."""
    wide = style.across(_WIDTH)
    narrow = wide < NARROW
    table = result.tornado.table()[: MOST_OF_NARROW if narrow else MOST_ROWS]
    rows = rows_of(result, list(table["path"]), _ROW, wide)
    small, asked = _small(result, len(table)), result.of.output.is_share
    title = _title(result)
    above = _ABOVE + style.room_above(title, wide) + (2 * _KEY if narrow else 0)
    below = _BELOW + style.room_below(small, wide)
    height = above + below + rows.tall

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        left, right = (0.15 / wide, 1 - 0.15 / wide) if narrow else (LEFT / wide, 0.975)
        grid = canvas.add_gridspec(
            1, 1, left=left, right=right, top=1 - above / height, bottom=below / height
        )
        axes = bars(canvas.add_subplot(grid[0]), table, asked, rows.part)
        axes.set_ylim(rows.limits)
        rows.write(axes, NAMES)
        axes.set_xlabel(style.filled(axes, _axis(result, asked), 8.5), fontsize=8.5)
        keys = [Patch(color=LOW), Patch(color=HIGH), Patch(color=CHANCE)]
        words = ["low end of its range", "high end", f"within chance ({SURE:g} standard errors)"]
        axes.legend(
            keys, words, fontsize=7.5, frameon=False, loc="lower left", bbox_to_anchor=(0, 1),
            ncols=1 if narrow else 3, borderaxespad=0.2,
        )  # fmt: skip
        style.head(canvas, title, small)

    return style.drawn(wide, height, draw, fits=True)


def _axis(result: Looks, asked: bool) -> str:
    """Say what is measured, and from where."""
    base = result.tornado.outcome
    if asked:
        return (
            f"percentage points of histories, from {in_percent(base, brief=True)} in the scenario"
        )
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
        "small numbers: its value there. Differences history by history, on the same random draws. "
        f"{many(histories, 'history')} at each end of “{result.scenario.title}”, "
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
