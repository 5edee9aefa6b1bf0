"""Figures: drawn for every shape of run, the same bytes each time, titles that say what the data
say.
"""

from __future__ import annotations

import numpy as np
import pytest

from sim import schema
from sim.analysis.explain import why_figure as why
from sim.analysis.run import figures as plots
from sim.outcomes.summary import headline
from sim.outcomes.table import outcome_table
from sim.report import style
from sim.report.figures import dyads, fan, network, postures, raster

SHAPES = [
    "two states",
    "one history",
    "one month",
    "one month, one history",
    "many states",
    "no moves",
]


@pytest.mark.usefixtures("coarse_figures")
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", plots.FIGURES)
def test_every_figure_is_drawn_for_runs_of_every_shape(shapes, shape, name, tmp_path):
    written = style.save(plots.FIGURES[name](shapes[shape]), tmp_path / name)
    assert [path.suffix for path in written] == [".svg", ".png"]
    assert all(path.stat().st_size > 1000 for path in written)


def test_all_figures_of_the_article_come_out_byte_for_byte_the_same(thousand, tmp_path):
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        folder.mkdir()
        plots.draw_all(thousand, folder)
    first, second = (
        {path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders
    )
    assert first == second
    assert len(first) == 2 * len(plots.FIGURES)
    assert max(map(len, first.values())) < 1_000_000


def test_every_figure_has_a_caption():
    assert set(plots.CAPTIONS) == set(plots.FIGURES)


def test_fan_data_are_quantiles_in_order(thousand):
    data = fan.fan_data(thousand.hedging("DPRK"))
    rows = [data[key] for key in ("q05", "q25", "median", "q75", "q95")]
    assert (np.diff(rows, axis=0) >= 0).all()
    np.testing.assert_allclose(data["median"], np.median(thousand.hedging("DPRK"), axis=0))


def test_posture_shares_add_up_to_one_every_month(thousand):
    for code in thousand.codes:
        shares = postures.posture_shares(thousand, code)
        np.testing.assert_allclose(sum(shares.values()), 1.0)


def test_cells_are_hatched_exactly_where_histories_disagree():
    values = np.zeros((10, 2, 2))
    values[:9, 0, 1] = 0.5
    values[9, 0, 1] = -0.5
    values[:6, 1, 0] = 0.5
    values[6:, 1, 0] = -0.5
    medians, agreed = dyads.dyad_data(values)
    assert agreed[0, 1] and not agreed[1, 0]
    assert medians[0, 1] == 0.5
    mutual, both = network.network_data(values)
    assert mutual[0, 1] == mutual[1, 0] == 0.5
    assert not both[0, 1]


def test_the_raster_shows_the_history_nearest_the_median(thousand):
    row = raster.telling_history(thousand)
    tilt = thousand.tilt("DPRK", "CHN", "RUS", ("security", "recognition"))
    far = np.abs(tilt - np.median(tilt, axis=0)).sum(axis=1)
    assert far[row] == far.min()
    assert set(raster.MARKS) == set(schema.MOVES)
    assert len(set(raster.MARKS.values())) == len(schema.MOVES)


def test_the_chosen_move_comes_first_among_the_reasons(thousand):
    from sim.analysis.explain.explanation import explanation_of, telling_moment

    found = explanation_of(thousand, *telling_moment(thousand))
    rows = why.why_rows(found)
    assert found.options[rows[0]] == found.chosen
    odds = found.probabilities[rows[1:]]
    assert (np.diff(odds) <= 0).all()


def test_titles_say_what_the_data_say(thousand, shapes):
    tilt = thousand.tilt("DPRK", "CHN", "RUS", ("security", "recognition"))
    first, last = (tilt[:, months].mean() for months in (slice(0, 6), slice(30, 36)))
    title = headline(outcome_table(thousand))
    assert f"{first:+.2f} to {last:+.2f}" in title
    assert ("toward Russia" in title) == (last > first)
    assert headline(outcome_table(shapes["one month"])).startswith("S0 stands at")


def test_labels_are_spread_without_changing_their_order():
    placed = style.spread([1.0, 1.1, 1.2, 5.0], 1.0, 0.0, 10.0)
    assert (np.diff(placed) >= 1.0 - 1e-9).all()
    crowded = style.spread([9.9, 9.8, 9.7, 0.1], 4.0, 0.0, 10.0)
    assert min(crowded) >= -1e-9 and max(crowded) <= 10
    assert np.argsort(crowded).tolist() == [3, 2, 1, 0]
    assert style.spread([], 1.0, 0.0, 1.0) == []
