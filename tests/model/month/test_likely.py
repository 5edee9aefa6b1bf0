"""Moves that are done to the degree that they are likely: the rules of drawn months, no others."""

from __future__ import annotations

import numpy as np

from sim.model.arrays import MOVES
from sim.model.month import probabilities, weigh


def test_probabilities_are_the_weights_of_a_drawn_choice_over_their_sum():
    values, odds = np.random.default_rng(4).normal(size=(MOVES, 2)), np.zeros((MOVES + 2, 2))
    likely, row = np.zeros((MOVES, 2)), np.zeros((MOVES + 1) * 2)
    for precision in (0.5, 8.0, 2000.0):
        weigh(values, precision, odds)
        getattr(probabilities, "py_func", probabilities)(values, precision, row, likely)
        assert np.array_equal(likely, odds[:MOVES] / odds[MOVES + 1])
