"""Drift: time passes."""

from __future__ import annotations

from .. import rules
from ..compiled import compiled
from ..luck import luck
from ..world import NEEDS, Setting, World


@compiled
def drift(world: World, setting: Setting, p: int, month: int, seed: int, run: int, purpose: int) -> None:
    """Let time pass: stances go home to affinity, trust to what it deserves, support wears off, accidents happen."""
    n = world.stance.shape[0]
    dynamics, ccode = setting.dynamics, setting.states.ccode
    for i in range(n):
        for j in range(n):
            if i != j:
                _, _, accident = luck(seed, run, month, ccode[i], ccode[j], purpose)
                home = rules.drifted(world.stance[i, j], setting.ties.affinity[p, i, j], dynamics.stance_drift[p])
                world.stance[i, j] = rules.jolted(home, dynamics.noise[p] * accident)
                for d in range(NEEDS):
                    world.support[i, j, d] *= dynamics.retention[p, d]
    for i in range(n):
        for j in range(n):
            if i != j:
                due = rules.deserved(world.stance[j, i])
                world.trust[i, j] = rules.drifted(world.trust[i, j], due, dynamics.trust_drift[p])
