"""Packing: columns come out of bytes as they went in, or not at all."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from sim.ensemble.packing import packed, unpacked
from sim.errors import InvalidInput

KINDS = st.sampled_from(["<f8", "|i1", "<i2", "<i8", "|b1", "<U7"])
COLUMN = arrays.arrays(KINDS, arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4))
COLUMNS = st.dictionaries(st.text(max_size=5), COLUMN, max_size=4)


@given(COLUMNS)
def test_columns_come_out_as_they_went_in(columns):
    again = unpacked(packed(columns))
    assert list(again) == list(columns)
    for name, column in columns.items():
        assert again[name].dtype == column.dtype and again[name].shape == column.shape
        assert again[name].tobytes() == column.tobytes()
        assert again[name].flags.writeable


def test_a_part_of_an_array_is_packed_as_it_reads():
    whole = np.arange(24.0).reshape(4, 6)
    assert np.array_equal(unpacked(packed({"x": whole[::2, 1::3]}))["x"], whole[::2, 1::3])


@given(COLUMNS, st.data())
def test_what_is_cut_off_or_added_is_refused(columns, data):
    content = packed(columns)
    cut = data.draw(st.integers(0, len(content) - 1))
    if content[cut:] != b"\n":  # behind a head of no columns it may be missing
        with pytest.raises(InvalidInput, match="no packed columns"):
            unpacked(content[:cut])
    with pytest.raises(InvalidInput, match="more than they say"):
        unpacked(content + b"\0")


@pytest.mark.parametrize(
    "head",
    [
        {"x": ["|O8", [1]]},
        {"x": ["no type", [1]]},
        {"x": ["<f8,(", [1]]},
        {"x": ["(2,2)<f8", [1]]},
        {"x": ["<f8\n", [1]]},
        {"x": ["<f8", [-1]]},
        {"x": ["<f8", [2**70]]},
        {"x": ["<f8", [2**40, 2**40]]},
        {"x": ["<f8", [0, 2**40, 2**40]]},
        {"x": ["<f8", "1"]},
        {"x": ["<U0", [1]]},
        {"x": "<f8"},
        ["x"],
    ],
    ids=str,
)
def test_a_head_that_says_what_cannot_be_is_refused(head):
    with pytest.raises(InvalidInput, match="no packed columns"):
        unpacked(json.dumps(head).encode() + b"\n" + bytes(8))
