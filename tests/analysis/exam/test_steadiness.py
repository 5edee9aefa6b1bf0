"""Steadiness: drift, first patrons and idle acts, in worlds whose answer is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import sim
from sim.analysis.exam.measures import Moves
from sim.analysis.exam.reading import Reader
from sim.analysis.exam.steadiness import Drift, Idle, Patron
from sim.schema import MOVES, NEEDS

DEAR = "".join(f"[moves.{move}]\ncost = 10.0\n" for move in MOVES)
STATES = """
[states.A]
[states.B]
[states.C]
[dynamics]
noise = 0.0
retention = { economy = 1.0, security = 1.0, recognition = 1.0 }
routine = { economy = 0.0 }
[ties.A.B]
affinity = 0.5
stance = 0.5
support = { economy = 0.6, security = 0.0, recognition = 0.0 }
[ties.B.A]
stance = 0.0
support = { economy = 0.0, security = 0.1, recognition = 0.0 }
[ties.C.B]
affinity = 0.3
stance = -0.3
support = { economy = 0.2, security = 0.0, recognition = 0.0 }
"""
SANCTIONS = """
[[shocks]]
id = "two-acts"
date = 2000-06-01
title = "A has something to withdraw, B has not"
moves = [
  { source = "A", target = "B", move = "sanction" },
  { source = "B", target = "C", move = "sanction" },
]
"""


def value(measure, results) -> float:
    """Return a measure of results."""
    return measure.value(measure.columns(results).mean(axis=0))


def test_drift_of_stances_is_the_largest_of_any_pair_that_is_looked_at(world_of):
    results = sim.run(world_of(STATES + DEAR), 5)
    assert value(Drift("stance", ((0, 1),)), results) == pytest.approx(0.0, abs=1e-9)
    departures = results.stance("C", "B")[0] + 0.3
    years = [departures[:12].mean(), departures[12:].mean()]
    found = value(Drift("stance", ((0, 1), (2, 1))), results)
    assert found == pytest.approx(np.abs(years).max()) and found > 0.1


def test_drift_of_support_is_a_share_of_what_a_state_receives_at_the_start(world_of):
    steady = sim.run(world_of(STATES + DEAR), 5)
    fading = STATES.replace("economy = 1.0, security", "economy = 0.9, security")
    faded = sim.run(world_of(fading + DEAR), 5)
    received = faded.received("B")[0]
    worst = abs(received[12:].mean() / 0.8 - 1)
    assert value(Drift("support"), faded) == pytest.approx(worst)
    assert value(Drift("support"), faded) > value(Drift("support"), steady)


def test_a_state_of_whose_support_the_file_sets_a_part_is_left_out(world_of):
    fading = STATES.replace("economy = 1.0, security", "economy = 0.9, security")
    faded = sim.run(world_of(fading + DEAR), 5)
    read = Reader(faded.scenario).drift(Drift(of="support"), ())
    assert read.given == (0, 1) and (0, 1) not in read.settled and (0, 2) in read.settled
    assert value(replace(read, given=()), faded) > 0.05
    assert np.isnan(value(read, faded))  # C receives nothing


def test_the_first_patron_is_who_gives_most_and_nobody_where_nothing_is_given(world_of):
    results = sim.run(world_of(STATES + DEAR, months=2), 5)
    assert value(Patron((1,), (0,), (0, 1)), results) == 1.0
    assert value(Patron((1,), (2,), (0, 1)), results) == 0.0
    assert value(Patron((0, 1), (0,), (0, 1)), results) == 0.5


def test_an_act_is_idle_where_there_was_nothing_to_withdraw_the_month_before(world_of):
    results = sim.run(world_of(STATES + SANCTIONS + DEAR), 5)
    pairs = tuple((i, j) for i in range(3) for j in range(3) if i != j)
    sanctions = Moves(pairs, "deal", (MOVES.index("sanction"),), (0, 23))
    economy = NEEDS.index("economy")
    assert value(Idle(sanctions, economy, 0.02), results) == 0.5
    assert value(Idle(sanctions, economy, 10.0), results) == 1.0
    early = Moves(pairs, "deal", (MOVES.index("sanction"),), (0, 2))
    assert value(Idle(early, economy, 0.02), results) == 0.0
