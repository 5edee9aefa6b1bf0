"""Deeds: what a move that is made does to the two states themselves."""

from __future__ import annotations

from sim.model.arrays import NEEDS, Setting
from sim.model.compiled import inner_inlined

from .workspace import Changes

HARDENS = 0.5  # judgement: who strikes hardens half as much as who is struck


@inner_inlined
def agree(
    setting: Setting, p: int, changes: Changes, i: int, j: int, m: int, h: int, weight: float
) -> None:
    """Note what a deal between i and j does to these two.

    Parameters
    ----------
    setting : Setting
        The numbers of the scenario.
    p : int
        The period that the month belongs to.
    changes : Changes
        Added to.
    i, j : int
        Positions of the state that moves and of its partner.
    m : int
        Position of the move in ``schema.MOVES``.
    h : int
        The lane.
    weight : float
        As in ``reaction_to``.
    """
    moves = setting.moves
    move_by(changes, i, j, h, weight * moves.warmth[p, m])
    move_by(changes, j, i, h, weight * moves.warmth[p, m])
    bring(setting, p, changes, i, j, m, h, weight)


@inner_inlined
def bring(
    setting: Setting, p: int, changes: Changes, i: int, j: int, m: int, h: int, weight: float
) -> None:
    """Note what a deal between i and j brings; the arguments are those of ``agree``."""
    for d in range(NEEDS):
        changes.brought[i, j, d, h] += weight * setting.moves.brings[p, m, d]


@inner_inlined
def strike(
    setting: Setting, p: int, changes: Changes, i: int, j: int, m: int, h: int, weight: float
) -> None:
    """Note what an act of i against j does to these two; the arguments are those of ``agree``."""
    moves = setting.moves
    move_by(changes, j, i, h, weight * moves.warmth[p, m])
    move_by(changes, i, j, h, HARDENS * weight * moves.warmth[p, m])
    withdraw(setting, p, changes, i, j, m, h, weight)


@inner_inlined
def withdraw(
    setting: Setting, p: int, changes: Changes, i: int, j: int, m: int, h: int, weight: float
) -> None:
    """Note what an act of i withdraws from j; the arguments are those of ``agree``."""
    for d in range(NEEDS):
        changes.cut[i, j, d, h] += weight * setting.moves.cut[p, m, d]


@inner_inlined
def move_by(changes: Changes, i: int, j: int, h: int, change: float) -> None:
    """Note a change of i's stance toward j, warming or chilling."""
    changes.warmed[i, j, h] += max(change, 0.0)
    changes.chilled[i, j, h] += max(-change, 0.0)
