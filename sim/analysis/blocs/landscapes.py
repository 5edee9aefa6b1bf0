"""Landscapes: which two camps would form among actors, and how well ties fit into two camps.

Landscape theory is Axelrod & Bennett, "A landscape theory of aggregation", British Journal of
Political Science 23 (1993). Their propensities are symmetric: only then does an actor that reduces
its own frustration also reduce the energy of the whole. Where the two directions differ, the energy
here counts both, and an actor changes sides if that lowers the energy. Frustration of a network is
as in Aref & Wilson, "Measuring partial balance in signed networks", Journal of Complex Networks 6
(2018).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, reduce

import numpy as np

from sim.data.matrices import LARGEST
from sim.data.matrices import from_csv as from_csv
from sim.errors import InvalidInput
from sim.model.draws import random_draws

LANDSCAPE = 3  # the purpose of random draws: where descents begin in a landscape too large to list
EXHAUSTIVE_TO, MOST_ACTORS = 20, 200  # up to the first, each further actor doubles time and memory
STARTS = 1000  # judgement: drawn starting splits beyond that

# Energies that are equal on paper differ by rounding, by less than a part in 1e13 of all weights
# together. Without a tolerance such dust would decide which splits of a plateau are minima, and who
# moves first.
_TIE = 1e-12


@dataclass(frozen=True, eq=False)
class Landscape:
    """The energies of all splits into two sides, and the stable splits among them.

    A split is stable where no single change of side lowers its energy.

    Attributes
    ----------
    energies : ndarray (split,) or None
        Actor 0 is on side 0; bit k-1 of the position is the side of actor k. None beyond 20 actors.
    minima, minimum_energies : ndarray (minimum,)
        Positions of the local minima (Python integers beyond 20 actors) and energies there, by
        energy, then position.
    sides, frustration : ndarray (minimum, actor)
        0 or 1; and over all on the other side, the sum of their size times the actor's propensity
        to be with them.
    basins : ndarray (minimum,) of int
        How many splits end there by steepest descent; beyond 20 actors, how many of the starts.
    exhaustive : bool
        Whether all splits were looked at, so that no minimum is missing.
    """

    energies: np.ndarray | None
    minima: np.ndarray
    minimum_energies: np.ndarray
    sides: np.ndarray
    frustration: np.ndarray
    basins: np.ndarray
    exhaustive: bool

    def basin(self, minimum: int) -> float:
        """Return what share of splits, or of starts, ends in a minimum."""
        return float(self.basins[minimum] / self.basins.sum())


@dataclass(frozen=True, eq=False)
class Balance:
    """How well mutual ties fit into two camps of friends.

    Attributes
    ----------
    balanced, triads : float, int
        Share of triads with a positive product of signs, 0..1, NaN without triads; and the number
        of triads: threes of actors whose mutual ties are all nonzero.
    frustration, sides : float, ndarray (actor,)
        Smallest share of the strength of all ties that is between friends across or enemies within
        two sides, 0..0.5, NaN without ties; and the split that has it, 0 or 1.
    exhaustive : bool
        Whether all splits were looked at; if not, `frustration` may be too large.
    """

    balanced: float
    triads: int
    frustration: float
    sides: np.ndarray
    exhaustive: bool


def landscape(propensity: np.ndarray, size: np.ndarray, seed: int = 1) -> Landscape:
    """Return the landscape of all splits of actors into two sides (Axelrod & Bennett 1993).

    The energy of a split is the sum of size_i * size_j * propensity_ij over ordered pairs on
    different sides. Steepest descent moves the one actor (0 included) that lowers it most, the
    first on ties, while any does. Beyond 20 actors descents from 1,000 splits drawn at random and
    from all together find wide minima, not surely all nor the deepest.

    Parameters
    ----------
    propensity : ndarray (actor, actor)
        How much the first wants to be with the second: any finite numbers; the diagonal is ignored.
        2 to 200 actors.
    size : ndarray (actor,)
        Weight of each actor, >= 0.
    seed : int
        For the starts beyond 20 actors.

    Raises
    ------
    ValueError
        For shapes that do not fit, too few or many actors, numbers that are not finite, negative
        sizes or seed.
    """
    wants, size = _square(propensity, "propensity"), np.asarray(size, dtype=float)
    if size.shape != (len(wants),) or not ((size >= 0) & (size <= LARGEST)).all():
        raise InvalidInput(
            f"size must be {len(wants)} numbers from 0 to {LARGEST:g}, as many as propensity has "
            "actors"
        )
    if not isinstance(seed, (int, np.integer)) or not 0 <= seed < 2**63:
        raise InvalidInput(f"seed is {seed!r}: a whole number from 0 to 2**63-1 is needed")
    return _listed(wants, size) if len(size) <= EXHAUSTIVE_TO else _sampled(wants, size, int(seed))


def _square(matrix: np.ndarray, what: str) -> np.ndarray:
    """Return a square matrix of finite numbers with zeros on its diagonal, or refuse it."""
    square = np.array(matrix, dtype=float)
    if square.ndim != 2 or len(square) != square.shape[1] or not 2 <= len(square) <= MOST_ACTORS:
        raise InvalidInput(
            f"{what} must be square, for 2 to {MOST_ACTORS} actors, not of shape {square.shape}"
        )
    np.fill_diagonal(square, 0.0)
    if not (np.abs(square) <= LARGEST).all():
        raise InvalidInput(f"{what} must be finite numbers, none beyond {LARGEST:g}")
    return square


def _listed(wants: np.ndarray, size: np.ndarray) -> Landscape:
    """Return the landscape by looking at every split."""
    weights = np.outer(size, size) * (wants + wants.T)
    tie = _TIE * np.abs(weights).sum()
    energies = _energies(weights)
    basins = np.bincount(_downhill(energies, len(size), tie), minlength=len(energies))
    minima = np.flatnonzero(basins)
    minima = minima[_by_depth(energies[minima], tie)]
    sides = np.zeros((len(minima), len(size)), dtype=np.int8)
    sides[:, 1:] = (minima[:, None] >> np.arange(len(size) - 1)) & 1
    return Landscape(
        energies,
        minima,
        energies[minima],
        sides,
        _frustration(sides, wants, size),
        basins[minima],
        True,
    )


def _energies(weights: np.ndarray) -> np.ndarray:
    """Return the energy of every split, adding one actor after another: (split,)."""
    energies = np.zeros(1)
    for k in range(1, len(weights)):
        zeros, ones = weights[k, :1], np.zeros(1)  # the weight between k and those on either side
        for weight in weights[k, 1:k]:
            zeros, ones = (
                np.concatenate([zeros + weight, zeros]),
                np.concatenate([ones, ones + weight]),
            )
        energies = np.concatenate([energies + ones, energies + zeros])
    return energies


def _downhill(energies: np.ndarray, actors: int, tie: float) -> np.ndarray:
    """Return the minimum at which steepest descent from each split ends: (split,)."""
    here = np.arange(len(energies))
    # Actor 0 never changes its own bit: that it moves means that all the others change side.
    flips = [len(energies) - 1, *(1 << k for k in range(actors - 1))]
    lowest = reduce(np.minimum, (energies[here ^ flip] for flip in flips))
    target, as_low, lower = here.copy(), lowest + tie, energies - tie
    for flip in reversed(flips):
        there = energies[here ^ flip]
        np.copyto(target, here ^ flip, where=(there <= as_low) & (there < lower))
    # Each round doubles the length of the steps.
    while not np.array_equal(further := target[target], target):
        target = further
    return target


def _by_depth(energies: np.ndarray, tie: float) -> np.ndarray:
    """Return the order of minima by energy, those that are equal but for rounding as they stand."""
    order = np.argsort(energies)
    depth = np.cumsum(np.diff(energies[order], prepend=-np.inf) > tie)
    return order[np.lexsort((order, depth))]


def _frustration(sides: np.ndarray, wants: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Return each actor's frustration in each split: (split, actor)."""
    total = np.zeros(sides.shape)
    for j in range(len(size)):
        total += (sides != sides[:, [j]]) * (size[j] * wants[:, j])
    return total


