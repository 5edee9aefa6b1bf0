"""What the page's server keeps: parts of ensembles, which stay within their room."""

from __future__ import annotations

import numpy as np
import pytest

from sim.app.answers import memory as module
from sim.app.answers.memory import Memory
from sim.ensemble import monthly
from sim.ensemble.monthly import run_monthly


@pytest.fixture
def world(world_of):
    """Two states, two months."""
    return world_of("[states.A]\n[states.B]\n", months=2)


@pytest.fixture
def computed(monkeypatch):
    """The first history of every part that is computed."""
    firsts, part_of = [], monthly.part_of
    monkeypatch.setattr(monthly, "LANES", 16)
    monkeypatch.setattr(
        monthly, "part_of", lambda asked, first, n: firsts.append(first) or part_of(asked, first, n)
    )
    return firsts


def held(memory: Memory) -> int:
    """Return how many bytes of parts are kept."""
    held = sum(module._size(part) for part, _ in memory._parts._all.values())
    assert held == memory._parts._held  # as it is counted
    return held


def test_histories_that_were_run_for_few_are_not_run_again_for_more(world, computed):
    memory = Memory()
    run_monthly([world], 32, known=memory)
    (more,) = run_monthly([world], 72, known=memory)
    assert sorted(computed) == [0, 16, 32, 48, 64]
    (anew,) = run_monthly([world], 72)
    for name, column in anew.outcomes.columns.items():
        assert np.array_equal(column, more.outcomes.columns[name], equal_nan=True), name


def test_parts_of_another_seed_or_another_length_are_other_parts(world, computed):
    memory = Memory()
    for histories, seed in ((32, 1), (32, 2), (24, 1)):
        run_monthly([world], histories, seed, known=memory)
    assert sorted(computed) == [0, 0, 16, 16, 16]


def test_however_many_ensembles_are_asked_for_their_parts_stay_within_their_room(
    world, computed, monkeypatch
):
    run_monthly([world], 32, known=(memory := Memory()))
    room = held(memory)  # of two parts
    monkeypatch.setattr(module, "_PARTS", 3 * room)
    memory = Memory()
    for seed in range(2, 12):
        run_monthly([world], 32, seed, known=memory)
        assert held(memory) <= 3 * room
    assert len(memory._parts._all) == 6
    computed.clear()
    run_monthly([world], 32, 11, known=memory)  # the last ones are still there, the first not
    assert not computed
    run_monthly([world], 32, 1, known=memory)
    assert sorted(computed) == [0, 16]


def test_histories_beyond_those_at_rest_are_not_kept(world, computed, monkeypatch):
    monkeypatch.setattr(module, "_FIRST", 40)
    run_monthly([world], 96, known=(memory := Memory()))
    assert sorted(key[-2] for key in memory._parts._all) == [0, 16, 32]
