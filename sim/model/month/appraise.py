"""Appraise: what each move toward each partner is worth, in six terms."""

from __future__ import annotations

import numpy as np

from sim.model import rules
from sim.model.arrays import DEALS, MOVES, NEEDS, Setting, World
from sim.model.compiled import compiled, inlined, inner_inlined
from sim.schema import DEALS as DEAL_NAMES

from .workspace import Sight, Workspace

SUMMIT = DEAL_NAMES.index("summit")


@inner_inlined
def deal_terms(
    world: World, setting: Setting, p: int, sight: Sight, i: int, j: int, m: int, h: int
) -> tuple[float, float, float, float, float, float]:
    """Return the six terms of deal m for state i in lane h, should partner j accept it.

    The cost is positive.

    Parameters
    ----------
    world, setting : World, Setting
        As it stands, and the numbers of the scenario.
    p : int
        The period that the month belongs to.
    sight : Sight
        Of this month, from ``look``.
    i, j : int
        Positions of the state that moves and of its partner.
    m : int
        Position of the deal in ``schema.MOVES``.
    h : int
        The lane.
    """
    states, ties, moves = setting.states, setting.ties, setting.moves
    needs = gained = brought = 0.0
    for d in range(NEEDS):
        brings = moves.brings[p, m, d]
        if brings > 0.0:
            gain = rules.gain(
                brings, states.capacity[p, j, d], ties.reach[p, j, i, d], world.support[j, i, d, h]
            )
            needs += rules.needs_term(states.need[p, i, d], sight.received[i, d, h], gain)
            gained += gain
            brought += rules.gain(
                brings, states.capacity[p, i, d], ties.reach[p, i, j, d], world.support[i, j, d, h]
            )
    mine, total = sight.given[j, i, h], sight.total[i, h]
    dislike = rules.disliked(world.stance[i, j, h])
    after = rules.concentration(
        sight.squares[i, h] + gained * (2.0 * mine + gained) * dislike, total + gained
    )
    autonomy = rules.autonomy_term(states.autonomy[p, i], sight.concentration[i, h], after)
    influence = _influence(setting, p, sight, i, j, h, brought)
    sentiment, alignment = _regard(world, setting, p, sight, i, j, m, h)
    cost = costs(setting, p, i, j, m)
    return needs, autonomy, influence, sentiment, alignment, cost


@inner_inlined
def _influence(
    setting: Setting, p: int, sight: Sight, i: int, j: int, h: int, brought: float
) -> float:
    """Return what it is worth to i to bring client j so much."""
    influence, bid = setting.states.influence[p, i], setting.dynamics.bid[p]
    return rules.influence_term(influence, bid, brought, sight.rivalry[i, j, h])


@inner_inlined
def costs(setting: Setting, p: int, i: int, j: int, m: int) -> float:
    """Return what deal m with j costs state i."""
    states, moves = setting.states, setting.moves
    secluded = states.seclusion[p, i] * (m == SUMMIT)  # no branch: lanes go side by side
    obstacle = setting.ties.obstacle[p, i, j]
    return rules.deal_cost(moves.cost[p, m], moves.hindered[p, m], obstacle, secluded)


@inner_inlined
def _regard(
    world: World, setting: Setting, p: int, sight: Sight, i: int, j: int, m: int, h: int
) -> tuple[float, float]:
    """Return what move m is worth to i for its own regard for j, and for that of its company."""
    states, moves = setting.states, setting.moves
    sentiment = rules.sentiment_term(
        states.sentiment[p, i], moves.warmth[p, m], world.stance[i, j, h]
    )
    alignment = rules.alignment_term(
        states.alignment[p, i], moves.signal[p, m], sight.company[i, j, h]
    )
    return sentiment, alignment


@inner_inlined
def act_terms(
    world: World, setting: Setting, p: int, sight: Sight, i: int, j: int, m: int, h: int
) -> tuple[float, float, float, float, float, float]:
    """Return the six terms of act m of state i against j in lane h; the cost is positive.

    An act risks a share of j's support (needs), and withdraws some of i's own from j (influence);
    one that works by withdrawing support has little point where there is none.

    Parameters
    ----------
    world, setting, p, sight, i, j, m, h
        As in ``deal_terms``; m is the position of the act in ``schema.MOVES``.
    """
    states, moves = setting.states, setting.moves
    needs = withdrawn = 0.0
    for d in range(NEEDS):
        risk = -moves.exposure[p, m] * world.support[j, i, d, h]
        needs += rules.needs_term(states.need[p, i, d], sight.received[i, d, h], risk)
        withdrawn += moves.cut[p, m, d] * world.support[i, j, d, h]
    influence = _influence(setting, p, sight, i, j, h, -withdrawn)
    sentiment, alignment = _regard(world, setting, p, sight, i, j, m, h)
    leverage = moves.leverage[p, m]
    bite = rules.bite(leverage, withdrawn) if leverage > 0.0 else 1.0  # most acts: no division
    return needs, 0.0, influence, bite * sentiment, bite * alignment, moves.cost[p, m]


