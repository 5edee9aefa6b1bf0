"""Look: everybody sees the same picture of who supports whom and who keeps what company."""

from __future__ import annotations

import numpy as np

from sim.model import rules
from sim.model.arrays import NEEDS, Setting, World
from sim.model.compiled import compiled, inner, inner_inlined

from .rows import Thirds
from .third_parties import MANY, look_side_by_side
from .workspace import Sight


@compiled
def look(world: World, setting: Setting, p: int, sight: Sight, thirds: Thirds) -> None:
    """Add up what everybody sees: who supports whom, who else does, and who keeps what company.

    Parameters
    ----------
    world, setting : World, Setting
        As it stands, and the numbers of the scenario.
    p : int
        The period that the month belongs to.
    sight : Sight
        Written to.
    thirds : Thirds
        Room to work in.
    """
    n, _, lanes = world.stance.shape
    for i in range(n):
        _received(world, sight, i)
        for h in range(lanes):
            sight.concentration[i, h] = rules.concentration(sight.squares[i, h], sight.total[i, h])
    for i in range(n):
        for j in range(n):
            if i != j:
                for h in range(lanes):
                    sight.share[i, j, h] = rules.share(sight.given[i, j, h], sight.total[j, h])
    look_for_unused(world.support, setting, p, sight)
    power = setting.states.power[p]
    if n < MANY:
        for i in range(n):
            for j in range(n):
                if i != j:
                    _third_parties(world.stance, power, sight, i, j)
    else:
        look_side_by_side(world.stance, power, sight, thirds)


@inner_inlined
def _received(world: World, sight: Sight, i: int) -> None:
    """Add up what state i receives, by need and by supplier."""
    n, _, lanes = world.stance.shape
    for h in range(lanes):
        sight.total[i, h] = 0.0
        sight.squares[i, h] = 0.0
    for d in range(NEEDS):
        for h in range(lanes):
            sight.received[i, d, h] = 0.0
        for k in range(n):
            for h in range(lanes):
                sight.received[i, d, h] += world.support[k, i, d, h]
    for k in range(n):
        for h in range(lanes):
            given = 0.0
            for d in range(NEEDS):
                given += world.support[k, i, d, h]
            sight.given[k, i, h] = given
            sight.total[i, h] += given
            dislike = rules.disliked(world.stance[i, k, h])
            sight.squares[i, h] += given * given * dislike


@inner
def look_for_unused(support: np.ndarray, setting: Setting, p: int, sight: Sight) -> None:
    """Work out what each could give each and does not, by need.

    Parameters
    ----------
    support : ndarray (n, n, need, lane)
        As it stands.
    setting : Setting
        The numbers of the scenario.
    p : int
        The period that the month belongs to.
    sight : Sight
        Written to.
    """
    n, _, _, lanes = support.shape
    for i in range(n):
        for j in range(n):
            for d in range(NEEDS):
                capacity, reach = setting.states.capacity[p, i, d], setting.ties.reach[p, i, j, d]
                for h in range(lanes):
                    sight.unused[i, j, d, h] = rules.unused(capacity, reach, support[i, j, d, h])


@inner_inlined
def _third_parties(stance: np.ndarray, power: np.ndarray, sight: Sight, i: int, j: int) -> None:
    """Add up what third states mean to i when it looks at j: rival patrons, friends, enemies."""
    n, _, lanes = stance.shape
    for h in range(lanes):
        sight.rivalry[i, j, h] = 0.0
        sight.company[i, j, h] = 0.0
    for k in range(n):
        if k not in (i, j):
            weight = power[k]
            for h in range(lanes):
                mine = stance[i, k, h]
                sight.rivalry[i, j, h] += sight.given[k, j, h] * rules.distrusted(mine)
                sight.company[i, j, h] += weight * rules.recommended(mine, stance[k, j, h])
