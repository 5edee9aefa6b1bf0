"""Moves that are done to the degree that they are likely: the rules of drawn months, no others."""

from __future__ import annotations

import numba
import numpy as np

import sim
from sim.model.arrays import DEALS, MOVES, World
from sim.model.layout import settings
from sim.model.month import blank_workspace, list_moves, probabilities, settle, take_likely, weigh


def test_probabilities_are_the_weights_of_a_drawn_choice_over_their_sum():
    values, odds = np.random.default_rng(4).normal(size=(MOVES, 2)), np.zeros((MOVES + 2, 2))
    likely, row, parts = np.zeros((MOVES, 2)), np.zeros((MOVES + 1) * 2), np.zeros((2, 5))
    for precision in (0.5, 8.0, 2000.0):
        weigh(values, precision, odds, parts)
        getattr(probabilities, "py_func", probabilities)(values, precision, row, likely)
        assert np.array_equal(likely, odds[:MOVES] / odds[MOVES + 1])


@numba.njit(error_model="numpy")
def done(world, setting, now, pair, likely):
    """Do the moves of one state toward another to the degree that they are likely."""
    take_likely(world, setting, 0, now, pair[0], pair[1], likely)


def test_a_move_that_is_certain_does_what_a_move_does_that_was_made():
    setting, random = settings(sim.load("article")), np.random.default_rng(7)
    n, i, j = 6, 1, 4
    start = World(random.uniform(-1, 1, (n, n, 2)), np.zeros((n, n, 2)), np.ones((n, n, 3, 2)))
    for m in range(MOVES):
        now, other, certain = blank_workspace(n, 2), blank_workspace(n, 2), np.zeros((MOVES, 2))
        now.sight.share[:] = random.uniform(0, 1, (n, n, 2))
        now.decisions.choices[i, j], certain[m] = m, 1.0
        now.decisions.answers[i, j] = 1 if m < DEALS else -1
        list_moves(now.decisions)
        settle(World(*(numbers.copy() for numbers in start)), setting, 0, now)
        other.sight.share[:] = now.sight.share
        done(start, setting, other, (i, j), certain)
        for here, there in zip(other.changes, now.changes, strict=True):
            assert np.array_equal(here, there)
        assert now.changes.warmed.any() or now.changes.chilled.any()
