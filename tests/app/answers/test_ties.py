"""Ties: means over histories at the end of a month, of both sides."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.app.answers.memory import Memory
from sim.app.answers.ties import ties

ASK = {"scenario": "article", "histories": 50}


def test_they_are_the_means_of_the_histories():
    shown = ties({**ASK, "without": ["crimea"], "month": 20}, Memory())
    for side, scenario in (("a", "article"), ("b", sim.load("article", without=["crimea"]))):
        results, seen = sim.run(scenario, 50), shown[side]
        stances = results.stances[:, 20]
        assert np.allclose(seen["stance"], stances.mean(axis=0), atol=5.1e-5)
        given = results.supports[:, 20].sum(axis=-1).mean(axis=0)
        assert np.allclose(seen["support"], given, atol=5.1e-5)
        done = (results.answers_to_deals[:, :21] == 1).sum(axis=1).mean(axis=0)
        assert np.allclose(seen["deals"], done, atol=5.1e-5)
        same = (np.sign(stances) == np.sign(stances.mean(axis=0))).mean(axis=0)
        assert np.allclose(seen["agree"], same, atol=5.1e-5)


def test_without_a_change_there_is_one_side_and_months_outside_are_refused():
    assert ties({**ASK, "month": 0}, Memory())["b"] is None
    with pytest.raises(sim.InvalidInput, match="outside the period"):
        ties({**ASK, "month": 36}, Memory())
