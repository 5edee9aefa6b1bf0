"""Swept: the outcomes of every combination of some numbers, as figures and tables ask for them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.ensemble.design import by_point
from sim.outcomes.outcome import Outcome
from sim.outcomes.table import OutcomeTable
from sim.report.answer import Asked

from .grid import Grid


@dataclass(frozen=True, repr=False, eq=False)
class Swept:
    """What outcomes come to at every combination of some numbers.

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
        first = self.of[0]
        middle = self.middle(first)
        shown, scenario = first.output.shown, self.asked.scenarios[0]
        low, high = shown(float(middle.min())), shown(float(middle.max()))
        over = " and ".join(self.grid.paths)
        return f"{first.in_words(scenario)}: from {low} to {high} over {over}."

    @property
    def small(self) -> str:
        """How the answer was made."""
        each = self.asked.histories
        points = self.outcomes.histories // each
        return f"{each:,} histories at each of {points:,} points, seed {self.asked.seed}"

    def by_point(self, column: str) -> np.ndarray:
        """Return a column of the outcomes, or the values of a path: (point, history)."""
        return by_point(self.outcomes, column, self.asked.histories)

    def middle(self, outcome: Outcome) -> np.ndarray:
        """Return an outcome at each point: the median, of shares and counts the mean."""
        values = self.by_point(outcome.column)
        if outcome.output.kind == "measure":
            return np.median(values, axis=1)
        return values.mean(axis=1)
