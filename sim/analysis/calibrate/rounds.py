"""Rounds: a sample of points is drawn toward the record, each round taking in more of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .simulated import Aims
from .smoother import assimilated
from .targets import agreement, likely_misfits

# Judgement: variance added to the misfit, for chance and curvature. With it, the errors that a
# calibration states are those that it makes (docs/calibrate.md).
_ROUGH = 0.1
# Judgement: each round takes in twice as much of the record as the one before, as the sample is
# better by then.
_GROWING = 2.0
_YES = 0.75  # judgement: share of histories that has to answer a question with yes
_YES_WITHIN = 0.1  # judgement: standard error of that share
_SATISFIED = 1e9  # variance of an answer that is yes often enough: it no longer counts


def rounds_of_fitting(
    simulated: Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]],
    sample: np.ndarray,
    aims: Aims,
    rounds: int,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw a sample toward what it aims at, round by round.

    Parameters
    ----------
    simulated : callable
        From a sample to patterns (point, pattern) and shares of yes (point, question).
    sample : ndarray (point, number)
        Points to begin from, in standard deviations.
    aims : Aims
        What is recorded, and the questions whose answer is to be yes.
    rounds : int
        How many.

    Returns
    -------
    sample : ndarray (point, number)
    misfits : ndarray (pattern,)
        What no numbers could fit, as the first round shows it.
    agreed : ndarray (round + 1, row)
        How well the mean of the sample agrees, before each round and after the last.
    """
    misfits, agreed = np.empty(0), []
    for inflated in inflations(rounds):
        patterns, likely = simulated(np.vstack([sample.mean(axis=0), sample]))
        agreed.append([*agreement(patterns[0], aims.recorded, aims.groups), *likely[0]])
        if not agreed[1:]:
            misfits = likely_misfits(patterns[1:], aims.recorded, aims.groups)
        noise = inflated * np.append(misfits + _ROUGH, _slack(likely[1:]))
        seen = np.hstack([patterns[1:], likely[1:]])
        wanted = np.append(aims.recorded, np.full(len(aims.questions), _YES))
        sample = assimilated(sample, seen, wanted, noise)
    patterns, likely = simulated(sample.mean(axis=0)[None])
    agreed.append([*agreement(patterns[0], aims.recorded, aims.groups), *likely[0]])
    return sample, misfits, np.array(agreed)


def inflations(rounds: int) -> np.ndarray:
    """Return by how much errors are inflated in each round; the inverses add up to 1."""
    return _GROWING ** -np.arange(rounds) * sum(_GROWING**k for k in range(rounds))


def _slack(likely: np.ndarray) -> np.ndarray:
    """Return the variance that each answer is allowed: (question,)."""
    return np.where(likely.mean(axis=0) < _YES, _YES_WITHIN**2, _SATISFIED)
