"""By month: what a page shows of many histories month by month, in parts that merge.

Of each history only a few courses are kept (the tilt, and what some states receive and how they
hedge), with the history as last axis; of all else sums and counts over histories.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import NamedTuple

import numpy as np

from sim.model.compiled import compiled, inlined
from sim.model.measures import (
    ALIGNED_FROM,
    HEDGING_FROM,
    ISOLATED_BELOW,
    LEANING_FROM,
    ROUNDING,
)

from .focus import Focus
from .quantiles import quantiles
from .results import Results


@dataclass(frozen=True, eq=False)
class ByMonth:
    """Courses, sums and counts of some histories; `n` states, of which `shown` ones have courses.

    Attributes
    ----------
    runs : ndarray (history,)
        Numbers of the histories.
    tilt : ndarray (month, history)
        Of the state in focus.
    received, hedging : ndarray (shown, month, history)
        As single precision, whose seven digits are more than anybody reads. Of many histories
        those of the first ones alone may be there.
    patrons : ndarray (patron, month)
        Sums of the support that the tilt divides, from a and from b.
    postures : ndarray of int (shown, month, posture)
        How many histories are in each posture.
    stances, supports : ndarray (month, source, target)
        Sums of stances, and of support of all needs.
    warm, cold : ndarray of int (month, source, target)
        In how many histories the stance is above 0, and below.
    deals : ndarray of int (month, source, target)
        Deals that the source offered the target and that were accepted, in that month.
    """

    runs: np.ndarray
    tilt: np.ndarray
    received: np.ndarray
    hedging: np.ndarray
    patrons: np.ndarray
    postures: np.ndarray
    stances: np.ndarray
    supports: np.ndarray
    warm: np.ndarray
    cold: np.ndarray
    deals: np.ndarray

    @property
    def histories(self) -> int:
        """How many histories there are."""
        return len(self.runs)

    @property
    def drawn(self) -> int:
        """How many histories have the courses of what states receive and how they hedge."""
        return int(self.received.shape[-1])

    @cached_property
    def bands(self) -> Bands:
        """Quantiles and means over histories, by month."""
        return Bands(*map(banded, (self.tilt, self.received, self.hedging)))

    def agreement(self) -> np.ndarray:
        """Return the share of histories whose stance has the sign of the mean: like `stances`."""
        same = np.where(self.stances > 0, self.warm, self.cold)
        return np.where(self.stances == 0, self.histories - self.warm - self.cold, same) / max(
            self.histories, 1
        )


class Bands(NamedTuple):
    """Quantiles and, last, the mean: of the tilt (band, month), of others (band, shown, month)."""

    tilt: np.ndarray
    received: np.ndarray
    hedging: np.ndarray


def banded(values: np.ndarray) -> np.ndarray:
    """Return quantiles and, last, the mean along the last axis: (band, ...)."""
    return np.stack([*quantiles(values, axis=-1), values.mean(axis=-1, dtype=float)])


_COURSES = ("runs", "tilt", "received", "hedging")


class Merging:
    """Parts put together one after the other, so that none of them has to be kept.

    Of a few hundred parts the sums alone take ten times what the courses do.
    """

    def __init__(self) -> None:
        self._courses: dict[str, list[np.ndarray]] = {name: [] for name in _COURSES}
        self._sums: dict[str, np.ndarray] = {}

    def add(self, part: ByMonth) -> None:
        """Add the part that comes next."""
        for one in fields(ByMonth):
            values = getattr(part, one.name)
            if one.name in _COURSES:
                self._courses[one.name].append(values)
            elif one.name in self._sums:
                self._sums[one.name] = self._sums[one.name] + values
            else:
                self._sums[one.name] = values

    def merged(self) -> ByMonth:
        """Return what the histories of all parts are together, in their order."""
        courses = {
            name: np.concatenate(parts, axis=-1) if len(parts) > 1 else parts[0]
            for name, parts in self._courses.items()
        }
        return ByMonth(**courses, **self._sums)


def merged(parts: Sequence[ByMonth]) -> ByMonth:
    """Return what the histories of all parts are together, in the order of the parts."""
    merging = Merging()
    for part in parts:
        merging.add(part)
    return merging.merged()


def by_month(results: Results, about: Focus, shown: Sequence[str]) -> ByMonth:
    """Return some histories by month.

    Parameters
    ----------
    results : Results
    about : Focus
        Whose tilt.
    shown : sequence of str
        Codes of the states whose courses and postures are kept.
    """
    stances = np.moveaxis(results.stances, 0, -1)
    given = np.moveaxis(results.supports, 0, -1).sum(axis=3)  # month, giver, state, history
    done = np.moveaxis(results.answers_to_deals, 0, -1) == 1
    received, hedging, postures = _measured(
        given, stances, [results.scenario.index(i) for i in shown]
    )
    by_patron = [
        results.support(code, about.state, about.needs).T.sum(axis=-1) for code in about[1:3]
    ]
    return ByMonth(
        results.runs,
        np.ascontiguousarray(results.tilt(about.state, about.a, about.b, about.needs).T),
        received,
        hedging,
        np.array(by_patron),
        postures,
        stances.sum(axis=-1),
        given.sum(axis=-1),
        (stances > 0).sum(axis=-1),
        (stances < 0).sum(axis=-1),
        done.sum(axis=-1),
    )


def _measured(
    given: np.ndarray, stances: np.ndarray, shown: Sequence[int]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return what states receive, how they hedge, and their postures, as ``ByMonth`` has them.

    The measures are those of ``model.measures``, which take some twenty times as long.

    Parameters
    ----------
    given : ndarray (month, giver, state, history)
        Support of all needs (patrons).
    stances : ndarray (month, source, target, history)
    shown : sequence of int
        The states.
    """
    months, n, _, histories = given.shape
    received, hedging = np.empty((2, len(shown), months, histories), dtype=np.float32)
    postures = np.zeros((len(shown), months, 3 + 2 * n), dtype=np.int64)
    bounds = np.array([ISOLATED_BELOW, LEANING_FROM, ALIGNED_FROM, HEDGING_FROM]) - ROUNDING
    states, where = np.array(shown, dtype=np.int64), (received, hedging, postures)
    room = np.empty((n, n, histories)), np.empty((n, histories)), np.empty((5, histories))
    whole = np.ascontiguousarray(given), np.ascontiguousarray(stances)
    _measure(*whole, states, bounds, where, room)
    return where


