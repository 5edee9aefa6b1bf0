"""A small world with a question, a second one that extends it, and an experiment beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

QUESTION = """
[[questions]]
id = "trades"
text = "A and B trade"
count = { source = "A", target = "B", what = "deal", at_least = 1 }
"""

EXPERIMENT = """
title = "Storms"
description = "What a storm does."
scenarios = ["small"]
histories = 12
seeds = [3, 4]
outcomes = ["hedging.A", "trades", "deals.A.B"]
base = "as it is"
[[variations]]
name = "as it is"
[[variations]]
name = "calm"
without = ["storm"]
[[variations]]
name = "autonomy"
over = { "states.A.autonomy" = [0.1, 0.9] }
"""


@pytest.fixture
def file(world: Path, tmp_path: Path) -> Path:
    """The experiment file, with its scenarios beside it."""
    world.write_text(world.read_text() + QUESTION)
    (tmp_path / "still.toml").write_text('title = "Still"\nextends = "small"\nwithout = ["*"]\n')
    path = tmp_path / "storms.toml"
    path.write_text(EXPERIMENT)
    return path
