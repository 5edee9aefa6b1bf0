"""The rules: six terms that say what a move is worth, and what a move does once made.

Small pure functions of numbers. The Mesa agents and the compiled ensembles call these and no
others. Symbols follow docs/model.md: i the state that decides, j its partner, m the move, d a need.
"""

from __future__ import annotations

import numpy as np

from sim import schema

from .compiled import inlined

_LOG2_E = 1.4426950408889634
_LN2_HIGH = 6.93147180369123816490e-01  # ln 2 in two parts, so that the reduction below is exact
_LN2_LOW = 1.90821492927058770002e-10
# 1.5 * 2**52: adding and subtracting it rounds to the nearest whole number
_ROUNDER = 6755399441055744.0
_FURTHEST = 700.0  # beyond this exp leaves the range of doubles; clipped
# squares of support that divide as they should: of 1e-100 patrons and of 1e100
_LEAST, _MOST = 1e-200, 1e200
MOST_SUPPORT = schema.parameter("ties", "support").high  # patrons


@inlined
def exponential(x: float) -> float:
    """Return e**x by the same few operations on every machine; x is clipped to -700..700."""
    x = min(max(x, -_FURTHEST), _FURTHEST)
    shifted = x * _LOG2_E + _ROUNDER
    k = shifted - _ROUNDER
    r = (x - k * _LN2_HIGH) - k * _LN2_LOW
    p = 1.0 / 6227020800.0
    p = p * r + 1.0 / 479001600.0
    p = p * r + 1.0 / 39916800.0
    p = p * r + 1.0 / 3628800.0
    p = p * r + 1.0 / 362880.0
    p = p * r + 1.0 / 40320.0
    p = p * r + 1.0 / 5040.0
    p = p * r + 1.0 / 720.0
    p = p * r + 1.0 / 120.0
    p = p * r + 1.0 / 24.0
    p = p * r + 1.0 / 6.0
    p = p * r + 0.5
    p = p * r + 1.0
    p = p * r + 1.0
    # The whole number k stands in the last bits of `shifted`; moved to the exponent's place it
    # makes 2**k.
    return p * np.int64((np.float64(shifted).view(np.int64) + 1023) << 52).view(np.float64)


@inlined
def logistic(x: float) -> float:
    """Return 1 / (1 + e**-x)."""
    return 1.0 / (1.0 + exponential(-x))


# ------------------------------------------------------------------------------------------------
# what a move is worth


@inlined
def ceiling(capacity: float, reach: float) -> float:
    """Return all that a giver can give one partner: capacity x reach, within support's bound."""
    return min(capacity * reach, MOST_SUPPORT)


@inlined
def gain(brings: float, capacity: float, reach: float, given: float) -> float:
    """Return the support that a deal adds: a share of what the giver could give and does not yet.

    A patron cannot give more than it has: a tie in full bloom has little left to bring, a neglected
    one much. This is what sends a client to a second patron, and what keeps support from growing
    without news.

    Parameters
    ----------
    brings : float
        The share that this kind of deal brings, 0..1.
    capacity, reach : float
        What the giver can give to any one partner (patrons), and the share of it that reaches this
        one.
    given : float
        What it gives already (patrons).
    """
    return brings * max(ceiling(capacity, reach) - given, 0.0)


@inlined
def needs_term(weight: float, received: float, change: float) -> float:
    """Return what a change in support received is worth, with diminishing returns.

    With sat(x) = x / (1 + x), how far support satisfies a need (one full patron being half of all
    there is), it is w (sat(X + change) - sat(X)), written below as one fraction.
    """
    return weight * change / ((1.0 + received) * (1.0 + received + change))


@inlined
def concentration(squares: float, total: float) -> float:
    """Return the Herfindahl index of a state's support over its suppliers.

    1 (nobody to play off) without support.

    Support of less than 1e-100 patrons is none: its square would vanish among the numbers that a
    computer can hold.

    Parameters
    ----------
    squares : float
        Sum over suppliers of the square of what each gives.
    total : float
        Sum over suppliers of what each gives.
    """
    square = total * total
    return squares / square if _LEAST < square < _MOST else 1.0


