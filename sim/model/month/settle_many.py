"""Settle among many states: third states side by side, instead of histories.

Every deal and every act is seen by all other states: that is what a month costs where there are
many of them. Noted pair by pair, each reaction is somewhere else in memory. Here, in one lane after
the other and for one state after the other, all that others feel for it lies in a row. Each stance
gets the same numbers added in the same order as in ``settle``, so that no bit differs.
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
from .third_parties import VECTOR, filled_up
from .workspace import Changes, Decisions, Sight, Workspace

_REBUFFED = HOLD - 1


class _Rows(NamedTuple):
    """What concerns a state, from all others, in one lane; zeros beyond the last of them.

    Attributes
    ----------
    stance : ndarray (state, other)
        How warmly each other regards the state.
    share : ndarray (state, other)
        Each other's share of what the state receives.
    warmed, chilled : ndarray (state, other)
        Sums of the month's warmings and chillings of each other toward the state.
    done : ndarray (source, target)
        The move that was made, a deal if it was accepted; HOLD, or that it was rebuffed.
    """

    stance: np.ndarray
    share: np.ndarray
    warmed: np.ndarray
    chilled: np.ndarray
    done: np.ndarray


@allocating
def settle_many(world: World, setting: Setting, p: int, now: Workspace) -> None:
    """Note what all moves of the month do.

    Parameters
    ----------
    world, setting, p, now
        As in ``settle``; nothing has been noted in the changes yet.
    """
    n, _, lanes = world.stance.shape
    length = n, filled_up(n, VECTOR)
    rows = _Rows(
        np.zeros(length),
        np.zeros(length),
        np.zeros(length),
        np.zeros(length),
        np.empty((n, n), dtype=np.int8),
    )
    for h in range(lanes):
        _lay_out(world.stance, now.sight, now.decisions, rows, h)
        for i in range(n):
            _regard(setting, p, now.changes, rows, i, h)
        _put_back(rows, now.changes, h)


@inner
def _lay_out(stance: np.ndarray, sight: Sight, decisions: Decisions, rows: _Rows, h: int) -> None:
    """Lay out what concerns each state in a lane, before anything has changed."""
    n = stance.shape[0]
    for k in range(n):
        for i in range(n):
            rows.stance[i, k] = stance[k, i, h]
            rows.share[i, k] = sight.share[k, i, h]
            rows.warmed[k, i] = rows.chilled[k, i] = 0.0
            m = decisions.choices[k, i, h]
            asked = (m != HOLD) & (m < DEALS)
            rows.done[k, i] = _REBUFFED if asked & (decisions.answers[k, i, h] != 1) else m
        rows.done[k, k] = HOLD


@inner
def _put_back(rows: _Rows, changes: Changes, h: int) -> None:
    """Put the sums of a lane where they belong."""
    n = rows.done.shape[0]
    for k in range(n):
        for i in range(n):
            changes.warmed[k, i, h] = rows.warmed[i, k]
            changes.chilled[k, i, h] = rows.chilled[i, k]
        changes.warmed[k, k, h] = changes.chilled[k, k, h] = 0.0


@inner
def _regard(setting: Setting, p: int, changes: Changes, rows: _Rows, i: int, h: int) -> None:
    """Note what the month does to all stances toward state i.

    The moves of others toward it and its own come in the order in which ``settle`` takes them: by
    the position of who moves.
    """
    for j in range(rows.done.shape[0]):
        if j != i:
            _suffer(setting, p, rows, i, j, rows.done[j, i])
        else:
            for k in range(rows.done.shape[0]):
                _do(setting, p, changes, rows, i, k, rows.done[i, k], h)


@inner_inlined
def _suffer(setting: Setting, p: int, rows: _Rows, i: int, j: int, m: int) -> None:
    """Note what the move of j toward i does to stances toward i."""
    if m == _REBUFFED:
        rows.chilled[i, j] += setting.dynamics.chill[p]
    elif m >= DEALS:
        _move_by(rows, i, j, HARDENS * setting.moves.warmth[p, m])
    elif m != HOLD:
        _deal(setting, p, rows, i, j, m)


@inner_inlined
def _do(
    setting: Setting, p: int, changes: Changes, rows: _Rows, i: int, j: int, m: int, h: int
) -> None:
    """Note what i's own move toward j does to stances toward i, and to support."""
    if m >= DEALS:
        _act(setting, p, rows, i, j, m)
        withdraw(setting, p, changes, i, j, m, h, 1.0)
    elif m not in (HOLD, _REBUFFED):
        _deal(setting, p, rows, i, j, m)
        bring(setting, p, changes, i, j, m, h, 1.0)


@inner_inlined
def _deal(setting: Setting, p: int, rows: _Rows, i: int, j: int, m: int) -> None:
    """Note what a deal between i and j does to stances toward i: j's, and those of all others."""
    signal, jealousy = setting.moves.signal[p, m], setting.dynamics.jealousy[p]
    reaction = reaction_to(1.0, setting, p, rows.done.shape[0])
    _move_by(rows, i, j, setting.moves.warmth[p, m])
    kept = rows.warmed[i, j], rows.chilled[i, j]
    _see_deal(
        rows.share[i],
        rows.stance[j],
        jealousy,
        signal,
        reaction,
        rows.warmed[i],
        rows.chilled[i],
    )
    rows.warmed[i, j], rows.chilled[i, j] = kept  # the partner is no third state


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
def _act(setting: Setting, p: int, rows: _Rows, i: int, j: int, m: int) -> None:
    """Note what an act of i against j does to stances toward i: j's, and those of all others."""
    reaction = reaction_to(1.0, setting, p, rows.done.shape[0])
    _move_by(rows, i, j, setting.moves.warmth[p, m])
    kept = rows.warmed[i, j], rows.chilled[i, j]
    signal = setting.moves.signal[p, m]
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
    """Note a change of j's stance toward i, warming or chilling."""
    rows.warmed[i, j] += max(change, 0.0)
    rows.chilled[i, j] += max(-change, 0.0)
