"""Pictures: the figures that can be downloaded of what the page shows, in the page's words.

Their names are those of the files in a results folder. Of A and B together there is no map of who
regards whom how, and none of postures: these are drawn of B alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from sim.report.figure_names import named

from .asked import Pair

OF_A: Mapping[str, str] = {
    "01-fan": "fan, with support and hedging",
    "02-postures": "postures",
    "03-alluvial": "flows from posture to posture",
    "04-dyads": "who regards whom how",
    "05-network": "network",
    "06-why": "what spoke for a move",
    "07-moves": "all moves of one history",
}
OF_BOTH: Mapping[str, str] = {
    "01-fan": "fans of A and B",
    "02-paired": "difference, B − A",
    "03-alluvial": "flows from posture to posture",
    "04-dyads": "who regards whom how",
    "05-dots": "where histories end, in dots",
}
ALONE = "-b"  # at the end of the name of a figure of B alone
OF_B: Mapping[str, str] = {
    "02-postures-b": "postures of B",
    "05-network-b": "network of B",
    "06-why-b": "what spoke for a move in B",
}


def pictures_of(pair: Pair) -> dict[str, str]:
    """Return the figures that there are of what is shown, each in a few words."""
    return dict(OF_A) if pair.b is None else {**OF_BOTH, **OF_B}


def picture_of(pair: Pair, name: str) -> str:
    """Return the figure that a name means.

    Parameters
    ----------
    pair : Pair
    name : str
        With or without its number.

    Raises
    ------
    InvalidInput
        Listing the figures that there are.
    """
    return named(name, list(pictures_of(pair)))
