"""Room to work in during a month."""

from __future__ import annotations

import pytest

from sim.model.month import blank_workspace


def arrays(whole):
    """Give all arrays in named tuples of named tuples."""
    for part in whole:
        if isinstance(part, tuple):
            yield from arrays(part)
        else:
            yield part


@pytest.mark.parametrize(("n", "lanes"), [(2, 1), (6, 128), (25, 3)])
def test_every_array_begins_where_a_line_of_the_caches_does(n, lanes):
    assert {array.ctypes.data % 64 for array in arrays(blank_workspace(n, lanes))} == {0}
