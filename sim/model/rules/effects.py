"""What a move changes: stances, trust and support, and how they drift."""

from __future__ import annotations

from sim.model.compiled import inlined

from .terms import MOST_SUPPORT


@inlined
def moved(stance: float, warmed: float, chilled: float) -> float:
    """Return a stance after a month, which closes shares of the way to full warmth and to enmity.

    Warmings and chillings count side by side, so that a month is on average what its moves are on
    average: that lets the quiet months of ``spin_up`` end where random months stay.

    Parameters
    ----------
    stance : float
        -1..1.
    warmed, chilled : float
        Sum of the month's warmings and of its chillings, 0 or more; each counts for no more than 1.
    """
    return stance + min(warmed, 1.0) * (1.0 - stance) - min(chilled, 1.0) * (1.0 + stance)


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
        How far each third party reacts: ``reaction`` shared among all of them.
    signal : float
        What the move says in public, -1..1.
    stance : float
        Of the third party toward the other side, -1..1.
    """
    return reaction * signal * stance


@inlined
def resented(jealousy: float, signal: float, share: float, distrusted: float) -> float:
    """Return how far a patron cools toward a client that deals with another patron.

    jealousy x signal x share x distrusted: as much as it carries the client, and as little as it
    likes the other.

    Parameters
    ----------
    jealousy : float
        How far patrons resent it, 0..1.
    signal : float
        What the deal says in public, 0..1.
    share : float
        The patron's share of what the client receives, 0..1.
    distrusted : float
        Of the other by the patron, 0..1.
    """
    return jealousy * signal * share * distrusted


@inlined
def settled(support: float, ceiling: float, brought: float, also: float, cut: float) -> float:
    """Return support after a month's deals and acts.

    Parameters
    ----------
    support : float
        What was given before (patrons).
    ceiling : float
        All that could be given, see ``ceiling``.
    brought, also : float
        Shares of the unused capacity that the giver's own deal opens, and the receiver's, 0..1.
    cut : float
        Share of the support that the giver's act withdraws, 0..1.
    """
    opened = 1.0 - (1.0 - brought) * (1.0 - also)
    return min(support * (1.0 - cut) + max(ceiling - support, 0.0) * opened, MOST_SUPPORT)


@inlined
def varied(variance: float, unopened: float, chance: float, retention: float) -> float:
    """Return the variance of support over histories a month on (see ``spin_up``).

    Deals that come or do not come add to it; what they open and what wears off draws histories
    together.

    Parameters
    ----------
    variance : float
        Of the support before (patrons squared), 0 or more.
    unopened : float
        Share of unused capacity that the month's deals leave unopened on average, 0..1.
    chance : float
        Variance of what the month's deals bring (patrons squared), 0 or more.
    retention : float
        Share of support that stays from month to month, 0..1.
    """
    return retention * retention * (unopened * unopened * variance + chance)
