"""Choose and respond: one move toward each partner by logit, one answer to each approach."""

from __future__ import annotations

import numpy as np

from sim.model import rules
from sim.model.arrays import DEALS, MOVES, NO_ANSWER, Setting
from sim.model.compiled import inlined
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
    lanes = values.shape[1]
    hold, best = odds[MOVES], odds[MOVES + 1]
    for h in range(lanes):
        most = 0.0
        for m in range(MOVES):
            most = max(most, values[m, h])
        best[h] = most
    for m in range(MOVES):
        for h in range(lanes):
            odds[m, h] = precision * (values[m, h] - best[h])
    for h in range(lanes):
        hold[h] = -precision * best[h]
    rules.exponentials(odds[: MOVES + 1].reshape((MOVES + 1) * lanes), parts)
    total = best  # from here on
    for h in range(lanes):
        together = 0.0
        for m in range(MOVES):
            together += odds[m, h]
        total[h] = together + hold[h]


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
    weigh(values, precision, odds, parts)
    total = odds[MOVES + 1]
    for h in range(values.shape[1]):
        wanted, reached, passed = chance[h] * total[h], 0.0, 0
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
def answer_all(setting: Setting, p: int, decisions: Decisions, chance: Chance, j: int) -> None:
    """Let state j answer every approach made to it that the scenario has not answered already.

    Parameters
    ----------
    setting : Setting
        The numbers of the scenario.
    p : int
        The period that the month belongs to.
    decisions : Decisions
        Answers are written to.
    chance : Chance
        Of this month.
    j : int
        Position of the state that answers.
    """
    choices, answers, asked = decisions.choices, decisions.answers, decisions.listed[0]
    benefit, cost, likely = decisions.odds[0], decisions.odds[1], decisions.odds[2]
    share, precision = setting.dynamics.consent_cost[p], setting.states.precision[p, j]
    for i in range(choices.shape[0]):
        if i != j:
            count = _asked(decisions, i, j)
            for t in range(count):
                m = choices[i, j, asked[t]]
                benefit[t] = decisions.benefits[j, i, m, asked[t]]
                cost[t] = costs(setting, p, j, i, m)
            for t in range(count):
                likely[t] = rules.consent(precision, benefit[t], cost[t], share)
            for t in range(count):
                h = asked[t]
                answers[i, j, h] = 1 if chance.answer[i, j, h] < likely[t] else 0


@inlined
def _asked(decisions: Decisions, i: int, j: int) -> int:
    """List the lanes in which i waits for an answer from j; return how many.

    A list is quicker than a question in each lane, whose answer the processor cannot foresee.
    """
    choices, answers, asked = decisions.choices, decisions.answers, decisions.listed[0]
    count = 0
    for h in range(choices.shape[2]):
        m = choices[i, j, h]
        asked[count] = h
        count += (m != HOLD) & (m < DEALS) & (answers[i, j, h] == NO_ANSWER)
    return count
