"""Summed: what a summary asks of the outcomes of all histories, however they are kept."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from sim.scenario import Scenario

from .focus import Focus


class Summed(Protocol):
    """Outcomes of all histories: a row for each, or a tally of them."""

    @property
    def scenario(self) -> Scenario:
        """What was run."""

    @property
    def seed(self) -> int:
        """The seed of the ensemble."""

    @property
    def about(self) -> Focus:
        """Whom tilt, approaches and summits are about."""

    @property
    def histories(self) -> int:
        """How many there are."""

    def mean(self, column: str) -> float:
        """Return the mean of a column over histories."""

    def bands(self, column: str) -> dict[str, float]:
        """Return mean, median, middle half and middle 90 % of the histories."""

    def total(self, column: str) -> int:
        """Return the sum of a column of whole numbers."""

    def counts(self, column: str) -> np.ndarray:
        """Return in how many histories a column is 0, 1, ..."""

    def moved(self, first: str, last: str) -> tuple[float, float]:
        """Return in which shares of histories the last column is above the first, and below."""
