"""The summary: numbers that are those of the results, in words that fit them."""

from __future__ import annotations

import json

import numpy as np
import pytest

import sim
from sim.outcomes.base_rates import Base
from sim.outcomes.focus import focus, half_years
from sim.outcomes.summary import as_text, finding, headline, summary
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


def test_every_share_stands_beside_the_one_without_any_shock(thousand):
    base = Base({"economy-stays": 1.0, "hedges": 0.06}, 1000)
    found = summary(outcome_table(thousand), base)
    rows = {row["id"]: row for row in found["questions"]}
    assert rows["economy-stays"]["tests_nothing"] and not rows["hedges"]["tests_nothing"]
    assert rows["moscow-first"]["share_without_shocks"] is None
    lines = as_text(found).splitlines()
    stays = next(line for line in lines if line.endswith("economic support in 2015"))
    assert stays.split()[:6] == ["100", "%", "=", "100", "%", "yes"]
    assert any("tests nothing of what the shocks do" in line for line in lines)


def test_why_base_rates_are_missing_is_said(thousand):
    text = as_text(summary(outcome_table(thousand), Base(why_not="Not today.")))
    assert "Not today." in text and "No shocks: the same" not in text


def test_a_tilt_never_stands_without_the_support_that_it_divides(thousand):
    found = summary(outcome_table(thousand))
    needs = ("security", "recognition")
    for code in ("CHN", "RUS"):
        given = thousand.support(code, "DPRK", needs)[:, :6].mean()
        assert found["support"][code][0]["mean"] == pytest.approx(given)
        assert f"{given:.2f} to " in found["finding"]


def test_a_tilt_that_goes_and_comes_back_is_said_to(world_of):
    away = sim.run(world_of("[states.A]\n[states.B]\n[states.C]\n", months=24), 3)
    away.supports[:] = 1.0
    away.supports[:, 6:12, 2, 0] = 9.0
    text = finding(outcome_table(away))
    assert "ends near where it began" in text and "+0.80 in the second half of 2000" in text


def test_a_tilt_that_keeps_most_of_its_way_is_not_said_to_come_back(world_of):
    some = sim.run(world_of("[states.A]\n[states.B]\n[states.C]\n", months=18), 3)
    some.supports[:] = 1.0
    some.supports[:, 6:12, 2, 0] = 1.3  # a mean tilt of 0.13, and of 0.09 at the end
    some.supports[:, 12:, 2, 0] = 1.2
    outcomes = outcome_table(some)
    text = finding(outcomes)
    assert "moves a little toward C, from 0.00 in the first half of 2000" in text
    assert "(means), after +0.13 in the second half of 2000; it moves that way in 100 %" in text
    assert "back" not in headline(outcomes) and "moves a little toward C" in headline(outcomes)


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


def test_what_the_command_changes_is_told_whole_and_of_what_the_file_extends_the_first():
    prelude = sim.load("article-from-2012", set={"states.DPRK.autonomy": 0.9}, without=["crimea*"])
    lines = as_text(summary(outcome_table(sim.run(prelude, 2)))).splitlines()
    assert sum(line.startswith("  unlike what it extends: ") for line in lines) == 4
    assert any("more differences: `sim show article-from-2012`" in line for line in lines)
    assert sum(line.startswith("  changed: ") for line in lines) == prelude.overrides == 4
