"""The figures of a comparison, and how to read each."""

from __future__ import annotations

from collections.abc import Callable

from matplotlib.figure import Figure

from . import dots, dyad_differences, flows, matrix, overlay, paired, small_fans
from .comparison import Compared

# Name of each figure's files, and the function that draws it: of two scenarios, and of more.
OF_TWO: dict[str, Callable[[Compared], Figure]] = {
    "01-fan": overlay.figure,
    "02-paired": paired.figure,
    "03-alluvial": flows.figure,
    "04-dyads": dyad_differences.figure,
    "05-dots": dots.figure,
}
OF_MANY: dict[str, Callable[[Compared], Figure]] = {
    "01-matrix": matrix.figure,
    "02-fans": small_fans.levels,
    "03-differences": small_fans.differences,
    "04-alluvial": flows.figure,
    "05-dyads": dyad_differences.figure,
    "06-dots": dots.figure,
}
# How to read each, in a sentence.
CAPTIONS = {
    "01-fan": "The same histories in each scenario. Above: which patron the support comes from. "
    "Middle: the first patron's share of economic support. Below: how evenly each state spreads "
    "its support.",
    "01-matrix": "What each scenario changes in each measure, against the first scenario.",
    "02-fans": "Which patron the support comes from, scenario by scenario.",
    "02-paired": "What changes, history by history: the tilt month by month, then one measure a "
    "row.",
    "03-alluvial": "How histories flow from posture to posture, in each scenario.",
    "03-differences": "What each scenario changes in the tilt, month by month.",
    "04-alluvial": "How histories flow from posture to posture, in each scenario.",
    "04-dyads": "How the state of the row regards that of the column at the end, and what the "
    "second scenario changes in it.",
    "05-dots": "Twenty dots for all histories: count those on either side.",
    "05-dyads": "How the state of the row regards that of the column at the end, and what each "
    "scenario changes in it.",
    "06-dots": "Twenty dots for all histories: count those on either side.",
}


def figures_of(result: Compared) -> dict[str, Callable[[Compared], Figure]]:
    """Return the figures of a comparison by name: of two scenarios, or of more."""
    return OF_TWO if len(result.labels) == 2 else OF_MANY
