"""A tally says of all histories what a table of them says, and is added up exactly."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.outcomes.quantiles import bands
from sim.outcomes.table import outcome_table
from sim.outcomes.tally import WITHIN, Tally, added, ends_of, tally_of

NUMBERS = st.lists(st.floats(-2, 50), min_size=1, max_size=60)
HALVES = ("x", "x")


def same(a: dict, b: dict) -> bool:
    return a.keys() == b.keys() and all(np.array_equal(a[k], b[k]) for k in a)


@pytest.fixture(scope="module")
def table(thousand):
    return outcome_table(thousand)


@pytest.fixture(scope="module")
def tally(table):
    part = tally_of(table.columns, ends_of(table.scenario))
    return Tally(table.scenario, table.seed, table.about, part)


@given(NUMBERS, st.data())
def test_parts_add_up_to_the_same_bits_however_they_are_cut_and_ordered(numbers, data):
    values = np.array(numbers)
    columns = {"x": values, "k": np.abs(np.rint(values)).astype(np.int16)}
    cuts = data.draw(st.lists(st.integers(0, len(values)), max_size=5))
    ends = sorted({0, len(values), *cuts})
    pieces = [
        tally_of({name: column[a:b] for name, column in columns.items()}, HALVES)
        for a, b in pairwise(ends)
    ]
    assert same(added(data.draw(st.permutations(pieces))), tally_of(columns, HALVES))


@given(NUMBERS)
def test_quantiles_are_within_their_bound_of_the_exact_ones_and_means_exact(article, numbers):
    exact = bands(np.array(numbers))
    part = tally_of({"x": np.array(numbers)}, HALVES)
    found = Tally(article, 1, None, part).bands("x")
    assert found.keys() == exact.keys()
    for name, value in exact.items():
        bound = 1e-11 if name == "mean" else WITHIN * (1 + 1e-12)
        assert abs(found[name] - value) <= bound


def test_whole_numbers_are_counted_exactly(table, tally):
    for name, column in table.columns.items():
        if column.dtype.kind != "f":
            assert np.array_equal(tally.counts(name), table.counts(name)), name
            assert tally.total(name) == table.total(name), name
            assert tally.mean(name) == pytest.approx(table.mean(name), abs=1e-12), name


def test_it_says_how_many_histories_moved_which_way(table, tally):
    ends = ends_of(table.scenario)
    assert tally.moved(*ends) == table.moved(*ends)


def test_its_table_has_a_row_for_each_quantity_within_its_ends(table, tally):
    rows = tally.table().set_index("outcome")
    assert set(rows.index) == {
        outcome.column for outcome in table.outcomes if outcome.output.is_quantity
    }
    for name, row in rows.iterrows():
        column = table.columns[name]
        assert (row["least"], row["most"]) == (column.min(), column.max())
        ordered = row[["least", "q05", "q25", "q50", "q75", "q95", "most"]].to_numpy(dtype=float)
        assert (np.diff(ordered) >= 0).all(), name


def test_distributions_count_every_history_once_for_each_outcome(tally):
    counted = tally.distributions().groupby("outcome")["histories"].sum()
    assert (counted == 1000).all() and len(counted) == len(tally.outcomes)
