"""Beside: histories of one scenario next to the same histories of another, parts kept as in those.

Two scenarios that are simulated on the same random draws differ by whatever differs between them,
through everything that states think and do. To see through what, both are simulated side by side,
and something in the second is taken from the first, month by month: a term of what moves are worth,
what is chosen, what is answered. What is left of the difference then does not go through it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.schema import TERMS

from . import month as phases
from . import rules
from .arrays import DEALS, MOVES, NO_ANSWER, Setting, World
from .compiled import compiled, inner_inlined
from .draws import PERIOD
from .history import FEWEST, Record, rows
from .month.appraise import deal_terms, weighed_terms
from .month.stakes import costs, stakes
from .month.workspace import Workspace, blank_workspace
from .prepared import Prepared

_ROOM = 20_000  # lanes times pairs of states simulated at a time: calls cost little, caches hold it
_COST = TERMS.index("cost")
Six = tuple[float, float, float, float, float, float]


class Kept(NamedTuple):
    """What is kept as in the first scenario, of each state (row) toward each partner.

    Attributes
    ----------
    terms : ndarray of bool (n, n, term)
        Terms of what moves are worth to the state, where it chooses and where it is asked.
    choices : ndarray of bool (n, n)
        What it chooses, or its script prescribes.
    answers : ndarray of bool (n, n)
        How it answers the partner's approaches.
    """

    terms: np.ndarray
    choices: np.ndarray
    answers: np.ndarray


class Side(NamedTuple):
    """One of two scenarios side by side: its worlds, its numbers, and room to work in."""

    world: World
    setting: Setting
    now: Workspace


def nothing_kept(n: int) -> Kept:
    """Return what keeps nothing among `n` states, to be filled in."""
    return Kept(
        np.zeros((n, n, len(TERMS)), dtype=np.bool_),
        np.zeros((n, n), dtype=np.bool_),
        np.zeros((n, n), dtype=np.bool_),
    )


def simulate_beside(
    first: Prepared, second: Prepared, kept: Kept, seed: int, runs: np.ndarray, record: Record
) -> np.ndarray:
    """Simulate histories of the second scenario, with what is kept as in the same of the first.

    Parameters
    ----------
    first, second : Prepared
        With the same states and months.
    kept : Kept
        What is taken from the first.
    seed : int
        0..2**63-1.
    runs : ndarray of int64 (history,)
        Numbers of the histories.
    record : Record
        Room for as many histories of the second as `runs`; filled.

    Returns
    -------
    ndarray of bool (history,)
        Which histories failed, as in ``simulate``.
    """
    n = len(first.scenario.codes)
    most = max(_ROOM // n**2, FEWEST)
    failed = np.zeros(len(runs), dtype=bool)
    for begin in range(0, len(runs), most):
        where = slice(begin, min(begin + most, len(runs)))
        lanes = where.stop - begin
        a, b = (
            Side(one.world(lanes), one.setting, blank_workspace(n, lanes))
            for one in (first, second)
        )
        _simulate_lanes(a, b, kept, seed, runs[where], rows(record, where))
        failed[where] = ~np.isfinite(a.now.decisions.alarm + b.now.decisions.alarm)
    return failed


def _simulate_lanes(
    a: Side, b: Side, kept: Kept, seed: int, runs: np.ndarray, record: Record
) -> None:
    """Simulate the histories of both scenarios side by side, and record those of the second."""
    for month in range(a.setting.period.size):
        _one_month(a, b, kept, month, (seed, runs))
        record.stances[month] = b.world.stance
        record.supports[month] = b.world.support
        record.choices[month] = b.now.decisions.choices
        record.answers[month] = b.now.decisions.answers
        if record.trusts.shape[0] > 0:
            record.trusts[month] = b.world.trust


def _one_month(a: Side, b: Side, kept: Kept, month: int, keys: tuple[int, np.ndarray]) -> None:
    """Simulate a month of both: the phases in their order, each compiled by itself."""
    n = a.world.stance.shape[0]
    for side in (a, b):
        phases.draw(side.setting, side.now.chance, month, *keys, PERIOD)
        phases.shocks(side.world, side.setting, month)
        p, now = side.setting.period[month], side.now
        phases.look(side.world, side.setting, p, now.sight, now.rows.thirds)
    for i in range(n):
        for side in (a, b):
            p, now = side.setting.period[month], side.now
            phases.appraise(side.world, side.setting, p, now.sight, now.decisions, i)
        if kept.terms[i].any():
            _keep_terms(a, b, kept.terms, month, i)
        for side in (a, b):
            p = side.setting.period[month]
            phases.decide(side.setting, p, side.now.decisions, side.now.chance, i)
    for side in (a, b):
        phases.follow_script(side.setting, month, side.now.decisions)
    _keep_choices(a, b, kept)
    for side in (a, b):
        phases.list_moves(side.now.decisions)
    for i in range(n):
        p = a.setting.period[month]
        phases.answer_all(a.setting, p, a.now.decisions, a.now.chance, i)
        _answer_all(a, b, kept, month, i)
    for side in (a, b):
        p = side.setting.period[month]
        phases.settle(side.world, side.setting, p, side.now)
        phases.drift(side.world, side.setting, p, side.now.chance.accident)


@compiled
def _keep_terms(a: Side, b: Side, kept: np.ndarray, month: int, i: int) -> None:
    """Work out again what moves are worth to state i in the second, with terms of the first."""
    n, _, lanes = a.world.stance.shape
    pa, pb = a.setting.period[month], b.setting.period[month]
    values, benefits = b.now.decisions.values, b.now.decisions.benefits
    for j in range(n):
        if i == j or not kept[i, j].any():
            continue
        for m in range(MOVES):
            for h in range(lanes):
                needs, autonomy, influence, sentiment, alignment, cost = _mixed(
                    weighed_terms(b.world, b.setting, pb, b.now.sight, i, j, m, h),
                    weighed_terms(a.world, a.setting, pa, a.now.sight, i, j, m, h),
                    kept[i, j],
                )
                values[j, m, h] = rules.worth(
                    needs, autonomy, influence, sentiment, alignment, cost
                )
        for m in range(DEALS):
            mine, other = stakes(b.setting, pb, i, j, m), stakes(a.setting, pa, i, j, m)
            for h in range(lanes):
                needs, autonomy, influence, sentiment, alignment, _ = _mixed(
                    deal_terms(b.world, b.now.sight, mine, i, j, h),
                    deal_terms(a.world, a.now.sight, other, i, j, h),
                    kept[i, j],
                )
                benefits[j, i, m, h] = needs + autonomy + influence + sentiment + alignment


@inner_inlined
def _mixed(mine: Six, other: Six, kept: np.ndarray) -> Six:
    """Return six terms, each the other's where that is kept."""
    return (
        other[0] if kept[0] else mine[0],
        other[1] if kept[1] else mine[1],
        other[2] if kept[2] else mine[2],
        other[3] if kept[3] else mine[3],
        other[4] if kept[4] else mine[4],
        other[5] if kept[5] else mine[5],
    )


