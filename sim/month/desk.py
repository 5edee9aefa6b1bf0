"""Room to work in during a month: what everybody sees, decides and changes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..schema import HOLD, TERMS
from ..world import MOVES, NEEDS, NO_ANSWER


class Sight(NamedTuple):
    """What everybody sees at the start of a month."""

    given: np.ndarray  # (n, n) support that k gives to i, all needs together
    received: np.ndarray  # (n, need) support that i receives, by need
    total: np.ndarray  # (n,) support that i receives
    squares: np.ndarray  # (n,) sum of squares of what its suppliers give
    rivalry: np.ndarray  # (n, n) j's support from others than i, weighted by i's distrust of them
    company: np.ndarray  # (n, n) how far i's friends are friends of j, weighted by power


class Decisions(NamedTuple):
    """What each state thinks and does toward each other."""

    terms: np.ndarray  # (n, n, move, term) the six terms; benefits of deals weighted by trust, cost negative
    values: np.ndarray  # (n, n, move) their sum
    choices: np.ndarray  # (n, n) move chosen, or HOLD
    answers: np.ndarray  # (n, n) 1 accepted, 0 rebuffed, NO_ANSWER where there was no approach


class Changes(NamedTuple):
    """What a month's moves add up to before they take effect."""

    stance: np.ndarray  # (n, n) sum of warmings and chillings
    left: np.ndarray  # (n, n, need) share of unused capacity left unused
    kept: np.ndarray  # (n, n, need) share of support not withdrawn


class Desk(NamedTuple):
    """Room to work in, made once and used for every month."""

    sight: Sight
    decisions: Decisions
    changes: Changes


def desk(n: int) -> Desk:
    """Make room for `n` states."""
    pair = (n, n)
    return Desk(
        Sight(np.zeros(pair), np.zeros((n, NEEDS)), np.zeros(n), np.zeros(n), np.zeros(pair), np.zeros(pair)),
        Decisions(
            np.zeros((*pair, MOVES, len(TERMS))),
            np.zeros((*pair, MOVES)),
            np.full(pair, HOLD, dtype=np.int64),
            np.full(pair, NO_ANSWER, dtype=np.int64),
        ),
        Changes(np.zeros(pair), np.ones((*pair, NEEDS)), np.ones((*pair, NEEDS))),
    )
