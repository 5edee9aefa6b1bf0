"""Designs and sweeps: each point is the scenario with those numbers, on luck that is shared or its
own.
"""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import sim
from sim.analysis.sweep.grid import parse_over
from sim.ensemble import design
from sim.ensemble.design import Design
from sim.ensemble.run import RunFailed
from sim.outcomes.table import outcome_table
from sim.scenario import with_numbers

PATHS = ("states.DPRK.autonomy", "shocks.crimea.effects.0.amount")
POINTS = np.array([[0.1, -0.2], [0.9, -0.6], [0.35, -0.4]])


def test_a_point_of_a_design_is_the_scenario_with_those_numbers(article):
    found = design.run_design(article, Design(PATHS, POINTS, 40))
    for k, point in enumerate(POINTS):
        alone = outcome_table(
            sim.run(sim.load("article", set=dict(zip(PATHS, point, strict=True))), 40)
        )
        rows = found.columns[design.POINT] == k
        assert (found.runs[rows] == np.arange(40)).all()
        for name, column in alone.columns.items():
            assert np.array_equal(found.columns[name][rows], column), name
        for path, value in zip(PATHS, point, strict=True):
            assert (found.columns[path][rows] == value).all()


def test_independent_points_have_histories_of_their_own(article):
    found = design.run_design(
        article, Design(PATHS[:1], np.array([[0.35], [0.35]]), 30, independent=True)
    )
    assert found.runs.tolist() == list(range(60))
    plain = outcome_table(sim.run(article, 60))
    assert np.array_equal(found.columns["tilt_last"], plain.columns["tilt_last"])
    shared = design.run_design(article, Design(PATHS[:1], np.array([[0.35], [0.35]]), 30))
    assert np.array_equal(shared.columns["tilt_last"][:30], shared.columns["tilt_last"][30:])


def test_the_cutting_of_a_design_into_jobs_does_not_matter(article, monkeypatch):
    whole = design.run_design(article, Design(PATHS, POINTS, 10))
    monkeypatch.setattr(design, "CHUNK", 10)
    cut = design.run_design(article, Design(PATHS, POINTS, 10))
    assert all(np.array_equal(whole.columns[name], cut.columns[name]) for name in whole.columns)


def test_a_grid_has_all_combinations():
    assert design.grid({"a": [1, 2], "b": [3, 4, 5]}).tolist() == [
        [1, 3],
        [1, 4],
        [1, 5],
        [2, 3],
        [2, 4],
        [2, 5],
    ]


@pytest.mark.parametrize(
    ("paths", "points", "words"),
    [
        (["states.DPRK.autonmy"], [[0.1]], "did you mean 'autonomy'"),
        (["states.DPRK.autonomy"], [[0.1], [99]], "99 is out of bounds: 0 to 5"),
        (["states.DPRK.autonomy"], [[0.1], [np.nan]], "expected a finite number"),
        (["states.DPRK.autonomy"], [[0.1, 0.2]], "needs a matrix"),
        (["states.DPRK.autonomy"], np.empty((0, 1)), "needs a matrix"),
    ],
)
def test_a_design_that_cannot_be_is_refused(article, paths, points, words):
    with pytest.raises((ValueError, sim.Refused), match=words):
        design.run_design(article, Design(paths, np.array(points, dtype=float), 5))


@pytest.mark.parametrize(
    "text", ["x", "x=", "x=1:2", "x=1:2:0", "x=a,b", "x=1:2:3:4", "x=nan", "x=0:1:999999"]
)
def test_what_varies_is_written_in_one_of_two_ways(text):
    with pytest.raises(ValueError, match="--over"):
        parse_over((text,))


def test_a_sweep_writes_its_points_histories_figure_and_how_luck_was_dealt(command, tmp_path):
    sweep = ["sweep", "article", "-n", "10", "-o", "out"]
    over = ["--over", "states.DPRK.autonomy=0:1:3", "--over", "ties.RUS.DPRK.obstacle=0.5,1"]
    for more in ([], ["--independent", "--overwrite"]):
        done = command(*sweep, *over, *more)
        assert done.returncode == 0, done.stderr
    points = pd.read_csv(tmp_path / "out" / "points.csv")
    runs = pd.read_csv(tmp_path / "out" / "runs.csv")
    assert len(points) == 6 and len(runs) == 60
    mean = runs.groupby("point")["tilt_last"].mean()
    np.testing.assert_allclose(points["tilt_last_mean"], mean)
    assert (
        "independent"
        in json.loads((tmp_path / "out" / "manifest.json").read_text())["holds"]["luck"]
    )
    assert (tmp_path / "out" / "figures" / "sweep.png").stat().st_size > 1000
    wrong = command(*sweep, "--over", "states.DPRK.autonmy=0:1:3")
    assert wrong.returncode == 3 and "did you mean 'autonomy'" in wrong.stderr


def test_failed_histories_of_a_design_are_named_with_their_point(article):
    calm = with_numbers(article, {"dynamics.routine.economy": 0.0})
    quiet = replace(calm, months=1, spin_up=0, questions=(), shocks=())
    ill, points = with_numbers(quiet, {"dynamics.chill": np.nan}), np.array([[0.1], [0.2]])
    with pytest.raises(
        RunFailed, match=r"first history 0: .* not finite, at point 0 of the design"
    ) as e:
        design.run_design(ill, Design(["states.DPRK.autonomy"], points, 20))
    others = e.value.results
    assert len(e.value.failures) + others.histories == 40
    assert {len(column) for column in others.columns.values()} == {others.histories}
    assert set(
        zip(others.columns["point"], others.columns["states.DPRK.autonomy"], strict=True)
    ) <= {
        (0, 0.1),
        (1, 0.2),
    }
