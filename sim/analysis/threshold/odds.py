"""Odds: the mean of an outcome wherever some numbers are put, on the same histories everywhere."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.ensemble.design import Design, by_point, run_design
from sim.ensemble.how import HERE, How
from sim.outcomes.table import Wanted
from sim.scenario import Scenario, ranged_paths, values_of

from .crossing import Crossing

AT_ONCE = 2**24  # numbers of a design held at a time: 128 MB
_HARDLY = 1e-9  # at the level is not above it


class Odds:
    """The mean of an outcome, of answers the probability of yes, at any values of some numbers.

    Parameters
    ----------
    scenario : Scenario
        What varies around.
    crossing : Crossing
        The outcome, and the level that it is to cross.
    paths : sequence of str
        The numbers.
    histories, seed, how
        As in ``design.run_design``.
    """

    def __init__(
        self,
        scenario: Scenario,
        crossing: Crossing,
        paths: Sequence[str],
        histories: int,
        seed: int,
        how: How = HERE,
    ) -> None:
        self.scenario, self.crossing, self.paths = scenario, crossing, list(paths)
        self.histories, self.seed, self.how = histories, seed, how
        ranges = ranged_paths(scenario)
        self.low, self.high = np.array([ranges[path] for path in self.paths]).T
        self.base, self.span = np.array(values_of(scenario, self.paths)), self.high - self.low
        self._errors: dict[bytes, float] = {}
        self.at_base = float(self(self.base[None])[0])

    def __call__(self, points: np.ndarray) -> np.ndarray:
        """Return the means at points (point, path), block by block; only what moves is varied."""
        points, back = np.unique(points, axis=0, return_inverse=True)
        size = max(8, AT_ONCE // (self.histories * len(self.paths)))
        means = np.empty(len(points))
        measured = Wanted((self.crossing.outcome,), True)
        for first in range(0, len(points), size):
            block = points[first : first + size]
            move = np.flatnonzero((block != self.base).any(axis=0))
            design = Design(
                [self.paths[k] for k in move],
                block[:, move],
                self.histories,
                self.seed,
                measured=measured,
            )
            outcomes = run_design(self.scenario, design, self.how)
            values = by_point(outcomes, self.crossing.outcome.column, self.histories)
            means[first : first + size] = values.mean(axis=1)
            self._note_errors(block, values)
        return means[back.ravel()]

    def _note_errors(self, points: np.ndarray, values: np.ndarray) -> None:
        """Keep the standard errors of means; those of shares follow from the shares."""
        if not self.crossing.is_share and self.histories > 1:
            errors = values.std(axis=1, ddof=1) / np.sqrt(self.histories)
            pairs = zip(points, errors, strict=True)
            self._errors |= {point.tobytes(): float(error) for point, error in pairs}

    def error(self, k: int, value: float) -> float:
        """Return the standard error where one number alone has a value; nan where it is unknown."""
        point = self.base.copy()
        point[k] = value
        return self._errors.get(point.tobytes(), float("nan"))

    def beyond(self, means: np.ndarray | float) -> np.ndarray:
        """Return how far means lie on the other side of the level than the base's.

        From 0 on they lie there.
        """
        level = self.crossing.level
        if self.at_base > level:
            return level - np.asarray(means)
        return np.asarray(means) - level - _HARDLY

    def changed(self, changes: np.ndarray | float) -> np.ndarray:
        """Return points at changes from the base in ranges, no farther than the ranges go."""
        low, high = np.minimum(self.low, self.base), np.maximum(self.high, self.base)
        return np.clip(self.base + changes * self.span, low, high)

    def between(
        self, inner: np.ndarray, outer: np.ndarray, fine: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Halve stretches between points where the level is crossed until they are short.

        Parameters
        ----------
        inner, outer : ndarray (stretch, path)
            Ends of the stretches: before the crossing, and behind it.
        fine : float
            Length at which a stretch is short, in ranges.

        Returns
        -------
        outer : ndarray (stretch, path)
            Outer ends.
        means : ndarray (stretch,)
            Means there.
        """
        inner, outer, means = inner.copy(), outer.copy(), self(outer)
        while True:
            wide = np.flatnonzero(np.linalg.norm((outer - inner) / self.span, axis=1) > fine)
            if not len(wide):
                return outer, means
            middle = (inner[wide] + outer[wide]) / 2
            there = self(middle)
            crossed = self.beyond(there) >= 0
            outer[wide[crossed]], means[wide[crossed]] = middle[crossed], there[crossed]
            inner[wide[~crossed]] = middle[~crossed]
