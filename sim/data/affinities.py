"""Affinities: institutions and tone of every directed pair, put together by the weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.scenario import State

from .country_years import Figures
from .figure import Figure
from .power_and_affinity import institutions
from .tone import Tone
from .weights import INSTITUTIONS_ERROR, PREDICTION_ERRORS, TONE_EXPECTED, Weights

# Mean and standard deviation of the institutional affinities of 24 states, 2005-12: for a handful
# of states, whose own say little.
_WORLD = (0.13, 0.2)
_FEWEST = 3  # judgement: pairs with known institutions that a mean and a spread need


@dataclass(frozen=True)
class Affinities:
    """What is known of all pairs: institutions by pair (smaller position first), and tone.

    Attributes
    ----------
    institutions : dict of (int, int) to Figure
    tone : Tone or None
        None where no events are given.
    weights : Weights
    mean, spread : float
        Of the institutional affinities, to which tone is put.
    """

    institutions: dict[tuple[int, int], Figure]
    tone: Tone | None
    weights: Weights
    mean: float
    spread: float

    def of(self, i: int, j: int) -> Figure:
        """Return the affinity of the first state for the second.

        Parameters
        ----------
        i, j : int
            Their positions.
        """
        held = self.institutions[min(i, j), max(i, j)]
        if self.tone is None or self.tone.why_not:
            return self._institutions(held)
        standard = float(self.tone.standard[i, j])
        if not np.isfinite(standard):
            return self._expected(held)
        tone = self.mean + self.spread * standard
        weight = 1.0 if held.value is None else self.weights.tone
        value = (1 - weight) * (held.value or 0.0) + weight * tone
        error = self.spread * _error(float(self.tone.events[i, j]) / len(self.tone.years))
        share, events = self.tone.share[i, j], self.tone.events[i, j]
        known = "unknown" if held.value is None else f"{held.value:z.2f} ({held.note})"
        note = f"institutions {known}; tone {tone:z.2f} "
        note += f"({share:z.2f} of {events:z,.0f} events cooperative, {_span(self.tone.years)})"
        missing = tuple(line.replace("0 by default", "by tone alone") for line in held.missing)
        return Figure(_bounded(value), note, missing, "affinity", _within(value, error))

    def _expected(self, held: Figure) -> Figure:
        """Return an affinity with the tone that is to be expected of the institutions.

        Institutions at their full spread would set a pair of which no events are known apart from
        all others.
        """
        if held.value is None:
            return held
        tone = self.mean + TONE_EXPECTED * (held.value - self.mean)
        value = (1 - self.weights.tone) * held.value + self.weights.tone * tone
        note = f"institutions {held.value:z.2f} ({held.note}); tone unknown, "
        note += f"{tone:z.2f} to be expected of them"
        within = _within(value, self.spread * INSTITUTIONS_ERROR)
        return Figure(_bounded(value), note, held.missing, "affinity", within)

    def _institutions(self, held: Figure) -> Figure:
        """Return what institutions alone say."""
        if held.value is None:
            return held
        note = f"by the formula: {held.note}" + "; tone unknown" * (self.tone is not None)
        error = self.spread * INSTITUTIONS_ERROR
        return Figure(
            _bounded(held.value), note, held.missing, held.source, _within(held.value, error)
        )


def affinities(
    states: Sequence[State],
    year: int,
    read: dict[str, Figures],
    tone: Tone | None,
    weights: Weights,
) -> Affinities:
    """Return what the files say of all pairs.

    Parameters
    ----------
    states : sequence of State
    year : int
        Of the institutions.
    read : dict of kind to Figures
        The files that were read.
    tone : Tone or None
        From ``tone.tone_before``, where events are given.
    weights : Weights
    """
    pairs = [(i, j) for i in range(len(states)) for j in range(i + 1, len(states))]
    held = {pair: institutions(pair, states, year, read, weights) for pair in pairs}
    known = [figure.value for figure in held.values() if figure.value is not None]
    mean, spread = _WORLD
    if len(known) >= _FEWEST and np.std(known) > 0:
        mean, spread = float(np.mean(known)), float(np.std(known))
    return Affinities(held, tone, weights, mean, spread)


def _error(events: float) -> float:
    """Return the error of prediction of a pair with so many events a year, in spreads of tone."""
    return next(error for least, error in PREDICTION_ERRORS if events >= least)


def _within(value: float, error: float) -> tuple[float, float]:
    """Return one error either way, within the bounds of an affinity."""
    return _bounded(value - error), _bounded(value + error)


def _bounded(value: float) -> float:
    """Return a value within the bounds of an affinity, to a hundredth."""
    return round(min(max(value, -1.0), 1.0), 2) + 0.0


def _span(years: Sequence[int]) -> str:
    """Return years in words: a span where none is missing."""
    first, last = years[0], years[-1]
    whole = last - first + 1 == len(years) > 1
    return f"{first}-{last}" if whole else ", ".join(map(str, years))
