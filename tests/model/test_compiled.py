"""Machine code: kept in a folder that belongs to the sources it was made from."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from sim import schema
from sim.model import compiled


@pytest.fixture(autouse=True)
def chosen_anew():
    """Forget the folder that was chosen, before and after."""
    compiled.cache_folder.cache_clear()
    yield
    compiled.cache_folder.cache_clear()


def test_the_cache_belongs_to_the_sources(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "cache"))
    first = compiled.cache_folder()
    copy = tmp_path / "sim" / "model"
    shutil.copytree(Path(compiled.__file__).parent, copy)
    shutil.copy(Path(schema.__file__), copy.parent)
    monkeypatch.setattr(compiled, "__file__", str(copy / "compiled.py"))
    compiled.cache_folder.cache_clear()
    assert compiled.cache_folder() == first
    seen = {first}
    for source in (copy / "month" / "settle.py", copy.parent / "schema.py"):
        source.write_text(source.read_text() + "\n# changed\n")
        compiled.cache_folder.cache_clear()
        seen.add(compiled.cache_folder())
    assert len(seen) == 3


@pytest.fixture
def twice(tmp_path: Path, monkeypatch):
    """A small function, compiled with its code below this test's folder."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "cache"))

    def make():
        def double(x):
            return 2.0 * x

        return compiled.compiled(double)

    return make


def test_damaged_machine_code_is_made_anew(tmp_path, twice):
    assert twice()(np.float64(2)) == 4
    kept = [*tmp_path.rglob("*.nbi"), *tmp_path.rglob("*.nbc")]
    assert len(kept) == 2
    for file in kept:
        file.write_bytes(file.read_bytes()[:40])
        assert twice()(np.float64(3)) == 6
        assert file.stat().st_size > 40


def test_a_disk_that_takes_no_machine_code_stops_nobody(twice, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(compiled.FunctionCache, "save_overload", full)
    assert twice()(np.float64(2)) == 4


def test_where_nothing_can_be_kept_nothing_is(twice, monkeypatch):
    monkeypatch.setattr(compiled.caches, "own_folder", lambda base, name: None)
    monkeypatch.setattr(compiled.caches, "private_folder", lambda: None)
    assert twice()(np.float64(2)) == 4
    assert not compiled.is_cold()


@pytest.mark.parametrize("mark", [compiled.inner, compiled.inner_inlined])
def test_an_inner_function_called_from_python_is_refused_and_does_not_end_the_process(
    tmp_path, monkeypatch, mark
):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "cache"))

    @mark
    def double(x):
        return 2.0 * x

    @compiled.compiled
    def four(x):
        return 2.0 * double(x)

    assert four(1.0) == 4.0
    with pytest.raises(TypeError, match=r"double is marked inner: .* compiled functions only"):
        double(1.0)


def test_a_function_that_stands_elsewhere_never_meets_the_code_of_an_older_file(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "cache"))
    file, found = tmp_path / "elsewhere.py", []
    for factor in "23":
        file.write_text(f"def times(x):\n    return {factor}.0 * x\n")
        os.utime(file, (10**9, 10**9))  # as long as the other, and as old
        space = {"__name__": "elsewhere"}
        exec(compile(file.read_text(), file, "exec"), space)
        found.append(compiled.compiled(space["times"])(1.0))
    assert found == [2.0, 3.0]
