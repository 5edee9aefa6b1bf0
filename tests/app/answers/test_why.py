"""Why: the terms of a choice, from one reliving, and the counts over all histories."""

from __future__ import annotations

import json

import numpy as np
import pytest

import sim
from sim import schema
from sim.analysis.explain.explanation import explanation_of
from sim.app.answers.memory import Memory
from sim.app.answers.why import which_history, why
from sim.ensemble.monthly import run_monthly

ASK = {"scenario": "article", "histories": 60, "state": "RUS", "month": 22}


@pytest.fixture(scope="module")
def told():
    """Why Moscow did what it did in November 2014, in history 7."""
    return why({**ASK, "history": 7}, Memory())


@pytest.fixture(scope="module")
def results(article):
    """The same histories."""
    return sim.run(article, 60)


def test_moves_are_those_of_the_history_with_the_terms_of_explain(told, results):
    moves = told["history"]["moves"]
    assert {move["partner"] for move in moves} == {"DPRK", "CHN", "USA", "ROK", "JPN"}
    for move in moves:
        of = explanation_of(results, 7, 22, "RUS", move["partner"])
        k = of.options.index(of.chosen)
        assert (move["move"], move["accepted"]) == (of.chosen, of.answer)
        assert np.allclose(list(move["terms"].values()), of.terms[k], atol=5.1e-5)
        assert move["worth"] == pytest.approx(of.values[k], abs=5.1e-5)
        assert move["next"]["move"] != move["move"]
        if move["partner_terms"]:
            assert np.allclose(list(move["partner_terms"].values()), of.partner_terms[k], atol=1e-4)
    worths = [move["worth"] for move in moves if move["move"] != "hold"]
    assert worths == sorted(worths, reverse=True)
    assert json.loads(json.dumps(told)) == told


def test_over_all_counts_what_the_histories_hold(told, results):
    i = results.scenario.index("RUS")
    given = results.supports.sum(axis=-1)
    for row in told["over_all"]:
        j = results.scenario.index(row["partner"])
        choices = results.choices[:, 22, i, j]
        assert row["held"]["share"] == pytest.approx(np.mean(choices == schema.HOLD), abs=1e-4)
        for move in row["moves"]:
            hit = choices == schema.MOVES.index(move["move"])
            assert move["share"] == pytest.approx(hit.mean(), abs=1e-4)
            change = (given[:, 22, j, i] - given[:, 21, j, i])[hit].mean()
            assert move["gave"] == pytest.approx(change, abs=1e-4)
            if move["accepted"] is not None:
                accepted = (results.answers_to_deals[hit, 22, i, j] == 1).mean()
                assert move["accepted"] == pytest.approx(accepted, abs=1e-4)


def test_the_chronicle_of_the_month_keeps_events_own_moves_and_others_apart(told):
    one = told["history"]
    assert [event.partition(": ")[0] for event in one["events"]] == [
        "10 November",
        "18 November",
        "18 November",
        "29 November",
    ]
    assert not any(event.endswith("]") for event in one["events"])
    assert one["own"] and all("Russia" in line or "Moscow" in line for line in one["own"])
    assert not any("Russia" in line or "Moscow" in line for line in one["others"])
    assert {"id": "crimea", "date": "2014-03-18"}.items() <= told["history"]["in_force"][
        [one["id"] for one in told["history"]["in_force"]].index("crimea")
    ].items()


def test_typical_is_nearest_the_median_and_earliest_crosses_first(article):
    (one,) = run_monthly([article], 60)
    tilt = one.months.tilt
    number, name, _ = which_history("typical", one.months)
    apart = np.abs(tilt - np.median(tilt, axis=1)[:, None]).sum(axis=0)
    assert name == "typical" and apart[number] == apart.min()
    number, name, how = which_history("earliest", one.months)
    median = np.median(tilt, axis=1)
    beyond = tilt > (median[0] + median[-1]) / 2
    months = np.where(beyond.any(axis=0), beyond.argmax(axis=0), 99)
    assert name == "earliest" and months[number] == months.min() and "halfway" in how


@pytest.mark.parametrize("wanted", [60, -1, "nearest", True, 1.5])
def test_a_history_that_was_not_run_is_refused(article, wanted):
    (one,) = run_monthly([article], 60)
    with pytest.raises(sim.InvalidInput, match="choose typical, earliest"):
        which_history(wanted, one.months)


def test_the_first_month_and_b_can_be_asked_about_too():
    ask = {"scenario": "article", "histories": 20, "without": ["crimea"], "side": "b"}
    told = why({**ask, "month": 0, "history": "typical"}, Memory())
    assert told["state"] == "DPRK" and told["month"] == "2013-01"
    with pytest.raises(sim.InvalidInput, match="outside the period"):
        why({**ask, "month": 36}, Memory())
