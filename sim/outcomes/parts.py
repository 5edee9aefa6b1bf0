"""Parts: how much of a mean result disappears with each of several things, history by history."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from .bootstrap import mean_interval
from .results import Results

GOES = ("goes", "low", "high", "share")  # the columns of numbers


def of_each(
    results: Results, failed: np.ndarray, value: Callable[[Results], np.ndarray]
) -> np.ndarray:
    """Return a number of each history, (history,): NaN of those that failed.

    Parameters
    ----------
    results : Results
    failed : ndarray of bool (history,)
        As ``simulate`` returns it.
    value : callable
        Computes the numbers of those that did not.
    """
    if not failed.any():
        return value(results).astype(float)
    numbers = np.full(results.histories, np.nan)
    numbers[~failed] = value(results.only(np.flatnonzero(~failed)))
    return numbers


def parts_table(named: pd.DataFrame, values: Sequence[np.ndarray], seed: int) -> pd.DataFrame:
    """Return a table of parts with their means, 95 % intervals and shares of the whole.

    Parameters
    ----------
    named : DataFrame
        What the rows are; the first one is the whole.
    values : sequence of ndarray (history,)
        Of each row. Histories in which one of them is not a number do not count in any.
    seed : int
        Of the intervals.

    Returns
    -------
    DataFrame
        The same with columns goes (mean), low, high, share (of the whole; NaN where that is 0).
    """
    rows = np.vstack(values)
    rows = rows[:, np.isfinite(rows).all(axis=0)]
    if not rows.size:
        return named.assign(**dict.fromkeys(GOES, np.nan))
    low, high = mean_interval(rows.T, seed)
    means = rows.mean(axis=1)
    share = means / means[0] if means[0] else np.full(len(means), np.nan)
    return named.assign(**dict(zip(GOES, (means, low, high, share), strict=True)))
