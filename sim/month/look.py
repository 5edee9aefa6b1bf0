"""Look: everybody sees the same picture of who supports whom and who keeps what company."""

from __future__ import annotations

import numpy as np

from .. import rules
from ..compiled import compiled
from ..world import NEEDS, Setting, World
from .desk import Sight


@compiled
def look(world: World, setting: Setting, p: int, sight: Sight) -> None:
    """Add up what everybody sees: who supports whom, who else does, and who keeps what company."""
    n = world.stance.shape[0]
    for i in range(n):
        total = squares = 0.0
        for d in range(NEEDS):
            sight.received[i, d] = 0.0
        for k in range(n):
            given = 0.0
            for d in range(NEEDS):
                given += world.support[k, i, d]
                sight.received[i, d] += world.support[k, i, d]
            sight.given[k, i] = given
            total += given
            squares += given * given
        sight.total[i] = total
        sight.squares[i] = squares
    for i in range(n):
        for j in range(n):
            if i != j:
                _third_parties(world, setting.states.power, p, sight, i, j)


@compiled
def _third_parties(world: World, power: np.ndarray, p: int, sight: Sight, i: int, j: int) -> None:
    """Add up what third states mean to i when it looks at j: rival patrons of j, and common friends and enemies."""
    rivals = company = 0.0
    for k in range(world.stance.shape[0]):
        if k not in (i, j):
            rivals += sight.given[k, j] * (1.0 - world.stance[i, k]) * 0.5
            company += power[p, k] * world.stance[i, k] * world.stance[k, j]
    sight.rivalry[i, j] = rules.share(rivals, sight.total[j])
    sight.company[i, j] = company
