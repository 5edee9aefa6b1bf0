"""The figure of drivers: what deals with either patron are worth, term by term, over time."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim import schema
from sim.outcomes.focus import name_in_text
from sim.outcomes.results import Results
from sim.report import style
from sim.report.rows import NARROW
from sim.system.text import signed

from .drivers import Drivers
from .why_figure import TERM_COLOURS

_APART = 0.066  # of a panel's height, from a name to the next
_DASHES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (1, 1)))


def limits(sides: list[np.ndarray]) -> tuple[float, float]:
    """Return the limits of an axis with room for the terms of all sides, and for their sums."""
    drawn = np.concatenate([np.column_stack([terms, terms.sum(axis=1)]) for terms in sides])
    low, high = min(0.0, float(drawn.min())), max(0.0, float(drawn.max()))
    room = 0.06 * (high - low) or 0.05
    return low - room, high + room


def term_lines(axes: Axes, terms: np.ndarray, ends: tuple[float, float]) -> Axes:
    """Draw the six terms and their sum over time, named at the right.

    Parameters
    ----------
    axes : Axes
    terms : ndarray (month, term)
    ends : (float, float)
        Limits of the axis.
    """
    x, (low, high) = np.arange(len(terms)), ends
    lines = [*zip(schema.TERMS, terms.T, strict=True), ("worth (sum)", terms.sum(axis=1))]
    heights = style.spread([float(line[-1]) for _, line in lines], _APART * (high - low), low, high)
    for k, (name, line) in enumerate(lines):
        colour = TERM_COLOURS.get(name, "black")
        width, dashes = (2.6, "-") if name not in TERM_COLOURS else (1.6, _DASHES[k])
        axes.plot(x, line, color=colour, linewidth=width, linestyle=dashes)
        weight = "bold" if k == len(schema.TERMS) else None
        axes.text(1.01, heights[k], name, color=colour, fontsize=8, va="center", fontweight=weight,
                  transform=axes.get_yaxis_transform())  # fmt: skip
    axes.axhline(0, color=style.FAINT, linewidth=0.8)
    axes.set_ylim(low, high)
    return axes


def figure(results: Results, result: Drivers) -> Figure:
    """Return the figure for a state's turn: each patron a column, each side of a deal a row.

    Parameters
    ----------
    results : Results
        The histories.
    result : Drivers
        Of the state and its patrons.
    """
    small = (
        f"{style.provenance(results)} Mean worth of a deal over histories. To the state that asks, "
        "benefits are weighted by trust; to the one that is asked, the cost is its share. The mix "
        "of deals is the same throughout."
    )
    sides = [*result.sides()[::2], *result.sides()[1::2]]  # first those to the state itself
    across, ends = len(sides) // 2, limits([terms for *_, terms in sides])

    wide = style.across(11)
    columns, height = (1, 1.2 + 2.2 * len(sides)) if wide < NARROW else (across, 7.4)
    apart = 0.45 if wide < NARROW else 0.32  # titles of narrow panels have two lines
    room = {"left": 0.07, "right": 0.9, "top": 0.86, "bottom": 0.1}
    if wide < NARROW:
        room = {"left": 0.5 / wide, "right": 1 - 0.85 / wide, "top": 0.95, "bottom": 0.06}

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        grid = canvas.add_gridspec(
            len(sides) // columns, columns, wspace=0.35, hspace=apart, **room
        )
        for k, (with_whom, to_whom, terms) in enumerate(sides):
            axes = canvas.add_subplot(grid[k // columns, k % columns])
            term_lines(axes, terms, ends)
            patron, side = (name_in_text(results.scenario, code) for code in (with_whom, to_whom))
            head = f"A deal with {patron}: worth to {side}"
            axes.set_title(style.filled(axes, head, 9.5), fontsize=9.5, loc="left")
            style.time_axis(axes, results)
        style.head(canvas, _title(results, result), small)

    return style.drawn(wide, height, draw, fits=True)


def _title(results: Results, result: Drivers) -> str:
    """Say whose valuation changes most, and by which term."""
    changes = {}
    for with_whom, to_whom, terms in result.sides():
        change = terms[-6:].mean(axis=0) - terms[:6].mean(axis=0)
        changes[with_whom, to_whom] = change
    (with_whom, to_whom), change = max(changes.items(), key=lambda item: abs(item[1].sum()))
    term = schema.TERMS[int(np.argmax(np.abs(change)))]
    patron, side = (name_in_text(results.scenario, code) for code in (with_whom, to_whom))
    other = (
        f"a deal with {patron}"
        if to_whom != with_whom
        else f"a deal with {name_in_text(results.scenario, result.state)}"
    )
    worth = f"the worth of {other} to {side}, by {signed(change.sum())}"
    return f"What changes most: {worth}, above all through {term}"
