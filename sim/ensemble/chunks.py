"""Chunks: some histories at a time, as columns of outcomes and, where wanted, as their record."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

import numpy as np

from sim.model.history import FEWEST, Record, blank_record, bytes_per_history, rows, simulate
from sim.model.prepared import prepared
from sim.outcomes.results import Results
from sim.outcomes.table import USUAL, Wanted
from sim.scenario import Scenario
from sim.system.memory import free_memory

PIECE = 256  # histories of a chunk that are simulated at a time; more only take more memory
_EIGHT = 8  # histories that the widest instructions take at a time; with four a month takes longer
# Bytes that their record may take in worlds of many states; those that it may take where that is
# what it needs for wide instructions: 32 histories of 51 states over three years, or eight of 102;
# and those where there is plenty of memory: eight of 193 (all three are judgements).
_ROOM, _MORE_ROOM, _MOST_ROOM = 32_000_000, 128_000_000, 512_000_000
_SHARE = 4  # of free memory: a quarter is plenty for the records of all cores; judgement
LOST = "failed"  # the column with the numbers of histories that failed, in chunks that have any


class _Rooms:
    """Records that were filled before: filled again, they need no new memory."""

    def __init__(self) -> None:
        self._free: deque[tuple[tuple[int, ...], Record]] = deque()

    @contextmanager
    def room(self, count: int, months: int, n: int, trusts: bool) -> Iterator[Record]:
        """Give room for so many histories, which is filled again by others afterwards."""
        shape, size = (months, n, trusts), 0
        with suppress(IndexError):
            kept, record = self._free.pop()
            size = record.stances.shape[-1] if kept == shape else 0
        if size < count:
            record = blank_record(count, months, n, trusts)
        try:
            yield rows(record, slice(0, count))
        finally:
            self._free.append((shape, record))

    def clear(self) -> None:
        """Forget those that nobody fills."""
        self._free.clear()


ROOMS = _Rooms()


def piece_size(scenario: Scenario) -> int:
    """Return how many histories of a chunk are simulated at a time: fewer in a large world."""
    each = bytes_per_history(scenario.months, len(scenario.codes))
    if FEWEST * each <= _ROOM:
        return min(PIECE, _ROOM // each // FEWEST * FEWEST)
    if FEWEST * each <= _MORE_ROOM:
        return FEWEST
    most = max(_MORE_ROOM, min(_MOST_ROOM, free_memory() / _SHARE / (os.cpu_count() or 1)))
    return _EIGHT if most >= _EIGHT * each else max(_MORE_ROOM // each, 1)


def simulated(
    scenario: Scenario, seed: int, first: int, count: int, trusts: bool, room: Record | None = None
) -> tuple[Results, Record, dict[str, np.ndarray]]:
    """Simulate so many histories from a first one on; pure, so that it can run anywhere.

    Parameters
    ----------
    scenario, seed
        As in ``run``.
    first, count : int
        Number of the first history, and how many.
    trusts : bool
        Whether trust, which hardly any outcome needs, is recorded.
    room : Record, optional
        Filled, where it is given.

    Returns
    -------
    Results, Record
        Of the histories that did not fail.
    dict
        The column ``LOST`` with the numbers of those that did, where any did.
    """
    ready = prepared(scenario)
    runs = np.arange(first, first + count, dtype=np.int64)
    if room is None:
        room = blank_record(count, scenario.months, len(scenario.codes), trusts=trusts)
    record = room
    failed = simulate(ready, seed, runs, record)
    lost = {LOST: runs[failed]} if failed.any() else {}
    record = Record(*(array[..., ~failed] for array in record)) if lost else record
    return Results(scenario, seed, runs[~failed], record, ready.start), record, lost


def chunk_columns(
    scenario: Scenario, seed: int, first: int, count: int, wanted: Wanted = USUAL
) -> dict[str, np.ndarray]:
    """Return the outcome table's columns for some histories; pure, so that it can run anywhere.

    Histories that failed are left out; where there are any, the column ``failed`` holds their
    numbers.

    Parameters
    ----------
    scenario, seed, first, count
        As in ``simulated``.
    wanted : Wanted
        Which outcomes are kept, and whom they are about; by default whom the scenario asks about.
        It is asked piece by piece, so what it keeps has to be of each history: see ``pieces`` for
        what is of all together.
    """
    parts = []
    for results, lost in pieces(scenario, seed, first, count, wanted.needs_trust):
        columns = {name: column.copy() for name, column in wanted(results).items()}
        if any(len(column) != len(results.runs) for column in columns.values()):
            raise RuntimeError("a column holds something else than a row for each history")
        parts.append(columns | lost)
    return joined(parts)


def pieces(
    scenario: Scenario, seed: int, first: int, count: int, trusts: bool = False
) -> Iterator[tuple[Results, dict[str, np.ndarray]]]:
    """Yield histories a piece at a time, and the column ``LOST`` where any of a piece failed.

    A piece is gone when the next is asked for, as that takes its memory.

    Parameters
    ----------
    scenario, seed, first, count, trusts
        As in ``simulated``.
    """
    most = min(piece_size(scenario), count)
    for begin in range(first, first + count, most):
        size = min(most, first + count - begin)
        with ROOMS.room(size, scenario.months, len(scenario.codes), trusts) as room:
            results, _, lost = simulated(scenario, seed, begin, size, trusts, room)
            yield results, lost


def joined(parts: Sequence[Mapping[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """Return the columns of all parts as one, by name; the column ``LOST`` comes last."""
    names = {name: None for part in parts for name in part}  # in their order
    if LOST in names:
        names[LOST] = names.pop(LOST)
    return {name: np.concatenate([part[name] for part in parts if name in part]) for name in names}


def chunk_whole(
    scenario: Scenario, seed: int, first: int, count: int, wanted: Wanted = USUAL
) -> tuple[dict[str, np.ndarray], Record]:
    """Return what ``chunk_columns`` does, and the record of the histories that did not fail."""
    results, record, lost = simulated(scenario, seed, first, count, trusts=True)
    return wanted(results) | lost, record


def length(columns: dict[str, np.ndarray]) -> int:
    """Return how many histories a part has, those that failed too."""
    lost = columns.get(LOST, ())
    return len(next(c for name, c in columns.items() if name != LOST)) + len(lost)
