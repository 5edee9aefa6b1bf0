"""Counting: histories are run in parts, of which sums are kept; the sums are those of the whole."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.analysis.hindcast.counting import contacts_of, tallied, with_year_before
from sim.ensemble import chunks
from sim.outcomes.observation import done

COUNT = chunks.PIECE + 40  # more than are simulated at a time

WORLD = """
[states.A]
[states.B]
[states.C]
[ties.A.B]
affinity = 0.5
[ties.B.A]
affinity = 0.5
"""


def test_the_counts_of_many_histories_are_those_of_their_record(world_of):
    world = world_of(WORLD, months=5)
    found, results = with_year_before(world, COUNT, 3), sim.run(world, COUNT, seed=3)
    for mine, kind in zip(found.during, done(results), strict=True):
        assert np.array_equal(mine, kind.sum(axis=0) / COUNT)
    assert all(kind.shape == (12, 3, 3) for kind in found.before)
    contacts = contacts_of(results)
    assert np.array_equal(found.contacts.met, contacts.met)
    assert np.array_equal(found.contacts.deals, contacts.deals)


def test_counts_do_not_depend_on_how_many_histories_are_simulated_at_a_time(world_of, monkeypatch):
    world = world_of(WORLD, months=5)
    whole = tallied(world, 1, 10, 50)
    monkeypatch.setattr(chunks, "PIECE", 7)
    parts = tallied(world, 1, 10, 50)
    assert whole.keys() == parts.keys()
    assert all(np.array_equal(whole[name], parts[name]) for name in whole)


def test_what_is_no_row_for_each_history_is_no_column(article):
    class Sums(chunks.Wanted):
        """Keeps something of all histories together."""

        def __call__(self, results, about=None):
            return {"sum": results.stances.sum(axis=0)}

    with pytest.raises(RuntimeError, match="a row for each history"):
        chunks.chunk_columns(article, 1, 0, 3, Sums())
