"""Third states side by side, or histories side by side: the same bits."""

from __future__ import annotations

import importlib

import numba
import numpy as np
import pytest

import sim
from sim.model.arrays import DEALS, MOVES, NO_ANSWER, World
from sim.model.layout import settings
from sim.model.month import blank_workspace, list_moves
from sim.schema import HOLD

# the package hands on functions by the names of these modules
few = importlib.import_module("sim.model.month.settle")._settle_few
many = importlib.import_module("sim.model.month.settle_many").settle_many


@numba.njit(error_model="numpy")
def among_few(world, setting, now):
    """Note the month's moves with the histories side by side."""
    few(world, setting, 0, now)


@numba.njit(error_model="numpy")
def among_many(world, setting, now):
    """Note the month's moves with third states side by side."""
    many(world, setting, 0, now)


@pytest.fixture(scope="module")
def setting():
    """The numbers of the article; of the states nothing is asked here."""
    return settings(sim.load("article"))


def saying_bad_things(setting):
    """Let every other deal say something bad of the partner in public."""
    signal = setting.moves.signal.copy()
    signal[:, 0:DEALS:2] *= -1.0
    return setting._replace(moves=setting.moves._replace(signal=signal))


@pytest.mark.parametrize("busy", [0.3, 0.7, 1.0])
@pytest.mark.parametrize("says", ["good", "either"])
@pytest.mark.parametrize(("n", "lanes"), [(2, 9), (3, 4), (6, 3), (13, 2), (25, 5)])
def test_what_is_noted_does_not_depend_on_what_stands_side_by_side(setting, n, lanes, says, busy):
    setting = saying_bad_things(setting) if says == "either" else setting
    random, pair = np.random.default_rng(n), (n, n, lanes)
    world = World(random.uniform(-1, 1, pair), np.zeros(pair), np.ones((n, n, 3, lanes)))
    sides = blank_workspace(n, lanes), blank_workspace(n, lanes)
    choices = np.where(random.random(pair) >= busy, HOLD, random.integers(0, MOVES, pair))
    choices[np.arange(n), np.arange(n)] = HOLD
    asked = (choices != HOLD) & (choices < DEALS)
    answers = np.where(asked, random.integers(0, 2, pair), NO_ANSWER)
    share = random.uniform(0, 1, pair)
    for now in sides:
        now.decisions.choices[:], now.decisions.answers[:] = choices, answers
        now.sight.share[:] = share
        list_moves(now.decisions)
    among_few(world, setting, sides[0])
    among_many(world, setting, sides[1])
    apart = ~np.eye(n, dtype=bool)
    for one, other in zip(*(now.changes for now in sides), strict=True):
        assert np.array_equal(one[apart], other[apart])
    assert sides[1].changes.warmed[apart].any() and sides[1].changes.chilled[apart].any()
