"""Appraise: what each move toward each partner is worth, in six terms."""

from __future__ import annotations

import numpy as np

from sim.model import rules
from sim.model.arrays import DEALS, MOVES, NEEDS, Setting, World
from sim.model.compiled import apart, compiled, inlined, inner_inlined

from .stakes import Stakes, between, costs, stakes, stakes_of
from .workspace import Decisions, Sight


@inner_inlined
def deal_terms(
    world: World, sight: Sight, stake: Stakes, i: int, j: int, h: int
) -> tuple[float, float, float, float, float, float]:
    """Return the six terms of a deal for state i in lane h, should partner j accept it.

    The cost is positive.

    Parameters
    ----------
    world : World
        As it stands.
    sight : Sight
        Of this month, from ``look``.
    stake : Stakes
        Of the deal.
    i, j : int
        Positions of the state that moves and of its partner.
    h : int
        The lane.
    """
    needs = gained = brought = 0.0
    for d in range(NEEDS):
        brings = stake.brings[d]
        if brings > 0.0:
            gain = rules.gain(brings, sight.unused[j, i, d, h])
            needs += rules.needs_term(stake.both.need[d], sight.received[i, d, h], gain)
            gained += gain
            brought += rules.gain(brings, sight.unused[i, j, d, h])
    mine, total = sight.given[j, i, h], sight.total[i, h]
    dislike = rules.disliked(world.stance[i, j, h])
    after = rules.concentration(
        sight.squares[i, h] + gained * (2.0 * mine + gained) * dislike, total + gained
    )
    autonomy = rules.autonomy_term(stake.both.autonomy, sight.concentration[i, h], after)
    influence = rules.influence_term(
        stake.both.influence, stake.both.bid, brought, sight.rivalry[i, j, h]
    )
    sentiment, alignment = _regard(world, sight, stake, i, j, h)
    return needs, autonomy, influence, sentiment, alignment, stake.cost


@inner_inlined
def act_terms(
    world: World, sight: Sight, stake: Stakes, i: int, j: int, h: int
) -> tuple[float, float, float, float, float, float]:
    """Return the six terms of an act of state i against j in lane h; the cost is positive.

    An act risks a share of j's support (needs), and withdraws some of i's own from j (influence);
    one that works by withdrawing support has little point where there is none.

    Parameters
    ----------
    world, sight, stake, i, j, h
        As in ``deal_terms``.
    """
    needs = withdrawn = 0.0
    for d in range(NEEDS):
        risk = -stake.exposure * world.support[j, i, d, h]
        needs += rules.needs_term(stake.both.need[d], sight.received[i, d, h], risk)
        withdrawn += stake.cut[d] * world.support[i, j, d, h]
    influence = rules.influence_term(
        stake.both.influence, stake.both.bid, -withdrawn, sight.rivalry[i, j, h]
    )
    sentiment, alignment = _regard(world, sight, stake, i, j, h)
    # most acts: no division
    bite = rules.bite(stake.leverage, withdrawn) if stake.leverage > 0.0 else 1.0
    return needs, 0.0, influence, bite * sentiment, bite * alignment, stake.cost


@inner_inlined
def _regard(
    world: World, sight: Sight, stake: Stakes, i: int, j: int, h: int
) -> tuple[float, float]:
    """Return what a move is worth to i for its own regard for j, and for that of its company."""
    sentiment = rules.sentiment_term(stake.both.sentiment, stake.warmth, world.stance[i, j, h])
    alignment = rules.alignment_term(stake.both.alignment, stake.signal, sight.company[i, j, h])
    return sentiment, alignment


@inlined
def appraise(
    world: World, setting: Setting, p: int, sight: Sight, decisions: Decisions, i: int
) -> None:
    """Work out the ``values`` of all moves of state i, and the ``benefits`` of its deals.

    Parameters
    ----------
    world, setting : World, Setting
        As it stands, and the numbers of the scenario.
    p : int
        The period that the month belongs to.
    sight : Sight
        What everybody sees, from ``look``.
    decisions : Decisions
        Written to.
    i : int
        Position of the state that appraises.
    """
    for j in range(world.stance.shape[0]):
        if i != j:
            both = between(setting, p, i, j)  # read once: little is left to read for each move
            for m in range(DEALS):
                stake = stakes_of(setting, p, both, m)
                benefits, values = decisions.benefits[j, i, m], decisions.values[j, m]
                _appraise_deal(world, sight, stake, i, j, benefits, values)
            for m in range(DEALS, MOVES):
                stake = stakes_of(setting, p, both, m)
                _appraise_act(world, sight, stake, i, j, decisions.values[j, m])
            _watch(decisions.values[j], decisions.alarm)


@apart
def _appraise_deal(
    world: World,
    sight: Sight,
    stake: Stakes,
    i: int,
    j: int,
    benefits: np.ndarray,
    values: np.ndarray,
) -> None:
    """Work out what a deal is worth: benefits as far as i trusts j to accept, the whole cost."""
    for h in range(values.size):
        needs, autonomy, influence, sentiment, alignment, cost = deal_terms(
            world, sight, stake, i, j, h
        )
        trust = world.trust[i, j, h]
        benefits[h] = needs + autonomy + influence + sentiment + alignment
        values[h] = rules.worth(
            trust * needs,
            trust * autonomy,
            trust * influence,
            trust * sentiment,
            trust * alignment,
            -cost,
        )


@apart
def _appraise_act(
    world: World, sight: Sight, stake: Stakes, i: int, j: int, values: np.ndarray
) -> None:
    """Work out what an act is worth: nobody need consent, so it counts whole."""
    for h in range(values.size):
        needs, autonomy, influence, sentiment, alignment, cost = act_terms(
            world, sight, stake, i, j, h
        )
        values[h] = rules.worth(needs, autonomy, influence, sentiment, alignment, -cost)


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
    world, setting : World, Setting
        As it stands, and the numbers of the scenario.
    p : int
        The period that the month belongs to.
    sight : Sight
        Of this month, from ``look``.
    i, j : int
        Positions of the state that moves and of its partner.
    m : int
        Position of any move in ``schema.MOVES``.
    h : int
        The lane.
    """
    stake = stakes(setting, p, i, j, m)
    if m >= DEALS:
        needs, autonomy, influence, sentiment, alignment, cost = act_terms(
            world, sight, stake, i, j, h
        )
        return needs, autonomy, influence, sentiment, alignment, -cost
    needs, autonomy, influence, sentiment, alignment, cost = deal_terms(
        world, sight, stake, i, j, h
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
    world, setting, p, sight, m, h
        As in ``weighed_terms``; m is the position of a deal.
    j, i : int
        Positions of the partner that is asked and of the state that asks.
    """
    needs, autonomy, influence, sentiment, alignment, cost = deal_terms(
        world, sight, stakes(setting, p, j, i, m), j, i, h
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
    benefits : ndarray (asker, partner, deal, lane)
        As the partners have appraised them.
    """
    cost = costs(setting, p, j, i, m)
    share = setting.dynamics.consent_cost[p]
    return rules.consent(setting.states.precision[p, j], benefits[i, j, m, h], cost, share)
