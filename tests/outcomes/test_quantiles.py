"""Quantiles are numpy's, to the bit."""

from __future__ import annotations

import numpy as np
import pytest

from sim.outcomes.quantiles import LEVELS, quantiles


@pytest.mark.parametrize("count", [1, 2, 3, 20, 21, 255, 1000])
def test_they_are_those_of_numpy_along_any_axis(count):
    draw = np.random.default_rng(count)
    for shape, axis in (((count,), 0), ((count, 4), 0), ((3, count), -1), ((2, count, 3), 1)):
        normal = draw.normal(size=shape)
        for values in (normal, np.round(normal, 1), normal > 0, (9 * normal).astype(np.int16)):
            expected = np.quantile(values.astype(float), LEVELS, axis=axis)
            assert np.array_equal(quantiles(values, axis), expected)


def test_what_is_given_stays_in_its_order():
    values = np.array([3.0, 1.0, 2.0])
    quantiles(values)
    assert values.tolist() == [3.0, 1.0, 2.0]


def test_a_number_that_is_none_makes_its_row_none():
    found = quantiles(np.array([[1.0, np.nan], [1.0, 2.0]]), axis=1)
    assert np.isnan(found[:, 0]).all() and not np.isnan(found[:, 1]).any()
