"""Choose and respond: one move toward each partner by logit, one answer to each approach."""

from __future__ import annotations

import numpy as np

from .. import rules
from ..compiled import compiled
from ..luck import luck
from ..schema import HOLD
from ..world import DEALS, MOVES, NO_ANSWER, Setting, World
from .appraise import deal_terms
from .desk import Decisions, Desk, Sight


@compiled
def probabilities(values: np.ndarray, precision: float, result: np.ndarray) -> None:
    """Fill `result` with the logit probabilities of each move; what is missing to one is holding (worth 0)."""
    best = 0.0
    for m in range(values.size):
        best = max(best, values[m])
    total = rules.exponential(-precision * best)
    for m in range(values.size):
        result[m] = rules.exponential(precision * (values[m] - best))
        total += result[m]
    for m in range(values.size):
        result[m] = result[m] / total


@compiled
def choose(values: np.ndarray, precision: float, chance: float, odds: np.ndarray) -> int:
    """Return the move that a uniform `chance` in (0, 1) picks by logit, or HOLD; `odds` is room to work in."""
    probabilities(values, precision, odds)
    reached = 0.0
    for m in range(values.size):
        reached += odds[m]
        if chance < reached:
            return m
    return HOLD


@compiled
def respond(world: World, setting: Setting, p: int, sight: Sight, j: int, i: int, m: int, chance: float) -> int:
    """Return partner j's answer to i's approach: 1 when a uniform `chance` falls below its consent, else 0."""
    found = deal_terms(world, setting, p, sight, j, i, m)
    benefit = found[0] + found[1] + found[2] + found[3] + found[4]
    share = setting.dynamics.consent_cost[p]
    return 1 if chance < rules.consent(setting.states.precision[p, j], benefit, found[5], share) else 0


@compiled
def decide(
    world: World, setting: Setting, p: int, now: Desk, i: int, month: int, seed: int, run: int, purpose: int
) -> None:
    """Let state i choose toward every partner, after what it has appraised."""
    states, decisions = setting.states, now.decisions
    odds = np.empty(MOVES)
    for j in range(world.stance.shape[0]):
        if i != j:
            chance, _, _ = luck(seed, run, month, states.ccode[i], states.ccode[j], purpose)
            decisions.choices[i, j] = choose(decisions.values[i, j], states.precision[p, i], chance, odds)


@compiled
def follow_script(setting: Setting, month: int, decisions: Decisions) -> None:
    """Put the moves and answers that the scenario prescribes for this month before what states chose themselves."""
    script = setting.script
    decisions.answers[:] = NO_ANSWER
    for row in range(script.month.size):
        if script.month[row] == month:
            decisions.choices[script.source[row], script.target[row]] = script.move[row]
            decisions.answers[script.source[row], script.target[row]] = script.answer[row]


@compiled
def answer_all(
    world: World, setting: Setting, p: int, now: Desk, j: int, month: int, seed: int, run: int, purpose: int
) -> None:
    """Let state j answer every approach made to it that the scenario has not answered already."""
    choices, answers, ccode = now.decisions.choices, now.decisions.answers, setting.states.ccode
    for i in range(world.stance.shape[0]):
        m = choices[i, j]
        if i != j and m != HOLD and m < DEALS and answers[i, j] == NO_ANSWER:
            _, chance, _ = luck(seed, run, month, ccode[i], ccode[j], purpose)
            answers[i, j] = respond(world, setting, p, now.sight, j, i, m, chance)
