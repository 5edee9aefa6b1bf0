"""Stakes: what a scenario says of a move toward a partner, the same in all histories.

Read once for all lanes, and not again in every lane, these numbers cost a lane nothing. A loop over
lanes that reads only what differs between them also takes less to begin: few lanes then go side by
side as many do.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.model import rules
from sim.model.arrays import DEALS, Setting
from sim.model.compiled import inner_inlined
from sim.schema import DEALS as DEAL_NAMES

SUMMIT = DEAL_NAMES.index("summit")

ByNeed = tuple[float, float, float]  # in the order of the schema


class Between(NamedTuple):
    """What all moves of state i toward j turn on, beside the world as it stands and is seen.

    The names are those of the scenario's parameters.
    """

    need: ByNeed
    autonomy: float
    influence: float
    bid: float
    sentiment: float
    alignment: float
    obstacle: float
    seclusion: float


class Stakes(NamedTuple):
    """What one of these moves turns on; the names are those of the scenario's parameters."""

    both: Between
    brings: ByNeed
    cut: ByNeed
    warmth: float
    signal: float
    exposure: float
    leverage: float
    cost: float  # with what a quarrel and seclusion add to that of a deal


@inner_inlined
def between(setting: Setting, p: int, i: int, j: int) -> Between:
    """Return what all moves of state i toward j turn on; the arguments are those of ``stakes``."""
    states, ties = setting.states, setting.ties
    return Between(
        _by_need(states.need[p, i]),
        states.autonomy[p, i],
        states.influence[p, i],
        setting.dynamics.bid[p],
        states.sentiment[p, i],
        states.alignment[p, i],
        ties.obstacle[p, i, j],
        states.seclusion[p, i],
    )


@inner_inlined
def stakes(setting: Setting, p: int, i: int, j: int, m: int) -> Stakes:
    """Return what a move turns on in a period.

    Parameters
    ----------
    setting : Setting
        The numbers of the scenario.
    p : int
        The period.
    i, j : int
        Positions of the state that moves and of its partner.
    m : int
        Position of the move in ``schema.MOVES``.
    """
    return stakes_of(setting, p, between(setting, p, i, j), m)


@inner_inlined
def stakes_of(setting: Setting, p: int, both: Between, m: int) -> Stakes:
    """Return what a move turns on between two states of which that much is known already."""
    moves = setting.moves
    return Stakes(
        both,
        _by_need(moves.brings[p, m]),
        _by_need(moves.cut[p, m]),
        moves.warmth[p, m],
        moves.signal[p, m],
        moves.exposure[p, m],
        moves.leverage[p, m],
        _cost(setting, p, both.obstacle, both.seclusion, m) if m < DEALS else moves.cost[p, m],
    )


@inner_inlined
def costs(setting: Setting, p: int, i: int, j: int, m: int) -> float:
    """Return what deal m with j costs state i; the arguments are those of ``stakes``."""
    obstacle, seclusion = setting.ties.obstacle[p, i, j], setting.states.seclusion[p, i]
    return _cost(setting, p, obstacle, seclusion, m)


@inner_inlined
def _cost(setting: Setting, p: int, obstacle: float, seclusion: float, m: int) -> float:
    """Return what deal m costs where there is such a quarrel and the leader is so secluded."""
    moves = setting.moves
    secluded = seclusion * (m == SUMMIT)  # no branch: lanes go side by side
    return rules.deal_cost(moves.cost[p, m], moves.hindered[p, m], obstacle, secluded)


@inner_inlined
def _by_need(values: np.ndarray) -> ByNeed:
    """Return the numbers of an array (need,)."""
    return values[0], values[1], values[2]
