"""Observation: what event data would count of the histories, as the news counts what states do."""

from __future__ import annotations

import numpy as np

from sim import schema

from .results import Results


def events(results: Results) -> tuple[np.ndarray, np.ndarray]:
    """Return what event data would count of the histories: cooperative and conflictual events.

    Offering a deal and accepting one are cooperative, declining one and acting against the other
    are not; holding is no event.

    Returns
    -------
    cooperation, conflict : ndarray (history, month, source, target) of int8
    """
    answers, acts = results.answers_to_deals, results.choices >= len(schema.DEALS)
    accepted, declined = ((answers == answer).astype(np.int8).swapaxes(2, 3) for answer in (1, 0))
    return (answers >= 0).astype(np.int8) + accepted, acts.astype(np.int8) + declined


def cooperation(results: Results) -> np.ndarray:
    """Return the share of what i does toward j that is cooperative, over all histories and months.

    Returns
    -------
    ndarray (source, target)
        0..1; NaN where nothing ever happens, as on the diagonal.
    """
    warm, cold = (counts.sum(axis=(0, 1), dtype=np.int64) for counts in events(results))
    total = (warm + cold).astype(float)
    return np.divide(warm, total, out=np.full(total.shape, np.nan), where=total > 0)
