"""The record's past before a span, and what simple rival rules predict from it.

Rivals: nothing changes; the scenario's affinities alone; as last time; what is usual, the mean of
the five years before; and back to the usual, which keeps three tenths of the last departure from
it. Usual and back to usual need two spans: with only one, both coincide with last time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .anchored import YEARS, as_share, back_to_usual, usual_of
from .hindcast import Span, rising

STILL, AFFINITY, LAST = "no change", "affinity alone", "as last time"
USUAL, BACK = "usual", "back to usual"
_FEWEST = 2  # spans


@dataclass(frozen=True)
class Past:
    """Tones or volumes before a span; arrays (source, target), NaN where unknown.

    Attributes
    ----------
    last, usual : ndarray
        Of the last span, and the mean over those of five years.
    spans : int
        How many there are at all.
    earlier : ndarray (change, source, target)
        Changes from span to span before the one that is predicted, in order of time.
    """

    last: np.ndarray
    usual: np.ndarray
    spans: int
    earlier: np.ndarray

    @classmethod
    def of(cls, values: np.ndarray, span: Span) -> Past:
        """Return the past of a span.

        Parameters
        ----------
        values : ndarray (span, source, target)
            Tones or volumes of all spans before it.
        span : Span
        """
        if not len(values):
            nothing = np.full(values.shape[1:], np.nan)
            return cls(nothing, nothing, 0, values)
        usual = usual_of(values, span.spans_in(YEARS))
        return cls(values[-1], usual, len(values), np.diff(values, axis=0))


def rivals_of_tone(past: Past, still: np.ndarray, affinity: np.ndarray) -> dict[str, np.ndarray]:
    """Return the shares of cooperation that rivals expect, by their names.

    By affinity alone it is (1 + affinity) / 2.

    Parameters
    ----------
    past : Past
        Tones.
    still : ndarray (source, target)
        Shares in the world without shocks.
    affinity : ndarray (source, target)
    """
    rivals = {STILL: still, AFFINITY: 0.5 * (1.0 + affinity), LAST: as_share(past.last)}
    if past.spans >= _FEWEST:
        rivals[USUAL] = as_share(past.usual)
        rivals[BACK] = as_share(back_to_usual(past.usual, past.last))
    return rivals


def rivals_of_change(past: Past, affinity: np.ndarray) -> dict[str, np.ndarray]:
    """Return the changes in tone or volume that rivals expect, by their names.

    Parameters
    ----------
    past : Past
        Tones, or volumes.
    affinity : ndarray (source, target)
        By it alone, friends draw closer and enemies drift apart.
    """
    rivals = {STILL: np.zeros_like(affinity), AFFINITY: affinity}
    if len(past.earlier):
        rivals[LAST] = past.earlier[-1]
    return rivals | _ways_back(past)


def _ways_back(past: Past) -> dict[str, np.ndarray]:
    """Return the changes to what is usual, and back toward it."""
    if past.spans < _FEWEST:
        return {}
    back = back_to_usual(past.usual, past.last)
    return {USUAL: past.usual - past.last, BACK: back - past.last}


def rivals_of_directions(past: Past, affinity: np.ndarray, spread: float) -> dict[str, np.ndarray]:
    """Return how likely each rival holds a rise of cooperation.

    By affinity alone, friends draw closer and enemies drift apart: (1 + affinity) / 2. "Last time
    again" repeats the last change as often as changes were repeated before (one half before any
    were seen). On the way back to the usual, changes scatter as those of the record did.

    Parameters
    ----------
    past : Past
        Volumes; its changes may be net of their mean.
    affinity : ndarray (source, target)
    spread : float
        Standard deviation of the record's changes.
    """
    rivals = {STILL: np.full(affinity.shape, 0.5), AFFINITY: 0.5 * (1.0 + affinity)}
    if len(past.earlier):
        ways = np.sign(past.earlier)
        both = ~np.isnan(ways[1:]) & ~np.isnan(ways[:-1])
        rate = ((ways[1:] == ways[:-1])[both].sum() + 1) / (both.sum() + 2)
        rivals[LAST] = np.where(ways[-1] > 0, rate, np.where(ways[-1] < 0, 1 - rate, 0.5))
    return rivals | {name: rising(way, spread) for name, way in _ways_back(past).items()}