@compiled
def appraise(world: World, setting: Setting, p: int, now: Workspace, i: int) -> None:
    """Work out the ``values`` of all moves of state i, and the ``benefits`` of its deals.

    Parameters
    ----------
    world, setting : World, Setting
        As it stands, and the numbers of the scenario.
    p : int
        The period that the month belongs to.
    now : Workspace
        Written to.
    i : int
        Position of the state that appraises.
    """
    for j in range(world.stance.shape[0]):
        if i != j:
            for m in range(DEALS):
                _appraise_deal(world, setting, p, now, i, j, m)
            for m in range(DEALS, MOVES):
                _appraise_act(world, setting, p, now, i, j, m)
            _watch(now.decisions.values[j], now.decisions.alarm)


@inner_inlined
def _appraise_deal(
    world: World, setting: Setting, p: int, now: Workspace, i: int, j: int, m: int
) -> None:
    """Work out what a deal is worth: benefits as far as i trusts j to accept, the whole cost."""
    cost = costs(setting, p, i, j, m)  # the same in all lanes
    for h in range(world.stance.shape[2]):
        needs, autonomy, influence, sentiment, alignment, _ = deal_terms(
            world, setting, p, now.sight, i, j, m, h
        )
        trust = world.trust[i, j, h]
        now.decisions.benefits[i, j, m, h] = needs + autonomy + influence + sentiment + alignment
        now.decisions.values[j, m, h] = rules.worth(
            trust * needs,
            trust * autonomy,
            trust * influence,
            trust * sentiment,
            trust * alignment,
            -cost,
        )


@inner_inlined
def _appraise_act(
    world: World, setting: Setting, p: int, now: Workspace, i: int, j: int, m: int
) -> None:
    """Work out what an act is worth: nobody need consent, so it counts whole."""
    for h in range(world.stance.shape[2]):
        needs, autonomy, influence, sentiment, alignment, cost = act_terms(
            world, setting, p, now.sight, i, j, m, h
        )
        now.decisions.values[j, m, h] = rules.worth(
            needs, autonomy, influence, sentiment, alignment, -cost
        )


@inner_inlined
def _watch(values: np.ndarray, alarm: np.ndarray) -> None:
    """Add values (move, lane) to the alarm of their lanes: a choice needs all to be finite."""
    for h in range(values.shape[1]):
        together = alarm[h]
        for m in range(MOVES):
            together += values[m, h]
        alarm[h] = together


@compiled
def weighed_terms(
    world: World, setting: Setting, p: int, sight: Sight, i: int, j: int, m: int, h: int
) -> tuple[float, float, float, float, float, float]:
    """Return the six terms as they enter the choice: benefits weighted by trust, cost negative.

    Trust weighs the benefits of deals only. Added up from left to right they give the value that
    ``appraise`` works out, to the bit.

    Parameters
    ----------
    world, setting, p, sight, i, j, m, h
        As in ``deal_terms``; m is the position of any move in ``schema.MOVES``.
    """
    if m >= DEALS:
        needs, autonomy, influence, sentiment, alignment, cost = act_terms(
            world, setting, p, sight, i, j, m, h
        )
        return needs, autonomy, influence, sentiment, alignment, -cost
    needs, autonomy, influence, sentiment, alignment, cost = deal_terms(
        world, setting, p, sight, i, j, m, h
    )
    trust = world.trust[i, j, h]
    return (
        trust * needs,
        trust * autonomy,
        trust * influence,
        trust * sentiment,
        trust * alignment,
        -cost,
    )


@compiled
def asked_terms(
    world: World, setting: Setting, p: int, sight: Sight, j: int, i: int, m: int, h: int
) -> tuple[float, float, float, float, float, float]:
    """Return the six terms of i's deal m as partner j sees them when it is asked.

    Its benefits count whole; its cost, negative, is the share that consent costs it.

    Parameters
    ----------
    world, setting, p, sight
        As in ``deal_terms``.
    j, i : int
        Positions of the partner that is asked and of the state that asks.
    m : int
        Position of the deal in ``schema.MOVES``.
    h : int
        The lane.
    """
    needs, autonomy, influence, sentiment, alignment, cost = deal_terms(
        world, setting, p, sight, j, i, m, h
    )
    share = setting.dynamics.consent_cost[p]
    return needs, autonomy, influence, sentiment, alignment, -(share * cost)


@inlined
def likely_consent(
    setting: Setting, p: int, benefits: np.ndarray, j: int, i: int, m: int, h: int
) -> float:
    """Return how likely partner j accepts i's deal m.

    Parameters
    ----------
    setting, p, j, i, m, h
        As in ``asked_terms``.
    benefits : ndarray (state, partner, deal, lane)
        As j has appraised them.
    """
    cost = costs(setting, p, j, i, m)
    share = setting.dynamics.consent_cost[p]
    return rules.consent(setting.states.precision[p, j], benefits[j, i, m, h], cost, share)
