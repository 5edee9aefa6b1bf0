"""Listing: every lane in which something is asked or done, in its order."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.arrays import DEALS, MOVES
from sim.model.month import blank_workspace, list_moves


@pytest.mark.parametrize(("n", "lanes"), [(2, 1), (3, 9), (6, 128)])
def test_deals_that_are_asked_for_and_acts_are_listed_by_lane(n, lanes):
    decisions = blank_workspace(n, lanes).decisions
    decisions.choices[:] = np.random.default_rng(n).integers(-1, MOVES, (n, n, lanes))
    list_moves(decisions)
    for i in range(n):
        for j in range(n):
            deals, acts = decisions.counts[:, i, j]
            choices = decisions.choices[i, j]
            asking = ((choices >= 0) & (choices < DEALS)).nonzero()[0] if i != j else []
            acting = (choices >= DEALS).nonzero()[0] if i != j else []
            assert list(decisions.asking[i, j, :deals]) == list(asking)
            assert list(decisions.acting[i, j, :acts]) == list(acting)