def _keep_choices(a: Side, b: Side, kept: Kept) -> None:
    """Let the second choose as the first did, where that is kept, with the script's answers."""
    for of_b, of_a in (
        (b.now.decisions.choices, a.now.decisions.choices),
        (b.now.decisions.answers, a.now.decisions.answers),
    ):
        of_b[kept.choices] = of_a[kept.choices]


@compiled
def _answer_all(a: Side, b: Side, kept: Kept, month: int, i: int) -> None:
    """Let all states answer the approaches of state i in the second scenario."""
    pa, pb = a.setting.period[month], b.setting.period[month]
    choices, answers, chance = b.now.decisions.choices, b.now.decisions.answers, b.now.chance.answer
    n, _, lanes = choices.shape
    for j in range(n):
        if i == j:
            continue
        whole, part = kept.answers[j, i], kept.terms[j, i, _COST]
        precision = (a if whole else b).setting.states.precision[pa if whole else pb, j]
        benefits = (a if whole else b).now.decisions.benefits[i, j]
        for m in range(DEALS):
            cost, share = costs(b.setting, pb, j, i, m), b.setting.dynamics.consent_cost[pb]
            if whole or part:
                cost, share = costs(a.setting, pa, j, i, m), a.setting.dynamics.consent_cost[pa]
            for h in range(lanes):
                if choices[i, j, h] == m and answers[i, j, h] == NO_ANSWER:
                    likely = rules.consent(precision, benefits[m, h], cost, share)
                    answers[i, j, h] = 1 if chance[i, j, h] < likely else 0
