"""The figure of a hindcast: shares of cooperation and changes, in the model and the record.

Three panels for each record: the model alone, anchored on the record's past, and the changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec
from matplotlib.lines import Line2D

from sim.report import style
from sim.system.text import minus

from .agreement import rank_correlation
from .named_dyads import name_farthest
from .scorecard import newest

MOST_ROWS, MOST_OF_NARROW = 4, 1  # records drawn
_FEW = 12  # states whose colours can be told apart by a legend
_NET = "#f1f1f1"
_WIDTH, _ROW, _ABOVE, _BELOW, _BETWEEN = 13.2, 4.2, 1.15, 0.6, 1.1  # inches
_ROW_OF_NARROW = 3.0
_NARROW = 0.7 * _WIDTH  # judgement: below, three panels side by side have no room for names
_TICKS = (0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.99)  # shares named on a scale of logits
_BAND = "#d5d5d5"


def ranks(axes: Axes, table: pd.DataFrame, codes: tuple[str, ...]) -> str:
    """Draw the dyads by rank of their share of cooperation: the record's across, the model's up.

    The farthest off are named.

    Parameters
    ----------
    axes : Axes
    table : DataFrame
        Rows of one span from ``scores.dyads``.
    codes : tuple of str
        All states.

    Returns
    -------
    str
        What is found.
    """
    from scipy.stats import rankdata

    x, y = (rankdata(table[f"{which}_padded_share"]) for which in ("recorded", "expected"))
    n = len(table)
    _diagonal(axes, 0.5, n + 0.5)
    _dots(axes, x, y, table, codes)
    room = 0.06 * n + 1
    axes.set(xlim=(1 - room, n + room), ylim=(1 - room, n + room), xticks=(), yticks=())
    name_farthest(axes, x, y, table, np.abs(y - x))
    gap = " " * (5 if style.inches_across(axes) > 1.1 * _ROW_OF_NARROW else 2)
    for side, write in (("record", axes.set_xlabel), ("model", axes.set_ylabel)):
        words = ("← more conflict", f"rank in the {side}", "more cooperation →")
        write(gap.join(words), fontsize=8.5 if len(gap) > 2 else 7.5)
    return f"Model alone, {_spans(table)}: rank correlation {rank_correlation(x, y):z.2f}"


def anchored(axes: Axes, table: pd.DataFrame, codes: tuple[str, ...]) -> str:
    """Draw the shares of cooperation as the anchored forecast has them, with their bands.

    Parameters
    ----------
    axes, table, codes
        As in ``ranks``; on scales of logits.
    """
    names = ("recorded_padded_share", "anchored_share", "anchored_low", "anchored_high")
    x, y, low, high = (_logit(table[name].to_numpy(float)) for name in names)
    ends = np.array([min(x.min(), y.min()), max(x.max(), y.max())])
    ends += np.array([-0.12, 0.12]) * np.ptp(ends) + np.array([-0.1, 0.1])
    _diagonal(axes, *ends)
    axes.vlines(x, low, high, color=_BAND, linewidth=2.2 if len(codes) <= _FEW else 0.8, zorder=1)
    _dots(axes, x, y, table, codes)
    shown = [share for share in _TICKS if ends[0] < _logit(np.array(share)) < ends[1]]
    at, words = _logit(np.array(shown)), [f"{share:g}" for share in shown]
    axes.set(xlim=ends, ylim=ends)
    axes.set_xticks(at, words, fontsize=8)
    axes.set_yticks(at, words, fontsize=8)
    outside = (x < low) | (x > high)
    name_farthest(axes, x, y, table, np.where(outside, 10, 0) + np.abs(y - x))
    axes.set_xlabel("share of cooperation in the record", fontsize=8.5)
    axes.set_ylabel("in the anchored forecast, with its band", fontsize=8.5)
    inside = f"{len(x) - outside.sum()} of {len(x)} within their band"
    return f"Anchored on the record's past: {rank_correlation(x, y):z.2f}, {inside}"


def _logit(share: np.ndarray) -> np.ndarray:
    """Return the logits of shares."""
    return np.log(share / (1.0 - share))


def _diagonal(axes: Axes, low: float, high: float) -> None:
    """Draw the line on which model and record agree."""
    look: dict[str, Any] = {"color": style.FAINT, "linewidth": 0.9, "linestyle": (0, (4, 3))}
    axes.plot([low, high], [low, high], zorder=1, **look)


def _spans(table: pd.DataFrame) -> str:
    """Return the span of a table, and whether it was open to fitting."""
    return f"{table['span'].iloc[0]} ({table['sample'].iloc[0]})"


def changes(axes: Axes, table: pd.DataFrame, codes: tuple[str, ...]) -> str:
    """Draw the dyads by change in log cooperation, expected across and recorded up.

    What is expected is anchored where it can be. Hits are discs, misses crosses.

    Parameters
    ----------
    axes, table, codes
        As in ``ranks``.
    """
    table = table[table["rises"].notna()]
    told = table["anchored_change"].fillna(table["expected_change"])
    x, y = told.to_numpy(float), table["recorded_change"].to_numpy(float)
    hit = (x > 0) == (y > 0)
    wide, high = 1.18 * np.abs(x).max() + 1e-9, 1.12 * np.abs(y).max() + 1e-9
    for way in (-1, 1):
        axes.fill_between([0, way * wide], 0, way * high, color=_NET, linewidth=0, zorder=0)
    axes.axhline(0, color=style.FAINT, linewidth=0.8, zorder=1)
    axes.axvline(0, color=style.FAINT, linewidth=0.8, zorder=1)
    _dots(axes, x[hit], y[hit], table[hit], codes)
    _dots(axes, x[~hit], y[~hit], table[~hit], codes, "X")
    axes.set(xlim=(-wide, wide), ylim=(-high, high))
    name_farthest(axes, x, y, table, np.where(hit, 0, 1) + np.abs(y) / high + np.abs(x) / wide)
    axes.tick_params(labelsize=8)
    axes.set_xlabel("expected change in log cooperation", fontsize=8.5)
    axes.set_ylabel("recorded change in log cooperation", fontsize=8.5)
    alone, span = int(((table["expected_change"] > 0) == (y > 0)).sum()), table["span"].iloc[0]
    return f"Changes to {span}: {hit.sum()} of {len(hit)} right (model alone {alone})"


def _dots(
    axes: Axes,
    x: np.ndarray,
    y: np.ndarray,
    table: pd.DataFrame,
    codes: tuple[str, ...],
    marker: str = "o",
) -> None:
    """Draw dyads: filled in the colour of the source, ringed in that of the target.

    Among many states they are grey.
    """
    few = len(codes) <= _FEW
    fill, ring = (
        [style.colour(codes, code) for code in table[side]] if few else None
        for side in ("source", "target")
    )
    look = (
        {"c": fill, "edgecolors": ring, "linewidths": 1.7}
        if few
        else {"c": style.FAINT, "alpha": 0.6}
    )
    axes.scatter(x, y, s=46 if few else 14, marker=marker, zorder=3, **look)


def figure(
    rows: Sequence[tuple[str, pd.DataFrame]], codes: tuple[str, ...], title: str, small: str
) -> Figure:
    """Return the figure: a row for each of the first four records, a panel for each statement.

    Parameters
    ----------
    rows : sequence of (str, DataFrame)
        Name of a record, and its dyads from ``scores.dyads``.
    codes : tuple of str
        All states.
    title, small : str
        The finding, and how the numbers came about.
    """
    drawable = [row for row in rows if len(row[1])]
    wide = style.across(_WIDTH)
    narrow = wide < _NARROW
    shown = (drawable or rows[:1])[: MOST_OF_NARROW if narrow else MOST_ROWS]
    small += _legend_in_words(len(codes), narrow)
    if len(shown) < len(drawable):
        small += f" Drawn: {', '.join(name for name, _ in shown)}; {len(rows)} records in all."
    across = 1 if narrow else len(_PARTS)
    down, row = len(shown) * len(_PARTS) // across, _ROW_OF_NARROW if narrow else _ROW
    above, below = _ABOVE + style.room_above(title, wide), _BELOW + style.room_below(small, wide)
    height = above + below + down * row + (down - 1) * _BETWEEN
    room = (
        {"left": 0.5 / wide, "right": 1 - 0.15 / wide} if narrow else {"left": 0.06, "right": 0.99}
    )
    room |= {"wspace": 0.24, "hspace": _BETWEEN / row}
    room |= {"top": 1 - above / height, "bottom": below / height}

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        _records(canvas, canvas.add_gridspec(down, across, **room), shown, codes)
        if len(codes) <= _FEW:
            _legend(canvas, codes, 1 - (above - 0.95) / height)
        style.head(canvas, title, small)

    return style.drawn(wide, height, draw, fits=True)


def _records(
    canvas: Figure,
    grid: GridSpec,
    shown: Sequence[tuple[str, pd.DataFrame]],
    codes: tuple[str, ...],
) -> None:
    """Draw the panels of each record, one after the other."""
    for k, (name, table) in enumerate(shown):
        for column, (part, drawn, what) in enumerate(_PARTS):
            axes = canvas.add_subplot(grid[k * len(_PARTS) + column])
            _panel(axes, newest(table, part), drawn, what, codes)
            if column == 0:
                lines = 1 + axes.get_title(loc="left").count("\n")
                axes.annotate(name, (0, 1), (0, 8 + 11.5 * lines), xycoords="axes fraction",
                              textcoords="offset points", va="bottom", fontsize=9,
                              weight="bold")  # fmt: skip


def _legend(canvas: Figure, codes: tuple[str, ...], top: float) -> None:
    """Name the colours of the states."""
    wide = canvas.get_figwidth()
    mark: dict[str, Any] = {"linestyle": "", "marker": "o", "markersize": 6.5}
    handles = [Line2D([], [], color=style.colour(codes, code), **mark) for code in codes]
    where = {"loc": "upper left", "bbox_to_anchor": (0.02 if wide < _NARROW else 0.055, top)}
    columns = min(len(codes), int(wide / 0.6))
    how = {"fontsize": 8, "handletextpad": 0.1, "columnspacing": 1.0 if wide < _NARROW else 2.0}
    style.legend(canvas, handles, codes, ncols=columns, **how, **where)


_PARTS = (
    ("expected_share", ranks, "shares of cooperation"),
    ("anchored_low", anchored, "anchored forecast"),
    ("rises", changes, "changes"),  # a span in which all stays as it was has no direction to draw
)


def _panel(
    axes: Axes, table: pd.DataFrame, drawn: Callable, words: str, codes: tuple[str, ...]
) -> None:
    """Draw one panel under what it finds, or say that there is nothing to draw."""
    table = table[table["recorded_share"].notna()] if drawn is not changes else table
    if len(table):
        finding = minus(drawn(axes, table, codes))
        axes.set_title(style.filled(axes, finding, 9), fontsize=9, loc="left")
        return
    axes.axis("off")
    look: dict[str, Any] = {"ha": "center", "va": "center", "color": "#666666", "fontsize": 8.5}
    axes.text(0.5, 0.5, f"{words}:\nnone to score", **look)


def _legend_in_words(states: int, narrow: bool) -> str:
    """Say how to read the marks."""
    first, last = ("First and second", "Third") if narrow else ("Left and middle", "Right")
    colours = " Fill: the state that acts; ring: the one acted toward." if states <= _FEW else ""
    return (
        f"{colours} {first}: on the dashed line model and record agree; grey lines are "
        f"bands that should hold four of five. {last}: in the grey quadrants they agree on the "
        "direction; discs are hits, crosses misses."
    )
