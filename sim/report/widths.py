"""Widths: how wide a figure is, and what fits side by side, in a line, or between two limits."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties

from .wish import wished
from .wrapping import wrapped

COLUMN = 3.7  # inches: what can be laid out in them fits a column of a journal, 8.5 cm


def across(natural: float, least: float = COLUMN) -> float:
    """Return how many inches wide a figure will be, so that it can be laid out for them.

    Parameters
    ----------
    natural : float
        What it is made for.
    least : float
        The narrowest that it can be laid out in.
    """
    wish = wished().across
    return wish(natural, least) if wish else natural


def inches_across(axes: Axes) -> float:
    """Return how wide an axis is, in inches."""
    whole = axes.get_figure(root=True)
    return axes.get_position().width * (whole.get_figwidth() if whole is not None else 0)


def inches_up(axes: Axes) -> float:
    """Return how tall an axis is, in inches."""
    whole = axes.get_figure(root=True)
    return axes.get_position().height * (whole.get_figheight() if whole is not None else 0)


def filled(axes: Axes, text: str, size: float) -> str:
    """Return a text in lines no wider than a panel.

    Parameters
    ----------
    axes : Axes
    text : str
    size : float
        Points of its letters.
    """
    return wrapped(text, 72 * inches_across(axes), FontProperties(size=size))


def columns_for(panels: int, inches: float, least: float, most: int) -> int:
    """Return how many panels stand side by side, as many on each line as can be.

    Parameters
    ----------
    panels : int
    inches : float
        That there are.
    least : float
        Inches that a panel takes.
    most : int
        Side by side.
    """
    side_by_side = max(1, min(panels, most, int(inches / least)))
    return -(-panels // -(-panels // side_by_side))


def near(low: float, high: float) -> tuple[float, float]:
    """Return limits, in fifths of 0..1, that show shares from `low` to `high` well.

    Parameters
    ----------
    low, high : float
        The least and the largest that is drawn, 0..1.
    """
    under, over = np.floor(5 * low + 1e-9) / 5, np.ceil(5 * high - 1e-9) / 5
    under, over = max(0.0, min(under, 0.8)), min(1.0, max(over, 0.2))
    return (under, over) if over - under >= 0.2 else (under, under + 0.2)


def spread(positions: list[float], gap: float, low: float, high: float) -> list[float]:
    """Return positions moved apart so that none is nearer than `gap` to the next, in order.

    They stay within low..high.

    Where there is not room for all, they are spaced evenly.
    """
    if not positions:
        return []
    order = sorted(range(len(positions)), key=lambda k: positions[k])
    gap = min(gap, (high - low) / max(len(positions) - 1, 1))
    placed = [max(low, positions[order[0]])]
    for k in order[1:]:
        placed.append(max(positions[k], placed[-1] + gap))
    placed[-1] = min(placed[-1], high)
    for k in range(len(placed) - 2, -1, -1):
        placed[k] = min(placed[k], placed[k + 1] - gap)
    result = [0.0] * len(positions)
    for place, k in zip(placed, order, strict=True):
        result[k] = place
    return result
