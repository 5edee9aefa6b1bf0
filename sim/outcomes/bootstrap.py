"""Resampling: how precise a mean over histories is, by the percentile bootstrap.

After Efron (1979): the histories at hand represent all possible histories, and the means of samples
drawn from them with replacement vary as the mean itself would. The random numbers are those of
``draws``, so that the same histories have the same interval everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.model.compiled import compiled
from sim.model.draws import random_draws

from .quantiles import quantiles

if TYPE_CHECKING:
    import pandas as pd

RESAMPLING = 1  # purpose of the random draws
DRAWS = 1000  # samples; judgement: an interval's ends then move by a few hundredths of its width
# beyond it neighbouring histories are averaged first, which leaves the spread of the mean as it is
_MOST_ROWS = 10_000


def mean_interval(
    values: np.ndarray, seed: int = 1, level: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Return the bootstrap interval of the mean of each column.

    Parameters
    ----------
    values : ndarray (history, column)
        Numbers of each history; for paired differences, the differences.
    seed : int
        Of the draws.
    level : float
        Share of samples within the interval, in (0, 1).

    Returns
    -------
    low, high : ndarray (column,)
        With a single history both are that history.
    """
    values = np.ascontiguousarray(values, dtype=float)
    each = -(-len(values) // _MOST_ROWS)
    whole = len(values) // each * each
    rows = values if each == 1 else values[:whole].reshape(-1, each, values.shape[1]).mean(axis=1)
    means = np.empty((DRAWS, values.shape[1]))
    _draw_means(np.ascontiguousarray(rows), _positions(len(rows), int(seed)), means)
    tail = (1.0 - level) / 2.0
    low, high = quantiles(means, levels=(tail, 1.0 - tail))
    shift = values.mean(axis=0) - rows.mean(axis=0)
    return low + shift, high + shift


def is_sure(row: Mapping[Any, Any] | pd.Series) -> bool:
    """Say whether a mean differs from 0 at 95 %: whether its interval low to high excludes 0."""
    return bool(row["low"] > 0 or row["high"] < 0)


def picks(count: int, seed: int = 1) -> np.ndarray:
    """Return positions of samples drawn with replacement from `count`: (draw, count) of int."""
    return _picked(count, seed, np.int64)


def _picked(count: int, seed: int, kind: type[np.integer]) -> np.ndarray:
    """Return such positions as whole numbers of a kind."""
    positions = np.empty((DRAWS, count), dtype=kind)
    _draw_positions(int(seed), positions)
    return positions


@lru_cache(maxsize=2)
def _positions(count: int, seed: int) -> np.ndarray:
    """Return what ``picks`` does in two bytes each, kept for the next interval of as many rows."""
    positions = _picked(count, seed, np.uint16)  # _MOST_ROWS fit; as int64 they take 80 MB
    positions.setflags(write=False)
    return positions


@compiled
def _draw_positions(seed: int, positions: np.ndarray) -> None:
    """Fill `positions` (draw, position) with positions below its second length."""
    draws, count = positions.shape
    for draw in range(draws):
        for r in range(count):
            where, _, _ = random_draws(seed, draw, 0, 0, r, RESAMPLING)
            positions[draw, r] = int(where * count)


@compiled
def _draw_means(rows: np.ndarray, positions: np.ndarray, means: np.ndarray) -> None:
    """Fill `means` (draw, column) with the means of rows at positions (draw, position)."""
    count, columns = rows.shape
    for draw in range(means.shape[0]):
        for c in range(columns):
            means[draw, c] = 0.0
        for r in range(count):
            picked = positions[draw, r]
            for c in range(columns):
                means[draw, c] += rows[picked, c]
        for c in range(columns):
            means[draw, c] /= count
