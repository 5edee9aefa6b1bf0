"""Swept: the outcomes of every combination of some numbers, as figures and tables ask for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.ensemble.base import BESIDE, without_shocks
from sim.ensemble.design import by_point
from sim.outcomes.base_rates import Base
from sim.outcomes.outcome import Outcome
from sim.outcomes.table import OutcomeTable
from sim.report.answer import Asked
from sim.system.text import many

from .grid import Grid


@dataclass(frozen=True, repr=False, eq=False)
class Swept:
    """The outcomes at every combination of some parameter values.

    Attributes
    ----------
    asked : Asked
    grid : Grid
        The numbers that vary.
    of : tuple of Outcome
        What was asked about; the tables hold all outcomes.
    outcomes : OutcomeTable
        A row per point and history.
    """

    asked: Asked
    grid: Grid
    of: tuple[Outcome, ...]
    outcomes: OutcomeTable

    @property
    def finding(self) -> str:
        """How far the first outcome moves over the sweep."""
        first, over = self.of[0], " and ".join(self.grid.paths)
        means, what = self.means(first), first.in_words(self.asked.scenarios[0])
        low, high = int(means.argmin()), int(means.argmax())
        lowest, highest = (first.output.shown(float(means[k])) for k in (low, high))
        if lowest == highest:  # as far as two decimals show
            return f"{what}: {lowest} at every value of {over}."
        lowest, highest = (
            f"{lowest} (at {self._values(low)})",
            f"{highest} (at {self._values(high)})",
        )
        return f"{what}: on average from {lowest} to {highest} over {over}."

    def _values(self, point: int) -> str:
        """Return the numbers of a point as text."""
        return ", ".join(f"{self.by_point(path)[point, 0]:g}" for path in self.grid.paths)

    @property
    def small(self) -> str:
        """How the answer was made."""
        each = self.asked.histories
        points = self.outcomes.histories // each
        return f"{many(each, 'history')} at each of {many(points, 'point')}, seed {self.asked.seed}"

    @cached_property
    def base(self) -> Base:
        """Shares of yes without any shock, the swept numbers as the scenario has them."""
        asked = self.asked
        return without_shocks(asked.scenarios[0], BESIDE, asked.seed)

    def by_point(self, column: str) -> np.ndarray:
        """Return a column of the outcomes, or the values of a path: (point, history)."""
        return by_point(self.outcomes, column, self.asked.histories)

    def means(self, outcome: Outcome) -> np.ndarray:
        """Return the mean of an outcome over the histories of each point, as tables have it."""
        return self.by_point(outcome.column).mean(axis=1)
