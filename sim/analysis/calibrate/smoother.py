"""The smoother: points in parameter space, first spread out, then moved by a record.

An ensemble smoother with multiple data assimilation (Emerick & Reynolds 2013), in the deterministic
form of the ensemble transform filter (Bishop, Etherton & Majumdar 2001).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.scenario import Scenario, ranged_paths, values_of

# Judgement, of a range: a value nearer to an end than this stands so far inside, that there is room
# on both sides.
_EDGE = 0.1


@dataclass(frozen=True)
class Prior:
    """What is assumed of some numbers before a record is seen.

    Numbers are moved as normal deviates, with mean 0 and spread 1; ``values`` makes values of them.
    """

    paths: tuple[str, ...]
    base: np.ndarray
    low: np.ndarray
    high: np.ndarray

    @classmethod
    def of(cls, scenario: Scenario, paths: Sequence[str]) -> Prior:
        """Return the prior of some numbers of a scenario."""
        low, high = np.array([ranged_paths(scenario)[path] for path in paths]).T
        return cls(tuple(paths), np.array(values_of(scenario, paths)), low, high)

    @property
    def middle(self) -> np.ndarray:
        """The medians of the prior: half of it lies below and half above."""
        room = _EDGE * (self.high - self.low)
        return np.clip(self.base, self.low + room, self.high - room)

    def values(self, normal: np.ndarray) -> np.ndarray:
        """Return the values of the numbers, (point, path), for normal ones."""
        from scipy.stats import norm

        even = 2.0 * norm.cdf(normal) - 1.0  # -1..1, 0 in the middle
        below, above = self.middle - self.low, self.high - self.middle
        return np.clip(
            self.middle + np.where(even < 0, even * below, even * above), self.low, self.high
        )


def spread_evenly(points: int, count: int, seed: int) -> np.ndarray:
    """Return normal points spread evenly, with mean 0 and standard deviation 1: (point, number).

    Where there are more points than numbers, numbers are uncorrelated too: some of a Sobol sequence
    are not, and one that does nothing would seem to do what another does.
    """
    from scipy.stats import norm, qmc

    sequence = qmc.Sobol(count, seed=seed).random_base2(int(np.ceil(np.log2(points))))[:points]
    normal = norm.ppf(np.clip(sequence, 1e-6, 1 - 1e-6))
    normal -= normal.mean(axis=0)
    if points > count + 1:
        values, vectors = np.linalg.eigh(normal.T @ normal / points)
        return normal @ (vectors / np.sqrt(values)) @ vectors.T
    return normal / normal.std(axis=0)


def assimilated(
    sample: np.ndarray, patterns: np.ndarray, recorded: np.ndarray, variance: np.ndarray
) -> np.ndarray:
    """Return a sample after it has seen a record, by an ensemble transform.

    The transform is that of Bishop, Etherton & Majumdar (2001).

    With A and Y the departures of numbers and patterns from their means, S = Y / sqrt((n - 1)
    variance) and S = U s V', the mean moves by A' U s / (1 + s^2) V' (recorded - mean pattern) /
    sqrt((n - 1) variance), and departures shrink by (1 + s^2)^(-1/2) along U.

    Parameters
    ----------
    sample : ndarray (point, number)
    patterns : ndarray (point, value)
        Simulated at these points.
    recorded, variance : ndarray (value,)
        What was recorded, and how far it may be off.
    """
    mean, departures = sample.mean(axis=0), sample - sample.mean(axis=0)
    scale = np.sqrt((len(sample) - 1) * variance)
    u, s, v = np.linalg.svd((patterns - patterns.mean(axis=0)) / scale, full_matrices=False)
    innovation = (recorded - patterns.mean(axis=0)) / np.sqrt(variance)
    weights = u @ (s / (1.0 + s * s) * (v @ innovation)) / np.sqrt(len(sample) - 1)
    shrunk = departures - u @ ((1.0 - 1.0 / np.sqrt(1.0 + s * s))[:, None] * (u.T @ departures))
    return mean + departures.T @ weights + shrunk
