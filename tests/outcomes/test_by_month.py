"""By month: the same numbers as ``Results``, whole or in parts."""

from __future__ import annotations

from dataclasses import fields
from itertools import pairwise

import numpy as np
import pytest

import sim
from sim.outcomes.by_month import ByMonth, by_month, merged
from sim.outcomes.focus import focus
from sim.outcomes.results import Results


@pytest.fixture(scope="module")
def results(article):
    """A hundred histories."""
    return sim.run(article, histories=100)


@pytest.fixture(scope="module")
def months(results):
    """The same by month."""
    return by_month(results, focus(results), results.codes)


def test_courses_and_postures_are_those_of_the_results(results, months):
    about = focus(results)
    assert np.array_equal(months.tilt.T, results.tilt(*about))
    for k, code in enumerate(results.codes):
        assert np.array_equal(months.received[k].T, results.received(code).astype(np.float32))
        assert np.array_equal(months.hedging[k].T, results.hedging(code).astype(np.float32))
        labels = len(results.posture_labels(code))
        expected = [np.bincount(one, minlength=labels) for one in results.postures(code).T]
        assert np.array_equal(months.postures[k], expected)


def test_sums_are_those_of_the_results(results, months):
    given = results.supports.sum(axis=-1)
    assert np.allclose(months.supports, given.sum(axis=0), rtol=1e-12)
    assert np.allclose(months.stances, results.stances.sum(axis=0), rtol=1e-12, atol=1e-12)
    assert np.array_equal(months.deals, (results.answers_to_deals == 1).sum(axis=0))
    about = focus(results)
    for k, patron in enumerate((about.a, about.b)):
        from_it = results.support(patron, about.state, about.needs).sum(axis=0)
        assert np.allclose(months.patrons[k], from_it, rtol=1e-12)
    same = np.sign(results.stances) == np.sign(months.stances)
    assert np.allclose(months.agreement(), same.mean(axis=0))


def test_parts_merge_into_the_whole(results, months):
    cuts = [0, 1, 40, 100]
    parts = [
        by_month(results.only(slice(*pair)), focus(results), results.codes)
        for pair in pairwise(cuts)
    ]
    together = merged(parts)
    for one in fields(ByMonth):
        whole, part = getattr(months, one.name), getattr(together, one.name)
        if one.name in ("stances", "supports", "patrons"):
            assert np.allclose(whole, part, rtol=1e-12, atol=1e-12)
        else:
            assert np.array_equal(whole, part), one.name


@pytest.mark.parametrize("name", ["two states", "one month", "many states", "no moves"])
def test_any_shape_of_a_world_has_its_postures(shapes, name):
    results = shapes[name]
    months = by_month(results, focus(results), results.codes)
    for k, code in enumerate(results.codes):
        labels = len(results.posture_labels(code))
        expected = [np.bincount(one, minlength=labels) for one in results.postures(code).T]
        assert np.array_equal(months.postures[k], expected)


@pytest.mark.parametrize("drawn", range(25))
@pytest.mark.parametrize("name", ["two states", "one month", "many states", None])
def test_postures_and_hedging_are_those_of_the_measures_in_any_drawn_world(
    shapes, results, name, drawn
):
    """Support in twentieths, and warmth in quarters, lie on the thresholds again and again."""
    draws, results = np.random.default_rng(drawn), shapes[name] if name else results
    record = results._record
    stances, supports = record.stances, record.supports
    felt = draws.integers(-4, 5, stances.shape) / 4
    given = draws.integers(0, 1 + drawn % 5, supports.shape) / 20
    if len(results.codes) > 7:  # of so many the layout in memory orders sums, which decides a tie
        given *= draws.random(supports.shape)
    given *= draws.random(supports.shape) < draws.random()  # from many suppliers to hardly any
    drawn_record = record._replace(stances=felt, supports=given)
    world = Results(results.scenario, 1, results.runs, drawn_record, results.start)
    months = by_month(world, focus(results), results.codes)
    for k, code in enumerate(results.codes):
        labels = len(world.posture_labels(code))
        expected = [np.bincount(one, minlength=labels) for one in world.postures(code).T]
        assert np.array_equal(months.postures[k], expected)
        assert np.array_equal(months.hedging[k].T, world.hedging(code).astype(np.float32))
