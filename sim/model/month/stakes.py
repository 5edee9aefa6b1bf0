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


class Stakes(NamedTuple):
    """What a move of state i toward j turns on, beside the world as it stands.

    ``capacity`` and ``reach`` are those of i toward j, ``their_capacity`` and ``their_reach`` those
    of j toward i. The other names are those of the scenario's parameters.
    """

    brings: ByNeed
    cut: ByNeed
    need: ByNeed
    capacity: ByNeed
    reach: ByNeed
    their_capacity: ByNeed
    their_reach: ByNeed
    autonomy: float
    influence: float
    bid: float
    sentiment: float
    alignment: float
    warmth: float
    signal: float
    exposure: float
    leverage: float
    cost: float  # with what a quarrel and seclusion add to that of a deal


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
    states, ties, moves = setting.states, setting.ties, setting.moves
    return Stakes(
        _by_need(moves.brings[p, m]),
        _by_need(moves.cut[p, m]),
        _by_need(states.need[p, i]),
        _by_need(states.capacity[p, i]),
        _by_need(ties.reach[p, i, j]),
        _by_need(states.capacity[p, j]),
        _by_need(ties.reach[p, j, i]),
        states.autonomy[p, i],
        states.influence[p, i],
        setting.dynamics.bid[p],
        states.sentiment[p, i],
        states.alignment[p, i],
        moves.warmth[p, m],
        moves.signal[p, m],
        moves.exposure[p, m],
        moves.leverage[p, m],
        costs(setting, p, i, j, m) if m < DEALS else moves.cost[p, m],
    )


@inner_inlined
def costs(setting: Setting, p: int, i: int, j: int, m: int) -> float:
    """Return what deal m with j costs state i; the arguments are those of ``stakes``."""
    states, moves = setting.states, setting.moves
    secluded = states.seclusion[p, i] * (m == SUMMIT)  # no branch: lanes go side by side
    obstacle = setting.ties.obstacle[p, i, j]
    return rules.deal_cost(moves.cost[p, m], moves.hindered[p, m], obstacle, secluded)


@inner_inlined
def _by_need(values: np.ndarray) -> ByNeed:
    """Return the numbers of an array (need,)."""
    return values[0], values[1], values[2]
