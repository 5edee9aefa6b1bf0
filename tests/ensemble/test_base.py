"""What stands beside a share or a tilt: the same scenario without any shock, and what happened."""

from __future__ import annotations

from dataclasses import replace

import pytest

import sim
from sim.ensemble import base
from sim.ensemble.base import beside, without_shocks
from sim.ensemble.parts import of_parts
from sim.outcomes.asked import outcome_asked


def test_base_rates_are_those_of_the_scenario_with_every_shock_left_out(article):
    found = without_shocks(article, 60, 3)
    calm = sim.run(sim.load("article", without=["*"]), 60, 3).questions()
    assert found.histories == 60
    assert found.shares == {key: pytest.approx(yes.mean()) for key, yes in calm.items()}


def test_there_is_no_base_rate_where_nothing_is_asked_or_nothing_happens(article):
    assert not without_shocks(replace(article, questions=()), 5).shares
    assert not without_shocks(replace(article, shocks=()), 5).shares


def test_beside_an_answer_stand_its_base_rate_and_what_happened(article):
    found = beside(article, outcome_asked(article, "moscow-first"), 40)
    assert found.data["happened"] is False and found.data["share_without_shocks"] < 0.3
    assert "without any shock" in found.text and "it did not happen" in found.text


def test_beside_a_tilt_stands_the_support_that_it_divides(article):
    found = beside(article, outcome_asked(article, "tilt_last"), 40)
    results = sim.run(article, 40)
    for code, given in found.data["support"].items():
        expected = results.support(code, "DPRK", ("security", "recognition"))[:, -1].mean()
        assert given == pytest.approx(expected)
        assert f"{given:.2f} from" in found.text


def test_nothing_stands_beside_what_needs_nothing(article):
    assert beside(article, outcome_asked(article, "hedging.DPRK"), 5).text == ""


def test_a_base_rate_is_simulated_once_for_all_that_differs_by_shocks_alone(article, monkeypatch):
    counted = []
    monkeypatch.setattr(base, "of_parts", lambda *a: counted.append(a) or of_parts(*a))
    changed = sim.load("article", without=["crimea*"])
    other = sim.load("article", set={"states.DPRK.autonomy": 0.1})
    found = [without_shocks(one, 7, 11) for one in (article, changed, article, other)]
    assert found[0] is found[1] is found[2] and len(counted) == 2
