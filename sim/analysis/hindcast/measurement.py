"""The measurement model fitted: how much routine contact there is, and what a rebuff counts.

The two parameters of ``outcomes.observation`` are a yardstick. They should say how shares of
cooperation are distributed over dyads, not which dyad has which share: that is the model's task,
and is scored. So they are fitted to the distribution of recorded shares, by the smallest distance
between the sorted shares of the model and those of the record (Wasserstein's). If they were fitted
dyad by dyad, routine contact would stand in for whatever the model does not know: the less it
knows, the more alike all dyads would become. No command uses this module; docs/make_observation.py
does.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.outcomes.bootstrap import picks
from sim.outcomes.observation import Done, Observation

# Judgement: several starting points, as the search may end in a local minimum.
_STARTS = ((0.3, 0.2), (1.0, 0.5), (0.2, 0.05))
_SAMPLES = 200  # of pairs of states; judgement: ends of intervals then move by a tenth of them


class Fitted(NamedTuple):
    """The best measurement model, and how sure it is.

    Attributes
    ----------
    best : Observation
    low, high : Observation
        Ends of the middle 95 % of fits to samples of pairs of states.
    distance : float
        Mean distance between sorted shares of the model and of the record, at the best.
    """

    best: Observation
    low: Observation
    high: Observation
    distance: float


def shares(how: Observation, done: Done, months: float) -> np.ndarray:
    """Return the shares of cooperation that the news are expected to hold: (...).

    Parameters
    ----------
    how : Observation
        The measurement model.
    done : Done
        What was done in some months, as a mean over histories.
    months : float
        How many months these are.
    """
    warm = how.cooperation(done, months)
    return warm / (warm + how.conflict(done))


def distance(how: Observation, done: Done, months: float, recorded: np.ndarray) -> float:
    """Return the mean distance between sorted shares of the model and of a record.

    Parameters
    ----------
    how : Observation
        The measurement model.
    done : Done
        What was done; arrays (dyad,).
    months : float
        In how many months.
    recorded : ndarray (dyad,)
        Recorded shares of cooperation.
    """
    told = np.sort(shares(how, done, months))
    return float(np.mean(np.abs(told - np.sort(recorded))))


def fitted(
    done: Done, months: float, recorded: np.ndarray, pairs: np.ndarray, seed: int = 1
) -> Fitted:
    """Fit routine contact and the weight of a rebuff to recorded shares of cooperation.

    Parameters
    ----------
    done : Done
        What states do toward each other in the model, as a mean over histories: arrays (dyad,).
    months : float
        In how many months.
    recorded : ndarray (dyad,)
        Shares of cooperation in the same dyads' news.
    pairs : ndarray of int (dyad,)
        Which pair of states each dyad belongs to: both directions are drawn together.
    seed : int
        Of the samples.
    """
    best = _best(done, months, recorded, _STARTS)
    where = [np.flatnonzero(pairs == pair) for pair in np.unique(pairs)]
    found = []
    for drawn in picks(len(where), seed)[:_SAMPLES]:
        sample = np.concatenate([where[k] for k in drawn])
        part = Done(*(kind[sample] for kind in done))
        found.append(_best(part, months, recorded[sample], [best]))
    low, high = np.quantile(np.array(found), (0.025, 0.975), axis=0)
    ends = Observation(*map(float, low)), Observation(*map(float, high))
    return Fitted(best, *ends, distance(best, done, months, recorded))


def _best(done: Done, months: float, recorded: np.ndarray, starts: object) -> Observation:
    """Return the measurement model of the least distance, searched from some starts."""
    from scipy.optimize import minimize

    def far(squares: np.ndarray) -> float:
        """Return the distance; squares keep both numbers from being negative."""
        return distance(Observation(*(squares**2)), done, months, recorded)

    options = {"xatol": 1e-4, "fatol": 1e-7, "maxiter": 2000}
    ends = [
        minimize(far, np.sqrt(np.maximum(start, 1e-4)), method="Nelder-Mead", options=options)
        for start in np.atleast_2d(np.array(starts, dtype=float))
    ]
    routine, rebuff = min(ends, key=lambda end: float(end.fun)).x ** 2
    return Observation(float(routine), float(rebuff))
