"""By month: what a page shows of many histories month by month, in parts that merge.

Of each history only a few courses are kept (the tilt, and what some states receive and how they
hedge), with the history as last axis; of all else sums and counts over histories. Ten thousand
histories take some tens of megabytes so, where their whole record takes half a gigabyte.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from sim.model.measures import ALIGNED_FROM, ISOLATED_BELOW, LEANING_FROM, posture

from .focus import Focus
from .results import Results

_SURE = 1e-9  # nearer to a threshold than this, the measure itself is asked


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

    def agreement(self) -> np.ndarray:
        """Return the share of histories whose stance has the sign of the mean: like `stances`."""
        same = np.where(self.stances > 0, self.warm, self.cold)
        return np.where(self.stances == 0, self.histories - self.warm - self.cold, same) / max(
            self.histories, 1
        )


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
    courses = [_courses(given[:, :, results.scenario.index(code)]) for code in shown]
    received, hedging = (np.array([one[k] for one in courses], np.float32) for k in (0, 1))
    kinds = [_counted(given[:, :, results.scenario.index(code)], stances) for code in shown]
    by_patron = [
        results.support(code, about.state, about.needs).T.sum(axis=-1) for code in about[1:3]
    ]
    return ByMonth(
        results.runs,
        np.ascontiguousarray(results.tilt(about.state, about.a, about.b, about.needs).T),
        received,
        hedging,
        np.array(by_patron),
        np.array(kinds),
        stances.sum(axis=-1),
        given.sum(axis=-1),
        (stances > 0).sum(axis=-1),
        (stances < 0).sum(axis=-1),
        done.sum(axis=-1),
    )


def _courses(given: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return what a state receives and its hedging, (month, history), from (month, giver, ...)."""
    total = given.sum(axis=1)
    shares = np.divide(given, total[:, None], out=np.zeros_like(given), where=total[:, None] > 0)
    spread = np.maximum(1.0 - (shares * shares).sum(axis=1), 0.0)
    return total, np.where(total <= 0, 0.0, spread)


def _counted(given: np.ndarray, stances: np.ndarray) -> np.ndarray:
    """Return in how many histories a state is in each posture: (month, posture)."""
    codes = postures_by_month(given, stances)
    kinds = 3 + 2 * given.shape[1]
    months = np.arange(len(codes))[:, None] * kinds
    counts = np.bincount((months + codes).ravel(), minlength=len(codes) * kinds)
    return counts.reshape(len(codes), kinds)


def postures_by_month(given: np.ndarray, stances: np.ndarray) -> np.ndarray:
    """Return what ``measures.posture`` does, with the history as last axis, and much quicker.

    Parameters
    ----------
    given : ndarray (month, giver, history)
        What a state receives from each.
    stances : ndarray (month, source, target, history)
    """
    total = given.sum(axis=1)
    safe = np.where(total > 0, total, 1.0)
    most, first = given[:, 0].copy(), np.zeros(total.shape, dtype=np.int64)
    for k in range(1, given.shape[1]):
        more = given[:, k] > most
        first[more] = k
        np.maximum(most, given[:, k], out=most)
    share = most / safe
    many = 2 + 2 * given.shape[1]
    code = np.where(
        share >= ALIGNED_FROM, 3 + 2 * first, np.where(share >= LEANING_FROM, 2 + 2 * first, many)
    )
    code = np.where(total < ISOLATED_BELOW, 0, code)
    apart = np.nonzero(code == many)
    code[apart] = posture(given.swapaxes(1, 2)[apart], _pairs(stances, apart))
    return code


def _pairs(stances: np.ndarray, where: tuple[np.ndarray, ...]) -> np.ndarray:
    """Return the stances at some months of some histories: (place, source, target)."""
    return np.moveaxis(stances, -1, 1)[where]
