"""Drift: time passes."""

from __future__ import annotations

import numpy as np

from sim.model import rules
from sim.model.arrays import NEEDS, Setting, World
from sim.model.compiled import compiled, inner_inlined


@compiled
def drift(world: World, setting: Setting, p: int, accident: np.ndarray) -> None:
    """Let stances drift to affinity and trust to what it deserves; wear support off; add accidents.

    Parameters
    ----------
    world, setting, p
        As everywhere.
    accident : ndarray (n, n, lane)
        This month's, in standard deviations.
    """
    n, _, lanes = world.stance.shape
    dynamics = setting.dynamics
    for i in range(n):
        for j in range(n):
            if i != j:
                affinity = setting.ties.affinity[p, i, j]
                for h in range(lanes):
                    home = rules.drifted(world.stance[i, j, h], affinity, dynamics.stance_drift[p])
                    world.stance[i, j, h] = rules.jolted(
                        home, dynamics.noise[p] * accident[i, j, h]
                    )
                _wear_off(world, setting, p, i, j)
    for i in range(n):
        for j in range(n):
            if i != j:
                for h in range(lanes):
                    due = rules.deserved(world.stance[j, i, h])
                    world.trust[i, j, h] = rules.drifted(
                        world.trust[i, j, h], due, dynamics.trust_drift[p]
                    )


@inner_inlined
def _wear_off(world: World, setting: Setting, p: int, i: int, j: int) -> None:
    """Let what i gives j drift to its routine level: a share of all that i could give."""
    for d in range(NEEDS):
        most = rules.ceiling(setting.states.capacity[p, i, d], setting.ties.reach[p, i, j, d])
        routine, lost = (
            setting.dynamics.routine[p, d] * most,
            1.0 - setting.dynamics.retention[p, d],
        )
        for h in range(world.stance.shape[2]):
            world.support[i, j, d, h] = rules.drifted(world.support[i, j, d, h], routine, lost)