def _sampled(wants: np.ndarray, size: np.ndarray, seed: int) -> Landscape:
    """Return what steepest descent finds from splits drawn at random, and from all together."""
    weights = np.outer(size, size) * (wants + wants.T)
    tie = _TIE * np.abs(weights).sum()
    ends = _settled(_starts(len(size), seed), weights, tie)
    result, basins = np.unique((ends ^ ends[:, :1])[:, ::-1], axis=0, return_counts=True)
    minima = np.array([int("".join(map(str, bits)), 2) for bits in result[:, :-1]], dtype=object)
    frustration = _frustration(result[:, ::-1], wants, size)
    energies = (frustration * size).sum(axis=1)
    order = _by_depth(energies, tie)
    return Landscape(
        energies=None,
        minima=minima[order],
        minimum_energies=energies[order],
        sides=result[:, ::-1][order],
        frustration=frustration[order],
        basins=basins[order],
        exhaustive=False,
    )


@lru_cache(maxsize=4)  # histories of a run share them
def _starts(count: int, seed: int) -> np.ndarray:
    """Return all actors together, and splits drawn at random: (start, actor), read-only."""
    drawn = [
        [random_draws(seed, k, 0, i, 0, LANDSCAPE)[0] < 0.5 for i in range(count)]
        for k in range(STARTS)
    ]
    starts = np.array([[False] * count, *drawn])
    starts.setflags(write=False)
    return starts


def _settled(starts: np.ndarray, weights: np.ndarray, tie: float) -> np.ndarray:
    """Return the splits in which steepest descents end: (start, actor)."""
    spins = 1.0 - 2.0 * starts
    pulls = np.zeros(spins.shape)  # of those on side 0, less that of those on side 1
    for j in range(len(weights)):
        pulls += spins[:, [j]] * weights[j]
    while True:
        rise = spins * pulls  # in energy, if the actor changed side
        least = rise.min(axis=1, keepdims=True)
        moving = np.flatnonzero(least < -tie)
        if not len(moving):
            return (spins < 0).astype(np.int8)
        who = ((rise <= least + tie) & (rise < -tie))[moving].argmax(axis=1)
        spins[moving, who] *= -1
        pulls[moving] += 2 * spins[moving, who][:, None] * weights[who]


def balance(stances: np.ndarray, seed: int = 1) -> Balance:
    """Return how balanced the mutual ties, means of both directions, among states are.

    Parameters
    ----------
    stances : ndarray (source, target)
        Any finite numbers, negative for hostile; the diagonal is ignored. 2 to 200 states.
    seed : int
        As in ``landscape``, and so are the errors.
    """
    mutual = _square(stances, "stances")
    mutual = 0.5 * (mutual + mutual.T)
    signs = np.sign(mutual).astype(int)
    # Closed walks of three steps: each triad has six.
    triads, product = (int(np.trace(ties @ ties @ ties)) // 6 for ties in (np.abs(signs), signs))
    result = landscape(mutual, np.ones(len(mutual)), seed)
    across = result.sides[0][:, None] != result.sides[0]
    strength, wrong = np.abs(mutual).sum(), np.abs(mutual[across == (mutual > 0)]).sum()
    share = (triads + product) / (2 * triads) if triads else np.nan
    return Balance(
        share,
        triads,
        float(wrong / strength) if strength else np.nan,
        result.sides[0],
        result.exhaustive,
    )
