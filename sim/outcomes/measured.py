"""Measured: measures of hedging of many histories side by side, compiled.

They are those of ``model.measures``. Where these take a call of numpy for every step of every
outcome, here one call works out any number of outcomes, while the record of some histories is in
the processor's caches.
"""

from __future__ import annotations

import numpy as np

from sim.model.arrays import NEEDS, aligned
from sim.model.compiled import apart, compiled, inlined
from sim.model.history import Room
from sim.model.measures import (
    ALIGNED_FROM,
    HEDGING_FROM,
    ISOLATED_BELOW,
    LEANING_FROM,
    ROUNDING,
)

# What ``means`` can measure. A row of what is asked: one of these, the state, up to two others, the
# needs as bits, the first month and the last.
MEASURES = ("received", "hedging", "dependence", "tilt", "support", "stance", "trust")
RECEIVED, HEDGING, DEPENDENCE, TILT, SUPPORT, STANCE, TRUST = range(len(MEASURES))
ALL_NEEDS = (1 << NEEDS) - 1
# of postures, in the order in which ``posture_code`` takes them
BOUNDS = np.array([ISOLATED_BELOW, LEANING_FROM, ALIGNED_FROM, HEDGING_FROM]) - ROUNDING

Work = tuple[np.ndarray, np.ndarray]  # room to work in: (state, history) and (5, history)


def work(n: int, histories: int) -> Work:
    """Make room to work in, for so many states and histories."""
    return aligned((n, histories)), aligned((5, histories))


@compiled
def means(rows: np.ndarray, room: Room, found: np.ndarray, work: Work) -> None:
    """Work out the means of measures over months.

    Parameters
    ----------
    rows : ndarray of int (row, 7)
        See ``MEASURES``.
    room : Room
        The memory of a record that has all these months.
    found : ndarray (row, history)
        Written to.
    work : Work
        Room to work in.
    """
    value = work[1][4]
    for r in range(rows.shape[0]):
        total, first, last = found[r], rows[r, 5], rows[r, 6]
        for month in range(first, last + 1):
            _measure(rows[r], room, month, work)
            for h in range(total.size):
                total[h] = value[h] if month == first else total[h] + value[h]
        if last > first:
            for h in range(total.size):
                total[h] = total[h] / (last + 1 - first)


@inlined
def _measure(row: np.ndarray, room: Room, month: int, work: Work) -> None:
    """Work out a measure in a month, in the last row of the room to work in."""
    what, state, a, b, needs = row[0], row[1], row[2], row[3], row[4]
    shares, now = work
    n, value = shares.shape[0], now[4]
    if what >= STANCE:
        felt = room.stances if what == STANCE else room.trusts
        first = ((month * n + state) * n + a) * room.width
        _copy(felt[first : first + value.size], value)
    elif what == SUPPORT:
        given(room, n, month, (a, state), needs, value)
    elif what == TILT:
        given(room, n, month, (a, state), needs, shares[0])
        given(room, n, month, (b, state), needs, now[0])
        for h in range(value.size):
            both = shares[0, h] + now[0, h]
            value[h] = (now[0, h] - shares[0, h]) / both if both > 0.0 else 0.0
    else:
        divide(room, month, state, needs, work)
        for h in range(value.size):
            if what == RECEIVED:
                value[h] = now[0, h]
            else:
                value[h] = hedged(now, h) if what == HEDGING else shares[a, h]


@inlined
def given(
    room: Room, n: int, month: int, pair: tuple[int, int], needs: int, total: np.ndarray
) -> None:
    """Add up the support of some needs that one state gives another.

    Parameters
    ----------
    room : Room
        The memory of a record.
    n : int
        How many states there are.
    month : int
        Of the record.
    pair : tuple of int
        Positions of the giver and of the state that it gives to.
    needs : int
        As bits.
    total : ndarray (history,)
        Written to.
    """
    (giver, state), begun = pair, False
    for d in range(NEEDS):
        if (needs >> d) & 1:
            first = (((month * n + giver) * n + state) * NEEDS + d) * room.width
            support = room.supports[first : first + total.size]
            if begun:
                _add(support, total)
            else:
                _copy(support, total)
            begun = True
    if not begun:  # no need was asked for
        total[:] = 0.0


@apart
def _copy(some: np.ndarray, total: np.ndarray) -> None:
    """Begin a sum."""
    for h in range(total.size):
        total[h] = some[h]


