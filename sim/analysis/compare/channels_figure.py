"""What carries a difference: how much of it disappears with each channel, as bars."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report import style
from sim.report.rows import NARROW
from sim.system.text import capitalised

from .channels import ALL, DECISION, TERM, TIE
from .channels_words import Attribution, share_in_words

COLOURS = {ALL: "#222222", TERM: "#0072B2", DECISION: "#E69F00", TIE: "#009E73"}
OTHER = "#8a8a8a"
_ROW = 0.24  # inches


def figure(of: Attribution, small: str) -> Figure:
    """Return the figure: a bar a channel, the whole difference first.

    Parameters
    ----------
    of : Attribution
        What carries the difference; its sentence is the title.
    small : str
        Below the figure.
    """
    rows, wide = of.shown(), style.across(9)
    letters = int(44 * wide / 9)
    lines = max(style.folded(name, letters).count("\n") + 1 for name in rows["name"])
    row = max(_ROW, 0.13 * lines + 0.03) if wide < NARROW else _ROW
    title = of.sentence().rstrip(".")
    above, below = style.room_above(title, wide) + 0.1, 0.6 + style.room_below(small, wide)
    bars = row * (len(rows) + 3) - 0.4
    height = above + bars + below

    def draw(canvas: Figure) -> None:
        """Draw the bars, the title above them and the small type below."""
        across = 1 - 0.38 - 0.9 / max(wide, 5.0)
        _bars(canvas.add_axes((0.38, below / height, across, bars / height)), rows, letters)
        style.head(canvas, title, small)

    return style.drawn(wide, height, draw, fits=True)


def _bars(axes: Axes, rows: pd.DataFrame, letters: int) -> None:
    """Draw a bar a row with its interval, the share at the right; a gap between the groups."""
    places, last, y = [], ALL, 0.0
    for group in rows["group"]:
        y += 0.6 if _block(group) != _block(last) else 0.0
        places.append(y)
        last, y = group, y + 1.0
    for place, row in zip(places, rows.itertuples(), strict=True):
        axes.barh(place, row.goes, height=0.7, color=COLOURS.get(row.group, OTHER))
        axes.plot([row.low, row.high], [place, place], color="black", linewidth=1.0)
        share = share_in_words(row.share).replace("-", "−")
        axes.text(1.02, place, share, transform=axes.get_yaxis_transform(), va="center", fontsize=8)
    names = [style.folded(capitalised(name), letters) for name in rows["name"]]
    axes.set_yticks(places, names, fontsize=8)
    axes.set_ylim(places[-1] + 0.6, -0.6)
    axes.axvline(0, color="black", linewidth=0.8)
    below = "part of the mean difference that disappears when this is held (line: 95 %)"
    axes.set_xlabel(style.filled(axes, below, 9))
    axes.tick_params(axis="y", length=0)


def _block(group: str) -> str:
    """Return the block of rows that a group belongs to: the parts that should add up are one."""
    return group if group in (ALL, DECISION, TIE) else TERM
