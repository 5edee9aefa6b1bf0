"""The matrix of many scenarios: all of them, sorted, each cell a difference of the table."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.analysis.compare import matrix
from sim.analysis.compare.figures import OF_MANY
from sim.outcomes.bootstrap import is_sure


@pytest.fixture(scope="module")
def many(article):
    """The article and five variations of it, one of which changes nothing."""
    changes = [{"without": [w]} for w in ("crimea*", "jang-purge", "nuclear-test*")]
    changes += [{"set": {"states.DPRK.autonomy": 0.9}}, {"set": {"states.DPRK.power": 0.0501}}]
    return sim.compare(article, *(sim.load("article", **one) for one in changes), histories=40)


def test_no_scenario_is_left_out_and_rows_are_sorted_by_the_first_column(many):
    table = many.tables()["matrix.csv"]
    assert sorted(table["scenario"]) == sorted(many.labels[1:])
    main = many.measures[matrix.sorting_measure(many)]
    assert main.column == "tilt_2015_H2"
    assert (np.diff(table[main.column]) <= 0).all()


def test_every_cell_is_the_difference_that_the_comparison_has(many):
    table = many.tables()["matrix.csv"].set_index("scenario")
    for _, row in many.table().iterrows():
        for end, name in (("", "difference"), ("_low", "low"), ("_high", "high")):
            assert table.loc[row["scenario"], row["column"] + end] == row[name]


def test_columns_are_what_some_scenario_surely_changes_most_after_the_main_measure(many):
    first, *others = matrix.columns(many)
    assert first == matrix.sorting_measure(many)
    assert 0 < len(others) < matrix.MOST_COLUMNS
    sizes = []
    for k in others:
        rows = [many.rows(which).iloc[k] for which in range(1, 6)]
        sizes.append(max(abs(row["difference"]) for row in rows if is_sure(row)))
    assert sizes == sorted(sizes, reverse=True)


def test_the_figure_shows_every_scenario_and_its_numbers(many):
    figure = OF_MANY["01-matrix"](many)
    (axes,) = figure.axes
    rows = [" ".join(label.get_text().split()) for label in axes.get_yticklabels()]
    assert rows == [many.labels[which] for which in matrix.order(many)]
    written = [text.get_text() for text in axes.texts]
    assert len(written) == 2 * len(rows) * len(matrix.columns(many))
    for name, panels in (("02-fans", 6), ("03-differences", 5), ("06-dots", 6)):
        assert len(OF_MANY[name](many).axes) == panels


def test_the_finding_names_the_scenario_that_changes_most_and_counts_the_rest(many):
    found = matrix.finding_of_many(many)
    assert found.startswith("Of 5 scenarios, without the Crimean crisis changes North Korea's")
    assert "most: -0." in found
    same = sim.compare(*[many.scenarios[0]] * 3, histories=5)
    assert matrix.finding_of_many(same).startswith("None of 2 scenarios changes")
    assert {matrix.cell_in_words(same.rows(1).iloc[0])} == {"0 ±0"}


def test_the_terminal_prints_the_matrix_first_within_80_columns(many):
    lines = many.text().splitlines()
    assert all(len(line) <= 80 for line in lines[2:15])
    body = "\n".join(lines)
    first = body.index("without the")  # a label, which may go on in the next line
    assert first < body.index("Without the Crimean crisis,")
    assert "* differs at 95 %" in body
