"""Reactions: how third states take it that others deal with each other, or act against another."""

from __future__ import annotations

from sim.model import rules
from sim.model.arrays import Setting
from sim.model.compiled import inner_inlined


@inner_inlined
def reaction_to(weight: float, setting: Setting, p: int, n: int) -> float:
    """Return how far each third party reacts to a move that is done to some degree.

    Parameters
    ----------
    weight : float
        1 for a move that was done, less for one that is done with that probability.
    setting : Setting
        The numbers of the scenario.
    p : int
        The period that the month belongs to.
    n : int
        How many states there are.
    """
    return weight * setting.dynamics.reaction[p] / max(n - 2, 1)


@inner_inlined
def seen_deal(
    jealousy: float, share: float, stance: float, signal: float, reaction: float
) -> tuple[float, float]:
    """Return how far a third party's stance to a state moves that has a deal, and how far it cools.

    It warms to a friend's friend (an enemy's new friend is a prize, no enemy), but as far as it
    is the state's patron, it cools toward a client that deals with another.

    Parameters
    ----------
    jealousy : float
        How far patrons resent deals.
    share : float
        The third party's share of what the state receives.
    stance : float
        Of the third party toward the other side.
    signal : float
        What the deal says in public, as far as it is done.
    reaction : float
        How far each third party reacts.
    """
    change = (1.0 - share) * rules.seen(reaction, signal, max(stance, 0.0))
    cooled = rules.resented(jealousy, max(signal, 0.0), share, rules.distrusted(stance))
    return change, cooled
