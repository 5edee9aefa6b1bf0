"""Explanation: why a state did what it did toward a partner, in one month of one history.

The history is simulated again up to that month, and the six terms are read from the state's
workspace: they are exactly the numbers behind the choice. The same holds for the partner's own
terms for the same deal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim import schema
from sim.errors import InvalidInput
from sim.model import month as phases
from sim.model.arrays import NO_ANSWER, Setting, World
from sim.model.history import advance
from sim.model.prepared import prepared
from sim.outcomes.results import Results
from sim.scenario import NumberPath, Scenario, Shock

# Judgement: a jump of a stance counts among the shocks in force for half a year; at the usual drift
# a third is left.
_JUMP_LASTS = 6


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
    scripted : bool
        Whether the scenario prescribed it.
    answer : bool or None
        Whether the partner accepted; None where there was nothing to answer.
    answer_scripted : bool
        Whether the scenario prescribed the answer too.
    options : list of str
        The moves, and "hold" last.
    terms : ndarray (option, term)
        The six terms in the order of ``schema.TERMS``; benefits of deals are weighted by trust, the
        cost is negative; a row adds up to the value, to the bit, when summed from left to right.
    values, probabilities : ndarray (option,)
        What each option was worth, and how likely that made it.
    partner_terms : ndarray (option, term)
        What the partner sees in each deal: its own terms, the cost being the share it bears; NaN
        for acts and hold.
    consent : ndarray (option,)
        How likely the partner is to accept; NaN for acts and hold.
    in_force : tuple of Shock
        Shocks that bear on either of the two in that month.
    """

    state: str
    partner: str
    month: np.datetime64
    run: int
    chosen: str
    scripted: bool
    answer: bool | None
    answer_scripted: bool
    options: list[str]
    terms: np.ndarray
    values: np.ndarray
    probabilities: np.ndarray
    partner_terms: np.ndarray
    consent: np.ndarray
    in_force: tuple[Shock, ...]


def explanation_of(
    results: Results, run: int, month_index: int, state: str, partner: str
) -> Explanation:
    """Return the options of a state toward a partner, in one month of one history.

    Parameters
    ----------
    results : Results
        Any results of the scenario and seed; the history is simulated again from them.
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
    return explanations_of(results, run, month_index, state, [partner])[0]


def explanations_of(
    results: Results, run: int, month_index: int, state: str, partners: Sequence[str]
) -> list[Explanation]:
    """Return the options of a state toward several partners, from one reliving of the history.

    Parameters
    ----------
    results, run, month_index, state
        As for ``explanation_of``.
    partners : sequence of str
        Codes.

    Raises
    ------
    ValueError
        As ``explanation_of``.
    """
    pairs = [_checked(results, run, month_index, state, partner) for partner in partners]
    setting = prepared(results.scenario).setting
    p = setting.period[month_index]
    world, workspace = _simulated(results, setting, int(run), month_index)
    seen = []
    for i, j in pairs:
        phases.appraise(world, setting, p, workspace.sight, workspace.decisions, j)
        seen.append(_partner_sees(world, setting, p, workspace, i, j))
    explained = []
    for (i, j), (partner_terms, consent) in zip(pairs, seen, strict=True):
        weighed = _options(world, setting, p, workspace, i, j)
        explained.append(
            Explanation(
                state,
                results.codes[j],
                results.months[month_index],
                int(run),
                *_done(results, setting, run, month_index, i, j),
                [*schema.MOVES, "hold"],
                *weighed,
                partner_terms,
                consent,
                shocks_in_force(results.scenario, month_index, state, results.codes[j]),
            )
        )
    return explained


def _done(
    results: Results, setting: Setting, run: int, month_index: int, i: int, j: int
) -> tuple[str, bool, bool | None, bool]:
    """Return what i chose toward j, whether that is scripted, the answer, and whether it is."""
    row = list(results.runs).index(run)
    code = int(results.choices[row, month_index, i, j])
    answer = int(results.answers_to_deals[row, month_index, i, j])
    scripted, prescribed = _prescribed(setting, month_index, i, j)
    chosen = "hold" if code == schema.HOLD else schema.MOVES[code]
    return chosen, scripted, None if answer == NO_ANSWER else bool(answer), prescribed


def _prescribed(setting: Setting, month_index: int, i: int, j: int) -> tuple[bool, bool]:
    """Say whether the scenario prescribes i's move toward j in a month, and whether j's answer."""
    script = setting.script
    rows = (script.month == month_index) & (script.source == i) & (script.target == j)
    return bool(rows.any()), bool((rows & (script.answer != NO_ANSWER)).any())


def _options(
    world: World, setting: Setting, p: int, workspace: phases.Workspace, i: int, j: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the terms, values and probabilities of i's moves toward j, holding as the last."""
    sight, decisions = workspace.sight, workspace.decisions
    moves = range(len(schema.MOVES))
    terms = [phases.weighed_terms(world, setting, p, sight, i, j, m, 0) for m in moves]
    phases.appraise(world, setting, p, workspace.sight, workspace.decisions, i)
    values = np.append(decisions.values[j, :, 0], 0.0)
    precision = setting.states.precision[p, i]
    phases.weigh(decisions.values[j], precision, decisions.odds, decisions.parts)
    odds = decisions.odds[:-1, 0] / decisions.odds[-1, 0]
    return np.vstack([*terms, np.zeros(len(schema.TERMS))]), values, odds


