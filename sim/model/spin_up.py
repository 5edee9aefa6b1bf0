"""The world when the period starts: the scenario's numbers, completed by quiet months.

The quiet months (60 by default) have no shocks, no script and no random draws: every move happens
to the degree that it is likely. They lead to where a world with these needs, capacities and
quarrels comes to rest, the same for every seed; it is the start for every number of stance, trust
and support that the file leaves open.

They begin with routine support: most trade stays from month to month (`retention`), so that from
nothing it would still be rising after five years. And each is simulated twice, side by side: with
more support between any two states than there is on average, and with less. A deal is likelier
where little is given than it is unlikely where much is, so that in the average of histories there
are more deals than in the average history.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.scenario import Scenario
from sim.schema import ACTS, DEALS

from . import month as phases
from . import rules
from .arrays import NEEDS, Setting, World
from .compiled import compiled, inner_inlined, spread
from .layout import given_start

_DEALS, _MOVES = len(DEALS), len(DEALS) + len(ACTS)
# The period before all shocks. As an argument it has the type that it has in histories; written
# as zero into compiled functions, it would have all rules compiled again.
_QUIET = 0
_LANES = 2  # with more support than on average, and with less


class Quiet(NamedTuple):
    """What a quiet month works out instead of random draws."""

    likely: np.ndarray  # (n, n, move, lane) probability of each move
    asked: np.ndarray  # (n, n, lane) that i approaches j at all
    done: np.ndarray  # (n, n, lane) that i approaches j and j accepts
    variance: np.ndarray  # (n, n, need) of i's support to j, over histories
    opened: np.ndarray  # (n, n, need) share of unused capacity that i's own deals open
    squared: np.ndarray  # (n, n, need) mean square of that share
    row: np.ndarray  # ((moves + 1) x lanes,) room to work in


def starting_world(scenario: Scenario, setting: Setting) -> World:
    """Return stance, trust and support before the first month, in one lane.

    Parameters
    ----------
    scenario : Scenario
        Gives `spin_up` (quiet months) and whatever starting numbers the file holds.
    setting : Setting
        Its numbers in arrays.
    """
    given, n = given_start(scenario), len(scenario.codes)
    world = _untouched(given, setting)
    _fill_in_routine(world.support, setting, _QUIET)
    room = phases.blank_workspace(n, _LANES)
    _spin_up(world, setting, room, _blank(n), scenario.spin_up, _QUIET)
    start = World(*(np.ascontiguousarray(numbers[..., :1]) for numbers in world))
    for numbers, known in zip(start, given, strict=True):
        numbers[~np.isnan(known)] = known[~np.isnan(known)]
    return start


def _blank(n: int) -> Quiet:
    """Make room for what quiet months of `n` states work out."""
    pair, needs = (n, n, _LANES), (n, n, NEEDS)
    likely, row = np.zeros((n, n, _MOVES, _LANES)), np.zeros((_MOVES + 1) * _LANES)
    of_needs = (np.zeros(needs), np.zeros(needs), np.zeros(needs))
    return Quiet(likely, np.zeros(pair), np.zeros(pair), *of_needs, row)


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
    world = World(stance, np.where(none, 0.0, trust), support)
    return World(*(np.repeat(numbers, _LANES, axis=-1) for numbers in world))


@compiled
def _fill_in_routine(support: np.ndarray, setting: Setting, p: int) -> None:
    """Let support (n, n, need, lane) that is open, not a number, be what is given as a routine."""
    n = support.shape[0]
    for i in range(n):
        for j in range(n):
            for d in range(NEEDS):
                routine = setting.dynamics.routine[p, d] * _most(setting, p, i, j, d)
                for h in range(_LANES):
                    if np.isnan(support[i, j, d, h]):
                        support[i, j, d, h] = routine


@inner_inlined
def _most(setting: Setting, p: int, i: int, j: int, d: int) -> float:
    """Return all that i could give j of a need."""
    return rules.ceiling(setting.states.capacity[p, i, d], setting.ties.reach[p, i, j, d])


@compiled
def _spin_up(
    world: World, setting: Setting, now: phases.Workspace, quiet: Quiet, months: int, p: int
) -> None:
    """Simulate so many quiet months."""
    for _ in range(months):
        expected_month(world, setting, now, quiet, p)


@spread
def expected_month(
    world: World, setting: Setting, now: phases.Workspace, quiet: Quiet, p: int
) -> None:
    """Simulate a month in expectation, without random draws.

    Parameters
    ----------
    world : World
        In two lanes that are equal, before and after; changed.
    setting : Setting
        The numbers of the scenario.
    now : Workspace
        Room to work in, in two lanes, without accidents.
    quiet : Quiet
        Its variance is that before the month, and after it.
    p : int
        The period whose numbers hold.
    """
    n = world.stance.shape[0]
    phases.look(world, setting, p, now.sight, now.rows.thirds)
    phases.nothing_yet(now.changes)
    _part(world.support, quiet)
    phases.look_for_unused(world.support, setting, p, now.sight)  # in these two lanes
    for i in range(n):
        phases.appraise(world, setting, p, now.sight, now.decisions, i)
        _weigh_all(setting, p, now, quiet, i)
    for i in range(n):
        for j in range(n):
            if i != j:
                _expect(world, setting, p, now, quiet, i, j)
                _note_deals(setting, p, quiet, i, j)
    _learn(world.trust, quiet, setting.dynamics.learning[p])
    _vary(world.support, setting, p, quiet)
    phases.take_effect(world, setting, p, now.changes)
    phases.drift(world, setting, p, now.chance.accident)
    _meet(world)


@inner_inlined
def _part(support: np.ndarray, quiet: Quiet) -> None:
    """Raise all support in the first lane by its standard deviation, and lower it in the second."""
    n = support.shape[0]
    for i in range(n):
        for j in range(n):
            for d in range(NEEDS):
                mean = support[i, j, d, 0]
                apart = min(np.sqrt(quiet.variance[i, j, d]), mean)
                support[i, j, d, 0], support[i, j, d, 1] = mean + apart, mean - apart


@inner_inlined
def _weigh_all(setting: Setting, p: int, now: phases.Workspace, quiet: Quiet, i: int) -> None:
    """Work out the probability of each of i's moves toward each partner."""
    values, precision = now.decisions.values, setting.states.precision[p, i]
    for j in range(values.shape[0]):
        if i != j:
            phases.probabilities(values[j], precision, quiet.row, quiet.likely[i, j])


