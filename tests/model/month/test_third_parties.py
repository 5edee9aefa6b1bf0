"""Third parties: what others mean to a state that looks at a partner, among few states and many."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.model import month as phases
from sim.model.arrays import World
from sim.model.layout import settings


def in_order(stance: np.ndarray, given: np.ndarray, power: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return rivalry and company, third states added one by one in their order."""
    rivalry, company = np.zeros((2, *stance.shape))
    for k in range(len(stance)):
        mine, theirs = stance[:, k, None], stance[None, k]
        prize = (mine < 0) & (theirs > 0)
        third = np.ones(rivalry.shape[:2], dtype=bool)
        third[k, :] = third[:, k] = False
        rivalry[third] += (given[None, k] * (0.5 * (1.0 - mine)))[third]
        company[third] += (power[k] * np.where(prize, 0.0, mine * theirs))[third]
    nobody = np.arange(len(stance))
    rivalry[nobody, nobody] = company[nobody, nobody] = 0.0
    return rivalry, company


@pytest.mark.parametrize("lanes", [1, 2, 5, 64, 65, 128])
@pytest.mark.parametrize("n", [2, 3, 6, 17, 25])
def test_third_states_are_added_in_their_order_whatever_the_blocks(n, lanes):
    random = np.random.default_rng(n)
    stance, support = random.uniform(-1, 1, (n, n, lanes)), random.uniform(0, 1, (n, n, 3, lanes))
    stance[np.arange(n), np.arange(n)] = support[np.arange(n), np.arange(n)] = 0.0
    setting = settings(sim.load("article"))
    power = random.dirichlet(np.ones(n))
    setting = setting._replace(states=setting.states._replace(power=power[None]))
    now = phases.blank_workspace(n, lanes)
    sight, world = now.sight, World(stance, np.zeros_like(stance), support)
    phases.look(world, setting, 0, sight, now.rows.thirds)
    rivalry, company = in_order(stance, sight.given, power)
    assert (sight.rivalry == rivalry).all()
    assert (sight.company == company).all()
