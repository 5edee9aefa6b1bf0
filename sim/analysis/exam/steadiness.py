"""Steadiness: measures of a quiet world, and of moves that make sense."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from sim import schema
from sim.outcomes.results import Results

from .measures import Moves, Window

_YEAR = 12


@dataclass(frozen=True)
class Drift:
    """How far means over histories and a year stray from where the period starts.

    Of stances the largest change of any pair's; of support the largest change of all that a state
    receives, as a share of what it receives at the start. What the file itself sets need not be at
    rest and is not looked at.

    Attributes
    ----------
    of : str
        "stance" or "support".
    settled : tuple of (int, int)
        Pairs of states whose stances are looked at.
    given : tuple of int
        Positions of states of whose support the file sets a part.
    """

    of: str
    settled: tuple[tuple[int, int], ...] = ()
    given: tuple[int, ...] = ()
    low: float = 0.0
    high: float = math.inf

    def columns(self, results: Results) -> np.ndarray:
        """Return the departures, year by year: (history, year and pair or state)."""
        count = len(results.months)
        first = range(0, max(count // _YEAR, 1) * _YEAR, _YEAR)
        years = [slice(k, min(k + _YEAR, count)) for k in first]
        if self.of == "stance":
            i, j = (np.array([pair[k] for pair in self.settled], dtype=int) for k in (0, 1))
            start = results.start.stance[i, j, 0]
            by_year = [results.stances[:, k][:, :, i, j].mean(axis=1) - start for k in years]
        else:
            begin = results.start.support[..., 0].sum(axis=(0, 2))
            start = np.where(begin > 0, begin, np.nan)
            start[list(self.given)] = np.nan
            received = [results.supports[:, k].mean(axis=1).sum(axis=(1, 3)) for k in years]
            by_year = [values / start - 1.0 for values in received]
        return np.concatenate(by_year, axis=1)

    def value(self, means: np.ndarray) -> float:
        """Return the largest departure of the mean history; NaN where nothing could stray."""
        known = np.abs(means[np.isfinite(means)])
        return float(known.max()) if len(known) else math.nan


@dataclass(frozen=True)
class Patron:
    """How often a state's first supplier is one of some: a share of months and states.

    Attributes
    ----------
    states : tuple of int
        Positions of the clients.
    among : tuple of int
        Positions of the patrons.
    window : (int, int)
        First and last month.
    """

    states: tuple[int, ...]
    among: tuple[int, ...]
    window: Window
    low: float = 0.0
    high: float = 1.0

    def columns(self, results: Results) -> np.ndarray:
        """Return the share of months and states of each history."""
        months = slice(self.window[0], self.window[1] + 1)
        given = results.supports[:, months][:, :, :, list(self.states)].sum(axis=-1)
        first = np.where(given.max(axis=2) > 0, given.argmax(axis=2), -1)
        return np.isin(first, self.among).mean(axis=(1, 2))[:, None]

    def value(self, means: np.ndarray) -> float:
        """Return the share."""
        return float(means[0])


@dataclass(frozen=True)
class Idle:
    """The share of acts that have no support to withdraw from their target.

    Attributes
    ----------
    moves : Moves
        The acts.
    need : int
        Position in ``schema.NEEDS`` of the support that they withdraw.
    below : float
        Support of the month before that counts as nothing (patrons).
    """

    moves: Moves
    need: int
    below: float
    low: float = 0.0
    high: float = 1.0

    def columns(self, results: Results) -> np.ndarray:
        """Return how many such acts there are, and how many acts in all."""
        first, last = self.moves.window
        i, j = self.moves.positions
        given = results.supports[:, :, i, j, self.need]
        start = np.broadcast_to(results.start.support[i, j, self.need, 0], given[:, :1].shape)
        before = np.concatenate([start, given[:, :-1]], axis=1)[:, first : last + 1]
        choices = results.choices[:, first : last + 1][:, :, i, j]
        hit = np.isin(choices, self.moves.moves or range(len(schema.DEALS), len(schema.MOVES)))
        idle = hit & (before < self.below)
        return np.column_stack([idle.sum(axis=(1, 2)), hit.sum(axis=(1, 2))]).astype(float)

    def value(self, means: np.ndarray) -> float:
        """Return the share; 0 where there are no acts, as none of them is idle."""
        return float(means[0] / means[1]) if means[1] > 0 else 0.0
