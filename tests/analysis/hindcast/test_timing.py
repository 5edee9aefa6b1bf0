"""Timing: first contacts in their order, and turns that are where they were put."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.analysis.hindcast.counting import contacts_of
from sim.analysis.hindcast.past import AFFINITY
from sim.analysis.hindcast.timing import first_contacts, timing, turning, windows
from sim.data.events import Record
from sim.outcomes.observation import events

COUNT = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=3, max_size=20)

# A client, and two patrons that stand in for one another.
TRIANGLE = """
[states.CLIENT]
[states.OLD]
[states.NEW]
[states.FAR]
[ties.CLIENT.OLD]
affinity = 0.6
[ties.OLD.CLIENT]
affinity = 0.6
[ties.CLIENT.FAR]
affinity = -0.8
[ties.FAR.CLIENT]
affinity = -0.8
[[questions]]
id = "turns"
text = "The client turns"
[questions.level]
measure = "tilt"
state = "CLIENT"
between = ["OLD", "NEW"]
from = 2001-10-01
above = 0.0
"""


def monthly(periods: list[str], cooperation: np.ndarray) -> Record:
    codes = ("CLIENT", "OLD", "NEW", "FAR")
    return Record(
        "events.csv", codes, tuple(periods), cooperation, np.zeros_like(cooperation), 0, 0, ()
    )


def blank(months: int) -> np.ndarray:
    return np.zeros((months, 4, 4)) + np.where(np.eye(4, dtype=bool), np.nan, 0.0)


def labels(first: str, months: int) -> list[str]:
    return (np.datetime64(first) + np.arange(months)).astype(str).tolist()


def test_first_contacts_are_whoevers_and_never_is_after_the_last():
    counts = blank(5)
    counts[2, 0, 1], counts[1, 2, 0], counts[4, 0, 2], counts[0, 1, 2] = 1, 3, 1, 9
    assert first_contacts(counts, 0).tolist()[1:] == [2, 1, 5] and np.isnan(
        first_contacts(counts, 0)[0]
    )
    counts[:, 0, 3] = counts[:, 3, 0] = np.nan
    assert np.isnan(first_contacts(counts, 0)[3])
    assert first_contacts(np.stack([counts, counts]), 0).shape == (2, 4)


def test_a_step_is_found_where_it_is_and_whither_it_goes():
    a, b = np.array([4, 4, 4, 0, 0, 0, 0, 0]), np.array([0, 0, 0, 4, 4, 4, 4, 4])
    assert turning(a, b) == (3, 2) and turning(b, a) == (3, -2)
    period, change = turning(np.array([a, a * 0 + 1]), np.array([b, a * 0 + 1]))
    assert (
        period[0] == 3 and np.isnan(period[1]) and change.tolist() == [2, 0]
    )  # who never turns has no turning month


@given(COUNT)
def test_turns_mirror_when_the_patrons_change_places(pairs):
    a, b = np.array(pairs, float).T
    period, change = turning(a, b)
    other, back = turning(b, a)
    assert change == pytest.approx(-back)
    if not np.isnan(period):
        assert 1 <= period < len(a)
        lean = np.divide(b - a, a + b, out=np.zeros_like(a), where=a + b > 0)
        assert change == pytest.approx(lean[int(period) :].mean() - lean[: int(period)].mean())
        assert period == other


def test_months_before_and_after_training_are_looked_at_apart(world_of):
    scenario = world_of(TRIANGLE)
    record = monthly(labels("1999-11", 30), blank(30))
    whole, *none = windows(record, scenario)
    assert not none and not whole.trained and whole.label == "2000-01 to 2001-12"
    old, new = windows(record, scenario, "2000-05")
    assert (old.trained, old.label) == (True, "2000-01 to 2000-05")
    assert (new.trained, new.label) == (False, "2000-06 to 2001-12")
    assert new.periods[0] == 7 and new.months[0] == 5
    yearly = Record("y", record.codes, ("2000",), blank(1), blank(1), 0, 0, ())
    assert windows(yearly, scenario) == []


def test_a_record_made_from_the_scenario_itself_has_its_order_and_its_turn(world_of):
    shock = """
[[shocks]]
id = "rupture"
date = 2001-01-01
title = "The old patron and the client fall out"
effects = [
    { path = "ties.CLIENT.OLD.stance", set = -0.9 },
    { path = "ties.OLD.CLIENT.stance", set = -0.9 },
    { path = "ties.CLIENT.NEW.stance", set = 0.9 },
    { path = "ties.NEW.CLIENT.stance", set = 0.9 },
    { path = "ties.CLIENT.OLD.affinity", set = -0.9 },
    { path = "ties.OLD.CLIENT.affinity", set = -0.9 },
    { path = "ties.CLIENT.NEW.affinity", set = 0.9 },
    { path = "ties.NEW.CLIENT.affinity", set = 0.9 },
]
"""
    scenario = world_of(TRIANGLE + shock)
    counted = events(sim.run(scenario, 200, 9))[0].sum(axis=0).astype(float)
    results = contacts_of(sim.run(scenario, 200, 1))
    _, rows = timing(monthly(scenario.month_labels, counted), results)
    turn = rows[rows["measure"] == "turn"].iloc[0]
    assert turn["inside"] and turn["recorded_way"] == "NEW" and turn["same_way"] > 0.8
    assert "2000-10" <= turn["recorded"] <= "2001-04"
    done = (sim.run(scenario, 1, 9).answers_to_deals == 1)[0].astype(float)
    said, contacts = timing(monthly(scenario.month_labels, done), results)
    contacts = contacts[contacts["measure"] == "first contact"]
    assert set(contacts["partner"]) == {"OLD", "NEW", "FAR"}
    assert contacts["recorded"].tolist() == sorted(contacts["recorded"])
    assert said[0].measure == "first contact" and said[0].rivals[
        AFFINITY
    ].tolist() == pytest.approx([-1.2, 0, 1.6])


def test_too_few_months_say_nothing_of_a_turn_and_too_few_partners_nothing_of_an_order(world_of):
    results = contacts_of(sim.run(world_of(TRIANGLE), 5))
    counts = blank(5)
    counts[1, 0, 1] = counts[3, 0, 2] = 1
    told, rows = timing(monthly(labels("2000-01", 5), counts), results)
    assert set(rows["measure"]) == {"first contact"} and len(told) == 1
    counts[:, 0, 3] = counts[:, 3, 0] = np.nan
    told, rows = timing(monthly(labels("2000-01", 5), counts), results)
    assert told == [] and set(rows["partner"]) == {"OLD", "NEW"}
    same = blank(5)
    same[0] = 1
    assert timing(monthly(labels("2000-01", 5), same), results)[0] == []  # all at once is no order
