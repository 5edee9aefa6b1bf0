"""Variance: which parameters an outcome's variance comes from (Sobol), and how much is chance.

Both measure how outcomes differ when all parameters vary at once, each uniformly over its range and
independently of the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.errors import InvalidInput

from .screening import RESAMPLES, Evaluate, Problem, outcomes, own_seed, ranked

if TYPE_CHECKING:
    import pandas as pd

_GROUPS = 32  # of points or histories that the jackknife leaves out in turn; judgement
_ROUNDING = 1e-12  # of the largest outcome: differences below it are none
_Z = 1.96  # standard errors from the middle to either end of a 95 % interval


@dataclass(frozen=True)
class Sobol:
    """Shares of the variance between design points that numbers account for; arrays are (path,).

    Attributes
    ----------
    paths : tuple of str
    first, total : ndarray
        What a number explains by itself (S1), and with its interplay with the others (ST).
    first_confidence, total_confidence : ndarray
        Half of their 95 % intervals, from resampling.
    noise : ndarray
        The part of `total` that is chance left in means over few histories; more shrink it.
    shares : Shares
        How much of all variance, over points and histories, is chance.
    """

    paths: tuple[str, ...]
    first: np.ndarray
    first_confidence: np.ndarray
    total: np.ndarray
    total_confidence: np.ndarray
    noise: np.ndarray
    shares: Shares

    def table(self) -> pd.DataFrame:
        """Return a row per number, the foremost first: S1 and ST with their intervals."""
        columns: dict[str, Any] = {"paths": self.paths}
        for name, index, half in (
            ("S1", self.first, self.first_confidence),
            ("ST", self.total, self.total_confidence),
        ):
            columns |= {name: index, f"{name}_low": index - half, f"{name}_high": index + half}
        return ranked(columns | {"ST_noise": self.noise}, "ST")


@dataclass(frozen=True)
class Shares:
    """Shares of all variance, over points and histories.

    Attributes
    ----------
    parameters : float
        Of the numbers: how far the mean outcome of points differs, the chance left in such means
        taken out.
    chance : float
        The rest: how far histories of the same numbers differ. Both are 0 where nothing varies.
    same : float
        The part of `chance` that does the same whatever the numbers are: history 7 is high at all
        points.
    confidence : float
        Half the 95 % interval of `parameters` and of `chance`; nan with fewer than 3 histories.
    """

    parameters: float
    chance: float
    same: float
    confidence: float


def sobol(evaluate: Evaluate, problem: Problem, base: int = 256, seed: int = 1) -> Sobol:
    """Share out an outcome's variance among numbers.

    Sobol's indices (1993), with the estimators of Saltelli et al. (2010), by SALib.

    Parameters
    ----------
    evaluate : callable
        From points (point, path) to outcomes (point, history), in the same order; 2 histories or
        more.
    problem : Problem
        What varies.
    base : int
        Points of the base sample, a power of 2; each takes two runs more than there are numbers.
    seed : int
        Of the sample and of resampling, 0 or more.

    Raises
    ------
    ValueError
        For a base that is not a power of 2.
    """
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as sampling

    check_base(base)
    asked, count = problem.in_salib(), len(problem.paths)
    points = sampling.sample(asked, base, calc_second_order=False, seed=own_seed(seed))
    points = np.clip(points, problem.lows, problem.highs)  # the last bit of a sum may stray
    values = outcomes(evaluate, points)
    blocks = values.reshape(base, count + 2, -1)  # A, A with one column of B after the other, B
    parts = shares(np.concatenate((blocks[:, 0], blocks[:, -1])))
    means = blocks.mean(axis=2)
    spread = means[:, [0, -1]].var()
    if np.ptp(means) <= _ROUNDING * np.abs(means).max():
        none = np.zeros(count)
        return Sobol(problem.paths, none, none, none, none, none, parts)
    how = {"calc_second_order": False, "num_resamples": RESAMPLES, "seed": own_seed(seed)}
    result = analysis.analyze(asked, means.ravel(), **how)
    first, first_half, total, total_half = (
        np.array(result[name], dtype=float) for name in ("S1", "S1_conf", "ST", "ST_conf")
    )
    noise = _left(blocks) / (2 * spread)
    return Sobol(problem.paths, first, first_half, total, total_half, noise, parts)


def check_base(base: int) -> None:
    """Refuse a size of the base sample that is not a power of 2; the message names the nearest."""
    if base < 1 or base & (base - 1):
        below = 1 << max(int(base).bit_length() - 1, 0)
        raise InvalidInput(f"base is {base}: a power of 2 is needed, as {below} or {2 * below}")


def _left(blocks: np.ndarray) -> np.ndarray:
    """Return the variance that chance leaves in each number's mean differences: (path,)."""
    errors = [
        (blocks[:, 0] - blocks[:, k]).var(axis=1, ddof=1).mean()
        for k in range(1, blocks.shape[1] - 1)
    ]
    return np.array(errors) / blocks.shape[2]


def shares(values: np.ndarray) -> Shares:
    """Part all variance into that of the numbers and that of chance.

    The law of total variance, with the components of a two-way layout (Searle, Casella & McCulloch
    1992): points, histories, and their interplay, which is what chance leaves in the mean of a
    point. The interval is a jackknife over groups of points and over groups of histories.

    Parameters
    ----------
    values : ndarray (point, history)
        Outcomes at points drawn apart from one another, with the same random draws at each; 2 of
        both or more.
    """
    parameters, same, interplay = _components(values)
    total = parameters + same + interplay
    if total <= (_ROUNDING * np.abs(values).max()) ** 2:
        return Shares(0.0, 0.0, 0.0, 0.0)
    half = _Z * np.sqrt(_jackknife(values) + _jackknife(values.T, turned=True))
    return Shares(parameters / total, (same + interplay) / total, same / total, float(half))


def _components(values: np.ndarray) -> tuple[float, float, float]:
    """Return the variance between points, between histories, and of their interplay."""
    points, histories = values.shape
    rows, columns = values.mean(axis=1), values.mean(axis=0)
    rest = values - rows[:, None] - columns + values.mean()
    interplay = float((rest * rest).sum() / ((points - 1) * (histories - 1)))
    between = max(float(rows.var(ddof=1)) - interplay / histories, 0.0)
    return between, max(float(columns.var(ddof=1)) - interplay / points, 0.0), interplay


def _jackknife(values: np.ndarray, turned: bool = False) -> float:
    """Return the variance of the numbers' share, from leaving out groups of rows.

    With `turned`, rows are histories.
    """
    groups = np.array_split(np.arange(len(values)), min(_GROUPS, len(values)))
    if len(values) < 3:
        return np.nan
    results = []
    for group in groups:
        kept = np.delete(values, group, axis=0)
        parts = _components(kept.T if turned else kept)
        whole = fsum(parts)  # not sum(), which rounds otherwise since Python 3.12
        results.append(parts[0] / whole if whole else 0.0)
    return (len(groups) - 1) * float(np.var(results))
