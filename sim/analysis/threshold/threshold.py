"""Threshold: the smallest change of one parameter that takes an outcome across a level.

The answer to a question flips where the share of histories that say yes crosses a level, usually
one half; for any other outcome the mean has to cross a level. Parameters change within the ranges
that the scenario gives them (up to the range, where the scenario's own value lies outside), and
changes are measured in units of these ranges. All points are run on the same random draws: they
differ by their parameters alone, but the result depends on those draws.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sim.ensemble.how import HERE, How
from sim.scenario import Scenario, chosen_paths

from .crossing import Crossing
from .odds import Odds

GRID = 9  # values of each number that are looked at before the search; judgement
FINE = 0.01  # of a range: how closely a crossing is located


@dataclass(frozen=True)
class Threshold:
    """One number, and what it would have to be for the level to be crossed.

    Attributes
    ----------
    low, high, base, mean_at_base : float
        Its range, its value in the scenario, and the mean outcome there; of an answer the share of
        histories that say yes.
    values, means : ndarray (value,)
        A grid over the range, and the mean at each value.
    histories : int
        At each value: the standard error of a share p is sqrt(p (1 - p) / histories).
    crossing, mean_at_crossing : float or None
        The nearest value at which the level is crossed, to a hundredth of the range; None: no value
        in range does that.
    change_in_ranges : float
        From base to crossing, as a share of the range; infinite where there is none.
    push : float
        How far the number can move the mean toward the level, and past it.
    errors : ndarray (value,), optional
        Standard errors of `means`, of outcomes that are no shares.
    error_at_base, error_at_crossing : float
        Those at the other two.
    """

    path: str
    low: float
    high: float
    base: float
    mean_at_base: float
    values: np.ndarray
    means: np.ndarray
    histories: int
    crossing: float | None
    mean_at_crossing: float | None
    change_in_ranges: float
    push: float
    errors: np.ndarray | None = None
    error_at_base: float = np.nan
    error_at_crossing: float = np.nan


def thresholds(
    scenario: Scenario,
    crossing: Crossing,
    over: Sequence[str] = (),
    histories: int = 400,
    seed: int = 1,
    how: How = HERE,
) -> list[Threshold]:
    """Find, for one number at a time, the nearest value at which an outcome crosses a level.

    All other numbers stay as in the scenario.

    Parameters
    ----------
    scenario : Scenario
    crossing : Crossing
        The outcome and the level.
    over : sequence of str
        Paths of the numbers; by default all that carry a range.
    histories, seed, how
        As in ``design.run_design``.

    Returns
    -------
    list of Threshold
        The smallest change first; then those without a crossing, the farthest pushes first.

    Raises
    ------
    InvalidInput
        For a path without a range.
    """
    odds = Odds(scenario, crossing, chosen_paths(scenario, over), histories, seed, how)
    values, count = np.linspace(odds.low, odds.high, GRID, axis=1), len(odds.paths)
    which = range(count)
    points = np.tile(odds.base, (count, GRID, 1))
    points[np.arange(count), :, np.arange(count)] = values
    grid = odds(points.reshape(-1, count)).reshape(values.shape)
    turns = [turn for k in which for turn in _turns(odds, k, values[k], grid[k])]
    inner, outer = np.tile(odds.base, (2, len(turns), 1))
    for row, (k, before, after) in enumerate(turns):
        inner[row, k], outer[row, k] = before, after
    outer, means = odds.between(inner, outer, FINE)
    crossings: list[list[tuple[float, float]]] = [[] for _ in which]
    for row, (k, _, _) in enumerate(turns):
        crossings[k].append((float(outer[row, k]), float(means[row])))
    results = [_threshold(odds, k, values[k], grid[k], crossings[k]) for k in which]
    return sorted(results, key=lambda one: (one.change_in_ranges, -one.push))


def _turns(
    odds: Odds, k: int, values: np.ndarray, grid: np.ndarray
) -> Iterator[tuple[int, float, float]]:
    """Yield the stretches of a grid, from the base outward, in which the level is first crossed."""
    for way in (1, -1):
        there = np.flatnonzero((values - odds.base[k]) * way > 0)[::way]
        crossed = np.flatnonzero(odds.beyond(grid[there]) >= 0)
        if len(crossed):
            first = crossed[0]
            before = odds.base[k] if first == 0 else values[there[first - 1]]
            yield k, float(before), float(values[there[first]])


def _threshold(
    odds: Odds,
    k: int,
    values: np.ndarray,
    grid: np.ndarray,
    crossings: list[tuple[float, float]],
) -> Threshold:
    """Return the threshold of one number, from its crossings on either side of the base."""
    base, low, high = (float(numbers[k]) for numbers in (odds.base, odds.low, odds.high))
    nearest = min(crossings, key=lambda one: abs(one[0] - base), default=None)
    where, mean = nearest or (None, None)
    errors = None
    if not odds.crossing.is_share:
        errors = np.array([odds.error(k, value) for value in values])
    return Threshold(
        path=odds.paths[k],
        low=low,
        high=high,
        base=base,
        mean_at_base=odds.at_base,
        values=values,
        means=grid,
        histories=odds.histories,
        crossing=where,
        mean_at_crossing=mean,
        change_in_ranges=np.inf if where is None else abs(where - base) / (high - low),
        push=float(max(odds.beyond(grid).max() - odds.beyond(odds.at_base), 0.0)),
        errors=errors,
        error_at_base=odds.error(k, base),
        error_at_crossing=np.nan if where is None else odds.error(k, where),
    )
