"""Large tables as text: the same bytes with and without pyarrow."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.report.csv_text import Columns, Words, csv_text, frame

NUMBERS = st.lists(st.floats(allow_subnormal=True) | st.integers(-3, 3).map(float), min_size=1)


def by_pandas(columns: Columns, header: bool = True) -> bytes:
    return frame(columns).to_csv(index=False, header=header, lineterminator="\n").encode()


@given(NUMBERS)
def test_numbers_are_written_as_python_writes_them(numbers):
    table = {"x": np.array(numbers), "n": np.arange(len(numbers))}
    assert csv_text(table) == by_pandas(table)


@given(st.floats(1e-6, 1e-3), st.floats(1e8, 1e17))
def test_where_exponents_begin_is_where_python_begins_them(small, large):
    table = {"x": np.array([small, -small, large, -large, -0.0, 0.0])}
    assert csv_text(table, header=False) == by_pandas(table, header=False)


@pytest.mark.parametrize("word", ["leaning to RUS", "", "a, b", 'so "called"', "one\ntwo"])
def test_words_are_quoted_where_they_have_to_be(word):
    words = Words(np.array(["isolated", word]), np.array([1, 0, 1], dtype=np.int16))
    table = {"x": words, "k": np.array([1, -1, 0], dtype=np.int8)}
    assert csv_text(table) == by_pandas(table)


def test_without_pyarrow_the_bytes_are_the_same(monkeypatch):
    words = Words(np.array(["", "b"]), np.array([1, 0, 1]))
    table = {"x": np.array([0.1, 1e-5, np.nan]), "y": words}
    there = csv_text(table)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert csv_text(table) == there


def test_a_table_of_other_things_is_left_to_pandas():
    table = {"x": np.array([True, False]), "y": np.array([None, 1.5])}
    assert csv_text(table) == by_pandas(table)
