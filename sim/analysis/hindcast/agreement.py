"""Measures of agreement between forecasts and a record, over the last axis: (..., dyad) -> (...).

Scores are computed here and not by scikit-learn's ``brier_score_loss`` and ``log_loss``, which
score one sample per call: an interval takes a thousand samples for the model and for each rival,
which are scored here in one step. The tests check that both agree.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

# judgement: at this probability or above (or as far below one half) a direction is confident
SURE = 0.8
# judgement: a log score takes no probability below this, so that one surprise does not decide it
_LEAST = 0.01

Measure = Callable[[np.ndarray, np.ndarray], np.ndarray]  # (forecast, recorded), (..., dyad)


def rank_correlation(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return Spearman's rank correlation over the last axis.

    It is 0 where either is the same everywhere.
    """
    from scipy.stats import rankdata

    x, y = (rankdata(values, axis=-1) - (values.shape[-1] + 1) / 2 for values in (a, b))
    spread = np.sqrt((x * x).sum(axis=-1) * (y * y).sum(axis=-1))
    return np.divide((x * y).sum(axis=-1), spread, out=np.zeros_like(spread), where=spread > 0)


def concordance(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return Kendall's tau-b over the last axis; 0 where one of both is the same everywhere.

    Counted here for a thousand samples at once: scipy's ``kendalltau`` takes one sample per call,
    and its call takes most of the time. The tests check that both agree to the bit.
    """
    x, y = np.broadcast_arrays(a, b)
    agree, apart, differ = (np.zeros(x.shape[:-1], dtype=int) for _ in range(3))
    for step in range(1, x.shape[-1]):  # all pairs of dyads that stand so far from each other
        here, there = _order(x, step), _order(y, step)
        agree += (here * there).sum(axis=-1, dtype=int)
        apart += np.count_nonzero(here, axis=-1)
        differ += np.count_nonzero(there, axis=-1)
    known = (apart > 0) & (differ > 0) & ~(np.isnan(x) | np.isnan(y)).any(axis=-1)
    halfway = np.divide(agree, np.sqrt(apart), out=np.zeros(agree.shape), where=known)
    tau = np.divide(halfway, np.sqrt(differ), out=np.zeros(agree.shape), where=known)
    return np.clip(tau, -1.0, 1.0)


def _order(values: np.ndarray, step: int) -> np.ndarray:
    """Return 1, 0 or -1 as each value is above, like or below the one so many places before it."""
    later, before = values[..., step:], values[..., :-step]
    return (later > before).astype(np.int8) - (later < before).astype(np.int8)


def brier(likely: np.ndarray, up: np.ndarray) -> np.ndarray:
    """Return the Brier score: 0 at best, 0.25 for always one half."""
    return np.mean((likely - up) ** 2, axis=-1)


def log_score(likely: np.ndarray, up: np.ndarray) -> np.ndarray:
    """Return the log score, minus the mean log likelihood: 0 at best, 0.69 for always one half."""
    bounded = np.clip(likely, _LEAST, 1 - _LEAST)
    return -np.mean(np.log(np.where(up > 0.5, bounded, 1 - bounded)), axis=-1)


def hits(likely: np.ndarray, up: np.ndarray) -> np.ndarray:
    """Return the share of directions that are called right; one half is half right."""
    return np.mean(np.where(likely == 0.5, 0.5, (likely > 0.5) == (up > 0.5)), axis=-1)


def median_error(told: np.ndarray, recorded: np.ndarray) -> np.ndarray:
    """Return the median absolute error of what is predicted against the record."""
    return np.median(np.abs(told - recorded), axis=-1)


def false_alarms(likely: np.ndarray, up: np.ndarray) -> tuple[int, int]:
    """Return how many directions were predicted with confidence, and how many of these wrongly."""
    sure = (likely >= SURE) | (likely <= 1 - SURE)
    return int(sure.sum()), int((sure & ((likely > 0.5) != (up > 0.5))).sum())
