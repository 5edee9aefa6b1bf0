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

from sim.model.compiled import compiled
from sim.model.history import Room

from .focus import Focus
from .measured import (
    ALL_NEEDS,
    BOUNDS,
    Work,
    divide,
    hedged,
    posture_code,
    spread,
    work,
)
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
    received, hedging, postures = _measured(results, shown)
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


def _measured(results: Results, shown: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return what states receive, how they hedge, and their postures, as ``ByMonth`` has them."""
    months, n, histories = len(results.months), len(results.codes), results.histories
    received, hedging = np.empty((2, len(shown), months, histories), dtype=np.float32)
    postures = np.zeros((len(shown), months, 3 + 2 * n), dtype=np.int64)
    states = np.array([results.scenario.index(i) for i in shown], dtype=np.int64)
    where = received, hedging, postures
    _measure(results.room, states, BOUNDS, where, work(n, histories))
    return where


@compiled
def _measure(
    room: Room,
    shown: np.ndarray,
    bounds: np.ndarray,
    found: tuple[np.ndarray, np.ndarray, np.ndarray],
    work: Work,
) -> None:
    """Fill `found` with what ``_measured`` returns, month by month.

    `bounds` are those of postures. `work` is room to work in.
    """
    received, hedging, postures = found
    diversified, now = 2 + 2 * work[0].shape[0], work[1]
    for month in range(received.shape[1]):
        for s in range(shown.size):
            divide(room, month, shown[s], ALL_NEEDS, work)
            spread(room, month, work)
            for h in range(received.shape[2]):
                received[s, month, h] = now[0, h]
            for h in range(received.shape[2]):
                hedging[s, month, h] = hedged(now, h)
            for h in range(received.shape[2]):
                postures[s, month, posture_code(now, h, bounds, diversified)] += 1
