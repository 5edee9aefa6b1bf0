"""Columns on disk are the columns that were put, to the bit."""

from __future__ import annotations

import os
import pickle

import numpy as np
import pytest

from sim.outcomes import on_disk
from sim.outcomes.on_disk import OnDisk
from sim.system.files import CannotWrite

HERE = np.array([True, False, True])


@pytest.fixture
def columns(tmp_path):
    """Two parts of three histories, of which the second failed each time, put last one first."""
    disk = OnDisk(6, tmp_path)
    for first in (3, 0):
        numbers = {"a": np.array([first + 0.1, -0.0]), "b": np.array([first, 1], dtype=np.int8)}
        disk.put(first, numbers, HERE)
    return disk


def test_columns_come_back_in_order_and_without_what_failed(columns):
    assert list(columns) == ["a", "b"]
    assert columns["a"].tobytes() == np.array([0.1, -0.0, 3.1, -0.0]).tobytes()
    assert columns["b"].dtype == np.int8 and columns["b"].tolist() == [0, 1, 3, 1]


def test_a_table_that_ends_early_has_the_first_histories(columns):
    columns.end_at(3)
    assert columns["b"].tolist() == [0, 1]


@pytest.mark.parametrize("where", [slice(2), slice(1, 3), slice(2, 9), slice(9, 12)])
def test_some_rows_are_those_of_the_whole_columns(columns, where):
    part = columns.rows(where)
    assert part.keys() == columns.keys()
    assert all(np.array_equal(part[name], columns[name][where]) for name in columns)


def test_nothing_is_left_beside_the_results(columns, tmp_path):
    assert not list(tmp_path.iterdir())


def test_another_process_is_sent_the_columns_themselves(columns):
    sent = pickle.loads(pickle.dumps(columns))
    assert sent.keys() == columns.keys() and np.array_equal(sent["a"], columns["a"])


def test_a_full_disk_is_one_line(columns, monkeypatch):
    class Full:
        def seek(self, where):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(columns, "_file", Full())
    with pytest.raises(CannotWrite, match=r"temporary file in .*: No space left on device"):
        columns.put(0, {"a": np.zeros(2), "b": np.zeros(2, dtype=np.int8)}, HERE)


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path):
    with pytest.raises(CannotWrite, match=r"temporary file in .*nowhere"):
        OnDisk(1, tmp_path / "nowhere")


def whole(count):
    """Return columns of so many histories."""
    return {"a": np.arange(count) / 7, "b": np.arange(count, dtype=np.int8)}


@pytest.mark.parametrize("by_place", [True, False])
@pytest.mark.parametrize("at_once", [1, 4, 100])
def test_columns_are_the_same_however_many_are_written_at_a_time(
    tmp_path, monkeypatch, at_once, by_place
):
    monkeypatch.setattr(on_disk, "_AT_ONCE", at_once)
    if not by_place:  # as on Windows
        monkeypatch.delattr("os.preadv")
    columns, disk = whole(12), OnDisk(12, tmp_path)
    for first in (0, 3, 9, 6):
        part = {name: column[first : first + 3] for name, column in columns.items()}
        disk.put(first, part, np.ones(3, dtype=bool))
        assert np.array_equal(disk["a"][: first + 3][:3], columns["a"][:3])  # read in between
    for name, column in columns.items():
        assert disk[name].dtype == column.dtype and np.array_equal(disk[name], column)
        assert np.array_equal(disk.rows(slice(2, 7))[name], column[2:7])


@pytest.mark.skipif(not hasattr(os, "preadv"), reason="the system reads from where a file stands")
def test_reading_leaves_the_file_where_it_stands(tmp_path):
    """A copy of the process shares that place with it."""
    disk = OnDisk(5, tmp_path)
    disk.put(0, whole(5), np.ones(5, dtype=bool))
    assert len(disk) == 2
    before = disk._file.tell()
    assert np.array_equal(disk["a"], whole(5)["a"]) and disk._file.tell() == before
