"""A history: the months of a scenario one after the other, in machine code, with a record of what happened."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .compiled import compiled
from .month import Desk, desk, one_month
from .world import NEEDS, Setting, World


class Record(NamedTuple):
    """What is kept of histories, at the end of each month; axes (history, month, source, target).

    ``stances``, ``trusts`` and ``supports`` (with needs last) are float64; ``choices`` and ``answers`` int8, coded
    as in ``month.desk.Decisions``.
    """

    stances: np.ndarray
    trusts: np.ndarray
    supports: np.ndarray
    choices: np.ndarray
    answers: np.ndarray


def blank_record(histories: int, months: int, n: int) -> Record:
    """Make room for the record of so many histories of so many months among `n` states."""
    shape = (histories, months, n, n)
    codes = (np.empty(shape, dtype=np.int8) for _ in range(2))
    return Record(np.empty(shape), np.empty(shape), np.empty((*shape, NEEDS)), *codes)


def bytes_per_history(months: int, n: int) -> int:
    """Return the memory that the record of one history takes."""
    return months * n * n * (8 + 8 + 8 * NEEDS + 1 + 1)


def live(start: World, setting: Setting, seed: int, runs: np.ndarray, purpose: int, record: Record) -> None:
    """Live the histories numbered `runs` from the same start and fill `record`, a row for each.

    Parameters
    ----------
    start : World
        Stance, trust and support before the first month; left as it is.
    setting : Setting
        The scenario's numbers.
    seed : int
        0..2**63-1.
    runs : ndarray of int64
        Numbers of the histories; luck depends on the number, not on the position in this list.
    purpose : int
        What the luck is for (see ``luck``).
    record : Record
        As many rows as `runs`.
    """
    _live(start, setting, desk(start.stance.shape[0]), seed, runs, purpose, record)


@compiled
def _live(start: World, setting: Setting, now: Desk, seed: int, runs: np.ndarray, purpose: int, record: Record) -> None:
    """Live each history month by month."""
    world = World(start.stance.copy(), start.trust.copy(), start.support.copy())
    for row in range(runs.size):
        world.stance[:] = start.stance
        world.trust[:] = start.trust
        world.support[:] = start.support
        for month in range(setting.period.size):
            one_month(world, setting, now, month, seed, runs[row], purpose)
            record.stances[row, month] = world.stance
            record.trusts[row, month] = world.trust
            record.supports[row, month] = world.support
            record.choices[row, month] = now.decisions.choices
            record.answers[row, month] = now.decisions.answers
