"""Measured: compiled, measures are those of ``model.measures``, in any world."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.errors import InvalidInput
from sim.model import measures
from sim.outcomes.results import Results, needs_as_bits
from sim.schema import NEEDS


@pytest.fixture(scope="module")
def some(article):
    """Forty histories."""
    return sim.run(article, histories=40)


def drawn_world(results: Results, drawn: int) -> Results:
    """Return results with support in twentieths and warmth in quarters, where thresholds lie."""
    draws, record = np.random.default_rng(drawn), results._record
    felt = draws.integers(-4, 5, record.stances.shape) / 4
    given = draws.integers(0, 1 + drawn % 5, record.supports.shape) / 20
    if len(results.codes) > 7:  # of so many the order of sums decides a tie
        given *= draws.random(given.shape)
    given *= draws.random(given.shape) < draws.random()  # from many suppliers to hardly any
    made = record._replace(stances=felt, supports=given)
    return Results(results.scenario, 1, results.runs, made, results.start)


@pytest.mark.parametrize("drawn", range(25))
@pytest.mark.parametrize("name", ["two states", "one month", "many states", None])
def test_measures_are_those_of_the_model_in_any_drawn_world(shapes, some, name, drawn):
    world = drawn_world(shapes[name] if name else some, drawn)
    for k, code in enumerate(world.codes):
        given = world.supports[:, :, :, k].sum(axis=-1)
        assert np.allclose(world.received(code), given.sum(axis=-1), rtol=1e-13, atol=0)
        assert np.allclose(world.hedging(code), measures.hedging(given), rtol=0, atol=1e-13)
        assert np.array_equal(world.postures(code), measures.posture(given, world.stances))
        shares = measures.dependence(given)
        for j, other in enumerate(world.codes):
            there = world.dependence(code, other)
            assert np.allclose(there, shares[:, :, j], rtol=0, atol=1e-13)
            assert np.array_equal(world.support(other, code), given[:, :, j])
            tilted = measures.tilt(given[:, :, j], given[:, :, 0])
            assert np.array_equal(world.tilt(code, other, world.codes[0]), tilted)


@pytest.mark.parametrize("needs", [*NEEDS, NEEDS[:2], list(NEEDS[1:]), NEEDS[::-1], None])
def test_needs_are_added_whichever_are_asked_for(some, needs):
    asked = NEEDS if needs is None else [needs] if isinstance(needs, str) else needs
    given = sum(some.supports[..., NEEDS.index(need)] for need in NEEDS if need in asked)
    for k, code in enumerate(some.codes):
        hedging = measures.hedging(given[:, :, :, k])
        assert np.allclose(some.hedging(code, needs), hedging, rtol=0, atol=1e-13)
        assert np.array_equal(some.support("CHN", code, needs), given[:, :, 2, k])


def test_of_no_need_there_is_no_support(some):
    assert not some.received("DPRK", []).any() and not some.hedging("DPRK", ()).any()
    assert not some.tilt("DPRK", "CHN", "RUS", []).any()


def test_an_unknown_need_is_named(some):
    with pytest.raises(InvalidInput, match="unknown need 'oil': choose from economy, security"):
        some.tilt("DPRK", "CHN", "RUS", "oil")
    assert needs_as_bits(("economy", "economy")) == needs_as_bits("economy")


def test_histories_that_are_picked_one_by_one_have_the_same_measures(some):
    odd = np.arange(40) % 3 == 1
    for where in (odd, odd.nonzero()[0], np.array([7]), np.arange(40) == 11):
        picked = some.only(where)
        assert np.array_equal(picked.hedging("DPRK"), some.hedging("DPRK")[where])
        assert np.array_equal(picked.postures("ROK"), some.postures("ROK")[where])
    assert some.only(np.zeros(40, dtype=bool)).tilt("DPRK", "CHN", "RUS").shape == (0, 36)


def test_some_months_have_the_same_measures(some):
    for months in (slice(3, 9), [0, 35, 7]):
        part = some.at(months)
        assert np.array_equal(part.hedging("DPRK"), some.hedging("DPRK")[:, months])
        assert np.array_equal(part.postures("DPRK"), some.postures("DPRK")[:, months])
    assert some.at([]).postures("DPRK").shape == (40, 0)
