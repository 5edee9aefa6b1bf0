"""Measures of hedging: dependence, hedging, tilt, posture, from support received.

They are functions of arrays whose leading axes are free (history, month, or both).
"""

from __future__ import annotations

import numpy as np

# Judgements, in one place: support below which a state counts as isolated (patrons), and the shares
# of its support from one partner that make it lean to, or be aligned with, that partner. Of two
# patrons one always gives half or more, so leaning begins beyond that, at three for every two from
# all others; aligned is four for every one. A state with less from its first partner hedges where
# its suppliers are mostly rivals of one another, else it is only diversified.
ISOLATED_BELOW = 0.25
LEANING_FROM = 0.6
ALIGNED_FROM = 0.8
HEDGING_FROM = 0.5
# How far below such a bound a share still counts as reaching it: sums of shares round off in one
# order of adding or another, and where shares tie that must decide nothing.
ROUNDING = 1e-9


def dependence(support: np.ndarray) -> np.ndarray:
    """Return each supplier's share of what a state receives.

    Parameters
    ----------
    support : ndarray (..., supplier)
        Support received from each.

    Returns
    -------
    ndarray (..., supplier)
        Shares adding up to one; all zero where nothing is received.
    """
    total = support.sum(axis=-1, keepdims=True)
    return np.divide(support, total, out=np.zeros_like(support), where=total > 0)


def hedging(support: np.ndarray) -> np.ndarray:
    """Return 1 - Herfindahl index of support over suppliers.

    It is 0 with one patron or none, and at most 1 - 1/suppliers.
    """
    shares = dependence(support)
    none = support.sum(axis=-1) <= 0
    return np.where(none, 0.0, np.maximum(1.0 - (shares * shares).sum(axis=-1), 0.0))


def tilt(from_a: np.ndarray, from_b: np.ndarray) -> np.ndarray:
    """Return (b - a) / (b + a): -1 where all comes from a, +1 from b.

    It is 0 where neither gives anything.

    Parameters
    ----------
    from_a, from_b : ndarray (...)
        Support received from each (patrons).

    Returns
    -------
    ndarray (...)
        -1..1.
    """
    total = np.asarray(from_a + from_b, dtype=float)
    return np.divide(from_b - from_a, total, out=np.zeros_like(total), where=total > 0)


def between_rivals(shares: np.ndarray, stances: np.ndarray) -> np.ndarray:
    """Return how much of a state's spread is spread between rivals.

    Draw two units of its support that come from different suppliers: how likely is it that these
    two regard each other, taking both directions together, with ill will?

    Parameters
    ----------
    shares : ndarray (..., supplier)
        From ``dependence``.
    stances : ndarray (..., state, state)
        How warmly each regards each, -1..1.

    Returns
    -------
    ndarray (...)
        0..1; 0 where there is one supplier or none.
    """
    themselves = np.eye(shares.shape[-1], dtype=bool)
    rivals = (stances + np.swapaxes(stances, -1, -2) < 0.0) & ~themselves
    both = (shares * (rivals @ shares[..., None])[..., 0]).sum(axis=-1)
    # what others give, added up and not taken from the whole: that would be lost in rounding
    # where nearly all is one supplier's
    apart = (shares * (~themselves @ shares[..., None])[..., 0]).sum(axis=-1)
    likely = np.divide(both, apart, out=np.zeros_like(both), where=apart > 1e-12)
    return np.minimum(likely, 1.0)  # rounding may go beyond


def posture(support: np.ndarray, stances: np.ndarray) -> np.ndarray:
    """Return posture codes from support received, and from how its givers regard one another.

    0 isolated, 1 hedging, 2 + 2k leaning to supplier k, 3 + 2k aligned with supplier k, and last
    diversified: nobody's client, and between no rivals.

    Parameters
    ----------
    support : ndarray (..., supplier)
        Support received from each (patrons).
    stances : ndarray (..., state, state)
        How warmly each regards each, -1..1.

    Returns
    -------
    ndarray of int (...)
        Positions in ``posture_labels``.
    """
    shares = dependence(support)
    first, most = shares.argmax(axis=-1), shares.max(axis=-1)
    diversified = 2 + 2 * support.shape[-1]
    code = np.where(
        most >= ALIGNED_FROM - ROUNDING,
        3 + 2 * first,
        np.where(most >= LEANING_FROM - ROUNDING, 2 + 2 * first, diversified),
    )
    alone = support.sum(axis=-1) < ISOLATED_BELOW - ROUNDING
    code = np.where(alone, 0, code)
    many = code == diversified  # for few: among many states the rest would cost much
    if many.any():
        between = between_rivals(shares[many], stances[many])
        code[many] = np.where(between >= HEDGING_FROM - ROUNDING, 1, diversified)
    return code


def posture_labels(codes: tuple[str, ...]) -> list[str]:
    """Return the words for posture codes, among states with these codes."""
    partners = [label for code in codes for label in (f"leaning to {code}", f"aligned with {code}")]
    return ["isolated", "hedging", *partners, "diversified"]
