"""The wheel: installed in an empty folder it brings its scenarios and runs (minutes; `make test-install`)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def works(python: str) -> bool:
    """Say whether an interpreter is there and runs."""
    found = shutil.which(python)
    return bool(found) and subprocess.run([found, "-c", ""], capture_output=True).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("python", ["python3.11", "python3.12", "python3.13"])
def test_the_wheel_runs_where_nothing_else_is(python, tmp_path):
    if not works(python):
        pytest.skip(f"no {python} here")
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}

    def do(*command: str) -> str:
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=environment)
        assert done.returncode == 0, done.stderr
        return done.stdout

    do(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", "wheels", str(ROOT))
    do(python, "-m", "venv", "environment")
    wheel = next((tmp_path / "wheels").glob("*.whl"))
    do("environment/bin/python", "-m", "pip", "install", "--quiet", str(wheel))
    shutil.rmtree(tmp_path / "wheels")
    assert "article" in do("environment/bin/sim", "list")
    out = do("environment/bin/sim", "run", "article", "-n", "50")
    assert "50 histories" in out
    assert next((tmp_path / "results").glob("article-*/report.html")).exists()
