"""Targets: what a record asks and a model gives, in the same rows, whatever the yardstick."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import sim
from sim.analysis.calibrate import simulated as simulating
from sim.analysis.calibrate import targets as patterns
from sim.analysis.calibrate.targets import agreement, likely_misfits, target
from sim.analysis.hindcast.counting import counted, with_year_before
from sim.analysis.hindcast.hindcast import Counts
from sim.data.events import Record
from sim.ensemble.how import How
from sim.outcomes import observation as observing
from sim.outcomes.observation import events
from sim.scenario import with_numbers

THREE = """
[states.A]
need = { economy = { value = 0.6, range = [0.2, 1.0] }, security = 0.4, recognition = 0.5 }
[states.B]
[states.C]
[ties.A.B]
affinity = { value = 0.3, range = [-0.5, 0.5] }
[[shocks]]
id = "quarrel"
date = 2001-01-01
title = "A quarrel"
effects = [{ path = "ties.A.B.stance", add = { value = -0.3, range = [-0.6, 0.0] } }]
"""
NAMES = ("A", "B", "C")
OWN = np.eye(3, dtype=bool)
AFFINITY, AMOUNT = "ties.A.B.affinity", "shocks.quarrel.effects.0.amount"


def simulated(scenario, paths, values, asked, histories, seed, progress=None):
    """Return the patterns of points alone."""
    aims, points = simulating.Aims(tuple(asked)), simulating.Points(paths, values)
    how = How(progress=progress)
    return simulating.simulated_patterns(scenario, points, aims, histories, seed, how)[0]


@pytest.fixture
def three(world_of):
    """Three states of three years from 2000."""
    return world_of(THREE, months=36)


def record(cooperation, conflict, periods):
    """Return a record of these counts, nothing of a state with itself."""
    kinds = (np.where(OWN, np.nan, np.array(kind, dtype=float)) for kind in (cooperation, conflict))
    return Record("made-up.csv", NAMES, periods, *kinds, 18, 0, ())


@pytest.fixture
def counts():
    """Some counts of 1999 to 2002."""
    k = np.arange(36).reshape(4, 3, 3)
    return 3 + (7 * k) % 11, 2 + (5 * k) % 13


YEARS = ("1999", "2000", "2001", "2002")
COUNTS = tuple(
    np.tile(np.arange(1, 10).reshape(3, 3) * f, (4, 1, 1)) + np.arange(4)[:, None, None]
    for f in (2, 1)
)


def test_rows_are_shares_within_the_scenario_and_changes_that_end_in_it(three, counts):
    asked = target(record(*counts, YEARS), three, "2001-12")
    assert asked.rows == ("share 2000", "share 2001", "change 1999 to 2000", "change 2000 to 2001")
    assert len(asked.pattern) == len(asked.groups) == 4 * 6
    without_1999 = record(counts[0][1:], counts[1][1:], YEARS[1:])
    assert target(without_1999, three, "2001-12").rows == (
        "share 2000",
        "share 2001",
        "change 2000 to 2001",
    )


def test_a_span_that_ends_after_the_last_month_is_not_fitted_to(three, counts):
    assert target(record(*counts, YEARS), three, "2001-11").rows == (
        "share 2000",
        "change 1999 to 2000",
    )
    with pytest.raises(ValueError, match="no whole year of world until 1999-12: nothing to fit"):
        target(record(*counts, YEARS), three, "1999-12")


def test_there_is_no_change_over_a_year_that_the_record_has_not(three, counts):
    gap = record(counts[0][[0, 1, 3]], counts[1][[0, 1, 3]], ("1999", "2000", "2002"))
    assert target(gap, three, "2002-12").rows == ("share 2000", "share 2002", "change 1999 to 2000")


def test_dyads_without_events_ask_nothing(three, counts):
    kinds = [kind.copy() for kind in counts]
    kinds[0][1:3, 0, 1] = 0
    kinds[1][1, 0, 1] = 0
    asked = target(record(*kinds, YEARS), three, "2001-12")  # 2000: no events; 2001: conflict alone
    assert [int((asked.groups == g).sum()) for g in range(4)] == [5, 6, 6, 5]


def test_every_row_has_mean_0_and_standard_deviation_1(three, counts):
    asked = target(record(*counts, YEARS), three, "2002-12")
    for g in range(len(asked.rows)):
        row = asked.pattern[asked.groups == g]
        assert row.mean() == pytest.approx(0, abs=1e-12) and row.std() == pytest.approx(1)


def test_dyads_that_the_record_does_not_know_are_left_out(three, counts):
    kinds = [kind.astype(float) for kind in counts]
    for kind in kinds:
        kind[2, 0, 1] = np.nan
    asked = target(record(*kinds, YEARS), three, "2001-12")
    assert [int((asked.groups == g).sum()) for g in range(4)] == [6, 5, 6, 5]
    assert np.isfinite(asked.pattern).all()


def test_a_row_that_is_the_same_for_all_dyads_asks_nothing(three, counts):
    kinds = [kind.copy() for kind in counts]
    for kind in kinds:
        kind[1] = 4
    asked = target(record(*kinds, YEARS), three, "2001-12")
    assert asked.rows == ("share 2001", "change 1999 to 2000", "change 2000 to 2001")
    found = simulated(three, [AFFINITY], np.array([[0.1]]), [asked], 4, 1)
    assert found.shape == (1, len(asked.pattern)) and np.isfinite(found).all()
    with pytest.raises(ValueError, match="says the same of all dyads"):
        target(record(np.full((4, 3, 3), 5), np.full((4, 3, 3), 2), YEARS), three, "2002-12")


def test_a_record_of_the_model_agrees_with_it_wholly(three):
    seed, histories, found = 1, 40, target(record(*COUNTS, YEARS), three, "2002-12").spans
    counts = counted(with_year_before(three, histories, seed), found)
    same = record(counts.cooperation, counts.conflict, YEARS)
    asked = target(same, three, "2002-12")
    pattern = simulated(three, [AFFINITY], np.array([[0.3]]), [asked], histories, seed)[0]
    np.testing.assert_allclose(pattern, asked.pattern, atol=1e-12)
    np.testing.assert_allclose(agreement(pattern, asked.pattern, asked.groups), 1.0)


def test_news_that_report_ten_times_as_much_ask_nearly_the_same(three):
    counts = [1000 * kind for kind in COUNTS]
    loud = [10 * kind for kind in counts]
    quiet, more = (target(record(*kinds, YEARS), three, "2002-12") for kinds in (counts, loud))
    np.testing.assert_allclose(quiet.pattern, more.pattern, atol=1e-2)


def test_a_change_twice_as_large_shows_twice_as_large():
    known = ~OWN[None]
    shape = np.arange(9.0).reshape(1, 3, 3)
    once, twice = (patterns.pattern_of(f * shape, known, np.array([2.0])) for f in (1, 2))
    np.testing.assert_allclose(twice, 2 * once)
    once, twice = (patterns.pattern_of(f * shape, known, np.array([np.nan])) for f in (1, 2))
    np.testing.assert_allclose(twice, once)


def test_any_blocks_of_points_give_the_same_bits(three, monkeypatch):
    asked = [target(record(*COUNTS, YEARS), three, "2001-12")]
    paths, values = [AFFINITY, AMOUNT], np.array([[0.1, -0.1], [0.3, -0.2], [-0.2, -0.5]])
    told = []
    whole = simulated(three, paths, values, asked, 8, 1, told.append)
    monkeypatch.setattr(simulating, "_AT_ONCE", 8)
    assert np.array_equal(whole, simulated(three, paths, values, asked, 8, 1))
    assert sum(told) == 2 * 3 * 8  # the year before, too
    alone = simulated(three, paths, values[1:2], asked, 8, 1)
    assert np.array_equal(whole[1:2], alone)


def test_a_point_is_the_scenario_with_its_numbers(three):
    asked = [target(record(*COUNTS, YEARS), three, "2001-12")]
    numbers = {AFFINITY: -0.2, AMOUNT: -0.5}
    pattern = simulated(three, list(numbers), np.array([list(numbers.values())]), asked, 8, 1)
    plain = simulated(with_numbers(three, numbers), [AFFINITY], np.array([[-0.2]]), asked, 8, 1)
    assert np.array_equal(pattern, plain)


def test_amounts_of_shocks_alone_and_scenarios_without_shocks_can_be_simulated(three):
    asked = [target(record(*COUNTS, YEARS), three, "2001-12")]
    alone = simulated(three, [AMOUNT], np.array([[-0.1], [-0.5]]), asked, 8, 1)
    assert np.isfinite(alone).all() and not np.array_equal(alone[0], alone[1])
    still = replace(three, shocks=())
    assert np.isfinite(simulated(still, [AFFINITY], np.array([[0.3]]), asked, 8, 1)).all()


def test_months_and_years_may_be_asked_together(three):
    months = tuple(f"2000-{month:02d}" for month in range(1, 7))
    kinds = [
        np.concatenate([kind, kind])[: len(months)] + np.arange(6)[:, None, None] for kind in COUNTS
    ]
    both = [
        target(record(*COUNTS, YEARS), three, "2000-12"),
        target(record(*kinds, months), three, "2000-06"),
    ]
    assert both[1].rows == ("share 2000 Q1", "share 2000 Q2", "change 2000 Q1 to 2000 Q2")
    found = simulated(three, [AFFINITY], np.array([[0.3]]), both, 8, 1)
    assert found.shape == (1, len(both[0].pattern) + len(both[1].pattern))


def test_agreement_is_the_correlation_of_each_row():
    a, b = np.array([1.0, 2, 3, 5, 1, 1]), np.array([2.0, 4, 6, 1, 2, 3])
    groups = np.array([0, 0, 0, 1, 1, 1])
    np.testing.assert_allclose(agreement(a, b, groups), [1.0, np.corrcoef(a[3:], b[3:])[0, 1]])
    assert agreement(np.ones(3), b[:3], groups[:3]) == 0.0


def test_what_the_points_can_agree_on_has_a_small_misfit_and_what_they_cannot_a_large_one():
    points = np.linspace(-1, 1, 50)[:, None]
    line = np.array([1.0, 0.5, -0.5, -1.0])
    agrees, differs = 0.7 * line, np.array([-1.0, 1.0, -1.0, 1.0])
    small, large = (
        likely_misfits(points * line, told, np.zeros(4, dtype=int)) for told in (agrees, differs)
    )
    assert small.max() == 0.02 and large.min() > 0.5


def test_counts_of_a_design_are_those_of_runs(three):
    asked = target(record(*COUNTS, YEARS), three, "2000-12")
    where = [
        (span.months.start, span.months.stop) for span in asked.spans if span.months.start >= 0
    ]
    points = simulating.Points([AFFINITY], np.array([[0.3]]))
    found = simulating._simulated(three, points, where, (), simulating._Runs(12, 1, How()))[0]
    results = sim.run(three, 12, 1)
    warm, cold = events(results)
    for (first, last), counts in found.items():
        assert isinstance(counts, Counts)
        for mine, theirs in ((counts.cooperation, warm), (counts.conflict, cold)):
            assert mine[0] == pytest.approx(theirs[:, first:last].sum(axis=1).mean(axis=0))


def test_how_the_news_count_can_be_fitted_and_changes_no_history(three):
    where = [(0, 12)]
    paths = ["observation.routine", AFFINITY, "observation.rebuff"]
    points = simulating.Points(paths, np.array([[0.0, 0.3, 0.0], [2.0, 0.3, 1.0]]))
    counts = simulating._simulated(three, points, where, (), simulating._Runs(12, 1, How()))[0]
    counts = counts[0, 12]
    assert counts.cooperation[1] - counts.cooperation[0] == pytest.approx(np.full((3, 3), 24.0))
    done = observing.done(sim.run(three, 12, 1))
    rebuffs = done.rebuffs[:, :12].sum(axis=1).mean(axis=0)
    assert rebuffs.max() > 0 and counts.conflict[1] - counts.conflict[0] == pytest.approx(rebuffs)
