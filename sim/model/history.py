"""A history: the months of a scenario one after the other, in machine code, with a record of what happened."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .arrays import NEEDS, Setting, World
from .compiled import compiled
from .month import Workspace, blank_workspace, one_month

# most histories lived side by side: enough to forget the cost of a month, few enough for near
# caches
LANES = 128
_NEAR = (
    18_432  # lanes times pairs of states that near caches hold, found by timing 12 to 193 states
)


class Record(NamedTuple):
    """What is kept of histories, at the end of each month; axes (month, source, target, history).

    ``stances``, ``trusts`` and ``supports`` (need before history) are float64; ``choices`` and
    ``answers`` int8, coded as in ``month.workspace.Decisions``. Histories come last because they
    are lived, and best read, side by side.
    """

    stances: np.ndarray
    trusts: np.ndarray
    supports: np.ndarray
    choices: np.ndarray
    answers: np.ndarray


def blank_record(histories: int, months: int, n: int, trusts: bool = True) -> Record:
    """Make room for the record of so many histories of so many months among `n` states.

    Trusts may be left out.
    """
    shape, needs = (months, n, n, histories), (months, n, n, NEEDS, histories)
    codes = (np.empty(shape, dtype=np.int8) for _ in range(2))
    return Record(
        np.empty(shape), np.empty(shape if trusts else (0, *shape[1:])), np.empty(needs), *codes
    )


def by_history(record: Record) -> Record:
    """Return the same record seen with the history as first axis."""
    return Record(*(np.moveaxis(array, -1, 0) for array in record))


def rows(record: Record, where: slice) -> Record:
    """Return the part of a record that holds some histories."""
    return Record(*(array[..., where] for array in record))


def bytes_per_history(months: int, n: int) -> int:
    """Return the memory that the record of one history takes."""
    return months * n * n * (8 + 8 + 8 * NEEDS + 1 + 1)


def live(
    start: World, setting: Setting, seed: int, runs: np.ndarray, purpose: int, record: Record
) -> np.ndarray:
    """Live the histories numbered `runs` from the same start and fill `record`, in their order.

    Parameters
    ----------
    start : World
        Stance, trust and support before the first month, in one lane; left as it is.
    setting : Setting
        The scenario's numbers.
    seed : int
        0..2**63-1.
    runs : ndarray of int64
        Numbers of the histories; luck depends on the number, not on the position in this list.
    purpose : int
        What the luck is for (see ``luck``).
    record : Record
        Room for as many histories as `runs`.

    Returns
    -------
    ndarray of bool (history,)
        Which histories failed: a number came up in them that is not finite, so that nothing in them
        counts.
    """
    n = start.stance.shape[0]
    failed = np.zeros(len(runs), dtype=bool)
    most = min(LANES, max(_NEAR // n**2, 16))
    for first in range(0, len(runs), most):
        where = slice(first, min(first + most, len(runs)))
        lanes = where.stop - first
        world, now = side_by_side(start, lanes), blank_workspace(n, lanes)
        _live_lanes(world, setting, now, seed, runs[where], purpose, rows(record, where))
        failed[where] = ~np.isfinite(now.decisions.alarm)
    return failed


def side_by_side(start: World, lanes: int) -> World:
    """Return a world of so many lanes, each beginning at `start`."""
    return World(*(np.repeat(numbers, lanes, axis=-1) for numbers in start))


@compiled
def _live_lanes(
    world: World,
    setting: Setting,
    now: Workspace,
    seed: int,
    runs: np.ndarray,
    purpose: int,
    record: Record,
) -> None:
    """Live the histories side by side, month by month."""
    for month in range(setting.period.size):
        one_month(world, setting, now, month, seed, runs, purpose)
        _watch(world, now.decisions.alarm)
        record.stances[month] = world.stance
        if record.trusts.shape[0] > 0:
            record.trusts[month] = world.trust
        record.supports[month] = world.support
        record.choices[month] = now.decisions.choices
        record.answers[month] = now.decisions.answers


@compiled
def _watch(world: World, alarm: np.ndarray) -> None:
    """Add what a month ends with to the alarm of each lane, which is not finite from then on if any of it is not."""
    n, _, lanes = world.stance.shape
    for i in range(n):
        for j in range(n):
            for h in range(lanes):
                alarm[h] += world.stance[i, j, h] + world.trust[i, j, h]
            for d in range(NEEDS):
                for h in range(lanes):
                    alarm[h] += world.support[i, j, d, h]