@apart
def _add(some: np.ndarray, total: np.ndarray) -> None:
    """Add to a sum."""
    for h in range(total.size):
        total[h] += some[h]


@inlined
def divide(room: Room, month: int, state: int, needs: int, work: Work) -> None:
    """Divide what a state is given in a month into shares of its givers.

    Parameters
    ----------
    room : Room
        The memory of a record.
    month, state : int
        Of the record.
    needs : int
        As bits.
    work : Work
        Becomes the shares (giver, history), and in each history their total before, the sum of
        the squares of shares, the largest share and whose that is.
    """
    shares, now = work
    n = shares.shape[0]
    now[:4] = 0.0
    for k in range(n):
        given(room, n, month, (k, state), needs, shares[k])
        _add(shares[k], now[0])
    for k in range(n):
        _share(float(k), shares[k], now[0], now[1], now[2], now[3])


@apart
def _share(
    k: float,
    given: np.ndarray,
    total: np.ndarray,
    squares: np.ndarray,
    most: np.ndarray,
    whose: np.ndarray,
) -> None:
    """Note what giver k has given as a share of the total."""
    for h in range(total.size):
        share = given[h] / total[h] if total[h] > 0.0 else 0.0
        given[h] = share
        squares[h] += share * share
        whose[h] = k if share > most[h] else whose[h]
        most[h] = max(share, most[h])


@inlined
def hedged(now: np.ndarray, h: int) -> float:
    """Return the hedging in a history, from what ``divide`` notes."""
    return max(1.0 - now[1, h], 0.0) if now[0, h] > 0.0 else 0.0


@compiled
def postures(
    rows: np.ndarray, room: Room, bounds: np.ndarray, found: np.ndarray, work: Work
) -> None:
    """Work out the posture codes of states in months.

    Parameters
    ----------
    rows : ndarray of int (row, 2)
        The state and the month.
    room : Room
        The memory of a record that has all these months.
    bounds : ndarray (4,)
        ``BOUNDS``.
    found : ndarray of int (row, history)
        Written to.
    work : Work
        Room to work in.
    """
    diversified = 2 + 2 * work[0].shape[0]
    for r in range(rows.shape[0]):
        divide(room, rows[r, 1], rows[r, 0], ALL_NEEDS, work)
        spread(room, rows[r, 1], work)
        for h in range(found.shape[1]):
            found[r, h] = posture_code(work[1], h, bounds, diversified)


@inlined
def spread(room: Room, month: int, work: Work) -> None:
    """Note how likely two units of support come from two givers that are rivals.

    Parameters
    ----------
    room : Room
        The memory of a record.
    month : int
        Of the record.
    work : Work
        As ``divide`` leaves it; its last row is written to.
    """
    shares, between = work[0], work[1][4]
    n = shares.shape[0]
    between[:] = 0.0
    for j in range(n):
        for k in range(j):
            there = ((month * n + j) * n + k) * room.width
            back = ((month * n + k) * n + j) * room.width
            regard = room.stances[there : there + between.size]
            returned = room.stances[back : back + between.size]
            _add_rivals(regard, returned, shares[j], shares[k], between)


@apart
def _add_rivals(
    regard: np.ndarray,
    returned: np.ndarray,
    mine: np.ndarray,
    theirs: np.ndarray,
    between: np.ndarray,
) -> None:
    """Add how likely two units come from these two givers, where they are rivals."""
    for h in range(between.size):
        rivals = regard[h] + returned[h] < 0.0
        between[h] += 2.0 * mine[h] * theirs[h] if rivals else 0.0


@inlined
def posture_code(now: np.ndarray, h: int, bounds: np.ndarray, diversified: int) -> int:
    """Return the code of a posture in a history.

    Parameters
    ----------
    now : ndarray (5, history)
        From ``divide``, and from ``spread`` last.
    h : int
        Which history.
    bounds : ndarray (4,)
        ``BOUNDS``.
    diversified : int
        The code for who is nobody's client, and between no rivals.
    """
    isolated, leaning, aligned, hedging = bounds
    if now[0, h] < isolated:
        return 0
    if now[2, h] >= leaning:
        return int(now[3, h]) * 2 + (3 if now[2, h] >= aligned else 2)
    return 1 if now[4, h] >= hedging * (1.0 - now[1, h]) else diversified
