"""The figure of drivers: what deals with either patron are worth, term by term, over time."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim import schema
from sim.outcomes.focus import name_of
from sim.outcomes.results import Results
from sim.report import style

from .drivers import Drivers
from .why_figure import TERM_COLOURS

_DASHES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (1, 1)))


def term_lines(axes: Axes, terms: np.ndarray) -> Axes:
    """Draw the six terms and their sum over time, named at the right."""
    x = np.arange(len(terms))
    low, high = min(terms.min(), terms.sum(axis=1).min()), max(terms.max(), terms.sum(axis=1).max())
    lines = [*zip(schema.TERMS, terms.T, strict=True), ("worth (sum)", terms.sum(axis=1))]
    heights = style.spread([float(line[-1]) for _, line in lines], 0.06 * (high - low), low, high)
    for k, (name, line) in enumerate(lines):
        colour = TERM_COLOURS.get(name, "black")
        width, dashes = (2.6, "-") if name not in TERM_COLOURS else (1.6, _DASHES[k])
        axes.plot(x, line, color=colour, linewidth=width, linestyle=dashes)
        weight = "bold" if k == len(schema.TERMS) else None
        axes.text(1.01, heights[k], name, color=colour, fontsize=8, va="center", fontweight=weight,
                  transform=axes.get_yaxis_transform())  # fmt: skip
    axes.axhline(0, color=style.FAINT, linewidth=0.8)
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
    sides = [result.sides()[k] for k in (0, 2, 1, 3)]

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        grid = canvas.add_gridspec(
            2, 2, left=0.07, right=0.9, top=0.86, bottom=0.1, wspace=0.35, hspace=0.32
        )
        first = None
        for k, (with_whom, to_whom, terms) in enumerate(sides):
            axes = canvas.add_subplot(grid[k // 2, k % 2], sharey=first)
            first = first or axes
            term_lines(axes, terms)
            patron, side = (name_of(results.scenario, code) for code in (with_whom, to_whom))
            axes.set_title(f"A deal with {patron}: worth to {side}", fontsize=9.5, loc="left")
            style.time_axis(axes, results)
        style.head(canvas, _title(results, result), small)

    return style.drawn(11, 7.4, draw)


def _title(results: Results, result: Drivers) -> str:
    """Say whose mind changes most, and by which term."""
    changes = {}
    for with_whom, to_whom, terms in result.sides():
        change = terms[-6:].mean(axis=0) - terms[:6].mean(axis=0)
        changes[with_whom, to_whom] = change
    (with_whom, to_whom), change = max(changes.items(), key=lambda item: abs(item[1].sum()))
    term = schema.TERMS[int(np.argmax(np.abs(change)))]
    patron, side = (name_of(results.scenario, code) for code in (with_whom, to_whom))
    other = (
        f"a deal with {patron}"
        if to_whom != with_whom
        else f"a deal with {name_of(results.scenario, result.state)}"
    )
    worth = f"{other} becomes worth {change.sum():+.2f} to {side}"
    return f"What changes most: {worth}, above all by {term}"
