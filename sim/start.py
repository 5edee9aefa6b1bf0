"""The world when the period starts: what the scenario gives, and what quiet months settle where it is silent.

Sixty months (by default) without shocks are lived from affinities, deserved trust and no support, in a few hundred
histories; their mean is where a world with these needs, capacities and quarrels comes to rest. It is the start
for every number of stance, trust and support that the file leaves open.
"""

from __future__ import annotations

import numpy as np

from .history import blank_record, live
from .luck import QUIET
from .scenario import Scenario
from .world import Setting, World, given_start, quiet

_HISTORIES = 256  # judgement: the mean of a stance is then known to about 0.005
_PAIRS = 10_000  # judgement: with many states fewer histories do, as the mean over partners is smooth
_SEED = 0  # the same quiet past for every seed of the period: a start is a condition, not an outcome


def starting_world(scenario: Scenario, setting: Setting) -> World:
    """Return stance, trust and support before the first month.

    Parameters
    ----------
    scenario : Scenario
        Gives `spin_up` (quiet months) and whatever starting numbers the file holds.
    setting : Setting
        Its numbers in arrays.
    """
    given = given_start(scenario)
    world = _settled(_untouched(given, setting), setting, scenario.spin_up)
    for numbers, known in zip(world, given, strict=True):
        numbers[~np.isnan(known)] = known[~np.isnan(known)]
    for numbers in world[:2]:
        np.fill_diagonal(numbers, 0.0)
    return world


def _untouched(given: World, setting: Setting) -> World:
    """Return a world in which nothing has happened yet: given numbers, else affinity, deserved trust, no support."""
    stance = np.where(np.isnan(given.stance), setting.ties.affinity[0], given.stance)
    np.fill_diagonal(stance, 0.0)
    trust = np.where(np.isnan(given.trust), 0.5 * (1.0 + stance.T), given.trust)
    support = np.where(np.isnan(given.support), 0.0, given.support)
    return World(stance, trust, support)


def _settled(world: World, setting: Setting, months: int) -> World:
    """Return the mean world after so many quiet months."""
    if months == 0:
        return world
    n = world.stance.shape[0]
    still = quiet(setting, months)
    record = blank_record(1, months, n)
    total = World(*(np.zeros_like(numbers) for numbers in world))
    histories = max(4, min(_HISTORIES, _PAIRS // n**2))
    for run in range(histories):
        live(world, still, _SEED, np.array([run]), QUIET, record)
        for numbers, end in zip(total, (record.stances, record.trusts, record.supports), strict=True):
            numbers += end[0, -1] / histories
    return total