def _checked(
    results: Results, run: int, month_index: int, state: str, partner: str
) -> tuple[int, int]:
    """Return the positions of two states, once the moment is known to be there."""
    i, j = results.scenario.index(state), results.scenario.index(partner)
    if not 0 <= month_index < results.scenario.months:
        raise InvalidInput(
            f"month {month_index} is outside the period: choose from 0 to "
            f"{results.scenario.months - 1}"
        )
    if run not in results.runs:
        raise InvalidInput(
            f"history {run} was not run: choose from {results.runs[0]} to {results.runs[-1]}"
        )
    if i == j:
        raise InvalidInput(f"{state} makes no moves toward itself: choose another partner")
    return i, j


def _partner_sees(
    world: World, setting: Setting, p: int, workspace: phases.Workspace, i: int, j: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return j's own terms for each deal with i, (option, term), and how likely it accepts."""
    count = len(schema.MOVES) + 1
    terms, consent = np.full((count, len(schema.TERMS)), np.nan), np.full(count, np.nan)
    benefits = workspace.decisions.benefits
    for m in range(len(schema.DEALS)):
        terms[m] = phases.asked_terms(world, setting, p, workspace.sight, j, i, m, 0)
        consent[m] = phases.likely_consent(setting, p, benefits, j, i, m, 0)
    return terms, consent


def _simulated(
    results: Results, setting: Setting, run: int, month_index: int
) -> tuple[World, phases.Workspace]:
    """Simulate a history up to the moment in a month when states appraise.

    Return the world and what they see of it.
    """
    start = prepared(results.scenario).world()
    workspace = phases.blank_workspace(len(results.codes))
    advance(start, setting, workspace, (results.seed, run), range(month_index))
    phases.shocks(start, setting, month_index)
    p = setting.period[month_index]
    phases.look(start, setting, p, workspace.sight, workspace.rows.thirds)
    return start, workspace


def shocks_in_force(scenario: Scenario, month: int, state: str, partner: str) -> tuple[Shock, ...]:
    """Return the shocks that bear on either of two states in a month, the latest first.

    A changed number is in force as long as the scenario says; a jump of stance, trust or support
    for half a year.
    """
    results = []
    for shock in scenario.shocks:
        for effect in shock.effects:
            path = NumberPath.of(effect.path)
            lasts = effect.months or (_JUMP_LASTS if path.moves_on else scenario.months)
            tie = path.table == "ties" and set(path.owner) == {state, partner}
            own = path.table == "states" and path.owner[0] in (state, partner)
            if (tie or own) and shock.month <= month < shock.month + lasts:
                results.append(shock)
                break
    return tuple(reversed(results))


def telling_moment(results: Results) -> tuple[int, int, str, str]:
    """Return the deal that best shows a turn: (run, month, state, partner).

    The state is the first of the scenario; the partner the one whose share of its support grows
    most over the period; the history the one whose growth is nearest the median; the month that of
    the approach accepted nearest to when the share grows fastest, or of any move between them where
    none was accepted.
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
