"""A small run and its folder, whose figures are blank."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim

TEXT = """
title = "A small world"
start = 2000-01-01
months = 8
spin_up = 0
[states.A]
name = "Aland"
ccode = 700
autonomy = { value = 0.4, range = [0.2, 0.6], source = "judgement", note = "as  # others" }
[states.B]
name = "Bland"
[states.C]
[ties.A.B]
stance = 0.5
[ties.C.B]
support.economy = 0.4
[[shocks]]
id = "storm"
date = 2000-04-02
title = "A storm"
effects = [
  { path = "ties.*.B.affinity", add = -0.2 },
  { path = "states.A.autonomy", set = 0.5, months = 2 },
]
"""


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """The file of a small scenario."""
    path = tmp_path / "small.toml"
    path.write_text(TEXT)
    return path


@pytest.fixture
def kept(world: Path, tmp_path: Path, blank_figures) -> Path:
    """The folder of five histories of it."""
    results = sim.run(sim.load(world, set={"states.A.autonomy": 0.9}, without=["storm"]), 5, seed=3)
    return sim.write(results, tmp_path / "results" / "small-5-s3")
