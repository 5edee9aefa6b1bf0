"""The world when the period starts: the scenario's numbers, completed by quiet months.

The quiet months (60 by default) have no shocks, no script and no random draws: every move happens
to the degree that it is likely. They lead to where a world with these needs, capacities and
quarrels comes to rest, the same for every seed; it is the start for every number of stance, trust
and support that the file leaves open.
"""

from __future__ import annotations

import numpy as np

from sim.scenario import Scenario
from sim.schema import ACTS, DEALS

from . import month as phases
from . import rules
from .arrays import Setting, World
from .compiled import compiled
from .layout import given_start

_DEALS, _MOVES = len(DEALS), len(DEALS) + len(ACTS)


def starting_world(scenario: Scenario, setting: Setting) -> World:
    """Return stance, trust and support before the first month, in one lane.

    Parameters
    ----------
    scenario : Scenario
        Gives `spin_up` (quiet months) and whatever starting numbers the file holds.
    setting : Setting
        Its numbers in arrays.
    """
    given = given_start(scenario)
    world = _untouched(given, setting)
    now = phases.blank_workspace(len(scenario.codes))
    _spin_up(world, setting, now, scenario.spin_up)
    for numbers, known in zip(world, given, strict=True):
        numbers[~np.isnan(known)] = known[~np.isnan(known)]
    return world


def _untouched(given: World, setting: Setting) -> World:
    """Return a world before any move: given numbers, else affinity, deserved trust, no support."""
    none = np.eye(given.stance.shape[0], dtype=bool)[..., None]
    stance = np.where(
        none,
        0.0,
        np.where(np.isnan(given.stance), setting.ties.affinity[0, ..., None], given.stance),
    )
    trust = np.where(np.isnan(given.trust), 0.5 * (1.0 + stance.transpose(1, 0, 2)), given.trust)
    support = np.where(np.isnan(given.support), 0.0, given.support)
    return World(stance, np.where(none, 0.0, trust), support)


@compiled
def expected_month(world: World, setting: Setting, now: phases.Workspace) -> None:
    """Simulate a month in expectation, in the time before all shocks (period 0).

    Parameters
    ----------
    world : World
        In one lane; changed.
    setting : Setting
        The numbers of the scenario.
    now : Workspace
        Room to work in.
    """
    n = world.stance.shape[0]
    changes = now.changes
    phases.look(world, setting, 0, now.sight)
    changes.warmed[:] = 0.0
    changes.chilled[:] = 0.0
    changes.brought[:] = 0.0
    changes.cut[:] = 0.0
    trust = world.trust.copy()
    for i in range(n):
        phases.appraise(world, setting, 0, now, i)
        _weigh_all(setting, now, i)
    for i in range(n):
        for j in range(n):
            if i != j:
                _expect(world, setting, now, trust, i, j)
    world.trust[:] = trust
    phases.take_effect(world, setting, 0, changes)
    now.chance.accident[:] = 0.0
    phases.drift(world, setting, 0, now.chance.accident)


@compiled
def _weigh_all(setting: Setting, now: phases.Workspace, i: int) -> None:
    """Put the probability of each of i's moves toward each partner in place of its worth."""
    values, odds = now.decisions.values, now.decisions.odds
    for j in range(values.shape[0]):
        if i != j:
            phases.weigh(values[j], setting.states.precision[0, i], odds)
            for m in range(_MOVES):
                now.chance.likely[i, j, m] = odds[m, 0] / odds[_MOVES + 1, 0]


@compiled
def _expect(
    world: World, setting: Setting, now: phases.Workspace, trust: np.ndarray, i: int, j: int
) -> None:
    """Note what i's likely moves toward j, and j's likely answers, come to."""
    dynamics = setting.dynamics
    for m in range(_DEALS, _MOVES):
        phases.act(world, setting, 0, now, i, j, m, 0, now.chance.likely[i, j, m])
    asked = done = 0.0
    for m in range(_DEALS):
        likely = now.chance.likely[i, j, m]
        yes = phases.likely_consent(setting, 0, now.decisions.benefits, j, i, m, 0)
        phases.deal(world, setting, 0, now, i, j, m, 0, likely * yes)
        asked += likely
        done += likely * yes
    now.changes.chilled[i, j, 0] += (asked - done) * dynamics.chill[0]
    # One approach a month: its answers exclude one another, and count by how likely each is.
    if asked > 0.0:
        trust[i, j, 0] = rules.learned(trust[i, j, 0], done / asked, asked * dynamics.learning[0])
    trust[j, i, 0] = rules.learned(trust[j, i, 0], 1.0, done * dynamics.learning[0])


@compiled
def _spin_up(world: World, setting: Setting, now: phases.Workspace, months: int) -> None:
    """Simulate so many quiet months."""
    for _ in range(months):
        expected_month(world, setting, now)
