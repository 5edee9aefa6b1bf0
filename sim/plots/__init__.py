"""Figures: for each a function that makes the data, one that draws on axes, and one that composes the page.

Numbers follow the kinds of figure: 1 fan, 2 paired, 3 postures, 4 alluvial, 5 dyads, 6 network, 7 tornado, 8 why,
9 quantile dots, 10 moves.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..caches import settle_matplotlib

settle_matplotlib()  # before matplotlib is loaded, which looks for its folders then

# ruff: noqa: E402
from matplotlib.figure import Figure

from ..comparison import Comparison
from ..outcomes import Results
from . import alluvial, dots, dyads, fan, network, overlay, paired, postures, raster, style, why

# Name of each figure's files, and the function that draws it.
FIGURES: dict[str, Callable] = {
    "01-fan": fan.figure,
    "03-postures": postures.figure,
    "04-alluvial": alluvial.flow_of_run,
    "05-dyads": dyads.figure,
    "06-network": network.figure,
    "08-why": why.figure,
    "10-moves": raster.figure,
}

# How to read each, in a sentence.
CAPTIONS = {
    "01-fan": "Above: which patron the support comes from, all from one at the bottom, all from the other at the top. "
    "Middle: the first patron's share of economic support. Below: how evenly each state spreads its support.",
    "03-postures": "The share of histories in which each state is aligned with a partner, leans to one, or hedges. "
    "Of many states: from whom their support comes.",
    "04-alluvial": "How histories flow from posture to posture, from the first month by the middle to the last.",
    "05-dyads": "How the state of the row regards that of the column, at the start and the end, and the difference.",
    "06-network": "The same as a map of friends and enemies, both directions taken together; of many states the "
    "strongest ties only.",
    "08-why": "What spoke for and against each option, in one month of one history.",
    "10-moves": "Everything that was done in one history: a row for each state toward each other.",
}

# The same for comparisons.
COMPARED: dict[str, Callable[[Comparison], Figure]] = {
    "01-fan": overlay.figure,
    "02-paired": paired.figure,
    "04-alluvial": alluvial.figure,
    "05-dyads": dyads.differences,
    "09-dots": dots.figure,
}
COMPARED_CAPTIONS = {
    "01-fan": "The same histories in each scenario. Above: which patron the support comes from. Middle: the first "
    "patron's share of economic support. Below: how evenly each state spreads its support.",
    "02-paired": "What changes, history by history: the tilt month by month, then one measure a row.",
    "04-alluvial": "How histories flow from posture to posture, in each scenario.",
    "05-dyads": "How the state of the row regards that of the column at the end, and what each scenario changes in it.",
    "09-dots": "Twenty dots for all histories: count those on either side.",
}


def draw_all(results: Results, directory: Path, progress: Callable[[str], None] | None = None) -> list[Path]:
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
    return draw_each(FIGURES, results, directory, progress)


def draw_each(
    figures: dict[str, Callable], what: object, directory: Path, progress: Callable[[str], None] | None = None
) -> list[Path]:
    """Draw figures, by name, of a run or a comparison; see ``draw_all``."""
    written = []
    for name, draw in figures.items():
        written += style.save(draw(what), directory / name)
        if progress:
            progress(name)
    return written
