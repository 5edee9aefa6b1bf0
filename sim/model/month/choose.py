"""Choose and respond: one move toward each partner by logit, one answer to each approach."""

from __future__ import annotations

import numpy as np

from sim.model import rules
from sim.model.arrays import MOVES, NO_ANSWER, Setting
from sim.model.compiled import apart, inlined, inner_inlined
from sim.model.draws import random_draws
from sim.schema import HOLD

from .appraise import likely_consent
from .stakes import costs
from .workspace import Chance, Decisions


@inlined
def draw(
    setting: Setting, chance: Chance, month: int, seed: int, runs: np.ndarray, purpose: int
) -> None:
    """Make the random draws of a month, for each history by its number in `runs`.

    Parameters
    ----------
    setting : Setting
        Gives the codes that key the draws.
    chance : Chance
        Written to.
    month : int
        Counted from the start of the scenario.
    seed : int
        Of the ensemble.
    runs : ndarray (lane,)
        Number of the history in each lane.
    purpose : int
        See ``draws``.
    """
    n, _, lanes = chance.choice.shape
    ccode = setting.states.ccode
    for i in range(n):
        for j in range(n):
            if i != j:
                for h in range(lanes):
                    choice, answer, accident = random_draws(
                        seed, runs[h], month, ccode[i], ccode[j], purpose
                    )
                    chance.choice[i, j, h] = choice
                    chance.answer[i, j, h] = answer
                    chance.accident[i, j, h] = accident


@inlined
def weigh(values: np.ndarray, precision: float, odds: np.ndarray, parts: np.ndarray) -> None:
    """Fill `odds` (move, lane) with the logit weights of the moves, hold next, and their sum last.

    Weights are relative to that of the best option, hold (worth 0) among them; the weight of hold
    alone would overflow where a move is worth much more.

    Parameters
    ----------
    values : ndarray (move, lane)
        What each move is worth; hold is worth 0.
    precision : float
        Of the state that chooses (1/value).
    odds : ndarray (move + 2, lane)
        Written to.
    parts : ndarray (2, number)
        Room to work in.
    """
    _weights(values, precision, odds, parts)
    total = odds[MOVES + 1]
    for h in range(values.shape[1]):
        total[h] = _sum(odds, h)


@inner_inlined
def _weights(values: np.ndarray, precision: float, odds: np.ndarray, parts: np.ndarray) -> None:
    """Fill `odds` as ``weigh`` does, but for their sum."""
    weighed = odds[: MOVES + 1]
    _compare(values, precision, weighed)
    rules.exponentials(weighed.reshape(weighed.size), parts)


@apart
def _compare(values: np.ndarray, precision: float, odds: np.ndarray) -> None:
    """Compare all moves and then hold with the best option, times the precision."""
    for h in range(values.shape[1]):
        best = 0.0
        for m in range(MOVES):
            best = max(best, values[m, h])
        for m in range(MOVES):
            odds[m, h] = precision * (values[m, h] - best)
        odds[MOVES, h] = -precision * best


@inner_inlined
def _sum(odds: np.ndarray, h: int) -> float:
    """Return the sum of the weights of all moves, then hold, in lane h."""
    together = 0.0
    for m in range(MOVES):
        together += odds[m, h]
    return together + odds[MOVES, h]


@inlined
def choose(
    values: np.ndarray,
    precision: float,
    chance: np.ndarray,
    odds: np.ndarray,
    parts: np.ndarray,
    choices: np.ndarray,
) -> None:
    """Pick a move, or HOLD, in every lane, by where `chance` falls among the logit weights.

    Parameters
    ----------
    values : ndarray (move, lane)
        What each move is worth.
    precision : float
        Of the state that chooses.
    chance, choices : ndarray (lane,)
        Uniform draws in (0, 1), and the result.
    odds, parts : ndarray
        Room to work in, see ``weigh``.
    """
    _weights(values, precision, odds, parts)
    _pick(odds, chance, choices)


