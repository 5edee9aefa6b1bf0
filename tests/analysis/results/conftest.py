"""The folder of a small run, whose figures are blank."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim


@pytest.fixture
def kept(world: Path, tmp_path: Path, blank_figures) -> Path:
    """The folder of five histories of it."""
    results = sim.run(sim.load(world, set={"states.A.autonomy": 0.9}, without=["storm"]), 5, seed=3)
    return sim.write(results, tmp_path / "results" / "small-5-s3")
