"""Tables of a run of so many histories that they are counted and not listed."""

from __future__ import annotations

import pandas as pd

from sim.outcomes.tally import BINS, WITHIN, Tally
from sim.report.codebook import Row

OUTCOMES, DISTRIBUTIONS = "outcomes.csv", "distributions.csv.gz"
_HOW = (
    f"over all histories; of an outcome that is no whole number within {WITHIN:.5f} of the exact "
    f"quantile, as values are counted in steps of 1/{BINS}"
)
OUTCOMES_BOOK: tuple[Row, ...] = (
    ("outcome", "column of runs.csv that the row is about", "", ""),
    ("histories", "how many histories it is taken over", "", "1.."),
    ("mean", "mean over all histories", "of the outcome", ""),
    ("q05", f"5 % quantile {_HOW}", "of the outcome", ""),
    ("q25", f"25 % quantile {_HOW}", "of the outcome", ""),
    ("q50", f"median {_HOW}", "of the outcome", ""),
    ("q75", f"75 % quantile {_HOW}", "of the outcome", ""),
    ("q95", f"95 % quantile {_HOW}", "of the outcome", ""),
    ("least", "least value in any history", "of the outcome", ""),
    ("most", "largest value in any history", "of the outcome", ""),
)
DISTRIBUTIONS_BOOK: tuple[Row, ...] = (
    ("outcome", "column of runs.csv that the row is about", "", ""),
    (
        "value",
        f"a value of it, rounded to 1/{BINS}; of a posture its position among isolated, hedging, "
        "leaning to and aligned with each state in the scenario's order, diversified; of a first "
        "month its position from 0, the number of months where there is none",
        "of the outcome",
        "",
    ),
    ("histories", "in how many histories the outcome has this value", "", "1.."),
)


def tallies(tally: Tally) -> dict[str, pd.DataFrame]:
    """Return the tables of the outcomes of all histories, by the names of their files."""
    return {OUTCOMES: tally.table(), DISTRIBUTIONS: tally.distributions()}
