"""Measures: the quantities that facts compare with their bounds, as pure functions of results.

A measure has two steps: ``columns`` gives numbers for each history, ``value`` makes one number from
their means. So histories can be run in parts, anywhere, and need not be kept.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from sim import schema
from sim.analysis.hindcast.agreement import rank_correlation
from sim.outcomes.observation import events
from sim.outcomes.outcome import Outcome
from sim.outcomes.questions import answer
from sim.outcomes.results import Results
from sim.scenario import Question

Window = tuple[int, int]
_YEAR = 12


class Measure(Protocol):
    """What can be measured of histories.

    Attributes
    ----------
    low, high : float
        Between which every value lies.
    """

    @property
    def low(self) -> float:
        """The least that it can be."""

    @property
    def high(self) -> float:
        """The most that it can be."""

    def columns(self, results: Results) -> np.ndarray:
        """Return numbers of each history: (history, number)."""

    def value(self, means: np.ndarray) -> float:
        """Return the measure from the means of all columns; NaN where there is nothing."""


@dataclass(frozen=True)
class Moves:
    """Moves of some states toward others, in some months.

    Attributes
    ----------
    pairs : tuple of (int, int)
        Positions of who moves and toward whom.
    what : str
        "approach", "deal", "rebuff" or "act".
    moves : tuple of int
        Positions in ``schema.MOVES``; empty for all.
    window : (int, int)
        First and last month.
    """

    pairs: tuple[tuple[int, int], ...]
    what: str
    moves: tuple[int, ...]
    window: Window

    @property
    def years(self) -> float:
        """How many years the months are."""
        return (self.window[1] - self.window[0] + 1) / _YEAR

    @property
    def positions(self) -> tuple[np.ndarray, np.ndarray]:
        """Who moves and toward whom, as two arrays: (pair,) each."""
        source, target = np.array(self.pairs).T
        return source, target

    def each(self, results: Results, what: str | None = None) -> np.ndarray:
        """Return how many there are of each pair: (history, pair).

        Parameters
        ----------
        results : Results
            Histories.
        what : str, optional
            Instead of `what`.
        """
        months = slice(self.window[0], self.window[1] + 1)
        i, j = self.positions
        choices = results.choices[:, months][:, :, i, j]
        answers = results.answers_to_deals[:, months][:, :, i, j]
        hit = {
            "approach": answers >= 0,
            "deal": answers == 1,
            "rebuff": answers == 0,
            "act": choices >= len(schema.DEALS),
        }[what or self.what]
        if self.moves:
            hit = hit & np.isin(choices, self.moves)
        return hit.sum(axis=1)

    def total(self, results: Results, what: str | None = None) -> np.ndarray:
        """Return how many there are in all, (history,); parameters as in ``each``."""
        return self.each(results, what).sum(axis=1)


@dataclass(frozen=True)
class Share:
    """The share of histories that answer a question with yes."""

    question: Question
    low: float = 0.0
    high: float = 1.0

    def columns(self, results: Results) -> np.ndarray:
        """Return whether the answer is yes."""
        return answer(results, self.question).astype(float)[:, None]

    def value(self, means: np.ndarray) -> float:
        """Return the share."""
        return float(means[0])


@dataclass(frozen=True)
class ShareCounted:
    """The share of histories with at least, or at most, so many moves.

    Attributes
    ----------
    moves : Moves
    least, most : int or None
        One of them.
    """

    moves: Moves
    least: int | None
    most: int | None
    low: float = 0.0
    high: float = 1.0

    def columns(self, results: Results) -> np.ndarray:
        """Return whether there are so many."""
        number = self.moves.total(results)
        enough = number >= self.least if self.least is not None else number <= (self.most or 0)
        return enough.astype(float)[:, None]

    def value(self, means: np.ndarray) -> float:
        """Return the share."""
        return float(means[0])


@dataclass(frozen=True)
class Rate:
    """How many moves there are in a year."""

    moves: Moves
    low: float = 0.0
    high: float = math.inf

    def columns(self, results: Results) -> np.ndarray:
        """Return how many there are in each history."""
        return self.moves.total(results).astype(float)[:, None]

    def value(self, means: np.ndarray) -> float:
        """Return the number a year."""
        return float(means[0]) / self.moves.years


@dataclass(frozen=True)
class Accepted:
    """The share of approaches that are accepted."""

    moves: Moves
    low: float = 0.0
    high: float = 1.0

    def columns(self, results: Results) -> np.ndarray:
        """Return how many deals and how many approaches there are."""
        counts = [self.moves.total(results, what) for what in ("deal", "approach")]
        return np.column_stack(counts).astype(float)

    def value(self, means: np.ndarray) -> float:
        """Return the share; NaN where nobody approaches."""
        return float(means[0] / means[1]) if means[1] > 0 else math.nan


@dataclass(frozen=True)
class Mean:
    """The mean of an outcome of the catalogue."""

    outcome: Outcome

    @property
    def low(self) -> float:
        """The least that the outcome can be."""
        return self.outcome.output.low

    @property
    def high(self) -> float:
        """The most that the outcome can be."""
        return self.outcome.output.high

    def columns(self, results: Results) -> np.ndarray:
        """Return the outcome of each history."""
        return self.outcome.values(results).astype(float)[:, None]

    def value(self, means: np.ndarray) -> float:
        """Return the mean."""
        return float(means[0])


@dataclass(frozen=True)
class Rank:
    """Spearman's rank correlation of what pairs do with recorded numbers.

    Attributes
    ----------
    moves : Moves
        Its pairs in both directions, all those one way first, in the order of `record`.
    record : tuple of float
        A number of each pair.
    cooperation : bool
        Whether the share of cooperation in all events is ranked, and not the number of moves.
    """

    moves: Moves
    record: tuple[float, ...]
    cooperation: bool
    low: float = -1.0
    high: float = 1.0

    def columns(self, results: Results) -> np.ndarray:
        """Return the counts of each pair, both ways; of cooperation also those of conflict."""
        if not self.cooperation:
            return self._both(self.moves.each(results)).astype(float)
        first, last = self.moves.window
        i, j = self.moves.positions
        kinds = [
            self._both(kind[:, first : last + 1][:, :, i, j].sum(axis=1, dtype=float))
            for kind in events(results)
        ]
        return np.concatenate(kinds, axis=1)

    def _both(self, counts: np.ndarray) -> np.ndarray:
        """Add the two directions of each pair."""
        return counts[:, : len(self.record)] + counts[:, len(self.record) :]

    def value(self, means: np.ndarray) -> float:
        """Return the correlation; NaN where all pairs are equal."""
        numbers = means
        if self.cooperation:
            warm, cold = np.split(means, 2)
            total = warm + cold
            numbers = np.divide(warm, total, out=np.zeros_like(total), where=total > 0)
        if np.ptp(numbers) == 0 or np.ptp(self.record) == 0:
            return math.nan
        return float(rank_correlation(numbers, np.array(self.record)))
