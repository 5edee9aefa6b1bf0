"""Settle: all moves of a month take effect at once."""

from __future__ import annotations

import numpy as np

from sim.model import rules
from sim.model.arrays import NEEDS, NO_ANSWER, Setting, World
from sim.model.compiled import apart, compiled, inner, inner_inlined

from .deeds import agree, strike
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
        With all choices, listed, and answers; its changes are written to.
    """
    if world.stance.shape[0] < MANY:
        nothing_yet(now.changes)
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
                done = _take_answers(now, i, j, setting.dynamics.chill[p])
                _do_deals(world, setting, p, now, i, j, done)
                _do_acts(world, setting, p, now, i, j)


@inner_inlined
def _take_answers(now: Workspace, i: int, j: int, chill: float) -> int:
    """List the lanes in which i has a deal with j, and return how many.

    Where j has declined, i cools toward it.
    """
    decisions, chilled, done = now.decisions, now.changes.chilled[i, j], 0
    answers, asking, listed = decisions.answers[i, j], decisions.asking[i, j], decisions.listed
    for t in range(decisions.counts[0, i, j]):
        h = asking[t]
        listed[done] = h
        chilled[h] += 0.0 if answers[h] == 1 else chill
        done += answers[h] == 1
    return done


@inner_inlined
def _do_deals(
    world: World, setting: Setting, p: int, now: Workspace, i: int, j: int, done: int
) -> None:
    """Note what the deals of i with j bring, in the first `done` lanes that are listed."""
    n, decisions, changes = world.stance.shape[0], now.decisions, now.changes
    listed, signals = decisions.listed[:done], decisions.odds[0]
    for t in range(done):
        h = listed[t]
        m = decisions.choices[i, j, h]
        signals[t] = setting.moves.signal[p, m]
        agree(setting, p, changes, i, j, m, h, 1.0)
    strength = setting.dynamics.jealousy[p], reaction_to(1.0, setting, p, n)
    for k in range(n):
        if k not in (i, j):
            stance, share = world.stance[k], now.sight.share[k]
            warmed, chilled = changes.warmed[k], changes.chilled[k]
            _see_deals(listed, signals, strength, stance[j], share[i], warmed[i], chilled[i])
            _see_deals(listed, signals, strength, stance[i], share[j], warmed[j], chilled[j])


@apart
def _see_deals(
    listed: np.ndarray,
    signals: np.ndarray,
    strength: tuple[float, float],
    stance: np.ndarray,
    share: np.ndarray,
    warmed: np.ndarray,
    chilled: np.ndarray,
) -> None:
    """Note how a third party takes it that a state has dealt with a partner.

    Its `stance` is toward the partner; its `share` in what the state receives, and how far it has
    `warmed` and `chilled`, are toward the state. `strength` is of jealousy and of reactions.
    """
    jealousy, reaction = strength
    for t in range(listed.size):
        h = listed[t]
        change, cooled = seen_deal(jealousy, share[h], stance[h], signals[t], reaction)
        warmed[h] += max(change, 0.0)
        chilled[h] = chilled[h] + max(-change, 0.0) + cooled


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
def _do_acts(world: World, setting: Setting, p: int, now: Workspace, i: int, j: int) -> None:
    """Note what acts of i against j do: support withdrawn, stances chilled, others react."""
    n, decisions, changes = world.stance.shape[0], now.decisions, now.changes
    listed, signals = decisions.acting[i, j, : decisions.counts[1, i, j]], decisions.odds[0]
    for t in range(listed.size):
        h = listed[t]
        m = decisions.choices[i, j, h]
        signals[t] = setting.moves.signal[p, m]
        strike(setting, p, changes, i, j, m, h, 1.0)
    reaction = reaction_to(1.0, setting, p, n)
    for k in range(n):
        if k not in (i, j):
            warmed, chilled = changes.warmed[k, i], changes.chilled[k, i]
            _see_acts(listed, signals, reaction, world.stance[k, j], warmed, chilled)


@apart
def _see_acts(
    listed: np.ndarray,
    signals: np.ndarray,
    reaction: float,
    stance: np.ndarray,
    warmed: np.ndarray,
    chilled: np.ndarray,
) -> None:
    """Note how a third party takes it that a state acts against another; as ``_see_deals``."""
    for t in range(listed.size):
        h = listed[t]
        change = rules.seen(reaction, signals[t], stance[h])
        warmed[h] += max(change, 0.0)
        chilled[h] += max(-change, 0.0)


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
