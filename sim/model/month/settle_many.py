"""Settle among many states: third states side by side, instead of histories.

Every deal and every act is seen by all other states: that is what a month costs where there are
many of them. Noted pair by pair, each reaction is somewhere else in memory. Here, in one lane after
the other, all that others feel for a state lies in a row.
"""

from __future__ import annotations

import numpy as np

from sim.model.arrays import DEALS, NEEDS, Setting, World
from sim.model.compiled import inner, inner_inlined
from sim.schema import HOLD

from .deeds import bring, withdraw
from .reactions import reaction_to
from .regard import look_up, regard
from .rows import REBUFFED, STRUCK, Others, Rows
from .workspace import Changes, Decisions, Workspace


@inner
def settle_many(world: World, setting: Setting, p: int, now: Workspace) -> None:
    """Note what all moves of the month do.

    Parameters
    ----------
    world, setting, p, now
        As in ``settle``; of changes, nothing is asked beforehand.
    """
    n, _, lanes = world.stance.shape
    strength = setting.dynamics.jealousy[p], reaction_to(1.0, setting, p, n)
    _note_support(setting, p, now)
    look_up(setting, p, now.rows.effects)
    for h in range(lanes):
        _lay_out(world.stance, now.sight.share, now.decisions, now.rows, h)
        for i in range(n):
            regard(now.rows, strength, i)
        _put_back(now.rows.others, now.changes, h)


@inner
def _note_support(setting: Setting, p: int, now: Workspace) -> None:
    """Note the support that deals bring and acts withdraw, pair by pair."""
    changes, decisions = now.changes, now.decisions
    n = changes.warmed.shape[0]
    for i in range(n):
        for j in range(n):
            _no_support_yet(changes, i, j)
            if i != j:
                choices, answers = decisions.choices[i, j], decisions.answers[i, j]
                for t in range(decisions.counts[0, i, j]):
                    h = decisions.asking[i, j, t]
                    done = 1.0 if answers[h] == 1 else 0.0
                    bring(setting, p, changes, i, j, choices[h], h, done)
                for t in range(decisions.counts[1, i, j]):
                    h = decisions.acting[i, j, t]
                    withdraw(setting, p, changes, i, j, choices[h], h, 1.0)


@inner_inlined
def _no_support_yet(changes: Changes, i: int, j: int) -> None:
    """Begin with no support that i opens for j or withdraws from it."""
    for d in range(NEEDS):
        for h in range(changes.warmed.shape[2]):
            changes.brought[i, j, d, h] = changes.cut[i, j, d, h] = 0.0


@inner
def _lay_out(stance: np.ndarray, share: np.ndarray, now: Decisions, rows: Rows, h: int) -> None:
    """Lay out what concerns each state in a lane, before anything has changed."""
    n, others, codes = stance.shape[0], rows.others, rows.events.codes
    for i in range(n):
        for j in range(n):
            others.stance[j, i], others.share[j, i] = stance[i, j, h], share[i, j, h]
            others.warmed[i, j] = others.chilled[i, j] = 0.0
            m = now.choices[i, j, h]
            asks = (m != HOLD) & (m < DEALS)
            turned_down = asks & (now.answers[i, j, h] != 1)
            met = STRUCK + m if m >= DEALS else 1 + m  # HOLD and one are nothing
            # Nobody deals with itself: what i would meet from itself is overwritten.
            codes[j, i if i < j else i + n - 1] = REBUFFED if turned_down else met
            codes[i, i + j] = 0 if turned_down else 1 + m


@inner
def _put_back(others: Others, changes: Changes, h: int) -> None:
    """Put the sums of a lane where they belong."""
    n = others.stance.shape[0]
    for i in range(n):
        for j in range(n):
            changes.warmed[i, j, h] = others.warmed[j, i]
            changes.chilled[i, j, h] = others.chilled[j, i]
        changes.warmed[i, i, h] = changes.chilled[i, i, h] = 0.0
