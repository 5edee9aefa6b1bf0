"""By month: what a page shows of many histories month by month, in parts that merge.

Of each history only a few courses are kept (the tilt, and what some states receive and how they
hedge), with the history as last axis; of all else sums and counts over histories. Ten thousand
histories take some tens of megabytes so, where their whole record takes half a gigabyte.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import NamedTuple

import numpy as np

from sim.model.measures import ALIGNED_FROM, HEDGING_FROM, ISOLATED_BELOW, LEANING_FROM, posture

from .focus import Focus
from .quantiles import quantiles
from .results import Results

_NEAR = 1e-9  # nearer to where hedging begins, the measure itself is asked


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
        As single precision, whose seven digits are more than anybody reads.
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
        """How many."""
        return len(self.runs)

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


def merged(parts: Sequence[ByMonth]) -> ByMonth:
    """Return what the histories of all parts are together, in the order of the parts."""
    if len(parts) == 1:
        return parts[0]
    return ByMonth(
        **{
            one.name: np.concatenate([getattr(part, one.name) for part in parts], axis=-1)
            if one.name in _COURSES
            else sum(getattr(part, one.name) for part in parts)
            for one in fields(ByMonth)
        }
    )


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
    rivals = _rivals(stances)
    received, hedging, postures = [], [], []
    for code in shown:
        to = given[:, :, results.scenario.index(code)].swapaxes(0, 1)  # giver, month, history
        one = _Given(to, to.sum(axis=0))
        received.append(one.total.astype(np.float32))
        hedging.append(one.hedging().astype(np.float32))
        kinds = 3 + 2 * len(to)
        postures.append(_counted(one.postures(rivals, stances), kinds))
    by_patron = [
        results.support(code, about.state, about.needs).T.sum(axis=-1) for code in about[1:3]
    ]
    return ByMonth(
        results.runs,
        np.ascontiguousarray(results.tilt(about.state, about.a, about.b, about.needs).T),
        np.array(received),
        np.array(hedging),
        np.array(by_patron),
        np.array(postures),
        stances.sum(axis=-1),
        given.sum(axis=-1),
        (stances > 0).sum(axis=-1),
        (stances < 0).sum(axis=-1),
        done.sum(axis=-1),
    )


Pairs = dict[tuple[int, int], np.ndarray]


def _rivals(stances: np.ndarray) -> Pairs:
    """Return where two states, taking both directions together, regard each other with ill will."""
    n = stances.shape[1]
    pairs = [(j, k) for j in range(n) for k in range(j + 1, n)]
    return {(j, k): stances[:, j, k] + stances[:, k, j] < 0.0 for j, k in pairs}


@dataclass(frozen=True, eq=False)
class _Given:
    """What a state receives: from each (giver, month, history), and in all (month, history).

    The measures are those of ``model.measures``, with the history as last axis and much quicker.
    """

    each: np.ndarray
    total: np.ndarray

    @cached_property
    def shares(self) -> np.ndarray:
        """Each giver's share; all zero where nothing is received."""
        some = np.broadcast_to(self.total > 0, self.each.shape)
        return np.divide(self.each, self.total, out=np.zeros_like(self.each), where=some)

    def hedging(self) -> np.ndarray:
        """Return 1 - Herfindahl index, 0 where nothing is received."""
        spread = np.maximum(1.0 - (self.shares * self.shares).sum(axis=0), 0.0)
        return np.where(self.total <= 0, 0.0, spread)

    def postures(self, rivals: Pairs, stances: np.ndarray) -> np.ndarray:
        """Return the codes of postures: (month, history)."""
        diversified = 2 + 2 * len(self.each)
        first, most = self.shares.argmax(axis=0), self.shares.max(axis=0)
        code = np.where(most >= LEANING_FROM, 2 + 2 * first, diversified)
        code = np.where(most >= ALIGNED_FROM, 3 + 2 * first, code)
        code[self.total < ISOLATED_BELOW] = 0
        if not (code == diversified).any():
            return code
        apart, both = np.zeros_like(most), np.zeros_like(most)
        for (j, k), hostile in rivals.items():
            product = self.shares[j] * self.shares[k]
            apart += product
            both += np.where(hostile, product, 0.0)
        beyond = both - HEDGING_FROM * apart
        code[(code == diversified) & (beyond >= 0)] = 1
        near = np.nonzero((code != 0) & (most < LEANING_FROM) & (np.abs(beyond) < _NEAR))
        if len(near[0]):  # another order of sums might decide
            places = np.moveaxis(stances, -1, 1)[near], np.moveaxis(self.each, 0, -1)[near]
            code[near] = posture(places[1], places[0])
        return code


def _counted(codes: np.ndarray, kinds: int) -> np.ndarray:
    """Return in how many histories a state is in each posture, (month, posture)."""
    months = np.arange(len(codes))[:, None] * kinds
    counts = np.bincount((months + codes).ravel(), minlength=len(codes) * kinds)
    return counts.reshape(len(codes), kinds)
