"""The figures of a comparison, and how to read each."""

from __future__ import annotations

from collections.abc import Callable

from matplotlib.figure import Figure

from . import dots, dyad_differences, flows, overlay, paired
from .comparison import Compared

# Name of each figure's files, and the function that draws it.
FIGURES: dict[str, Callable[[Compared], Figure]] = {
    "01-fan": overlay.figure,
    "02-paired": paired.figure,
    "04-alluvial": flows.figure,
    "05-dyads": dyad_differences.figure,
    "09-dots": dots.figure,
}
# How to read each, in a sentence.
CAPTIONS = {
    "01-fan": "The same histories in each scenario. Above: which patron the support comes from. "
    "Middle: the first patron's share of economic support. Below: how evenly each state spreads "
    "its support.",
    "02-paired": "What changes, history by history: the tilt month by month, then one measure a "
    "row.",
    "04-alluvial": "How histories flow from posture to posture, in each scenario.",
    "05-dyads": "How the state of the row regards that of the column at the end, and what each "
    "scenario changes in it.",
    "09-dots": "Twenty dots for all histories: count those on either side.",
}
