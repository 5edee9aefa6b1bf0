"""Tables of large runs: of many histories, which are counted and not listed, and of many states."""

from __future__ import annotations

from importlib.util import find_spec

import pandas as pd

from sim.outcomes.tally import BINS, WITHIN, Tally
from sim.report.codebook import Row

MOST_CSV = 500_000  # rows of a table of months that is written as CSV; judgement
OUTCOMES, DISTRIBUTIONS = "outcomes.csv", "distributions.csv.gz"
_HOW = (
    f"over all histories; exact for whole numbers, else within {WITHIN:z.5f} of the exact "
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
        f"a value of the outcome, rounded to 1/{BINS}; for a posture its position, from 0, among "
        "isolated, hedging, leaning to and aligned with each state in the scenario's order, "
        "diversified; for a first month its position, from 0, or the number of months where there "
        "is none",
        "of the outcome",
        "",
    ),
    ("histories", "in how many histories the outcome has this value", "", "1.."),
)


def tallies(tally: Tally) -> dict[str, pd.DataFrame]:
    """Return the tables of the outcomes of all histories, by the names of their files."""
    return {OUTCOMES: tally.table(), DISTRIBUTIONS: tally.distributions()}


def months_file(rows: int, csv: bool = False) -> str:
    """Return the file of a table of months: Parquet for large ones, as CSV takes far longer.

    Parameters
    ----------
    rows : int
        How many the table has.
    csv : bool
        CSV is asked for; without pyarrow there is nothing else.
    """
    large = rows > MOST_CSV and not csv and find_spec("pyarrow") is not None
    return "months.parquet" if large else "months.csv.gz"
