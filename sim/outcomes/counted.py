"""Counted: moves of many histories side by side, compiled: how many there are, and the first."""

from __future__ import annotations

import numpy as np

from sim.model.arrays import DEALS
from sim.model.compiled import apart, compiled, inlined
from sim.model.history import Room

# What ``counts`` can count. A row: one of these, who moves, toward whom, the moves as bits (all
# where it is 0), the first month and the last.
COUNTED = ("approaches", "deals", "rebuffs", "acts")
APPROACHES, ACCEPTED, REBUFFED, ACTS = range(len(COUNTED))


@compiled
def counts(rows: np.ndarray, room: Room, n: int, found: np.ndarray) -> None:
    """Count moves of one state toward another over months.

    Parameters
    ----------
    rows : ndarray of int (row, 6)
        See ``COUNTED``.
    room : Room
        The memory of a record that has all these months.
    n : int
        How many states there are.
    found : ndarray of int16 (row, history)
        Written to.
    """
    for r in range(rows.shape[0]):
        what, i, j, moves, first, last = rows[r]
        found[r] = 0
        for month in range(first, last + 1):
            start = ((month * n + i) * n + j) * room.width
            answers = room.answers[start : start + found.shape[1]]
            choices = room.choices[start : start + found.shape[1]]
            for h in range(found.shape[1]):
                answer, m = answers[h], choices[h]
                if what == ACTS:
                    hit = m >= DEALS
                elif what == APPROACHES:
                    hit = answer >= 0
                else:
                    hit = answer == (1 if what == ACCEPTED else 0)
                meant = (moves == 0) | ((moves >> max(m, 0)) & 1 == 1)
                found[r, h] += hit & meant


@compiled
def firsts(rows: np.ndarray, room: Room, size: tuple[int, int], found: np.ndarray) -> None:
    """Find the months of first deals of a kind between two states, whoever offered them.

    Parameters
    ----------
    rows : ndarray of int (row, 3)
        The two states, and the move.
    room : Room
        The memory of a record.
    size : tuple of int
        How many states there are, and how many months, which stands for never.
    found : ndarray of int16 (row, history)
        Written to.
    """
    n, months = size
    for r in range(rows.shape[0]):
        i, j, move = rows[r, 0], rows[r, 1], rows[r, 2]
        found[r] = months
        for month in range(months - 1, -1, -1):
            _note_deals(room, (month * n + i) * n + j, move, month, found[r])
            _note_deals(room, (month * n + j) * n + i, move, month, found[r])


@inlined
def _note_deals(room: Room, row: int, move: int, month: int, found: np.ndarray) -> None:
    """Note the month of the deals of a row of the record."""
    first = row * room.width
    _note(
        room.choices[first : first + found.size],
        room.answers[first : first + found.size],
        move,
        month,
        found,
    )


@apart
def _note(
    choices: np.ndarray, answers: np.ndarray, move: int, month: int, found: np.ndarray
) -> None:
    """Note the month where the choice is this move, and the answer yes."""
    for h in range(found.size):
        found[h] = month if (choices[h] == move) & (answers[h] == 1) else found[h]