@apart
def _pick(odds: np.ndarray, chance: np.ndarray, choices: np.ndarray) -> None:
    """Pick the option within whose weight `chance` falls, in every lane."""
    for h in range(chance.size):
        wanted, reached, passed = chance[h] * _sum(odds, h), 0.0, 0
        for m in range(MOVES):
            reached += odds[m, h]
            passed += 1 if wanted >= reached else 0
        choices[h] = passed if passed < MOVES else HOLD


@inlined
def decide(setting: Setting, p: int, decisions: Decisions, chance: Chance, i: int) -> None:
    """Let state i choose toward every partner, after what it has appraised.

    Parameters
    ----------
    setting : Setting
        Gives the precision.
    p : int
        The period that the month belongs to.
    decisions : Decisions
        Values of state i; its choices are written to.
    chance : Chance
        Of this month.
    i : int
        Position of the state that chooses.
    """
    precision = setting.states.precision[p, i]
    for j in range(decisions.choices.shape[0]):
        if i != j:
            choose(
                decisions.values[j],
                precision,
                chance.choice[i, j],
                decisions.odds,
                decisions.parts,
                decisions.choices[i, j],
            )


@inlined
def follow_script(setting: Setting, month: int, decisions: Decisions) -> None:
    """Replace what states chose by the moves and answers that the scenario prescribes.

    Parameters
    ----------
    setting : Setting
        With the script.
    month : int
        Counted from the start of the scenario.
    decisions : Decisions
        Choices and answers are written to.
    """
    script, choices, answers = setting.script, decisions.choices, decisions.answers
    n, _, lanes = choices.shape
    for i in range(n):
        for j in range(n):
            for h in range(lanes):
                answers[i, j, h] = NO_ANSWER
    for row in range(script.month.size):
        if script.month[row] == month:
            i, j = script.source[row], script.target[row]
            for h in range(lanes):
                choices[i, j, h] = script.move[row]
                answers[i, j, h] = script.answer[row]


@inlined
def respond(
    setting: Setting, p: int, decisions: Decisions, j: int, i: int, m: int, h: int, chance: float
) -> int:
    """Return j's answer to i's approach: 1 when a uniform `chance` is below its consent, else 0.

    Parameters
    ----------
    setting : Setting
        The numbers of the scenario.
    p : int
        The period that the month belongs to.
    decisions : Decisions
        With the benefits of deals.
    j, i : int
        Positions of the partner that answers and of the state that asks.
    m : int
        Position of the deal in ``schema.MOVES``.
    h : int
        The lane.
    chance : float
        Uniform in (0, 1).
    """
    return 1 if chance < likely_consent(setting, p, decisions.benefits, j, i, m, h) else 0


@inlined
def answer_all(setting: Setting, p: int, decisions: Decisions, chance: Chance, i: int) -> None:
    """Let all states answer state i's approaches, but for those that the scenario has answered.

    Parameters
    ----------
    setting : Setting
        The numbers of the scenario.
    p : int
        The period that the month belongs to.
    decisions : Decisions
        With its moves listed; answers are written to.
    chance : Chance
        Of this month.
    i : int
        Position of the state that asks.
    """
    choices, answers = decisions.choices, decisions.answers
    benefit, cost, likely = decisions.odds[0], decisions.odds[1], decisions.odds[2]
    share = setting.dynamics.consent_cost[p]
    for j in range(choices.shape[0]):
        if i != j:
            asking, count = decisions.asking[i, j], decisions.counts[0, i, j]
            precision = setting.states.precision[p, j]
            for t in range(count):
                m = choices[i, j, asking[t]]
                benefit[t] = decisions.benefits[i, j, m, asking[t]]
                cost[t] = costs(setting, p, j, i, m)
            for t in range(count):
                likely[t] = rules.consent(precision, benefit[t], cost[t], share)
            for t in range(count):
                h = asking[t]
                accepts = 1 if chance.answer[i, j, h] < likely[t] else 0
                answers[i, j, h] = accepts if answers[i, j, h] == NO_ANSWER else answers[i, j, h]
