"""Screening: the effect of each of many parameters on an outcome, moved one at a time.

Morris's walks move one parameter after another from many starting points, and so find effects that
depend on other parameters; the tornado moves each from a single point to either end of its range.
Each design point has an outcome in each of several histories; effects are those on its mean over
histories. Such means depend partly on chance; how much is given beside each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.errors import FAILED, SimError

if TYPE_CHECKING:
    import pandas as pd

# points (point, path) -> outcomes (point, history), in the same order
Evaluate = Callable[[np.ndarray], np.ndarray]

SURE = 2.0  # standard errors beyond which an effect is taken for more than chance
RESAMPLES = 200  # bootstrap samples behind an interval; judgement
_LEVELS = 4  # of Morris's grid, as is the custom


class PointLost(SimError, RuntimeError):
    """A point of a design did not come back as it was asked for."""

    exit_code = FAILED


@dataclass(frozen=True)
class Problem:
    """Numbers that vary evenly and apart from one another, each from its low to its high end."""

    paths: tuple[str, ...]
    lows: tuple[float, ...]
    highs: tuple[float, ...]

    def in_salib(self) -> dict:
        """Return the problem as SALib writes it."""
        ends = [list(pair) for pair in zip(self.lows, self.highs, strict=True)]
        return {"num_vars": len(self.paths), "names": list(self.paths), "bounds": ends}


def outcomes(evaluate: Evaluate, points: np.ndarray) -> np.ndarray:
    """Return the outcomes of design points, (point, history).

    Raises
    ------
    PointLost
        Naming the point, when an outcome is missing or is not finite.
    """
    values = np.asarray(evaluate(points), dtype=float)
    if len(values) != len(points):
        raise PointLost(
            f"{len(values):,} of {len(points):,} design points came back: no outcome for point "
            f"{len(values)}"
        )
    wrong = np.flatnonzero(~np.isfinite(values).all(axis=1))
    if len(wrong):
        raise PointLost(
            f"design point {wrong[0]} has an outcome that is not finite, at "
            f"{points[wrong[0]].tolist()}"
        )
    return values


@dataclass(frozen=True)
class Morris:
    """Elementary effects, in units of the outcome for a move through the whole range.

    All but `paths` are (path,).

    Attributes
    ----------
    paths : tuple of str
    mu_star : ndarray
        Mean absolute effect: how much the number matters.
    confidence : ndarray
        Half the 95 % interval of `mu_star`, from resampled trajectories.
    noise : ndarray
        The `mu_star` to expect of a number whose only effect is to change the random draws.
    mu, sigma : ndarray
        Mean effect, its sign the direction; and standard deviation, large where the effect hangs on
        other numbers.
    """

    paths: tuple[str, ...]
    mu_star: np.ndarray
    confidence: np.ndarray
    noise: np.ndarray
    mu: np.ndarray
    sigma: np.ndarray

    def table(self) -> pd.DataFrame:
        """Return a row per number, the foremost first: effects, `mu_star` with its interval."""
        ends = {
            "mu_star_low": self.mu_star - self.confidence,
            "mu_star_high": self.mu_star + self.confidence,
        }
        columns = {
            "paths": self.paths,
            "mu_star": self.mu_star,
            **ends,
            "mu_star_noise": self.noise,
        }
        return ranked(columns | {"mu": self.mu, "sigma": self.sigma}, "mu_star")


def morris(evaluate: Evaluate, problem: Problem, trajectories: int = 16, seed: int = 1) -> Morris:
    """Screen numbers by elementary effects.

    The method is that of Morris (1991), `mu_star` that of Campolongo, Cariboni & Saltelli (2007).

    Parameters
    ----------
    evaluate : callable
        From points (point, path) to outcomes (point, history), in the same order; 2 histories or
        more.
    problem : Problem
        What varies.
    trajectories : int
        Walks through the ranges, at least 2; each has a point more than there are numbers.
    seed : int
        Of walks and resampling, 0 or more.
    """
    from SALib.analyze import morris as analysis
    from SALib.sample import morris as sampling

    asked = problem.in_salib()
    points = sampling.sample(asked, trajectories, num_levels=_LEVELS, seed=own_seed(seed))
    points = np.clip(points, problem.lows, problem.highs)  # the last bit of a sum may stray
    values = outcomes(evaluate, points)
    result = analysis.analyze(
        asked,
        points,
        values.mean(axis=1),
        num_resamples=RESAMPLES,
        num_levels=_LEVELS,
        seed=own_seed(seed),
    )
    mu_star, confidence, mu, sigma = (
        np.array(result[n], float) for n in ("mu_star", "mu_star_conf", "mu", "sigma")
    )
    return Morris(
        problem.paths, mu_star, confidence, _by_chance(problem, points, values), mu, sigma
    )


def _by_chance(problem: Problem, points: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return the mean absolute effect of paired differences that are chance alone."""
    count = len(problem.paths)
    span = np.subtract(problem.highs, problem.lows)
    steps = np.abs(np.diff(points.reshape(-1, count + 1, count), axis=1)) / span
    differences = np.diff(values.reshape(-1, count + 1, values.shape[1]), axis=1)
    errors = differences.std(axis=2, ddof=1) / np.sqrt(values.shape[1]) / steps.max(axis=2)
    moved = steps.argmax(axis=2)
    return np.sqrt(2 / np.pi) * np.array([errors[moved == k].mean() for k in range(count)])


