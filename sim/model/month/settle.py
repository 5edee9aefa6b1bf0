"""Settle: all moves of a month take effect at once."""

from __future__ import annotations

from sim.model import rules
from sim.model.arrays import DEALS, NEEDS, NO_ANSWER, Setting, World
from sim.model.compiled import compiled, inner, inner_inlined
from sim.schema import HOLD

from .deeds import agree, move_by, strike
from .reactions import reaction_to, seen_deal
from .settle_many import settle_many
from .third_parties import MANY
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
    nothing_yet(now.changes)
    if world.stance.shape[0] < MANY:
        _settle_few(world, setting, p, now)
    else:
        settle_many(world, setting, p, now)
    _learn(world, setting, p, now.decisions)
    take_effect(world, setting, p, now.changes)


@inner_inlined
def _settle_few(world: World, setting: Setting, p: int, now: Workspace) -> None:
    """Note what all moves of the month do, pair by pair, the lanes side by side."""
    n = world.stance.shape[0]
    for i in range(n):
        for j in range(n):
            if i != j:
                _chill(setting, p, now, i, j)
                done, acts = _listed(now.decisions, i, j)
                _do_deals(world, setting, p, now, i, j, done)
                for t in range(acts):
                    h = now.decisions.listed[1, t]
                    _act(world, setting, p, now, i, j, now.decisions.choices[i, j, h], h)


@inner_inlined
def _chill(setting: Setting, p: int, now: Workspace, i: int, j: int) -> None:
    """Note how far i cools toward j where j has rebuffed its approach."""
    choices, answers, chill = (
        now.decisions.choices,
        now.decisions.answers,
        setting.dynamics.chill[p],
    )
    for h in range(choices.shape[2]):
        m = choices[i, j, h]
        rebuffed = (m != HOLD) & (m < DEALS) & (answers[i, j, h] != 1)
        now.changes.chilled[i, j, h] += chill if rebuffed else 0.0


@inner_inlined
def _listed(decisions: Decisions, i: int, j: int) -> tuple[int, int]:
    """List the lanes in which i has a deal with j, and those in which it acts; return how many.

    Most lanes hold. To ask each of them on the way would cost more than what the others do: the
    processor guesses wrongly whenever the answer changes.
    """
    choices, answers, listed = decisions.choices, decisions.answers, decisions.listed
    done = acts = 0
    for h in range(choices.shape[2]):
        m = choices[i, j, h]
        listed[0, done] = listed[1, acts] = h
        done += (m != HOLD) & (m < DEALS) & (answers[i, j, h] == 1)
        acts += m >= DEALS
    return done, acts


@inner_inlined
def _do_deals(
    world: World, setting: Setting, p: int, now: Workspace, i: int, j: int, done: int
) -> None:
    """Note what the deals of i with j bring, in the first `done` lanes that are listed."""
    n, listed, choices = world.stance.shape[0], now.decisions.listed[0], now.decisions.choices
    for t in range(done):
        h = listed[t]
        agree(setting, p, now.changes, i, j, choices[i, j, h], h, 1.0)
    reaction = reaction_to(1.0, setting, p, n)
    for k in range(n):
        if k not in (i, j):
            for t in range(done):
                h = listed[t]
                signal = setting.moves.signal[p, choices[i, j, h]]
                _see_deal(world, setting, p, now, k, i, j, h, signal, reaction)
                _see_deal(world, setting, p, now, k, j, i, h, signal, reaction)


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
    reaction: float,
) -> None:
    """Note how third party k takes it that i has dealt with j."""
    stance, share = world.stance[k, j, h], now.sight.share[k, i, h]
    change, cooled = seen_deal(setting.dynamics.jealousy[p], share, stance, signal, reaction)
    move_by(now.changes, k, i, h, change)
    now.changes.chilled[k, i, h] += cooled


@inner_inlined
def _act(
    world: World, setting: Setting, p: int, now: Workspace, i: int, j: int, m: int, h: int
) -> None:
    """Note what an act of i against j does: support withdrawn, stances chilled, others react."""
    n = world.stance.shape[0]
    reaction = reaction_to(1.0, setting, p, n)
    strike(setting, p, now.changes, i, j, m, h, 1.0)
    for k in range(n):
        if k not in (i, j):
            change = rules.seen(reaction, setting.moves.signal[p, m], world.stance[k, j, h])
            move_by(now.changes, k, i, h, change)


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
