"""A history: the months of a scenario one after the other, in machine code, with a record of what happened."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .compiled import compiled
from .month import Desk, desk, one_month
from .world import NEEDS, Setting, World

LANES = 32  # histories lived side by side: enough for the widest instructions, few enough for the nearest cache


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
        As many rows as `runs`.
    """
    n = start.stance.shape[0]
    for first in range(0, len(runs), LANES):
        lanes = runs[first : first + LANES]
        part = Record(*(array[first : first + LANES] for array in record))
        _live_lanes(side_by_side(start, len(lanes)), setting, desk(n, len(lanes)), seed, lanes, purpose, part)


def side_by_side(start: World, lanes: int) -> World:
    """Return a world of so many lanes, each beginning at `start`."""
    return World(*(np.repeat(numbers, lanes, axis=-1) for numbers in start))


@compiled
def _live_lanes(
    world: World, setting: Setting, now: Desk, seed: int, runs: np.ndarray, purpose: int, record: Record
) -> None:
    """Live the histories side by side, month by month."""
    for month in range(setting.period.size):
        one_month(world, setting, now, month, seed, runs, purpose)
        for h in range(runs.size):
            record.stances[h, month] = world.stance[:, :, h]
            record.trusts[h, month] = world.trust[:, :, h]
            record.supports[h, month] = world.support[:, :, :, h]
            record.choices[h, month] = now.decisions.choices[:, :, h]
            record.answers[h, month] = now.decisions.answers[:, :, h]
