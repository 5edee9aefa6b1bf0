"""Settle: all moves of a month take effect at once."""

from __future__ import annotations

from sim.model import rules
from sim.model.arrays import DEALS, NEEDS, NO_ANSWER, Setting, World
from sim.model.compiled import compiled
from sim.schema import HOLD

from .workspace import Changes, Decisions, Workspace


@compiled
def settle(world: World, setting: Setting, p: int, now: Workspace) -> None:
    """Let all moves of the month take effect at once.

    Parameters
    ----------
    world, setting : World, Setting
        As it stands, and the numbers of the scenario.
    p : int
        The period that the month belongs to.
    now : Workspace
        With all choices and answers; its changes are written to.
    """
    n, _, lanes = world.stance.shape
    choices, answers, changes = now.decisions.choices, now.decisions.answers, now.changes
    changes.stance[:] = 0.0
    changes.left[:] = 1.0
    changes.kept[:] = 1.0
    for i in range(n):
        for j in range(n):
            if i == j:
                continue
            for h in range(lanes):
                m = choices[i, j, h]
                if m == HOLD:
                    continue
                if m >= DEALS:
                    act(world, setting, p, changes, i, j, m, h, 1.0)
                elif answers[i, j, h] == 1:
                    deal(world, setting, p, changes, i, j, m, h, 1.0)
                else:
                    changes.stance[i, j, h] -= setting.dynamics.chill[p]
    _learn(world, setting, p, now.decisions)
    take_effect(world, setting, p, changes)


@compiled
def deal(
    world: World,
    setting: Setting,
    p: int,
    changes: Changes,
    i: int,
    j: int,
    m: int,
    h: int,
    weight: float,
) -> None:
    """Note what a deal between i and j brings: support, warmth, and how the others react.

    `weight` is 1 for a deal that was done, less for one that is done with that probability (see
    ``spin_up``).

    Parameters
    ----------
    world, setting : World, Setting
        As it stands, and the numbers of the scenario.
    p : int
        The period that the month belongs to.
    changes : Changes
        Added to.
    i, j : int
        Positions of the state that moves and of its partner.
    m : int
        Position of the deal in ``schema.MOVES``.
    h : int
        The lane.
    weight : float
        0..1, see above.
    """
    moves, reaction = setting.moves, setting.dynamics.reaction[p] * weight
    changes.stance[i, j, h] += weight * moves.warmth[p, m]
    changes.stance[j, i, h] += weight * moves.warmth[p, m]
    for d in range(NEEDS):
        left = 1.0 - weight * moves.brings[p, m, d]
        changes.left[i, j, d, h] *= left
        changes.left[j, i, d, h] *= left
    for k in range(world.stance.shape[0]):
        if k not in (i, j):
            changes.stance[k, i, h] += rules.seen(
                reaction, moves.signal[p, m], world.stance[k, j, h]
            )
            changes.stance[k, j, h] += rules.seen(
                reaction, moves.signal[p, m], world.stance[k, i, h]
            )


@compiled
def act(
    world: World,
    setting: Setting,
    p: int,
    changes: Changes,
    i: int,
    j: int,
    m: int,
    h: int,
    weight: float,
) -> None:
    """Note what an act of i against j does: support withdrawn, stances chilled, others react.

    Parameters
    ----------
    world, setting, p, changes, i, j, m, h, weight
        As in ``deal``; m is the position of the act in ``schema.MOVES``.
    """
    moves, reaction = setting.moves, setting.dynamics.reaction[p] * weight
    changes.stance[j, i, h] += weight * moves.warmth[p, m]
    # Judgement: who strikes hardens half as much as who is struck.
    changes.stance[i, j, h] += 0.5 * weight * moves.warmth[p, m]
    for d in range(NEEDS):
        changes.kept[i, j, d, h] *= 1.0 - weight * moves.cut[p, m, d]
    for k in range(world.stance.shape[0]):
        if k not in (i, j):
            changes.stance[k, i, h] += rules.seen(
                reaction, moves.signal[p, m], world.stance[k, j, h]
            )


@compiled
def _learn(world: World, setting: Setting, p: int, decisions: Decisions) -> None:
    """Move trust by the month's answers: the asker's by any, the partner's by a deal done."""
    n, _, lanes = world.stance.shape
    answers, learning = decisions.answers, setting.dynamics.learning[p]
    for i in range(n):
        for j in range(n):
            if i != j:
                for h in range(lanes):
                    trust = world.trust[i, j, h]
                    answer = answers[i, j, h]
                    trust = (
                        trust
                        if answer == NO_ANSWER
                        else rules.learned(trust, float(answer), learning)
                    )
                    done = answers[j, i, h] == 1
                    world.trust[i, j, h] = rules.learned(trust, 1.0, learning) if done else trust


@compiled
def take_effect(world: World, setting: Setting, p: int, changes: Changes) -> None:
    """Carry out what was noted: stances and support.

    Parameters
    ----------
    world, setting : World, Setting
        As it stands, and the numbers of the scenario.
    p : int
        The period that the month belongs to.
    changes : Changes
        What was noted.
    """
    n, _, lanes = world.stance.shape
    for i in range(n):
        for j in range(n):
            if i == j:
                continue
            for h in range(lanes):
                world.stance[i, j, h] = rules.moved(world.stance[i, j, h], changes.stance[i, j, h])
            for d in range(NEEDS):
                ceiling = rules.ceiling(
                    setting.states.capacity[p, i, d], setting.ties.reach[p, i, j, d]
                )
                for h in range(lanes):
                    left, kept = changes.left[i, j, d, h], changes.kept[i, j, d, h]
                    world.support[i, j, d, h] = rules.settled(
                        world.support[i, j, d, h], ceiling, left, kept
                    )
