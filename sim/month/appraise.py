"""Appraise: what each move toward each partner is worth, in six terms."""

from __future__ import annotations

from .. import rules
from ..compiled import compiled
from ..world import DEALS, MOVES, NEEDS, Setting, World
from .desk import Decisions, Sight


@compiled
def deal_terms(
    world: World, setting: Setting, p: int, sight: Sight, i: int, j: int, m: int
) -> tuple[float, float, float, float, float, float]:
    """Return the six terms of a deal for state i, should partner j accept it; the last is the cost, positive."""
    states, ties, moves = setting.states, setting.ties, setting.moves
    needs = gained = brought = 0.0
    for d in range(NEEDS):
        brings = moves.brings[p, m, d]
        gain = rules.gain(brings, states.capacity[p, j, d], ties.reach[p, j, i, d], world.support[j, i, d])
        needs += rules.needs_term(states.need[p, i, d], sight.received[i, d], gain)
        gained += gain
        brought += rules.gain(brings, states.capacity[p, i, d], ties.reach[p, i, j, d], world.support[i, j, d])
    mine, total = sight.given[j, i], sight.total[i]
    squares = sight.squares[i] + gained * (2.0 * mine + gained)
    before = rules.concentration(sight.squares[i], total)
    autonomy = rules.autonomy_term(states.autonomy[p, i], before, rules.concentration(squares, total + gained))
    influence = rules.influence_term(
        states.influence[p, i],
        rules.share(sight.given[i, j], sight.total[j]),
        rules.share(sight.given[i, j] + brought, sight.total[j] + brought),
        sight.rivalry[i, j],
    )
    sentiment = rules.sentiment_term(states.sentiment[p, i], moves.warmth[p, m], world.stance[i, j])
    alignment = rules.alignment_term(states.alignment[p, i], moves.signal[p, m], sight.company[i, j])
    return needs, autonomy, influence, sentiment, alignment, rules.deal_cost(moves.cost[p, m], ties.obstacle[p, i, j])


@compiled
def act_terms(
    world: World, setting: Setting, p: int, sight: Sight, i: int, j: int, m: int
) -> tuple[float, float, float, float, float, float]:
    """Return the six terms of an act of state i against j; the last is the cost, positive.

    An act risks a share of j's support (needs), and withdraws some of i's own from j (influence).
    """
    states, moves = setting.states, setting.moves
    needs = withdrawn = 0.0
    for d in range(NEEDS):
        risk = -moves.exposure[p, m] * world.support[j, i, d]
        needs += rules.needs_term(states.need[p, i, d], sight.received[i, d], risk)
        withdrawn += moves.cut[p, m, d] * world.support[i, j, d]
    influence = rules.influence_term(
        states.influence[p, i],
        rules.share(sight.given[i, j], sight.total[j]),
        rules.share(sight.given[i, j] - withdrawn, sight.total[j] - withdrawn),
        sight.rivalry[i, j],
    )
    sentiment = rules.sentiment_term(states.sentiment[p, i], moves.warmth[p, m], world.stance[i, j])
    alignment = rules.alignment_term(states.alignment[p, i], moves.signal[p, m], sight.company[i, j])
    return needs, 0.0, influence, sentiment, alignment, moves.cost[p, m]


@compiled
def appraise(world: World, setting: Setting, p: int, sight: Sight, i: int, decisions: Decisions) -> None:
    """Work out what each move toward each partner is worth to state i: its row of ``terms`` and ``values``.

    A deal may be declined, so its benefits count only as far as i trusts j to accept; its cost counts whole.
    """
    for j in range(world.stance.shape[0]):
        if i == j:
            continue
        for m in range(MOVES):
            if m < DEALS:
                weight = world.trust[i, j]
                found = deal_terms(world, setting, p, sight, i, j, m)
            else:
                weight = 1.0
                found = act_terms(world, setting, p, sight, i, j, m)
            value = 0.0
            for t in range(5):
                term = weight * found[t]
                decisions.terms[i, j, m, t] = term
                value += term
            decisions.terms[i, j, m, 5] = -found[5]
            decisions.values[i, j, m] = value - found[5]
