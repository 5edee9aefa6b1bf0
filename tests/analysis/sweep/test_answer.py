"""Sweeps: any outcome over a grid, in tables whose columns are described and fit."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

import sim
from sim.analysis.sweep.grid import Grid
from sim.report import style

OBSTACLE, AUTONOMY = "ties.RUS.DPRK.obstacle", "states.DPRK.autonomy"
OVER = {OBSTACLE: [0.5, 1.5]}


@pytest.fixture(scope="module")
def found(article):
    """A sweep over one number, of a measure, a count, a share and an answer."""
    of = ["hedging.DPRK@2014-11", "deals.DPRK.RUS", "posture.DPRK.hedging", "moscow-first"]
    return sim.sweep(article, OVER, of, histories=20)


def test_a_point_is_the_scenario_with_those_numbers(article, found):
    for k, value in enumerate(OVER[OBSTACLE]):
        run = sim.run(sim.load("article", set={OBSTACLE: value}), 20)
        hedging = run.hedging("DPRK")[:, run.scenario.month_labels.index("2014-11")]
        row = found.to_frame().iloc[k]
        assert row[OBSTACLE] == value
        assert row["hedging_DPRK_201411_mean"] == pytest.approx(hedging.mean())
        error = hedging.std(ddof=1) / np.sqrt(20)
        assert row["hedging_DPRK_201411_error"] == pytest.approx(error)
        assert row["answer_moscow_first_mean"] == run.questions()["moscow-first"].mean()


def test_the_finding_is_about_the_first_outcome(found):
    means, values = found.to_frame()["hedging_DPRK_201411_mean"], OVER[OBSTACLE]
    low, high = int(means.argmin()), int(means.argmax())
    assert repr(found) == found.finding
    assert found.finding == (
        "North Korea's hedging in November 2014: on average from "
        f"{means[low]:.3g} (at {values[low]:g}) to {means[high]:.3g} (at {values[high]:g}) "
        f"over {OBSTACLE}."
    )


def test_an_outcome_that_does_not_move_is_said_to_stay(article):
    still = sim.sweep(article, {OBSTACLE: [1.0]}, ["hedging.DPRK"], histories=1)
    assert still.finding.endswith(f" at every value of {OBSTACLE}.")


def test_columns_are_described_and_fit(found):
    tables = found.tables()
    points, book = tables["points.csv"], tables["codebook.csv"]
    assert list(book[book["file"] == "points.csv"]["column"]) == list(points.columns)
    assert all(len(name) <= 32 and name.isidentifier() for name in points.columns)
    assert not any("posture_last" in name or "first_summit" in name for name in points.columns)
    assert book["meaning"].str.contains(OBSTACLE, regex=False).sum() == 2


def test_the_table_of_histories_is_described_too(found, tmp_path):
    found.write_large(tmp_path)
    runs = pd.read_csv(tmp_path / "runs.csv")
    book = found.tables()["codebook.csv"]
    assert sorted(book[book["file"] == "runs.csv"]["column"]) == sorted(runs.columns)


def test_the_answer_is_data_and_text_of_80_columns(found):
    data = json.loads(json.dumps(found.data()))
    assert [one["column"] for one in data["of"]][:2] == ["hedging_DPRK_201411", "deals_RUS"]
    assert len(data["points"]) == 2
    table = found.text().split("\n\n")[1]
    assert all(len(line) <= 80 for line in table.splitlines())


@pytest.mark.usefixtures("coarse_figures")
@pytest.mark.parametrize(
    ("over", "of"),
    [
        (OVER, ["hedging.DPRK", "deals.DPRK.RUS", "moscow-first"]),
        (OVER, ["posture.DPRK.hedging"]),
        (OVER | {AUTONOMY: [0.1, 0.5, 0.9]}, ["received.DPRK@2014-01:2014-12"]),
        (OVER | {AUTONOMY: [0.1, 0.5, 0.9]}, []),
    ],
)
def test_every_shape_is_drawn_the_same_twice(article, over, of, tmp_path):
    figures = [sim.sweep(article, over, of, histories=4).figures()["sweep"] for _ in range(2)]
    files = [style.save(figure, tmp_path / "drawn") for figure in figures]
    assert files[0][0].stat().st_size > 1000
    assert files[0] == files[1]


def test_independent_points_have_random_draws_of_their_own(article):
    twice = {OBSTACLE: [1.0, 1.0]}
    apart = sim.sweep(article, Grid(twice, independent=True), histories=10)
    assert apart.outcomes.runs.tolist() == list(range(20))
    shared = sim.sweep(article, twice, histories=10).by_point("tilt_last")
    np.testing.assert_array_equal(shared[0], shared[1])


@pytest.mark.parametrize(
    ("over", "of", "words"),
    [
        ({}, [], "at least one parameter"),
        ({OBSTACLE: []}, [], "a value for each"),
        (OVER, ["hedging.DPKR"], "did you mean 'DPRK'"),
        (OVER, ["posture.DPRK"], "has no mean"),
        ({"states.DPRK.autonmy": [1.0]}, [], "did you mean 'autonomy'"),
    ],
)
def test_what_cannot_be_swept_is_refused(article, over, of, words):
    with pytest.raises(sim.SimError, match=words):
        sim.sweep(article, over, of, histories=2)
