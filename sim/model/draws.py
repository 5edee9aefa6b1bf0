"""Random draws: Philox4x32-10, from (seed, run, month, actor, partner, purpose) to numbers.

There is no generator to advance and no state to share: the draws of one pair of states in one month
of one history are the same whatever else is computed, in whatever order, on however many machines.
Two scenarios run with one seed therefore share their random draws, and any difference between them
comes from the scenarios themselves.

The cipher is Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011),
with ten rounds.
"""

from __future__ import annotations

from .compiled import inlined

# Purposes: a new use of random draws takes a new number and leaves all older draws as they were.
PERIOD = 0  # the months of the scenario

_MASK = 0xFFFFFFFF
_MULTIPLIER_0 = 0xD2511F53
_MULTIPLIER_1 = 0xCD9E8D57
_WEYL_0 = 0x9E3779B9
_WEYL_1 = 0xBB67AE85
_ROUNDS = 10

_UNIT = 1.0 / 4294967296.0
# Four sixteen-bit numbers add up to nearly a normal deviate: mean 2 * 65535, variance 4 * (65536**2
# - 1) / 12.
_BELL_MEAN = 131070.0
_BELL_SPREAD = 37837.22722415866


@inlined
def philox(
    word0: int, word1: int, word2: int, word3: int, key0: int, key1: int
) -> tuple[int, int, int, int]:
    """Scramble a counter of four 32-bit words under a key of two.

    Parameters
    ----------
    word0, word1, word2, word3 : int
        The counter, each in 0..2**32-1.
    key0, key1 : int
        The key, each in 0..2**32-1.

    Returns
    -------
    tuple of int
        Four words in 0..2**32-1.
    """
    for _ in range(_ROUNDS):
        product0 = _MULTIPLIER_0 * word0
        product1 = _MULTIPLIER_1 * word2
        word0 = ((product1 >> 32) & _MASK) ^ word1 ^ key0
        word2 = ((product0 >> 32) & _MASK) ^ word3 ^ key1
        word1 = product1 & _MASK
        word3 = product0 & _MASK
        key0 = (key0 + _WEYL_0) & _MASK
        key1 = (key1 + _WEYL_1) & _MASK
    return word0, word1, word2, word3


@inlined
def random_draws(
    seed: int, run: int, month: int, actor: int, partner: int, purpose: int
) -> tuple[float, float, float]:
    """Return the random draws of one state toward another in one month of one history.

    Parameters
    ----------
    seed, run : int
        In 0..2**63-1; 0 is a seed like any other.
    month, purpose : int
        In 0..65535; the month counted from the start of the period, and one of the purposes above.
    actor, partner : int
        Country codes in 0..65535 (not positions in a file, so that draws do not depend on the order
        of states).

    Returns
    -------
    choice, answer : float
        Uniform in (0, 1): for the actor's choice of a move, and for the partner's answer to it.
    accident : float
        Nearly normal with mean 0 and standard deviation 1, never beyond 3.5: for the accidents of a
        stance.
    """
    word0, word1, word2, word3 = philox(
        (actor << 16) | partner,
        (month << 16) | purpose,
        run & _MASK,
        (run >> 32) & _MASK,
        seed & _MASK,
        (seed >> 32) & _MASK,
    )
    choice = (word0 + 0.5) * _UNIT
    answer = (word1 + 0.5) * _UNIT
    total = (word2 & 0xFFFF) + (word2 >> 16) + (word3 & 0xFFFF) + (word3 >> 16)
    return choice, answer, (total - _BELL_MEAN) / _BELL_SPREAD
