"""Room to work in during a month: what everybody sees, decides and changes.

The last axis of every array is the *lane*: histories are simulated side by side, so that one
instruction serves several of them. The Mesa model has one lane.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.model.arrays import DEALS, MOVES, NEEDS, NO_ANSWER, aligned
from sim.schema import HOLD

from .rows import Rows, blank_rows

# Exponentials taken at a time: by timing 128 to 2,000, enough to make the cost of beginning small,
# few enough for the processor's nearest cache.
_AT_A_TIME = 512


class Sight(NamedTuple):
    """What everybody sees at the start of a month."""

    given: np.ndarray  # (n, n, lane) support that k gives to i, all needs together
    # (n, n, need, lane) what i could give to j and does not, see ``rules.unused``
    unused: np.ndarray
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
    # (n, n, deal, lane) what each deal that i may ask j for would bring j
    benefits: np.ndarray
    odds: np.ndarray  # (move + 2, lane) logit weights of the moves and of hold, and their sum
    parts: np.ndarray  # (2, number) what exponentials are made of, some at a time
    choices: np.ndarray  # (n, n, lane) move chosen, or HOLD
    # (n, n, lane) 1 accepted, 0 rebuffed, NO_ANSWER where there was no approach
    answers: np.ndarray
    # (n, n, lane) the lanes in which i asks j for a deal, and those in which it acts against it,
    # as many as ``counts`` (2, n, n) says; see ``listing``
    asking: np.ndarray
    acting: np.ndarray
    counts: np.ndarray
    listed: np.ndarray  # (lane,) room for lanes in which something happens
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
    rows: Rows


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
            given=aligned(pair),
            unused=aligned(needs),
            received=aligned((n, NEEDS, lanes)),
            total=aligned(alone),
            squares=aligned(alone),
            concentration=aligned(alone),
            share=aligned(pair),
            rivalry=aligned(pair),
            company=aligned(pair),
        ),
        Chance(*(aligned(pair) for _ in range(3))),
        Decisions(
            values=aligned((n, MOVES, lanes)),
            benefits=aligned((n, n, DEALS, lanes)),
            odds=aligned((MOVES + 2, lanes)),
            parts=aligned((2, _AT_A_TIME)),
            choices=aligned(pair, HOLD, np.int8),
            answers=aligned(pair, NO_ANSWER, np.int8),
            asking=aligned(pair, dtype=np.int32),
            acting=aligned(pair, dtype=np.int32),
            counts=aligned((2, n, n), dtype=np.int64),
            listed=aligned((lanes,), dtype=np.int32),
            alarm=aligned((lanes,)),
        ),
        Changes(aligned(pair), aligned(pair), aligned(needs), aligned(needs)),
        blank_rows(n),
    )
