"""Third parties among many states: rivalry and company as products of matrices, in blocks.

Every pair of states looks at every third one, so that this is what a month costs where there are
many. Third states are added in their order, as ``look`` does for two states alone, so that the
result is the same to the bit, whatever the blocks; but they are added for a block of partners at
once, whose lanes stand in one row, and for some states that look at it one after another, while
what these need is in the processor's nearer caches.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.model import rules
from sim.model.compiled import allocating, apart, inner

from .workspace import Sight

# Measured at 193 states with 1, 2 and 16 lanes: rows of 64 to 256, 8 and 16 states at a time and
# tiles of 8 and 16 came within the noise of one another; with 4 states at a time, as well as where
# everything that a block needs is laid out at once, memory was what a month waited for.
WIDE = 128  # partners times lanes in a row
# From so many states on, third states are looked at, and react, side by side: by timing 6 to 48
# states with 2 to 128 lanes.
MANY = 12
_AT_A_TIME = 16  # states that look at a block before the next is fetched
_TILE = 8  # third states whose rows stay in the nearer caches while all blocks are looked at


class _Rows(NamedTuple):
    """The lanes of many partners in one row.

    Attributes
    ----------
    power : ndarray (third,)
        Shares of all power, 0 for the state that looks.
    felt : ndarray (state, place in tile, row)
        What each of a few states feels for each third one, once for every partner; full warmth for
        itself, which it does not distrust.
    theirs, given : ndarray (third, partner and lane)
        What the third state feels for each partner, and gives it; 0 where they are the same.
    rivalry, company : ndarray (state, partner and lane)
        Sums over third states.
    """

    power: np.ndarray
    felt: np.ndarray
    theirs: np.ndarray
    given: np.ndarray
    rivalry: np.ndarray
    company: np.ndarray


@allocating
def look_in_blocks(stance: np.ndarray, power: np.ndarray, sight: Sight) -> None:
    """Add up what third states mean to each state that looks at another.

    Parameters
    ----------
    stance : ndarray (n, n, lane)
        Of each toward each, -1..1, and 0 toward itself.
    power : ndarray (n,)
        Shares of all power.
    sight : Sight
        Knows what each gives each; its rivalry and company are written to.
    """
    n, _, lanes = stance.shape
    wide = max(WIDE // lanes, 1) * lanes
    rows = _in_rows(stance, power, sight, min(wide, n * lanes))
    for begin in range(0, n, _AT_A_TIME):
        end = min(begin + _AT_A_TIME, n)
        for first in range(0, n, _TILE):
            last = min(first + _TILE, n)
            _lay_out(stance, rows.felt, (begin, end), (first, last))
            for block in range(0, n * lanes, wide):
                for i in range(begin, end):
                    rows.power[i] = 0.0  # nobody is a third party to itself
                    _add_up(
                        rows, i, i - begin, (first, last), (block, min(block + wide, n * lanes))
                    )
                    rows.power[i] = power[i]
    for i in range(n):
        for h in range(lanes):
            sight.rivalry[i, i, h] = sight.company[i, i, h] = 0.0


@allocating
def _in_rows(stance: np.ndarray, power: np.ndarray, sight: Sight, wide: int) -> _Rows:
    """Return the same arrays with partners and lanes in one row, and room for what is felt."""
    n, _, lanes = stance.shape
    return _Rows(
        power.copy(),
        np.empty((_AT_A_TIME, _TILE, wide)),
        stance.reshape(n, n * lanes),
        sight.given.reshape(n, n * lanes),
        sight.rivalry.reshape(n, n * lanes),
        sight.company.reshape(n, n * lanes),
    )


@inner
def _lay_out(
    stance: np.ndarray, felt: np.ndarray, states: tuple[int, int], thirds: tuple[int, int]
) -> None:
    """Lay out what some states feel for a tile of third ones as often as there are partners."""
    lanes = stance.shape[2]
    for i in range(*states):
        for k in range(*thirds):
            row = felt[i - states[0], k - thirds[0]]
            for h in range(lanes):
                row[h] = stance[i, k, h] if k != i else 1.0
            filled = lanes
            if lanes == 1:
                mine = row[0]
                for h in range(row.size):
                    row[h] = mine
                filled = row.size
            while filled < row.size:  # twice as many at a time
                more = min(filled, row.size - filled)
                for h in range(more):
                    row[filled + h] = row[h]
                filled += more


@inner
def _add_up(rows: _Rows, i: int, place: int, thirds: tuple[int, int], row: tuple[int, int]) -> None:
    """Add up what a tile of third states means to state i when it looks at a block of partners.

    Zeros that are added for the state itself and for the partner change no bit of a sum.
    """
    (first, last), (begin, end) = thirds, row
    power, theirs, given = rows.power, rows.theirs, rows.given
    rivalry, company = rows.rivalry[i, begin:end], rows.company[i, begin:end]
    if first == 0:
        for h in range(rivalry.size):
            rivalry[h] = company[h] = 0.0
    fours = first + (last - first) // 4 * 4
    for k in range(first, fours, 4):
        felt = rows.felt[place, k - first : k - first + 4]
        _add_given(
            felt,
            given[k, begin:end],
            given[k + 1, begin:end],
            given[k + 2, begin:end],
            given[k + 3, begin:end],
            rivalry,
        )
        _add_regard(
            felt,
            power[k : k + 4],
            theirs[k, begin:end],
            theirs[k + 1, begin:end],
            theirs[k + 2, begin:end],
            theirs[k + 3, begin:end],
            company,
        )
    for k in range(fours, last):
        felt = rows.felt[place, k - first : k - first + 1]
        _add_one(felt, power[k], theirs[k, begin:end], given[k, begin:end], rivalry, company)


@apart
def _add_given(
    felt: np.ndarray,
    one: np.ndarray,
    two: np.ndarray,
    three: np.ndarray,
    four: np.ndarray,
    rivalry: np.ndarray,
) -> None:
    """Add what four third states give, in their order, while the sums stay in registers."""
    for h in range(rivalry.size):
        rivals = rivalry[h]
        rivals += one[h] * rules.distrusted(felt[0, h])
        rivals += two[h] * rules.distrusted(felt[1, h])
        rivals += three[h] * rules.distrusted(felt[2, h])
        rivals += four[h] * rules.distrusted(felt[3, h])
        rivalry[h] = rivals


@apart
def _add_regard(
    felt: np.ndarray,
    power: np.ndarray,
    one: np.ndarray,
    two: np.ndarray,
    three: np.ndarray,
    four: np.ndarray,
    company: np.ndarray,
) -> None:
    """Add what four third states feel, in their order, while the sums stay in registers."""
    first, second, third, fourth = power[0], power[1], power[2], power[3]
    for h in range(company.size):
        friends = company[h]
        friends += first * rules.recommended(felt[0, h], one[h])
        friends += second * rules.recommended(felt[1, h], two[h])
        friends += third * rules.recommended(felt[2, h], three[h])
        friends += fourth * rules.recommended(felt[3, h], four[h])
        company[h] = friends


@apart
def _add_one(
    felt: np.ndarray,
    weight: float,
    theirs: np.ndarray,
    given: np.ndarray,
    rivalry: np.ndarray,
    company: np.ndarray,
) -> None:
    """Add one third state that is left over."""
    for h in range(rivalry.size):
        rivalry[h] += given[h] * rules.distrusted(felt[0, h])
        company[h] += weight * rules.recommended(felt[0, h], theirs[h])
