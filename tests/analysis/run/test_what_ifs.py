"""What ifs: single changes in a report, to the printed digit those of ``sim compare``."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import sim
from sim.analysis.run import what_ifs as changing
from sim.analysis.run.answer import Run
from sim.analysis.run.what_ifs import LEAST, STOPS, WhatIfs, stops, what_ifs
from sim.ensemble.how import How
from sim.outcomes.table import outcome_table
from sim.report.page import Live
from sim.scenario import Shock, families, with_changes


@pytest.fixture(scope="module")
def run(article) -> Run:
    """As few histories as single changes are computed of."""
    return Run.of(sim.run(article, LEAST))


@pytest.fixture(scope="module")
def found(run) -> WhatIfs:
    """Every event, and one number."""
    every = what_ifs(run.whole, run.outcomes)
    one = WhatIfs(run.whole, run.outcomes, every.numbers[:1], every.how_known)
    assert len(every.numbers) == 5 and 40 <= len(every.changes) <= 60
    heard = []
    one.compute(How(None, heard.append))
    assert sum(heard) == one.takes
    return one


def test_every_event_is_left_out_once_with_its_family_and_numbers_go_from_end_to_end(found):
    shocks = tuple(shock.id for shock in found.scenario.shocks)
    left = [identity for change in found.changes for identity in change.without]
    assert sorted(left) == sorted(shocks)
    assert ("crimea", "crimea-vote", "crimea-mh17") in [change.without for change in found.changes]
    assert families(shocks)["crimea-vote"] == "crimea"
    (number,) = found.numbers
    way = stops(number)
    assert (way[0], way[-1]) == (number.low, number.high) and number.value in way
    assert len(way) in (STOPS, STOPS + 1)
    moved = [change.set[number.path] for change in found.changes if change.set]
    assert moved == [stop for stop in way if stop != number.value]


@pytest.mark.parametrize("which", [0, 5, -1])
def test_a_change_is_what_compare_says_of_it(found, run, which):
    change, told = found.changes[which], found.data()["changes"][which]
    assert (told["set"], tuple(told["without"])) == (change.set, change.without)
    scenario = with_changes(run.scenarios[0], set=change.set, without=change.without)
    pair = sim.compare(run.scenarios[0], scenario, histories=LEAST)
    said = f"{told['finding']['headline']} {told['finding']['detail']}".lower()
    for word in pair.finding.lower().split():
        assert word.strip("().,;") in said
    first, second = pair.tilts()
    for key, lived in (("tilt", second), ("paired", second - first)):
        medians = np.quantile(lived, 0.5, axis=0)
        assert np.abs(np.array(told[key]["q50"]) - medians).max() <= 0.5e-4 + 1e-12
    for row in pair.questions():
        assert told["yes"][row["id"]] == round(row["shares"][1] * LEAST)


def test_why_there_are_none_is_said(run, shapes, monkeypatch):
    few = run.whole.only(slice(10))
    assert f"takes {LEAST} histories" in what_ifs(few, outcome_table(few))
    many = shapes["many states"]
    assert what_ifs(many, outcome_table(many)) == ""  # no event and no range: nothing to ask
    own = run.whole.only(slice(None))
    own.own = {"DPRK": "Recluse"}
    assert "behaviour of their own" in what_ifs(own, run.outcomes)
    monkeypatch.setattr(changing, "MANY", 5)
    assert "more than 5 states" in what_ifs(run.whole, run.outcomes)


def test_where_no_tilt_can_be_drawn_nothing_is_computed_for_the_report(shapes):
    pair = shapes["two states"].scenario
    storm = Shock("storm", pair.start, 0, "A storm", None, None, (), ())
    results = sim.run(replace(pair, shocks=(storm,)), LEAST)
    assert Run.of(results).aside() == 0


def test_a_shape_of_any_kind_has_a_page(shapes):
    for name, results in shapes.items():
        live = [part for part in Run.of(results).page() if isinstance(part, Live)]
        assert len(live) == 1, name
        for part in live:
            sides = part.data["sides"]
            assert len(sides) == 1 and len(sides[0]["ties"]) == results.scenario.months
            assert part.data["what_ifs"] is None
