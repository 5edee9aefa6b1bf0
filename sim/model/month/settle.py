"""Settle: all moves of a month take effect at once."""

from __future__ import annotations

from sim.model import rules
from sim.model.arrays import DEALS, NEEDS, NO_ANSWER, Setting, World
from sim.model.compiled import compiled, inner, inner_inlined
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
    nothing_yet(changes)
    for i in range(n):
        for j in range(n):
            if i == j:
                continue
            for h in range(lanes):
                m = choices[i, j, h]
                if m == HOLD:
                    continue
                if m >= DEALS:
                    act(world, setting, p, now, i, j, m, h, 1.0)
                elif answers[i, j, h] == 1:
                    deal(world, setting, p, now, i, j, m, h, 1.0)
                else:
                    changes.chilled[i, j, h] += setting.dynamics.chill[p]
    _learn(world, setting, p, now.decisions)
    take_effect(world, setting, p, changes)


@inner_inlined
def nothing_yet(changes: Changes) -> None:
    """Begin a month, in which nothing has changed yet."""
    n, _, lanes = changes.warmed.shape
    for i in range(n):
        for j in range(n):
            for h in range(lanes):
                changes.warmed[i, j, h] = changes.chilled[i, j, h] = 0.0
            for d in range(NEEDS):
                for h in range(lanes):
                    changes.brought[i, j, d, h] = changes.cut[i, j, d, h] = 0.0


@inner_inlined
def deal(
    world: World,
    setting: Setting,
    p: int,
    now: Workspace,
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
    now : Workspace
        Its changes are added to.
    i, j : int
        Positions of the state that moves and of its partner.
    m : int
        Position of the deal in ``schema.MOVES``.
    h : int
        The lane.
    weight : float
        0..1, see above.
    """
    moves, changes = setting.moves, now.changes
    _move_by(changes, i, j, h, weight * moves.warmth[p, m])
    _move_by(changes, j, i, h, weight * moves.warmth[p, m])
    for d in range(NEEDS):
        changes.brought[i, j, d, h] += weight * moves.brings[p, m, d]
    for k in range(world.stance.shape[0]):
        if k not in (i, j):
            _see_deal(world, setting, p, now, k, i, j, h, weight * moves.signal[p, m])
            _see_deal(world, setting, p, now, k, j, i, h, weight * moves.signal[p, m])


@inner_inlined
def _see_deal(
    world: World,
    setting: Setting,
    p: int,
    now: Workspace,
    k: int,
    i: int,
    j: int,
    h: int,
    signal: float,
) -> None:
    """Note how third party k takes it that i has dealt with j.

    It warms to a friend's friend (an enemy's new friend is a prize, no enemy), but as far as it
    is i's patron, it cools toward a client that deals with another.
    """
    dynamics, stance = setting.dynamics, world.stance[k, j, h]
    share = now.sight.share[k, i, h]
    reaction = dynamics.reaction[p] / max(world.stance.shape[0] - 2, 1)
    warmed = (1.0 - share) * rules.seen(reaction, signal, max(stance, 0.0))
    _move_by(now.changes, k, i, h, warmed)
    now.changes.chilled[k, i, h] += rules.resented(
        dynamics.jealousy[p], max(signal, 0.0), share, rules.distrusted(stance)
    )


@inner_inlined
def _move_by(changes: Changes, i: int, j: int, h: int, change: float) -> None:
    """Note a change of i's stance toward j, warming or chilling."""
    changes.warmed[i, j, h] += max(change, 0.0)
    changes.chilled[i, j, h] += max(-change, 0.0)


@inner_inlined
def act(
    world: World,
    setting: Setting,
    p: int,
    now: Workspace,
    i: int,
    j: int,
    m: int,
    h: int,
    weight: float,
) -> None:
    """Note what an act of i against j does: support withdrawn, stances chilled, others react.

    Parameters
    ----------
    world, setting, p, now, i, j, m, h, weight
        As in ``deal``; m is the position of the act in ``schema.MOVES``.
    """
    moves, changes, n = setting.moves, now.changes, world.stance.shape[0]
    reaction = weight * setting.dynamics.reaction[p] / max(n - 2, 1)
    _move_by(changes, j, i, h, weight * moves.warmth[p, m])
    # Judgement: who strikes hardens half as much as who is struck.
    _move_by(changes, i, j, h, 0.5 * weight * moves.warmth[p, m])
    for d in range(NEEDS):
        changes.cut[i, j, d, h] += weight * moves.cut[p, m, d]
    for k in range(n):
        if k not in (i, j):
            change = rules.seen(reaction, moves.signal[p, m], world.stance[k, j, h])
            _move_by(changes, k, i, h, change)


@inner_inlined
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


@inner
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
                world.stance[i, j, h] = rules.moved(
                    world.stance[i, j, h], changes.warmed[i, j, h], changes.chilled[i, j, h]
                )
            for d in range(NEEDS):
                ceiling = rules.ceiling(
                    setting.states.capacity[p, i, d], setting.ties.reach[p, i, j, d]
                )
                for h in range(lanes):
                    # A deal that either offered brings support both ways.
                    brought, also = changes.brought[i, j, d, h], changes.brought[j, i, d, h]
                    world.support[i, j, d, h] = rules.settled(
                        world.support[i, j, d, h], ceiling, brought, also, changes.cut[i, j, d, h]
                    )