@inlined
def autonomy_term(autonomy: float, before: float, after: float) -> float:
    """Return the worth of depending less on one supplier (the client's side of hedging).

    autonomy x (H before - H after), H the Herfindahl index of its suppliers.
    """
    return autonomy * (before - after)


@inlined
def share(part: float, total: float) -> float:
    """Return part / total, 0 where there is nothing to share."""
    return part / total if total > 0.0 else 0.0


@inlined
def distrusted(stance: float) -> float:
    """Return the weight of a rival patron: 0 for a devoted friend, 1 for an enemy."""
    return 0.5 * (1.0 - stance)


@inlined
def influence_term(
    influence: float, share_before: float, share_after: float, rivalry: float
) -> float:
    """Return the worth of a larger share of a client's support (the patron's side of hedging).

    Parameters
    ----------
    influence : float
        How much the patron minds.
    share_before, share_after : float
        Its share of the client's support, 0..1.
    rivalry : float
        Share of the client's support from others, each weighted by how little the patron likes it,
        0..1.
    """
    return influence * (share_after - share_before) * rivalry


@inlined
def sentiment_term(sentiment: float, warmth: float, stance: float) -> float:
    """Return the worth of helping a friend or hurting one who hurt: sentiment x warmth x stance."""
    return sentiment * warmth * stance


@inlined
def alignment_term(alignment: float, signal: float, company: float) -> float:
    """Return the worth of standing with friends of friends and against their enemies.

    Parameters
    ----------
    alignment : float
        How much the state minds.
    signal : float
        What the move says in public, -1..1.
    company : float
        Sum over third states k of power[k] x stance[i, k] x stance[k, j], powers adding up to one;
        -1..1.
    """
    return alignment * signal * company


@inlined
def deal_cost(cost: float, obstacle: float) -> float:
    """Return what a deal costs: more where there is a standing quarrel (an act costs the same)."""
    return cost * (1.0 + obstacle)


@inlined
def worth(
    needs: float, autonomy: float, influence: float, sentiment: float, alignment: float, cost: float
) -> float:
    """Return what a move is worth: its six terms (cost negative), added up in this order."""
    return needs + autonomy + influence + sentiment + alignment + cost


@inlined
def consent(precision: float, benefit: float, cost: float, consent_cost: float) -> float:
    """Return the probability that a partner accepts a deal, of whose cost it bears a share."""
    return logistic(precision * (benefit - consent_cost * cost))


# -------------------------------------------------------------------------------------------------
# what a move changes


@inlined
def moved(stance: float, change: float) -> float:
    """Return a stance after a change, which closes a share of the way to full warmth or enmity."""
    if change >= 0.0:
        return stance + min(change, 1.0) * (1.0 - stance)
    return stance + max(change, -1.0) * (1.0 + stance)


@inlined
def learned(trust: float, answer: float, learning: float) -> float:
    """Return trust after an answer (1 yes, 0 no): that share of the way to certainty."""
    return trust + learning * (answer - trust)


@inlined
def deserved(stance: float) -> float:
    """Return the trust that a partner's stance deserves: 0 for an enemy, 1 for a devoted friend."""
    return 0.5 * (1.0 + stance)


@inlined
def drifted(value: float, home: float, rate: float) -> float:
    """Return a value a month on, that share of the way back to where it belongs."""
    return value + rate * (home - value)


@inlined
def jolted(stance: float, accident: float) -> float:
    """Return a stance after an accident, which moves the undecided most and biases nobody."""
    return stance + min(max(accident, -0.5), 0.5) * (1.0 - stance * stance)


@inlined
def seen(reaction: float, signal: float, stance: float) -> float:
    """Return how far a third party's stance to one side moves, by its stance to the other."""
    return reaction * signal * stance


@inlined
def settled(support: float, ceiling: float, left: float, kept: float) -> float:
    """Return support after a month's deals and acts.

    Parameters
    ----------
    support : float
        What was given before.
    ceiling : float
        All that could be given, see ``ceiling``.
    left : float
        Product over the month's deals of (1 - brings): the share of the unused capacity that is
        left unused.
    kept : float
        Product over the month's acts of (1 - cut): the share of the support that is not withdrawn.
    """
    return min(support * kept + max(ceiling - support, 0.0) * (1.0 - left), MOST_SUPPORT)
