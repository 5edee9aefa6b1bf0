"""The summary: numbers that are those of the results, in words that fit them."""

from __future__ import annotations

import json

import numpy as np
import pytest

import sim
from sim.outcomes.focus import focus, half_years
from sim.outcomes.summary import as_text, finding, summary
from sim.outcomes.table import outcome_table


def test_the_summary_is_plain_data_with_the_numbers_of_the_results(thousand):
    found = json.loads(json.dumps(summary(outcome_table(thousand))))
    tilt = thousand.tilt("DPRK", "CHN", "RUS", ("security", "recognition"))
    assert found["tilt"][0]["median"] == pytest.approx(np.median(tilt[:, :6].mean(axis=1)))
    assert [row["half_year"] for row in found["tilt"]][:2] == ["2013 H1", "2013 H2"]
    moves = thousand.moves().query("source == 'DPRK' and accepted.notna()")
    for row in found["approaches"]:
        mine = moves[moves["target"] == row["partner"]]
        assert row["approaches"] == pytest.approx(len(mine) / 1000)
        assert row["deals"] == pytest.approx(mine["accepted"].sum() / 1000)
    yes = {row["id"]: row["yes"] for row in found["questions"]}
    assert yes == {key: int(answers.sum()) for key, answers in thousand.questions().items()}


def test_the_text_says_how_many_histories_answer_yes(thousand):
    yes = int(thousand.questions()["moscow-first"].sum())
    assert f"in {yes:,} of 1,000 histories: DPRK's first leaders' summit" in as_text(
        summary(outcome_table(thousand))
    )


def test_the_focus_is_what_the_scenario_asks_about_else_its_first_state(thousand, world_of):
    assert focus(thousand) == ("DPRK", "CHN", "RUS", ("security", "recognition"))
    assert (
        focus(sim.run(world_of("[states.A]\n[states.B]\n[states.C]\n", months=3), 3)).state == "A"
    )


def test_a_tilt_that_hardly_moves_is_said_to(world_of):
    still = sim.run(world_of("[states.A]\nprecision = 0.0\n[states.B]\n[states.C]\n", months=12), 3)
    still.supports[:] = 1.0
    assert "hardly moves" in finding(outcome_table(still))


def test_half_years_follow_the_calendar(world_of):
    scenario = world_of("[states.A]\n[states.B]\n", months=9)
    assert half_years(scenario) == [("2000 H1", slice(0, 6)), ("2000 H2", slice(6, 9))]
