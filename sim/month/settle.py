"""Settle: all moves of a month take effect at once."""

from __future__ import annotations

from .. import rules
from ..compiled import compiled
from ..schema import HOLD
from ..world import DEALS, NEEDS, NO_ANSWER, Setting, World
from .desk import Changes, Desk


@compiled
def settle(world: World, setting: Setting, p: int, now: Desk) -> None:
    """Let all moves of the month take effect at once."""
    n = world.stance.shape[0]
    choices, answers, changes = now.decisions.choices, now.decisions.answers, now.changes
    changes.stance[:] = 0.0
    changes.left[:] = 1.0
    changes.kept[:] = 1.0
    for i in range(n):
        for j in range(n):
            m = choices[i, j]
            if i == j or m == HOLD:
                continue
            if m >= DEALS:
                _act(world, setting, p, changes, i, j, m)
            elif answers[i, j] == 1:
                _deal(world, setting, p, changes, i, j, m)
            else:
                changes.stance[i, j] -= setting.dynamics.chill[p]
    _take_effect(world, setting, p, now)


@compiled
def _deal(world: World, setting: Setting, p: int, changes: Changes, i: int, j: int, m: int) -> None:
    """Note what a deal between i and j brings: support and warmth both ways, and what the others make of it."""
    moves, reaction = setting.moves, setting.dynamics.reaction[p]
    changes.stance[i, j] += moves.warmth[p, m]
    changes.stance[j, i] += moves.warmth[p, m]
    for d in range(NEEDS):
        changes.left[i, j, d] *= 1.0 - moves.brings[p, m, d]
        changes.left[j, i, d] *= 1.0 - moves.brings[p, m, d]
    for k in range(world.stance.shape[0]):
        if k not in (i, j):
            changes.stance[k, i] += rules.seen(reaction, moves.signal[p, m], world.stance[k, j])
            changes.stance[k, j] += rules.seen(reaction, moves.signal[p, m], world.stance[k, i])


@compiled
def _act(world: World, setting: Setting, p: int, changes: Changes, i: int, j: int, m: int) -> None:
    """Note what an act of i against j does: support withdrawn, both sides chilled, and what the others make of it."""
    moves, reaction = setting.moves, setting.dynamics.reaction[p]
    changes.stance[j, i] += moves.warmth[p, m]
    changes.stance[i, j] += 0.5 * moves.warmth[p, m]  # judgement: who strikes hardens half as much as who is struck
    for d in range(NEEDS):
        changes.kept[i, j, d] *= 1.0 - moves.cut[p, m, d]
    for k in range(world.stance.shape[0]):
        if k not in (i, j):
            changes.stance[k, i] += rules.seen(reaction, moves.signal[p, m], world.stance[k, j])


@compiled
def _take_effect(world: World, setting: Setting, p: int, now: Desk) -> None:
    """Carry out what was noted: stances, support, and what each learned from the answers."""
    n = world.stance.shape[0]
    changes, answers, learning = now.changes, now.decisions.answers, setting.dynamics.learning[p]
    for i in range(n):
        for j in range(n):
            if i == j:
                continue
            world.stance[i, j] = rules.moved(world.stance[i, j], changes.stance[i, j])
            if answers[i, j] != NO_ANSWER:
                world.trust[i, j] = rules.learned(world.trust[i, j], answers[i, j], learning)
            if answers[j, i] == 1:
                world.trust[i, j] = rules.learned(world.trust[i, j], 1.0, learning)
            for d in range(NEEDS):
                ceiling = setting.states.capacity[p, i, d] * setting.ties.reach[p, i, j, d]
                left, kept = changes.left[i, j, d], changes.kept[i, j, d]
                world.support[i, j, d] = rules.settled(world.support[i, j, d], ceiling, left, kept)
