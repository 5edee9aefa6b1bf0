"""Beside: histories of one scenario next to the same of another, parts kept as in those."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.model.beside import nothing_kept, simulate_beside
from sim.model.history import Record, blank_record, simulate
from sim.model.prepared import Prepared, prepare, prepared
from sim.schema import TERMS

HISTORIES = 40


def beside(first: Prepared, second: Prepared, kept) -> Record:
    """Return histories of the second beside the first."""
    scenario = second.scenario
    record = blank_record(HISTORIES, scenario.months, len(scenario.codes))
    assert not simulate_beside(first, second, kept, 1, np.arange(HISTORIES), record).any()
    return record


def alone(ready: Prepared) -> Record:
    """Return the same histories of one scenario."""
    scenario = ready.scenario
    record = blank_record(HISTORIES, scenario.months, len(scenario.codes))
    simulate(ready, 1, np.arange(HISTORIES), record)
    return record


def same(one: Record, other: Record) -> bool:
    """Say whether two records are equal to the bit."""
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


@pytest.fixture(scope="module")
def base(article):
    """The article, ready."""
    return prepared(article)


def test_where_nothing_is_kept_both_engines_give_the_same_bits(base):
    calm = prepared(sim.load("article", without=["crimea*"]))
    assert same(beside(base, calm, nothing_kept(6)), alone(calm))


@pytest.mark.parametrize(
    ("path", "value", "term"),
    [
        ("states.DPRK.autonomy", 1.5, "autonomy"),
        ("states.USA.influence", 2.0, "influence"),
        ("states.CHN.sentiment", 1.0, "sentiment"),
        ("states.JPN.alignment", 2.0, "alignment"),
        ("states.DPRK.need.economy", 0.2, "needs"),
        ("dynamics.consent_cost", 0.1, "cost"),
        ("states.DPRK.seclusion", 0.0, "cost"),
    ],
)
def test_a_number_of_one_term_works_through_that_term_alone(base, path, value, term):
    """From the same start, keeping the term leaves the first scenario, to the bit."""
    changed = prepare(sim.load("article", set={path: value}), base.start)
    kept = nothing_kept(6)
    kept.terms[..., TERMS.index(term)] = True
    assert not same(alone(changed), alone(base))
    assert same(beside(base, changed, kept), alone(base))


def test_a_number_that_only_decisions_feel_does_nothing_once_they_are_kept(base):
    changed = prepare(sim.load("article", set={"states.RUS.precision": 1.0}), base.start)
    kept = nothing_kept(6)
    kept.choices[:] = kept.answers[:] = True
    assert same(beside(base, changed, kept), alone(base))


def test_what_works_without_decisions_is_left_when_they_are_kept(base):
    changed = prepare(sim.load("article", set={"dynamics.stance_drift": 0.2}), base.start)
    kept = nothing_kept(6)
    kept.choices[:] = kept.answers[:] = True
    found = beside(base, changed, kept)
    assert np.array_equal(found.choices, alone(base).choices)
    assert not np.array_equal(found.stances, alone(base).stances)


def test_only_the_ties_that_are_kept_are_kept(base):
    calm = prepared(sim.load("article", without=["crimea*"]))
    kept = nothing_kept(6)
    kept.choices[0, 1] = True
    found, first, second = beside(base, calm, kept), alone(base), alone(calm)
    assert np.array_equal(found.choices[:, 0, 1], first.choices[:, 0, 1])
    assert not np.array_equal(first.choices[:, 0, 1], second.choices[:, 0, 1])
    assert not np.array_equal(found.choices[:, 1, 0], first.choices[:, 1, 0])
