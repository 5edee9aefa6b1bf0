"""Named tuples of arrays: what changes in a history (World) and what does not (the rest).

States are in the order of the scenario, needs in the order economy, security, recognition. Arrays
of numbers that shocks may set have the period as first axis (see ``layout``).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim import schema

NEEDS = len(schema.NEEDS)
DEALS = len(schema.DEALS)
MOVES = len(schema.MOVES)
NO_ANSWER = -1  # the answer to anything that is not a deal
ADD, MULTIPLY, SET = range(3)
STANCE, TRUST, SUPPORT = range(3)
CHANGING = {"stance": STANCE, "trust": TRUST, "support": SUPPORT}
LINE = 64  # bytes that the processor's caches hold together, and that its widest instructions read


def aligned(shape: tuple[int, ...], value: float = 0, dtype: type = np.float64) -> np.ndarray:
    """Return an array filled with one value that begins where a line of the caches begins.

    NumPy's arrays begin anywhere. Then every wide instruction reads from two lines and writes to
    two, and a month takes a sixth longer (by timing the article, on an AMD EPYC).

    Parameters
    ----------
    shape : tuple of int
        Of the array.
    value : float
        In every place.
    dtype : type
        Of the numbers.
    """
    size = math.prod(shape) * np.dtype(dtype).itemsize
    memory = np.zeros(size + LINE, dtype=np.uint8)
    first = -memory.ctypes.data % LINE
    array: np.ndarray = memory[first : first + size].view(dtype).reshape(shape)
    if value:
        array.fill(value)
    return array


class World(NamedTuple):
    """What changes: stance and trust (n, n, lane), support (n, n, need, lane).

    Row i is what i feels for, expects of, and gives to j; lanes are histories simulated side by
    side (see ``month.workspace``).
    """

    stance: np.ndarray
    trust: np.ndarray
    support: np.ndarray


class States(NamedTuple):
    """What a state is: (period, n), need and capacity (period, n, need).

    `ccode` (n,) keys its random draws.
    """

    ccode: np.ndarray
    power: np.ndarray
    need: np.ndarray
    capacity: np.ndarray
    autonomy: np.ndarray
    influence: np.ndarray
    sentiment: np.ndarray
    alignment: np.ndarray
    seclusion: np.ndarray
    precision: np.ndarray


class Ties(NamedTuple):
    """What lies between two states: (period, n, n), reach (period, n, n, need)."""

    affinity: np.ndarray
    obstacle: np.ndarray
    reach: np.ndarray


class Moves(NamedTuple):
    """What a move does: (period, move), brings and cut (period, move, need)."""

    brings: np.ndarray
    cut: np.ndarray
    exposure: np.ndarray
    leverage: np.ndarray
    warmth: np.ndarray
    signal: np.ndarray
    cost: np.ndarray
    hindered: np.ndarray


class Dynamics(NamedTuple):
    """How fast things change: (period,), retention and routine (period, need)."""

    retention: np.ndarray
    routine: np.ndarray
    stance_drift: np.ndarray
    trust_drift: np.ndarray
    learning: np.ndarray
    chill: np.ndarray
    reaction: np.ndarray
    jealousy: np.ndarray
    bid: np.ndarray
    noise: np.ndarray
    consent_cost: np.ndarray


class Shifts(NamedTuple):
    """Dated jumps of stance, trust or support, one row each, in the order they are applied."""

    month: np.ndarray
    what: np.ndarray
    source: np.ndarray
    target: np.ndarray
    need: np.ndarray
    operation: np.ndarray
    amount: np.ndarray


class Script(NamedTuple):
    """Dated moves that the scenario prescribes.

    `answer` is 1 for accepted, 0 for rebuffed, -1 where it is left to the partner.
    """

    month: np.ndarray
    source: np.ndarray
    target: np.ndarray
    move: np.ndarray
    answer: np.ndarray


class Setting(NamedTuple):
    """All that a history of a scenario is made from, except its start and its random draws."""

    period: np.ndarray  # (months,) which period each month is in
    states: States
    ties: Ties
    moves: Moves
    dynamics: Dynamics
    shifts: Shifts
    script: Script
