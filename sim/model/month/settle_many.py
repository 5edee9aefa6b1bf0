"""Settle among many states: third states side by side, instead of histories.

Every deal and every act is seen by all other states: that is what a month costs where there are
many of them. Noted pair by pair, each reaction is somewhere else in memory. Here, in one lane after
the other, the rows of all that others feel for a state, and of how far they come to feel otherwise,
lie next to each other. Each stance gets the same numbers added in the same order as in ``settle``,
so that no bit differs.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.model import rules
from sim.model.arrays import DEALS, Setting, World
from sim.model.compiled import allocating, apart, inner, inner_inlined
from sim.schema import HOLD

from .deeds import HARDENS, bring, withdraw
from .reactions import reaction_to, seen_deal
from .workspace import Changes, Workspace


class _Rows(NamedTuple):
    """What concerns a state, from all others, in one lane.

    Attributes
    ----------
    stance : ndarray (state, other)
        How warmly each other regards the state.
    share : ndarray (state, other)
        Each other's share of what the state receives.
    warmed, chilled : ndarray (state, other)
        Sums of the month's warmings and chillings of each other toward the state.
    """

    stance: np.ndarray
    share: np.ndarray
    warmed: np.ndarray
    chilled: np.ndarray


@allocating
def settle_many(world: World, setting: Setting, p: int, now: Workspace) -> None:
    """Note what all moves of the month do.

    Parameters
    ----------
    world, setting, p, now
        As in ``settle``; nothing has been noted in the changes yet.
    """
    n, _, lanes = world.stance.shape
    square = (n, n)
    rows = _Rows(np.empty(square), np.empty(square), np.empty(square), np.empty(square))
    for h in range(lanes):
        _lay_out(world.stance, now.sight.share, rows, h)
        _note(setting, p, now, rows, h)
        _put_back(rows, now.changes, h)


@inner
def _lay_out(stance: np.ndarray, share: np.ndarray, rows: _Rows, h: int) -> None:
    """Lay out what concerns each state in a lane."""
    n = stance.shape[0]
    for k in range(n):
        for i in range(n):
            rows.stance[i, k] = stance[k, i, h]
            rows.share[i, k] = share[k, i, h]
    for i in range(n):
        for k in range(n):
            rows.warmed[i, k] = rows.chilled[i, k] = 0.0


@inner
def _put_back(rows: _Rows, changes: Changes, h: int) -> None:
    """Put the sums of a lane where they belong."""
    n = rows.warmed.shape[0]
    for k in range(n):
        for i in range(n):
            changes.warmed[k, i, h] = rows.warmed[i, k]
            changes.chilled[k, i, h] = rows.chilled[i, k]
        changes.warmed[k, k, h] = changes.chilled[k, k, h] = 0.0


@inner
def _note(setting: Setting, p: int, now: Workspace, rows: _Rows, h: int) -> None:
    """Note what the moves of a lane do, pair by pair."""
    choices, answers, chill = (
        now.decisions.choices,
        now.decisions.answers,
        setting.dynamics.chill[p],
    )
    n = choices.shape[0]
    for i in range(n):
        for j in range(n):
            m = choices[i, j, h]
            if i == j or m == HOLD:
                continue
            if m >= DEALS:
                _act(setting, p, now.changes, rows, i, j, m, h)
            elif answers[i, j, h] == 1:
                _deal(setting, p, now.changes, rows, i, j, m, h)
            else:
                rows.chilled[j, i] += chill


@inner_inlined
def _deal(
    setting: Setting, p: int, changes: Changes, rows: _Rows, i: int, j: int, m: int, h: int
) -> None:
    """Note what a deal of i with j does to the two, and how all others take it."""
    warmth, signal = setting.moves.warmth[p, m], setting.moves.signal[p, m]
    reaction, jealousy = (
        reaction_to(1.0, setting, p, rows.stance.shape[0]),
        setting.dynamics.jealousy[p],
    )
    _move_by(rows, i, j, warmth)
    _move_by(rows, j, i, warmth)
    bring(setting, p, changes, i, j, m, h, 1.0)
    kept = (rows.warmed[i, j], rows.chilled[i, j], rows.warmed[j, i], rows.chilled[j, i])
    _see_deal(
        rows.share[i], rows.stance[j], jealousy, signal, reaction, rows.warmed[i], rows.chilled[i]
    )
    _see_deal(
        rows.share[j], rows.stance[i], jealousy, signal, reaction, rows.warmed[j], rows.chilled[j]
    )
    # the two themselves are no third states
    rows.warmed[i, j], rows.chilled[i, j], rows.warmed[j, i], rows.chilled[j, i] = kept


@apart
def _see_deal(
    share: np.ndarray,
    stance: np.ndarray,
    jealousy: float,
    signal: float,
    reaction: float,
    warmed: np.ndarray,
    chilled: np.ndarray,
) -> None:
    """Note how all take it that a state deals with another, toward which they have a `stance`."""
    for k in range(share.size):
        change, cooled = seen_deal(jealousy, share[k], stance[k], signal, reaction)
        warmed[k] += max(change, 0.0)
        chilled[k] = chilled[k] + max(-change, 0.0) + cooled


@inner_inlined
def _act(
    setting: Setting, p: int, changes: Changes, rows: _Rows, i: int, j: int, m: int, h: int
) -> None:
    """Note what an act of i against j does to the two, and how all others take it."""
    warmth, signal = setting.moves.warmth[p, m], setting.moves.signal[p, m]
    reaction = reaction_to(1.0, setting, p, rows.stance.shape[0])
    _move_by(rows, j, i, warmth)
    _move_by(rows, i, j, HARDENS * warmth)
    withdraw(setting, p, changes, i, j, m, h, 1.0)
    kept = rows.warmed[i, j], rows.chilled[i, j]
    _see_act(rows.stance[j], signal, reaction, rows.warmed[i], rows.chilled[i])
    rows.warmed[i, j], rows.chilled[i, j] = kept  # who is struck is no third state


@apart
def _see_act(
    stance: np.ndarray, signal: float, reaction: float, warmed: np.ndarray, chilled: np.ndarray
) -> None:
    """Note how all take it that a state acts against another, toward which they have a `stance`."""
    for k in range(stance.size):
        change = rules.seen(reaction, signal, stance[k])
        warmed[k] += max(change, 0.0)
        chilled[k] += max(-change, 0.0)


@inner_inlined
def _move_by(rows: _Rows, i: int, j: int, change: float) -> None:
    """Note a change of i's stance toward j, warming or chilling."""
    rows.warmed[j, i] += max(change, 0.0)
    rows.chilled[j, i] += max(-change, 0.0)
