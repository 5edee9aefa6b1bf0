"""The quantiles that summaries, tables and figures show: median, middle half, middle 90 %."""

from __future__ import annotations

import numpy as np

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
NAMES = ("q05", "q25", "q50", "q75", "q95")


def quantiles(values: np.ndarray, axis: int = 0) -> np.ndarray:
    """Return the quantiles of some numbers.

    Parameters
    ----------
    values : ndarray
    axis : int
        Along which they are taken; by default the histories.

    Returns
    -------
    ndarray (level, ...)
        In the order of ``LEVELS``.
    """
    return np.quantile(values, LEVELS, axis=axis)