@dataclass(frozen=True)
class Tornado:
    """Each number alone at either end of its range, all others where they are.

    All but the first two are (path,).

    Attributes
    ----------
    paths : tuple of str
    outcome : float
        Mean outcome where nothing moves.
    lows, highs, bases : ndarray
        Ends of each number's range, and where it is.
    at_low, at_high : ndarray
        Change of the mean outcome when the number goes to either end.
    low_error, high_error : ndarray
        Their standard errors, from differences history by history.
    """

    paths: tuple[str, ...]
    outcome: float
    lows: np.ndarray
    bases: np.ndarray
    highs: np.ndarray
    at_low: np.ndarray
    low_error: np.ndarray
    at_high: np.ndarray
    high_error: np.ndarray

    def table(self) -> pd.DataFrame:
        """Return a row per number, the farthest swing first."""
        columns = {name: value for name, value in vars(self).items() if name != "outcome"}
        names = {"lows": "low", "bases": "base", "highs": "high"}
        swing = np.maximum(np.abs(self.at_low), np.abs(self.at_high))
        return ranked(columns | {"swing": swing}, "swing").rename(columns=names)


def tornado(evaluate: Evaluate, problem: Problem, base: np.ndarray) -> Tornado:
    """Move each number alone to either end of its range.

    Parameters
    ----------
    evaluate, problem
        As in ``morris``.
    base : ndarray (path,)
        Where all numbers are while one moves.
    """
    base = np.asarray(base, dtype=float)
    count = len(base)
    points = np.tile(base, (1 + 2 * count, 1))
    which = np.arange(count)
    points[1 + 2 * which, which], points[2 + 2 * which, which] = problem.lows, problem.highs
    values = outcomes(evaluate, points)
    changes = values[1:] - values[0]
    means, errors = changes.mean(axis=1), changes.std(axis=1, ddof=1) / np.sqrt(values.shape[1])
    ends = (np.array(problem.lows), base, np.array(problem.highs))
    return Tornado(
        problem.paths,
        float(values[0].mean()),
        *ends,
        means[::2],
        errors[::2],
        means[1::2],
        errors[1::2],
    )


def ranked(columns: dict, by: str) -> pd.DataFrame:
    """Return columns, among them ``paths``, as a table, the largest first by one of them."""
    import pandas as pd

    table = pd.DataFrame(columns).rename(columns={"paths": "path"})
    return table.sort_values(by, ascending=False, kind="stable", ignore_index=True)


def own_seed(seed: int) -> int:
    """Return a seed for SALib, to which 0 is none."""
    return int(seed) + 1
