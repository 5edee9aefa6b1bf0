"""Figures of comparisons and of drivers: for every shape of run, and showing what the data say."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

import sim
from sim.analysis.compare import dots, paired
from sim.analysis.compare.answer import compare
from sim.analysis.compare.figures import CAPTIONS, OF_MANY, OF_TWO
from sim.analysis.explain import drivers_figure as driver_figures
from sim.analysis.explain.drivers import drivers
from sim.report import style
from sim.report.figures import alluvial


@pytest.fixture(scope="module")
def calm(article):
    """The article with and without Crimea, and prouder."""
    proud = sim.load("article", set={"states.DPRK.autonomy": 0.9})
    return compare(article, sim.load("article", without=["crimea*"]), proud, histories=200)


@pytest.fixture(scope="module")
def compared(shapes):
    """Compare a run of any shape with itself, once."""

    @cache
    def make(shape: str):
        scenario = shapes[shape].scenario
        return compare(scenario, replace(scenario, name="other"), histories=shapes[shape].histories)

    return make


@pytest.mark.usefixtures("coarse_figures")
@pytest.mark.parametrize("name", OF_TWO)
@pytest.mark.parametrize(
    "shape", ["two states", "one history", "one month", "many states", "no moves"]
)
def test_every_figure_is_drawn_for_every_shape(compared, shape, name, tmp_path):
    for path in style.save(OF_TWO[name](compared(shape)), tmp_path / name):
        assert path.stat().st_size > 1000
    assert name in CAPTIONS


@pytest.mark.usefixtures("coarse_figures")
@pytest.mark.parametrize("name", OF_MANY)
def test_three_scenarios_are_drawn_and_come_out_the_same_twice(calm, name, tmp_path):
    (tmp_path / "again").mkdir()
    assert name in CAPTIONS
    first, second = (
        style.save(OF_MANY[name](calm), where / name) for where in (tmp_path, tmp_path / "again")
    )
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_the_rows_of_the_paired_figure_are_those_of_the_table(calm):
    rows, table = paired.paired_rows(calm), calm.rows(1)
    assert set(rows["group"]) <= {"hedging", "dependence", "questions"}
    merged = rows.merge(table, on=["scenario", "measure"], suffixes=("", "_table"))
    assert len(merged) == len(rows) and (merged["difference"] == merged["difference_table"]).all()


def test_flows_hold_all_histories(calm):
    months, labels, shares = alluvial.flows(calm.results[0], "DPRK")
    assert months == [0, 17, 35] and shares.shape == (2, len(labels), len(labels))
    np.testing.assert_allclose(shares.sum(axis=(1, 2)), 1.0)
    np.testing.assert_allclose(shares[0].sum(axis=0), shares[1].sum(axis=1))
    last = calm.results[0].postures("DPRK")[:, -1]
    names = calm.results[0].posture_labels("DPRK")
    for k, label in enumerate(labels):
        assert shares[1].sum(axis=0)[k] == pytest.approx((last == names.index(label)).mean())


def test_dots_lie_where_the_quantiles_are():
    values = np.linspace(-1, 1, 1001)
    x, y = dots.quantile_dots(values)
    assert len(x) == dots.DOTS and abs(x.mean()) < 0.05 and y.max() == 1
    x, y = dots.quantile_dots(np.full(50, 0.3))
    assert len(set(x)) == 1 and sorted(y) == list(range(dots.DOTS))


@pytest.mark.usefixtures("coarse_figures")
@pytest.mark.parametrize("shape", ["two states", "one history", "one month", "no moves"])
def test_drivers_are_drawn_for_every_shape(shapes, shape, tmp_path):
    results = shapes[shape]
    found = drivers(results, results.codes[0])
    for path in style.save(driver_figures.figure(results, found), tmp_path / "drivers"):
        assert path.stat().st_size > 1000
