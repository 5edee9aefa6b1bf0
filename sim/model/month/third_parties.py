"""Third parties among many states: rivalry and company as products of matrices.

Every pair of states looks at every third one, so that this is what a month costs where there are
many. In one lane after the other, what third states feel for all partners and give them lies in
rows. Third states are added in their order, as ``look`` does among a few states, so that the result
is the same to the bit.
"""

from __future__ import annotations

import numpy as np

from sim.model import rules
from sim.model.compiled import apart, inner, inner_inlined

from .rows import VECTOR, Thirds
from .workspace import Sight

# From so many states on, third states are looked at, and react, side by side: by timing 6 to 32
# states with 32 to 128 lanes.
MANY = 20
_TILE = VECTOR  # third states whose rows stay in the nearest cache while all states look

Four = tuple[float, float, float, float]


@inner
def look_side_by_side(stance: np.ndarray, power: np.ndarray, sight: Sight, rows: Thirds) -> None:
    """Add up what third states mean to each state that looks at another.

    Parameters
    ----------
    stance : ndarray (n, n, lane)
        Of each toward each, -1..1, and 0 toward itself.
    power : ndarray (n,)
        Shares of all power.
    sight : Sight
        Knows what each gives each; its rivalry and company are written to.
    rows : Thirds
        Room to work in.
    """
    lanes = stance.shape[2]
    rows.theirs[:] = rows.given[:] = 0.0
    for h in range(lanes):
        _lay_out(stance, sight.given, rows, h)
        _add_up(rows.theirs, rows.given, power, rows.rivalry, rows.company)
        _put_back(rows, sight, h)


@inner
def _lay_out(stance: np.ndarray, given: np.ndarray, rows: Thirds, h: int) -> None:
    """Lay out what concerns all partners in a lane, and begin the sums."""
    n = stance.shape[0]
    for k in range(n):
        for j in range(n):
            rows.theirs[k, j] = stance[k, j, h]
            rows.given[k, j] = given[k, j, h]
        for j in range(rows.rivalry.shape[1]):
            rows.rivalry[k, j] = rows.company[k, j] = 0.0


@inner
def _put_back(rows: Thirds, sight: Sight, h: int) -> None:
    """Put the sums of a lane where they belong."""
    n = sight.rivalry.shape[0]
    for i in range(n):
        for j in range(n):
            sight.rivalry[i, j, h] = rows.rivalry[i, j]
            sight.company[i, j, h] = rows.company[i, j]
        sight.rivalry[i, i, h] = sight.company[i, i, h] = 0.0


@apart
def _add_up(
    theirs: np.ndarray,
    given: np.ndarray,
    power: np.ndarray,
    rivalry: np.ndarray,
    company: np.ndarray,
) -> None:
    """Add up what third states mean to all, four at a time while the sums stay in registers.

    Zeros that are added for the state itself, for the partner and for nobody change no bit of a
    sum.
    """
    for first in range(0, theirs.shape[0], _TILE):
        for i in range(power.size):
            for k in range(first, first + _TILE, 4):
                mine = _felt(theirs, i, k)
                distrusted = (
                    rules.distrusted(mine[0]),
                    rules.distrusted(mine[1]),
                    rules.distrusted(mine[2]),
                    rules.distrusted(mine[3]),
                )
                weight = _powers(power, i, k)
                for j in range(rivalry.shape[1]):
                    rivals = rivalry[i, j]
                    rivals += given[k, j] * distrusted[0]
                    rivals += given[k + 1, j] * distrusted[1]
                    rivals += given[k + 2, j] * distrusted[2]
                    rivals += given[k + 3, j] * distrusted[3]
                    rivalry[i, j] = rivals
                for j in range(company.shape[1]):
                    friends = company[i, j]
                    friends += weight[0] * rules.recommended(mine[0], theirs[k, j])
                    friends += weight[1] * rules.recommended(mine[1], theirs[k + 1, j])
                    friends += weight[2] * rules.recommended(mine[2], theirs[k + 2, j])
                    friends += weight[3] * rules.recommended(mine[3], theirs[k + 3, j])
                    company[i, j] = friends


@inner_inlined
def _felt(stance: np.ndarray, i: int, k: int) -> Four:
    """Return what state i feels for four third ones: full warmth for itself, which it trusts."""
    return (
        stance[i, k] if i != k else 1.0,
        stance[i, k + 1] if i != k + 1 else 1.0,
        stance[i, k + 2] if i != k + 2 else 1.0,
        stance[i, k + 3] if i != k + 3 else 1.0,
    )


@inner_inlined
def _powers(power: np.ndarray, i: int, k: int) -> Four:
    """Return four third states' shares of all power: nobody is a third state to itself."""
    return (
        power[k] if i != k and k < power.size else 0.0,
        power[k + 1] if i != k + 1 and k + 1 < power.size else 0.0,
        power[k + 2] if i != k + 2 and k + 2 < power.size else 0.0,
        power[k + 3] if i != k + 3 and k + 3 < power.size else 0.0,
    )