@compiled
def _measure(
    given: np.ndarray,
    stances: np.ndarray,
    shown: np.ndarray,
    bounds: np.ndarray,
    found: tuple[np.ndarray, np.ndarray, np.ndarray],
    room: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    """Fill `found` with what ``_measured`` returns, month by month.

    `bounds` are those of postures: isolated, leaning, aligned, hedging. `room` is to work in.
    """
    months, n, _, histories = given.shape
    received, hedging, postures = found
    hostile, shares, now = room
    for month in range(months):
        for j in range(n):
            for k in range(j):
                for h in range(histories):
                    both = stances[month, j, k, h] + stances[month, k, j, h]
                    hostile[j, k, h] = 1.0 if both < 0.0 else 0.0
        for s in range(shown.size):
            _divide(given, month, shown[s], shares, now)
            _spread(shares, hostile, now[4])
            for h in range(histories):
                received[s, month, h] = now[0, h]
                hedging[s, month, h] = max(1.0 - now[1, h], 0.0) if now[0, h] > 0.0 else 0.0
                postures[s, month, _posture(now, h, bounds, 2 + 2 * n)] += 1


@inlined
def _divide(given: np.ndarray, month: int, state: int, shares: np.ndarray, now: np.ndarray) -> None:
    """Divide what a state is given into shares (giver, history).

    `now` becomes, for each history, their total, the sum of their squares, the largest share and
    whose that is.
    """
    histories = now.shape[1]
    now[:4] = 0.0
    for k in range(shares.shape[0]):
        for h in range(histories):
            now[0, h] += given[month, k, state, h]
    for k in range(shares.shape[0]):
        for h in range(histories):
            share = given[month, k, state, h] / now[0, h] if now[0, h] > 0.0 else 0.0
            shares[k, h] = share
            now[1, h] += share * share
            now[3, h] = k if share > now[2, h] else now[3, h]
            now[2, h] = max(share, now[2, h])


@inlined
def _spread(shares: np.ndarray, hostile: np.ndarray, between: np.ndarray) -> None:
    """Note how likely two units of support come from two givers that are rivals."""
    between[:] = 0.0
    for j in range(shares.shape[0]):
        for k in range(j):
            for h in range(between.size):
                between[h] += 2.0 * shares[j, h] * shares[k, h] * hostile[j, k, h]


@inlined
def _posture(now: np.ndarray, h: int, bounds: np.ndarray, diversified: int) -> int:
    """Return the code of a posture in a history, as ``model.measures`` has it."""
    isolated, leaning, aligned, hedging = bounds
    if now[0, h] < isolated:
        return 0
    if now[2, h] >= leaning:
        return int(now[3, h]) * 2 + (3 if now[2, h] >= aligned else 2)
    return 1 if now[4, h] >= hedging * (1.0 - now[1, h]) else diversified
