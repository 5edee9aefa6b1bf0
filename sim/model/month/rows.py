"""Rows: what concerns third states among many, laid out for one history after the other.

Elsewhere the histories lie side by side. Where every state looks at every third one and reacts to
what it does, the states must: the widest instructions then take eight of them at once.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.model.arrays import DEALS, LINE, MOVES, aligned

VECTOR = 8  # numbers that the widest instructions take: rows are filled up to a multiple of it

# Codes of what can happen to a state: nothing (0); a deal, or an act of its own (1 + the position
# of the move); a request of another that it turned down; an act of another against it (STRUCK + the
# position of the move).
REBUFFED = 1 + MOVES
STRUCK = REBUFFED + 1 - DEALS
_CODES = STRUCK + MOVES

# How all others see it: not at all; as an act; as a deal that says something bad of the partner in
# public; as one that does not.
UNSEEN, ACT, BAD_DEAL, GOOD_DEAL = range(4)


class Thirds(NamedTuple):
    """What third states mean to all who look at a partner; zeros beyond the last of them.

    Attributes
    ----------
    theirs, given : ndarray (third, partner)
        What the third state feels for each partner, and gives it; 0 where they are the same.
    rivalry, company : ndarray (state, partner)
        Sums over third states.
    """

    theirs: np.ndarray
    given: np.ndarray
    rivalry: np.ndarray
    company: np.ndarray


class Others(NamedTuple):
    """What all others feel for a state; of no account beyond the last of them.

    Attributes
    ----------
    stance : ndarray (state, other)
        How warmly each other regards the state.
    share : ndarray (state, other)
        Each other's share of what the state receives.
    warmed, chilled : ndarray (state, other)
        Sums of the month's warmings and chillings of each other toward the state.
    """

    stance: np.ndarray
    share: np.ndarray
    warmed: np.ndarray
    chilled: np.ndarray


class Events(NamedTuple):
    """What happens to each state in a month.

    Attributes
    ----------
    codes : ndarray (state, place)
        What happens to state i, by who moves: at places 0 to i - 1 by the others before it, then by
        itself toward each state in turn, then by the others after it; 2 n - 1 places count.
    places : ndarray (number,)
        Room to list the places at which anything happens.
    """

    codes: np.ndarray
    places: np.ndarray


class Effects(NamedTuple):
    """What follows from each thing that can happen: (code,).

    Attributes
    ----------
    change : ndarray
        What it adds to the partner's stance: a warming, or a chilling below zero.
    seen : ndarray
        How all others see it.
    signal : ndarray
        What it says to them in public.
    """

    change: np.ndarray
    seen: np.ndarray
    signal: np.ndarray


class Rows(NamedTuple):
    """All of it."""

    thirds: Thirds
    others: Others
    events: Events
    effects: Effects


def blank_rows(n: int) -> Rows:
    """Make room for what concerns third states among `n` states.

    Parameters
    ----------
    n : int
        Number of states.
    """
    wide = _filled_up(n, VECTOR)
    return Rows(
        Thirds(*(aligned((wide, wide)) for _ in Thirds._fields)),
        Others(*(aligned((n, wide)) for _ in Others._fields)),
        Events(
            codes=aligned((n, _filled_up(2 * n - 1, LINE)), dtype=np.uint8),
            places=aligned((2 * n,), dtype=np.int64),
        ),
        Effects(aligned((_CODES,)), aligned((_CODES,), dtype=np.uint8), aligned((_CODES,))),
    )


def _filled_up(places: int, size: int) -> int:
    """Return a number of places, raised to a multiple of a size."""
    return (places + size - 1) // size * size
