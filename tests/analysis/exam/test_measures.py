"""Measures: each on a world in which nothing happens but what is scripted."""

from __future__ import annotations

import math

import numpy as np
import pytest

import sim
from sim.analysis.exam.measures import (
    Accepted,
    Mean,
    Moves,
    Rank,
    Rate,
    Share,
    ShareCounted,
)
from sim.outcomes.asked import outcome_asked
from sim.scenario import Question
from sim.schema import MOVES

SCRIPTED = """
[states.A]
[states.B]
[states.C]
[[shocks]]
id = "meetings"
date = 2000-03-01
title = "A and B meet; C is refused"
moves = [
  { source = "A", target = "B", move = "summit", accepted = true },
  { source = "C", target = "A", move = "envoy", accepted = false },
]
[[shocks]]
id = "more"
date = 2001-05-01
title = "B and A meet; A acts against C"
moves = [
  { source = "B", target = "A", move = "summit", accepted = true },
  { source = "A", target = "C", move = "sanction" },
]
""" + "".join(f"[moves.{move}]\ncost = 10.0\n" for move in MOVES)
A, B, C = range(3)
ALL = (0, 23)


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """Twenty histories of two years, in which only scripted moves are made."""
    path = tmp_path_factory.mktemp("world") / "scripted.toml"
    head = 'title = "Scripted"\nstart = 2000-01-01\nmonths = 24\nspin_up = 0\n'
    path.write_text(head + SCRIPTED)
    return sim.run(sim.load(path), 20)


def value(measure, results) -> float:
    """Return a measure of results."""
    return measure.value(measure.columns(results).mean(axis=0))


def moves(*pairs, what="deal", move=(), window=ALL) -> Moves:
    """Return moves by their names."""
    return Moves(pairs, what, tuple(MOVES.index(name) for name in move), window)


def test_a_rate_counts_moves_of_a_kind_in_a_year_in_the_months_that_are_asked(results):
    both = ((A, B), (B, A))
    assert value(Rate(moves(*both, move=("summit",))), results) == 1.0
    assert value(Rate(moves((A, B), move=("summit",))), results) == 0.5
    assert value(Rate(moves(*both, window=(0, 11))), results) == 1.0
    assert value(Rate(moves(*both, window=(3, 14))), results) == 0.0
    assert value(Rate(moves((A, C), what="act", move=("sanction", "force"))), results) == 0.5
    assert value(Rate(moves((C, A), what="rebuff")), results) == 0.5


def test_the_share_accepted_is_of_all_approaches_and_nothing_where_nobody_approaches(results):
    asked = ((A, B), (B, A), (C, A))
    assert value(Accepted(moves(*asked)), results) == pytest.approx(2 / 3)
    assert value(Accepted(moves((C, A))), results) == 0.0
    assert math.isnan(value(Accepted(moves((B, C))), results))


def test_a_share_is_of_histories_with_so_many_moves_or_a_yes(results):
    summits = moves((A, B), (B, A), move=("summit",))
    assert value(ShareCounted(summits, 2, None), results) == 1.0
    assert value(ShareCounted(summits, 3, None), results) == 0.0
    assert value(ShareCounted(summits, None, 1), results) == 0.0
    assert value(ShareCounted(moves((B, C)), None, 0), results) == 1.0
    first = {"state": "A", "move": "summit", "with": "B", "before": "C"}
    assert value(Share(Question("q", "", "first", first)), results) == 1.0


def test_a_mean_is_that_of_the_catalogue(results):
    outcome = outcome_asked(results.scenario, "received.A@2000-01:2000-12")
    expected = results.received("A")[:, :12].mean()
    assert value(Mean(outcome), results) == pytest.approx(expected)
    assert (Mean(outcome).low, Mean(outcome).high) == (0, math.inf)


def test_a_rank_is_one_where_pairs_come_in_the_recorded_order_and_minus_one_the_other_way(results):
    there = ((A, B), (A, C), (B, C))
    pairs = Moves((*there, *((j, i) for i, j in there)), "deal", (), ALL)
    conflict = Moves((*there, *((j, i) for i, j in there)), "act", (), ALL)
    assert value(Rank(pairs, (9.0, 1.0, 1.0), False), results) == 1.0
    assert value(Rank(conflict, (1.0, 9.0, 1.0), False), results) == 1.0
    assert value(Rank(pairs, (1.0, 5.0, 5.0), False), results) == -1.0
    assert math.isnan(value(Rank(pairs, (1.0, 1.0, 1.0), False), results))


def test_cooperation_ranks_shares_of_events_and_not_numbers(results):
    there = ((A, B), (A, C))
    pairs = Moves((*there, *((j, i) for i, j in there)), "deal", (), ALL)
    assert value(Rank(pairs, (0.9, 0.1), True), results) == pytest.approx(1.0)


def test_measures_of_parts_add_up_to_those_of_the_whole(results):
    measure = Accepted(moves((A, B), (C, A)))
    columns = measure.columns(results)
    parts = [columns[:5], columns[5:]]
    joined = np.concatenate(parts).mean(axis=0)
    assert measure.value(joined) == value(measure, results)
