"""The world when the period starts: the scenario's numbers, completed by quiet months.

The quiet months (60 by default) have no shocks, no script and no random draws: every move happens
to the degree that it is likely. They lead to where a world with these needs, capacities and
quarrels comes to rest, the same for every seed; it is the start for every number of stance, trust
and support that the file leaves open. They themselves begin with routine support: most trade stays
from month to month (`retention`), so that from nothing it would still be rising after five years.
"""

from __future__ import annotations

import numpy as np

from sim.scenario import Scenario
from sim.schema import ACTS, DEALS

from . import month as phases
from . import rules
from .arrays import NEEDS, Setting, World
from .compiled import compiled, inner, spread
from .layout import given_start

_DEALS, _MOVES = len(DEALS), len(DEALS) + len(ACTS)
# The period before all shocks, and the lane. As arguments they have the type that they have in
# histories; written as zeros into compiled functions, they would have all rules compiled again.
_QUIET = (0, 0)


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
    _fill_in_routine(world.support, setting, _QUIET[0])
    now = phases.blank_workspace(len(scenario.codes))
    _spin_up(world, setting, now, scenario.spin_up, *_QUIET)
    for numbers, known in zip(world, given, strict=True):
        numbers[~np.isnan(known)] = known[~np.isnan(known)]
    return world


def _untouched(given: World, setting: Setting) -> World:
    """Return a world before any move: given numbers, else affinity and the trust it deserves.

    Support that is not given stays open.
    """
    none = np.eye(given.stance.shape[0], dtype=bool)[..., None]
    stance = np.where(
        none,
        0.0,
        np.where(np.isnan(given.stance), setting.ties.affinity[0, ..., None], given.stance),
    )
    trust = np.where(np.isnan(given.trust), 0.5 * (1.0 + stance.transpose(1, 0, 2)), given.trust)
    support = np.where(none[..., None, :], 0.0, given.support)
    return World(stance, np.where(none, 0.0, trust), support)


@compiled
def _fill_in_routine(support: np.ndarray, setting: Setting, p: int) -> None:
    """Let support (n, n, need, lane) that is open, not a number, be what is given as a routine."""
    n, _, _, lanes = support.shape
    for i in range(n):
        for j in range(n):
            for d in range(NEEDS):
                most = rules.ceiling(
                    setting.states.capacity[p, i, d], setting.ties.reach[p, i, j, d]
                )
                for h in range(lanes):
                    if np.isnan(support[i, j, d, h]):
                        support[i, j, d, h] = setting.dynamics.routine[p, d] * most


@spread
def expected_month(world: World, setting: Setting, now: phases.Workspace, p: int, h: int) -> None:
    """Simulate a month in expectation, without random draws.

    Parameters
    ----------
    world : World
        In one lane; changed.
    setting : Setting
        The numbers of the scenario.
    now : Workspace
        Room to work in.
    p, h : int
        The period whose numbers hold, and the lane.
    """
    n, accident = world.stance.shape[0], now.chance.accident
    phases.look(world, setting, p, now.sight)
    phases.nothing_yet(now.changes)
    for i in range(n):
        phases.appraise(world, setting, p, now, i)
        _weigh_all(setting, p, now, i, h)
    for i in range(n):
        for j in range(n):
            if i != j:
                _expect(world, setting, p, now, i, j, h)
    for i in range(n):
        for j in range(n):
            if i != j:
                _learn(world.trust, now.chance, setting.dynamics.learning[p], i, j, h)
                accident[i, j, h] = 0.0
    phases.take_effect(world, setting, p, now.changes)
    phases.drift(world, setting, p, accident)


@inner
def _weigh_all(setting: Setting, p: int, now: phases.Workspace, i: int, h: int) -> None:
    """Put the probability of each of i's moves toward each partner in place of its worth."""
    values, odds = now.decisions.values, now.decisions.odds
    for j in range(values.shape[0]):
        if i != j:
            phases.weigh(values[j], setting.states.precision[p, i], odds)
            for m in range(_MOVES):
                now.chance.likely[i, j, m] = odds[m, h] / odds[_MOVES + 1, h]


@inner
def _expect(  # noqa: PLR0913, compiled
    world: World,
    setting: Setting,
    p: int,
    now: phases.Workspace,
    i: int,
    j: int,
    h: int,
) -> None:
    """Note what i's likely moves toward j, and j's likely answers, come to."""
    for m in range(_DEALS, _MOVES):
        phases.act(world, setting, p, now, i, j, m, h, now.chance.likely[i, j, m])
    asked = done = 0.0
    for m in range(_DEALS):
        likely = now.chance.likely[i, j, m]
        yes = phases.likely_consent(setting, p, now.decisions.benefits, j, i, m, h)
        phases.deal(world, setting, p, now, i, j, m, h, likely * yes)
        asked += likely
        done += likely * yes
    now.changes.chilled[i, j, h] += (asked - done) * setting.dynamics.chill[p]
    now.chance.asked[i, j], now.chance.done[i, j] = asked, done


@inner
def _learn(
    trust: np.ndarray, chance: phases.Chance, learning: float, i: int, j: int, h: int
) -> None:
    """Move i's trust in j by what it has likely heard: its own answers first, then j's deals.

    The order is that of ``settle``. One approach a month: its answers exclude one another, and
    count by how likely each is.
    """
    asked, done = chance.asked[i, j], chance.done[i, j]
    if asked > 0.0:
        trust[i, j, h] = rules.learned(trust[i, j, h], done / asked, asked * learning)
    trust[i, j, h] = rules.learned(trust[i, j, h], 1.0, chance.done[j, i] * learning)


@compiled
def _spin_up(
    world: World, setting: Setting, now: phases.Workspace, months: int, p: int, h: int
) -> None:
    """Simulate so many quiet months."""
    for _ in range(months):
        expected_month(world, setting, now, p, h)
