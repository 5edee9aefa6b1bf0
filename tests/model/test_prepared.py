"""Prepared: a scenario laid out and spun up once, for all that ask, and changed by nobody."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import sim
from sim.model.layout import settings
from sim.model.prepared import prepare, prepared
from sim.model.spin_up import starting_world
from sim.scenario import with_numbers


@pytest.fixture
def article():
    """The article's scenario, as loaded anew."""
    return sim.load("article")


def test_a_prepared_scenario_holds_its_numbers_and_where_its_quiet_months_lead(article):
    ready, setting = prepare(article), settings(article)
    assert np.array_equal(ready.setting.ties.affinity, setting.ties.affinity)
    for now, then in zip(ready.start, starting_world(article, setting), strict=True):
        assert np.array_equal(now, then)


def test_a_scenario_loaded_twice_is_prepared_once(article):
    assert prepared(article) is prepared(sim.load("article"))


def test_another_number_or_another_title_is_another_scenario(article):
    other = with_numbers(article, {"states.DPRK.autonomy": 0.9})
    assert prepared(other) is not prepared(article)
    assert prepared(other).setting.states.autonomy.max() == 0.9
    named = prepared(replace(article, title="Another title"))
    assert named.scenario.title == "Another title"


def test_the_start_is_read_only_and_worlds_made_from_it_are_not(article):
    ready = prepared(article)
    with pytest.raises(ValueError, match="read-only"):
        ready.start.stance[:] = 0.0
    world = ready.world(3)
    world.stance[:] = 0.5
    assert world.stance.shape == (6, 6, 3)
    assert not np.array_equal(world.stance[..., :1], ready.start.stance)


def test_a_start_that_is_known_is_taken_as_it_is(article):
    start = prepare(article).start
    assert prepare(article, start).start is start


def test_results_of_an_ensemble_begin_where_the_prepared_scenario_does(article):
    assert sim.run(article, 3).start is prepared(article).start