@inner_inlined
def _expect(  # noqa: PLR0913, compiled
    world: World, setting: Setting, p: int, now: phases.Workspace, quiet: Quiet, i: int, j: int
) -> None:
    """Note what i's likely moves toward j, and j's likely answers, come to.

    From here on, the probability of a deal is that of a deal done.
    """
    likely = quiet.likely[i, j]
    phases.consents(setting, p, now, i, j, quiet.row)
    for h in range(_LANES):
        asked = done = 0.0
        for m in range(_DEALS):
            asked += likely[m, h]
            likely[m, h] *= quiet.row[m * _LANES + h]
            done += likely[m, h]
        quiet.asked[i, j, h], quiet.done[i, j, h] = asked, done
    phases.take_likely(world, setting, p, now, i, j, likely)
    for h in range(_LANES):
        rebuffed = quiet.asked[i, j, h] - quiet.done[i, j, h]
        now.changes.chilled[i, j, h] += rebuffed * setting.dynamics.chill[p]


@inner_inlined
def _note_deals(setting: Setting, p: int, quiet: Quiet, i: int, j: int) -> None:
    """Note the share of unused capacity that the deals of i with j open, and its square."""
    for d in range(NEEDS):
        opened = squared = 0.0
        for m in range(_DEALS):
            likely = 0.5 * (quiet.likely[i, j, m, 0] + quiet.likely[i, j, m, 1])
            brings = setting.moves.brings[p, m, d]
            opened += likely * brings
            squared += likely * brings * brings
        quiet.opened[i, j, d], quiet.squared[i, j, d] = opened, squared


@inner_inlined
def _learn(trust: np.ndarray, quiet: Quiet, learning: float) -> None:
    """Move trust by what each state has likely heard: its own answers, then the other's deals.

    As in ``settle``. One approach a month: its answers exclude one another, and count by how likely
    each is.
    """
    n = trust.shape[0]
    for i in range(n):
        for j in range(n):
            if i != j:
                for h in range(_LANES):
                    heard, asked = trust[i, j, h], quiet.asked[i, j, h]
                    if asked > 0.0:
                        yes = quiet.done[i, j, h] / asked
                        heard = rules.learned(heard, yes, asked * learning)
                    trust[i, j, h] = rules.learned(heard, 1.0, quiet.done[j, i, h] * learning)


@inner_inlined
def _vary(support: np.ndarray, setting: Setting, p: int, quiet: Quiet) -> None:
    """Let the variance of support grow by deals that are done or not, and fall as it wears off."""
    n = support.shape[0]
    for i in range(n):
        for j in range(n):
            if i != j:
                for d in range(NEEDS):
                    mean = 0.5 * (support[i, j, d, 0] + support[i, j, d, 1])
                    unused = max(_most(setting, p, i, j, d) - mean, 0.0)
                    mine, theirs = quiet.opened[i, j, d], quiet.opened[j, i, d]
                    chance = quiet.squared[i, j, d] + quiet.squared[j, i, d]
                    chance -= mine * mine + theirs * theirs
                    quiet.variance[i, j, d] = rules.varied(
                        quiet.variance[i, j, d],
                        (1.0 - mine) * (1.0 - theirs),
                        unused * unused * chance,
                        setting.dynamics.retention[p, d],
                    )


@inner_inlined
def _meet(world: World) -> None:
    """Let both lanes be their mean."""
    n = world.stance.shape[0]
    for i in range(n):
        for j in range(n):
            _meet_at_mean(world.stance[i, j])
            _meet_at_mean(world.trust[i, j])
            for d in range(NEEDS):
                _meet_at_mean(world.support[i, j, d])


@inner_inlined
def _meet_at_mean(lanes: np.ndarray) -> None:
    """Let two numbers be their mean."""
    lanes[0] = lanes[1] = 0.5 * (lanes[0] + lanes[1])
