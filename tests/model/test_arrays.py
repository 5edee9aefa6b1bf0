"""Arrays: rows that begin where a line of the caches begins."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.model.arrays import aligned
from sim.model.history import blank_record
from sim.model.month import blank_workspace
from sim.model.prepared import prepared


@pytest.mark.parametrize("shape", [(3,), (6, 6, 128), (2, 0, 5), ()])
@pytest.mark.parametrize(("value", "dtype"), [(0, np.float64), (-1, np.int8), (2.5, np.float64)])
def test_an_aligned_array_is_as_any_other(shape, value, dtype):
    array = aligned(shape, value, dtype)
    assert array.shape == shape and array.dtype == dtype and (array == value).all()
    assert array.flags.c_contiguous and array.flags.writeable


def arrays_in(whole):
    """Yield all arrays in named tuples of arrays and of such tuples."""
    for part in whole:
        yield from arrays_in(part) if isinstance(part, tuple) else [part]


def test_what_a_month_works_in_begins_where_lines_begin():
    world = prepared(sim.load("article")).world(128)
    for array in arrays_in((blank_workspace(6, 128), world, blank_record(256, 3, 6))):
        if array.ndim > 1 and array.dtype != np.int64:
            assert array.ctypes.data % 64 == 0
            assert array.strides[-2] % 64 == 0
