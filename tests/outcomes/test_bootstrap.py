"""Resampling: intervals of means that hold what they say."""

from __future__ import annotations

import numpy as np

from sim.model.draws import random_draws
from sim.outcomes.bootstrap import mean_interval, picks


def drawn(count: int, seed: int) -> np.ndarray:
    """Return so many numbers between 0 and 1."""
    return np.array([random_draws(seed, k, 0, 0, 0, 9)[0] for k in range(count)])


def test_the_interval_is_that_of_theory_for_many_numbers():
    values = drawn(4000, 1)
    low, high = mean_interval(values[:, None])
    error = values.std() / np.sqrt(len(values))
    np.testing.assert_allclose(
        [low[0], high[0]], values.mean() + np.array([-1.96, 1.96]) * error, atol=0.3 * error
    )


def test_the_interval_holds_the_truth_about_nineteen_times_in_twenty():
    held = 0
    for k in range(200):
        low, high = mean_interval(drawn(60, 100 + k)[:, None], seed=k)
        held += low[0] <= 0.5 <= high[0]
    assert 180 <= held <= 199


def test_very_many_histories_are_averaged_first_and_give_the_same_interval():
    values = np.tile(drawn(1000, 3), 30)
    low, high = mean_interval(values[:, None])
    error = values.std() / np.sqrt(len(values))
    assert low[0] < values.mean() < high[0]
    assert 2 * 1.5 * error < high[0] - low[0] < 2 * 2.4 * error


def test_constants_have_no_width_and_the_same_seed_gives_the_same_bits():
    values = np.column_stack([np.full(50, 0.25), drawn(50, 4)])
    first, second = mean_interval(values, 7), mean_interval(values, 7)
    assert first[0][0] == first[1][0] == 0.25
    assert np.array_equal(first, second) and not np.array_equal(first, mean_interval(values, 8))
    assert mean_interval(values[:1])[0][1] == values[0, 1]


def test_samples_are_those_of_the_picks_and_one_column_does_not_move_another():
    values = np.column_stack([drawn(40, 4), drawn(40, 5)])
    means = np.array([values[row, 0].sum() / 40 for row in picks(40, 3)])
    low, high = mean_interval(values, 3)
    assert np.allclose([low[0], high[0]], np.quantile(means, (0.025, 0.975)), rtol=1e-12)
    assert np.array_equal(mean_interval(values[:, :1], 3)[0], low[:1])
