"""Likely: what moves come to that are done to the degree that they are likely (see ``spin_up``).

The rules are those of ``settle``. There few moves are done in a month; here every state makes all
of its moves toward every other. So the sums of one state that looks on are taken move by move in
registers, in the order in which ``settle`` would add to them, and what does not depend on the move
is worked out once.
"""

from __future__ import annotations

import numpy as np

from sim.model import rules
from sim.model.arrays import DEALS, MOVES, Setting, World
from sim.model.compiled import inner_inlined

from .deeds import agree, strike
from .reactions import reaction_to, seen_deal
from .stakes import costs
from .workspace import Workspace


@inner_inlined
def probabilities(
    values: np.ndarray, precision: float, row: np.ndarray, likely: np.ndarray
) -> None:
    """Work out how likely each move is, by the logit weights of ``weigh``.

    All exponentials are taken in one row: that is worth wide instructions where lanes are few.

    Parameters
    ----------
    values : ndarray (move, lane)
        What each move is worth; hold is worth 0.
    precision : float
        Of the state that chooses (1/value).
    row : ndarray ((moves + 1) x lanes,)
        Room to work in.
    likely : ndarray (move, lane)
        Written to.
    """
    lanes = values.shape[1]
    for h in range(lanes):
        most = 0.0
        for m in range(MOVES):
            most = max(most, values[m, h])
        for m in range(MOVES):
            row[m * lanes + h] = precision * (values[m, h] - most)
        row[MOVES * lanes + h] = -precision * most
    for t in range(row.size):
        row[t] = rules.exponential(row[t])
    for h in range(lanes):
        together = 0.0
        for m in range(MOVES):
            together += row[m * lanes + h]
        together += row[MOVES * lanes + h]
        for m in range(MOVES):
            likely[m, h] = row[m * lanes + h] / together


@inner_inlined
def consents(setting: Setting, p: int, now: Workspace, i: int, j: int, row: np.ndarray) -> None:
    """Work out how likely j accepts each deal that i may propose.

    Parameters
    ----------
    setting : Setting
        The numbers of the scenario.
    p : int
        The period that the month belongs to.
    now : Workspace
        With the benefits of deals.
    i, j : int
        Positions of the state that asks and of the partner that answers.
    row : ndarray (deals x lanes or more,)
        Deal by deal, the result.
    """
    benefits, lanes = now.decisions.benefits, now.decisions.odds.shape[1]
    share, precision = setting.dynamics.consent_cost[p], setting.states.precision[p, j]
    for m in range(DEALS):
        cost = costs(setting, p, j, i, m)
        for h in range(lanes):
            row[m * lanes + h] = rules.weighed_consent(precision, benefits[i, j, m, h], cost, share)
    for t in range(DEALS * lanes):
        row[t] = rules.logistic(row[t])


@inner_inlined
def take_likely(
    world: World, setting: Setting, p: int, now: Workspace, i: int, j: int, likely: np.ndarray
) -> None:
    """Note what the acts of i against j come to, and then its deals with j.

    Parameters
    ----------
    world, setting : World, Setting
        As it stands, and the numbers of the scenario.
    p : int
        The period that the month belongs to.
    now : Workspace
        Its changes are added to; its odds are used up.
    i, j : int
        Positions of the state that moves and of its partner.
    likely : ndarray (move, lane)
        How likely each move is to be done.
    """
    n, _, lanes = world.stance.shape
    heard = now.decisions.odds  # of acts how far each other state reacts, of deals their signals
    for h in range(lanes):
        for m in range(DEALS, MOVES):
            strike(setting, p, now.changes, i, j, m, h, likely[m, h])
            heard[m, h] = reaction_to(likely[m, h], setting, p, n)
        for m in range(DEALS):
            agree(setting, p, now.changes, i, j, m, h, likely[m, h])
            heard[m, h] = likely[m, h] * setting.moves.signal[p, m]
    for k in range(n):
        if k not in (i, j):
            for h in range(lanes):
                _see_acts(world, setting, p, now, k, i, j, h)
                _see_deals(world, setting, p, now, k, i, j, h)
                _see_deals(world, setting, p, now, k, j, i, h)


@inner_inlined
def _see_acts(
    world: World, setting: Setting, p: int, now: Workspace, k: int, i: int, j: int, h: int
) -> None:
    """Note how third party k takes the acts of i against j."""
    reactions, changes, stance = now.decisions.odds, now.changes, world.stance[k, j, h]
    warmed, chilled = changes.warmed[k, i, h], changes.chilled[k, i, h]
    for m in range(DEALS, MOVES):
        change = rules.seen(reactions[m, h], setting.moves.signal[p, m], stance)
        warmed += max(change, 0.0)
        chilled += max(-change, 0.0)
    changes.warmed[k, i, h], changes.chilled[k, i, h] = warmed, chilled


@inner_inlined
def _see_deals(
    world: World, setting: Setting, p: int, now: Workspace, k: int, i: int, j: int, h: int
) -> None:
    """Note how third party k takes it that i has deals with j, whoever proposes them."""
    signals, changes = now.decisions.odds, now.changes
    stance, share = world.stance[k, j, h], now.sight.share[k, i, h]
    reaction = reaction_to(1.0, setting, p, world.stance.shape[0])
    jealousy = setting.dynamics.jealousy[p]
    warmed, chilled = changes.warmed[k, i, h], changes.chilled[k, i, h]
    for m in range(DEALS):
        change, cooled = seen_deal(jealousy, share, stance, signals[m, h], reaction)
        warmed += max(change, 0.0)
        chilled += max(-change, 0.0)
        chilled += cooled
    changes.warmed[k, i, h], changes.chilled[k, i, h] = warmed, chilled
