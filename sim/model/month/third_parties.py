"""Third parties among many states: rivalry and company as products of matrices, in blocks.

Every pair of states looks at every third one, so that this is what a month costs where there are
many. Third states are added in their order, as ``look`` does for two states alone, so that the
result is the same to the bit; but each is added for a block of partners at once, whose lanes stand
in one row, while what the block needs is in the processor's nearer caches.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.model import rules
from sim.model.compiled import inner

from .workspace import Sight

WIDE = 128  # partners times lanes in a row: enough to make the cost of a loop negligible
_AT_A_TIME = 4  # states that look at a block before the next is fetched


class _Rows(NamedTuple):
    """The lanes of many partners in one row.

    Attributes
    ----------
    felt : ndarray (state, third, row)
        What each of a few states feels for each third one, once for every partner.
    theirs, given : ndarray (block, third, row)
        What the third state feels for each partner, and gives it; 0 where they are the same.
    rivalry, company : ndarray (row,)
        Sums over third states.
    """

    felt: np.ndarray
    theirs: np.ndarray
    given: np.ndarray
    rivalry: np.ndarray
    company: np.ndarray


@inner
def look_in_blocks(stance: np.ndarray, power: np.ndarray, sight: Sight) -> None:
    """Add up what third states mean to each state that looks at another.

    Parameters
    ----------
    stance : ndarray (n, n, lane)
        Of each toward each, -1..1.
    power : ndarray (n,)
        Shares of all power.
    sight : Sight
        Knows what each gives each; its rivalry and company are written to.
    """
    n = stance.shape[0]
    rows = _in_rows(stance, sight.given)
    for begin in range(0, n, _AT_A_TIME):
        end = min(begin + _AT_A_TIME, n)
        _lay_out(stance, rows.felt, begin, end)
        for block in range(rows.theirs.shape[0]):
            for i in range(begin, end):
                _clear(rows)
                for k in range(n):
                    if k != i:
                        _add(rows, i - begin, k, block, power[k])
                _note(rows, sight, i, block)


@inner
def _in_rows(stance: np.ndarray, given: np.ndarray) -> _Rows:
    """Return what third states feel for their partners, and give them, in rows."""
    n, _, lanes = stance.shape
    many = min(n, max(WIDE // lanes, 1))
    shape = ((n + many - 1) // many, n, many * lanes)
    theirs, gives = np.zeros(shape), np.zeros(shape)
    for k in range(n):
        for j in range(n):
            if j != k:  # nobody is a third party to itself
                begin = j % many * lanes
                for h in range(lanes):
                    theirs[j // many, k, begin + h] = stance[k, j, h]
                    gives[j // many, k, begin + h] = given[k, j, h]
    felt, sums = np.zeros((_AT_A_TIME, n, many * lanes)), np.zeros((2, many * lanes))
    return _Rows(felt, theirs, gives, sums[0], sums[1])


@inner
def _lay_out(stance: np.ndarray, felt: np.ndarray, begin: int, end: int) -> None:
    """Lay out what some states feel for third ones as often as there are partners in a row."""
    _, n, lanes = stance.shape
    for i in range(begin, end):
        for k in range(n):
            for first in range(0, felt.shape[2], lanes):
                for h in range(lanes):
                    felt[i - begin, k, first + h] = stance[i, k, h]


@inner
def _clear(rows: _Rows) -> None:
    """Begin the sums of a block."""
    for h in range(rows.rivalry.size):
        rows.rivalry[h] = rows.company[h] = 0.0


@inner
def _add(rows: _Rows, i: int, k: int, block: int, power: float) -> None:
    """Add what third state k means to one of the states when it looks at a block of partners."""
    for h in range(rows.rivalry.size):
        mine = rows.felt[i, k, h]
        rows.rivalry[h] += rows.given[block, k, h] * rules.distrusted(mine)
        rows.company[h] += power * rules.recommended(mine, rows.theirs[block, k, h])


@inner
def _note(rows: _Rows, sight: Sight, i: int, block: int) -> None:
    """Note the sums of a block for state i, but not for itself as its own partner."""
    n, _, lanes = sight.rivalry.shape
    many = rows.rivalry.size // lanes
    for j in range(block * many, min((block + 1) * many, n)):
        if j != i:
            begin = (j - block * many) * lanes
            for h in range(lanes):
                sight.rivalry[i, j, h] = rows.rivalry[begin + h]
                sight.company[i, j, h] = rows.company[begin + h]
