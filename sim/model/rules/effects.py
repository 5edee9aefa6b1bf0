"""What a move changes: stances, trust and support, and how they drift."""

from __future__ import annotations

from sim.model.compiled import inlined

from .terms import MOST_SUPPORT


@inlined
def moved(stance: float, change: float) -> float:
    """Return a stance after a change, which closes a share of the way to full warmth or enmity.

    Parameters
    ----------
    stance : float
        -1..1.
    change : float
        Cut off at -1 and 1.
    """
    if change >= 0.0:
        return stance + min(change, 1.0) * (1.0 - stance)
    return stance + max(change, -1.0) * (1.0 + stance)


@inlined
def learned(trust: float, answer: float, learning: float) -> float:
    """Return trust after an answer (1 yes, 0 no): that share of the way to certainty.

    Parameters
    ----------
    trust : float
        0..1.
    answer : float
        1 for yes, 0 for no.
    learning : float
        Share of the way to certainty, 0..1.
    """
    return trust + learning * (answer - trust)


@inlined
def deserved(stance: float) -> float:
    """Return the trust that a partner's stance deserves: 0 for an enemy, 1 for a devoted friend."""
    return 0.5 * (1.0 + stance)


@inlined
def drifted(value: float, home: float, rate: float) -> float:
    """Return a value a month on, that share of the way back to where it belongs.

    Parameters
    ----------
    value : float
        What drifts.
    home : float
        Where it belongs.
    rate : float
        Share of the way per month, 0..1.
    """
    return value + rate * (home - value)


@inlined
def jolted(stance: float, accident: float) -> float:
    """Return a stance after an accident, which moves the undecided most and biases nobody.

    Parameters
    ----------
    stance : float
        -1..1.
    accident : float
        Cut off at -0.5 and 0.5.
    """
    return stance + min(max(accident, -0.5), 0.5) * (1.0 - stance * stance)


@inlined
def seen(reaction: float, signal: float, stance: float) -> float:
    """Return how far a third party's stance to one side moves, by its stance to the other.

    Parameters
    ----------
    reaction : float
        How far third parties react, 0..1.
    signal : float
        What the move says in public, -1..1.
    stance : float
        Of the third party toward the other side, -1..1.
    """
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
