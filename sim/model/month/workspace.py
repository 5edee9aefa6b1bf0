"""Room to work in during a month: what everybody sees, decides and changes.

The last axis of every array is the *lane*: histories are simulated side by side, so that one
instruction serves several of them. The Mesa model has one lane.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.model.arrays import DEALS, MOVES, NEEDS, NO_ANSWER
from sim.schema import HOLD

# Exponentials taken at a time: by timing 128 to 2,000, enough to make the cost of beginning small,
# few enough for the processor's nearest cache.
_AT_A_TIME = 512


class Sight(NamedTuple):
    """What everybody sees at the start of a month."""

    given: np.ndarray  # (n, n, lane) support that k gives to i, all needs together
    received: np.ndarray  # (n, need, lane) support that i receives, by need
    total: np.ndarray  # (n, lane) support that i receives
    squares: np.ndarray  # (n, lane) sum of squares of what its suppliers give, weighted by dislike
    concentration: np.ndarray  # (n, lane) of i's support, weighted by dislike
    share: np.ndarray  # (n, n, lane) i's share of j's support
    # (n, n, lane) what j receives from others than i, weighted by i's distrust of them
    rivalry: np.ndarray
    company: np.ndarray  # (n, n, lane) how far i's friends are friends of j, weighted by power


class Chance(NamedTuple):
    """The random draws of a month, each (n, n, lane): see ``draws.random_draws``."""

    choice: np.ndarray
    answer: np.ndarray
    accident: np.ndarray


class Decisions(NamedTuple):
    """What states think and do."""

    # (n, move, lane) what each move toward each partner is worth to the state that appraises
    values: np.ndarray
    # (n, n, deal, lane) what each deal would bring each state, if the partner accepts
    benefits: np.ndarray
    odds: np.ndarray  # (move + 2, lane) logit weights of the moves and of hold, and their sum
    parts: np.ndarray  # (2, number) what exponentials are made of, some at a time
    choices: np.ndarray  # (n, n, lane) move chosen, or HOLD
    # (n, n, lane) 1 accepted, 0 rebuffed, NO_ANSWER where there was no approach
    answers: np.ndarray
    listed: np.ndarray  # (2, lane) lanes in which something happens, and others
    # (lane,) sum of all that came up: not finite once anything in the history was not
    alarm: np.ndarray


class Changes(NamedTuple):
    """What a month's moves add up to before they take effect."""

    warmed: np.ndarray  # (n, n, lane) sum of warmings
    chilled: np.ndarray  # (n, n, lane) sum of chillings
    brought: np.ndarray  # (n, n, need, lane) share of unused capacity that i's own deal opens
    cut: np.ndarray  # (n, n, need, lane) share of its support that i's act withdraws


class Workspace(NamedTuple):
    """All of it, made once and used for every month."""

    sight: Sight
    chance: Chance
    decisions: Decisions
    changes: Changes


def blank_workspace(n: int, lanes: int = 1) -> Workspace:
    """Make room for `n` states in so many histories side by side.

    Parameters
    ----------
    n : int
        Number of states.
    lanes : int
        Histories side by side.
    """
    pair, needs = (n, n, lanes), (n, n, NEEDS, lanes)
    alone = (n, lanes)
    return Workspace(
        Sight(
            given=np.zeros(pair),
            received=np.zeros((n, NEEDS, lanes)),
            total=np.zeros(alone),
            squares=np.zeros(alone),
            concentration=np.zeros(alone),
            share=np.zeros(pair),
            rivalry=np.zeros(pair),
            company=np.zeros(pair),
        ),
        Chance(*np.zeros((3, *pair))),
        Decisions(
            values=np.zeros((n, MOVES, lanes)),
            benefits=np.zeros((n, n, DEALS, lanes)),
            odds=np.zeros((MOVES + 2, lanes)),
            parts=np.zeros((2, _AT_A_TIME)),
            choices=np.full(pair, HOLD, dtype=np.int8),
            answers=np.full(pair, NO_ANSWER, dtype=np.int8),
            listed=np.zeros((2, lanes), dtype=np.int64),
            alarm=np.zeros(lanes),
        ),
        Changes(np.zeros(pair), np.zeros(pair), np.zeros(needs), np.zeros(needs)),
    )
