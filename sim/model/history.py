"""A history: the months of a scenario one after the other, compiled, and their record."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import as_strided

from .arrays import NEEDS, Setting, World, aligned
from .compiled import compiled, inner, inner_inlined
from .draws import PERIOD
from .month import Workspace, blank_workspace, one_month
from .month.workspace import Decisions
from .prepared import Prepared

# Most histories simulated side by side: enough to make the cost of a month negligible, few enough
# for the processor's caches.
LANES = 128
# Fewest, where there are as many: with fewer the processor's wide instructions are not used
# throughout, and what states appraise takes three times as long (by timing 25 and 48 states).
FEWEST = 32
# worlds and workspaces that nobody uses, none larger than 3 MB, for eight threads
_FREE: deque[tuple[World, Workspace]] = deque(maxlen=8)
_SMALL = 10_000  # lanes times pairs of states
_NEAR = 18_432  # lanes times pairs of states that these caches hold, by timing 12 to 193 states


class Record(NamedTuple):
    """What is kept of histories, at the end of each month; axes (month, source, target, history).

    ``stances``, ``trusts`` and ``supports`` (need before history) are float64; ``choices`` and
    ``answers`` int8, coded as in ``month.workspace.Decisions``. Histories come last because they
    are simulated, and best read, side by side.
    """

    stances: np.ndarray
    trusts: np.ndarray
    supports: np.ndarray
    choices: np.ndarray
    answers: np.ndarray


def blank_record(histories: int, months: int, n: int, trusts: bool = True) -> Record:
    """Make room for the record of so many histories of so many months among `n` states.

    Trusts may be left out.

    Parameters
    ----------
    histories, months, n : int
        How many of each, `n` the states.
    trusts : bool
        Whether there is room for trusts.
    """
    shape, needs = (months, n, n, histories), (months, n, n, NEEDS, histories)
    codes = (aligned(shape, dtype=np.int8) for _ in range(2))
    return Record(
        aligned(shape), aligned(shape if trusts else (0, *shape[1:])), aligned(needs), *codes
    )


def by_history(record: Record) -> Record:
    """Return the same record seen with the history as first axis."""
    # outcomes ask for this a thousand times a second: np.moveaxis takes ten times as long
    return Record(*(array.transpose(-1, *range(array.ndim - 1)) for array in record))


def rows(record: Record, where: slice | np.ndarray) -> Record:
    """Return the part of a record that holds some histories.

    Parameters
    ----------
    record : Record
        Left as it is; the part shares its memory where `where` is a slice.
    where : slice or ndarray (history,) of bool
        Which histories.
    """
    return Record(*(array[..., where] for array in record))


def bytes_per_history(months: int, n: int) -> int:
    """Return the memory that the record of one history takes.

    Parameters
    ----------
    months, n : int
        How many months, and how many states.
    """
    return months * n * n * (8 + 8 + 8 * NEEDS + 1 + 1)


def simulate(
    prepared: Prepared, seed: int, runs: np.ndarray, record: Record, purpose: int = PERIOD
) -> np.ndarray:
    """Simulate the histories numbered `runs` and fill `record`, in their order.

    Parameters
    ----------
    prepared : Prepared
        The scenario's numbers and its world before the first month.
    seed : int
        0..2**63-1.
    runs : ndarray of int64 (history,)
        Numbers of the histories; random draws depend on the number, not on the position in this
        list.
    record : Record
        Room for as many histories as `runs`.
    purpose : int
        Purpose of the random draws (see ``draws``).

    Returns
    -------
    ndarray of bool (history,)
        Which histories failed: a number came up in them that is not finite, so that nothing in them
        counts.
    """
    setting, n = prepared.setting, prepared.start.stance.shape[0]
    failed = np.zeros(len(runs), dtype=bool)
    most = lanes(n, len(runs))
    for first in range(0, len(runs), most):
        where = slice(first, min(first + most, len(runs)))
        room = room_of(rows(record, where))
        months = 0, setting.period.size
        with _begun(prepared, where.stop - first) as (world, now):
            _simulate_lanes(world, setting, now, months, (seed, purpose), runs[where], room)
            failed[where] = ~np.isfinite(now.decisions.alarm)
    return failed


@contextmanager
def _begun(prepared: Prepared, lanes: int) -> Iterator[tuple[World, Workspace]]:
    """Give a world in so many lanes, each at the start, and room to work in.

    Both are used again by others afterwards: fresh memory would cost one history in twenty.
    """
    n, there = prepared.start.stance.shape[0], None
    with suppress(IndexError):
        there = _FREE.pop()
    if there is None or there[0].stance.shape != (n, n, lanes):
        there = prepared.world(lanes), blank_workspace(n, lanes)
    world, now = there
    for numbers, first in zip(world, prepared.start, strict=True):
        numbers[...] = first
    now.decisions.alarm[...] = 0.0
    yield there
    if n * n * lanes <= _SMALL:
        _FREE.append(there)


def lanes(n: int, histories: int) -> int:
    """Return how many of some histories of a world of `n` states are simulated side by side."""
    return max(min(LANES, max(_NEAR // n**2, FEWEST), histories), 1)


class Room(NamedTuple):
    """The memory of a record, or of a part of it: row after row, each of `width` histories.

    A row is of one month, source and target (and need). One kind of array for whole records, for
    parts of them and without trusts: all are filled by the same machine code, in wide steps.
    """

    stances: np.ndarray
    trusts: np.ndarray
    supports: np.ndarray
    choices: np.ndarray
    answers: np.ndarray
    width: int


_NUMBERS, _CODES = np.empty(0), np.empty(0, dtype=np.int8)
_NOWHERE = Room(_NUMBERS, _NUMBERS, _NUMBERS, _CODES, _CODES, 0)


def advance(
    world: World, setting: Setting, now: Workspace, history: tuple[int, int], months: range
) -> None:
    """Simulate some months of one history from a world as it stands, and keep no record.

    Parameters
    ----------
    world, setting, now : World, Setting, Workspace
        In one lane; the world and the room to work in are changed.
    history : tuple of int
        The seed, and the number of the history.
    months : range
        Counted from the start of the scenario.
    """
    (seed, run), ends = history, (months.start, months.stop)
    _simulate_lanes(world, setting, now, ends, (seed, PERIOD), np.array([run]), _NOWHERE)


def room_of(record: Record) -> Room:
    """Return the memory of a record.

    Parameters
    ----------
    record : Record
        From ``blank_record``, or a slice of one's histories.
    """
    stances, trusts, supports, choices, answers = map(_in_a_row, record)
    width = record.stances.strides[-2] // record.stances.itemsize
    return Room(stances, trusts, supports, choices, answers, width)


def room_to_read(record: Record) -> Room:
    """Return the memory of any record, of a copy where its histories were picked one by one.

    Parameters
    ----------
    record : Record
        Not to be written to.
    """
    sliced = all(not array.size or _is_sliced(array) for array in record)
    return room_of(record if sliced else Record(*map(np.ascontiguousarray, record)))


def _in_a_row(array: np.ndarray) -> np.ndarray:
    """Return the memory of an array, from its first number to its last, without a copy."""
    if not array.size:
        return np.empty(0, dtype=array.dtype)
    width, rows_of_it = array.strides[-2] // array.itemsize, array.size // array.shape[-1]
    assert _is_sliced(array), "no slice of the histories of a record"
    return as_strided(array, ((rows_of_it - 1) * width + array.shape[-1],), (array.itemsize,))


def _is_sliced(array: np.ndarray) -> bool:
    """Say whether an array has all histories of a record, or a slice of them."""
    step = array.strides[-2]  # without numpy, which takes longer for so few numbers
    for size, stride in zip(array.shape[-2::-1], array.strides[-2::-1], strict=True):
        if stride != step:
            return False
        step *= size
    return array.strides[-1] == array.itemsize or array.shape[-1] == 1


@compiled
def _simulate_lanes(
    world: World,
    setting: Setting,
    now: Workspace,
    months: tuple[int, int],
    keys: tuple[int, int],
    runs: np.ndarray,
    room: Room,
) -> None:
    """Simulate the histories side by side, month by month; keep them where there is room.

    `keys` are the seed and the purpose of random draws.
    """
    seed, purpose = keys
    for month in range(*months):
        one_month(world, setting, now, month, seed, runs, purpose)
        _watch(world, now.decisions.alarm)
        if room.width > 0:
            _keep(room, month, world, now.decisions)


@inner
def _keep(room: Room, month: int, world: World, decisions: Decisions) -> None:
    """Keep what a month has come to, lane by lane."""
    n = world.stance.shape[0]
    for i in range(n):
        for j in range(n):
            row = (month * n + i) * n + j
            _copy(room.stances, row * room.width, world.stance[i, j])
            if room.trusts.size > 0:
                _copy(room.trusts, row * room.width, world.trust[i, j])
            for d in range(NEEDS):
                _copy(room.supports, (row * NEEDS + d) * room.width, world.support[i, j, d])
            _copy(room.choices, row * room.width, decisions.choices[i, j])
            _copy(room.answers, row * room.width, decisions.answers[i, j])


@inner_inlined
def _copy(room: np.ndarray, first: int, lanes: np.ndarray) -> None:
    """Copy numbers (lane,) to a place in memory."""
    there = room[first : first + lanes.size]
    for h in range(lanes.size):
        there[h] = lanes[h]


@inner
def _watch(world: World, alarm: np.ndarray) -> None:
    """Add a month's last numbers to each lane's alarm: finite only as long as all of them are."""
    n, _, lanes = world.stance.shape
    for i in range(n):
        for j in range(n):
            if i != j:
                for h in range(lanes):
                    together = world.stance[i, j, h] + world.trust[i, j, h]
                    for d in range(NEEDS):
                        together += world.support[i, j, d, h]
                    alarm[h] += together
