"""A plain install works on every Python that is present: every module, a run, a game, and Mesa.

The rules run as plain Python text (``NUMBA_DISABLE_JIT``) and only the first figure is drawn, which
is what makes this fast; `make test-install` also compiles the rules and draws all (minutes).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "build" / "installed"  # in the same place each time, so that bytecode can be kept
VERSIONS = ("3.11", "3.12", "3.13", "3.14", "3.15")

WORLD = """
title = "Three states"
start = 2013-01-01
months = 4
spin_up = 2
[states.SMALL]
[states.EAST]
[states.WEST]
"""

# One process for all that is tested, so that libraries are loaded once.
STEPS = """
import importlib, json, pkgutil, sys, traceback
import sim
from sim.cli import main

def draw_one_figure():
    from matplotlib.figure import Figure
    from sim.report import style
    kinds = iter([style.drawn])
    blank = lambda width, height, draw, **how: Figure((width, height))
    style.drawn = lambda *size, **how: next(kinds, blank)(*size, **how)

def compiled_run():
    draw_one_figure()
    assert main(["run", "three.toml", "-n", "2", "-o", "compiled"]) == 0
    assert "mesa" not in sys.modules, "a compiled run has imported Mesa"

def mesa_run():
    assert main(["run", "three.toml", "-n", "2", "--engine", "mesa", "-o", "mesa"]) == 0
    assert "mesa" in sys.modules

def game():
    from sim.game.scoring import score
    score.__defaults__ = (20, *score.__defaults__[1:])  # histories: as plain text many take seconds
    words = ["--as", "SMALL", "--script", "moves.txt", "--save", "game.txt"]
    assert main(["play", "three.toml", *words]) == 0

def every_module():
    for module in pkgutil.walk_packages(sim.__path__, "sim."):
        if module.name != "sim.__main__":
            try:
                importlib.import_module(module.name)
            except ModuleNotFoundError as error:  # of the extra [app], which `sim app` names
                served = module.name.startswith("sim.app.")
                if not served or str(error.name).split(".")[0] not in ("starlette", "uvicorn"):
                    raise
    assert main(["app"]) == 2

ended = {}
for step in (compiled_run, mesa_run, game, every_module):
    try:
        step()
        ended[step.__name__] = "well"
    except BaseException:
        ended[step.__name__] = traceback.format_exc()
print(json.dumps(ended))
"""


def interpreter(version: str) -> str | None:
    """Return a Python of this version, from the path or among those that pyenv keeps."""
    kept = sorted(
        Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")).glob(
            f"versions/{version}.*/bin/python"
        )
    )
    for python in (shutil.which(f"python{version}"), *map(str, kept)):
        if python and subprocess.run([python, "-c", ""], capture_output=True).returncode == 0:
            return python
    return None


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> str:
    """The package, built once for all versions."""
    folder = tmp_path_factory.mktemp("wheel")
    built = [sys.executable, "-m", "uv", "build", "--quiet", "--wheel", "-o", str(folder)]
    subprocess.run([*built, str(ROOT)], check=True)
    return str(next(folder.glob("*.whl")))


@pytest.fixture(scope="module", params=VERSIONS)
def installed(request, tmp_path_factory, wheel):
    """A fresh environment that holds what a plain install brings, and nothing else."""
    python = interpreter(request.param)
    if python is None:
        pytest.skip(f"there is no Python {request.param} here")
    folder = tmp_path_factory.mktemp(f"python{request.param}")
    (folder / "three.toml").write_text(WORLD)
    (folder / "moves.txt").write_text(
        "2013-01 EAST envoy\n2013-02 hold\n2013-03 rules\n2013-04 WEST trade\n"
    )
    own = {
        key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")
    }
    kept = KEPT / request.param
    own |= {"NUMBA_DISABLE_JIT": "1", "MPLBACKEND": "agg"}
    own |= {"PYTHONPYCACHEPREFIX": str(kept / "bytecode")}  # of libraries: half of the time
    bin_ = kept / "environment" / "bin"

    def do(*command: str) -> str:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, env=own, timeout=300
        )
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
        return done.stdout

    uv = [sys.executable, "-m", "uv"]
    do(*uv, "venv", "--quiet", "--clear", "--python", python, str(bin_.parent))
    do(*uv, "pip", "install", "--quiet", "--python", str(bin_ / "python"), wheel)
    assert "article" in do(str(bin_ / "sim"), "list")
    ended = json.loads(do(str(bin_ / "python"), "-c", STEPS).splitlines()[-1])
    return folder, ended


def test_a_compiled_run_works_and_leaves_mesa_alone(installed):
    folder, ended = installed
    assert ended["compiled_run"] == "well"
    assert (folder / "compiled" / "report.html").exists()


def test_mesa_runs_the_same_scenario_to_the_same_bytes(installed):
    folder, ended = installed
    assert ended["mesa_run"] == "well"
    there, here = ((folder / engine / "runs.csv").read_bytes() for engine in ("compiled", "mesa"))
    assert there == here


def test_a_game_can_be_played(installed):
    folder, ended = installed
    assert ended["game"] == "well"
    assert "2013-04" in (folder / "game.txt").read_text()


def test_every_module_can_be_imported(installed):
    assert installed[1]["every_module"] == "well"


@pytest.mark.slow
@pytest.mark.parametrize("version", VERSIONS)
def test_the_wheel_compiles_and_runs_where_nothing_else_is(version, tmp_path):
    python = interpreter(version)
    if python is None:
        pytest.skip(f"there is no Python {version} here")
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}

    def do(*command: str) -> str:
        done = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, env=environment
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    do(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--wheel-dir",
        "wheels",
        str(ROOT),
    )
    do(python, "-m", "venv", "environment")
    wheel = next((tmp_path / "wheels").glob("*.whl"))
    do("environment/bin/python", "-m", "pip", "install", "--quiet", str(wheel))
    shutil.rmtree(tmp_path / "wheels")
    assert "article" in do("environment/bin/sim", "list")
    out = do("environment/bin/sim", "run", "article", "-n", "50")
    assert "50 histories" in out
    assert next((tmp_path / "results").glob("article-*/report.html")).exists()
