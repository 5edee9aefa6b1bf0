"""Around: a library that cannot be loaded for what the environment says is no bug of ours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.errors import BUG, USAGE
from sim.shell.around import blamed
from sim.shell.endings import ended

WORLD = 'title = "w"\nstart = 2013-01-01\nmonths = 2\n[states.A]\n[states.B]\n'


def run(tmp_path: Path, variable: str) -> tuple[int, str]:
    """Run a small world with a variable set: (exit code, what went to stderr)."""
    (tmp_path / "w.toml").write_text(WORLD)
    name, _, value = variable.partition("=")
    done = subprocess.run(
        [sys.executable, "-m", "sim", "run", "w.toml", "-n", "2", "-q"],
        cwd=tmp_path,
        env=os.environ | {name: value, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stderr.strip()


def test_a_variable_that_a_library_refuses_is_named(tmp_path):
    code, told = run(tmp_path, "NUMBA_NUM_THREADS=0")
    assert code == USAGE
    assert "numba cannot be loaded with NUMBA_NUM_THREADS=0 in the environment" in told
    assert told.endswith("Correct or unset it")


def test_the_backend_of_a_notebook_is_no_business_of_a_command(tmp_path):
    assert run(tmp_path, "MPLBACKEND=module://matplotlib_inline.backend_inline") == (0, "")


def test_a_date_for_files_that_bear_none_is_not_read(tmp_path):
    assert run(tmp_path, "NUMBA_OPT=3")[0] == 0
    found = next((tmp_path / "results").iterdir())
    words = ["results", "figure", str(found), "fan", "-o", "fan.pdf"]
    done = subprocess.run(
        [sys.executable, "-m", "sim", *words],
        cwd=tmp_path,
        env=os.environ | {"SOURCE_DATE_EPOCH": "x", "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "fan.pdf").read_bytes().startswith(b"%PDF")


def test_a_library_warns_in_one_line(tmp_path):
    code, told = run(tmp_path, "NUMBA_OPT=many")
    assert code == 0
    assert told.startswith("sim: Environment variable 'NUMBA_OPT' is defined but")
    assert len(told.splitlines()) == 1


def library(tmp_path: Path, text: str, name: str = "numba") -> BaseException:
    """Return what running a module of a library that has this text raises."""
    place = tmp_path / name / "core" / "config.py"
    place.parent.mkdir(parents=True, exist_ok=True)
    code = compile(text, str(place), "exec")
    with pytest.raises(ValueError, match="no") as caught:
        exec(code, {})
    return caught.value


def test_only_what_goes_wrong_while_a_library_is_loaded_is_the_environments_fault(
    tmp_path, monkeypatch, capsys
):
    for name in list(os.environ):
        if name.startswith(("NUMBA_", "MPL", "NPY_", "LLVMLITE_")):
            monkeypatch.delenv(name)
    loading = library(tmp_path, "raise ValueError('no')")
    assert blamed(loading) == ""  # nothing is set that could be unset
    monkeypatch.setenv("NUMBA_OPT", "3")
    assert "NUMBA_OPT=3" in blamed(loading)
    monkeypatch.setenv("MPLBACKEND", "agg")  # as every command sets it: never what is wrong
    drawing = library(tmp_path, "raise ValueError('no')", "matplotlib")
    assert blamed(drawing) == ""
    assert blamed(ValueError("no")) == ""
    assert ended(ValueError("no"), ["run"]) == BUG
    assert "bug of ours" in capsys.readouterr().err
