"""Quiet worlds: without shocks a world stays where its quiet months led it.

What a scenario file gives by hand (a stance, a support at the start) need not be at rest and is
left out, with all between those two states.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import sim
from sim.model.history import blank_record, simulate
from sim.model.layout import given_start, quiet
from sim.model.prepared import prepared

SCENARIOS = (
    "article",
    "article-from-2012",
    "cold-war",
    "yeltsin-years",
    "putins-return",
    "egypt-1970-79",
    "world-2013",
)
MONTHS, HISTORIES = 36, 200


@pytest.fixture(scope="module", params=SCENARIOS)
def drifts(request):
    """Return how far stances (pair) and supports (pair, need) are from the start after three years,
    0 between states of which the file gives the start.
    """
    scenario = sim.load(request.param)
    ready, n = prepared(scenario), len(scenario.codes)
    record = blank_record(HISTORIES, MONTHS, n)
    without = replace(ready, setting=quiet(ready.setting, MONTHS))
    simulate(without, 1, np.arange(HISTORIES), record)
    known = given_start(scenario)
    given = ~np.isnan(known.stance[..., 0]) | ~np.isnan(known.support[..., 0]).all(axis=-1)
    free = ~(given | given.T)
    stances = (record.stances.mean(axis=-1)[-6:].mean(axis=0) - ready.start.stance[..., 0]) * free
    supports = record.supports.mean(axis=-1)[-6:].mean(axis=0) - ready.start.support[..., 0]
    return stances, supports * free[..., None]


def test_no_stance_drifts_by_more_than_three_hundredths(drifts):
    assert np.abs(drifts[0]).max() < 0.03


def test_no_support_drifts_by_more_than_a_twentieth_of_a_patron(drifts):
    assert np.abs(drifts[1]).max() < 0.05
