"""The figures of a run, and how to read each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from sim.outcomes.results import Results

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def _drawn(module: str, results: Results) -> Figure:
    """Draw a figure by the module that knows how, which loads matplotlib only now."""
    return import_module(module).figure(results)


# Name of each figure's files, and the function that draws it.
FIGURES: dict[str, Callable[[Results], Figure]] = {
    "01-fan": partial(_drawn, "sim.report.figures.fan"),
    "02-postures": partial(_drawn, "sim.report.figures.postures"),
    "03-alluvial": partial(_drawn, "sim.report.figures.alluvial"),
    "04-dyads": partial(_drawn, "sim.report.figures.dyads"),
    "05-network": partial(_drawn, "sim.report.figures.network"),
    "06-why": partial(_drawn, "sim.analysis.explain.why_figure"),
    "07-moves": partial(_drawn, "sim.report.figures.raster"),
}

# How to read each, in a sentence.
CAPTIONS = {
    "01-fan": "From the top: which patron the support comes from, all from one at the bottom of "
    "the panel, all from the other at the top; how much support that is; the first patron's share "
    "of economic support; how evenly each state spreads its support (hedging).",
    "02-postures": "The share of histories in which each state is isolated, aligned with a "
    "partner, leaning to one, hedging between rivals, or diversified. With many states: from whom "
    "support comes.",
    "03-alluvial": "How histories flow from posture to posture, from the first month to the middle "
    "and the last.",
    "04-dyads": "How the state of the row regards that of the column, at the start and the end, "
    "and the difference.",
    "05-network": "The same as a map of friends and enemies, both directions taken together; with "
    "many states, the strongest ties only.",
    "06-why": "What spoke for and against each option, in one month of one history.",
    "07-moves": "Everything that was done in one history: a row for each state toward each other.",
}


def draw_all(
    results: Results, directory: Path, progress: Callable[[str], None] | None = None
) -> list[Path]:
    """Draw every figure of a run as SVG and PNG.

    Parameters
    ----------
    results : Results
        A run.
    directory : Path
        An existing folder.
    progress : callable, optional
        Told the name of each figure when it is drawn.

    Returns
    -------
    list of Path
        The files written.
    """
    from sim.report.style import draw_each

    return draw_each(FIGURES, results, directory, progress)
