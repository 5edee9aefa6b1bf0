"""The score of a game: what a player reached beside the rules' own play."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from sim.ensemble.base import without_shocks
from sim.ensemble.run import one_history
from sim.outcomes.results import Results
from sim.scenario import Question

from .absent import Within
from .among import Many, many_of
from .game import Game
from .player import ADVICE, HOLD, RULES, Decider, Follower
from .standing import measures

EVERY_MONTH = slice(None)
Others = Callable[[], Mapping[str, Decider]]
Measures = Mapping[str, np.ndarray]


class Placed(NamedTuple):
    """What the player reached by a measure, and what others reach.

    On the same random draws: the rules, a state that takes the likeliest advice every month and one
    that only answers. Then the median of the rules' histories, and the percentage of them that are
    lower than the player's (half of those equal).
    """

    measure: str
    value: float
    rules: float
    advice: float
    holding: float
    median: float
    percentile: float


class Answered(NamedTuple):
    """A question of the scenario: the answer of the game, and of the rules on the same draws.

    `share` is the share of the rules' histories that say yes, `base` that without any shock (None
    where there is none to leave out).
    """

    question: Question
    yes: bool
    rules: bool
    share: float
    base: float | None = None


class Score(NamedTuple):
    """A game among histories of the rules' own play on the same seed."""

    state: str
    histories: int
    placed: list[Placed]
    answered: list[Answered]
    months: str = "the months"


def score(
    results: Results,
    state: str,
    histories: int = 1000,
    others: Others = dict,
    months: slice = EVERY_MONTH,
    many: Many | None = None,
) -> Score:
    """Place a finished game.

    Parameters
    ----------
    results : Results
        Of one whole history, from ``Game.results``.
    state : str
        Whom the player played.
    histories : int
        How many of the rules' own histories to place it among.
    others : callable
        Returns anew who decides for the other states that were played; in the rivals' games they
        decide as they did. By default there are none.
    months : slice
        Those that were played: the measures are means of them, and the rivals differ from the rules
        in them; questions are asked of all.
    many : Many, optional
        Those histories, from ``many_of``, where several states are placed among the same.
    """
    scenario = results.scenario
    many = many or many_of(scenario, [state], histories, results.seed, months)
    there = scenario.month_labels[months]

    def rival(word: str, until: int) -> Results:
        """Return the history in which a word decides, on the same random draws."""
        deciders = {**others(), state: Within(Follower(word), there)}
        if word == RULES and len(deciders) == 1:
            return one_history(scenario, int(results.runs[0]), results.seed)
        game = Game(scenario, list(deciders), deciders, results.seed, int(results.runs[0]))
        return game.run(until)

    ruled = rival(RULES, scenario.months)  # to the end, as questions are asked of it
    end = months.indices(scenario.months)[1]
    parts = [one.at(months) for one in (results, ruled, rival(ADVICE, end), rival(HOLD, end))]
    own, *rivals = (measures(part, state) for part in parts)
    answered = _answered(results, ruled, many)
    span = f"{there[0]} to {there[-1]}" if len(there) < scenario.months else "the months"
    placed = _placed(own, many.measures[state], *rivals)
    return Score(state, many.histories, placed, answered, span)


def _placed(own: Measures, many: Measures, *rivals: Measures) -> list[Placed]:
    """Return each measure of a game beside the rivals' and those of many histories."""
    placed = []
    for name, values in many.items():
        value = own[name][0]
        # rounded, as sums round off in any order
        lower = 100.0 * np.mean(0.5 + 0.5 * np.sign(np.round(value - values, 12)))
        ruled, advised, held = (float(rival[name][0]) for rival in rivals)
        middle = float(np.median(values))
        placed.append(Placed(name, float(value), ruled, advised, held, middle, float(lower)))
    return placed


def _answered(results: Results, rules: Results, many: Many) -> list[Answered]:
    """Return the answers to the scenario's questions: of a game, the rules, many histories."""
    scenario = results.scenario
    base = without_shocks(scenario, many.histories, results.seed)
    yours, theirs = results.questions(), rules.questions()
    return [
        Answered(
            q,
            bool(yours[q.id][0]),
            bool(theirs[q.id][0]),
            float(many.answers[q.id].mean()),
            base.shares.get(q.id),
        )
        for q in scenario.questions
    ]
