"""Explain: why a state did what it did toward a partner, in one month of one history.

The history is lived again up to that month, and the six terms are read off the state's desk: they are the very
numbers that the choice was made from.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import month as phases
from . import schema
from .luck import PERIOD
from .outcomes import Results
from .start import starting_world
from .world import Setting, World, settings


@dataclass(frozen=True)
class Explanation:
    """The options that a state weighed toward a partner.

    Attributes
    ----------
    state, partner : str
        Who weighed, toward whom.
    month : datetime64[M]
        When.
    run : int
        In which history.
    chosen : str
        The move made, or "hold".
    options : list of str
        The moves, and "hold" last.
    terms : ndarray (option, term)
        The six terms in the order of ``schema.TERMS``; benefits of deals are weighted by trust, the cost is
        negative; a row adds up to the value, to the bit, when summed from left to right.
    values, probabilities : ndarray (option,)
        What each option was worth, and how likely that made it.
    """

    state: str
    partner: str
    month: np.datetime64
    run: int
    chosen: str
    options: list[str]
    terms: np.ndarray
    values: np.ndarray
    probabilities: np.ndarray


def explain(results: Results, run: int, month_index: int, state: str, partner: str) -> Explanation:
    """Return the options of a state toward a partner, in one month of one history.

    Parameters
    ----------
    results : Results
        Any results of the scenario and seed; the history is lived again from them.
    run : int
        Number of the history.
    month_index : int
        Month, counted from the start of the period.
    state, partner : str
        Codes.

    Raises
    ------
    ValueError
        For a month outside the period, an unknown history, or a state explained toward itself.
    """
    scenario = results.scenario
    i, j = scenario.index(state), scenario.index(partner)
    if not 0 <= month_index < scenario.months:
        raise ValueError(f"month {month_index} is outside the period: choose from 0 to {scenario.months - 1}")
    if run not in results.runs:
        raise ValueError(f"history {run} was not run: choose from {results.runs[0]} to {results.runs[-1]}")
    if i == j:
        raise ValueError(f"{state} makes no moves toward itself: choose another partner")
    setting = settings(scenario)
    p = setting.period[month_index]
    world, desk = _relived(results, setting, int(run), month_index)
    moves = range(len(schema.MOVES))
    terms = np.array([phases.weighed_terms(world, setting, p, desk.sight, i, j, m, 0) for m in moves])
    phases.appraise(world, setting, p, desk, i)
    values = desk.decisions.values[j, :, 0]
    phases.weigh(desk.decisions.values[j], setting.states.precision[p, i], desk.decisions.odds)
    odds = desk.decisions.odds[:-1, 0] / desk.decisions.odds[-1, 0]
    code = int(results.choices[list(results.runs).index(run), month_index, i, j])
    return Explanation(
        state,
        partner,
        results.months[month_index],
        int(run),
        "hold" if code == schema.HOLD else schema.MOVES[code],
        [*schema.MOVES, "hold"],
        np.vstack([terms, np.zeros(len(schema.TERMS))]),
        np.append(values, 0.0),
        odds,
    )


def _relived(results: Results, setting: Setting, run: int, month_index: int) -> tuple[World, phases.Desk]:
    """Live a history up to the moment in a month when states appraise; return the world and what they see of it."""
    start = starting_world(results.scenario, setting)
    desk = phases.desk(len(results.codes))
    for month in range(month_index):
        phases.one_month(start, setting, desk, month, results.seed, np.array([run]), PERIOD)
    phases.shocks(start, setting, month_index)
    phases.look(start, setting, setting.period[month_index], desk.sight)
    return start, desk


def telling_moment(results: Results) -> tuple[int, int, str, str]:
    """Return the deal that best shows a turn: (run, month, state, partner).

    The state is the first of the scenario; the partner the one whose share of its support grows most over the
    period; the history the one whose growth is nearest the median; the month that of the approach accepted nearest
    to when the share grows fastest, or of any move between them where none was accepted.
    """
    state = results.codes[0]
    shares = {code: results.dependence(state, code) for code in results.codes if code != state}
    growth = {code: share[:, -1] - share[:, 0] for code, share in shares.items()}
    partner = max(growth, key=lambda code: np.median(growth[code]))
    i, j = results.scenario.index(state), results.scenario.index(partner)
    row = int(np.argmin(np.abs(growth[partner] - np.median(growth[partner]))))
    accepted = results.answers_to_deals[row, :, i, j] == 1
    moved = results.choices[row, :, i, j] != schema.HOLD
    months = np.flatnonzero(accepted) if accepted.any() else np.flatnonzero(moved)
    steps = np.diff(np.median(shares[partner], axis=0), prepend=np.nan)
    fastest = int(np.nanargmax(steps)) if len(steps) > 1 else 0
    month = int(months[np.argmin(np.abs(months - fastest))]) if len(months) else fastest
    return int(results.runs[row]), month, state, partner
