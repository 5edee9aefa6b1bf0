"""Histories side by side: the room that they are filled in."""

from __future__ import annotations

import numba
import numpy as np
import pytest

from sim.model import history
from sim.model.history import blank_record, simulate
from sim.model.prepared import prepared
from sim.scenario import load

SIZES = (1, 3, history.LANES, history.LANES + 1)


def filled(histories: int, trusts: bool):
    """Return a record of the first histories of the article, with trusts or without."""
    scenario = load("article")
    record = blank_record(histories, scenario.months, len(scenario.codes), trusts=trusts)
    failed = simulate(prepared(scenario), 1, np.arange(histories, dtype=np.int64), record)
    assert not failed.any()
    return record


@pytest.mark.parametrize("trusts", [True, False])
@pytest.mark.parametrize("histories", SIZES)
def test_a_history_is_the_same_in_any_company_and_whether_trusts_are_kept(histories, trusts):
    alone, among = filled(1, True), filled(histories, trusts)
    for name in ("stances", "trusts", "supports", "choices", "answers"):
        one, all_of_them = getattr(alone, name), getattr(among, name)
        if name == "trusts" and not trusts:
            assert all_of_them.size == 0
        else:
            assert np.array_equal(all_of_them[..., 0], one[..., 0])


@pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="nothing is compiled")
def test_the_months_are_compiled_once_for_one_history_for_many_and_without_trusts():
    for histories in SIZES:
        for trusts in (True, False):
            filled(histories, trusts)
    assert len(history._simulate_lanes.signatures) == 1


@pytest.mark.parametrize("histories", SIZES)
def test_every_number_of_a_record_is_written_whatever_its_room_held_before(histories):
    scenario = load("article")
    record = blank_record(histories, scenario.months, len(scenario.codes))
    for array in record:
        array.fill(np.nan if array.dtype == float else 99)
    simulate(prepared(scenario), 1, np.arange(histories, dtype=np.int64), record)
    assert all(np.isfinite(array).all() and (array != 99).all() for array in record)


def poison(whole):
    """Fill all numbers with what no history may be made of."""
    for part in whole:
        if isinstance(part, tuple):
            poison(part)
        elif part.dtype == np.float64:
            part.fill(np.nan)
        elif part.dtype != np.int8:  # choices and answers: nobody deals with itself
            part.fill(1)


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="takes minutes in plain Python")
@pytest.mark.parametrize("name", ["article", "cold-war", "world-2013"])
def test_nothing_is_left_of_what_was_simulated_in_the_same_room_before(name):
    ready, runs = prepared(load(name)), np.arange(9)
    n = ready.start.stance.shape[0]
    once, again = (blank_record(9, ready.setting.period.size, n) for _ in range(2))
    assert not simulate(ready, 1, runs, once).any()
    assert history._FREE[-1][0].stance.shape == (n, n, 9)
    poison(history._FREE[-1])
    assert not simulate(ready, 1, runs, again).any()
    for one, other in zip(once, again, strict=True):
        assert np.array_equal(one, other)
