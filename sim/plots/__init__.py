"""Figures: for each a function that makes the data, one that draws on axes, and one that composes the page.

Numbers follow the gallery of designs: 1 fan, 3 postures, 5 dyads, 6 network, 8 why, 10 moves.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..outcomes import Results
from . import dyads, fan, network, postures, raster, style, why

# Name of each figure's files, and the function that draws it.
FIGURES: dict[str, Callable] = {
    "01-fan": fan.figure,
    "03-postures": postures.figure,
    "05-dyads": dyads.figure,
    "06-network": network.figure,
    "08-why": why.figure,
    "10-moves": raster.figure,
}

# How to read each, in a sentence.
CAPTIONS = {
    "01-fan": "Above: which patron the support comes from, all from one at the bottom, all from the other at the top. "
    "Middle: the first patron's share of economic support. Below: how evenly each state spreads its support.",
    "03-postures": "The share of histories in which each state is aligned with a partner, leans to one, or hedges.",
    "05-dyads": "How the state of the row regards that of the column, at the start and the end, and the difference.",
    "06-network": "The same as a map of friends and enemies, both directions taken together.",
    "08-why": "What spoke for and against each option, in one month of one history.",
    "10-moves": "Everything that was done in one history: a row for each state toward each other.",
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
    written = []
    for name, draw in FIGURES.items():
        written += style.save(draw(results), directory / name)
        if progress:
            progress(name)
    return written
